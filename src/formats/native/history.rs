//! The history of a situation, `history.jsonl`: a line of JSON for each member of a record that a saved step changed. Lines are added and
//! never changed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::{Entry, Turn, straight};
use crate::formats::json::{Kind, Node, quoted};
use crate::formats::native::HEADER_FILE;
use crate::formats::native::members::{NamedMember, members_of_put};
use crate::formats::native::tables::Record;
use crate::formats::native::times::{moment_of, moment_text};
use crate::model::{Actor, Edit, Event, Moment, Place, RecordId, Report, Scene, Source, When, Zone};

/// A line of the history: one member of one record, or a record that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    pub at: Option<Moment>,
    pub by: Option<String>,
    /// The name of the step.
    pub step: String,
    /// The step was taken back.
    pub is_undo: bool,
    /// `None` = the header.
    pub record: Option<RecordId>,
    /// The member's name, as [`members_of_put`](super::members_of_put) names it; `None` = the whole record.
    pub field: Option<String>,
    /// JSON before and after; `None` = there was or is none.
    pub old: Option<String>,
    pub new: Option<String>,
}

/// The lines of a history in their order; those that are none are left out.
pub fn history_in(text: &str) -> impl Iterator<Item = HistoryLine> {
    text.lines().filter_map(|line| history_line_in(Node::whole(line)))
}

/// `None` where the value is no line of a history.
pub fn history_line_in(node: Node<'_>) -> Option<HistoryLine> {
    if node.check().is_err() || node.kind() != Kind::Object {
        return None;
    }
    let members = node.members();
    let member = |name: &str| members.iter().rfind(|member| member.name == name).map(|member| member.value);
    let text = |name: &str| member(name).and_then(Node::as_text).map(Cow::into_owned);
    let json = |name: &str| member(name).map(|value| value.raw().to_owned());
    let record = text("record")?;
    Some(HistoryLine {
        at: text("at").and_then(|at| moment_of(&at).or_else(|| end_of(&at))),
        by: text("by"),
        step: text("step")?,
        is_undo: member("undo").and_then(Node::as_bool).unwrap_or_default(),
        record: if record == HEADER { None } else { Some(RecordId::read(&record)?) },
        field: text("field"),
        old: json("old"),
        new: json("new"),
    })
}

/// The last moment of a date as a person may write it by hand.
fn end_of(date: &str) -> Option<Moment> {
    When::parse(date).ok()?.bounds(&Zone::utc()).latest()
}

/// What stands for the record in a line that is of the header.
const HEADER: &str = "header";

/// A line without its end.
pub fn history_line(line: &HistoryLine) -> String {
    let HistoryLine { at, by, step, is_undo, record, field, old, new } = line;
    let record = record.as_ref().map_or_else(|| HEADER.to_owned(), RecordId::to_string);
    let members = [
        at.map(|at| ("at", quoted(&moment_text(at)))),
        by.as_ref().map(|by| ("by", quoted(by))),
        Some(("step", quoted(step))),
        is_undo.then(|| ("undo", true.to_string())),
        Some(("record", quoted(&record))),
        field.as_ref().map(|field| ("field", quoted(field))),
        old.as_ref().map(|old| ("old", on_one_line(old))),
        new.as_ref().map(|new| ("new", on_one_line(new))),
    ];
    let members: Vec<String> = members.into_iter().flatten().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

/// Within strings JSON has no line ends, so that those that there are may be blanks.
fn on_one_line(json: &str) -> String {
    json.replace(['\r', '\n'], " ")
}

/// A history with what has been done since, as far as it is of files that can be written; the same text where that is nothing. Of what
/// stands at its end already nothing is added again: a save may have ended half-way.
pub fn history_with(text: &str, entries: &[Entry], is_locked: impl Fn(&str) -> bool) -> String {
    let lines = straight(entries).into_iter().flat_map(lines_of).filter(|line| !is_locked(file_of(line.record.as_ref())));
    let lines: Vec<String> = lines.map(|line| history_line(&line)).collect();
    let known: Vec<&str> = text.lines().collect();
    let n_known = (0..=lines.len().min(known.len())).rev().find(|n| {
        let (end, start) = (known.get(known.len() - n..).unwrap_or_default(), lines.get(..*n).unwrap_or_default());
        end.iter().zip(start).all(|(known, line)| *known == line)
    });
    let added = lines.get(n_known.unwrap_or_default()..).unwrap_or_default();
    if added.is_empty() {
        return text.to_owned();
    }
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{gap}{}\n", added.join("\n"))
}

fn file_of(record: Option<&RecordId>) -> &'static str {
    match record {
        None => HEADER_FILE,
        Some(RecordId::Place(_)) => Place::FILE,
        Some(RecordId::Actor(_)) => Actor::FILE,
        Some(RecordId::Source(_)) => Source::FILE,
        Some(RecordId::Event(_)) => Event::FILE,
        Some(RecordId::Report(_)) => Report::FILE,
        Some(RecordId::Scene(_)) => Scene::FILE,
    }
}

