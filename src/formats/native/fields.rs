//! A typed layer over JSON nodes: members are taken by name, and what is left is kept as written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::shortened;
use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Member, Node, quoted};
use crate::formats::native::canon::{Canon, Members};
use crate::formats::native::{MAX_DEPTH, MAX_TEXT_LEN, RECORD_LEFT_OUT};
use crate::model::{Extra, Names, When};

/// Of a value that may be endless, at most so much is quoted in messages.
pub const MAX_QUOTED_CHARS: usize = 60;

pub const MEMBER_LEFT_OUT: &str = "left out the member, kept it in the file";
/// What is done about a word that an item needs and that is missing or not known.
pub const SHOWN_AS_UNKNOWN: &str = "shown as unknown, kept in the file";
pub const ITEM_LEFT_OUT: &str = "left out the item, kept it in the file";

/// A value that a member of a record can have.
pub trait Value: Sized {
    /// What must stand in the file, for messages: "a date".
    const EXPECTED: &'static str;
    /// A list of these is laid out one a line.
    const IS_OBJECT: bool = false;

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread>;
    /// Its canonical text, on one line.
    fn text(&self) -> String;
}

/// Why a node is not the value wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is of another type.
    WrongType,
    /// It is of the right type, but not a good one.
    Bad { kind: &'static str, detail: String },
    /// It was told already.
    Told,
}

impl Unread {
    pub fn error(kind: &'static str, detail: impl Into<String>) -> Self {
        Self::Bad { kind, detail: detail.into() }
    }

    /// Tells of it, unless it was told.
    pub fn tell(self, expected: &str, node: Node<'_>, faults: &mut Faults<'_>, done: &str) {
        match self {
            Self::Told => {}
            Self::WrongType => {
                let detail = format!("{expected} was expected, this is {}", node.kind().words());
                faults.error(node.offset(), "wrong-type", detail, done);
            }
            Self::Bad { kind, detail } => faults.error(node.offset(), kind, detail, done),
        }
    }
}

/// An object of known members and others.
pub trait Object: Sized {
    /// What it is, for messages: "a link".
    const EXPECTED: &'static str;

    /// `None` where a member is missing that it cannot be without; that is told.
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self>;
    fn members(&self) -> Members;
}

impl<T: Object> Value for T {
    const EXPECTED: &'static str = <T as Object>::EXPECTED;
    const IS_OBJECT: bool = true;

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        let mut fields = Fields::of(node, faults).ok_or(Unread::WrongType)?;
        <T as Object>::read(&mut fields).ok_or(Unread::Told)
    }

    fn text(&self) -> String {
        self.members().inline()
    }
}

/// The members of an object, to be taken by name.
pub struct Fields<'r, 'a> {
    pub faults: &'r mut Faults<'a>,
    node: Node<'r>,
    members: Vec<(Cow<'r, str>, Node<'r>)>,
    unread: Extra,
}

impl<'r, 'a> Fields<'r, 'a> {
    /// `None` where `node` is no object. Tells of names given twice.
    pub fn of(node: Node<'r>, faults: &'r mut Faults<'a>) -> Option<Self> {
        if node.kind() != Kind::Object {
            return None;
        }
        Some(Self::new(node, node.members(), faults))
    }

    fn new(node: Node<'r>, listed: Vec<Member<'r>>, faults: &'r mut Faults<'a>) -> Self {
        /// Of so few members each is looked for among those before it, of more in a map.
        const FEW: usize = 32;
        let mut members: Vec<(Cow<'r, str>, Node<'r>)> = Vec::with_capacity(listed.len());
        let is_many = listed.len() > FEW;
        let mut positions: BTreeMap<Cow<'r, str>, usize> = BTreeMap::new();
        for Member { name, offset, value } in listed {
            let before = if is_many { positions.get(&name).copied() } else { members.iter().position(|(known, _)| *known == name) };
            match before.and_then(|at| members.get_mut(at)) {
                Some((name, earlier)) => {
                    let detail = format!("the member \"{name}\" is given more than once");
                    faults.warning(offset, "duplicate-member", detail, "took the last");
                    *earlier = value;
                }
                None => {
                    if is_many {
                        positions.insert(name.clone(), members.len());
                    }
                    members.push((name, value));
                }
            }
        }
        Self { faults, node, members, unread: Extra::new() }
    }

