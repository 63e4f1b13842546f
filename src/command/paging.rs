//! Commands about pages of text that are written to a file.

#[derive(Debug)]
pub enum PageCommand {
    /// Ask where to write it.
    Offer(Box<PageToWrite>),
    /// To a path as it was typed; whether a file that is there may be replaced.
    Write { path: String, may_replace: bool },
    /// Let the system ask where.
    Browse,
    /// It was written there, off the window's thread, or in words why not.
    Written(Result<String, String>),
    /// A handover page was given to somebody: the next one begins here.
    HandedOver,
}

/// A page in both forms that it can be written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageToWrite {
    /// What its file is to be called, without its ending.
    pub name: String,
    pub html: String,
    pub markdown: String,
    pub is_handover: bool,
}
