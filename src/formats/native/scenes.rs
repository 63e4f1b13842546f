//! Scenes of the briefing: from members to fields and back.

use std::collections::BTreeMap;

use crate::base::shortened;
use crate::earth::LonLat;
use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Member, Node, quoted};
use crate::formats::native::NO_TITLE;
use crate::formats::native::canon::{Canon, Members};
use crate::formats::native::fields::{Fields, ITEM_LEFT_OUT, MAX_QUOTED_CHARS, Object, Unread, Value};
use crate::model::{
    Annotation, AnnotationKind, RecordId, Scene, SceneArea, SceneChoice, SceneFilter, SceneId, SceneKind, SceneLayers, SceneTime,
};

/// So many points of a line drawn by hand are read.
const MAX_POINTS: usize = 10_000;

impl Object for Scene {
    const EXPECTED: &'static str = "a scene (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let id: SceneId = f.record_id()?;
        Some(Self {
            id,
            title: f.required("title", "named it \"(untitled)\"").unwrap_or_else(|| NO_TITLE.to_owned()),
            order: f.required("order", "put it first").unwrap_or_default(),
            section: f.optional("section"),
            kind: f.optional("kind").unwrap_or(SceneKind::Map),
            text: f.optional("text"),
            notes: f.optional("notes"),
            seconds: f.optional("seconds"),
            is_hidden: f.optional("hidden").unwrap_or_default(),
            bounds: f.optional("bounds"),
            time: f.optional("time"),
            filter: f.optional("filter"),
            layers: f.optional("layers"),
            selection: f.optional("selection"),
            is_spotlit: f.optional("spotlight").unwrap_or_default(),
            annotations: f.list("annotations"),
            theme: f.optional("theme"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("id", &self.id);
        m.put("title", &self.title);
        m.put("order", &self.order);
        m.put_some("section", self.section.as_ref());
        m.put_unless("kind", &self.kind, &SceneKind::Map);
        m.put_some("text", self.text.as_ref());
        m.put_some("notes", self.notes.as_ref());
        m.put_some("seconds", self.seconds.as_ref());
        m.put_unless("hidden", &self.is_hidden, &false);
        m.put_some("bounds", self.bounds.as_ref());
        m.put_some("time", self.time.as_ref());
        m.put_some("filter", self.filter.as_ref());
        m.put_some("layers", self.layers.as_ref());
        m.put_some("selection", self.selection.as_ref());
        m.put_unless("spotlight", &self.is_spotlit, &false);
        m.put_list("annotations", &self.annotations);
        m.put_some("theme", self.theme.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for SceneTime {
    const EXPECTED: &'static str = "a time (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            clock: f.optional("clock"),
            window: f.optional("window"),
            mode: f.optional("mode"),
            outside: f.optional("outside"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put_some("clock", self.clock.as_ref());
        m.put_some("window", self.window.as_ref());
        m.put_some("mode", self.mode.as_ref());
        m.put_some("outside", self.outside.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for SceneFilter {
    const EXPECTED: &'static str = "a filter (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            choices: f.optional("choices").unwrap_or_default(),
            area: f.optional("area"),
            words: f.optional("words"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put_unless("choices", &self.choices, &BTreeMap::new());
        m.put_some("area", self.area.as_ref());
        m.put_some("words", self.words.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Value for BTreeMap<String, SceneChoice> {
    const EXPECTED: &'static str = "an object of choices by facet";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        if node.kind() != Kind::Object {
            return Err(Unread::WrongType);
        }
        node.members().into_iter().map(|Member { name, value, .. }| Ok((name.into_owned(), SceneChoice::read_in(value, faults)?))).collect()
    }

    fn text(&self) -> String {
        let mut m = Members::default();
        self.iter().for_each(|(facet, choice)| m.put(facet, choice));
        m.inline()
    }
}

impl SceneChoice {
    fn read_in(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        <Self as Value>::read(node, faults)
    }
}

impl Object for SceneChoice {
    const EXPECTED: &'static str = "a choice (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { include: f.list("include"), exclude: f.list("exclude"), extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put_list("include", &self.include);
        m.put_list("exclude", &self.exclude);
        m.push_extra(&self.extra);
        m
    }
}

/// `"view"`, a box or a list of corners.
impl Value for SceneArea {
    const EXPECTED: &'static str = "\"view\", [west, south, east, north] or a list of corners";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        if node.as_text().is_some_and(|word| word == "view") {
            return Ok(Self::View);
        }
        let is_of_numbers = node.elements().first().is_some_and(|first| first.kind() == Kind::Number);
        if is_of_numbers {
            return <[f64; 4]>::read(node, faults).map(Self::Box);
        }
        let corners = positions(node)?;
        if corners.len() < 3 {
            return Err(Unread::error("too-few-positions", format!("an area of {} corners, it needs 3", corners.len())));
        }
        Ok(Self::Polygon(corners))
    }

    fn text(&self) -> String {
        match self {
            Self::View => quoted("view"),
            Self::Box(bounds) => bounds.text(),
            Self::Polygon(corners) => positions_text(corners),
        }
    }
}

impl Object for SceneLayers {
    const EXPECTED: &'static str = "an object";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { show: f.list("show"), hide: f.list("hide"), extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put_list("show", &self.show);
        m.put_list("hide", &self.hide);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Annotation {
    const EXPECTED: &'static str = "an annotation (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let kind: AnnotationKind = f.required("kind", ITEM_LEFT_OUT)?;
        let points: Positions = f.required("points", ITEM_LEFT_OUT)?;
        Some(Self { kind, points: points.0, text: f.optional("text"), extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("kind", &self.kind);
        m.push("points", Canon::Inline(positions_text(&self.points)));
        m.put_some("text", self.text.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

/// Positions in degrees, as GeoJSON has them.
struct Positions(Vec<LonLat>);

impl Value for Positions {
    const EXPECTED: &'static str = "a list of [longitude, latitude]";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        let points = positions(node)?;
        if points.is_empty() { Err(Unread::error("too-few-positions", "a list without positions")) } else { Ok(Self(points)) }
    }

    fn text(&self) -> String {
        positions_text(&self.0)
    }
}

fn positions(node: Node<'_>) -> Result<Vec<LonLat>, Unread> {
    if node.kind() != Kind::Array {
        return Err(Unread::WrongType);
    }
    let listed = node.elements();
    if listed.len() > MAX_POINTS {
        return Err(Unread::error("too-large", format!("{} positions, more than {MAX_POINTS}", listed.len())));
    }
    let position = |at: Node<'_>| {
        let numbers: Vec<f64> = at.elements().into_iter().filter_map(Node::as_f64).collect();
        let [lon_deg, lat_deg] = numbers.as_slice() else { return Err(Unread::WrongType) };
        let shown = || shortened(at.raw(), MAX_QUOTED_CHARS);
        LonLat::new(*lon_deg, *lat_deg).ok_or_else(|| Unread::error("out-of-range", format!("{} is not on the earth", shown())))
    };
    listed.into_iter().map(position).collect()
}

fn positions_text(points: &[LonLat]) -> String {
    let points: Vec<String> = points.iter().map(|at| format!("[{}, {}]", at.lon_deg().text(), at.lat_deg().text())).collect();
    format!("[{}]", points.join(", "))
}

/// As `event:vote`.
impl Value for RecordId {
    const EXPECTED: &'static str = "a record as KIND:ID";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        let text = node.as_text().ok_or(Unread::WrongType)?;
        Self::read(&text)
            .ok_or_else(|| Unread::error("bad-link", format!("\"{}\" names no record as KIND:ID", shortened(&text, MAX_QUOTED_CHARS))))
    }

    fn text(&self) -> String {
        quoted(&self.to_string())
    }
}
