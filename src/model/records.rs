//! The records of a situation: plain data, linked by id.
//!
//! Fields are those of the native folder (described in `assets/schema/README.md`), under the same names.

use std::collections::BTreeMap;
use std::fmt;

use smol_str::SmolStr;

use crate::model::release::{Release, ReleasedFor};
use crate::model::when::When;
use crate::model::words::{
    ActorKind, Aspect, AttachmentKind, Confidence, Credibility, Identity, Likelihood, Mode, Origin, PlaceKind, PlaceRole, PrecisionWord,
    Relation, Reliability, SourceKind, Stance, WhenBasis,
};

/// Members that a file has and this program does not know: name to JSON text, kept as written.
pub type Extra = BTreeMap<String, String>;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(SmolStr::new(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids!(
    /// Id of a [`Place`].
    PlaceId,
    /// Id of an [`Actor`].
    ActorId,
    /// Id of a [`Source`].
    SourceId,
    /// Id of an [`Event`].
    EventId,
    /// Id of a [`Report`].
    ReportId,
    /// Id of a [`Scene`](crate::model::Scene).
    SceneId,
    /// Id of a body of troops: the same men, whoever counts them.
    BodyId,
);

/// A record of any kind, by its id: what can be selected, linked to, and edited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordId {
    Place(PlaceId),
    Actor(ActorId),
    Source(SourceId),
    Event(EventId),
    Report(ReportId),
    /// Of the briefing: it is edited as a record is, but stands in no list and on no map.
    Scene(SceneId),
}

impl RecordId {
    /// The kind as a word: `place`, `actor`, `source`, `event`, `report` or `scene`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Place(_) => "place",
            Self::Actor(_) => "actor",
            Self::Source(_) => "source",
            Self::Event(_) => "event",
            Self::Report(_) => "report",
            Self::Scene(_) => "scene",
        }
    }

    /// The id without its kind.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Place(id) => id.as_str(),
            Self::Actor(id) => id.as_str(),
            Self::Source(id) => id.as_str(),
            Self::Event(id) => id.as_str(),
            Self::Report(id) => id.as_str(),
            Self::Scene(id) => id.as_str(),
        }
    }
}

impl RecordId {
    /// Reads what [`fmt::Display`] writes: `event:vote`.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        Some(match kind {
            "place" => Self::Place(id.into()),
            "actor" => Self::Actor(id.into()),
            "source" => Self::Source(id.into()),
            "event" => Self::Event(id.into()),
            "report" => Self::Report(id.into()),
            "scene" => Self::Scene(id.into()),
            _ => return None,
        })
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.as_str())
    }
}

macro_rules! record_id_from {
    ($($kind:ident($id:ident)),+) => {$(
        impl From<$id> for RecordId {
            fn from(id: $id) -> Self {
                Self::$kind(id)
            }
        }
    )+};
}

macro_rules! record_id_as {
    ($($kind:ident $name:ident $id:ident),+) => {
        /// The id, where it is of that kind.
        impl RecordId {$(
            pub fn $name(&self) -> Option<&$id> {
                if let Self::$kind(id) = self { Some(id) } else { None }
            }
        )+}
    };
}

record_id_as!(Place place PlaceId, Actor actor ActorId, Source source SourceId, Event event EventId, Report report ReportId, Scene scene SceneId);
record_id_from!(Place(PlaceId), Actor(ActorId), Source(SourceId), Event(EventId), Report(ReportId), Scene(SceneId));

impl From<Via> for RecordId {
    fn from(via: Via) -> Self {
        match via {
            Via::Report(id) => id.into(),
            Via::Source(id) => id.into(),
        }
    }
}

/// Names by language (BCP 47 tag to text).
pub type Names = BTreeMap<String, String>;

/// What the situation as a whole says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Version of the native form, 1 today.
    pub format: u32,
    pub title: String,
    pub summary: Option<String>,
    /// The moment that the situation describes: what is later is not in it.
    pub as_of: Option<When>,
    /// IANA name of the time zone whose days the situation counts in; UTC where absent.
    pub time_zone: Option<String>,
    /// BCP 47 tags, most wanted first.
    pub languages: Vec<String>,
    /// Whose friend and foe `identity` tells.
    pub viewpoint: Option<String>,
    pub authors: Vec<String>,
    /// Handling marking, shown on the window and on every export.
    pub handling: Option<String>,
    /// What is still open.
    pub questions: Vec<String>,
    pub home: Option<HomeView>,
    /// What may leave the house, for whom.
    pub releases: Vec<Release>,
    /// For whom this is a reduced copy; usually none or one, more where it was reduced again.
    pub released: Vec<ReleasedFor>,
    pub extra: Extra,
}

/// The view that a situation opens with.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeView {
    /// West, south, east, north in degrees; west > east crosses the antimeridian.
    pub bbox: [f64; 4],
    pub extra: Extra,
}

/// How precisely a place is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Precision {
    Word(PrecisionWord),
    /// Radius in metres.
    Metres(f64),
}

