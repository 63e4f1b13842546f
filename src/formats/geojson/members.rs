//! The members of GeoJSON objects that RFC 7946 gives a meaning.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Member, Node};

/// Members with a meaning, as far as an object has them; of one given twice the last, as JSON readers commonly have it.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    pub type_name: Option<Node<'a>>,
    pub coordinates: Option<Node<'a>>,
    pub geometries: Option<Node<'a>>,
    pub geometry: Option<Node<'a>>,
    pub properties: Option<Node<'a>>,
    pub features: Option<Node<'a>>,
    pub id: Option<Node<'a>>,
    pub bbox: Option<Node<'a>>,
    pub crs: Option<Node<'a>>,
}

/// A JSON object with its members sorted out.
pub struct Object<'a> {
    pub node: Node<'a>,
    pub known: Known<'a>,
    members: Vec<Member<'a>>,
}

impl<'a> Object<'a> {
    pub fn of(node: Node<'a>) -> Self {
        let mut known = Known::default();
        let members = node.members();
        for member in &members {
            if let Some(slot) = known.slot(&member.name) {
                *slot = Some(member.value);
            }
        }
        Self { node, known, members }
    }

    /// The `type`, where it is a string.
    pub fn type_text(&self) -> Option<Cow<'a, str>> {
        self.known.type_name.and_then(Node::as_text)
    }

    /// Warns of what is wrong with the members whatever they mean here: a name given twice, a bad `bbox`, and one of the
    /// `forbidden`, which have a meaning for another type and must not stand here (RFC 7946, section 7.1).
    pub fn tell_faulty(&self, forbidden: &[&str], faults: &mut Faults<'_>) {
        tell_repeated(&self.members, faults);
        for member in self.members.iter().filter(|member| forbidden.contains(&member.name.as_ref())) {
            let detail = format!("\"{}\" must not stand in an object of this type", member.name);
            faults.warning(member.offset, "member-of-another-type", detail, "passed over");
        }
        if let Some(bbox) = self.known.bbox {
            check_bbox(bbox, faults);
        }
    }
}

impl<'a> Known<'a> {
    fn slot(&mut self, name: &str) -> Option<&mut Option<Node<'a>>> {
        Some(match name {
            "type" => &mut self.type_name,
            "coordinates" => &mut self.coordinates,
            "geometries" => &mut self.geometries,
            "geometry" => &mut self.geometry,
            "properties" => &mut self.properties,
            "features" => &mut self.features,
            "id" => &mut self.id,
            "bbox" => &mut self.bbox,
            "crs" => &mut self.crs,
            _ => return None,
        })
    }
}

/// Objects of up to this many members are searched for a repeated name without a set: the common case, and quicker.
const FEW_MEMBERS: usize = 16;

/// Warns of each name that an object has more than once.
pub fn tell_repeated(members: &[Member<'_>], faults: &mut Faults<'_>) {
    let mut tell = |member: &Member<'_>| {
        let detail = format!("the member \"{}\" is given more than once", member.name);
        faults.warning(member.offset, "duplicate-member", detail, "took the last");
    };
    if members.len() <= FEW_MEMBERS {
        let is_repeated = |index: usize, member: &Member<'_>| members.iter().take(index).any(|earlier| earlier.name == member.name);
        members.iter().enumerate().filter(|(index, member)| is_repeated(*index, member)).for_each(|(_, member)| tell(member));
    } else {
        let mut seen = HashSet::with_capacity(members.len());
        members.iter().filter(|member| !seen.insert(member.name.as_ref())).for_each(tell);
    }
}

/// Warns of a `bbox` that is not 4 or 6 numbers. Boxes are worked out from the geometries, so nothing is lost by it.
fn check_bbox(node: Node<'_>, faults: &mut Faults<'_>) {
    let numbers = node.elements();
    let is_of_numbers = node.kind() == Kind::Array && numbers.iter().all(|number| number.as_f64().is_some());
    if !is_of_numbers || !matches!(numbers.len(), 4 | 6) {
        faults.warning(node.offset(), "bad-bbox", "a \"bbox\" must be an array of 4 or 6 numbers", "passed over");
    }
}
