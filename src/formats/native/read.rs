//! From the bytes of the files to a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Location, Problem, Problems, Severity, at_once, fingerprint, grouped};
use crate::briefing::{Unresolved, view_of};
use crate::document::Document;
use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Lines, Node, quoted};
use crate::formats::native::evidence::hashes_of_texts;
use crate::formats::native::fields::{Fields, Object, Unread};
use crate::formats::native::history::history_line_in;
use crate::formats::native::paper::{Paper, for_each_record};
use crate::formats::native::tables::Record;
use crate::formats::native::{FILES, FORMAT, HEADER_FILE, HISTORY_FILE, MAX_FILE_LEN, MAX_RECORDS, NO_TITLE};
use crate::formats::text::decode;
use crate::model::{
    Actor, Event, Header, Moment, Place, RecordId, Records, Report, Scene, Situation, Source, TroopSymbol, Unnamed, cycles, dangling,
    symbol_of,
};
use crate::symbols::StandardIdentity;

const NOT_OVERWRITTEN: &str = "the file will not be overwritten";

/// Reads a situation from the bytes of its files by name (`events.json`, `texts/article.txt`). What is wrong is told, the rest
/// is read. `None` where none of the files is one of a situation, which is told too.
pub fn read(files: BTreeMap<String, Vec<u8>>, problems: &mut Problems) -> Option<Document> {
    if !FILES.iter().any(|name| files.contains_key(*name)) {
        let detail = format!("no {HEADER_FILE}, and no other file of a situation");
        tell_of_file(problems, Severity::Error, HEADER_FILE, "not-a-situation", detail, "nothing is read");
        return None;
    }
    let mut texts = BTreeMap::new();
    let mut locked = BTreeSet::new();
    let hashes = hashes_of_texts(&files);
    for (name, bytes) in files {
        match text_of(&name, bytes, problems) {
            Ok(text) => drop(texts.insert(name, text)),
            Err(replaced) => {
                locked.insert(name.clone());
                texts.extend(replaced.map(|text| (name, text)));
            }
        }
    }
    let lines: BTreeMap<&str, Lines<'_>> = texts.iter().map(|(name, text)| (name.as_str(), Lines::new(name, text))).collect();
    let mut reading = Reading { texts: &texts, lines: &lines, problems, locked, stands: Vec::new() };
    let header = reading.header();
    if header.format > FORMAT {
        reading.locked.extend(texts.keys().cloned());
    }
    let records = reading.records();
    reading.check_other_files();
    let situation = Situation::with_records(header, records);
    reading.check_links(&situation);
    reading.check_evidence(&situation, &hashes);
    let Reading { locked, stands, .. } = reading;
    let prints: Vec<(RecordId, u64)> = stands.into_iter().map(|stand| (stand.id, stand.fingerprint)).collect();
    let print = print_of(&texts);
    Some(Document::new(situation, texts, locked).with_prints(prints).with_print(print).with_hashes(hashes))
}

/// A fingerprint of files by name.
fn print_of(texts: &BTreeMap<String, String>) -> u64 {
    let prints: Vec<String> = texts.iter().map(|(name, text)| format!("{name} {:x}", fingerprint(text))).collect();
    fingerprint(&prints.join("\n"))
}

/// The text of a file; in `Err` what can be had of one that must not be overwritten.
fn text_of(name: &str, bytes: Vec<u8>, problems: &mut Problems) -> Result<String, Option<String>> {
    if bytes.len() > MAX_FILE_LEN {
        let detail = format!("{} bytes, more than {MAX_FILE_LEN}", bytes.len());
        tell_of_file(problems, Severity::Error, name, "too-large", detail, "the file is not read");
        return Err(None);
    }
    let (text, is_exact) = decode(name, bytes, problems);
    if is_exact {
        return Ok(text);
    }
    let detail = "the file is not UTF-8, so what is not edited could not be kept".to_owned();
    tell_of_file(problems, Severity::Warning, name, "read-only-file", detail, NOT_OVERWRITTEN);
    Err(Some(text))
}

pub(super) struct Reading<'a> {
    pub(super) texts: &'a BTreeMap<String, String>,
    lines: &'a BTreeMap<&'a str, Lines<'a>>,
    problems: &'a mut Problems,
    locked: BTreeSet<String>,
    /// Where each record stands, for what is found out about it later; sorted once all are read.
    stands: Vec<Stand<'a>>,
}

impl<'a> Reading<'a> {
    /// The text of a file and where to tell of it; `None` where there is none.
    fn open(&mut self, name: &str) -> Option<(&'a str, Faults<'_>)> {
        let text = self.texts.get(name)?;
        Some((text, Faults::new(self.lines.get(name)?, self.problems)))
    }

