//! What is kept for a person from one start to the next: settings, what was opened, what was seen of each situation.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::column_mappings::{MOST_REMEMBERED, RememberedMapping};
use crate::app::files::{self, FileError};
use crate::dataset::{Dataset, Mapping};

/// At most this many paths are remembered.
pub const MAX_RECENT: usize = 12;
/// Where this names a folder, everything is kept there.
pub const HOME_VARIABLE: &str = "SANDTABLE_HOME";

const SETTINGS_FILE: &str = "settings.json";
const RECENT_FILE: &str = "recent.json";
const FILTERS_FILE: &str = "filters.json";
const COLUMNS_FILE: &str = "columns.json";
const SEEN_FOLDER: &str = "seen";
const MAX_LEN: u64 = 1024 * 1024;
const MAX_SEEN_LEN: u64 = 64 * 1024 * 1024;

/// The folder in which things are kept for a person.
#[derive(Clone, Debug, Default)]
pub struct Store {
    folder: Option<PathBuf>,
}

/// What a person has seen of a situation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Seen {
    /// Of the situation. The store fills it in.
    pub path: String,
    /// When the situation was left, Unix time in milliseconds.
    pub left_at_ms: i64,
    /// When a handover page of it was last given to somebody, in the same way.
    #[serde(default)]
    pub handed_over_ms: Option<i64>,
    /// What each record was then: a fingerprint by `kind:id`.
    pub prints: BTreeMap<String, u64>,
    /// What was new and not looked at, as `kind:id`.
    pub unread: BTreeSet<String>,
}

/// [`Seen`] on its way to the disk, which may be large.
#[derive(Serialize)]
struct SeenAt<'a> {
    path: &'a str,
    left_at_ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    handed_over_ms: Option<i64>,
    prints: &'a BTreeMap<String, u64>,
    unread: &'a BTreeSet<String>,
}

impl Store {
    /// Where the system keeps a person's settings, or in the folder that `SANDTABLE_HOME` names.
    pub fn of_system() -> Self {
        Self::of(std::env::var_os(HOME_VARIABLE))
    }

    fn of(home: Option<OsString>) -> Self {
        if let Some(home) = home.filter(|home| !home.is_empty()) {
            return Self::at(home.into());
        }
        let dirs = ProjectDirs::from("", "", "sandtable");
        if dirs.is_none() {
            log::warn!("no home folder is known: settings are not kept");
        }
        Self { folder: dirs.map(|dirs| dirs.config_dir().to_owned()) }
    }

    /// In a folder, which is made when it is first needed.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }

    /// The file that the window's place and the sizes of panels are kept in; `None` = the usual one of the window's library.
    pub fn window_file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("window.ron"))
    }

    /// Keeps nothing and has nothing.
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// The settings, where some were saved. A file that cannot be used is put aside, and the words tell of it.
    pub fn settings<T: DeserializeOwned>(&self) -> Result<Option<T>, String> {
        self.read(SETTINGS_FILE, MAX_LEN)
    }

    /// Saves the settings in place of those from before.
    pub fn save_settings<T: Serialize>(&self, settings: &T) -> Result<(), String> {
        self.write(SETTINGS_FILE, MAX_LEN, serde_json::to_string_pretty(settings))
    }

    /// Forgets the settings, and nothing else.
    pub fn reset(&self) -> Result<(), String> {
        self.delete(SETTINGS_FILE)
    }

    /// The saved filters, each as it stands in the file.
    pub fn filters(&self) -> Vec<serde_json::Value> {
        self.read_or_log(FILTERS_FILE, MAX_LEN).unwrap_or_default()
    }

    /// Puts a filter in place of that of the same name, or with `None` takes that away. The others stay as they stand there, also those
    /// that this version does not know all about.
    pub fn save_filter(&self, name: &str, entry: Option<serde_json::Value>) -> Result<(), String> {
        let mut entries: Vec<serde_json::Value> = self.read(FILTERS_FILE, MAX_LEN)?.unwrap_or_default();
        entries.retain(|kept| kept.get("name").and_then(serde_json::Value::as_str).map(str::trim) != Some(name));
        entries.extend(entry);
        self.write(FILTERS_FILE, MAX_LEN, serde_json::to_string_pretty(&entries))
    }

    /// What was said of columns that a layer does not mean anyway.
    pub fn mapping_of(&self, layer: &Dataset) -> Option<Mapping> {
        let remembered: Vec<RememberedMapping> = self.read_or_log(COLUMNS_FILE, MAX_LEN).unwrap_or_default();
        remembered.iter().find_map(|remembered| remembered.of_layer(layer))
    }

    /// Puts what is said of the columns of a header in place of what was.
    pub fn remember_mapping(&self, mapping: RememberedMapping) -> Result<(), String> {
        let mut remembered: Vec<RememberedMapping> = self.read(COLUMNS_FILE, MAX_LEN)?.unwrap_or_default();
        remembered.retain(|known| !known.is_of_same_header(&mapping));
        remembered.insert(0, mapping);
        remembered.truncate(MOST_REMEMBERED);
        self.write(COLUMNS_FILE, MAX_LEN, serde_json::to_string_pretty(&remembered))
    }

    /// What was opened, the latest first.
    pub fn recent(&self) -> Vec<PathBuf> {
        let paths: Vec<PathBuf> = self.read_or_log(RECENT_FILE, MAX_LEN).unwrap_or_default();
        paths.into_iter().take(MAX_RECENT).collect()
    }

    /// Puts a path before all others, and returns them.
    pub fn remember(&self, path: &Path) -> Result<Vec<PathBuf>, String> {
        let mut recent = self.recent();
        if let (Some(_), Some(path)) = (&self.folder, full_name(path)) {
            let path = PathBuf::from(path);
            recent.retain(|known| *known != path);
            recent.insert(0, path);
            recent.truncate(MAX_RECENT);
            self.write(RECENT_FILE, MAX_LEN, serde_json::to_string_pretty(&recent))?;
        }
        Ok(recent)
    }

    /// Forgets what was opened, also what was put aside of it.
    pub fn forget_recent(&self) -> Result<(), String> {
        self.delete(RECENT_FILE)?;
        self.delete(&damaged_name(RECENT_FILE))
    }

    /// What was seen of a situation, given by its folder.
    pub fn seen(&self, situation: &Path) -> Option<Seen> {
        let path = full_name(situation)?;
        let seen: Seen = self.read_or_log(&seen_file(&path), MAX_SEEN_LEN)?;
        // Two paths may share a hash.
        (seen.path == path).then_some(seen)
    }

    /// Saves what was seen of a situation, given by its folder, in place of what was before.
    pub fn save_seen(&self, situation: &Path, seen: &Seen) -> Result<(), String> {
        let Some(path) = full_name(situation) else {
            return Ok(());
        };
        let Seen { left_at_ms, handed_over_ms, prints, unread, .. } = seen;
        let (left_at_ms, handed_over_ms) = (*left_at_ms, *handed_over_ms);
        let text = serde_json::to_string(&SeenAt { path: &path, left_at_ms, handed_over_ms, prints, unread });
        self.write(&seen_file(&path), MAX_SEEN_LEN, text)
    }

    /// Keeps when a situation was handed over, at once: where it was never left before, that comes when it is.
    pub fn hand_over(&self, situation: &Path, at_ms: i64) -> Result<(), String> {
        match self.seen(situation) {
            Some(seen) => self.save_seen(situation, &Seen { handed_over_ms: Some(at_ms), ..seen }),
            None => Ok(()),
        }
    }

    /// Where something of a situation is kept, in a folder of this name: a path that tells which situation it is, whatever way it is
    /// named. `None` where nothing is kept.
    pub fn place_of(&self, kind: &str, situation: &Path) -> Option<PathBuf> {
        const MAX_NAME: usize = 40;
        // What has no path on the disk (the built-in sample) goes by the name that it has.
        let path = fs::canonicalize(situation).unwrap_or_else(|_| situation.to_owned());
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name: String = path.file_name().unwrap_or_default().to_string_lossy().chars().filter(is_plain).take(MAX_NAME).collect();
        let hash = fnv_1a(path.as_os_str().as_encoded_bytes());
        Some(self.folder.as_ref()?.join(kind).join(format!("{name}-{hash:016x}")))
    }

    fn read<T: DeserializeOwned>(&self, name: &str, max_len: u64) -> Result<Option<T>, String> {
        let Some(path) = self.path(name) else {
            return Ok(None);
        };
        let why = match files::read_file(&path, max_len) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(value) => return Ok(Some(value)),
                Err(error) => format!("damaged, {error}: {}", path.display()),
            },
            Err(FileError::Missing(_)) => return Ok(None),
            // It may well be read the next time.
            Err(error @ FileError::Io { .. }) => return Err(error.to_string()),
            Err(error) => error.to_string(),
        };
        // At once, so that no save can overwrite it, whoever does it.
        let aside = damaged_name(name);
        match fs::rename(&path, path.with_file_name(Path::new(&aside).file_name().unwrap_or_default())) {
            Ok(()) => Err(format!("{why}; kept as {aside}")),
            Err(error) => Err(format!("{why}; it could not be put aside, {error}")),
        }
    }

    fn read_or_log<T: DeserializeOwned>(&self, name: &str, max_len: u64) -> Option<T> {
        self.read(name, max_len).unwrap_or_else(|error| {
            log::warn!("{error}");
            None
        })
    }

    fn write(&self, name: &str, max_len: u64, text: serde_json::Result<String>) -> Result<(), String> {
        let (Some(folder), Some(path)) = (&self.folder, self.path(name)) else {
            return Ok(());
        };
        let text = text.map_err(|error| format!("cannot be saved, {error}: {}", path.display()))?;
        // What is longer would not be read again.
        if text.len() as u64 > max_len {
            return Err(FileError::TooLarge { max_len, path }.to_string());
        }
        files::save(folder, &BTreeMap::from([(name.to_owned(), text)])).map(drop).map_err(|error| error.to_string())
    }

    fn delete(&self, name: &str) -> Result<(), String> {
        let Some(path) = self.path(name) else {
            return Ok(());
        };
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(FileError::of(error, &path).to_string()),
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(name))
    }
}

