//! A record as its members by name, each the text of a JSON value, and back: what is compared and merged of it.

use crate::base::Problems;
use crate::formats::faults::Faults;
use crate::formats::json::{Lines, Node, quoted};
use crate::formats::native::canon::{Canon, Members};
use crate::formats::native::fields::{Fields, Object};
use crate::formats::native::read::header_in;
use crate::model::{Edit, RecordId};

/// A member of a record: its name and its value as JSON on one line, those included that this program does not know.
///
/// Of a place, the members of `properties` stand beside those of the Feature under their own names. What else is known of a Feature is
/// `geometry`; unknown members of it are called `feature/NAME`, and so is a member of `properties` that would be taken for another
/// called `properties/NAME`.
pub type NamedMember = (String, String);

/// Before the name of a Feature's member that is neither known nor one of its `properties`.
pub const OF_FEATURE: &str = "feature/";
/// Before the name of a member of `properties` that would be taken for another.
pub const OF_PROPERTIES: &str = "properties/";

/// The members, in their canonical order, of what a single edit puts; `None` where it removes.
pub fn members_of_put(edit: &Edit) -> Option<Vec<NamedMember>> {
    Some(match edit {
        Edit::PutHeader(header) => named(&header.members()),
        Edit::PutPlace(place) => members_of_feature(&place.members()),
        Edit::PutActor(actor) => named(&actor.members()),
        Edit::PutSource(source) => named(&source.members()),
        Edit::PutEvent(event) => named(&event.members()),
        Edit::PutReport(report) => named(&report.members()),
        Edit::PutScene(scene) => named(&scene.members()),
        Edit::Remove(_) | Edit::All(_) => return None,
    })
}

/// The edit that puts the record of these members; its kind is that of `id`, which stands in for the members' own id. `None` where
/// they make up no record.
pub fn put_record(id: &RecordId, members: &[NamedMember]) -> Option<Edit> {
    let own_id = ("id".to_owned(), quoted(id.as_str()));
    let others = members.iter().filter(|(name, _)| name != "id").cloned();
    let members: Vec<NamedMember> = std::iter::once(own_id).chain(others).collect();
    Some(match id {
        RecordId::Place(_) => Edit::PutPlace(Box::new(record(&text_of_feature(&members))?)),
        RecordId::Actor(_) => Edit::PutActor(Box::new(record(&text_of(&members))?)),
        RecordId::Source(_) => Edit::PutSource(Box::new(record(&text_of(&members))?)),
        RecordId::Event(_) => Edit::PutEvent(Box::new(record(&text_of(&members))?)),
        RecordId::Report(_) => Edit::PutReport(Box::new(record(&text_of(&members))?)),
        RecordId::Scene(_) => Edit::PutScene(Box::new(record(&text_of(&members))?)),
    })
}

/// The edit that puts the header of these members; `None` where they make up none.
pub fn put_header(members: &[NamedMember]) -> Option<Edit> {
    let text = text_of(members);
    silently(&text, |faults| header_in(Node::whole(&text), faults)).map(|header| Edit::PutHeader(Box::new(header)))
}

fn named(members: &Members) -> Vec<NamedMember> {
    members.iter().map(|(name, value)| (name.to_owned(), value.inline())).collect()
}

fn members_of_feature(members: &Members) -> Vec<NamedMember> {
    let mut listed = Vec::new();
    for (name, value) in members.iter() {
        match (name, value) {
            ("type", _) => {}
            ("id" | "geometry", value) => listed.push((name.to_owned(), value.inline())),
            ("properties", Canon::Members(properties)) => {
                listed.extend(properties.iter().map(|(name, value)| (name_of_property(name), value.inline())));
            }
            (name, value) => listed.push((format!("{OF_FEATURE}{name}"), value.inline())),
        }
    }
    listed
}

/// What a member of `properties` is called among the members of a place.
pub fn name_of_property(name: &str) -> String {
    let is_taken = matches!(name, "id" | "geometry" | "type") || name.starts_with(OF_FEATURE) || name.starts_with(OF_PROPERTIES);
    if is_taken { format!("{OF_PROPERTIES}{name}") } else { name.to_owned() }
}

fn text_of(members: &[NamedMember]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
    format!("{{{}}}", members.join(", "))
}

fn text_of_feature(members: &[NamedMember]) -> String {
    let mut of_feature = vec![("type".to_owned(), quoted("Feature"))];
    let mut properties = Vec::new();
    for (name, value) in members {
        if let Some(name) = name.strip_prefix(OF_FEATURE) {
            of_feature.push((name.to_owned(), value.clone()));
        } else if matches!(name.as_str(), "id" | "geometry") {
            of_feature.push((name.clone(), value.clone()));
        } else {
            properties.push((name.strip_prefix(OF_PROPERTIES).unwrap_or(name).to_owned(), value.clone()));
        }
    }
    of_feature.push(("properties".to_owned(), text_of(&properties)));
    text_of(&of_feature)
}

/// The record that a text holds.
pub fn record<T: Object>(text: &str) -> Option<T> {
    silently(text, |faults| Fields::of_record(Node::whole(text), faults).and_then(|mut fields| T::read(&mut fields)))
}

/// What is wrong was told when the file was read.
pub fn silently<R>(text: &str, read: impl FnOnce(&mut Faults<'_>) -> R) -> R {
    let lines = Lines::new("", text);
    read(&mut Faults::new(&lines, &mut Problems::default()))
}
