//! Tells of what is open and changes on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::app::files;
use crate::formats::native::{FILES, TEXTS_FOLDER};

/// A change is told of when it was quiet for so long,
const QUIET: Duration = Duration::from_millis(300);
/// and after so long even when it is never quiet.
const LONGEST: Duration = Duration::from_secs(2);

/// Watches paths and tells of those that changed, on a thread of its own that sleeps while nothing does and ends with this.
pub struct Watcher {
    watched: Arc<Mutex<Watched>>,
    events: Sender<Event>,
}

struct Watched {
    notify: RecommendedWatcher,
    targets: Vec<Target>,
}

struct Target {
    /// As it was given.
    path: PathBuf,
    /// The folder of a situation, or the one that a file is in: a file may be replaced by another, and is then lost to the system
    /// if it was watched itself. Links followed, as some systems tell of changes by such paths.
    folder: PathBuf,
    file: Option<PathBuf>,
}

/// A change that is not told of yet.
struct Pending {
    first: Instant,
    last: Instant,
}

impl Watcher {
    /// Watches nothing yet. `told` is called with a path as it was given to [`Watcher::watch`].
    pub fn new(told: impl Fn(PathBuf) + Send + Sync + 'static) -> Result<Self, String> {
        let (events, received) = mpsc::channel();
        let watched = Arc::new(Mutex::new(Watched { notify: listener(&events)?, targets: Vec::new() }));
        let weak = Arc::downgrade(&watched);
        thread::Builder::new()
            .name("sandtable-watch".to_owned())
            .spawn(move || attend(&received, &weak, &told))
            .map_err(|error| format!("no thread could be started to watch files: {error}"))?;
        Ok(Self { watched, events })
    }

    /// Watches these paths and no others: of a situation's folder the files that are read, or one file. What is watched is watched
    /// when this returns; the words tell of what cannot be.
    pub fn watch(&mut self, paths: &[PathBuf]) -> Result<(), String> {
        let (targets, mut faults) = (paths.iter().filter_map(|path| Target::of(path)).collect::<Vec<_>>(), Vec::new());
        // A new one, as the old may no longer be at a folder that was replaced. It goes when the new one is in place: nothing is missed.
        let mut notify = listener(&self.events)?;
        let mut watched = lock(&self.watched);
        for folder in targets.iter().map(|target| &target.folder).collect::<BTreeSet<_>>() {
            faults.extend(notify.watch(folder, RecursiveMode::NonRecursive).err().map(|error| error.to_string()));
        }
        for texts in targets.iter().filter_map(Target::texts).filter(|texts| texts.is_dir()).collect::<BTreeSet<_>>() {
            faults.extend(notify.watch(&texts, RecursiveMode::NonRecursive).err().map(|error| error.to_string()));
        }
        *watched = Watched { notify, targets };
        if faults.is_empty() { Ok(()) } else { Err(format!("changes will not be noticed: {}", faults.join("; "))) }
    }
}

/// Sends the events that tell of changes.
fn listener(events: &Sender<Event>) -> Result<RecommendedWatcher, String> {
    let events = events.clone();
    let on_event = move |event: notify::Result<Event>| match event {
        // Where nobody receives any more, the watcher is just being dropped.
        Ok(event) if is_change(&event) => drop(events.send(event)),
        Ok(_) => {}
        Err(error) => log::warn!("changes of files may go unnoticed: {error}"),
    };
    notify::recommended_watcher(on_event).map_err(|error| format!("files cannot be watched: {error}"))
}

/// Not that it was read, or got other permissions.
fn is_change(event: &Event) -> bool {
    event.need_rescan() || !matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) | EventKind::Other)
}

fn lock(watched: &Mutex<Watched>) -> MutexGuard<'_, Watched> {
    watched.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gathers events until they are to be told of.