/// Somewhere: a GeoJSON Feature of `places.geojson`.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub id: PlaceId,
    /// WGS 84 degrees, x = longitude; `None` = not placed. Altitudes stay in the file only.
    pub geometry: Option<geo::Geometry<f64>>,
    pub name: String,
    pub names: Names,
    pub kind: Option<PlaceKind>,
    pub precision: Option<Precision>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub part_of: Option<PlaceId>,
    /// "Several Russian locations": a badge on what it is part of, never a pin.
    pub unnamed: bool,
    /// No text names it: an author concluded it.
    pub inferred: bool,
    pub note: Option<String>,
    /// Where any of it is given.
    pub style: Option<Box<SimpleStyle>>,
    /// Unknown members of `properties`.
    pub extra: Extra,
    /// Unknown members of the Feature itself (a `bbox`, say).
    pub extra_of_feature: Extra,
}

/// Colours and widths of simplestyle-spec 1.1.0, as far as they are given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimpleStyle {
    pub title: Option<String>,
    pub description: Option<String>,
    /// `small`, `medium` or `large`.
    pub marker_size: Option<String>,
    pub marker_symbol: Option<String>,
    pub marker_color: Option<Rgb>,
    pub stroke: Option<Rgb>,
    /// 0 to 1.
    pub stroke_opacity: Option<f64>,
    /// Points, at least 0.
    pub stroke_width: Option<f64>,
    pub fill: Option<Rgb>,
    /// 0 to 1.
    pub fill_opacity: Option<f64>,
}

/// A colour, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// A state, force, organisation or person.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    pub id: ActorId,
    pub name: String,
    pub names: Names,
    pub kind: Option<ActorKind>,
    /// The force of a state, the organisation of a person.
    pub part_of: Option<ActorId>,
    pub role: Option<String>,
    pub side: Option<String>,
    pub identity: Option<Identity>,
    pub note: Option<String>,
    pub extra: Extra,
}

/// Who speaks: an actor, an unnamed voice, or the carrier that we hold it through.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub id: SourceId,
    pub name: String,
    pub names: Names,
    pub kind: Option<SourceKind>,
    pub actor: Option<ActorId>,
    /// `false` for "US officials".
    pub named: bool,
    pub url: Option<String>,
    /// History of its reliability; the last entry holds.
    pub graded: Vec<Graded<Reliability>>,
    pub note: Option<String>,
    pub extra: Extra,
}

/// One judgement of reliability or credibility.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded<G> {
    pub on: Option<When>,
    pub by: Option<String>,
    pub grade: G,
    pub why: Option<String>,
    pub extra: Extra,
}

/// Something that happened, is claimed, expected, intended or demanded.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: EventId,
    pub title: String,
    pub summary: Option<String>,
    pub mode: Mode,
    pub when: Option<When>,
    pub when_basis: Option<WhenBasis>,
    pub places: Vec<EventPlace>,
    pub actors: Vec<EventActor>,
    pub category: Option<String>,
    pub tags: Vec<String>,
    pub links: Vec<Link>,
    pub assessments: Vec<Assessment>,
    pub extra: Extra,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EventPlace {
    pub place: PlaceId,
    pub role: PlaceRole,
    pub extra: Extra,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EventActor {
    pub actor: ActorId,
    /// Free text: "demands", "receives", "signatory".
    pub role: Option<String>,
    pub extra: Extra,
}

/// A tie from an event to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub event: EventId,
    pub rel: Relation,
    pub extra: Extra,
}

/// An analyst's own judgement of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    pub statement: String,
    pub likelihood: Option<Likelihood>,
    pub confidence: Option<Confidence>,
    pub basis: Option<String>,
    pub by: Option<String>,
    pub on: Option<When>,
    pub extra: Extra,
}

/// One source's utterance, as we hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: ReportId,
    pub source: SourceId,
    pub via: Option<Via>,
    pub origin: Origin,
    /// Ids of evidence shared with other reports: the same images, the same call.
    pub basis: Vec<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub archived: Option<String>,
    pub text: Option<Box<TextFile>>,
    pub lang: Option<String>,
    pub translation: Option<String>,
    /// When it was said or published; `None` only where a file lacks it, which is a problem told.
    pub published: Option<When>,
    /// When we learned of it.
    pub known: Option<When>,
    /// The event at which it was said: the press conference.
    pub said_at: Option<EventId>,
    /// An earlier report of the same source that this one replaces.
    pub supersedes: Option<ReportId>,
    /// Words of it that no statement quotes yet: it waits in the inbox for the event that it is about.
    pub excerpt: Option<String>,
    /// Reports much like this one that somebody looked at and found to be others.
    pub distinct_from: Vec<ReportId>,
    /// Overrides the source's letter for this report, where there is any; the last entry holds.
    pub reliability: Vec<Graded<Reliability>>,
    /// Files of the folder that were kept with it: images, archived pages.
    pub attachments: Vec<Attachment>,
    pub about: Vec<About>,
    pub extra: Extra,
}

