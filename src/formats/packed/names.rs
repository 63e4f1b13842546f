//! Names within an archive: only such as mean the same file within the folder on every system.

use std::collections::BTreeMap;

use crate::base::shortened;
use crate::model::is_within_folder;

/// A longer name, in bytes, is refused, and one of more folders in folders.
const MAX_NAME_LEN: usize = 1024;
const MAX_DEPTH: usize = 16;

/// Why a name is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error("its name leads out of the folder")]
    LeadsOut,
    #[error("its name cannot be a file's on every system")]
    NotPortable,
    #[error("its name is longer than {MAX_NAME_LEN} bytes or lies more than {MAX_DEPTH} folders deep")]
    TooLong,
    #[error("{0} has the same name, but for small and capital letters")]
    Twice(String),
    #[error("it would have to be a file and a folder at once")]
    FileAndFolder,
}

/// A name as it is shown: control characters escaped.
pub(super) fn shown(name: &str) -> String {
    format!("{:?}", shortened(name, 200))
}

/// Checks a name, without a `/` at the end.
pub(super) fn check(name: &str) -> Result<(), NameFault> {
    let is_drive = |part: &str| part.contains(':');
    if name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == ".." || is_drive(part)) {
        return Err(NameFault::LeadsOut);
    }
    if name.len() > MAX_NAME_LEN || name.split('/').count() > MAX_DEPTH {
        return Err(NameFault::TooLong);
    }
    if !is_within_folder(name) || name.chars().any(char::is_control) || !name.split('/').all(is_portable) {
        return Err(NameFault::NotPortable);
    }
    Ok(())
}

/// Whether a file may be called so everywhere: Windows keeps some names for devices, forbids some characters and drops dots and spaces at
/// the end.
fn is_portable(part: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_numbered = ["com", "lpt"].iter().filter_map(|kind| stem.strip_prefix(kind)).any(|number| number.chars().count() == 1);
    !DEVICES.contains(&stem.as_str()) && !is_numbered && !part.ends_with(['.', ' ']) && !part.contains(['<', '>', '"', '|', '?', '*'])
}

/// The names met so far, as a file system sees them that does not tell small from capital letters.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Of files and of the folders that they lie in, by folded name: as written, and whether it is a file.
    names: BTreeMap<String, (String, bool)>,
}

impl Taken {
    /// Takes the name of a file.
    pub fn take(&mut self, name: &str) -> Result<(), NameFault> {
        for (at, _) in name.match_indices('/') {
            let folder = name.get(..at).unwrap_or_default();
            let (_, is_file) = self.names.entry(folder.to_lowercase()).or_insert_with(|| (folder.to_owned(), false));
            if *is_file {
                return Err(NameFault::FileAndFolder);
            }
        }
        match self.names.insert(name.to_lowercase(), (name.to_owned(), true)) {
            None => Ok(()),
            Some((other, true)) => Err(NameFault::Twice(shown(&other))),
            Some((_, false)) => Err(NameFault::FileAndFolder),
        }
    }
}