fn attend(events: &Receiver<Event>, watched: &Weak<Mutex<Watched>>, told: &impl Fn(PathBuf)) {
    let mut pending: BTreeMap<PathBuf, Pending> = BTreeMap::new();
    loop {
        let event = match pending.values().map(Pending::due).min() {
            Some(due) => events.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        // The lock is free again when `told` is called, which may wait for one who waits for the lock.
        let due: Vec<PathBuf> = {
            let (Some(watched), Ok(_) | Err(RecvTimeoutError::Timeout)) = (watched.upgrade(), &event) else {
                return;
            };
            let mut watched = lock(&watched);
            let now = Instant::now();
            for path in event.iter().flat_map(|event| watched.changed_by(event)) {
                pending.entry(path).or_insert(Pending { first: now, last: now }).last = now;
            }
            pending.retain(|path, _| watched.targets.iter().any(|target| target.path == *path));
            pending.extract_if(.., |_, pending| pending.due() <= now).map(|(path, _)| path).collect()
        };
        due.into_iter().for_each(told);
    }
}

impl Pending {
    fn due(&self) -> Instant {
        (self.last + QUIET).min(self.first + LONGEST)
    }
}

impl Watched {
    /// The paths that an event is of.
    fn changed_by(&mut self, event: &Event) -> Vec<PathBuf> {
        let is_changed = |target: &&Target| event.need_rescan() || event.paths.iter().any(|path| target.is_changed(event.kind, path));
        let changed: Vec<&Target> = self.targets.iter().filter(is_changed).collect();
        for texts in changed.iter().filter_map(|target| target.texts()) {
            // It may not have been there before. What came into it since then counts as changed with it.
            if event.paths.contains(&texts)
                && texts.is_dir()
                && let Err(error) = self.notify.watch(&texts, RecursiveMode::NonRecursive)
            {
                log::warn!("changes will not be noticed: {error}");
            }
        }
        changed.into_iter().map(|target| target.path.clone()).collect()
    }
}

impl Target {
    fn of(path: &Path) -> Option<Self> {
        let folder = files::folder_of(path);
        // One that is gone may come again.
        let real = fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).ok()?;
        let path = path.to_owned();
        if real.is_dir() {
            return Some(Self { path, folder: real, file: None });
        }
        Some(Self { path, folder: real.parent()?.to_owned(), file: Some(real) })
    }

    fn texts(&self) -> Option<PathBuf> {
        self.file.is_none().then(|| self.folder.join(TEXTS_FOLDER))
    }

    fn is_changed(&self, kind: EventKind, path: &Path) -> bool {
        if let Some(file) = &self.file {
            return path == file;
        }
        let Ok(inner) = path.strip_prefix(&self.folder) else {
            return false;
        };
        // A name that is not UTF-8 is none that is read.
        let mut names = inner.components().map(|part| part.as_os_str().to_str().unwrap_or_default());
        match (names.next(), names.next(), names.next()) {
            // Some systems tell of every file in a folder as a change of the folder too.
            (Some(TEXTS_FOLDER), None, None) => !matches!(kind, EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_))),
            (Some(TEXTS_FOLDER), Some(name), None) => !is_passing(name),
            (Some(name), None, None) => FILES.contains(&name),
            _ => false,
        }
    }
}

