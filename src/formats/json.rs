//! JSON (RFC 8259) with the place of every value, and with what can be saved of a damaged file.
//!
//! serde_json judges what is well-formed and reads strings and numbers. It stops at the first fault though, and a tree of it
//! knows no positions; so a file is first split along its brackets, without recursion, and each piece is judged by itself.
//! One broken record then costs one record.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::de::IgnoredAny;

use crate::base::Location;

/// A file's text with an index of its lines and characters.
pub struct Lines<'a> {
    file: &'a str,
    text: &'a str,
    /// Made when it is first asked for: most files are without fault.
    index: OnceLock<LineIndex>,
}

struct LineIndex {
    starts: Vec<usize>,
    /// How many characters begin before each [`STRIDE`]th byte.
    chars_before: Vec<usize>,
}

/// Bytes between the entries of the index of characters.
const STRIDE: usize = 1024;

impl<'a> Lines<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, index: OnceLock::new() }
    }

    fn index(&self) -> &LineIndex {
        let bytes = self.text.as_bytes();
        self.index.get_or_init(|| {
            let counts = bytes.chunks(STRIDE).scan(0, |n_chars, chunk| {
                *n_chars += n_chars_begun(chunk);
                Some(*n_chars)
            });
            let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            LineIndex {
                starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(),
                chars_before: std::iter::once(0).chain(counts).collect(),
            }
        })
    }

    pub fn file(&self) -> &'a str {
        self.file
    }

    /// The location of a byte offset. Quick in a file of one endless line too, so that a hostile file with a problem at every
    /// value cannot make telling them slow.
    pub fn location(&self, offset: usize) -> Location {
        let offset = offset.min(self.text.len());
        let starts = &self.index().starts;
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let line_start = starts.get(line).copied().unwrap_or_default();
        let is_inside_a_character = !self.text.is_char_boundary(offset);
        let column = self.n_chars_before(offset) - self.n_chars_before(line_start) + 1 - usize::from(is_inside_a_character);
        Location {
            file: self.file.to_owned(),
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    fn n_chars_before(&self, offset: usize) -> usize {
        let chunk = offset / STRIDE;
        let rest = self.text.as_bytes().get(chunk * STRIDE..offset).unwrap_or_default();
        self.index().chars_before.get(chunk).copied().unwrap_or_default() + n_chars_begun(rest)
    }
}

/// How many characters of UTF-8 begin in `bytes`.
fn n_chars_begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// One JSON value as it stands in the file; well-formed only where [`Node::check`] says so.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    raw: &'a str,
    offset: usize,
}

/// A name and value of an object.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    pub name: Cow<'a, str>,
    /// Byte offset of the name's opening quote.
    pub offset: usize,
    pub value: Node<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Object,
    Array,
    String,
    Number,
    Bool,
    Null,
    /// Nothing that JSON knows.
    Broken,
}

impl Kind {
    /// The kind in words, for messages: "an object".
    pub fn words(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::String => "a string",
            Self::Number => "a number",
            Self::Bool => "true or false",
            Self::Null => "null",
            Self::Broken => "something that is not JSON",
        }
    }
}

/// Where and why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// Byte offset in the file.
    pub offset: usize,
    pub message: String,
}

impl<'a> Node<'a> {
    /// The value that a whole file is; a byte order mark and white space around it are passed over.
    pub fn whole(text: &'a str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self::trimmed(body, text.len() - body.len())
    }

    /// The value in `text`, which stands at byte `offset` of its file, without the white space around it.
    pub fn trimmed(text: &'a str, offset: usize) -> Self {
        let start = text.trim_start_matches(is_space);
        Self { raw: start.trim_end_matches(is_space), offset: offset + text.len() - start.len() }
    }

