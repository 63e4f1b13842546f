//! A file of records as it stands on paper: where each record begins and ends, also in a damaged file.

use std::collections::HashSet;

use serde::de::IgnoredAny;

use crate::base::{Problems, in_shares};
use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Node, SyntaxError};
use crate::formats::native::fields::{Fields, Unread, Value, is_deeper_than, too_deep};
use crate::formats::native::tables::Record;
use crate::formats::native::{MAX_DEPTH, MAX_RECORDS, RECORD_LEFT_OUT};

/// The records of a file in their order.
pub struct Paper<'a> {
    pub slots: Vec<Slot<'a>>,
    /// Byte offset just past the `[` that the records stand in.
    pub start: usize,
    /// There are more records than are read.
    pub has_more: bool,
}

/// A stretch of a file where a record stands, or what is left of one.
pub struct Slot<'a> {
    pub node: Node<'a>,
    pub fault: Option<SyntaxError>,
}

impl<'a> Paper<'a> {
    /// `None` where the file is no array, or no object with an array `features` for a collection.
    pub fn of(text: &'a str, is_collection: bool) -> Option<Self> {
        let root = Node::whole(text);
        let list = if is_collection { root.member("features")? } else { root };
        (list.kind() == Kind::Array).then(|| Self::scan(text, list.offset() + 1))
    }

    /// The text with a `0` in the place of every record.
    pub fn without_records(&self, text: &str) -> String {
        let mut rest = String::new();
        let mut at = 0;
        for Slot { node, .. } in &self.slots {
            rest.push_str(text.get(at..node.offset()).unwrap_or_default());
            rest.push('0');
            at = node.end();
        }
        rest.push_str(text.get(at..).unwrap_or_default());
        rest
    }

    /// Reads value after value. After one that is broken it goes on at the next line that begins like a record, so that a
    /// bracket too many or too few costs one record.
    fn scan(text: &'a str, start: usize) -> Self {
        let mut paper = Self { slots: Vec::new(), start, has_more: false };
        // Each broken value may have been read to the end of the file before it proved broken: hostile files stop here.
        let mut budget = text.len().saturating_mul(4);
        let mut at = start;
        let mut record_column = None;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let value = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
            at += rest.len() - value.len();
            if value.is_empty() || value.starts_with(']') {
                return paper;
            }
            if paper.slots.len() == MAX_RECORDS {
                paper.has_more = true;
                return paper;
            }
            let column = *record_column.get_or_insert_with(|| column_of(text, at));
            let mut stream = serde_json::Deserializer::from_str(value).into_iter::<IgnoredAny>();
            let broken_at = match stream.next() {
                Some(Err(error)) => Some(bytes_before(value, &error)),
                Some(Ok(_)) | None => None,
            };
            let len = match broken_at {
                None => stream.byte_offset().max(1),
                Some(_) if budget == 0 => value.len(),
                Some(_) => next_record(value, column),
            };
            budget = budget.saturating_sub(broken_at.unwrap_or_default());
            let piece = value.get(..len).unwrap_or(value);
            let fault = broken_at.and_then(|_| Node::trimmed(piece, at).check().err());
            let node = Node::trimmed(piece.trim_end_matches([' ', '\t', '\r', '\n', ',']), at);
            paper.slots.push(Slot { node, fault });
            at += len;
        }
    }
}

/// The records of a kind: for each slot the one that a situation takes from it, which is the first with its id.
pub fn records_in<T: Record>(paper: &Paper<'_>, faults: &mut Faults<'_>) -> Vec<Option<T>> {
    let mut records = Vec::with_capacity(paper.slots.len());
    for_each_record(paper, faults, |_, record| records.push(record));
    records
}

/// Hands over the same one by one, with their slots: hundreds of thousands are moved no more often than they must.
pub fn for_each_record<'a, T: Record>(paper: &Paper<'a>, faults: &mut Faults<'_>, mut take: impl FnMut(&Slot<'a>, Option<T>)) {
    /// Fewer are read sooner than a thread is begun.
    const LEAST: usize = 500;
    let end = paper.slots.last().map(|slot| slot.node.offset());
    let lines = faults.lines();
    let shares = in_shares(&paper.slots, LEAST, |slots| {
        let mut problems = Problems::default();
        let mut faults = Faults::new(lines, &mut problems);
        let mut read = |slot: &Slot<'_>| {
            faults.record = None;
            record_in::<T>(slot, Some(slot.node.offset()) == end, &mut faults)
        };
        let records: Vec<Option<T>> = slots.iter().map(&mut read).collect();
        (records, problems)
    });
    let mut seen = HashSet::with_capacity(paper.slots.len());
    let mut records = Vec::with_capacity(shares.len());
    for (share, problems) in shares {
        faults.take(problems);
        records.push(share);
    }
    for (slot, record) in paper.slots.iter().zip(records.into_iter().flatten()) {
        let is_repeated = record.as_ref().is_some_and(|record| !seen.insert(record.id().clone()));
        if let Some(record) = record.as_ref().filter(|_| is_repeated) {
            let id = record.id();
            faults.record = Some(id.to_string());
            let detail = format!("the id \"{id}\" is given twice in this file");
            faults.error(slot.node.offset(), "duplicate-id", detail, "took the first record, kept this one in the file");
        }
        take(slot, record.filter(|_| !is_repeated));
    }
    faults.record = None;
}

fn record_in<T: Record>(slot: &Slot<'_>, is_last: bool, faults: &mut Faults<'_>) -> Option<T> {
    if let Some(fault) = &slot.fault {
        let kind = if is_last && fault.message.starts_with("EOF") { "truncated" } else { "not-json" };
        faults.error(fault.offset, kind, fault.message.clone(), RECORD_LEFT_OUT);
        return None;
    }
    let Some(mut fields) = Fields::of_record(slot.node, faults) else {
        if is_deeper_than(slot.node.raw(), MAX_DEPTH) {
            faults.error(slot.node.offset(), "too-deep", too_deep(), RECORD_LEFT_OUT);
        } else {
            Unread::WrongType.tell(<T as Value>::EXPECTED, slot.node, faults, RECORD_LEFT_OUT);
        }
        return None;
    };
    T::read(&mut fields)
}

/// How many records an array file holds, good ones and others.
pub fn count_records(text: &str) -> usize {
    Paper::of(text, false).map_or(0, |paper| paper.slots.len())
}

/// How many bytes were read until an error.
fn bytes_before(text: &str, error: &serde_json::Error) -> usize {
    text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>() + error.column()
}

/// How many bytes stand before byte `at` on its line.
fn column_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.len() - before.rfind('\n').map_or(0, |line_end| line_end + 1)
}

/// How many bytes of a broken value go before the next line that begins with `{`, indented no further than the records are.
fn next_record(value: &str, column: usize) -> usize {
    let mut at = 0;
    for line in value.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if at > 0 && indent <= column && line.get(indent..).is_some_and(|rest| rest.starts_with('{')) {
            return at;
        }
        at += line.len();
    }
    value.len()
}
