//! How three versions of one file of a situation become one, as a git merge driver needs it: by record and member, on the texts, so that
//! what the program does not know of is merged or told of too.

use std::collections::BTreeMap;

use crate::differences::members::compact;
use crate::differences::values::{Merger, Named, Side, Three, ValueClash, settled};
use crate::formats::json::{Kind, Node};
use crate::formats::native::{Listing, NamedMember, file_with_members, members_of_file};

/// What came of merging a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedFile {
    /// Well-formed where all three are. Where both changed something, mine stands in it.
    pub text: String,
    pub clashes: Vec<FileClash>,
}

/// Something in a file that both changed, each otherwise. The values are JSON texts, `None` where it is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileClash {
    /// The id of the record; `None` for the file as a whole.
    pub record: Option<String>,
    /// Within the record; empty for all of it.
    pub path: String,
    pub base: Option<String>,
    pub mine: Option<String>,
    pub theirs: Option<String>,
    /// Why the file could only be taken as a whole.
    pub why: Option<String>,
}

/// What a file of a situation is, by what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Collection,
    List,
    Object,
    /// One object a line, append-only.
    Lines,
    Other,
}

/// Merges what mine and theirs made of a base, which is empty where both made the file anew.
pub fn merge_files(base: &str, mine: &str, theirs: &str) -> MergedFile {
    if let Some(text) = unquestioned(base, mine, theirs) {
        return MergedFile { text: text.to_owned(), clashes: Vec::new() };
    }
    let shapes = [base, mine, theirs].map(shape);
    // An empty base is of the shape of the others.
    let shape = shapes.iter().copied().skip(usize::from(base.trim().is_empty())).reduce(|a, b| if a == b { a } else { Shape::Other });
    let merged = match shape {
        Some(Shape::Collection) => merge_lists(base, mine, theirs, true),
        Some(Shape::List) => merge_lists(base, mine, theirs, false),
        Some(Shape::Object) => merge_objects(base, mine, theirs),
        Some(Shape::Lines) => Ok(MergedFile { text: merge_lines(base, mine, theirs), clashes: Vec::new() }),
        Some(Shape::Other) | None => Err("they are not files of one kind".to_owned()),
    };
    let is_sound = |file: &MergedFile| shape == Some(Shape::Lines) || Node::whole(&file.text).check().is_ok();
    match merged {
        Ok(file) if is_sound(&file) => file,
        Ok(_) => as_a_whole(base, mine, theirs, "what came of it was not well-formed".to_owned()),
        Err(why) => as_a_whole(base, mine, theirs, why),
    }
}

/// Only one side changed it, or both did alike.
fn unquestioned<'t>(base: &str, mine: &'t str, theirs: &'t str) -> Option<&'t str> {
    if mine == theirs || theirs == base {
        Some(mine)
    } else if mine == base {
        Some(theirs)
    } else {
        None
    }
}

fn as_a_whole(base: &str, mine: &str, theirs: &str, why: String) -> MergedFile {
    let some = |text: &str| Some(text.to_owned());
    let clash = FileClash { record: None, path: String::new(), base: some(base), mine: some(mine), theirs: some(theirs), why: Some(why) };
    MergedFile { text: mine.to_owned(), clashes: vec![clash] }
}

