//! The header and the records of a situation as named JSON values, and back.

use std::collections::BTreeMap;
use std::fmt;

use crate::formats::json::quoted;
use crate::formats::native::{self, NamedMember};
use crate::model::{Edit, RecordId, Situation};

/// What a situation is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Header,
    Record(RecordId),
}

impl Part {
    /// `header`, or the kind of the record.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Record(id) => id.kind(),
        }
    }

    /// The record's id without its kind; of the header nothing.
    pub fn id(&self) -> &str {
        match self {
            Self::Header => "",
            Self::Record(id) => id.as_str(),
        }
    }
}

/// `header`, or the record as `event:vote`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str(self.kind()),
            Self::Record(id) => id.fmt(f),
        }
    }
}

/// The members of a record in their order: each name once, with its value as JSON text on one line. Numbers stand as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members(Vec<NamedMember>);

impl Members {
    /// Those of a part of a situation; `None` where there is no such record.
    pub fn of(situation: &Situation, part: &Part) -> Option<Self> {
        let put = match part {
            Part::Header => Edit::PutHeader(Box::new(situation.header().clone())),
            Part::Record(id) => situation.put_of(id)?,
        };
        native::members_of_put(&put).map(Self)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets a member, in its place where there is one of that name; `None` takes it away. Where `value` is no JSON, nothing happens.
    pub fn set(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else {
            self.0.retain(|(known, _)| known != name);
            return;
        };
        if serde_json::from_str::<serde::de::IgnoredAny>(value).is_err() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Those of a JSON object; `None` where the text is none.
    pub fn of_text(object: &str) -> Option<Self> {
        native::members_of_file(object).map(Self)
    }

    /// As one JSON object.
    pub fn text(&self) -> String {
        let members: Vec<String> = self.0.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
        format!("{{{}}}", members.join(", "))
    }

    pub(super) fn named(&self) -> Vec<(String, &str)> {
        self.0.iter().map(|(name, value)| (name.clone(), value.as_str())).collect()
    }

    /// The edit that puts a part of these members in place of whatever is there; `None` where they make up none.
    pub fn put(&self, part: &Part) -> Option<Edit> {
        match part {
            Part::Header => native::put_header(&self.0),
            Part::Record(id) => native::put_record(id, &self.0),
        }
    }

    /// The members that differ from `new`, in order of their names: name, the value here, the value there. White space within unknown
    /// members makes no difference.
    pub fn changes_to<'a>(&'a self, new: &'a Self) -> Vec<(&'a str, Option<&'a str>, Option<&'a str>)> {
        let mut both: BTreeMap<&str, (Option<&str>, Option<&str>)> = self.iter().map(|(name, value)| (name, (Some(value), None))).collect();
        for (name, value) in new.iter() {
            both.entry(name).or_default().1 = Some(value);
        }
        let is_other = |(old, new): (Option<&str>, Option<&str>)| old.map(compact) != new.map(compact);
        both.into_iter().filter(|(_, values)| is_other(*values)).map(|(name, (old, new))| (name, old, new)).collect()
    }
}

impl FromIterator<NamedMember> for Members {
    fn from_iter<I: IntoIterator<Item = NamedMember>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

/// JSON without the white space between its tokens.
pub(super) fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut is_in_string, mut is_escaped) = (false, false);
    for sign in json.chars() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' if is_in_string => is_escaped = true,
            '"' => is_in_string = !is_in_string,
            ' ' | '\t' | '\r' | '\n' if !is_in_string => continue,
            _ => {}
        }
        out.push(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::Problems;
    use crate::document::Document;

    /// Records with all that a file may hold: unknown members, items that cannot be read, numbers that no float holds.
    fn odd() -> Document {
        let files = [
            (
                "situation.json",
                r#"{"format": 1, "title": "T", "languages": ["en", 7], "x": {"b": 1.50,  "a": 12345678901234567890123}, "time_zone": 4}"#,
            ),
            (
                "places.geojson",
                r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "p", "bbox": [1, 2, 1, 2], "properties": {"name": "P", "geometry": "mine", "feature/x": 1, "properties/y": 2, "stroke": "red"},
 "geometry": {"type": "Point", "coordinates": [1.5, 2]}}]}"#,
            ),
            ("actors.json", r#"[{"id": "a", "name": "A", "kind": "robot", "part_of": "b"}]"#),
            (
                "sources.json",
                r#"[{"id": "s", "name": "S", "named": false, "graded": [{"reliability": "B", "x": 1}, {"reliability": "Z"}]}]"#,
            ),
            (
                "events.json",
                r#"[{"id": "e", "title": "E", "mode": "perhaps", "when": "someday", "tags": ["a", 1], "places": [{"place": 1}]}]"#,
            ),
            (
                "reports.json",
                r#"[{"id": "r", "source": "s", "published": "2024", "origin": "hearsay", "reliability": {"reliability": "E"},
 "about": [{"event": "e", "stance": "hums", "troops": {"strength": {"min": 1, "max": 2}, "x": []}}, 5]}]"#,
            ),
        ];
        let files: BTreeMap<_, _> = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        native::read(files, &mut Problems::default()).unwrap()
    }

    #[test]
    fn every_record_is_the_same_again_from_its_members() {
        let document = odd();
        let situation = document.situation();
        let parts: Vec<Part> = std::iter::once(Part::Header).chain(situation.ids().map(Part::Record)).collect();
        assert_eq!(parts.len(), 6);
        for part in parts {
            let members = Members::of(situation, &part).unwrap();
            let mut again = situation.clone();
            let inverse = again.apply(members.put(&part).unwrap());
            assert!(inverse.is_nothing(), "{part}: {members:?}\n{inverse:?}");
        }
    }

    #[test]
    fn members_of_properties_and_of_the_feature_are_told_apart() {
        let document = odd();
        let members = Members::of(document.situation(), &Part::Record(RecordId::Place("p".into()))).unwrap();
        let names: Vec<&str> = members.iter().map(|(name, _)| name).collect();
        let extra = ["properties/feature/x", "properties/geometry", "properties/properties/y", "stroke"];
        assert_eq!(names, [&["id", "geometry", "name"][..], &extra[..], &["feature/bbox"][..]].concat());
    }

    #[test]
    fn what_differs_is_told_by_name_and_white_space_is_nothing() {
        let of =
            |members: &[(&str, &str)]| members.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Members>();
        let old = of(&[("id", "1"), ("x", "{\"a\": \"b  \\\" c\"}"), ("gone", "2"), ("n", "1.0")]);
        let new = of(&[("n", "1.00"), ("id", "1"), ("x", "{ \"a\":\"b  \\\" c\" }"), ("came", "3")]);
        let changes = [("came", None, Some("3")), ("gone", Some("2"), None), ("n", Some("1.0"), Some("1.00"))];
        assert_eq!(old.changes_to(&new), changes);
        assert!(old.changes_to(&old).is_empty());
    }

    #[test]
    fn a_member_is_set_in_its_place_and_only_to_json() {
        let mut members: Members = [("a", "1"), ("b", "2")].map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        members.set("a", Some("[3]"));
        members.set("b", Some("not json"));
        members.set("c", Some("\"x\""));
        assert_eq!(members.iter().collect::<Vec<_>>(), [("a", "[3]"), ("b", "2"), ("c", "\"x\"")]);
        members.set("a", None);
        assert_eq!(members.get("a"), None);
    }
}
