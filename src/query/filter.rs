//! What is asked for: which values of which facets, where, and with which words.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Intersects, LineString, Polygon, Rect};
use smol_str::SmolStr;

use crate::earth::{Bounds, LonLat, unwrap_line};

/// Something that events and reports are told apart by. Those from [`Facet::Source`] on are of what one report says of one thing: what
/// is chosen of several of them must hold of the same statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// An actor of an event; what is part of an actor counts as it too.
    Actor,
    /// The side of such an actor.
    Side,
    Category,
    Mode,
    Standing,
    Tag,
    /// A place of an event; what is part of a place counts as it too.
    Place,
    Source,
    SourceKind,
    Stance,
    /// The letter. `F` and none are values of their own: neither is good or bad.
    Reliability,
    /// The digit. `6` and none are values of their own.
    Credibility,
    /// Whether it tells of troops.
    Troops,
    /// Which men are meant.
    Body,
}

impl Facet {
    pub const ALL: [Self; 14] = [
        Self::Actor,
        Self::Side,
        Self::Category,
        Self::Mode,
        Self::Standing,
        Self::Tag,
        Self::Place,
        Self::Source,
        Self::SourceKind,
        Self::Stance,
        Self::Reliability,
        Self::Credibility,
        Self::Troops,
        Self::Body,
    ];

    /// What the command line and settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Side => "side",
            Self::Category => "category",
            Self::Mode => "mode",
            Self::Standing => "standing",
            Self::Tag => "tag",
            Self::Place => "place",
            Self::Source => "source",
            Self::SourceKind => "source-kind",
            Self::Stance => "stance",
            Self::Reliability => "reliability",
            Self::Credibility => "credibility",
            Self::Troops => "troops",
            Self::Body => "body",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The grades from the best to the worst that say how good something is; `F` and `6` say that nobody can tell.
    pub fn grades_in_order(self) -> &'static [&'static str] {
        match self {
            Self::Reliability => &["A", "B", "C", "D", "E"],
            Self::Credibility => &["1", "2", "3", "4", "5"],
            _ => &[],
        }
    }

    /// Whether it is told of a statement, not of an event.
    pub fn is_of_statements(self) -> bool {
        self >= Self::Source
    }

    /// Whether its values are records.
    pub(super) fn is_of_records(self) -> bool {
        matches!(self, Self::Actor | Self::Place | Self::Source)
    }
}

/// A value of a facet: the id of an actor, place, source or body, the word that stands in files, or that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(SmolStr);

impl Value {
    /// Of what has no value.
    pub const NONE: Self = Self(SmolStr::new_static(""));

    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(SmolStr::new(text))
    }
}

/// What is chosen of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// One of these must be there, where there are any.
    pub include: BTreeSet<Value>,
    /// None of these may be there.
    pub exclude: BTreeSet<Value>,
}

impl Choice {
    pub fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// Takes a value in, or leaves it out; asked for again it is neither.
    pub fn toggle(&mut self, value: &Value, is_excluded: bool) {
        let Self { include, exclude } = self;
        let (wanted, other) = if is_excluded { (exclude, include) } else { (include, exclude) };
        other.remove(value);
        if !wanted.remove(value) {
            wanted.insert(value.clone());
        }
    }
}

/// What stands before the name of a column where facets have theirs.
const COLUMN: &str = "column:";

/// A part of the earth.
#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    /// What the map shows, wherever it is moved.
    View,
    Box(Bounds),
    /// At least three corners; the last is joined with the first. Each step goes the short way round.
    Polygon(Vec<LonLat>),
}

