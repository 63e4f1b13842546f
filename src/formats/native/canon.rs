//! The canonical layout of what an edit wrote, described in `assets/schema/README.md`.

use crate::formats::json::quoted;
use crate::model::Extra;

/// The members of an object in their canonical order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members(Vec<(String, Canon)>);

/// A value ready to be laid out.
#[derive(Clone, Debug, PartialEq)]
pub enum Canon {
    /// On one line (or as a file had it, where it was kept as written).
    Inline(String),
    /// An array of objects, one a line; behind those that could be read the others, as they stand in the file.
    Items { read: Vec<String>, unread: Option<String> },
    /// An object with a member a line: the `properties` of a Feature.
    Members(Members),
}

impl Members {
    pub fn push(&mut self, name: &str, value: Canon) {
        self.0.push((name.to_owned(), value));
    }

    pub fn get(&self, name: &str) -> Option<&Canon> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Canon)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Adds what the program does not know. Under the name of a known list, `extra` holds the items of it that could not be
    /// read: they follow those that could. Any other known member takes the place of one that could not be read.
    pub fn push_extra(&mut self, extra: &Extra) {
        for (name, raw) in extra {
            let known = self.0.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value);
            match (known, items_of(raw)) {
                (None, _) => self.push(name, Canon::Inline(raw.clone())),
                (Some(Canon::Items { unread, .. }), Some(items)) => *unread = Some(items.to_owned()),
                (Some(Canon::Inline(text)), Some(unread)) => {
                    if let Some(read) = items_of(text) {
                        *text = format!("[{read}, {unread}]");
                    }
                }
                (Some(_), _) => {}
            }
        }
    }

    /// On one line.
    pub fn inline(&self) -> String {
        let members: Vec<String> = self.0.iter().map(|(name, value)| format!("{}: {}", quoted(name), value.inline())).collect();
        format!("{{{}}}", members.join(", "))
    }

    /// As a record: a member a line.
    pub fn as_record(&self, line_end: &str) -> String {
        laid_out(self.iter().map(|(name, value)| value.member(name, 0, line_end)), 0, line_end)
    }
}

impl Canon {
    pub fn inline(&self) -> String {
        match self {
            Self::Inline(text) => text.clone(),
            Self::Items { read, unread } => format!("[{}]", all_of(read, unread.as_ref()).join(", ")),
            Self::Members(members) => members.inline(),
        }
    }

    /// `"name": value`, where the object that it stands in is indented by `indent` spaces.
    pub fn member(&self, name: &str, indent: usize, line_end: &str) -> String {
        let value = match self {
            Self::Inline(text) => text.clone(),
            Self::Items { read, unread } => {
                let start = format!("{line_end}{}", " ".repeat(indent + 2));
                format!("[{start}{}]", all_of(read, unread.as_ref()).join(&format!(",{start}")))
            }
            Self::Members(members) => {
                laid_out(members.iter().map(|(name, value)| value.member(name, indent + 1, line_end)), indent + 1, line_end)
            }
        };
        format!("{}: {value}", quoted(name))
    }
}

fn all_of<'a>(read: &'a [String], unread: Option<&'a String>) -> Vec<&'a str> {
    read.iter().chain(unread).map(String::as_str).collect()
}

/// An object of members that are laid out already, one a line; the first on the line of the bracket only in a record itself.
pub fn laid_out(members: impl Iterator<Item = String>, indent: usize, line_end: &str) -> String {
    let start = format!("{line_end}{}", " ".repeat(indent + 1));
    let first = if indent == 0 { "" } else { start.as_str() };
    format!("{{{first}{}}}", members.collect::<Vec<_>>().join(&format!(",{start}")))
}

/// What stands between the brackets of an array that is not empty.
fn items_of(raw: &str) -> Option<&str> {
    let items = raw.strip_prefix('[')?.strip_suffix(']')?.trim();
    (!items.is_empty()).then_some(items)
}
