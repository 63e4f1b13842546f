//! The disk: what a path holds, read whole and within bounds, and texts saved so that no file is ever half written.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::app::disk::{Disk, parent_of};
use crate::app::home::read_packed;
use crate::base::{Bytes, Location, Problem, Problems, Severity, in_shares};
use crate::command::Loading;
use crate::dataset::Dataset;
use crate::document::Document;
use crate::formats::detect::{self, OpenError};
use crate::formats::native;
use crate::formats::opening::{Beside, Opening};
use crate::formats::packed::PackedError;

/// The largest file that is read whole, in bytes.
pub const MAX_FILE_LEN: u64 = 1 << 30;
/// Single files of up to so many bytes are kept in memory; larger ones stay open and are read where they are needed.
const MAX_LEN_IN_MEMORY: u64 = 64 << 20;
/// At most this many source texts of a situation are read.
pub const MAX_TEXTS: usize = 1000;
/// The largest source text that is read, in bytes.
pub const MAX_TEXT_FILE_LEN: u64 = 16 * 1024 * 1024;

/// What was opened.
#[derive(Debug)]
pub enum Opened {
    Situation(Box<Document>),
    Dataset(Box<Dataset>),
}

/// What a path holds.
#[derive(Debug)]
pub enum Input {
    Folder(Folder),
    File(Bytes),
}

/// The files of a situation by name, those of `texts/` as `texts/NAME`: of a folder, or of one that is packed.
#[derive(Debug, Default)]
pub struct Folder {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files that are there and could not be read.
    pub unread: BTreeMap<String, FileError>,
}

/// Why a path could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("no such file or folder: {}", .0.display())]
    Missing(PathBuf),
    #[error("no permission: {}", .0.display())]
    NoPermission(PathBuf),
    #[error("not a file but {what}: {}", path.display())]
    NotAFile { what: &'static str, path: PathBuf },
    #[error("too large, more than {max_len} bytes: {}", path.display())]
    TooLarge { max_len: u64, path: PathBuf },
    #[error("a link that leads out of the folder: {}", .0.display())]
    LeadsOut(PathBuf),
    #[error("not a name for a file of a situation: {0:?}")]
    BadName(String),
    #[error("this packed situation cannot be read: {source}: {}", path.display())]
    Packed { source: PackedError, path: PathBuf },
    #[error("cannot be packed: {source}: {}", path.display())]
    CannotPack { source: PackedError, path: PathBuf },
    #[error("{source}: {}", path.display())]
    Io { source: io::Error, path: PathBuf },
}

impl FileError {
    pub(super) fn of(source: io::Error, path: &Path) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => Self::Missing(path),
            ErrorKind::PermissionDenied => Self::NoPermission(path),
            _ => Self::Io { source, path },
        }
    }

    pub(super) fn packed(source: PackedError, path: &Path) -> Self {
        Self::Packed { source, path: path.to_owned() }
    }
}

/// Why nothing could be opened at a path.
#[derive(Debug, thiserror::Error)]
pub enum PathError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Format(#[from] OpenError),
    /// What is wrong is among the problems.
    #[error("nothing to open: {}", .0.display())]
    Nothing(PathBuf),
}

/// Reads whatever a path holds. The files named in problems are given with the path, as a person can open them.
pub fn open(path: &Path, problems: &mut Problems) -> Result<Opened, PathError> {
    open_input(read_path(path)?, path, problems)
}

/// The same for somebody who waits and may give it up, or has said what the columns of a file mean.
pub fn open_loading(loading: &Loading, problems: &mut Problems) -> Result<Opened, PathError> {
    open_input_of(read_path(&loading.path)?, loading, problems)
}

/// The same of what was read already.
pub fn open_input(input: Input, path: &Path, problems: &mut Problems) -> Result<Opened, PathError> {
    open_input_of(input, &Loading::of(path.to_owned()), problems)
}

fn open_input_of(input: Input, loading: &Loading, problems: &mut Problems) -> Result<Opened, PathError> {
    let Loading { path, mapping, task } = loading;
    match input {
        Input::File(source) => {
            let beside = |ending: &str| open_source(&path.with_extension(ending)).ok();
            let name = path.to_string_lossy();
            let opening = Opening { beside: Beside::new(&beside), task, mapping: mapping.as_deref(), ..Opening::of(&name, &source) };
            let detect::Opened::Dataset(dataset) = detect::open(&opening, problems)?;
            Ok(Opened::Dataset(Box::new(dataset)))
        }
        Input::Folder(folder) => {
            let mut found = Problems::default();
            let document = open_folder(folder, &mut found);
            problems.append(found.located(|file| folder_of(path).join(file).to_string_lossy().into_owned()));
            document.map(|document| Opened::Situation(Box::new(document))).ok_or_else(|| PathError::Nothing(path.clone()))
        }
    }
}

