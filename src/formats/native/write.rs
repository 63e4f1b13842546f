//! From a document to the texts of its files. Untouched is untouched.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::formats::json::{Kind, Member, Node};
use crate::formats::native::canon::{Canon, Members, laid_out};
use crate::formats::native::fields::Object;
use crate::formats::native::history::history_with;
use crate::formats::native::members::silently;
use crate::formats::native::paper::{Paper, records_in};
use crate::formats::native::read::{header_in, header_without_file};
use crate::formats::native::tables::Record;
use crate::formats::native::{HEADER_FILE, HISTORY_FILE};
use crate::model::{Actor, Event, Header, Place, Report, Scene, Situation, Source};

/// The texts of the files as the document stands now, those included that no edit touched (they are the same, byte for byte).
/// Left out are [`Document::locked`] files: they must stay as they are on disk.
pub fn write(document: &Document) -> BTreeMap<String, String> {
    let mut files = texts(document);
    files.retain(|name, _| !document.locked().contains(name));
    files
}

/// What the files would hold that must stay as they are on disk, where it is other than what they do hold: edits of what is in them
/// cannot be saved there.
pub fn held_back(document: &Document) -> BTreeMap<String, String> {
    if document.locked().is_empty() {
        return BTreeMap::new();
    }
    let mut texts = texts(document);
    texts.retain(|name, text| document.locked().contains(name) && document.file(name) != Some(text));
    texts
}

fn texts(document: &Document) -> BTreeMap<String, String> {
    let situation = document.situation();
    let mut files = document.files().clone();
    let named = situation.reports().values().filter_map(|report| document.offered().get_key_value(&report.text.as_ref()?.file));
    for (name, text) in named {
        files.entry(name.clone()).or_insert_with(|| text.to_string());
    }
    let texts = [
        (HEADER_FILE, header_text(document.file(HEADER_FILE), situation.header())),
        (Place::FILE, records_text::<Place>(document.file(Place::FILE), situation)),
        (Actor::FILE, records_text::<Actor>(document.file(Actor::FILE), situation)),
        (Source::FILE, records_text::<Source>(document.file(Source::FILE), situation)),
        (Event::FILE, records_text::<Event>(document.file(Event::FILE), situation)),
        (Report::FILE, records_text::<Report>(document.file(Report::FILE), situation)),
        (Scene::FILE, records_text::<Scene>(document.file(Scene::FILE), situation)),
    ];
    files.extend(texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))));
    if !document.entries().is_empty() {
        let known = document.file(HISTORY_FILE).unwrap_or_default();
        let history = history_with(known, document.entries(), |file| document.locked().contains(file));
        if history != known {
            files.insert(HISTORY_FILE.to_owned(), history);
        }
    }
    files
}

/// `None` where there is no file and nothing to write into one.
fn header_text(text: Option<&str>, header: &Header) -> Option<String> {
    let Some(text) = text else {
        return (*header != header_without_file()).then(|| header.members().as_record("\n") + "\n");
    };
    let root = Node::whole(text);
    let old = silently(text, |faults| header_in(root, faults));
    match old {
        Some(old) if old != *header => {
            let merged = merged(root, &old.members(), &header.members(), 0, line_end(text));
            Some(replaced(text, root, &merged))
        }
        _ => Some(text.to_owned()),
    }
}

/// `None` where there is no file and nothing to write into one.
fn records_text<T: Record>(text: Option<&str>, situation: &Situation) -> Option<String> {
    let current = T::all(situation);
    let Some(text) = text else {
        return (!current.is_empty()).then(|| new_file(current.values()));
    };
    let Some(paper) = Paper::of(text, T::IS_COLLECTION) else {
        return Some(text.to_owned());
    };
    let on_paper: Vec<Option<T>> = silently(text, |faults| records_in(&paper, faults));
    Some(rewritten(text, &paper, &on_paper, current))
}

fn new_file<'a, T: Record + 'a>(records: impl Iterator<Item = &'a T>) -> String {
    let records: Vec<String> = records.map(|record| record.members().as_record("\n")).collect();
    let (start, end) = if T::IS_COLLECTION { ("{\"type\": \"FeatureCollection\", \"features\": [", "]}") } else { ("[", "]") };
    format!("{start}\n{}\n{end}\n", records.join(",\n"))
}

/// A record's text, and what stands between it and the one before it on paper.
struct Piece<'a> {
    text: String,
    gap: Option<&'a str>,
}

fn rewritten<T: Record>(text: &str, paper: &Paper<'_>, on_paper: &[Option<T>], current: &BTreeMap<T::Id, T>) -> String {
    let line_end = line_end(text);
    let known: BTreeSet<&T::Id> = on_paper.iter().flatten().map(Record::id).collect();
    let ids: Vec<Option<&T::Id>> = on_paper.iter().map(|record| record.as_ref().map(Record::id)).collect();
    let added = current.values().filter(|record| !known.contains(record.id()));
    let added = added.map(|record| (record.id(), record.members().as_record(line_end)));
    let kept = |index: usize, node: Node<'_>| match on_paper.get(index).and_then(Option::as_ref) {
        None => Some(node.raw().to_owned()),
        Some(old) => match current.get(old.id())? {
            now if now == old => Some(node.raw().to_owned()),
            now => Some(merged(node, &old.members(), &now.members(), 0, line_end)),
        },
    };
    relisted(text, paper, &ids, kept, added)
}

