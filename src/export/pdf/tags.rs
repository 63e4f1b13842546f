//! What is heading, paragraph, list, table and figure: the structure of a tagged PDF (ISO 14289-1), built as its parts are composed and drawn.

use krilla::tagging::{Identifier, TagGroup, TagKind, TagTree};

/// A part of the structure, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node(usize);

enum Child {
    Part(Node),
    Drawn(Identifier),
}

/// Parts within parts, in the order of reading.
#[derive(Default)]
pub struct Tags {
    top: Vec<Node>,
    parts: Vec<(TagKind, Vec<Child>)>,
}

impl Tags {
    /// A new last part of another, or of the whole.
    pub fn part(&mut self, within: Option<Node>, tag: impl Into<TagKind>) -> Node {
        let node = Node(self.parts.len());
        self.parts.push((tag.into(), Vec::new()));
        match within.and_then(|Node(at)| self.parts.get_mut(at)) {
            Some((_, children)) => children.push(Child::Part(node)),
            None => self.top.push(node),
        }
        node
    }

    /// Adds what has been drawn.
    pub fn drawn(&mut self, Node(at): Node, identifier: Identifier) {
        if let Some((_, children)) = self.parts.get_mut(at) {
            children.push(Child::Drawn(identifier));
        }
    }

    pub fn tree(self, language: &str) -> TagTree {
        let mut parts: Vec<Option<(TagKind, Vec<Child>)>> = self.parts.into_iter().map(Some).collect();
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for node in self.top {
            if let Some(group) = group(node, &mut parts) {
                tree.push(group);
            }
        }
        tree
    }
}

/// Parts lie within one another no deeper than handouts are composed. A part that nothing was drawn of is none.
fn group(Node(at): Node, parts: &mut [Option<(TagKind, Vec<Child>)>]) -> Option<TagGroup> {
    let (tag, children) = parts.get_mut(at)?.take()?;
    let mut made = TagGroup::new(tag);
    for child in children {
        match child {
            Child::Part(node) => {
                if let Some(group) = group(node, parts) {
                    made.push(group);
                }
            }
            Child::Drawn(identifier) => made.push(identifier),
        }
    }
    (!made.children.is_empty()).then_some(made)
}
