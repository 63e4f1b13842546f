//! Profiles of releasability, and what a released copy says of itself: from members to fields and back.

use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Node, quoted};
use crate::formats::native::canon::Members;
use crate::formats::native::fields::{Fields, ITEM_LEFT_OUT, MEMBER_LEFT_OUT, Object, Unread, Value};
use crate::model::{Release, ReleasedFor, SourceId, Unnamed, WithheldCount};

/// The word for all sources, in the place of a list of ids.
const ALL_SOURCES: &str = "all";

impl Object for Release {
    const EXPECTED: &'static str = "a profile of releasability (an object with \"name\")";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            name: f.required("name", ITEM_LEFT_OUT)?,
            handling: f.optional("handling"),
            drop_notes: f.optional("drop_notes").unwrap_or_default(),
            unnamed_sources: f.optional("unnamed_sources").unwrap_or_default(),
            coarsen_km: f.optional::<Kilometres>("coarsen_km").map(|Kilometres(km)| km),
            drop_tags: f.list("drop_tags"),
            drop_tagged: f.list("drop_tagged"),
            keep_texts: f.optional("keep_texts").unwrap_or_default(),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("name", &self.name);
        m.put_some("handling", self.handling.as_ref());
        m.put_unless("drop_notes", &self.drop_notes, &false);
        m.put_unless("unnamed_sources", &self.unnamed_sources, &Unnamed::default());
        m.put_some("coarsen_km", self.coarsen_km.as_ref());
        m.put_list("drop_tags", &self.drop_tags);
        m.put_list("drop_tagged", &self.drop_tagged);
        m.put_unless("keep_texts", &self.keep_texts, &false);
        m.push_extra(&self.extra);
        m
    }
}

/// A number of kilometres that coordinates can be told to.
struct Kilometres(f64);

impl Value for Kilometres {
    const EXPECTED: &'static str = "a number of kilometres";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        match f64::read(node, faults)? {
            km if km > 0.0 && km <= Release::MOST_KM => Ok(Self(km)),
            _ => Err(Unread::error(
                "out-of-range",
                format!("{} is no number of kilometres above 0 and up to {}", node.raw(), Release::MOST_KM),
            )),
        }
    }

    fn text(&self) -> String {
        self.0.text()
    }
}

/// Of a list with one bad id none is taken: a profile that hides fewer than was meant would be worse than none.
impl Value for Unnamed {
    const EXPECTED: &'static str = "\"all\" or an array of ids";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        match (node.kind(), node.as_text()) {
            (Kind::String, Some(word)) if word == ALL_SOURCES => Ok(Self::All),
            (Kind::Array, _) => {
                let mut read = |id: Node<'_>| {
                    let told = SourceId::read(id, faults);
                    told.map_err(|why| why.tell(SourceId::EXPECTED, id, faults, MEMBER_LEFT_OUT))
                };
                let ids: Result<Vec<SourceId>, ()> = node.elements().into_iter().map(&mut read).collect();
                ids.map(Self::These).map_err(|()| Unread::Told)
            }
            _ => Err(Unread::WrongType),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::All => quoted(ALL_SOURCES),
            Self::These(ids) => format!("[{}]", ids.iter().map(Value::text).collect::<Vec<_>>().join(", ")),
        }
    }
}

impl Object for ReleasedFor {
    const EXPECTED: &'static str = "an object with \"name\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            name: f.required("name", ITEM_LEFT_OUT)?,
            coarsened_km: f.optional("coarsened_km"),
            removed: f.list("removed"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("name", &self.name);
        m.put_some("coarsened_km", self.coarsened_km.as_ref());
        m.put_list("removed", &self.removed);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for WithheldCount {
    const EXPECTED: &'static str = "an object with \"what\" and \"count\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { what: f.required("what", ITEM_LEFT_OUT)?, count: f.required("count", ITEM_LEFT_OUT)?, extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("what", &self.what);
        m.put("count", &self.count);
        m.push_extra(&self.extra);
        m
    }
}
