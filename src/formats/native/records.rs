//! The header, places, actors, sources and events: from members to fields and back.

use crate::formats::geojson;
use crate::formats::json::{Kind, Member};
use crate::formats::native::canon::{Canon, Members};
use crate::formats::native::fields::{Fields, ITEM_LEFT_OUT, MEMBER_LEFT_OUT, Object, SHOWN_AS_UNKNOWN, Unread, Value};
use crate::formats::native::geometry_text::geometry_text;
use crate::formats::native::{FORMAT, NO_TITLE};
use crate::formats::simplestyle;
use crate::model::{
    Actor, ActorId, Assessment, Credibility, Event, EventActor, EventId, EventPlace, Graded, Header, HomeView, Link, Mode, Place, PlaceId,
    Reliability, Rgb, SimpleStyle, Source, SourceId, Zone,
};

const ID_STANDS_IN: &str = "the id stands in for it";

impl Object for Header {
    const EXPECTED: &'static str = "a header (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let format = f.required("format", "read as version 1").unwrap_or(u64::from(FORMAT));
        let zone = f.node("time_zone");
        let time_zone = zone.and_then(|node| match String::read(node, f.faults) {
            Ok(name) => {
                if let Err(why) = Zone::named(&name) {
                    f.faults.error(node.offset(), "unknown-time-zone", why.to_string(), "counted days in UTC");
                }
                Some(name)
            }
            Err(why) => {
                why.tell("\"time_zone\": a text", node, f.faults, MEMBER_LEFT_OUT);
                f.keep("time_zone", node.raw());
                None
            }
        });
        Some(Self {
            format: u32::try_from(format).unwrap_or(u32::MAX),
            title: f.required("title", "named it \"(untitled)\"").unwrap_or_else(|| NO_TITLE.to_owned()),
            summary: f.optional("summary"),
            as_of: f.optional("as_of"),
            time_zone,
            languages: f.list("languages"),
            viewpoint: f.optional("viewpoint"),
            authors: f.list("authors"),
            handling: f.optional("handling"),
            questions: f.list("questions"),
            home: f.optional("home"),
            releases: f.list("releases"),
            released: f.one_or_list("released"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("format", &u64::from(self.format));
        m.put("title", &self.title);
        m.put_some("summary", self.summary.as_ref());
        m.put_some("as_of", self.as_of.as_ref());
        m.put_some("time_zone", self.time_zone.as_ref());
        m.put_list("languages", &self.languages);
        m.put_some("viewpoint", self.viewpoint.as_ref());
        m.put_list("authors", &self.authors);
        m.put_some("handling", self.handling.as_ref());
        m.put_list("questions", &self.questions);
        m.put_some("home", self.home.as_ref());
        m.put_list("releases", &self.releases);
        // What could not be read of it follows in a list.
        if self.extra.contains_key("released") {
            m.put_list("released", &self.released);
        } else {
            m.put_one_or_list("released", &self.released);
        }
        m.push_extra(&self.extra);
        m
    }
}

impl Object for HomeView {
    const EXPECTED: &'static str = "an object";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { bbox: f.required("bbox", MEMBER_LEFT_OUT)?, extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("bbox", &self.bbox);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Place {
    const EXPECTED: &'static str = "a Feature (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let id: PlaceId = f.record_id()?;
        let feature_type: Option<String> = f.required("type", "read as a Feature");
        if let Some(other) = feature_type.filter(|word| word != "Feature") {
            let detail = format!("a \"{other}\" stands where a Feature was expected");
            f.faults.error(f.offset(), "not-a-feature", detail, "read as a Feature");
        }
        if !f.is_given("geometry") {
            f.faults.error(f.offset(), "missing-member", "\"geometry\" is missing; null says that a place is not placed", "not placed");
        }
        let geometry = f.node("geometry").and_then(|node| geojson::geometry(node, f.faults));
        let properties = f.node("properties");
        if let Some(other) = properties.filter(|node| node.kind() != Kind::Object) {
            Unread::WrongType.tell("\"properties\": an object", other, f.faults, MEMBER_LEFT_OUT);
        }
        let extra_of_feature = f.rest();
        let mut p = f.within(properties);
        Some(Self {
            geometry,
            name: p.required("name", ID_STANDS_IN).unwrap_or_else(|| id.to_string()),
            id,
            names: p.optional("names").unwrap_or_default(),
            kind: p.optional("kind"),
            precision: p.optional("precision"),
            country: p.optional("country"),
            part_of: p.optional("part_of"),
            unnamed: p.optional("unnamed").unwrap_or_default(),
            inferred: p.optional("inferred").unwrap_or_default(),
            note: p.optional("note"),
            style: read_style(&mut p),
            extra: p.rest(),
            extra_of_feature,
        })
    }

    fn members(&self) -> Members {
        let mut p = Members::default();
        p.put("name", &self.name);
        p.put_unless("names", &self.names, &Default::default());
        p.put_some("kind", self.kind.as_ref());
        p.put_some("precision", self.precision.as_ref());
        p.put_some("country", self.country.as_ref());
        p.put_some("part_of", self.part_of.as_ref());
        p.put_unless("unnamed", &self.unnamed, &false);
        p.put_unless("inferred", &self.inferred, &false);
        p.put_some("note", self.note.as_ref());
        if let Some(style) = &self.style {
            write_style(style, &mut p);
        }
        p.push_extra(&self.extra);

        let mut m = Members::default();
        m.push("type", Canon::Inline("\"Feature\"".to_owned()));
        m.put("id", &self.id);
        m.push("geometry", Canon::Inline(self.geometry.as_ref().map_or_else(|| "null".to_owned(), geometry_text)));
        m.push("properties", Canon::Members(p));
        m.push_extra(&self.extra_of_feature);
        m
    }
}

/// The members of simplestyle 1.1.0 that are no plain texts.
const STYLE_MEMBERS: [&str; 8] =
    ["marker-size", "marker-symbol", "marker-color", "stroke", "stroke-opacity", "stroke-width", "fill", "fill-opacity"];

fn read_style(p: &mut Fields<'_, '_>) -> Option<Box<SimpleStyle>> {
    let mut style = SimpleStyle { title: p.optional("title"), description: p.optional("description"), ..SimpleStyle::default() };
    for name in STYLE_MEMBERS {
        if let Some(value) = p.node(name) {
            simplestyle::set_member(&mut style, &Member { name: name.into(), offset: value.offset(), value }, p.faults);
            let mut read = Members::default();
            write_style(&style, &mut read);
            if read.get(name).is_none() {
                p.keep(name, value.raw());
            }
        }
    }
    (style != SimpleStyle::default()).then(|| Box::new(style))
}

fn write_style(style: &SimpleStyle, p: &mut Members) {
    let colour = |Rgb([red, green, blue]): Rgb| format!("#{red:02x}{green:02x}{blue:02x}");
    p.put_some("title", style.title.as_ref());
    p.put_some("description", style.description.as_ref());
    p.put_some("marker-size", style.marker_size.as_ref());
    p.put_some("marker-symbol", style.marker_symbol.as_ref());
    p.put_some("marker-color", style.marker_color.map(colour).as_ref());
    p.put_some("stroke", style.stroke.map(colour).as_ref());
    p.put_some("stroke-opacity", style.stroke_opacity.as_ref());
    p.put_some("stroke-width", style.stroke_width.as_ref());
    p.put_some("fill", style.fill.map(colour).as_ref());
    p.put_some("fill-opacity", style.fill_opacity.as_ref());
}

impl Object for Actor {
    const EXPECTED: &'static str = "an actor (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let id: ActorId = f.record_id()?;
        Some(Self {
            name: f.required("name", ID_STANDS_IN).unwrap_or_else(|| id.to_string()),
            id,
            names: f.optional("names").unwrap_or_default(),
            kind: f.optional("kind"),
            part_of: f.optional("part_of"),
            role: f.optional("role"),
            side: f.optional("side"),
            identity: f.optional("identity"),
            note: f.optional("note"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("id", &self.id);
        m.put("name", &self.name);
        m.put_unless("names", &self.names, &Default::default());
        m.put_some("kind", self.kind.as_ref());
        m.put_some("part_of", self.part_of.as_ref());
        m.put_some("role", self.role.as_ref());
        m.put_some("side", self.side.as_ref());
        m.put_some("identity", self.identity.as_ref());
        m.put_some("note", self.note.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Source {
    const EXPECTED: &'static str = "a source (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let id: SourceId = f.record_id()?;
        Some(Self {
            name: f.required("name", ID_STANDS_IN).unwrap_or_else(|| id.to_string()),
            id,
            names: f.optional("names").unwrap_or_default(),
            kind: f.optional("kind"),
            actor: f.optional("actor"),
            named: f.optional("named").unwrap_or(true),
            url: f.optional("url"),
            graded: f.list("graded"),
            note: f.optional("note"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("id", &self.id);
        m.put("name", &self.name);
        m.put_unless("names", &self.names, &Default::default());
        m.put_some("kind", self.kind.as_ref());
        m.put_some("actor", self.actor.as_ref());
        m.put_unless("named", &self.named, &true);
        m.put_some("url", self.url.as_ref());
        m.put_some("note", self.note.as_ref());
        m.put_list("graded", &self.graded);
        m.push_extra(&self.extra);
        m
    }
}

/// A grade, and the member it stands in.
trait Grade: Value {
    const MEMBER: &'static str;
}

impl Grade for Reliability {
    const MEMBER: &'static str = "reliability";
}

impl Grade for Credibility {
    const MEMBER: &'static str = "credibility";
}

impl<G: Grade> Object for Graded<G> {
    const EXPECTED: &'static str = "a grading (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            grade: f.required(G::MEMBER, ITEM_LEFT_OUT)?,
            on: f.optional("on"),
            by: f.optional("by"),
            why: f.optional("why"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put_some("on", self.on.as_ref());
        m.put_some("by", self.by.as_ref());
        m.put(G::MEMBER, &self.grade);
        m.put_some("why", self.why.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Event {
    const EXPECTED: &'static str = "an event (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let id: EventId = f.record_id()?;
        Some(Self {
            title: f.required("title", ID_STANDS_IN).unwrap_or_else(|| id.to_string()),
            id,
            summary: f.optional("summary"),
            mode: f.required("mode", SHOWN_AS_UNKNOWN).unwrap_or(Mode::Unknown),
            when: f.optional("when"),
            when_basis: f.optional("when_basis"),
            places: f.list("places"),
            actors: f.list("actors"),
            category: f.optional("category"),
            tags: f.list("tags"),
            links: f.list("links"),
            assessments: f.list("assessments"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("id", &self.id);
        m.put("title", &self.title);
        m.put_some("summary", self.summary.as_ref());
        // A word that is not known stays as it is.
        if self.mode != Mode::Unknown || !self.extra.contains_key("mode") {
            m.put("mode", &self.mode);
        }
        m.put_some("when", self.when.as_ref());
        m.put_some("when_basis", self.when_basis.as_ref());
        m.put_list("places", &self.places);
        m.put_list("actors", &self.actors);
        m.put_some("category", self.category.as_ref());
        m.put_list("tags", &self.tags);
        m.put_list("links", &self.links);
        m.put_list("assessments", &self.assessments);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for EventPlace {
    const EXPECTED: &'static str = "an object with \"place\" and \"role\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { place: f.required("place", ITEM_LEFT_OUT)?, role: f.required("role", ITEM_LEFT_OUT)?, extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("place", &self.place);
        m.put("role", &self.role);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for EventActor {
    const EXPECTED: &'static str = "an object with \"actor\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { actor: f.required("actor", ITEM_LEFT_OUT)?, role: f.optional("role"), extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("actor", &self.actor);
        m.put_some("role", self.role.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Link {
    const EXPECTED: &'static str = "an object with \"event\" and \"rel\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { event: f.required("event", ITEM_LEFT_OUT)?, rel: f.required("rel", ITEM_LEFT_OUT)?, extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("event", &self.event);
        m.put("rel", &self.rel);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Assessment {
    const EXPECTED: &'static str = "an object with \"statement\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            statement: f.required("statement", ITEM_LEFT_OUT)?,
            likelihood: f.optional("likelihood"),
            confidence: f.optional("confidence"),
            basis: f.optional("basis"),
            by: f.optional("by"),
            on: f.optional("on"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("statement", &self.statement);
        m.put_some("likelihood", self.likelihood.as_ref());
        m.put_some("confidence", self.confidence.as_ref());
        m.put_some("basis", self.basis.as_ref());
        m.put_some("by", self.by.as_ref());
        m.put_some("on", self.on.as_ref());
        m.push_extra(&self.extra);
        m
    }
}
