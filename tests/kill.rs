#![cfg(test)]
//! The real program, without a window, killed at random moments while it carries out a script of edits and saves: each next start reads
//! whole files and takes up everything that was done a second before. So too where the disk is full.
//!
//! `KILLS=200` kills that often; `KILL_SEED` repeats a run.

#[path = "common/folder.rs"]
mod folder;

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use folder::sample_in;
use sandtable::app::files::{Opened, open};
use sandtable::base::Problems;
use sandtable::document::{Document, Stamp, Turn};
use sandtable::formats::native;
use sandtable::model::Situation;
use serde_json::Value;

/// Steps of a script; it is killed long before its end.
const N_LINES: usize = 4_000;
/// What was done so long before the kill must be there.
const OLD: Duration = Duration::from_secs(1);

/// A small generator (xorshift64*), so that a run can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
    }
}

fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
    command.env("SANDTABLE_HOME", home).stdin(Stdio::null());
    command
}

/// What a command that must go well prints, as JSON.
fn json(home: &Path, args: &[&str], path: &Path) -> Value {
    let output = program(home).args(args).arg(path).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn document_at(folder: &Path) -> Document {
    let mut problems = Problems::default();
    let Ok(Opened::Situation(document)) = open(folder, &mut problems) else { panic!("{problems:?}") };
    assert!(problems.is_empty(), "a file is not whole: {problems:?}");
    *document
}

/// Edits of a few records again and again, with saves, undos and redos between them.
fn script(round: usize, random: &mut Random) -> Vec<String> {
    let line = |n: usize| match random.below(12) {
        0 => "{\"save\": true}".to_owned(),
        1 => "{\"undo\": true}".to_owned(),
        2 => "{\"redo\": true}".to_owned(),
        3 => format!("{{\"step\": \"remove\", \"edit\": [{{\"remove\": \"event:killed-{}\"}}]}}", random.below(6)),
        4..=5 => format!("{{\"wait_ms\": {}}}", random.below(60)),
        which => {
            let id = format!("killed-{}", random.below(6));
            let event = format!("{{\"id\": \"{id}\", \"title\": \"round {round}, line {n}\", \"mode\": \"happened\"}}");
            let source = format!("{{\"id\": \"{id}\", \"name\": \"round {round}, line {n}\"}}");
            let put = format!("{{\"put\": \"event\", \"record\": {event}}}");
            let both = format!("{put}, {{\"put\": \"source\", \"record\": {source}}}");
            format!("{{\"step\": \"step {n}\", \"edit\": [{}]}}", if which == 6 { both } else { put })
        }
    };
    (1..=N_LINES).map(line).collect()
}

/// What the situation is before the script and after each of its lines.
fn states(document: &mut Document, lines: &[String]) -> Vec<Situation> {
    let mut states = vec![document.situation().clone()];
    for line in lines {
        let line: Value = serde_json::from_str(line).unwrap();
        if let Some(edit) = line.get("edit") {
            document.step("step".to_owned(), Stamp::default(), native::edit_in(&edit.to_string()).unwrap());
        } else if line.get("undo").is_some() {
            document.turn(Turn::Undo, &Stamp::default());
        } else if line.get("redo").is_some() {
            document.turn(Turn::Redo, &Stamp::default());
        }
        states.push(document.situation().clone());
    }
    states
}

/// Runs the script and kills it after some time. When it told of each line, and when it was killed.
fn run_and_kill(home: &Path, folder: &Path, script: &Path, after: Duration) -> (Vec<Instant>, Instant) {
    let mut child = program(home).arg("edit").arg(folder).arg("--script").arg(script).stdout(Stdio::piped()).spawn().unwrap();
    let (told, lines) = mpsc::channel();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || {
        for _ in output.lines().map_while(Result::ok) {
            told.send(Instant::now()).unwrap();
        }
    });
    let begun = Instant::now();
    // Of a program that is still starting nothing is learnt: the time runs from its first line on.
    let first = lines.recv_timeout(Duration::from_secs(60)).unwrap();
    thread::sleep(after);
    let killed = Instant::now();
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "it ended by itself after {:?}", begun.elapsed());
    reader.join().unwrap();
    (std::iter::once(first).chain(lines.try_iter()).collect(), killed)
}

