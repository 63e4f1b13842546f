//! Whether what is quoted stands where it should, in the very text that it was quoted from.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::base::{grouped, shortened};
use crate::formats::native::TEXTS_FOLDER;
use crate::formats::native::fields::MAX_QUOTED_CHARS;
use crate::formats::native::read::{Reading, and_more};
use crate::model::{RecordId, Report, Scalars, Situation, SpanFault, is_within_folder, spanned};

const STILL_SHOWN: &str = "kept as written; the excerpt is still shown";

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether a hash that was written down is that of a file.
pub fn is_hash(written: &str, found: &str) -> bool {
    written.trim().eq_ignore_ascii_case(found)
}

/// The hashes of the source texts, by the names of their files, from the bytes as they were read.
pub fn hashes_of_texts(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let is_text = |name: &str| name.strip_prefix(TEXTS_FOLDER).is_some_and(|rest| rest.starts_with('/'));
    files.iter().filter(|(name, _)| is_text(name)).map(|(name, bytes)| (name.clone(), sha256(bytes))).collect()
}

impl<'a> Reading<'a> {
    pub(super) fn check_evidence(&mut self, situation: &Situation, hashes: &BTreeMap<String, String>) {
        let mut scalars: BTreeMap<&str, Scalars<'a>> = BTreeMap::new();
        let texts = self.texts;
        for report in situation.reports().values() {
            self.check_own_text(report, hashes);
            self.check_paths(report);
            if report.about.iter().all(|about| about.span.is_none()) {
                continue;
            }
            let Some((file, text)) = situation.text_of(report).and_then(|text| texts.get_key_value(&text.file)) else { continue };
            let scalars = scalars.entry(file).or_insert_with(|| Scalars::new(text));
            let mut said = None;
            for (index, about) in report.about.iter().enumerate() {
                let Some(span) = about.span.as_deref() else { continue };
                let excerpt = about.excerpt.as_deref();
                let (kind, detail) = match spanned(scalars, span, excerpt) {
                    Ok(_) => continue,
                    Err(SpanFault::Outside { n_scalars }) => {
                        let n_scalars = grouped(n_scalars);
                        let detail =
                            format!("the span from {} to {} is none of \"{file}\", which has {n_scalars} characters", span.start, span.end);
                        ("span-outside-text", detail)
                    }
                    Err(SpanFault::Differs) => {
                        let words = excerpt.or(span.before.as_deref()).or(span.after.as_deref()).unwrap_or_default();
                        let words = shortened(words, MAX_QUOTED_CHARS);
                        ("span-differs", format!("\"{file}\" has other words from {} to {} than \"{words}\"", span.start, span.end))
                    }
                };
                // Cut up once for all faults of a report.
                let said = said.get_or_insert_with(|| self.statements_of(report));
                self.tell_of_span(report, said.get(index).copied(), kind, detail, STILL_SHOWN);
            }
        }
    }

    fn check_own_text(&mut self, report: &Report, hashes: &BTreeMap<String, String>) {
        let Some(text) = report.text.as_deref() else { return };
        let (id, file) = (RecordId::Report(report.id.clone()), text.file.as_str());
        if !self.texts.contains_key(file) {
            let detail = format!("the text \"{file}\" is not among the files");
            self.tell_of_link(&id, "text", Some(file), "missing-text", detail, "read without it");
        } else if let (Some(written), Some(found)) = (&text.sha256, hashes.get(file))
            && !is_hash(written, found)
        {
            let written_shortened = shortened(written, 64);
            let detail = format!("\"{file}\" is not the text that was quoted from: its SHA-256 is {found}, not {written_shortened}");
            self.tell_of_link(&id, "text", Some(written), "hash-differs", detail, "read as it is");
        }
    }

    fn check_paths(&mut self, report: &Report) {
        let attached: Vec<&str> = report.attachments.iter().map(|attachment| attachment.file.as_str()).collect();
        let archived: Vec<&str> = report.archived_file().into_iter().collect();
        for (field, files) in [("attachments", attached), ("archived", archived)] {
            let mut outside = files.into_iter().filter(|file| !is_within_folder(file));
            let Some(file) = outside.next() else { continue };
            let detail = format!("\"{field}\" names \"{}\", which is no path within the folder", shortened(file, MAX_QUOTED_CHARS));
            let detail = and_more(detail, outside.count());
            self.tell_of_link(&RecordId::Report(report.id.clone()), field, Some(file), "outside-folder", detail, "never opened");
        }
    }
}
