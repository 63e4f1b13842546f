//! A line of the program's log, as it is kept to be shown.

/// A line of the program's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub level: log::Level,
    /// Where in the program it comes from: `sandtable::app::run::open`.
    pub target: String,
    /// On one line, shortened.
    pub text: String,
    /// Unix time in milliseconds.
    pub at_ms: i64,
}