fn damaged_name(name: &str) -> String {
    format!("{name}.damaged")
}

fn seen_file(path: &str) -> String {
    format!("{SEEN_FOLDER}/{:016x}.json", fnv_1a(path.as_bytes()))
}

/// A path from the root on, links followed where it exists; `None` where it is not UTF-8.
fn full_name(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).ok()?;
    path.into_os_string().into_string().ok()
}

/// The 64-bit FNV-1a hash of RFC 9923, written out because names of files depend on it: the one of the standard library may
/// change with its version.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Settings {
        theme: String,
        scale: f64,
    }

    fn settings() -> Settings {
        Settings { theme: "dark".to_owned(), scale: 1.25 }
    }

    /// A store in a folder that does not exist yet.
    fn store() -> (tempfile::TempDir, Store) {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(root.path().join("deep/config"));
        (root, store)
    }

    fn file(store: &Store, name: &str) -> PathBuf {
        store.path(name).unwrap()
    }

    #[test]
    fn settings_come_back_as_they_were_saved_until_they_are_reset() {
        let (root, store) = store();
        assert_eq!(store.settings::<Settings>(), Ok(None));
        store.save_settings(&settings()).unwrap();
        store.remember(root.path()).unwrap();
        assert_eq!(store.settings(), Ok(Some(settings())));
        assert!(fs::read_to_string(file(&store, SETTINGS_FILE)).unwrap().contains("\n  \"theme\": \"dark\""));
        store.reset().unwrap();
        store.reset().unwrap();
        assert_eq!(store.settings::<Settings>(), Ok(None));
        assert_eq!(store.recent().len(), 1);
    }

    #[test]
    fn a_damaged_settings_file_is_told_once_and_kept_aside() {
        let (_root, store) = store();
        store.save_settings(&settings()).unwrap();
        let path = file(&store, SETTINGS_FILE);
        let long = format!("\"{}\"", "x".repeat(MAX_LEN as usize));
        for damaged in ["{\"theme\": \"da", "{\"theme\": 3}", "", long.as_str()] {
            fs::write(&path, damaged).unwrap();
            let told = store.settings::<Settings>().unwrap_err();
            assert!(told.contains(path.to_str().unwrap()) && told.ends_with("; kept as settings.json.damaged"), "{told}");
            assert_eq!(store.settings::<Settings>(), Ok(None));
            store.save_settings(&settings()).unwrap();
            assert_eq!(fs::read_to_string(file(&store, "settings.json.damaged")).unwrap(), damaged);
            assert_eq!(store.settings(), Ok(Some(settings())));
        }
    }

    #[test]
    fn what_would_not_be_read_again_is_not_saved() {
        let (_root, store) = store();
        assert!(store.save_settings(&"x".repeat(MAX_LEN as usize)).unwrap_err().starts_with("too large"));
        assert_eq!(store.settings::<String>(), Ok(None));
    }

    #[test]
    fn the_latest_path_stands_first_none_twice_and_the_oldest_are_dropped() {
        let (root, store) = store();
        let at = |n: usize| fs::canonicalize(root.path()).unwrap().join(format!("{n}"));
        for n in 0..MAX_RECENT + 3 {
            fs::create_dir(at(n)).unwrap();
            store.remember(&at(n)).unwrap();
        }
        // The same by another name.
        let recent = store.remember(&at(14).join("../10")).unwrap();
        assert_eq!(recent, [10, 14, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3].map(at));
        assert_eq!(store.recent(), recent);
        // One that is gone by now stays remembered as it was named.
        let gone = at(99);
        assert_eq!(store.remember(&gone).unwrap().first(), Some(&gone));
        store.forget_recent().unwrap();
        assert!(store.recent().is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_path_that_is_no_text_is_not_remembered() {
        use std::os::unix::ffi::OsStringExt;
        let (_root, store) = store();
        let path = PathBuf::from(OsString::from_vec(b"/tmp/\xFF".to_vec()));
        assert_eq!(store.remember(&path), Ok(Vec::new()));
        assert_eq!((store.save_seen(&path, &Seen::default()), store.seen(&path)), (Ok(()), None));
    }

    #[test]
    fn a_damaged_list_of_paths_is_put_aside_and_forgotten_with_the_list() {
        let (root, store) = store();
        store.remember(root.path()).unwrap();
        fs::write(file(&store, RECENT_FILE), "[\"/a\", ").unwrap();
        assert!(store.recent().is_empty());
        assert!(file(&store, "recent.json.damaged").exists());
        store.forget_recent().unwrap();
        assert!(!file(&store, "recent.json.damaged").exists());
    }

    #[test]
    fn what_was_seen_is_kept_for_each_situation_and_a_shared_hash_is_noticed() {
        let (root, store) = store();
        let seen = |n: u64| Seen {
            handed_over_ms: Some(7),
            path: String::new(),
            left_at_ms: 1_729_000_000_000,
            prints: BTreeMap::from([("event:kursk".to_owned(), u64::MAX - n)]),
            unread: BTreeSet::from(["report:первый".to_owned()]),
        };
        let folders = ["a", "b"].map(|name| root.path().join(name));
        for (n, folder) in folders.iter().enumerate() {
            fs::create_dir(folder).unwrap();
            assert_eq!(store.seen(folder), None);
            store.save_seen(folder, &seen(n as u64)).unwrap();
        }
        for (n, folder) in folders.iter().enumerate() {
            let path = full_name(folder).unwrap();
            assert_eq!(store.seen(&folder.join("../").join(folder)), Some(Seen { path, ..seen(n as u64) }));
        }
        let [first, second] = folders.map(|folder| file(&store, &seen_file(&full_name(&folder).unwrap())));
        fs::copy(first, second).unwrap();
        assert_eq!(store.seen(&root.path().join("b")), None);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        for (text, hash) in [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)] {
            assert_eq!(fnv_1a(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn a_store_nowhere_has_nothing_and_keeps_nothing() {
        let store = Store::nowhere();
        store.save_settings(&settings()).unwrap();
        store.save_seen(Path::new("/"), &Seen::default()).unwrap();
        store.reset().unwrap();
        store.forget_recent().unwrap();
        assert_eq!(store.settings::<Settings>(), Ok(None));
        assert_eq!(store.remember(Path::new("/")), Ok(Vec::new()));
        assert_eq!(store.seen(Path::new("/")), None);
    }

    #[test]
    fn a_named_home_goes_before_the_folder_of_the_system() {
        assert_eq!(Store::of(Some("/portable".into())).folder, Some(PathBuf::from("/portable")));
        for home in [None, Some(OsString::new())] {
            assert!(Store::of(home).folder.is_none_or(|folder| folder.is_absolute() && folder.to_string_lossy().contains("sandtable")));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_written_is_told_of() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("file"), "").unwrap();
        let store = Store::at(root.path().join("file"));
        assert!(store.save_settings(&settings()).is_err());
    }
}