    /// The value as written.
    pub fn raw(self) -> &'a str {
        self.raw
    }

    /// Byte offset of the value in its file.
    pub fn offset(self) -> usize {
        self.offset
    }

    /// Byte offset just past the value.
    pub fn end(self) -> usize {
        self.offset + self.raw.len()
    }

    /// Whether this is exactly one well-formed JSON value, however deep.
    ///
    /// # Errors
    /// It is not: where and why.
    pub fn check(self) -> Result<(), SyntaxError> {
        // `IgnoredAny` makes serde_json skip without recursion, so depth costs no stack.
        serde_json::from_str::<IgnoredAny>(self.raw).map(|_| ()).map_err(|error| {
            let line_start = self.raw.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let offset = (line_start + error.column().saturating_sub(1)).min(self.raw.len());
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
            SyntaxError { offset: self.offset + offset, message }
        })
    }

    pub fn kind(self) -> Kind {
        match self.raw.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            _ => match self.raw {
                "true" | "false" => Kind::Bool,
                "null" => Kind::Null,
                _ => Kind::Broken,
            },
        }
    }

    /// The items of an array, of one that lacks its end too; nothing for other kinds.
    pub fn elements(self) -> Vec<Node<'a>> {
        if self.kind() == Kind::Array { self.pieces() } else { Vec::new() }
    }

    /// The members of an object in their order, repeated names included, of one that lacks its end too; nothing for other
    /// kinds. A piece that is no `"name": value` is passed over: [`Node::check`] tells of it.
    pub fn members(self) -> Vec<Member<'a>> {
        if self.kind() != Kind::Object {
            return Vec::new();
        }
        self.pieces().into_iter().filter_map(Node::as_member).collect()
    }

    /// What the last member of a name holds.
    pub fn member(self, name: &str) -> Option<Self> {
        self.members().into_iter().rfind(|member| member.name == name).map(|member| member.value)
    }

    pub fn as_text(self) -> Option<Cow<'a, str>> {
        if self.kind() != Kind::String {
            return None;
        }
        let plain = self.raw.strip_prefix('"')?.strip_suffix('"')?;
        if plain.bytes().all(|b| b >= 0x20 && b != b'\\' && b != b'"') {
            return Some(Cow::Borrowed(plain));
        }
        serde_json::from_str(self.raw).ok().map(Cow::Owned)
    }

    /// The number, where it is one that `f64` can hold.
    pub fn as_f64(self) -> Option<f64> {
        serde_json::from_str(self.raw).ok()
    }

    pub fn as_u64(self) -> Option<u64> {
        serde_json::from_str(self.raw).ok()
    }

    pub fn as_bool(self) -> Option<bool> {
        serde_json::from_str(self.raw).ok()
    }

    fn as_member(self) -> Option<Member<'a>> {
        let name_len = string_len(self.raw.as_bytes())?;
        let (name, rest) = self.raw.split_at_checked(name_len)?;
        let after_colon = rest.trim_start_matches(is_space).strip_prefix(':')?;
        let value = Self::trimmed(after_colon, self.end() - after_colon.len());
        Some(Member { name: Self { raw: name, offset: self.offset }.as_text()?, offset: self.offset, value })
    }

    /// What stands between the outer brackets, split at the commas that are in no inner bracket or string.
    ///
    /// Where a bracket is missing, the split finds its way again by what JSON cannot be: a bracket that closes an outer one
    /// closes those within it, and `,{` within an object begins a new item of the array around.
    ///
    /// Where that leaves text behind the end, there was no bracket too few but one too many: then a bracket that closes what is
    /// not innermost is passed over. The surplus one stays in the piece where it stands, which costs that piece.
    fn pieces(self) -> Vec<Node<'a>> {
        self.split(Misfit::ClosesOuter).or_else(|| self.split(Misfit::IsSurplus)).unwrap_or_default()
    }

    /// `None` where taking misfits for closing an outer bracket proves wrong.
    fn split(self, misfit: Misfit) -> Option<Vec<Node<'a>>> {
        let bytes = self.raw.as_bytes();
        let mut pieces = Vec::new();
        let mut open = Brackets::default();
        let (mut start, mut at) = (1, 0);
        let mut has_misfit = false;
        let mut cut = |from: usize, to: usize| {
            let piece = Self::trimmed(self.raw.get(from..to).unwrap_or_default(), self.offset + from);
            if !piece.raw.is_empty() {
                pieces.push(piece);
            }
        };
        while let Some(skipped) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| is_structural(*byte))) {
            at += skipped;
            let byte = bytes.get(at).copied().unwrap_or_default();
            match byte {
                b'"' => at += bytes.get(at..).and_then(string_len).unwrap_or(bytes.len()) - 1,
                b'{' | b'[' => {
                    if byte == b'{'
                        && open.is_in_object()
                        && let Some(comma) = self.comma_before(at)
                        && open.leave_objects() == Some(1)
                    {
                        cut(start, comma);
                        start = comma + 1;
                    }
                    open.push(byte);
                }
                b'}' | b']' if !open.fits(byte) => has_misfit |= misfit == Misfit::ClosesOuter && open.close_outer(byte),
                b'}' | b']' if !self.goes_on_after(at, &open) => drop(open.pop()),
                b',' if open.open.len() == 1 => {
                    cut(start, at);
                    start = at + 1;
                }
                _ => {}
            }
            if open.open.is_empty() {
                cut(start, at);
                let is_end = bytes.get(at + 1..).unwrap_or_default().trim_ascii().is_empty();
                return (is_end || !has_misfit).then_some(pieces);
            }
            at = at.saturating_add(1);
        }
        cut(start, bytes.len());
        Some(pieces)
    }

    /// Where the comma is that stands before byte `at`, but for space; not one of a string, for that would end in a quote.
    fn comma_before(self, at: usize) -> Option<usize> {
        let before = self.raw.as_bytes().get(..at)?.trim_ascii_end();
        (before.last() == Some(&b',')).then(|| before.len() - 1)
    }

    /// Whether what follows byte `at` shows that the fitting bracket there closes one level too many: behind the end a comma and
    /// what could be the next item or member, or behind an array in the outermost object an item without a name.
    fn goes_on_after(self, at: usize, open: &Brackets) -> bool {
        let mut next = self.raw.as_bytes().get(at + 1..).unwrap_or_default().trim_ascii_start().iter();
        if next.next() != Some(&b',') {
            return false;
        }
        let after_comma = next.as_slice().trim_ascii_start().first();
        match open.open.as_slice() {
            [b'['] => true,
            [b'{'] => after_comma == Some(&b'"'),
            [b'{', b'['] => after_comma == Some(&b'{'),
            _ => false,
        }
    }
}

