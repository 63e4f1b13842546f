//! A part of the package that has shapes, and what it refers to.

use crate::export::markup::Markup;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What a slide, a layout, a master or a page of notes refers to, and how its shapes are numbered.
#[derive(Debug, Default)]
pub struct Part {
    /// Type, target, and whether that lies outside the package.
    relations: Vec<(&'static str, String, bool)>,
    n_shapes: u32,
}

impl Part {
    /// A number that no other shape of this part has; 1 is the tree of shapes.
    pub fn shape_id(&mut self) -> u32 {
        self.n_shapes += 1;
        self.n_shapes + 1
    }

    /// The id by which it refers to another part of the package: `image`, `../media/image1.png`.
    pub fn refer(&mut self, kind: &'static str, target: String) -> String {
        self.relation(kind, target, false)
    }

    /// The id by which it refers to an address on the web.
    pub fn link(&mut self, address: &str) -> String {
        self.relation("hyperlink", as_uri(address), true)
    }

    fn relation(&mut self, kind: &'static str, target: String, is_outside: bool) -> String {
        let relation = (kind, target, is_outside);
        let at = self.relations.iter().position(|known| *known == relation).unwrap_or_else(|| {
            self.relations.push(relation);
            self.relations.len() - 1
        });
        format!("rId{}", at + 1)
    }

    /// All that it refers to, as a part of its own (ECMA-376, part 2, 9.3).
    pub fn relations(&self) -> String {
        let mut xml = Markup::new(super::XML);
        xml.within("Relationships", &[("xmlns", &"http://schemas.openxmlformats.org/package/2006/relationships")], |xml| {
            for (n, (kind, target, is_outside)) in self.relations.iter().enumerate() {
                let (id, kind) = (format!("rId{}", n + 1), kind_of(kind));
                if *is_outside {
                    xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", target), ("TargetMode", &"External")]);
                } else {
                    xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", target)]);
                }
            }
        });
        xml.finish()
    }
}

fn kind_of(kind: &str) -> String {
    match kind {
        "core-properties" => "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties".to_owned(),
        _ => format!("{TYPES}/{kind}"),
    }
}

/// An address in the characters that addresses have (RFC 3986); others by their bytes.
fn as_uri(address: &str) -> String {
    address.bytes().fold(String::new(), |mut uri, byte| {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
        uri
    })
}
