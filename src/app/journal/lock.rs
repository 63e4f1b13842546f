//! Who has a situation: a file that the system locks for as long as a program has it open, whatever becomes of the program.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::app::disk::Disk;
use crate::app::person::Store;
use crate::command::Holder;
use crate::model::Moment;

const FOLDER: &str = "locks";

/// Held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    holder: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It would only tell of one who is gone.
        let _removed = fs::remove_file(&self.holder);
    }
}

/// Who has a situation.
pub enum Locked {
    /// This program; without a lock where there is no place or means for one.
    Here(Option<Lock>),
    Elsewhere(Holder),
}

#[derive(Serialize, Deserialize)]
struct HolderFile {
    name: Option<String>,
    pid: u32,
    host: String,
    /// Unix time in seconds.
    since: i64,
}

/// Locks a situation, or tells who has it.
pub fn lock(person: &Store, disk: &Disk, situation: &Path, name: Option<&str>) -> Locked {
    let Some(place) = person.place_of(FOLDER, situation) else { return Locked::Here(None) };
    let (path, holder) = (place.with_added_extension("lock"), place.with_added_extension("json"));
    let opened = disk
        .make_folder(place.parent().unwrap_or(&place))
        .map_err(|error| error.to_string())
        .and_then(|()| File::options().create(true).append(true).open(&path).map_err(|error| error.to_string()));
    let file = match opened {
        Ok(file) => file,
        Err(error) => {
            log::warn!("{} cannot be locked, so no other window is kept from it: {error}", path.display());
            return Locked::Here(None);
        }
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Locked::Elsewhere(read(&holder)),
        Err(TryLockError::Error(error)) => {
            log::warn!("{} cannot be locked, so no other window is kept from it: {error}", path.display());
            return Locked::Here(None);
        }
    }
    let here = HolderFile {
        name: name.map(str::to_owned),
        pid: std::process::id(),
        host: gethostname::gethostname().to_string_lossy().into_owned(),
        since: jiff::Timestamp::now().as_second(),
    };
    let text = serde_json::to_vec(&here).unwrap_or_default();
    if let Err(error) = disk.replace(&holder, &text) {
        log::warn!("others cannot be told who has the situation: {error}");
    }
    Locked::Here(Some(Lock { _file: file, holder }))
}

/// Whether a situation is open in some program.
pub fn is_locked(place: &Path) -> bool {
    let locked = File::options().append(true).open(place.with_added_extension("lock")).map(|file| file.try_lock());
    matches!(locked, Ok(Err(TryLockError::WouldBlock)))
}

fn read(path: &Path) -> Holder {
    let known = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<HolderFile>(&bytes).ok());
    let known = known.unwrap_or(HolderFile { name: None, pid: 0, host: String::new(), since: jiff::Timestamp::now().as_second() });
    Holder { name: known.name, pid: known.pid, host: known.host, since: Moment(known.since) }
}