/// What is asked for besides a time. One drives lists, map, timeline, counts and the command line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    choices: BTreeMap<Facet, Choice>,
    /// The same of columns of data layers, by their names.
    columns: BTreeMap<SmolStr, Choice>,
    pub area: Option<Area>,
    /// All of these words must be in what a record says in text: title and summary of an event, title and quotations of a report.
    pub words: String,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn choice(&self, facet: Facet) -> Option<&Choice> {
        self.choices.get(&facet)
    }

    pub fn choices(&self) -> impl Iterator<Item = (Facet, &Choice)> {
        self.choices.iter().map(|(facet, choice)| (*facet, choice))
    }

    pub fn set(&mut self, facet: Facet, choice: Choice) {
        put(&mut self.choices, facet, choice);
    }

    /// Takes a value in, or leaves it out; asked for again it is neither.
    pub fn toggle(&mut self, facet: Facet, value: &Value, is_excluded: bool) {
        let mut choice = self.choices.remove(&facet).unwrap_or_default();
        choice.toggle(value, is_excluded);
        self.set(facet, choice);
    }

    /// What is chosen of columns of data layers, by their names.
    pub fn columns(&self) -> &BTreeMap<SmolStr, Choice> {
        &self.columns
    }

    /// Everything that is chosen, by the names that files give it: of facets their own, of columns theirs behind `column:`.
    pub fn named_choices(&self) -> impl Iterator<Item = (String, &Choice)> {
        let facets = self.choices.iter().map(|(facet, choice)| (facet.name().to_owned(), choice));
        facets.chain(self.columns.iter().map(|(name, choice)| (format!("{COLUMN}{name}"), choice)))
    }

    /// Puts a choice under such a name; false where no facet is called so.
    pub fn set_named(&mut self, name: &str, choice: Choice) -> bool {
        if let Some(column) = name.strip_prefix(COLUMN) {
            self.set_column(SmolStr::new(column), choice);
            return true;
        }
        let facet = Facet::from_name(name);
        facet.into_iter().for_each(|facet| self.set(facet, choice.clone()));
        facet.is_some()
    }

    pub fn set_column(&mut self, column: SmolStr, choice: Choice) {
        put(&mut self.columns, column, choice);
    }

    pub fn toggle_column(&mut self, column: SmolStr, value: &Value, is_excluded: bool) {
        let mut choice = self.columns.remove(&column).unwrap_or_default();
        choice.toggle(value, is_excluded);
        self.set_column(column, choice);
    }
}

/// Nothing is kept where nothing is chosen.
fn put<K: Ord>(choices: &mut BTreeMap<K, Choice>, of: K, choice: Choice) {
    if choice.is_empty() {
        choices.remove(&of)
    } else {
        choices.insert(of, choice)
    };
}

impl FromIterator<(Facet, Choice)> for Filter {
    fn from_iter<I: IntoIterator<Item = (Facet, Choice)>>(choices: I) -> Self {
        let mut filter = Self::default();
        choices.into_iter().for_each(|(facet, choice)| filter.set(facet, choice));
        filter
    }
}

/// An area made ready for many questions.
pub(super) enum Ground {
    Box(Bounds),
    Polygon(Polygon<f64>),
}

impl Ground {
    /// `None` where the corners enclose nothing.
    pub fn of(area: &Area, view: Option<Bounds>) -> Option<Self> {
        match area {
            Area::View => view.map(Self::Box),
            Area::Box(bounds) => Some(Self::Box(*bounds)),
            Area::Polygon(corners) if corners.len() < 3 => None,
            Area::Polygon(corners) => {
                let line = LineString::from_iter(corners.iter().map(|corner| (corner.lon_deg(), corner.lat_deg())));
                Some(Self::Polygon(Polygon::new(LineString::from(unwrap_line(&line)), Vec::new())))
            }
        }
    }

    /// Whether any of a box lies in it.
    pub fn touches(&self, bounds: Bounds) -> bool {
        match self {
            Self::Box(own) => own.overlaps(bounds),
            Self::Polygon(polygon) => {
                let (west, east) = (bounds.west_deg(), bounds.west_deg() + bounds.width_deg());
                [-360.0, 0.0, 360.0]
                    .into_iter()
                    .any(|turn| polygon.intersects(&Rect::new((west + turn, bounds.south_deg()), (east + turn, bounds.north_deg()))))
            }
        }
    }
}