    fn header(&mut self) -> Header {
        let Some((text, mut faults)) = self.open(HEADER_FILE) else {
            tell_of_file(
                self.problems,
                Severity::Error,
                HEADER_FILE,
                "missing-file",
                "the file is missing".to_owned(),
                "read without a header",
            );
            return header_without_file();
        };
        let root = Node::whole(text);
        let is_sound = tell_syntax(root, &mut faults, "read what is sound");
        let header = header_in(root, &mut faults);
        if header.as_ref().is_some_and(|header| header.format > FORMAT) {
            let detail = format!("the situation has a newer format than this program knows ({FORMAT})");
            faults.error(root.offset(), "newer-format", detail, format!("read as well as possible; {NOT_OVERWRITTEN}"));
        }
        if !is_sound || header.is_none() {
            self.locked.insert(HEADER_FILE.to_owned());
        }
        header.unwrap_or_else(header_without_file)
    }

    /// All records, those of different files at once.
    fn records(&mut self) -> Records {
        let (texts, lines) = (self.texts, self.lines);
        let of_events = || (read_file::<Event>(texts, lines), read_file::<Place>(texts, lines));
        let of_others = || (read_file::<Actor>(texts, lines), read_file::<Source>(texts, lines), read_file::<Scene>(texts, lines));
        let of_reports = || (read_file::<Report>(texts, lines), of_others());
        let ((events, places), (reports, (actors, sources, scenes))) = at_once(of_events, of_reports);
        let n_stands = places.stands.len()
            + actors.stands.len()
            + sources.stands.len()
            + events.stands.len()
            + reports.stands.len()
            + scenes.stands.len();
        self.stands.reserve_exact(n_stands);
        let records = Records {
            places: self.take(places),
            actors: self.take(actors),
            sources: self.take(sources),
            events: self.take(events),
            reports: self.take(reports),
            scenes: self.take(scenes),
        };
        self.stands.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        records
    }

    fn take<T: Record>(&mut self, file: OfFile<'a, T>) -> BTreeMap<T::Id, T> {
        let OfFile { records, stands, problems, is_locked } = file;
        self.stands.extend(stands);
        self.problems.append(problems);
        if is_locked {
            self.locked.insert(T::FILE.to_owned());
        }
        records
    }

    /// What is kept as it is must be JSON all the same.
    fn check_other_files(&mut self) {
        if let Some((text, mut faults)) = self.open(HISTORY_FILE) {
            let mut offset = 0;
            for line in text.split_inclusive('\n') {
                let entry = Node::trimmed(line, offset);
                offset += line.len();
                if !entry.raw().is_empty() && tell_syntax(entry, &mut faults, "kept as written") && history_line_in(entry).is_none() {
                    let detail = "no line of a history: an object with \"step\" and \"record\" was expected";
                    faults.warning(entry.offset(), "not-history", detail, "kept as written");
                }
            }
        }
    }

    fn check_links(&mut self, situation: &Situation) {
        let (circles, gaps) = at_once(|| cycles(situation), || dangling(situation));
        for gap in gaps {
            let id = gap.to.split_once(':').map_or(gap.to.as_str(), |(_, id)| id);
            let detail = format!("\"{}\" names {}, which is not there", gap.field, gap.to);
            self.tell_of_link(&gap.from, gap.field, Some(id), "dangling-id", detail, "kept as written");
        }
        for circle in circles {
            let Some(first) = circle.members.first() else { continue };
            let chain: Vec<&str> = circle.members.iter().chain([first]).map(RecordId::as_str).collect();
            let detail = format!("\"{}\" runs in a circle: {}", circle.chain, chain.join(" > "));
            let next = circle.members.get(1).unwrap_or(first);
            self.tell_of_link(first, circle.chain, Some(next.as_str()), "cycle", detail, "kept as written, followed once round");
        }
        for report in situation.reports().values() {
            self.check_symbols(situation, report);
        }
        self.check_releases(situation);
        self.check_scenes(situation);
    }

    /// Profiles that would take out less than they seem to: ids of no source, a name that an earlier one has.
    fn check_releases(&mut self, situation: &Situation) {
        let Some((text, mut faults)) = self.open(HEADER_FILE) else { return };
        let Some(listed) = Node::whole(text).member("releases") else { return };
        let mut names = BTreeSet::new();
        for release in &situation.header().releases {
            let spot = |word: &str| listed.offset() + listed.raw().find(&quoted(word)).unwrap_or_default();
            if !names.insert(&release.name) {
                let detail = format!("two profiles of \"releases\" are called \"{}\"", release.name);
                faults.warning(spot(&release.name), "duplicate-name", detail, "the first counts, kept as written");
            }
            let Unnamed::These(ids) = &release.unnamed_sources else { continue };
            for id in ids.iter().filter(|id| situation.source(id).is_none()) {
                let detail = format!("\"unnamed_sources\" of \"{}\" names source:{id}, which is not there", release.name);
                faults.warning(spot(id.as_str()), "dangling-id", detail, "kept as written");
            }
        }
    }