/// What a closing bracket is taken for that does not fit the innermost open one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Misfit {
    ClosesOuter,
    IsSurplus,
}

/// The brackets open at some place of a text, outermost first.
#[derive(Default)]
struct Brackets {
    open: Vec<u8>,
    n_objects: usize,
    n_arrays: usize,
}

impl Brackets {
    fn push(&mut self, bracket: u8) {
        *self.count(bracket) += 1;
        self.open.push(bracket);
    }

    fn pop(&mut self) -> Option<u8> {
        let bracket = self.open.pop()?;
        *self.count(bracket) -= 1;
        Some(bracket)
    }

    fn count(&mut self, opening: u8) -> &mut usize {
        if opening == b'{' { &mut self.n_objects } else { &mut self.n_arrays }
    }

    /// Whether `closing` closes the innermost open bracket.
    fn fits(&self, closing: u8) -> bool {
        self.open.last() == Some(&opening_of(closing))
    }

    /// Closes the innermost open bracket that `closing` fits, with all within it; `false` where it fits none.
    fn close_outer(&mut self, closing: u8) -> bool {
        let opening = opening_of(closing);
        if *self.count(opening) == 0 {
            return false;
        }
        while self.pop().is_some_and(|popped| popped != opening) {}
        true
    }

    fn is_in_object(&self) -> bool {
        self.open.last() == Some(&b'{')
    }

    /// Leaves the objects within the innermost array, and tells how deep that is; `None` where there is no array.
    fn leave_objects(&mut self) -> Option<usize> {
        if self.n_arrays == 0 {
            return None;
        }
        while self.is_in_object() {
            self.pop();
        }
        Some(self.open.len())
    }
}

/// Whether a byte outside of strings says how a text is divided.
fn is_structural(byte: u8) -> bool {
    matches!(byte, b'"' | b',' | b'[' | b']' | b'{' | b'}')
}

fn opening_of(closing: u8) -> u8 {
    if closing == b'}' { b'{' } else { b'[' }
}

