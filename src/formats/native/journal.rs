//! Entries of a journal as lines of JSON: what was done to a situation since its files were saved. The records in them stand in canonical
//! form, so that whoever looks into a journal by hand finds what stands in the files.

use std::borrow::Cow;

use crate::document::{Entry, Stamp, Turn};
use crate::formats::json::{Kind, Member, Node, quoted};
use crate::formats::native::TEXTS_PREFIX;
use crate::formats::native::evidence::{is_hash, sha256};
use crate::formats::native::fields::Object;
use crate::formats::native::members::{record, silently};
use crate::formats::native::read::header_in;
use crate::formats::native::times::{moment_of, moment_text};
use crate::model::{Actor, Edit, Event, Moment, Place, RecordId, Report, Scene, Source, is_within_folder};

/// The version of the form of a journal.
const JOURNAL_FORMAT: u64 = 1;

/// The first line of a journal: what it is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalHead {
    /// The situation, as a person would name it.
    pub path: String,
    /// The print of the situation that the entries begin from.
    pub print: u64,
    pub since: Option<Moment>,
}

/// The first line, without a line end.
pub fn journal_head_line(head: &JournalHead) -> String {
    let since = head.since.map(|since| format!(", \"since\": {}", quoted(&moment_text(since)))).unwrap_or_default();
    format!("{{\"journal\": {JOURNAL_FORMAT}, \"path\": {}, \"print\": \"{:016x}\"{since}}}", quoted(&head.path), head.print)
}

/// `None` where the line is no first line of a journal that this version knows.
pub fn journal_head_in(line: &str) -> Option<JournalHead> {
    let members = members_in(line)?;
    let text = |name: &str| member(&members, name).and_then(Node::as_text);
    (member(&members, "journal")?.as_u64()? == JOURNAL_FORMAT).then_some(())?;
    Some(JournalHead {
        path: text("path")?.into_owned(),
        print: u64::from_str_radix(&text("print")?, 16).ok()?,
        since: text("since").and_then(|since| moment_of(&since)),
    })
}

/// One line, without a line end.
pub fn journal_line(entry: &Entry) -> String {
    let Entry { turn, step, name, stamp, edit, inverse } = entry;
    let way = match turn {
        None => "do",
        Some(Turn::Undo) => "undo",
        Some(Turn::Redo) => "redo",
    };
    let at = stamp.at.map(|at| format!(", \"at\": {}", quoted(&moment_text(at)))).unwrap_or_default();
    let by = stamp.by.as_ref().map(|by| format!(", \"by\": {}", quoted(by))).unwrap_or_default();
    let (name, edit, inverse) = (quoted(name), edit_text(edit), edit_text(inverse));
    format!("{{\"way\": \"{way}\", \"step\": {step}, \"name\": {name}{at}{by}, \"edit\": {edit}, \"inverse\": {inverse}}}")
}

/// `None` where the line is torn or no entry.
pub fn journal_entry_in(line: &str) -> Option<Entry> {
    let members = members_in(line)?;
    let text = |name: &str| member(&members, name).and_then(Node::as_text).map(Cow::into_owned);
    let turn = match text("way")?.as_str() {
        "do" => None,
        "undo" => Some(Turn::Undo),
        "redo" => Some(Turn::Redo),
        _ => return None,
    };
    Some(Entry {
        turn,
        step: member(&members, "step")?.as_u64()?,
        name: text("name")?,
        stamp: Stamp { at: text("at").and_then(|at| moment_of(&at)), by: text("by") },
        edit: edit_of(member(&members, "edit")?)?,
        inverse: edit_of(member(&members, "inverse")?)?,
    })
}

/// A source text that entries came with, under the name of its file: one line, without a line end.
pub fn journal_text_line(name: &str, text: &str) -> String {
    format!("{{\"text\": {}, \"sha256\": \"{}\", \"content\": {}}}", quoted(name), sha256(text.as_bytes()), quoted(text))
}