    /// What scenes ask for and cannot be shown; data layers are opened beside the situation, and may yet be.
    fn check_scenes(&mut self, situation: &Situation) {
        for scene in situation.scenes().values() {
            let now = situation.as_of_end().unwrap_or(Moment(0));
            for unresolved in view_of(scene, situation, &[], now).unresolved {
                let (field, to, detail) = match &unresolved {
                    Unresolved::NoLayer(_) => continue,
                    Unresolved::NoRecord(id) if scene.selection.as_ref() == Some(id) => {
                        ("selection", Some(id.to_string()), format!("\"selection\" names {id}, which is not there"))
                    }
                    Unresolved::NoRecord(id) => {
                        ("filter", Some(id.as_str().to_owned()), format!("\"filter\" names {id}, which is not there"))
                    }
                    Unresolved::NoFacet(name) => {
                        ("filter", Some(name.clone()), format!("\"filter\" asks for \"{name}\", which is not known"))
                    }
                    Unresolved::NoWord { member: "theme", word } => ("theme", Some(word.clone()), format!("\"{word}\" is no theme")),
                    Unresolved::NoWord { member, word } => {
                        ("time", Some(word.clone()), format!("\"{word}\" is no \"{member}\" that is known"))
                    }
                    Unresolved::NoWindow(text) => ("time", Some(text.clone()), format!("\"{text}\" is no window of time")),
                    Unresolved::NoArea => ("bounds", None, "a box of the scene is none on earth".to_owned()),
                };
                let from = RecordId::Scene(scene.id.clone());
                self.tell_of_link(&from, field, to.as_deref(), "scene-reference", detail, "kept as written, the scene is shown without it");
            }
        }
    }

    /// Symbol codes that are none, and those whose identity is another than that of whose troops they stand for.
    fn check_symbols(&mut self, situation: &Situation, report: &Report) {
        // The first of each kind, and how many there are.
        let mut found: BTreeMap<&'static str, (String, Option<&str>, &str, usize)> = BTreeMap::new();
        for troops in report.about.iter().filter_map(|about| about.troops.as_deref()) {
            let (kind, detail, done) = match symbol_of(situation, troops) {
                None | Some(Ok(TroopSymbol { overwritten: None, .. })) => continue,
                Some(Err(error)) => ("bad-symbol-code", error.to_string(), "shown as troops of an unknown kind, kept in the file"),
                Some(Ok(TroopSymbol { code, overwritten: Some(given) })) => {
                    let [given, known] = [given, code.identity].map(StandardIdentity::name);
                    let detail = format!("the symbol code says {given}, its actor is {known} from the situation's viewpoint");
                    ("symbol-identity", detail, "drawn with its actor's identity, kept as written")
                }
            };
            found.entry(kind).or_insert_with(|| (detail, troops.sidc.as_deref(), done, 0)).3 += 1;
        }
        for (kind, (detail, sidc, done, n)) in found {
            let detail = and_more(detail, n.saturating_sub(1));
            self.tell_of_link(&RecordId::Report(report.id.clone()), "troops.sidc", sidc, kind, detail, done);
        }
    }

    /// Tells of a link at the place where it stands: the text of `to` in the member `field`, or else the record.
    pub(super) fn tell_of_link(&mut self, from: &RecordId, field: &str, to: Option<&str>, kind: &'static str, detail: String, done: &str) {
        /// All that stands there is used, if not as it says.
        const WARNINGS: [&str; 2] = ["symbol-identity", "scene-reference"];
        let Some((node, file)) = self.stand_of(from).map(|stand| (stand.node, stand.file)) else { return };
        let Some(lines) = self.lines.get(file) else { return };
        let field = match (from, field) {
            (RecordId::Report(_), field) if field.starts_with("troops.") => "about",
            (RecordId::Event(_), "part_of") => "links",
            (_, field) => field,
        };
        let properties = from.place().and_then(|_| node.member("properties"));
        let spot = properties.unwrap_or(node).member(field).and_then(|value| Some(value.offset() + value.raw().find(&quoted(to?))?));
        let mut faults = Faults::new(lines, self.problems);
        faults.record = Some(from.as_str().to_owned());
        let severity = if WARNINGS.contains(&kind) { Severity::Warning } else { Severity::Error };
        faults.tell(severity, spot.unwrap_or(node.offset()), kind, detail, done.to_owned());
    }

