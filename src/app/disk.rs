//! Writing so that no file is ever half written, however it ends.
//!
//! Every access that writes goes by [`Disk`], so that tests can let any of them fail.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use crate::app::files::{FileError, MAX_FILE_LEN, read_file};

/// Names of files on their way to their place begin so.
const PASSING: &str = ".sandtable-";
/// One that is older was left behind by a program that ended while it wrote.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// The disk, or in a test one that fails.
#[derive(Clone, Debug, Default)]
pub struct Disk(Option<Arc<Failing>>);

/// Which of the accesses that write fail.
#[derive(Debug)]
struct Failing {
    n_done: AtomicUsize,
    first: usize,
    /// Whether all later ones fail too, as on a full disk.
    is_lasting: bool,
    kind: ErrorKind,
}

/// Why not all files came to their places, and which did.
#[derive(Debug)]
pub struct HalfSaved {
    pub error: FileError,
    pub in_place: Vec<String>,
}

impl Disk {
    /// A disk on which the access of this number, counted from 0, fails, and with `is_lasting` all after it.
    pub fn failing(first: usize, is_lasting: bool, kind: ErrorKind) -> Self {
        Self(Some(Arc::new(Failing { n_done: AtomicUsize::new(0), first, is_lasting, kind })))
    }

    /// How many accesses there were, on a disk that fails.
    pub fn n_accesses(&self) -> usize {
        self.0.as_ref().map_or(0, |failing| failing.n_done.load(Ordering::SeqCst))
    }

    fn access(&self) -> io::Result<()> {
        let Some(failing) = &self.0 else { return Ok(()) };
        let n = failing.n_done.fetch_add(1, Ordering::SeqCst);
        let fails = n == failing.first || failing.is_lasting && n > failing.first;
        if fails { Err(io::Error::from(failing.kind)) } else { Ok(()) }
    }

    /// Saves the files that differ from what is on disk and returns their names. Each is written beside its place and then put there
    /// whole, in the order given; none is put in its place before all are written.
    pub fn save<'t, T: AsRef<[u8]> + ?Sized + 't>(
        &self,
        folder: &Path,
        files: impl IntoIterator<Item = (&'t str, &'t T)>,
    ) -> Result<Vec<String>, HalfSaved> {
        let fail = |error| HalfSaved { error, in_place: Vec::new() };
        clear_up(folder);
        let mut ready = Vec::new();
        for (name, content) in files {
            if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) || name.is_empty() {
                return Err(fail(FileError::BadName(name.to_owned())));
            }
            let path = folder.join(name);
            // A link within the folder stays a link: its target is written.
            let path = fs::canonicalize(&path).unwrap_or(path);
            if !read_file(&path, MAX_FILE_LEN).is_ok_and(|bytes| bytes == content.as_ref()) {
                ready.push((name.to_owned(), self.write_beside(&path, content.as_ref()).map_err(fail)?, path));
            }
        }
        let mut in_place = Vec::new();
        for (name, written, path) in ready {
            match self.put_in_place(written, &path) {
                Ok(()) => in_place.push(name),
                Err((error, is_in_place)) => {
                    in_place.extend(is_in_place.then_some(name));
                    return Err(HalfSaved { error, in_place });
                }
            }
        }
        Ok(in_place)
    }

    /// Puts bytes in the place of a file, whole or not at all.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        self.put_in_place(self.write_beside(path, bytes)?, path).map_err(|(error, _)| error)
    }

    /// The same of what is written piece by piece, of which not all need be in memory.
    ///
    /// # Errors
    /// What `fill` tells, in words, or why the disk does not take it.
    pub fn replace_with<T>(&self, path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<T, String>) -> Result<T, String> {
        let words = |error: FileError| error.to_string();
        let (written, filled) = self
            .fill_beside(path, |file| {
                let mut writer = BufWriter::new(file);
                let filled = fill(&mut writer);
                writer.flush().map(|()| filled)
            })
            .map_err(words)?;
        let filled = filled?;
        self.put_in_place(written, path).map_err(|(error, _)| words(error))?;
        Ok(filled)
    }

    fn write_beside(&self, path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, FileError> {
        self.fill_beside(path, |file| self.write_all(file, bytes)).map(|(file, ())| file)
    }

    fn fill_beside<T>(
        &self,
        path: &Path,
        fill: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Result<(tempfile::NamedTempFile, T), FileError> {
        let fail = |error| FileError::of(error, path);
        let parent = parent_of(path);
        self.make_folder(parent)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(PASSING);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        self.access().map_err(fail)?;
        let mut file = builder.tempfile_in(parent).map_err(fail)?;
        let filled = fill(file.as_file_mut()).map_err(fail)?;
        if let Ok(metadata) = fs::metadata(path) {
            file.as_file().set_permissions(metadata.permissions()).map_err(fail)?;
        }
        self.access().map_err(fail)?;
        file.as_file().sync_all().map_err(fail)?;
        Ok((file, filled))
    }

    /// With the error, whether the file is in its place all the same.
    fn put_in_place(&self, written: tempfile::NamedTempFile, path: &Path) -> Result<(), (FileError, bool)> {
        self.access().map_err(|error| (FileError::of(error, path), false))?;
        written.persist(path).map_err(|error| (FileError::of(error.error, path), false))?;
        self.sync_folder(parent_of(path)).map_err(|error| (error, true))
    }

    /// Writes to the end of a file and waits until it is on the disk.
    pub fn append(&self, file: &mut File, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        let fail = |error| FileError::of(error, path);
        self.write_all(file, bytes).map_err(fail)?;
        self.access().map_err(fail)?;
        file.sync_data().map_err(fail)
    }

    /// As on a full disk, the first half is written before an injected failure.
    fn write_all(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        match self.access() {
            Ok(()) => file.write_all(bytes),
            Err(error) => {
                file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
                Err(error)
            }
        }
    }

    /// Makes a folder and those that it lies in, where they are missing.
    pub fn make_folder(&self, folder: &Path) -> Result<(), FileError> {
        if folder.is_dir() {
            return Ok(());
        }
        self.access().and_then(|()| fs::create_dir_all(folder)).map_err(|error| FileError::of(error, folder))?;
        self.sync_folder(parent_of(folder))
    }

    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        self.access().and_then(|()| fs::rename(from, to)).map_err(|error| FileError::of(error, to))?;
        self.sync_folder(parent_of(to))
    }

    /// Removes a file; it may be gone already.
    pub fn remove(&self, path: &Path) -> Result<(), FileError> {
        match self.access().and_then(|()| fs::remove_file(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(FileError::of(error, path)),
            _ => Ok(()),
        }
    }

    /// Makes a rename last through a loss of power. Only Unix opens folders as files.
    fn sync_folder(&self, folder: &Path) -> Result<(), FileError> {
        if !cfg!(unix) {
            return Ok(());
        }
        self.access().and_then(|()| File::open(folder)?.sync_all()).map_err(|error| FileError::of(error, folder))
    }
}

pub(super) fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes what a program left behind in a folder that ended while it wrote.
fn clear_up(folder: &Path) {
    let is_old = |path: &PathBuf| {
        let written = fs::symlink_metadata(path).and_then(|metadata| metadata.modified());
        written.is_ok_and(|written| SystemTime::now().duration_since(written).is_ok_and(|age| age > LEFT_BEHIND))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PASSING)).map(|entry| entry.path()).filter(is_old) {
        if let Err(error) = fs::remove_file(&path) {
            log::warn!("{} was left behind and cannot be removed: {error}", path.display());
        }
    }
}
