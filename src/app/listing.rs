//! Completion of a typed path: what is in the folder that was typed so far.

use std::fs::{self, DirEntry};
use std::path::{self, MAIN_SEPARATOR, Path, PathBuf};

use directories::BaseDirs;

use crate::app::files::FileError;
use crate::command::{Entry, Listing, Offers};
use crate::formats::{detect, native, packed};

/// At most this many entries of a folder are read.
const MAX_READ: usize = 20_000;
/// At most this many entries are listed.
const MAX_LISTED: usize = 200;

/// What a typed path can go on with. `~` is the home folder, nothing the current one.
pub fn list(typed: &str, offers: Offers) -> Listing {
    // A lone `~` is the home folder already, not the beginning of a name.
    let typed: &str = if typed == "~" { &format!("~{MAIN_SEPARATOR}") } else { typed };
    let last = typed.rsplit(path::is_separator).next().unwrap_or_default();
    let head = typed.strip_suffix(last).unwrap_or_default();
    let folder = match expanded(head) {
        Ok(folder) => folder,
        Err(trouble) => return Listing { folder: PathBuf::from(head), trouble: Some(trouble), ..Listing::default() },
    };
    let mut read = match fs::read_dir(&folder) {
        Ok(read) => read,
        Err(error) => {
            let trouble = Some(FileError::of(error, &folder).to_string());
            return Listing { folder, trouble, ..Listing::default() };
        }
    };
    let lower = last.to_lowercase();
    let begins = |name: &String| name.to_lowercase().starts_with(&lower) && (last.starts_with('.') || !name.starts_with('.'));
    // A name that is not UTF-8 cannot be typed.
    let named = |entry: DirEntry| entry.file_name().into_string().ok().filter(begins).map(|name| (name, entry));
    let mut found: Vec<(bool, String)> =
        read.by_ref().take(MAX_READ).flatten().filter_map(named).filter_map(|(name, entry)| Some((is_folder(&entry)?, name))).collect();
    let trouble = read.next().map(|_| format!("more than {MAX_READ} entries, the others are not listed: {}", folder.display()));
    found.retain(|(is_folder, name)| *is_folder || offers == Offers::Files || detect::can_be_opened(name));
    found.sort_by_cached_key(|(is_folder, name)| (!is_folder, name.to_lowercase(), name.clone()));
    let n_more = found.len().saturating_sub(MAX_LISTED);
    found.truncate(MAX_LISTED);
    let entry = |(is_folder, name): (bool, String)| Entry {
        path: if is_folder { format!("{head}{name}{MAIN_SEPARATOR}") } else { format!("{head}{name}") },
        is_situation: if is_folder { folder.join(&name).join(native::HEADER_FILE).is_file() } else { packed::has_ending(&name) },
        is_folder,
        name,
    };
    let entries = found.into_iter().map(entry).collect();
    Listing { folder, entries, n_more, trouble }
}

/// The path that is meant by what was typed, from the root on.
pub fn expanded(head: &str) -> Result<PathBuf, String> {
    if let Some(inner) = head.strip_prefix('~').and_then(|rest| rest.strip_prefix(path::is_separator)) {
        return BaseDirs::new().map(|dirs| dirs.home_dir().join(inner)).ok_or_else(|| "no home folder is known".to_owned());
    }
    let head = if head.is_empty() { "." } else { head };
    path::absolute(head).map_err(|error| FileError::of(error, Path::new(head)).to_string())
}

