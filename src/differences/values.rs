//! How three values of one member become one: JSON texts of what both began with, of mine and of theirs.
//!
//! What only one side changed is taken; what both changed alike is no question. Lists whose items have an identity (the places of an event,
//! the statements of a report) are merged item by item, and items that are objects member by member. What the program does not know is
//! whole: two changes of it clash. A clash keeps one side's value and tells of the other's, so that nothing is lost in silence.

use std::collections::BTreeMap;

use crate::differences::members::compact;
use crate::formats::json::{Kind, Node, quoted};

/// One of two that changed the same thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    #[default]
    Mine,
    Theirs,
}

/// Something within a record that both sides changed, each otherwise. The values are JSON texts, `None` where it is absent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueClash {
    /// Names of members and identities of list items on the way to it, with `/` between them; of a whole record nothing.
    pub path: String,
    pub base: Option<String>,
    pub mine: Option<String>,
    pub theirs: Option<String>,
}

/// Merges values and remembers where that was not possible.
pub struct Merger<'c> {
    /// Whose value stands where both changed it, by the path.
    choose: &'c dyn Fn(&str) -> Side,
    pub clashes: Vec<ValueClash>,
}

/// What both began with, what one made of it, and what the other did.
#[derive(Clone, Copy, Debug)]
pub struct Three<'a> {
    pub base: Option<&'a str>,
    pub mine: Option<&'a str>,
    pub theirs: Option<&'a str>,
}

/// A list of named texts, in its order.
pub type Named<'a> = Vec<(String, &'a str)>;
/// The same, to look them up.
type Values<'n, 'a> = BTreeMap<&'n str, &'a str>;