/// Whether a file is one that programs put beside another while they save it or have it open: `.sandtable-*`, vim's `.a.txt.swp`
/// and `4913`, emacs' `.#a.txt` and `#a.txt#`, GNOME's `.goutputstream-*`, an office's `~$a.txt`, and `a.txt~`.
fn is_passing(name: &str) -> bool {
    name.is_empty()
        || name == "4913"
        || name.starts_with(['.', '#', '~'])
        || name.ends_with('~')
        || [".swp", ".swx", ".tmp", ".part"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine may be busy with other things.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A situation with a text, and a layer beside it.
    fn some_files() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let (situation, layer) = (root.path().join("war"), root.path().join("layer.geojson"));
        fs::create_dir_all(situation.join("texts")).unwrap();
        for path in [situation.join("situation.json"), situation.join("texts/a.txt"), layer.clone()] {
            fs::write(path, "{}").unwrap();
        }
        (root, situation, layer)
    }

    fn watching(paths: &[&PathBuf]) -> (Watcher, Receiver<PathBuf>) {
        let (sender, receiver) = mpsc::channel();
        let sender = Mutex::new(sender);
        let mut watcher = Watcher::new(move |path| sender.lock().unwrap().send(path).unwrap()).unwrap();
        watcher.watch(&paths.iter().map(|path| (*path).clone()).collect::<Vec<_>>()).unwrap();
        (watcher, receiver)
    }

    fn next(told: &Receiver<PathBuf>) -> PathBuf {
        told.recv_timeout(PATIENCE).unwrap()
    }

    fn assert_no_more(told: &Receiver<PathBuf>) {
        assert_eq!(told.recv_timeout(QUIET * 3), Err(RecvTimeoutError::Timeout));
    }

    #[test]
    fn a_file_that_is_replaced_by_a_rename_is_told_of_each_time() {
        let (root, situation, layer) = some_files();
        let (_watcher, told) = watching(&[&situation, &layer]);
        for n in 0..2 {
            files::save(&situation, &BTreeMap::from([("events.json".to_owned(), format!("[{n}]"))])).unwrap();
            assert_eq!(next(&told), situation);
            files::save(root.path(), &BTreeMap::from([("layer.geojson".to_owned(), format!("[{n}]"))])).unwrap();
            assert_eq!(next(&told), layer);
        }
        assert_no_more(&told);
    }

    #[test]
    fn several_changes_in_a_row_are_told_of_once() {
        let (_root, situation, _) = some_files();
        let (_watcher, told) = watching(&[&situation]);
        for n in 0..20 {
            fs::write(situation.join("events.json"), format!("[{n}]")).unwrap();
            fs::write(situation.join("texts/a.txt"), format!("{n}")).unwrap();
        }
        assert_eq!(next(&told), situation);
        assert_no_more(&told);
    }

    #[test]
    fn what_is_not_read_is_not_told_of() {
        let (root, situation, layer) = some_files();
        let (_watcher, told) = watching(&[&situation, &layer]);
        for name in
            ["war/notes.md", "other.geojson", "war/.events.json.swp", "war/texts/.sandtable-x", "war/texts/a.txt~", "war/texts/4913"]
        {
            fs::write(root.path().join(name), "x").unwrap();
        }
        fs::read(situation.join("situation.json")).unwrap();
        let file = fs::File::open(situation.join("situation.json")).unwrap();
        file.set_permissions(file.metadata().unwrap().permissions()).unwrap();
        // What came before this would be told of before.
        fs::remove_file(&layer).unwrap();
        assert_eq!(next(&told), layer);
        assert_no_more(&told);
    }

    #[test]
    fn texts_that_come_later_are_told_of() {
        let (_root, situation, _) = some_files();
        fs::remove_dir_all(situation.join("texts")).unwrap();
        let (_watcher, told) = watching(&[&situation]);
        for _ in 0..2 {
            fs::create_dir(situation.join("texts")).unwrap();
            assert_eq!(next(&told), situation);
            fs::write(situation.join("texts/b.txt"), "b").unwrap();
            assert_eq!(next(&told), situation);
            fs::remove_dir_all(situation.join("texts")).unwrap();
            assert_eq!(next(&told), situation);
        }
    }

    #[test]
    fn a_file_of_a_situation_stands_for_its_folder_and_a_folder_that_was_replaced_can_be_watched_again() {
        let (_root, situation, _) = some_files();
        let header = situation.join("situation.json");
        let (mut watcher, told) = watching(&[&header]);
        fs::write(situation.join("texts/a.txt"), "b").unwrap();
        assert_eq!(next(&told), header);
        fs::remove_dir_all(&situation).unwrap();
        assert_eq!(next(&told), header);
        fs::create_dir(&situation).unwrap();
        watcher.watch(std::slice::from_ref(&situation)).unwrap();
        fs::write(&header, "{}").unwrap();
        assert_eq!(next(&told), situation);
    }

    #[test]
    fn what_is_no_longer_watched_is_not_told_of_even_when_it_changed_before() {
        let (_root, situation, layer) = some_files();
        let (mut watcher, told) = watching(&[&situation]);
        fs::write(situation.join("events.json"), "[]").unwrap();
        watcher.watch(std::slice::from_ref(&layer)).unwrap();
        fs::write(situation.join("events.json"), "[1]").unwrap();
        fs::write(&layer, "[]").unwrap();
        assert_eq!(next(&told), layer);
        assert_no_more(&told);
    }

    #[test]
    fn what_cannot_be_watched_is_told_in_words_and_the_rest_is_watched() {
        let (root, situation, _) = some_files();
        let (mut watcher, told) = watching(&[]);
        let told_of = watcher.watch(&[root.path().join("gone/layer.geojson"), situation.clone()]).unwrap_err();
        assert!(told_of.starts_with("changes will not be noticed: ") && told_of.contains("gone"), "{told_of}");
        fs::write(situation.join("events.json"), "[]").unwrap();
        assert_eq!(next(&told), situation);
    }

    #[test]
    fn the_thread_ends_with_the_watcher() {
        let (_root, situation, _) = some_files();
        let (watcher, told) = watching(&[&situation]);
        fs::write(situation.join("events.json"), "[]").unwrap();
        drop(watcher);
        // The thread owned the sender.
        while let Ok(path) = told.recv_timeout(PATIENCE) {
            assert_eq!(path, situation);
        }
        assert_eq!(told.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
    }

    #[test]
    fn changes_that_never_stop_are_told_of_all_the_same() {
        let first = Instant::now();
        let due = |after_ms| Pending { first, last: first + Duration::from_millis(after_ms) }.due() - first;
        assert_eq!([0, 1_000, 1_900, 60_000].map(due), [300, 1_300, 2_000, 2_000].map(Duration::from_millis));
    }
}