fn lines_of(entry: &Entry) -> Vec<HistoryLine> {
    let mut lines = Vec::new();
    // Of several changes of one record in a step the last counts, and what was before the first, which takes all back.
    let by_record = |edit| -> BTreeMap<_, _> { Edit::singles(edit).into_iter().map(|single| (single.record(), single)).collect() };
    let after = by_record(&entry.edit);
    for (record, before) in by_record(&entry.inverse) {
        let Some(after) = after.get(&record).copied() else { continue };
        let line = |field: Option<&str>, old: Option<String>, new: Option<String>| HistoryLine {
            at: entry.stamp.at,
            by: entry.stamp.by.clone(),
            step: entry.name.clone(),
            is_undo: entry.turn == Some(Turn::Undo),
            record: record.clone(),
            field: field.map(str::to_owned),
            old,
            new,
        };
        match (members_of_put(before), members_of_put(after)) {
            (Some(old), Some(new)) => {
                let names = old.iter().chain(new.iter().filter(|(name, _)| value_of(&old, name).is_none())).map(|(name, _)| name);
                for name in names.filter(|name| value_of(&old, name) != value_of(&new, name)) {
                    lines.push(line(Some(name), value_of(&old, name), value_of(&new, name)));
                }
            }
            _ => lines.push(line(None, whole(before), whole(after))),
        }
    }
    lines
}

fn value_of(members: &[NamedMember], name: &str) -> Option<String> {
    members.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// A record as an object of its named members.
fn whole(edit: &Edit) -> Option<String> {
    let members: Vec<String> = members_of_put(edit)?.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
    Some(format!("{{{}}}", members.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Stamp;
    use crate::model::Mode;

    fn entries(titles: &[&str]) -> Vec<Entry> {
        let put = |title: &str| Edit::PutEvent(Box::new(Event::new("a".into(), title, Mode::Happened)));
        let mut before = Edit::Remove(RecordId::Event("a".into()));
        let entry = |(n, title): (usize, &&str)| {
            let inverse = std::mem::replace(&mut before, put(title));
            let stamp = Stamp { at: Some(Moment(n as i64)), by: Some("Ana".to_owned()) };
            Entry { turn: None, step: n as u64, name: format!("to {title}"), stamp, edit: put(title), inverse }
        };
        titles.iter().enumerate().map(entry).collect()
    }

    #[test]
    fn lines_come_back_and_tell_member_by_member() {
        let text = history_with("", &entries(&["1", "2"]), |_| false);
        let lines: Vec<HistoryLine> = history_in(&text).collect();
        assert_eq!(lines.iter().map(|line| history_line(line) + "\n").collect::<String>(), text);
        let told: Vec<_> = lines.iter().map(|line| (line.field.as_deref(), line.old.as_deref(), line.new.as_deref())).collect();
        let whole = "{\"id\": \"a\", \"title\": \"1\", \"mode\": \"happened\"}";
        assert_eq!(told, [(None, None, Some(whole)), (Some("title"), Some("\"1\""), Some("\"2\""))]);
        assert_eq!((lines[1].at, lines[1].by.as_deref(), lines[1].step.as_str()), (Some(Moment(1)), Some("Ana"), "to 2"));
    }

    #[test]
    fn what_stands_there_stays_and_is_not_told_again() {
        let all = entries(&["1", "2", "3"]);
        let other = "{\"of\": \"another program\"}";
        let half = history_with(other, all.get(..2).unwrap(), |_| false);
        assert!(half.starts_with(other) && half.lines().count() == 3);
        let whole = history_with(&half, &all, |_| false);
        assert!(whole.starts_with(&half) && whole.lines().count() == 4, "{whole}");
        assert_eq!(history_with(&whole, &[], |_| false), whole);
        assert_eq!(history_with("", &all, |file| file == Event::FILE), "");
    }
}