/// How a member of a name merges, where all three values are of the kind it should have.
enum Nature {
    /// By its members.
    Object,
    /// Texts, each of which is its own identity.
    Texts,
    /// Objects with an identity: the first of these sets of members that tells the items of each side apart.
    Items(&'static [&'static [&'static str]]),
    /// Judgements, of which the last holds.
    Grades,
    /// As one: a strength of one's minimum and the other's maximum would be nobody's.
    Whole,
}

fn nature(member: &str) -> Nature {
    match member {
        "names" | "troops" => Nature::Object,
        "tags" | "languages" | "authors" | "questions" | "basis" | "drop_tags" | "drop_tagged" => Nature::Texts,
        "places" => Nature::Items(&[&["place"], &["place", "role"]]),
        "actors" => Nature::Items(&[&["actor"], &["actor", "role"]]),
        "links" => Nature::Items(&[&["event"], &["event", "rel"]]),
        "assessments" => Nature::Items(&[&["statement"]]),
        "releases" | "released" => Nature::Items(&[&["name"]]),
        "attachments" => Nature::Items(&[&["file"]]),
        "about" => Nature::Items(&[
            &["event", "report"],
            &["event", "report", "aspect"],
            &["event", "report", "aspect", "stance"],
            &["event", "report", "aspect", "stance", "excerpt"],
        ]),
        "graded" | "reliability" => Nature::Grades,
        _ => Nature::Whole,
    }
}

fn same(a: Option<&str>, b: Option<&str>) -> bool {
    a == b || a.map(compact) == b.map(compact)
}

/// What a merge comes to, if it comes to something: the value, `None` where there is to be none.
type Outcome = Option<Option<String>>;

impl<'a> Three<'a> {
    /// Each side by itself, an absent value as an empty text. `None` where one cannot be told.
    fn each<T>(self, of: impl Fn(&'a str) -> Option<T>) -> Option<[T; 3]> {
        let [base, mine, theirs] = [self.base, self.mine, self.theirs].map(|value| of(value.unwrap_or_default()));
        Some([base?, mine?, theirs?])
    }
}

impl<'c> Merger<'c> {
    pub fn new(choose: &'c dyn Fn(&str) -> Side) -> Self {
        Self { choose, clashes: Vec::new() }
    }

    /// One value of three; `None` where there is to be none.
    pub fn value(&mut self, path: &str, member: &str, three: Three<'_>) -> Option<String> {
        if let Some(settled) = settled(three) {
            return settled.map(str::to_owned);
        }
        let merged = match nature(member) {
            Nature::Object => self.object(path, three),
            Nature::Texts => self.list(path, three, text_key),
            Nature::Items(keys) => self.items(path, keys, three),
            Nature::Grades => grades(three),
            Nature::Whole => None,
        };
        merged.unwrap_or_else(|| self.clash(path, three))
    }

    /// Both changed it, each otherwise: the chosen side's stands.
    pub fn clash(&mut self, path: &str, Three { base, mine, theirs }: Three<'_>) -> Option<String> {
        let owned = |value: Option<&str>| value.map(str::to_owned);
        self.clashes.push(ValueClash { path: path.to_owned(), base: owned(base), mine: owned(mine), theirs: owned(theirs) });
        owned(match (self.choose)(path) {
            Side::Mine => mine,
            Side::Theirs => theirs,
        })
    }

    /// Members that are merged each by itself; those of mine in their order, and those that only theirs has after what they follow there.
    pub fn members(&mut self, path: &str, [base, mine, theirs]: [&Named<'_>; 3]) -> Vec<(String, String)> {
        let [of_base, of_mine, of_theirs] = [base, mine, theirs].map(values);
        let merge = |name: &str| {
            let [base, mine, theirs] = [&of_base, &of_mine, &of_theirs].map(|of| of.get(name).copied());
            let three = Three { base, mine, theirs };
            Some((name.to_owned(), self.value(&joined(path, name), name, three)?))
        };
        woven(mine, theirs).into_iter().filter_map(merge).collect()
    }

    fn object(&mut self, path: &str, three: Three<'_>) -> Outcome {
        if three.mine.is_none() || three.theirs.is_none() {
            return None;
        }
        let [base, mine, theirs] = three.each(members_in)?;
        let merged = self.members(path, [&base, &mine, &theirs]);
        let members: Vec<String> = merged.into_iter().map(|(name, value)| format!("{}: {value}", quoted(&name))).collect();
        // An object that lost its last member is one that was taken away.
        Some((!members.is_empty()).then(|| format!("{{{}}}", members.join(", "))))
    }

    fn items(&mut self, path: &str, keys: &[&[&str]], three: Three<'_>) -> Outcome {
        let key_of = |members: &[&str], item: Node<'_>| {
            let values = members.iter().filter_map(|name| item.member(name));
            let texts: Vec<String> = values.map(|value| value.as_text().map_or_else(|| value.raw().to_owned(), Into::into)).collect();
            (item.kind() == Kind::Object && !texts.is_empty()).then(|| texts.join(" "))
        };
        let tells_apart = |members: &&[&str]| three.each(|list| keyed(list, |item| key_of(members, item))).is_some();
        let members = keys.iter().copied().find(|members| tells_apart(members))?;
        self.list(path, three, |item| key_of(members, item))
    }

    /// A list by its items' identities. `None` where they have none, or where both put them into another order.
    fn list(&mut self, path: &str, three: Three<'_>, key_of: impl Fn(Node<'_>) -> Option<String>) -> Outcome {
        let [base, mine, theirs] = three.each(|list| keyed(list, &key_of))?;
        let (is_mine_turned, is_theirs_turned) = (is_reordered(&base, &mine), is_reordered(&base, &theirs));
        if is_mine_turned && is_theirs_turned && is_reordered(&mine, &theirs) {
            return None;
        }
        let (first, second) = if is_theirs_turned && !is_mine_turned { (&theirs, &mine) } else { (&mine, &theirs) };
        let [of_base, of_mine, of_theirs] = [&base, &mine, &theirs].map(values);
        let mut items = Vec::new();
        for key in woven(first, second) {
            let [base, mine, theirs] = [&of_base, &of_mine, &of_theirs].map(|of| of.get(key).copied());
            let three = Three { base, mine, theirs };
            items.extend(self.item(&joined(path, key), three));
        }
        // A list that lost its last item is one that was taken away.
        Some((!items.is_empty()).then(|| format!("[{}]", items.join(", "))))
    }

    fn item(&mut self, path: &str, three: Three<'_>) -> Option<String> {
        if let Some(settled) = settled(three) {
            return settled.map(str::to_owned);
        }
        self.object(path, three).unwrap_or_else(|| self.clash(path, three))
    }
}

fn text_key(item: Node<'_>) -> Option<String> {
    item.as_text().map(Into::into)
}

/// What stands without a question: only one side changed it, or both did alike. `None` where there is one.
pub(super) fn settled<'a>(Three { base, mine, theirs }: Three<'a>) -> Option<Option<&'a str>> {
    if same(mine, theirs) || same(theirs, base) {
        Some(mine)
    } else if same(mine, base) {
        Some(theirs)
    } else {
        None
    }
}

