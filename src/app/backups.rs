//! What a save took the place of, kept for a while outside the situation's folder, where no version control sees it.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::app::disk::Disk;
use crate::app::files::FileError;
use crate::app::person::Store;

/// At most so many are kept of a situation.
pub const MAX_KEPT: usize = 10;

const FOLDER: &str = "backups";
/// Stands between a date and the number of what is of no later one.
const SEVERAL: &str = "~";

/// Keeps the files that a save is about to replace, in a folder named for the moment, and lets go of the oldest. Where it was kept; `None`
/// where there was nothing to keep, or there is no place for it.
pub fn keep<'t>(
    person: &Store,
    disk: &Disk,
    situation: &Path,
    files: impl IntoIterator<Item = (&'t str, &'t str)>,
) -> Result<Option<PathBuf>, FileError> {
    let files: Vec<(&str, &str)> = files.into_iter().collect();
    let Some(all) = person.place_of(FOLDER, situation).filter(|_| !files.is_empty()) else { return Ok(None) };
    let folder = dated(&all);
    disk.make_folder(&folder)?;
    disk.save(&folder, files).map_err(|half_saved| half_saved.error)?;
    for oldest in kept(&all).into_iter().rev().skip(MAX_KEPT) {
        if let Err(error) = fs::remove_dir_all(&oldest) {
            log::warn!("{} cannot be removed: {error}", oldest.display());
        }
    }
    Ok(Some(folder))
}

/// A name in a folder that nothing has yet, and that sorts after those from before, also where the clock was set back.
pub fn dated(folder: &Path) -> PathBuf {
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%S.%3fZ").to_string();
    let last = kept(folder).pop().and_then(|last| Some(last.file_name()?.to_string_lossy().into_owned())).unwrap_or_default();
    // What is kept may have an ending besides its name.
    if last < now && !last.starts_with(&now) {
        return folder.join(now);
    }
    let (date, number) = last.split_once(SEVERAL).unwrap_or((&last, ""));
    let date = date.find('Z').and_then(|end| date.get(..=end)).unwrap_or(date);
    let number = number.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap_or_default();
    folder.join(format!("{date}{SEVERAL}{:06}", number.saturating_add(1)))
}

/// What is kept in a folder, oldest first.
pub fn kept(folder: &Path) -> Vec<PathBuf> {
    let mut kept: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()).collect();
    kept.sort();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ten_are_kept_and_each_holds_what_was_replaced() {
        let home = tempfile::tempdir().unwrap();
        let (person, situation) = (Store::at(home.path().to_owned()), home.path().join("war"));
        fs::create_dir(&situation).unwrap();
        for n in 0..MAX_KEPT + 3 {
            let text = n.to_string();
            keep(&person, &Disk::default(), &situation, [("events.json", text.as_str())]).unwrap().unwrap();
        }
        assert_eq!(keep(&person, &Disk::default(), &situation, []).unwrap(), None);
        let kept = kept(&person.place_of(FOLDER, &situation).unwrap());
        let texts: Vec<String> = kept.iter().map(|folder| fs::read_to_string(folder.join("events.json")).unwrap()).collect();
        assert_eq!(texts, (3..MAX_KEPT + 3).map(|n| n.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_new_version_the_oldest() {
        let home = tempfile::tempdir().unwrap();
        for ending in ["", ".jsonl"] {
            let folder = home.path().join(ending);
            let mut names = Vec::new();
            fs::create_dir_all(folder.join(format!("29990101T000000.000Z{ending}"))).unwrap();
            for _ in 0..12 {
                let path = dated(&folder).with_added_extension(ending.trim_start_matches('.'));
                fs::create_dir_all(&path).unwrap();
                assert_eq!(kept(&folder).last(), Some(&path));
                names.push(path);
            }
            names.dedup();
            assert_eq!(names.len(), 12);
        }
    }
}