fn open_folder(folder: Folder, problems: &mut Problems) -> Option<Document> {
    let Folder { files, unread } = folder;
    for (name, error) in &unread {
        problems.push(Problem {
            severity: Severity::Error,
            location: Location::file(name),
            record: None,
            kind: "unreadable-file",
            detail: error.to_string(),
            done: "read without it; it will not be overwritten".to_owned(),
        });
    }
    let mut document = native::read(files, problems)?;
    document.lock(unread.into_keys());
    Some(document)
}

/// Reads what a path holds: the files of a situation's folder, of a packed one too, or one file. The path of `situation.json`, or of a file beside it
/// that is nothing without it, counts as that of the folder.
/// Devices, pipes and sockets are refused, so that none can hang the program.
pub fn read_path(path: &Path) -> Result<Input, FileError> {
    let metadata = fs::metadata(path).map_err(|error| FileError::of(error, path))?;
    let folder = folder_of(path);
    if metadata.is_dir() || metadata.is_file() && folder != path {
        return read_folder(folder).map(Input::Folder);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let fail = |error| FileError::of(error, path);
    let source = open_source(path)?;
    let is_small = source.len() <= MAX_LEN_IN_MEMORY;
    if !is_small && !detect::may_be_packed(&name, &source.read(0..4).map_err(fail)?) {
        return Ok(Input::File(source));
    }
    let bytes = read_file(path, MAX_FILE_LEN)?;
    match detect::packed(&name, &bytes) {
        Some(archive) => Ok(Input::Folder(read_packed(&archive.map_err(|error| FileError::packed(error, path))?, path))),
        None if is_small => Ok(Input::File(Bytes::from(bytes))),
        None => Ok(Input::File(source)),
    }
}

/// Opens a file to be read where it is needed, and refuses it where it is no regular file.
fn open_source(path: &Path) -> Result<Bytes, FileError> {
    let fail = |error| FileError::of(error, path);
    check_is_file(path, &fs::metadata(path).map_err(fail)?)?;
    Bytes::of_file(File::open(path).map_err(fail)?, path).map_err(fail)
}

fn check_is_file(path: &Path, metadata: &Metadata) -> Result<(), FileError> {
    what_else(metadata).map_or(Ok(()), |what| Err(FileError::NotAFile { what, path: path.to_owned() }))
}

/// The folder of the situation that a path belongs to, or else the path itself.
pub(super) fn folder_of(path: &Path) -> &Path {
    let is_part = |name: &&str| *name != native::PLACES_FILE && path.file_name().is_some_and(|known| known == *name);
    if path.is_dir() || !native::FILES.iter().any(is_part) {
        return path;
    }
    let folder = parent_of(path);
    if folder.join(native::HEADER_FILE).is_file() { folder } else { path }
}

fn read_folder(path: &Path) -> Result<Folder, FileError> {
    let root = fs::canonicalize(path).map_err(|error| FileError::of(error, path))?;
    // A folder that may be searched but not listed must not pass for an empty one.
    fs::read_dir(path).map_err(|error| FileError::of(error, path))?;
    let mut folder = Folder::default();
    let shares = in_shares(&native::FILES, 1, |names| {
        let mut share = Folder::default();
        for name in names {
            share.take(&root, path, (*name).to_owned(), native::MAX_FILE_LEN as u64);
        }
        share
    });
    for Folder { files, unread } in shares {
        folder.files.extend(files);
        folder.unread.extend(unread);
    }
    let texts = path.join(native::TEXTS_FOLDER);
    let entries = fs::read_dir(&texts).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).take(MAX_TEXTS).collect();
    names.sort();
    for name in names {
        folder.take(&root, path, format!("{}/{name}", native::TEXTS_FOLDER), MAX_TEXT_FILE_LEN);
    }
    Ok(folder)
}

impl Folder {
    fn take(&mut self, root: &Path, folder: &Path, name: String, max_len: u64) {
        let path = folder.join(&name);
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            return;
        }
        match read_within(root, &path, max_len) {
            Ok(bytes) => drop(self.files.insert(name, bytes)),
            Err(error) => drop(self.unread.insert(name, error)),
        }
    }
}

/// Reads a file, and refuses it where it does not lie within a folder, links followed.
pub(super) fn read_within(folder: &Path, path: &Path, max_len: u64) -> Result<Vec<u8>, FileError> {
    let root = fs::canonicalize(folder).map_err(|error| FileError::of(error, folder))?;
    let real = fs::canonicalize(path).map_err(|error| FileError::of(error, path))?;
    if !real.starts_with(&root) {
        return Err(FileError::LeadsOut(path.to_owned()));
    }
    read_file(path, max_len)
}

