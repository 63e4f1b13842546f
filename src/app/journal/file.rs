//! The journal of one situation on the disk: a first line that tells what it is of, then an entry a line.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::app::backups::{MAX_KEPT, dated, kept};
use crate::app::disk::Disk;
use crate::app::files::{FileError, read_file};
use crate::app::journal::lock::is_locked;
use crate::app::person::Store;
use crate::command::JournalFound;
use crate::document::{Entry, Unsaved, as_one, texts_in};
use crate::formats::native::{
    JournalHead, journal_entry_in, journal_head_in, journal_head_line, journal_line, journal_text_in, journal_text_line,
};
use crate::model::Moment;
use crate::wording;

const FOLDER: &str = "journals";
const LEFT_FOLDER: &str = "left";
const ENDING: &str = "jsonl";
/// A longer journal is not read.
const MAX_LEN: u64 = 1 << 30;
/// One that grows longer begins anew with one entry in place of all, and again when it is twice as long as it was after that.
const FULL_LEN: u64 = 1 << 28;

/// A journal that is being written, or was found.
#[derive(Debug)]
pub struct JournalFile {
    situation: PathBuf,
    /// Where it is, without an ending; `None` where nothing is kept.
    place: Option<PathBuf>,
    /// The print of the files that its entries begin from.
    pub print: u64,
    /// All that stands there is saved.
    pub is_to_begin_anew: bool,
    /// What stands there is not to be written over, but kept under another name.
    pub is_to_be_put_aside: bool,
    full_len: u64,
    /// Open to be written, and how long it is as far as it is sound.
    open: Option<(File, u64)>,
    /// The texts that stand in it already.
    texts: BTreeSet<String>,
}

impl JournalFile {
    pub fn of(person: &Store, situation: &Path, print: u64) -> Self {
        let place = person.place_of(FOLDER, situation);
        Self {
            situation: situation.to_owned(),
            place,
            print,
            is_to_begin_anew: false,
            is_to_be_put_aside: false,
            full_len: FULL_LEN,
            open: None,
            texts: BTreeSet::new(),
        }
    }

    pub fn situation(&self) -> &Path {
        &self.situation
    }

    fn path(&self) -> Option<PathBuf> {
        Some(self.place.as_ref()?.with_added_extension(ENDING))
    }

    /// What stands there from before.
    pub fn found(&self) -> Result<JournalFound, FileError> {
        match self.path().map(|path| read_file(&path, MAX_LEN)) {
            None | Some(Err(FileError::Missing(_))) => Ok(JournalFound::default()),
            Some(Err(error)) => Err(error),
            Some(Ok(bytes)) => Ok(found_in(&String::from_utf8_lossy(&bytes))),
        }
    }

    /// Where there is no journal, but one of a situation that is not where it was any more and held what this one does, it is this one's: its
    /// folder was given another name or place.
    pub fn adopt(&self, person: &Store, disk: &Disk) -> Result<(), FileError> {
        let Some(path) = self.path().filter(|path| !path.exists()) else { return Ok(()) };
        let is_of_this = |head: &JournalHead| head.print == self.print && !Path::new(&head.path).exists();
        match journals(person).into_iter().find(|(_, head)| is_of_this(head)) {
            Some((place, head)) => {
                log::info!("{} is now {}: its journal goes with it", head.path, self.situation.display());
                disk.rename(&place.with_added_extension(ENDING), &path)
            }
            None => Ok(()),
        }
    }