/// The name and the text; `None` where the line is torn or tells of no text.
pub fn journal_text_in(line: &str) -> Option<(String, String)> {
    let members = members_in(line)?;
    let text = |name: &str| member(&members, name).and_then(Node::as_text).map(Cow::into_owned);
    let (name, hash, content) = (text("text")?, text("sha256")?, text("content")?);
    let is_sound = name.starts_with(TEXTS_PREFIX) && is_within_folder(&name) && is_hash(&hash, &sha256(content.as_bytes()));
    is_sound.then_some((name, content))
}

/// An edit as an array of JSON objects on one line: `{"put": "event", "record": {...}}` and `{"remove": "event:kursk"}`.
pub fn edit_text(edit: &Edit) -> String {
    let mut parts = Vec::new();
    let mut todo = vec![edit];
    while let Some(next) = todo.pop() {
        match next {
            Edit::All(edits) => todo.extend(edits.iter().rev()),
            Edit::PutHeader(header) => parts.push(put_text("header", header.as_ref())),
            Edit::PutPlace(place) => parts.push(put_text("place", place.as_ref())),
            Edit::PutActor(actor) => parts.push(put_text("actor", actor.as_ref())),
            Edit::PutSource(source) => parts.push(put_text("source", source.as_ref())),
            Edit::PutEvent(event) => parts.push(put_text("event", event.as_ref())),
            Edit::PutReport(report) => parts.push(put_text("report", report.as_ref())),
            Edit::PutScene(scene) => parts.push(put_text("scene", scene.as_ref())),
            Edit::Remove(id) => parts.push(format!("{{\"remove\": {}}}", quoted(&id.to_string()))),
        }
    }
    format!("[{}]", parts.join(", "))
}

/// The record stands there as an object. One with members that came on several lines, and must not change by a blank, stands there as
/// the text of one.
fn put_text(kind: &str, record: &impl Object) -> String {
    let text = record.members().inline();
    let text = if text.contains(['\n', '\r']) { quoted(&text) } else { text };
    format!("{{\"put\": \"{kind}\", \"record\": {text}}}")
}

/// The edit that a text of [`edit_text`] tells; `None` where it tells none. All of it counts, or nothing.
pub fn edit_in(text: &str) -> Option<Edit> {
    let node = Node::whole(text);
    node.check().is_ok().then(|| edit_of(node)).flatten()
}

fn edit_of(node: Node<'_>) -> Option<Edit> {
    if node.kind() != Kind::Array {
        return None;
    }
    let mut edits: Vec<Edit> = node.elements().into_iter().map(single_edit_of).collect::<Option<_>>()?;
    Some(if edits.len() == 1 { edits.pop()? } else { Edit::All(edits) })
}

fn single_edit_of(node: Node<'_>) -> Option<Edit> {
    let members = node.members();
    if let Some(id) = member(&members, "remove") {
        return RecordId::read(&id.as_text()?).map(Edit::Remove);
    }
    let value = member(&members, "record")?;
    let as_text = value.as_text();
    let text = as_text.as_deref().unwrap_or(value.raw());
    Node::whole(text).check().ok()?;
    Some(match member(&members, "put")?.as_text()?.as_ref() {
        "header" => Edit::PutHeader(Box::new(silently(text, |faults| header_in(Node::whole(text), faults))?)),
        "place" => Edit::PutPlace(Box::new(record::<Place>(text)?)),
        "actor" => Edit::PutActor(Box::new(record::<Actor>(text)?)),
        "source" => Edit::PutSource(Box::new(record::<Source>(text)?)),
        "event" => Edit::PutEvent(Box::new(record::<Event>(text)?)),
        "report" => Edit::PutReport(Box::new(record::<Report>(text)?)),
        "scene" => Edit::PutScene(Box::new(record::<Scene>(text)?)),
        _ => return None,
    })
}

fn members_in(line: &str) -> Option<Vec<Member<'_>>> {
    let node = Node::whole(line);
    (node.check().is_ok() && node.kind() == Kind::Object).then(|| node.members())
}

fn member<'a>(members: &[Member<'a>], name: &str) -> Option<Node<'a>> {
    members.iter().rfind(|member| member.name == name).map(|member| member.value)
}