    fn stand_of(&self, id: &RecordId) -> Option<&Stand<'a>> {
        self.stands.binary_search_by(|stand| stand.id.cmp(id)).ok().and_then(|at| self.stands.get(at))
    }

    /// Where each of a report's statements stands; nothing where not all of them could be read, so that it is not sure which is which.
    pub(super) fn statements_of(&self, report: &Report) -> Vec<Node<'a>> {
        let about = self.stand_of(&RecordId::Report(report.id.clone())).and_then(|stand| stand.node.member("about"));
        about.map(Node::elements).filter(|said| said.len() == report.about.len()).unwrap_or_default()
    }

    /// Tells of the span of one of a report's statements where that stands, or else where the report does.
    pub(super) fn tell_of_span(&mut self, report: &Report, said: Option<Node<'a>>, kind: &'static str, detail: String, done: &str) {
        let Some((node, file)) = self.stand_of(&RecordId::Report(report.id.clone())).map(|stand| (stand.node, stand.file)) else { return };
        let Some(lines) = self.lines.get(file) else { return };
        let span = said.and_then(|said| said.member("span"));
        let mut faults = Faults::new(lines, self.problems);
        faults.record = Some(report.id.to_string());
        faults.error(span.unwrap_or(node).offset(), kind, detail, done);
    }
}

/// What is wrong, and how often else in the same record: a place is looked for once for each kind.
pub(super) fn and_more(detail: String, n_more: usize) -> String {
    if n_more == 0 { detail } else { format!("{detail}, and {} more of this record", grouped(n_more as u64)) }
}

/// Where a record stands.
struct Stand<'a> {
    id: RecordId,
    file: &'static str,
    node: Node<'a>,
    fingerprint: u64,
}

/// What a file of records comes to.
struct OfFile<'a, T: Record> {
    records: BTreeMap<T::Id, T>,
    stands: Vec<Stand<'a>>,
    problems: Problems,
    /// It is no list of records, and must not be overwritten.
    is_locked: bool,
}

fn read_file<'a, T: Record>(texts: &'a BTreeMap<String, String>, lines: &BTreeMap<&'a str, Lines<'a>>) -> OfFile<'a, T> {
    let mut read = OfFile { records: BTreeMap::new(), stands: Vec::new(), problems: Problems::default(), is_locked: false };
    let (Some(text), Some(lines)) = (texts.get(T::FILE), lines.get(T::FILE)) else { return read };
    let mut faults = Faults::new(lines, &mut read.problems);
    let root = Node::whole(text);
    let Some(paper) = Paper::of(text, T::IS_COLLECTION) else {
        if tell_syntax(root, &mut faults, NOT_OVERWRITTEN) {
            let expected = if T::IS_COLLECTION { "a FeatureCollection with an array \"features\"" } else { "an array of records" };
            Unread::WrongType.tell(expected, root, &mut faults, NOT_OVERWRITTEN);
        }
        read.is_locked = true;
        return read;
    };
    // What stands between the records: they themselves have been looked at.
    if paper.slots.iter().all(|slot| slot.fault.is_none()) && Node::whole(&paper.without_records(text)).check().is_err() {
        tell_syntax(root, &mut faults, "read what is sound");
    }
    if paper.has_more {
        faults.error(paper.start, "too-many-records", format!("more than {MAX_RECORDS} records"), "left out the rest, kept it in the file");
    }
    // Pairs, as the tree takes them over where they are.
    let mut records = Vec::with_capacity(paper.slots.len());
    read.stands.reserve_exact(paper.slots.len());
    for_each_record::<T>(&paper, &mut faults, |slot, record| {
        if let Some(record) = record {
            let fingerprint = fingerprint(slot.node.raw());
            read.stands.push(Stand { id: record.record_id(), file: T::FILE, node: slot.node, fingerprint });
            records.push((record.id().clone(), record));
        }
    });
    read.records = records.into_iter().collect();
    read
}

/// The header in a file; `None` where the file is no object.
pub fn header_in(root: Node<'_>, faults: &mut Faults<'_>) -> Option<Header> {
    match Fields::of_record(root, faults) {
        Some(mut fields) => Header::read(&mut fields),
        None => {
            Unread::WrongType.tell(Header::EXPECTED, root, faults, "read without a header");
            None
        }
    }
}

/// What stands for the header where there is none.
pub fn header_without_file() -> Header {
    Header { format: FORMAT, title: NO_TITLE.to_owned(), ..Header::default() }
}

/// Whether it is sound; tells where not.
fn tell_syntax(node: Node<'_>, faults: &mut Faults<'_>, done: &str) -> bool {
    let Err(error) = node.check() else { return true };
    let kind = if error.message.starts_with("EOF") && node.kind() != Kind::Broken { "truncated" } else { "not-json" };
    faults.error(error.offset, kind, error.message, done);
    false
}

fn tell_of_file(problems: &mut Problems, severity: Severity, name: &str, kind: &'static str, detail: String, done: &str) {
    problems.push(Problem { severity, location: Location::file(name), record: None, kind, detail, done: done.to_owned() });
}
