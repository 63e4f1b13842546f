//! What a path held at a revision of git: read through the `git` of the `PATH`, without a shell and within bounds.

use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::app::files::{self, Folder, Input};
use crate::app::home::read_packed;
use crate::base::Bytes;
use crate::formats::detect;
use crate::formats::native;

/// A git that takes longer is stopped.
const PATIENCE: Duration = Duration::from_secs(60);
/// Names of objects, lists of files.
const MAX_LIST_LEN: u64 = 16 * 1024 * 1024;

/// Why nothing could be read of a revision.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    #[error("git is not on the PATH, so that no revision can be read")]
    NoGit,
    #[error("git does not know the revision {0}")]
    NoRevision(String),
    #[error("the revision {revision} has nothing at {path}")]
    NoPath { revision: String, path: String },
    #[error("git did not answer within {} seconds", PATIENCE.as_secs())]
    TooSlow,
    #[error("what git holds there is too large, more than {0} bytes")]
    TooLarge(u64),
    #[error("git could not read it: {0}")]
    Failed(String),
    #[error("git could not be run: {0}")]
    Io(#[from] io::Error),
}

/// A revision and a path in it, where a text is `REV:PATH` and no path of that name is there.
pub fn revision_in(text: &str) -> Option<(&str, &str)> {
    let (revision, path) = text.split_once(':')?;
    let is_revision = !revision.is_empty() && !path.is_empty() && !Path::new(text).exists();
    // `C:\folder` is a path.
    let is_drive = revision.len() == 1 && path.starts_with(['\\', '/']);
    (is_revision && !is_drive).then_some((revision, path))
}

/// What stands at a path in a revision of the repository that `within` lies in. The path is from the root of the repository; one
/// that begins with `./` from `within`.
pub fn read_revision(within: &Path, revision: &str, path: &str) -> Result<Input, RevisionError> {
    let git = Git { within };
    let commit = git.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")]);
    let commit = commit.map_err(|error| match error {
        RevisionError::Failed(_) => RevisionError::NoRevision(revision.to_owned()),
        other => other,
    })?;
    let at = format!("{}:{}", commit.trim(), path.trim_end_matches('/'));
    let kind = git.text(&["cat-file", "-t", &at]).map_err(|error| match error {
        RevisionError::Failed(_) => RevisionError::NoPath { revision: revision.to_owned(), path: path.to_owned() },
        other => other,
    })?;
    if kind.trim() == "tree" {
        return git.folder(&at).map(Input::Folder);
    }
    let bytes = git.bytes(&["cat-file", "blob", &at], files::MAX_FILE_LEN)?;
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    match detect::packed(&name, &bytes) {
        Some(Ok(archive)) => Ok(Input::Folder(read_packed(&archive, Path::new(path)))),
        Some(Err(error)) => Err(RevisionError::Failed(error.to_string())),
        None => Ok(Input::File(Bytes::from(bytes))),
    }
}

struct Git<'a> {
    within: &'a Path,
}

impl Git<'_> {
    /// The files of a situation in a tree.
    fn folder(&self, tree: &str) -> Result<Folder, RevisionError> {
        let mut folder = Folder::default();
        for (name, kind, object) in self.entries(tree)? {
            if kind == "blob" && native::FILES.contains(&name.as_str()) {
                folder.files.insert(name, self.bytes(&["cat-file", "blob", &object], native::MAX_FILE_LEN as u64)?);
            } else if kind == "tree" && name == native::TEXTS_FOLDER {
                let texts = self.entries(&object)?.into_iter().filter(|(_, kind, _)| kind == "blob").take(files::MAX_TEXTS);
                for (text, _, object) in texts {
                    let bytes = self.bytes(&["cat-file", "blob", &object], files::MAX_TEXT_FILE_LEN)?;
                    folder.files.insert(format!("{name}/{text}"), bytes);
                }
            }
        }
        Ok(folder)
    }

    /// Name, kind and object of each entry of a tree; links are left out.
    fn entries(&self, tree: &str) -> Result<Vec<(String, String, String)>, RevisionError> {
        const LINK: &str = "120000";
        let list = self.text(&["ls-tree", "-z", tree])?;
        let entry = |line: &str| {
            let (about, name) = line.split_once('\t')?;
            let mut about = about.split(' ');
            let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
            (mode != LINK).then(|| (name.to_owned(), kind.to_owned(), object.to_owned()))
        };
        Ok(list.split('\0').filter_map(entry).collect())
    }

    fn text(&self, args: &[&str]) -> Result<String, RevisionError> {
        self.bytes(args, MAX_LIST_LEN).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What git prints. It is stopped where that is too much or comes too late.
    fn bytes(&self, args: &[&str], max_len: u64) -> Result<Vec<u8>, RevisionError> {
        let mut command = Command::new("git");
        command.arg("--no-pager").args(args).current_dir(self.within);
        command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| if error.kind() == ErrorKind::NotFound { RevisionError::NoGit } else { RevisionError::Io(error) })?;
        let (out, told) = (child.stdout.take(), child.stderr.take());
        let read = |pipe: Option<Box<dyn Read + Send>>, most: u64| -> Result<mpsc::Receiver<io::Result<Vec<u8>>>, RevisionError> {
            let (sender, receiver) = mpsc::channel();
            thread::Builder::new().name("sandtable-git".to_owned()).spawn(move || {
                let mut bytes = Vec::new();
                let read = pipe.map_or(Ok(0), |pipe| pipe.take(most).read_to_end(&mut bytes));
                // Whoever waited has given up where this fails.
                let _ = sender.send(read.map(|_| bytes));
            })?;
            Ok(receiver)
        };
        let out = read(out.map(|out| Box::new(out) as _), max_len + 1)?;
        let told = read(told.map(|told| Box::new(told) as _), 4096)?;
        let bytes = out.recv_timeout(PATIENCE);
        let is_whole = matches!(&bytes, Ok(Ok(bytes)) if bytes.len() as u64 <= max_len);
        if !is_whole {
            // It may have ended by itself just now.
            let _ = child.kill();
        }
        let status = child.wait()?;
        let bytes = bytes.map_err(|_| RevisionError::TooSlow)??;
        if !is_whole {
            return Err(RevisionError::TooLarge(max_len));
        }
        if !status.success() {
            let told = told.recv_timeout(PATIENCE).ok().and_then(Result::ok).unwrap_or_default();
            return Err(RevisionError::Failed(String::from_utf8_lossy(&told).trim().to_owned()));
        }
        Ok(bytes)
    }
}