/// Whether it is a folder, links followed; `None` for what is neither that nor a file.
fn is_folder(entry: &DirEntry) -> Option<bool> {
    let kind = entry.file_type().ok()?;
    let kind = if kind.is_symlink() { fs::metadata(entry.path()).ok()?.file_type() } else { kind };
    (kind.is_dir() || kind.is_file()).then_some(kind.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(typed: &str) -> Listing {
        super::list(typed, Offers::ToOpen)
    }

    fn folder_with(folders: &[&str], files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for name in folders {
            fs::create_dir_all(root.path().join(name)).unwrap();
        }
        for name in files {
            fs::write(root.path().join(name), "").unwrap();
        }
        root
    }

    fn names(listing: &Listing) -> Vec<&str> {
        listing.entries.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn folders_come_first_then_files_that_can_be_opened_and_hidden_ones_only_when_asked_for() {
        let root = folder_with(
            &["beta", "Alpha", ".git", "war"],
            &["b.geojson", "A.JSON", "notes.txt", ".hidden.json", "war/situation.json", "alps.ndjson"],
        );
        let at = |rest: &str| format!("{}{MAIN_SEPARATOR}{rest}", root.path().display());
        let all = list(&at(""));
        assert_eq!(names(&all), ["Alpha", "beta", "war", "A.JSON", "alps.ndjson", "b.geojson"]);
        assert_eq!((all.folder.as_path(), all.n_more, &all.trouble), (root.path(), 0, &None));
        let situations: Vec<&str> = all.entries.iter().filter(|entry| entry.is_situation).map(|entry| entry.name.as_str()).collect();
        assert_eq!(situations, ["war"]);
        let some = list(&at("al"));
        assert_eq!(
            some.entries.iter().map(|entry| entry.path.clone()).collect::<Vec<_>>(),
            [at(&format!("Alpha{MAIN_SEPARATOR}")), at("alps.ndjson")]
        );
        assert_eq!(names(&list(&at("."))), [".git", ".hidden.json"]);
        assert_eq!(names(&super::list(&at("no"), Offers::Files)), ["notes.txt"], "any file, where it is not to be opened");
        assert!(list(&at("nothing-like-it")).entries.is_empty());
    }

    #[test]
    fn letters_of_any_script_are_compared_without_regard_to_case() {
        let root = folder_with(&["Курск", "Суджа"], &[]);
        assert_eq!(names(&list(&format!("{}/кУР", root.path().display()))), ["Курск"]);
    }

    #[test]
    fn a_tilde_is_the_home_folder_and_nothing_the_current_one() {
        let home = BaseDirs::new().unwrap().home_dir().to_owned();
        for typed in ["~", "~/"] {
            let listing = list(typed);
            assert_eq!(listing.folder, home);
            assert!(listing.entries.iter().all(|entry| entry.path.starts_with('~')), "{:?}", listing.entries);
        }
        let here = list("");
        assert_eq!(here.folder, std::env::current_dir().unwrap());
        // Tests run in the folder of the crate.
        assert!(here.entries.iter().any(|entry| entry.path == format!("data{MAIN_SEPARATOR}")), "{:?}", here.entries);
        assert_eq!(names(&list("sr")), ["src"]);
    }

    #[test]
    fn of_many_entries_the_first_are_listed_and_the_others_counted() {
        let files: Vec<String> = (0..MAX_LISTED + 7).map(|n| format!("{n:04}.json")).collect();
        let root = folder_with(&[], &files.iter().map(String::as_str).collect::<Vec<_>>());
        let listing = list(&format!("{}/", root.path().display()));
        assert_eq!((listing.entries.len(), listing.n_more), (MAX_LISTED, 7));
        assert_eq!(listing.entries.last().unwrap().name, "0199.json");
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_told_in_words() {
        let root = folder_with(&[], &["a.json"]);
        let gone = list(&format!("{}/gone/a", root.path().display()));
        assert!(gone.entries.is_empty() && gone.trouble.unwrap().starts_with("no such file or folder: "));
        assert!(list(&format!("{}/a.json/", root.path().display())).trouble.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_those_that_lead_nowhere_left_out() {
        let root = folder_with(&["real"], &["real/situation.json"]);
        std::os::unix::fs::symlink("real", root.path().join("link")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("lost.json")).unwrap();
        let listing = list(&format!("{}/", root.path().display()));
        assert_eq!(names(&listing), ["link", "real"]);
        assert!(listing.entries.iter().all(|entry| entry.is_situation));
    }
}