/// A file of the folder that belongs to a report, and its SHA-256 in hexadecimal.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// A path within the folder, with `/`.
    pub file: String,
    pub sha256: Option<String>,
    pub kind: Option<AttachmentKind>,
    pub note: Option<String>,
    pub extra: Extra,
}

/// What we hold a report through: the carrier's own report, or the carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    Report(ReportId),
    Source(SourceId),
}

/// A text that a report quotes from: a file of `texts/` and its SHA-256 in hexadecimal.
#[derive(Clone, Debug, PartialEq)]
pub struct TextFile {
    pub file: String,
    pub sha256: Option<String>,
    pub extra: Extra,
}

/// What an utterance is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Event(EventId),
    Report(ReportId),
}

/// What a report says of one thing: the unit that is graded.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    pub subject: Subject,
    pub stance: Stance,
    pub aspect: Option<Aspect>,
    /// The source's own hedge: "reportedly", "alleged".
    pub as_said: Option<String>,
    pub credibility: Option<Credibility>,
    /// History of the credibility.
    pub graded: Vec<Graded<Credibility>>,
    pub excerpt: Option<String>,
    pub span: Option<Box<Span>>,
    pub troops: Option<Box<Troops>>,
    pub extra: Extra,
}

/// A stretch of a report's text in Unicode scalars, with the words just before and after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub start: u64,
    pub end: u64,
    pub before: Option<String>,
    pub after: Option<String>,
    pub extra: Extra,
}

/// A body of troops as one report describes it; makes the report a troop report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Troops {
    pub actor: Option<ActorId>,
    /// The men meant: two reports of one body are never added up.
    pub body: Option<BodyId>,
    pub strength: Option<Strength>,
    pub as_of: Option<When>,
    pub unit: Option<String>,
    pub echelon: Option<String>,
    pub equipment: Option<String>,
    pub activity: Option<String>,
    pub from: Option<PlaceId>,
    pub to: Option<PlaceId>,
    /// MIL-STD-2525 / APP-6 symbol id; its identity follows the actor's.
    pub sidc: Option<String>,
    pub extra: Extra,
}

/// How many: as the source gave it. The order of two has no meaning of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Count(u64),
    Range {
        min: u64,
        max: u64,
    },
    /// "a battalion", "several hundred".
    Word(String),
}

impl Strength {
    /// The least and the most; `None` where it is told in words.
    pub fn bounds(&self) -> Option<(u64, u64)> {
        match self {
            Self::Count(n) => Some((*n, *n)),
            Self::Range { min, max } => Some((*min, *max)),
            Self::Word(_) => None,
        }
    }
}

/// Records that say no more than they must.
impl Place {
    pub fn new(id: PlaceId, name: &str) -> Self {
        Self {
            id,
            geometry: None,
            name: name.to_owned(),
            names: Names::new(),
            kind: None,
            precision: None,
            country: None,
            part_of: None,
            unnamed: false,
            inferred: false,
            note: None,
            style: None,
            extra: Extra::new(),
            extra_of_feature: Extra::new(),
        }
    }
}

impl Actor {
    pub fn new(id: ActorId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            names: Names::new(),
            kind: None,
            part_of: None,
            role: None,
            side: None,
            identity: None,
            note: None,
            extra: Extra::new(),
        }
    }
}

impl Source {
    pub fn new(id: SourceId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            names: Names::new(),
            kind: None,
            actor: None,
            named: true,
            url: None,
            graded: Vec::new(),
            note: None,
            extra: Extra::new(),
        }
    }
}

impl Event {
    pub fn new(id: EventId, title: &str, mode: Mode) -> Self {
        Self {
            id,
            title: title.to_owned(),
            summary: None,
            mode,
            when: None,
            when_basis: None,
            places: Vec::new(),
            actors: Vec::new(),
            category: None,
            tags: Vec::new(),
            links: Vec::new(),
            assessments: Vec::new(),
            extra: Extra::new(),
        }
    }
}

impl Report {
    pub fn new(id: ReportId, source: SourceId) -> Self {
        Self {
            id,
            source,
            via: None,
            origin: Origin::Unknown,
            basis: Vec::new(),
            title: None,
            url: None,
            archived: None,
            text: None,
            lang: None,
            translation: None,
            published: None,
            known: None,
            said_at: None,
            supersedes: None,
            excerpt: None,
            distinct_from: Vec::new(),
            reliability: Vec::new(),
            attachments: Vec::new(),
            about: Vec::new(),
            extra: Extra::new(),
        }
    }
}

impl Report {
    /// The path within the folder of the page that was archived, where `archived` is no address.
    pub fn archived_file(&self) -> Option<&str> {
        self.archived.as_deref().filter(|archived| !archived.contains("://"))
    }
}

/// Whether a path with `/` stays within the folder that it starts from, links apart.
pub fn is_within_folder(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']))
}

impl About {
    pub fn new(subject: Subject, stance: Stance) -> Self {
        Self {
            subject,
            stance,
            aspect: None,
            as_said: None,
            credibility: None,
            graded: Vec::new(),
            excerpt: None,
            span: None,
            troops: None,
            extra: Extra::new(),
        }
    }
}