fn shape(text: &str) -> Shape {
    let node = Node::whole(text);
    if node.check().is_err() {
        let is_object = |line: &str| {
            let node = Node::whole(line);
            node.kind() == Kind::Object && node.check().is_ok()
        };
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        return if lines.all(is_object) { Shape::Lines } else { Shape::Other };
    }
    let names: Vec<String> = node.members().into_iter().map(|member| member.name.into_owned()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    match node.kind() {
        Kind::Array => Shape::List,
        Kind::Object if has("features") => Shape::Collection,
        // A single line of a history.
        Kind::Object if has("record") && has("step") => Shape::Lines,
        Kind::Object => Shape::Object,
        _ => Shape::Other,
    }
}

fn merge_lists(base: &str, mine: &str, theirs: &str, is_collection: bool) -> Result<MergedFile, String> {
    let empty = if is_collection { "{\"type\": \"FeatureCollection\", \"features\": []}" } else { "[]" };
    let base = if base.trim().is_empty() { empty } else { base };
    let listing = |text| Listing::of(text, is_collection).map_err(|why| why.to_string());
    let [base, mine, theirs] = [listing(base)?, listing(mine)?, listing(theirs)?];
    let around = [&base, &mine, &theirs].map(|listing| compact(&listing.around()));
    let (is_mine_kept, is_theirs_kept) = (around[1] == around[0], around[2] == around[0]);
    if !is_mine_kept && !is_theirs_kept && around[1] != around[2] {
        return Err("both changed what stands around the records".to_owned());
    }
    let skeleton = if is_mine_kept && !is_theirs_kept { &theirs } else { &mine };

    let mut records: BTreeMap<&str, [Option<&str>; 3]> = BTreeMap::new();
    for (side, listing) in [&base, &mine, &theirs].into_iter().enumerate() {
        for (id, text) in listing.records() {
            if let Some(slot) = records.entry(id).or_default().get_mut(side) {
                *slot = Some(text);
            }
        }
    }
    let mut merged = BTreeMap::new();
    let mut clashes = Vec::new();
    for (id, [of_base, of_mine, of_theirs]) in records {
        let three = Three { base: of_base, mine: of_mine, theirs: of_theirs };
        let text = if let Some(text) = settled(three) {
            text.map(str::to_owned)
        } else {
            let members = [&base, &mine, &theirs].map(|listing| listing.members(id));
            let (text, found) = merge_record(three, members, skeleton);
            clashes.extend(found.into_iter().map(|clash| of_record(Some(id), clash)));
            text
        };
        merged.extend(text.map(|text| (id.to_owned(), text)));
    }
    Ok(MergedFile { text: skeleton.with_records(&merged), clashes })
}

/// A record that both changed.
fn merge_record(
    three: Three<'_>,
    [base, mine, theirs]: [Option<Vec<NamedMember>>; 3],
    skeleton: &Listing<'_>,
) -> (Option<String>, Vec<ValueClash>) {
    let mut merger = Merger::new(&|_| Side::Mine);
    let text = match (&mine, &theirs) {
        (Some(mine), Some(theirs)) => {
            let base = base.unwrap_or_default();
            let members = merger.members("", [&named(&base), &named(mine), &named(theirs)]);
            Some(skeleton.laid_out(&members))
        }
        _ => merger.clash("", three),
    };
    (text, merger.clashes)
}

fn merge_objects(base: &str, mine: &str, theirs: &str) -> Result<MergedFile, String> {
    let members = |text: &str| match text.trim() {
        "" => Ok(Vec::new()),
        _ => members_of_file(text).ok_or_else(|| "a member is given twice".to_owned()),
    };
    let [of_base, of_mine, of_theirs] = [members(base)?, members(mine)?, members(theirs)?];
    let mut merger = Merger::new(&|_| Side::Mine);
    let merged = merger.members("", [&named(&of_base), &named(&of_mine), &named(&of_theirs)]);
    let clashes = merger.clashes.into_iter().map(|clash| of_record(None, clash)).collect();
    Ok(MergedFile { text: file_with_members(mine, &merged), clashes })
}

fn named(members: &[NamedMember]) -> Named<'_> {
    members.iter().map(|(name, value)| (name.clone(), value.as_str())).collect()
}

fn of_record(record: Option<&str>, ValueClash { path, base, mine, theirs }: ValueClash) -> FileClash {
    FileClash { record: record.map(str::to_owned), path, base, mine, theirs, why: None }
}

/// All lines of both, each as often as the one has it that has it more often; what only theirs added stands by its date.
fn merge_lines(base: &str, mine: &str, theirs: &str) -> String {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in mine.lines() {
        *left.entry(line).or_default() += 1;
    }
    let mut only_theirs = Vec::new();
    for line in theirs.lines().filter(|line| !line.trim().is_empty()) {
        match left.get_mut(line).filter(|n| **n > 0) {
            Some(n) => *n -= 1,
            None => only_theirs.push(line),
        }
    }
    // By date, where the lines have one; mine first on the same.
    let date = |line: &str| Node::whole(line).member("at").and_then(Node::as_text).map(String::from);
    let n_shared = base.lines().zip(mine.lines()).take_while(|(a, b)| a == b).count();
    let mut lines: Vec<&str> = Vec::new();
    let mut only_theirs = only_theirs.into_iter().map(|line| (date(line), line)).peekable();
    for (index, line) in mine.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if index >= n_shared && only_theirs.peek().is_some() {
            let at = date(line);
            while let Some((_, earlier)) = only_theirs.next_if(|(date, _)| *date < at) {
                lines.push(earlier);
            }
        }
        lines.push(line);
    }
    lines.extend(only_theirs.map(|(_, line)| line));
    lines.join("\n") + "\n"
}