    /// Writes entries behind what stands there, or where it is to begin anew in place of that, and waits until they are on the disk.
    pub fn write(&mut self, disk: &Disk, unsaved: &Unsaved) -> Result<(), FileError> {
        let Some(path) = self.path() else {
            self.is_to_begin_anew = false;
            return Ok(());
        };
        if self.is_to_be_put_aside {
            self.put_aside(disk)?;
        }
        if self.is_to_begin_anew || self.open.is_none() {
            return self.begin(disk, &path, unsaved);
        }
        let Some((file, len)) = &mut self.open else { return Ok(()) };
        let lines = lines_of(unsaved, &self.texts);
        // What an attempt before may have left half written goes.
        let at_end = file.set_len(*len).and_then(|()| file.seek(SeekFrom::Start(*len)));
        at_end.map_err(|error| FileError::of(error, &path))?;
        disk.append(file, &path, lines.as_bytes())?;
        *len += lines.len() as u64;
        let is_full = *len > self.full_len;
        self.texts.extend(unsaved.texts.keys().cloned());
        if is_full { self.shorten(disk, &path) } else { Ok(()) }
    }

    /// Puts a journal of these entries in the place of what stands there; without entries, none.
    fn begin(&mut self, disk: &Disk, path: &Path, unsaved: &Unsaved) -> Result<(), FileError> {
        self.open = None;
        self.texts.clear();
        if unsaved.entries.is_empty() {
            disk.remove(path)?;
        } else {
            let since = unsaved.entries.first().and_then(|entry| entry.stamp.at);
            let full_path = fs::canonicalize(&self.situation).unwrap_or_else(|_| self.situation.clone());
            let head = JournalHead { path: full_path.to_string_lossy().into_owned(), print: self.print, since };
            let text = format!("{}\n{}", journal_head_line(&head), lines_of(unsaved, &self.texts));
            disk.replace(path, text.as_bytes())?;
            let file = File::options().write(true).open(path).map_err(|error| FileError::of(error, path))?;
            self.open = Some((file, text.len() as u64));
            self.full_len = FULL_LEN.max(2 * text.len() as u64);
            self.texts.extend(unsaved.texts.keys().cloned());
        }
        self.is_to_begin_anew = false;
        Ok(())
    }

    /// One entry for all: what is lost by that are the steps in between, not what they came to.
    fn shorten(&mut self, disk: &Disk, path: &Path) -> Result<(), FileError> {
        let Unsaved { entries, mut texts } = self.found()?.unsaved;
        let entries: Vec<Entry> = as_one(&entries, wording::steps_as_one(entries.len())).into_iter().collect();
        let named = texts_in(&entries);
        texts.retain(|name, _| named.contains(name));
        self.begin(disk, path, &Unsaved { entries, texts })
    }

    /// Keeps what stands there under a name with the moment, and begins anew.
    pub fn put_aside(&mut self, disk: &Disk) -> Result<(), FileError> {
        let Some((place, path)) = self.place.as_ref().zip(self.path()) else { return Ok(()) };
        if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            self.is_to_be_put_aside = false;
            return Ok(());
        }
        let folder = place.parent().unwrap_or(place).join(LEFT_FOLDER).join(place.file_name().unwrap_or_default());
        disk.make_folder(&folder)?;
        let aside = dated(&folder).with_added_extension(ENDING);
        disk.rename(&path, &aside)?;
        self.open = None;
        self.is_to_be_put_aside = false;
        log::info!("what was not saved is kept in {}", aside.display());
        for oldest in kept(&folder).iter().rev().skip(MAX_KEPT) {
            if let Err(error) = fs::remove_file(oldest) {
                log::warn!("{} cannot be removed: {error}", oldest.display());
            }
        }
        Ok(())
    }
}

/// Texts stand before the entries that name them.
fn lines_of(unsaved: &Unsaved, known: &BTreeSet<String>) -> String {
    let texts = unsaved.texts.iter().filter(|(name, _)| !known.contains(*name));
    let texts = texts.map(|(name, text)| journal_text_line(name, text) + "\n");
    texts.chain(unsaved.entries.iter().map(|entry| journal_line(entry) + "\n")).collect()
}