    /// Like [`Fields::of`], for a record: lays aside what is nested too deep.
    pub fn of_record(node: Node<'r>, faults: &'r mut Faults<'a>) -> Option<Self> {
        let mut fields = Self::of(node, faults)?;
        if is_deeper_than(node.raw(), MAX_DEPTH) {
            let mut deep: Vec<_> = fields.members.extract_if(.., |(_, value)| is_deeper_than(value.raw(), MAX_DEPTH - 1)).collect();
            deep.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (name, value) in deep {
                fields.faults.error(value.offset(), "too-deep", too_deep(), MEMBER_LEFT_OUT);
                fields.unread.insert(name.into_owned(), value.raw().to_owned());
            }
        }
        Some(fields)
    }

    /// The members of an object within this one; none where it is missing or no object.
    pub fn within(&mut self, inner: Option<Node<'r>>) -> Fields<'_, 'a> {
        Fields::new(inner.unwrap_or(self.node), inner.map(Node::members).unwrap_or_default(), self.faults)
    }

    /// Takes the id of a record, and names the record in what is told from here on.
    pub fn record_id<T: Value + ToString>(&mut self) -> Option<T> {
        let id: T = self.required("id", RECORD_LEFT_OUT)?;
        self.faults.record = Some(id.to_string());
        Some(id)
    }

    /// Whether the member is there, if only as null.
    pub fn is_given(&self, name: &str) -> bool {
        self.members.iter().any(|(known, _)| known == name)
    }

    /// Byte offset of the object.
    pub fn offset(&self) -> usize {
        self.node.offset()
    }

    /// The value of a member as it stands, if it is there and not null; it counts as taken.
    pub fn node(&mut self, name: &str) -> Option<Node<'r>> {
        let at = self.members.iter().position(|(known, _)| known == name)?;
        Some(self.members.swap_remove(at).1).filter(|value| value.kind() != Kind::Null)
    }

    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(known, value)| known == name && value.kind() != Kind::Null)
    }

    /// The member, if it is there and good.
    pub fn optional<T: Value>(&mut self, name: &str) -> Option<T> {
        self.node(name).and_then(|node| self.read(name, node, MEMBER_LEFT_OUT))
    }

    /// The member; that it is missing or bad is told, with what is `done` about that.
    pub fn required<T: Value>(&mut self, name: &str, done: &str) -> Option<T> {
        let Some(node) = self.node(name) else {
            self.faults.error(self.node.offset(), "missing-member", format!("\"{name}\" is missing, {} was expected", T::EXPECTED), done);
            return None;
        };
        self.read(name, node, done)
    }

    /// The items of a list that are good; a missing list is an empty one.
    pub fn list<T: Value>(&mut self, name: &str) -> Vec<T> {
        let Some(node) = self.node(name) else { return Vec::new() };
        if node.kind() != Kind::Array {
            Unread::WrongType.tell("an array", node, self.faults, MEMBER_LEFT_OUT);
            self.keep(name, node.raw());
            return Vec::new();
        }
        let items = node.elements();
        // No room left over: there are hundreds of thousands of such lists.
        let (mut read, mut unread) = (Vec::with_capacity(items.len()), Vec::new());
        for item in items {
            match T::read(item, self.faults) {
                Ok(value) => read.push(value),
                Err(why) => {
                    why.tell(T::EXPECTED, item, self.faults, ITEM_LEFT_OUT);
                    unread.push(item.raw());
                }
            }
        }
        if !unread.is_empty() {
            self.keep(name, &format!("[{}]", unread.join(", ")));
        }
        read
    }

    /// The same of a member that holds its item itself where there is but one.
    pub fn one_or_list<T: Value>(&mut self, name: &str) -> Vec<T> {
        let is_list = self.members.iter().any(|(known, value)| known == name && value.kind() == Kind::Array);
        if is_list { self.list(name) } else { self.optional(name).into_iter().collect() }
    }

    /// All that was not taken, as written.
    pub fn rest(&mut self) -> Extra {
        let mut rest = std::mem::take(&mut self.unread);
        rest.extend(std::mem::take(&mut self.members).into_iter().map(|(name, value)| (name.into_owned(), value.raw().to_owned())));
        rest
    }

    /// Keeps the text of a member that could not be read.
    pub fn keep(&mut self, name: &str, raw: &str) {
        self.unread.insert(name.to_owned(), raw.to_owned());
    }

    fn read<T: Value>(&mut self, name: &str, node: Node<'r>, done: &str) -> Option<T> {
        match T::read(node, self.faults) {
            Ok(value) => Some(value),
            Err(why) => {
                why.tell(&format!("\"{name}\": {}", T::EXPECTED), node, self.faults, done);
                self.keep(name, node.raw());
                None
            }
        }
    }
}

impl Members {
    pub fn put<T: Value>(&mut self, name: &str, value: &T) {
        self.push(name, Canon::Inline(value.text()));
    }