/// How many bytes the string at the start of `bytes` takes, its quotes included; `None` where none begins or ends there.
fn string_len(bytes: &[u8]) -> Option<usize> {
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// `text` as a JSON string, quotes included.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raws<'a>(nodes: &[Node<'a>]) -> Vec<&'a str> {
        nodes.iter().map(|n| n.raw()).collect()
    }

    #[test]
    fn elements_and_members_keep_their_place_in_the_file() {
        let text = "\u{feff} [ 1, {\"a\": \"x,]\\\"\", \"b\":[2,3]} ,null]\n";
        let root = Node::whole(text);
        assert_eq!(raws(&root.elements()), ["1", "{\"a\": \"x,]\\\"\", \"b\":[2,3]}", "null"]);
        for element in root.elements() {
            assert_eq!(text.get(element.offset()..element.end()), Some(element.raw()));
        }
        let members = root.elements()[1].members();
        assert_eq!(members[0].value.as_text().unwrap(), "x,]\"");
        assert_eq!(members[1].name, "b");
        assert_eq!(raws(&members[1].value.elements()), ["2", "3"]);
        assert!(text.get(members[1].offset..).unwrap().starts_with("\"b\""));
    }

    #[test]
    fn a_truncated_array_still_gives_its_items() {
        let root = Node::whole("[{\"a\": 1}, {\"b\": [2, \"");
        assert_eq!(raws(&root.elements()), ["{\"a\": 1}", "{\"b\": [2, \""]);
        assert!(root.elements()[0].check().is_ok());
        assert!(root.elements()[1].check().is_err());
    }

    #[test]
    fn an_item_that_lacks_a_bracket_does_not_swallow_the_next() {
        let good = r#"{"b": [{"c": 1}, 2]}"#;
        for bad in
            [r#"{"a": 1"#, r#"{"a": {"x": 1"#, r#"{"a": {"x": 1}"#, r#"{"a": [1, 2}"#, r#"{"a": [[1, 2], [3, 4}"#, r#"{"a": [{"x": 1}}"#]
        {
            let text = format!("{{\"items\": [{bad},\n {good}, {bad} , {good}], \"z\": 1}}");
            let members = Node::whole(&text).members();
            assert_eq!(members.iter().map(|m| m.name.as_ref()).collect::<Vec<_>>(), ["items", "z"], "{text}");
            assert_eq!(raws(&members[0].value.elements()), [bad, good, bad, good], "{text}");
        }
    }

    #[test]
    fn a_bracket_too_many_costs_its_item_only() {
        let good = r#"{"b": [{"c": 1}, 2]}"#;
        for bad in
            [r#"{"a": 1}}"#, r#"{"a": 1}]"#, r#"{"a": {"x": [1]]}}"#, r#"{"a": {"x": {"y": [1]}}, "z": 1}}"#, r#"{"a": [[1, 2]]], "z": 2}"#]
        {
            let text = format!("{{\"items\": [{good}, {bad},\n {good},{good}], \"z\": 1}}\n");
            let members = Node::whole(&text).members();
            assert_eq!(members.iter().map(|m| m.name.as_ref()).collect::<Vec<_>>(), ["items", "z"], "{text}");
            assert_eq!(raws(&members[0].value.elements()), [good, bad, good, good], "{text}");
        }
        let cut_short = r#"{"a": {"x": 1}}, "y": 2}"#;
        let text = format!("{{\"items\": [{good}, {cut_short}, {good}]}}");
        let items = raws(&Node::whole(&text).members()[0].value.elements());
        assert_eq!(items, [good, r#"{"a": {"x": 1}}"#, r#""y": 2}"#, good]);
        let early = Node::whole(r#"{"a": {"x": 1}}, "items": [1, 2]}"#).members();
        assert_eq!(raws(&early[1].value.elements()), ["1", "2"], "the outermost object ends at the end of the text");
    }

    #[test]
    fn text_behind_the_end_is_no_part_of_the_last_item() {
        assert_eq!(raws(&Node::whole(r#"[{"a": 1}, 2] x"#).elements()), [r#"{"a": 1}"#, "2"]);
        assert_eq!(raws(&Node::whole(r#"[{"a": 1}, 2]}"#).elements()), [r#"{"a": 1}"#, "2"]);
    }

    #[test]
    fn a_syntax_error_is_placed_in_the_file() {
        let text = "[{\"a\": 1},\n {\"b\": NaN}]";
        let broken = Node::whole(text).elements()[1];
        let error = broken.check().unwrap_err();
        assert_eq!(Lines::new("f", text).location(error.offset).to_string(), "f:2:8");
    }

    #[test]
    fn a_hundred_thousand_levels_cost_no_stack() {
        let text = format!("[{}1{}]", "[".repeat(100_000), "]".repeat(100_000));
        let root = Node::whole(&text);
        assert!(root.check().is_ok());
        assert_eq!(root.elements().len(), 1);
    }

    #[test]
    fn hostile_text_never_panics() {
        for text in ["", "[", "{", "\"", "\"\\", "[\"\\", "{\"a", "{\"a\"", "{\"a\":", "]", "}", "[,]", "[\"é", "{:1}", "\u{feff}"] {
            let root = Node::whole(text);
            let _ = (root.check(), root.elements(), root.members(), root.as_text(), root.as_f64(), root.kind());
        }
    }

    #[test]
    fn locations_on_later_lines_count_from_their_line() {
        let text = "é\nКурск x\r\ny";
        let lines = Lines::new("f", text);
        assert_eq!(lines.location(text.find('x').unwrap()).to_string(), "f:2:7");
        assert_eq!(lines.location(text.len() + 9).to_string(), "f:3:2");
    }

    #[test]
    fn locations_are_those_of_counting_from_the_start() {
        let text = "Курск, \u{1f30d}\n\nab".repeat(300);
        let lines = Lines::new("f", &text);
        for offset in 0..=text.len() + 1 {
            assert_eq!(lines.location(offset), Location::in_text("f", &text, offset), "offset {offset}");
        }
    }
}