fn found_in(text: &str) -> JournalFound {
    let mut lines = text.lines();
    let Some(head) = lines.next().and_then(journal_head_in) else {
        return JournalFound { n_torn: usize::from(!text.is_empty()), ..JournalFound::default() };
    };
    let mut found = JournalFound { print: head.print, since: head.since, ..JournalFound::default() };
    for line in lines.filter(|line| !line.is_empty()) {
        if let Some(entry) = journal_entry_in(line) {
            found.unsaved.entries.push(entry);
        } else if let Some((name, text)) = journal_text_in(line) {
            found.unsaved.texts.insert(name, text.into());
        } else {
            found.n_torn += 1;
        }
    }
    found
}

/// A situation of which something is kept that was not saved, and that is open nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostElsewhere {
    pub path: PathBuf,
    pub since: Option<Moment>,
}

/// The journals of situations that are open nowhere: where each is, without an ending, and its first line.
fn journals(person: &Store) -> Vec<(PathBuf, JournalHead)> {
    let Some(folder) = person.place_of(FOLDER, Path::new("")).and_then(|place| place.parent().map(Path::to_owned)) else {
        return Vec::new();
    };
    let is_journal = |path: &PathBuf| path.extension().is_some_and(|ending| ending == ENDING);
    let places = kept(&folder).into_iter().filter(is_journal).map(|path| path.with_extension(""));
    let with_head = |place: PathBuf| {
        let locks = folder.with_file_name("locks").join(place.file_name().unwrap_or_default());
        let bytes = read_file(&place.with_added_extension(ENDING), MAX_LEN).ok()?;
        let head = String::from_utf8_lossy(&bytes).lines().next().and_then(journal_head_in).filter(|_| !is_locked(&locks))?;
        Some((place, head))
    };
    places.filter_map(with_head).collect()
}

/// All situations but those opened of which something was not saved when a program ended.
pub fn lost_elsewhere(person: &Store, opened: &[PathBuf]) -> Vec<LostElsewhere> {
    let opened: Vec<PathBuf> = opened.iter().filter_map(|path| person.place_of(FOLDER, path)).collect();
    let lost = journals(person).into_iter().filter(|(place, _)| !opened.contains(place));
    lost.map(|(_, head)| LostElsewhere { path: head.path.into(), since: head.since }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Stamp};
    use crate::model::{Edit, Extra, Report, Situation, TextFile};
    use std::collections::BTreeMap;

    #[test]
    fn one_that_is_full_is_one_entry_with_the_text_that_is_still_named_and_each_text_stands_there_once() {
        let home = tempfile::tempdir().unwrap();
        let (person, situation) = (Store::at(home.path().to_owned()), home.path().join("war"));
        let mut journal = JournalFile::of(&person, &situation, 7);
        let mut document = Document::new(Situation::default(), BTreeMap::new(), BTreeSet::new());
        let mut lens = Vec::new();
        for n in 0..12 {
            let file = format!("texts/{}.txt", n / 4);
            if document.text(&file).is_none() {
                document.offer(file.clone(), "x".repeat(10_000).into(), String::new());
            }
            let mut report = Report::new("r".into(), "s".into());
            report.title = Some(n.to_string());
            report.text = Some(Box::new(TextFile { file, sha256: None, extra: Extra::new() }));
            document.step(n.to_string(), Stamp::default(), Edit::PutReport(Box::new(report)));
            journal.write(&Disk::default(), &document.hand_over()).unwrap();
            journal.full_len = 25_000;
            lens.push(fs::metadata(journal.path().unwrap()).unwrap().len());
        }
        assert!(lens.iter().max() < Some(&40_000), "{lens:?}");
        let found = journal.found().unwrap();
        assert_eq!((found.n_torn, found.print), (0, 7));
        assert!(found.unsaved.entries.len() < 12 && found.unsaved.texts.contains_key("texts/2.txt"));
        let titles = found.unsaved.entries.last().unwrap().edit.singles().into_iter().map(|edit| match edit {
            Edit::PutReport(report) => report.title.clone().unwrap(),
            other => panic!("{other:?}"),
        });
        assert_eq!(titles.collect::<Vec<_>>(), ["11"]);
    }
}
