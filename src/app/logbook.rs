//! The program's log: printed as the environment asks for it, and its last lines kept to be shown.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use env_logger::{Builder, Env, Logger};
use jiff::Timestamp;
use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::base::{LogLine, shortened};

/// So many lines are kept, the latest.
pub const MAX_LINES: usize = 2_000;
/// A longer line is shortened before it is kept.
pub const MAX_LINE_CHARS: usize = 1_000;

static KEPT: Kept = Kept::new();

/// Makes this the log of the program. Where there is one already, that one stays.
pub fn install() {
    // The libraries for window and graphics try what is not there, and complain of that; that for fonts of each it cannot read.
    let env = Env::default().default_filter_or("warn,wgpu_hal=off,winit=error,egui_wgpu=error,fontdb=error");
    // In a test, what is printed belongs to its output.
    let printer = Builder::from_env(env).is_test(cfg!(test)).build();
    // The page that shows the lines has `Info` whatever is printed.
    let max_level = printer.filter().max(LevelFilter::Info);
    if log::set_boxed_logger(Box::new(Logbook { printer })).is_ok() {
        log::set_max_level(max_level);
    }
}

/// How many lines were kept since the start, also those that had to make room: whether there is anything new costs no lock.
pub fn n_lines() -> u64 {
    KEPT.n_lines.load(Ordering::Acquire)
}

/// The lines that are kept, the oldest first.
pub fn lines() -> Vec<LogLine> {
    KEPT.lines().iter().cloned().collect()
}

struct Logbook {
    printer: Logger,
}

impl Log for Logbook {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_kept(metadata) || self.printer.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        self.printer.log(record);
        KEPT.keep(record);
    }

    fn flush(&self) {
        self.printer.flush();
    }
}

/// What the program itself tells of, and what goes wrong anywhere.
fn is_kept(metadata: &Metadata<'_>) -> bool {
    let is_ours = metadata.target().split("::").next() == Some("sandtable");
    metadata.level() <= if is_ours { Level::Info } else { Level::Warn }
}

struct Kept {
    lines: Mutex<VecDeque<LogLine>>,
    n_lines: AtomicU64,
}

impl Kept {
    const fn new() -> Self {
        Self { lines: Mutex::new(VecDeque::new()), n_lines: AtomicU64::new(0) }
    }

    fn lines(&self) -> MutexGuard<'_, VecDeque<LogLine>> {
        // A list of lines is whole at every moment.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, record: &Record<'_>) {
        if !is_kept(record.metadata()) {
            return;
        }
        // Before the lock: what is written may itself write to the log when it is turned into text.
        let line = LogLine {
            level: record.level(),
            target: record.target().to_owned(),
            text: shortened(&record.args().to_string(), MAX_LINE_CHARS),
            at_ms: Timestamp::now().as_millisecond(),
        };
        let mut lines = self.lines();
        if lines.len() >= MAX_LINES {
            lines.pop_front();
        }
        lines.push_back(line);
        self.n_lines.fetch_add(1, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(kept: &Kept, level: Level, target: &str, text: &str) {
        kept.keep(&Record::builder().level(level).target(target).args(format_args!("{text}")).build());
    }

    #[test]
    fn what_the_program_does_is_kept_and_of_others_only_what_goes_wrong() {
        let kept = Kept::new();
        // (level, target, is kept)
        let cases = [
            (Level::Info, "sandtable", true),
            (Level::Info, "sandtable::app::run", true),
            (Level::Debug, "sandtable::command", false),
            (Level::Trace, "sandtable::frame", false),
            (Level::Info, "sandtables", false),
            (Level::Info, "wgpu_core::device", false),
            (Level::Warn, "wgpu_core::device", true),
            (Level::Error, "winit", true),
        ];
        for (level, target, _) in cases {
            write(&kept, level, target, "text");
        }
        let lines: Vec<(Level, String)> = kept.lines().iter().map(|line| (line.level, line.target.clone())).collect();
        let expected: Vec<(Level, String)> = cases.iter().filter(|case| case.2).map(|case| (case.0, case.1.to_owned())).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn old_lines_make_room_and_are_still_counted_and_long_ones_are_shortened() {
        let kept = Kept::new();
        for n in 0..MAX_LINES + 5 {
            write(&kept, Level::Info, "sandtable", &format!("{n}"));
        }
        assert_eq!((kept.lines().len(), kept.n_lines.load(Ordering::Acquire)), (MAX_LINES, MAX_LINES as u64 + 5));
        assert_eq!(kept.lines().front().unwrap().text, "5");
        write(&kept, Level::Info, "sandtable", &format!("two\nlines {}", "я".repeat(5_000)));
        let last = kept.lines().back().unwrap().clone();
        assert!(last.text.starts_with("two lines я") && last.text.ends_with('…'));
        assert_eq!(last.text.chars().count(), MAX_LINE_CHARS);
        assert!(last.at_ms > 1_700_000_000_000, "unix time in milliseconds");
    }

    #[test]
    fn the_log_can_be_installed_twice_and_has_what_was_written() {
        install();
        install();
        let n_before = n_lines();
        log::info!("the log can be installed twice");
        assert!(n_lines() > n_before);
        assert!(lines().iter().any(|line| line.text == "the log can be installed twice" && line.target.starts_with("sandtable")));
    }
}