/// A file with other records in it. `ids` are those of its slots, as far as these can be read; what is `kept` of each is its text, or
/// nothing where the record goes. Those that are `added` come sorted, and stand before the first with a greater id.
pub(super) fn relisted<I: Ord>(
    text: &str,
    paper: &Paper<'_>,
    ids: &[Option<I>],
    kept: impl Fn(usize, Node<'_>) -> Option<String>,
    added: impl Iterator<Item = (I, String)>,
) -> String {
    let mut added = added.peekable();
    // New records follow the last that can be read: what comes after is damaged.
    let end_of_readable = ids.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut gap_start = None;
    for (index, slot) in paper.slots.iter().enumerate() {
        let id = ids.get(index).and_then(Option::as_ref);
        while let Some((_, new)) = added.next_if(|(new, _)| index == end_of_readable || id.is_some_and(|id| new < id)) {
            pieces.push(Piece { text: new, gap: None });
        }
        let gap = gap_start.and_then(|start| text.get(start..slot.node.offset()));
        gap_start = Some(slot.node.end());
        if let Some(text) = kept(index, slot.node) {
            pieces.push(Piece { text, gap });
        }
    }
    pieces.extend(added.map(|(_, text)| Piece { text, gap: None }));
    joined(text, paper, &pieces, line_end(text))
}

fn joined(text: &str, paper: &Paper<'_>, pieces: &[Piece<'_>], line_end: &str) -> String {
    let start = paper.slots.first().map_or(paper.start, |slot| slot.node.offset());
    let end = paper.slots.last().map_or(paper.start, |slot| slot.node.end());
    let tail = text.get(end..).unwrap_or_default();
    if pieces.is_empty() {
        return text.get(..paper.start).unwrap_or_default().to_owned() + tail;
    }
    let indent = text.get(paper.start..start).filter(|space| space.contains('\n')).unwrap_or(line_end);
    let is_first_of_file = paper.slots.is_empty();
    let mut out = text.get(..start).unwrap_or_default().to_owned();
    if is_first_of_file {
        out.push_str(line_end);
    }
    for (index, piece) in pieces.iter().enumerate() {
        match piece.gap {
            _ if index == 0 => {}
            Some(gap) => out.push_str(gap),
            None => {
                out.push(',');
                out.push_str(indent);
            }
        }
        out.push_str(&piece.text);
    }
    if is_first_of_file && !tail.starts_with(['\r', '\n']) {
        out.push_str(line_end);
    }
    out + tail
}

/// An edited object in canonical layout, in which each member keeps its text and place unless the edit changed its value.
fn merged(node: Node<'_>, old: &Members, new: &Members, indent: usize, line_end: &str) -> String {
    let on_paper = node.members();
    let mut laid: Vec<(&str, String)> = Vec::new();
    for (index, member) in on_paper.iter().enumerate() {
        let name = member.name.as_ref();
        let is_last_of_name = !on_paper.iter().skip(index + 1).any(|later| later.name == member.name);
        let text = match (old.get(name), new.get(name)) {
            (before, after) if before == after => raw_member(node, member),
            (_, None) => continue,
            // Of a name given twice the last counts.
            (_, Some(_)) if !is_last_of_name => raw_member(node, member),
            (Some(Canon::Members(before)), Some(Canon::Members(after))) if member.value.kind() == Kind::Object => {
                let key = Canon::Inline(merged(member.value, before, after, indent + 1, line_end));
                key.member(name, indent, line_end)
            }
            (Some(before), Some(after)) => with_items_kept(member.value, before, after).member(name, indent, line_end),
            (None, Some(after)) => after.member(name, indent, line_end),
        };
        laid.push((name, text));
    }
    let mut at = 0;
    for (name, value) in new.iter() {
        if let Some(position) = laid.iter().rposition(|(known, _)| *known == name) {
            at = position + 1;
        } else if old.get(name) != Some(value) {
            laid.insert(at, (name, value.member(name, indent, line_end)));
            at += 1;
        }
    }
    laid_out(laid.into_iter().map(|(_, text)| text), indent, line_end)
}

/// An edited list, in which each item that was there already keeps its text. Where not all items on paper could be read it is
/// not sure which is which, so that none does.
fn with_items_kept(on_paper: Node<'_>, before: &Canon, after: &Canon) -> Canon {
    let nodes = on_paper.elements();
    match (before, after) {
        (Canon::Items { read: old, unread: None }, Canon::Items { read: new, unread }) if old.len() == nodes.len() => {
            let raw_of: BTreeMap<&String, &str> = old.iter().zip(nodes.iter().map(|node| node.raw())).collect();
            let read = new.iter().map(|item| raw_of.get(item).map_or_else(|| item.clone(), |raw| (*raw).to_owned()));
            Canon::Items { read: read.collect(), unread: unread.clone() }
        }
        _ => after.clone(),
    }
}

/// A member as it stands on paper.
fn raw_member(object: Node<'_>, member: &Member<'_>) -> String {
    let start = member.offset - object.offset();
    object.raw().get(start..member.value.end() - object.offset()).unwrap_or_default().to_owned()
}

pub(super) fn replaced(text: &str, node: Node<'_>, by: &str) -> String {
    let (before, after) = (text.get(..node.offset()).unwrap_or_default(), text.get(node.end()..).unwrap_or_default());
    format!("{before}{by}{after}")
}

pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