/// Two histories of judgements, put together. `None` where each comes to another judgement than before, and than the other.
fn grades(three: Three<'_>) -> Outcome {
    /// Each is compared with each. Nobody judges more often.
    const MOST: usize = 500;
    let [base, mine, theirs] = three.each(|value| {
        let node = Node::whole(value);
        let items = if node.kind() == Kind::Array { node.elements() } else { Vec::from_iter((!value.is_empty()).then_some(node)) };
        let are_objects = items.len() <= MOST && items.iter().all(|item| item.kind() == Kind::Object);
        are_objects.then(|| items.iter().map(|item| item.raw()).collect::<Vec<&str>>())
    })?;
    let holding = |items: &[&str]| -> Option<String> {
        let node = Node::whole(items.last()?);
        ["reliability", "credibility"].into_iter().find_map(|name| node.member(name).map(|grade| grade.raw().to_owned()))
    };
    let [of_base, of_mine, of_theirs] = [&base, &mine, &theirs].map(|items| holding(items));
    let (has_mine, has_theirs) = (of_mine != of_base, of_theirs != of_base);
    if has_mine && has_theirs && of_mine != of_theirs {
        return None;
    }
    let is_in = |items: &[&str], item: &str| items.iter().any(|other| same(Some(other), Some(item)));
    let is_kept = |item: &&&str| !is_in(&base, item) || (is_in(&mine, item) && is_in(&theirs, item));
    // The one whose judgement holds comes last.
    let (first, last) = if has_mine { (&theirs, &mine) } else { (&mine, &theirs) };
    let of_last_only = last.iter().filter(|item| !is_in(first, item));
    let merged: Vec<&str> = first.iter().chain(of_last_only).filter(is_kept).copied().collect();
    let expected = if has_mine { of_mine } else { of_theirs };
    (holding(&merged) == expected).then(|| (!merged.is_empty()).then(|| format!("[{}]", merged.join(", "))))
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// The members of an object; of nothing none. `None` where it is something else, or has a name twice.
fn members_in(object: &str) -> Option<Named<'_>> {
    let node = Node::whole(object);
    let is_object = object.is_empty() || node.kind() == Kind::Object;
    let members: Named<'_> = node.members().into_iter().map(|member| (member.name.into_owned(), member.value.raw())).collect();
    (is_object && is_apart(&members)).then_some(members)
}

/// The items of a list by what tells them apart; of nothing none. `None` where nothing does.
fn keyed<'a>(list: &'a str, key_of: impl Fn(Node<'_>) -> Option<String>) -> Option<Named<'a>> {
    let node = Node::whole(list);
    let is_list = list.is_empty() || node.kind() == Kind::Array;
    let items: Option<Named<'a>> = node.elements().into_iter().map(|item| Some((key_of(item)?, item.raw()))).collect();
    items.filter(|items| is_list && is_apart(items))
}

fn is_apart(named: &Named<'_>) -> bool {
    values(named).len() == named.len()
}

fn values<'n, 'a>(named: &'n Named<'a>) -> Values<'n, 'a> {
    named.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

/// Whether those that both have stand in another order.
fn is_reordered(before: &Named<'_>, after: &Named<'_>) -> bool {
    let (in_before, in_after) = (values(before), values(after));
    let kept = before.iter().map(|(name, _)| name.as_str()).filter(|name| in_after.contains_key(name));
    !kept.eq(after.iter().map(|(name, _)| name.as_str()).filter(|name| in_before.contains_key(name)))
}

/// The names of the first in their order, and those that only the second has each after what it follows there.
fn woven<'n>(first: &'n Named<'_>, second: &'n Named<'_>) -> Vec<&'n str> {
    let in_first = values(first);
    let mut following: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    let mut before = None;
    for (name, _) in second {
        if in_first.contains_key(name.as_str()) {
            before = Some(name.as_str());
        } else {
            following.entry(before).or_default().push(name);
        }
    }
    let mut order = following.remove(&None).unwrap_or_default();
    for (name, _) in first {
        order.push(name);
        order.extend(following.remove(&Some(name.as_str())).unwrap_or_default());
    }
    order
}