    pub fn put_some<T: Value>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Nothing where `value` is what a missing member means.
    pub fn put_unless<T: Value + PartialEq>(&mut self, name: &str, value: &T, default: &T) {
        if value != default {
            self.put(name, value);
        }
    }

    /// The item itself where there is but one, nothing where there is none.
    pub fn put_one_or_list<T: Value>(&mut self, name: &str, values: &[T]) {
        match values {
            [only] => self.put(name, only),
            several => self.put_list(name, several),
        }
    }

    /// Nothing where the list is empty.
    pub fn put_list<T: Value>(&mut self, name: &str, values: &[T]) {
        if values.is_empty() {
            return;
        }
        let items: Vec<String> = values.iter().map(Value::text).collect();
        self.push(
            name,
            if T::IS_OBJECT { Canon::Items { read: items, unread: None } } else { Canon::Inline(format!("[{}]", items.join(", "))) },
        );
    }
}

/// What most records lack stands elsewhere in memory.
impl<T: Object> Object for Box<T> {
    const EXPECTED: &'static str = <T as Object>::EXPECTED;

    fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        <T as Object>::read(fields).map(Self::new)
    }

    fn members(&self) -> Members {
        T::members(self)
    }
}

impl Value for String {
    const EXPECTED: &'static str = "a text";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        let text = node.as_text().ok_or(Unread::WrongType)?;
        if text.len() > MAX_TEXT_LEN {
            return Err(Unread::error("text-too-long", format!("a text of {} bytes, more than {MAX_TEXT_LEN}", text.len())));
        }
        Ok(text.into_owned())
    }

    fn text(&self) -> String {
        quoted(self)
    }
}

impl Value for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        node.as_bool().ok_or(Unread::WrongType)
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Value for u64 {
    const EXPECTED: &'static str = "a whole number";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        if node.kind() != Kind::Number {
            return Err(Unread::WrongType);
        }
        // 1.0 and 1e2 are whole numbers too.
        whole_number(node).ok_or_else(|| Unread::error("bad-number", format!("{} is no whole number from 0", node.raw())))
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Value for f64 {
    const EXPECTED: &'static str = "a number";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        if node.kind() != Kind::Number {
            return Err(Unread::WrongType);
        }
        node.as_f64().filter(|number| number.is_finite()).ok_or_else(|| Unread::error("bad-number", format!("{} is too large", node.raw())))
    }

    fn text(&self) -> String {
        if self.is_finite() { self.to_string() } else { "null".to_owned() }
    }
}

impl Value for When {
    const EXPECTED: &'static str = "a date";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        let text = node.as_text().ok_or(Unread::WrongType)?;
        Self::parse(&text).map_err(|why| {
            let quoted = shortened(&text, MAX_QUOTED_CHARS);
            if why.is_unsupported {
                Unread::error("unsupported-date", format!("\"{quoted}\" is EDTF of level 2, which is not supported: {}", why.what))
            } else {
                Unread::error("bad-date", format!("\"{quoted}\" is no EDTF date: {why}"))
            }
        })
    }

    fn text(&self) -> String {
        quoted(When::text(self))
    }
}

impl Value for Names {
    const EXPECTED: &'static str = "an object of texts by language";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        if node.kind() != Kind::Object {
            return Err(Unread::WrongType);
        }
        let mut names = Self::new();
        for Member { name, value, .. } in node.members() {
            match String::read(value, faults) {
                Ok(text) => drop(names.insert(name.into_owned(), text)),
                Err(Unread::WrongType) => return Err(Unread::error("wrong-type", format!("the name in \"{name}\" is no text"))),
                Err(other) => return Err(other),
            }
        }
        Ok(names)
    }

    fn text(&self) -> String {
        let mut members = Members::default();
        for (language, name) in self {
            members.put(language, name);
        }
        members.inline()
    }
}

/// A number that is whole, however it is written, and that `f64` holds exactly or `u64` holds.
pub fn whole_number(node: Node<'_>) -> Option<u64> {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    node.as_u64().or_else(|| {
        let number = node.as_f64()?;
        (number.fract() == 0.0 && (0.0..=MAX_EXACT).contains(&number)).then_some(number as u64)
    })
}

pub fn too_deep() -> String {
    format!("brackets nested more than {MAX_DEPTH} deep")
}

/// Whether brackets nest more than `limit` deep.
pub fn is_deeper_than(raw: &str, limit: usize) -> bool {
    // Nearly all records have fewer brackets than that altogether.
    if raw.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() <= limit {
        return false;
    }
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for byte in raw.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