#[test]
fn whatever_moment_it_is_killed_at_files_are_whole_and_what_was_done_a_second_before_is_there() {
    let n_kills: usize = std::env::var("KILLS").map_or(12, |n| n.parse().unwrap());
    let seed = std::env::var("KILL_SEED").map_or_else(|_| RandomState::new().hash_one(0) | 1, |seed| seed.parse().unwrap());
    eprintln!("KILL_SEED={seed}");
    let mut random = Random(seed);
    let root = tempfile::tempdir().unwrap();
    let (home, folder, script_file) = (root.path().join("home"), root.path().join("war"), root.path().join("script"));
    sample_in(&folder);
    let (mut n_done, mut n_recovered, mut n_not_there, mut oldest_not_there) = (0, 0, 0, Duration::ZERO);
    for round in 0..n_kills {
        let mut document = document_at(&folder);
        let lines = script(round, &mut random);
        fs::write(&script_file, lines.join("\n")).unwrap();
        let after = Duration::from_millis(random.below(2_500));
        let (told, killed) = run_and_kill(&home, &folder, &script_file, after);

        let check = json(&home, &["check", "--json"], &folder);
        assert_eq!(check["errors"], 0, "round {round}: {check}");
        let before = document_at(&folder);
        let recovered = json(&home, &["recover", "--take", "--json"], &folder);
        let after = document_at(&folder);
        assert_eq!(recovered["taken"] == true, before.situation() != after.situation(), "round {round}: {recovered}");
        let nothing = json(&home, &["recover", "--json"], &folder);
        assert_eq!(nothing["records"].as_array().map(Vec::len), Some(0), "round {round}: {nothing}");

        let states = states(&mut document, lines.get(..(told.len() + 1).min(lines.len())).unwrap());
        let n_old = told.iter().filter(|at| killed.saturating_duration_since(**at) >= OLD).count();
        let n_there = states.iter().rposition(|state| state == after.situation());
        let n_there = n_there.unwrap_or_else(|| panic!("round {round}: a state that never was, after {} lines", told.len()));
        assert!(n_there >= n_old, "round {round}: {n_there} of {} lines are there, {n_old} are older than a second", told.len());
        n_done += told.len();
        n_recovered += recovered["steps"].as_array().map_or(0, Vec::len);
        n_not_there += told.len().saturating_sub(n_there);
        if let Some(first) = told.get(n_there) {
            oldest_not_there = oldest_not_there.max(killed.saturating_duration_since(*first));
        }
    }
    eprintln!(
        "{n_kills} kills, {n_done} lines done, {n_recovered} steps recovered from journals, {n_not_there} of the last lines not there, the \
         oldest of them done {} ms before the kill",
        oldest_not_there.as_millis()
    );
}

/// A small file system in memory, where this may mount one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn new(kilobytes: usize) -> Option<Self> {
        let at = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"]).arg(at.path()).output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    /// Takes all but some room; what gives it back.
    fn fill(&self, left: usize) -> std::path::PathBuf {
        let filler = self.0.path().join("filler");
        let mut n = 0;
        while fs::write(&filler, vec![0; n + 4096]).is_ok() {
            n += 4096;
        }
        fs::write(&filler, vec![0; n.saturating_sub(left)]).unwrap();
        filler
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_nothing_is_half_written_and_all_is_taken_up_once_there_is_room() {
    let Some(disk) = SmallDisk::new(1_000) else {
        eprintln!("left out: only root may mount a small disk");
        return;
    };
    let elsewhere = tempfile::tempdir().unwrap();
    // The disk of the situation is full, and then that of the journal.
    for is_journal_full in [false, true] {
        let (of_folder, of_home) = if is_journal_full { (elsewhere.path(), disk.0.path()) } else { (disk.0.path(), elsewhere.path()) };
        let (folder, home) = (of_folder.join("war"), of_home.join("home"));
        sample_in(&folder);
        let script = elsewhere.path().join("script");
        let event = |n: usize| {
            let summary = "x".repeat(20_000);
            let record = format!("{{\"id\": \"full-{n}\", \"title\": \"T\", \"summary\": \"{summary}\", \"mode\": \"happened\"}}");
            format!("{{\"step\": \"step {n}\", \"edit\": [{{\"put\": \"event\", \"record\": {record}}}]}}")
        };
        let lines: Vec<String> = (0..6).map(event).chain(["{\"save\": true}".to_owned()]).collect();
        fs::write(&script, lines.join("\n")).unwrap();
        let before = document_at(&folder);
        let filler = disk.fill(24 * 1024);
        let output = program(&home).arg("edit").arg(&folder).arg("--script").arg(&script).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("No space left"), "{told}");
        assert_eq!(output.status.success(), is_journal_full, "{told}");
        let after = document_at(&folder);
        fs::remove_file(filler).unwrap();
        if is_journal_full {
            assert!(told.contains("journal"), "{told}");
        } else {
            assert_eq!(after.files(), before.files(), "{told}");
            let recovered = json(&home, &["recover", "--take", "--json"], &folder);
            assert_eq!(recovered["steps"].as_array().map(Vec::len), Some(6));
        }
        let document = document_at(&folder);
        assert_eq!(document.situation().events().keys().filter(|id| id.as_str().starts_with("full-")).count(), 6);
    }
}