/// Reads a file, and refuses it where it has more bytes than `max_len` or is no regular file.
pub fn read_file(path: &Path, max_len: u64) -> Result<Vec<u8>, FileError> {
    let fail = |error| FileError::of(error, path);
    let check = |metadata: &Metadata| {
        check_is_file(path, metadata)?;
        if metadata.len() > max_len { Err(FileError::TooLarge { max_len, path: path.to_owned() }) } else { Ok(()) }
    };
    // Before it is opened, as opening a pipe waits for its other end.
    check(&fs::metadata(path).map_err(fail)?)?;
    let file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    check(&metadata)?;
    // Room for all and for a read that finds the end: growing would copy the half of a large file.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    file.take(max_len + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > max_len {
        return Err(FileError::TooLarge { max_len, path: path.to_owned() });
    }
    Ok(bytes)
}

/// What it is, where it is no regular file.
fn what_else(metadata: &Metadata) -> Option<&'static str> {
    if metadata.is_file() {
        None
    } else if metadata.is_dir() {
        Some("a folder")
    } else {
        Some("a device, a pipe or a socket")
    }
}

/// Saves the texts that differ from what is on disk and returns their names, by [`Disk::save`].
pub fn save(folder: &Path, files: &BTreeMap<String, String>) -> Result<Vec<String>, FileError> {
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Disk::default().save(folder, files).map_err(|half_saved| half_saved.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_folder_gives_its_files_of_fixed_names_and_its_texts() {
        let folder = folder_with(&[("situation.json", "{}"), ("events.json", "[]"), ("texts/a.txt", "A"), ("readme.md", "x")]);
        for path in [folder.path().to_owned(), folder.path().join("situation.json"), folder.path().join("events.json")] {
            let Ok(Input::Folder(read)) = read_path(&path) else { panic!("{path:?}") };
            assert_eq!(read.files.keys().collect::<Vec<_>>(), ["events.json", "situation.json", "texts/a.txt"]);
            assert!(read.unread.is_empty());
        }
        let alone = folder_with(&[("events.json", "[]")]);
        assert!(matches!(read_path(&alone.path().join("events.json")), Ok(Input::File(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_and_what_is_no_file_are_left_out_and_locked() {
        let elsewhere = folder_with(&[("secret.json", "[1]")]);
        let folder = folder_with(&[("situation.json", "{\"format\": 1, \"title\": \"T\"}"), ("real.json", "[]")]);
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(elsewhere.path().join("secret.json"), at("events.json")).unwrap();
        std::os::unix::fs::symlink("real.json", at("actors.json")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("reports.json")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("sources.json")).unwrap();
        fs::create_dir(at("places.geojson")).unwrap();
        let mut problems = Problems::default();
        let Ok(Opened::Situation(document)) = open(folder.path(), &mut problems) else { panic!("{problems:?}") };
        let locked = ["events.json", "places.geojson", "reports.json", "sources.json"];
        assert_eq!(document.locked().iter().collect::<Vec<_>>(), locked);
        assert_eq!(document.file("actors.json"), Some("[]"));
        assert_eq!(problems.n_errors(), locked.len());
        let first = problems.iter().next().unwrap().to_string();
        assert!(first.starts_with(at("events.json").to_str().unwrap()), "{first}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_refused_at_once() {
        let error = read_path(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.to_string(), "not a file but a device, a pipe or a socket: /dev/zero");
    }

    #[test]
    fn a_file_past_the_bound_is_refused() {
        let folder = folder_with(&[("a", "12345")]);
        let path = folder.path().join("a");
        assert_eq!(read_file(&path, 5).unwrap(), b"12345");
        assert!(matches!(read_file(&path, 4), Err(FileError::TooLarge { max_len: 4, .. })));
    }

    #[test]
    fn only_files_that_changed_are_written_and_nothing_else_is_left_behind() {
        let folder = folder_with(&[("a.json", "old"), ("b.json", "same")]);
        let untouched = fs::metadata(folder.path().join("b.json")).unwrap().modified().unwrap();
        let files = texts(&[("a.json", "new"), ("b.json", "same"), ("texts/c.txt", "added")]);
        assert_eq!(save(folder.path(), &files).unwrap(), ["a.json", "texts/c.txt"]);
        for (name, text) in &files {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), *text);
        }
        assert_eq!(fs::metadata(folder.path().join("b.json")).unwrap().modified().unwrap(), untouched);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
        assert!(save(folder.path(), &files).unwrap().is_empty());
    }

    #[test]
    fn a_save_keeps_to_its_folder() {
        let folder = folder_with(&[]);
        for name in ["../a", "/etc/a", "texts/../../a", ""] {
            assert!(matches!(save(folder.path(), &texts(&[(name, "x")])), Err(FileError::BadName(_))), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_saved_file_keeps_its_permissions_and_a_link_stays_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder_with(&[("real.json", "old")]);
        let real = folder.path().join("real.json");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("real.json", folder.path().join("a.json")).unwrap();
        save(folder.path(), &texts(&[("a.json", "new")])).unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(folder.path().join("a.json")).unwrap().is_symlink());
    }
}
