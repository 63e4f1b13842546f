//! A file of records by the ids of its records, whatever they hold: what a merge of files works on.

use std::collections::BTreeMap;

use crate::base::Location;
use crate::formats::json::{Kind, Node};
use crate::formats::native::canon::{Canon, Members};
use crate::formats::native::members::{NamedMember, OF_FEATURE, OF_PROPERTIES, name_of_property};
use crate::formats::native::paper::{Paper, Slot};
use crate::formats::native::write::{line_end, relisted, replaced};

/// The records of a file, all of them sound and each with an id of its own.
pub struct Listing<'a> {
    text: &'a str,
    paper: Paper<'a>,
    /// Of each slot.
    ids: Vec<String>,
    nodes: BTreeMap<String, Node<'a>>,
    is_collection: bool,
}

/// Why a file is not a list of records that can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotListed {
    #[error("it is not a list of records")]
    NoList,
    #[error("it is not well-formed JSON")]
    Broken,
    #[error("a record of it has no id")]
    NoId,
    #[error("two records of it have one id")]
    SameId,
}

impl<'a> Listing<'a> {
    /// Of an array of records, or of a collection of Features. An empty text is an empty list.
    pub fn of(text: &'a str, is_collection: bool) -> Result<Self, NotListed> {
        let paper = Paper::of(text, is_collection).ok_or(NotListed::NoList)?;
        if paper.has_more || Node::whole(text).check().is_err() {
            return Err(NotListed::Broken);
        }
        let mut listing = Self { text, paper, ids: Vec::new(), nodes: BTreeMap::new(), is_collection };
        for slot in &listing.paper.slots {
            let id = slot.node.member("id").and_then(Node::as_text).ok_or(NotListed::NoId)?.into_owned();
            if listing.nodes.insert(id.clone(), slot.node).is_some() {
                return Err(NotListed::SameId);
            }
            listing.ids.push(id);
        }
        Ok(listing)
    }

    /// The texts of its records by id, as they stand.
    pub fn records(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.nodes.iter().map(|(id, node)| (id.as_str(), node.raw()))
    }

    /// What stands around the records.
    pub fn around(&self) -> String {
        let empty: [Option<&str>; 0] = [];
        relisted(self.text, &self.paper, &empty, |_, _| None, std::iter::empty())
    }

    /// The members of a record as they stand, named as [`members_of_put`](super::members_of_put) names them. `None` where there is no such
    /// record or it has a name twice.
    pub fn members(&self, id: &str) -> Option<Vec<NamedMember>> {
        let members = plain(*self.nodes.get(id)?)?;
        if !self.is_collection {
            return Some(members);
        }
        let mut listed = Vec::new();
        for (name, value) in members {
            match name.as_str() {
                "type" => {}
                "id" | "geometry" => listed.push((name, value)),
                "properties" => {
                    let properties = plain(Node::whole(&value))?;
                    listed.extend(properties.into_iter().map(|(name, value)| (name_of_property(&name), value)));
                }
                _ => listed.push((format!("{OF_FEATURE}{name}"), value)),
            }
        }
        Some(listed)
    }

    /// The file with these records, by id, in place of its own; those that are the same keep their place.
    pub fn with_records(&self, records: &BTreeMap<String, String>) -> String {
        let ids: Vec<Option<&str>> = self.ids.iter().map(|id| Some(id.as_str())).collect();
        let kept = |index: usize, _: Node<'_>| records.get(self.ids.get(index)?).cloned();
        let added = records.iter().filter(|(id, _)| !self.nodes.contains_key(*id));
        relisted(self.text, &self.paper, &ids, kept, added.map(|(id, text)| (id.as_str(), text.clone())))
    }

    /// A record of these members in the layout of its file.
    pub fn laid_out(&self, members: &[NamedMember]) -> String {
        let line_end = line_end(self.text);
        if !self.is_collection {
            return canonical(members.iter().map(|(name, value)| (name.as_str(), value.as_str()))).as_record(line_end);
        }
        let mut of_feature = Members::default();
        of_feature.push("type", Canon::Inline("\"Feature\"".to_owned()));
        let (mut properties, mut others) = (Vec::new(), Vec::new());
        for (name, value) in members {
            if let Some(name) = name.strip_prefix(OF_FEATURE) {
                others.push((name, value));
            } else if matches!(name.as_str(), "id" | "geometry") {
                of_feature.push(name, Canon::Inline(value.clone()));
            } else {
                properties.push((name.strip_prefix(OF_PROPERTIES).unwrap_or(name), value.as_str()));
            }
        }
        of_feature.push("properties", Canon::Members(canonical(properties.into_iter())));
        for (name, value) in others {
            of_feature.push(name, Canon::Inline(value.clone()));
        }
        of_feature.as_record(line_end)
    }
}

/// Where each record of a file that is an array of records begins, by its id: of several of one id the last, which is the one that counts.
pub fn locations_of_records(file: &str, text: &str) -> BTreeMap<String, Location> {
    let slots = Paper::of(text, false).map(|paper| paper.slots).unwrap_or_default();
    let place = |slot: Slot<'_>| {
        let id = slot.node.member("id").and_then(Node::as_text)?.into_owned();
        Some((id, Location::in_text(file, text, slot.node.offset())))
    };
    slots.into_iter().filter_map(place).collect()
}

/// The members of a file that is one object.
pub fn members_of_file(text: &str) -> Option<Vec<NamedMember>> {
    let node = Node::whole(text);
    node.check().ok()?;
    plain(node)
}

/// A file that is one object, with these members in place of its own.
pub fn file_with_members(text: &str, members: &[NamedMember]) -> String {
    let members = canonical(members.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    replaced(text, Node::whole(text), &members.as_record(line_end(text)))
}

/// The members of an object as they stand; `None` where it is none, or has a name twice.
fn plain(object: Node<'_>) -> Option<Vec<NamedMember>> {
    let members: Vec<NamedMember> =
        object.members().into_iter().map(|member| (member.name.into_owned(), member.value.raw().to_owned())).collect();
    let names: std::collections::BTreeSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    (object.kind() == Kind::Object && names.len() == members.len()).then_some(members)
}

/// Lists of objects one a line, all else as it stands.
fn canonical<'m>(members: impl Iterator<Item = (&'m str, &'m str)>) -> Members {
    let mut laid = Members::default();
    for (name, value) in members {
        let items = Node::whole(value).elements();
        let is_of_objects = !items.is_empty() && items.iter().all(|item| item.kind() == Kind::Object);
        let value = if is_of_objects {
            Canon::Items { read: items.iter().map(|item| item.raw().to_owned()).collect(), unread: None }
        } else {
            Canon::Inline(value.to_owned())
        };
        laid.push(name, value);
    }
    laid
}
