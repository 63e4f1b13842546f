//! The values that a filter can choose from, made ready to be shown: the first of them, or all that a few letters find.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use smol_str::SmolStr;

use crate::base::folded;
use crate::command::{Command, FilterCommand};
use crate::dataset::Dataset;
use crate::model::RecordId;
use crate::panels::View;
use crate::query::{Choice, Facet, FacetCounts, RowFacet, Value, record_of};
use crate::wording;

/// What values are of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    Facet(Facet),
    /// A column of data layers, by its name.
    Column(SmolStr),
}

impl Axis {
    /// What tells its widgets from others.
    pub fn key(&self) -> &str {
        match self {
            Self::Facet(facet) => facet.name(),
            Self::Column(name) => name,
        }
    }

    /// The heading of its values.
    pub fn title(&self) -> &str {
        match self {
            Self::Facet(facet) => wording::facets(*facet),
            Self::Column(name) => name,
        }
    }

    /// What one of them is a value of.
    pub fn of(&self) -> &str {
        match self {
            Self::Facet(facet) => wording::facet(*facet),
            Self::Column(name) => name,
        }
    }

    pub fn facet(&self) -> Option<Facet> {
        if let Self::Facet(facet) = self { Some(*facet) } else { None }
    }

    pub fn toggle(&self, value: &Value, is_excluded: bool) -> Command {
        let value = value.clone();
        Command::Filter(match self {
            Self::Facet(facet) => FilterCommand::Toggle { facet: *facet, value, is_excluded },
            Self::Column(column) => FilterCommand::ToggleColumn { column: column.clone(), value, is_excluded },
        })
    }

    pub fn set(&self, choice: Choice) -> Command {
        Command::Filter(match self {
            Self::Facet(facet) => FilterCommand::Set(*facet, choice),
            Self::Column(column) => FilterCommand::SetColumn(column.clone(), choice),
        })
    }
}

/// How a value is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    No,
    In,
    /// Left out.
    Out,
}

/// A value as its row shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    pub value: Value,
    pub name: String,
    /// How many there would be if it alone were chosen.
    pub n: usize,
    /// How deep it stands under what it is part of.
    pub depth: u8,
    pub taken: Taken,
}

/// The values of one facet or column.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub axis: Axis,
    pub rows: Vec<ValueRow>,
    /// How many more there are than are shown.
    pub n_more: usize,
    /// How many there are in all.
    pub n_all: usize,
    pub n_chosen: usize,
}

/// What the person opened and typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub long: BTreeSet<Axis>,
    pub find: BTreeMap<Axis, String>,
}

/// Rows before somebody asks for more, and then.
const AT_FIRST: usize = 8;
const MOST: usize = 200;
/// Of so many values a person wants to find one by typing.
pub const MANY: usize = 15;

/// The facets in the order in which a person narrows things down: where, who, what, then who says so and how good that is.
const ORDER: [Facet; 14] = [
    Facet::Place,
    Facet::Actor,
    Facet::Side,
    Facet::Category,
    Facet::Mode,
    Facet::Standing,
    Facet::Stance,
    Facet::Source,
    Facet::SourceKind,
    Facet::Reliability,
    Facet::Credibility,
    Facet::Troops,
    Facet::Body,
    Facet::Tag,
];

/// Every section that has something to choose from.
pub fn sections(view: &View<'_>, counts: &FacetCounts, wanted: &Wanted) -> Vec<Section> {
    let section = |facet: Facet| section(view, counts, facet, wanted);
    let has_choice =
        |section: &Section| section.n_chosen > 0 || section.axis.facet().is_some_and(|facet| FacetCounts::n_values(view.index, facet) > 1);
    ORDER.into_iter().map(section).filter(has_choice).collect()
}

/// The sections of a data layer: of its columns.
pub fn sections_of_layer(view: &View<'_>, layer: &Dataset, facets: &[RowFacet], wanted: &Wanted) -> Vec<Section> {
    let section = |facet: &RowFacet| {
        let choice = view.viewpoint.filter.columns().get(&facet.column).cloned().unwrap_or_default();
        let values = facet.values.iter().map(|(value, n)| (value, *n)).collect();
        let name = |value: &Value| layer.meaning(&facet.column, value.as_str()).map_or_else(|| wording::column_value(value), str::to_owned);
        section_of(Axis::Column(facet.column.clone()), values, &choice, wanted, name)
    };
    facets.iter().map(section).collect()
}

fn section(view: &View<'_>, counts: &FacetCounts, facet: Facet, wanted: &Wanted) -> Section {
    let choice = view.viewpoint.filter.choice(facet).cloned().unwrap_or_default();
    let values = counts.values(view.index, facet);
    let section = section_of(Axis::Facet(facet), values, &choice, wanted, |value| name(view, facet, value));
    Section { rows: under_their_wholes(view, facet, section.rows), ..section }
}

fn section_of<'a>(
    axis: Axis,
    mut values: Vec<(&'a Value, usize)>,
    choice: &'a Choice,
    wanted: &Wanted,
    name: impl Fn(&Value) -> String,
) -> Section {
    let n_chosen = choice.include.len() + choice.exclude.len();
    let is_chosen = |value: &Value| choice.include.contains(value) || choice.exclude.contains(value);
    let known: BTreeSet<&Value> = values.iter().map(|(value, _)| *value).filter(|value| is_chosen(value)).collect();
    // What is chosen stays in sight, also where it would give nothing.
    let gone: Vec<&Value> = choice.include.iter().chain(&choice.exclude).filter(|value| !known.contains(value)).collect();
    values.extend(gone.into_iter().map(|value| (value, 0)));
    if let Some(facet) = axis.facet().filter(|facet| rank(*facet, &Value::NONE).is_some()) {
        values.sort_by_cached_key(|(value, _)| rank(facet, value));
    } else if let Some(at) = values.iter().position(|(value, _)| value.is_none()) {
        // What has none is asked for less than what has one, however many have none.
        let none = values.remove(at);
        let last = if wanted.long.contains(&axis) { MOST } else { AT_FIRST };
        values.insert(values.len().min(last - 1), none);
    }
    let n_all = values.len();
    let typed = wanted.find.get(&axis).map(|typed| folded(typed)).filter(|typed| !typed.trim().is_empty());
    let mut n_found = n_all;
    let taken: Vec<(&Value, usize)> = match &typed {
        Some(typed) => {
            let found: Vec<_> = values.into_iter().filter(|(value, _)| folded(&name(value)).contains(typed.trim())).collect();
            n_found = found.len();
            found.into_iter().take(MOST).collect()
        }
        None => {
            let most = if wanted.long.contains(&axis) { MOST } else { AT_FIRST };
            // A last one or two are shown rather than counted.
            let most = if n_all <= most + 2 { n_all } else { most };
            values.into_iter().enumerate().filter(|(at, (value, _))| *at < most || is_chosen(value)).map(|(_, pair)| pair).collect()
        }
    };
    let n_more = n_found - taken.len();
    let row = |(value, n): (&Value, usize)| ValueRow {
        value: value.clone(),
        name: name(value),
        n,
        depth: 0,
        taken: match (choice.include.contains(value), choice.exclude.contains(value)) {
            (true, _) => Taken::In,
            (_, true) => Taken::Out,
            _ => Taken::No,
        },
    };
    Section { axis, rows: taken.into_iter().map(row).collect(), n_more, n_all, n_chosen }
}

/// What a value is called in the language that is wanted.
pub fn name(view: &View<'_>, facet: Facet, value: &Value) -> String {
    let record = record_of(facet, value);
    wording::value(facet, value, record.as_ref().map(|id| view.name(id)))
}

/// Of values that have an order of their own: where one stands in it; what is not known after all others, and none last.
fn rank(facet: Facet, value: &Value) -> Option<(usize, bool, String)> {
    use crate::model::{Mode, Stance, StandingWord};
    let word = value.as_str();
    let at = match facet {
        Facet::Mode => Mode::ALL.iter().position(|mode| mode.word() == word),
        Facet::Standing => StandingWord::ALL.iter().position(|standing| standing.word() == word),
        Facet::Stance => Stance::ALL.iter().position(|stance| stance.word() == word),
        // Letters and digits are their own order; what cannot be judged comes after them.
        Facet::Reliability | Facet::Credibility | Facet::Troops => Some(0).filter(|_| !value.is_none()),
        _ => return None,
    };
    Some((at.unwrap_or(usize::MAX), value.is_none(), word.to_owned()))
}

/// Puts actors and places under what they are part of, where that is shown too; the order stays otherwise.
fn under_their_wholes(view: &View<'_>, facet: Facet, rows: Vec<ValueRow>) -> Vec<ValueRow> {
    let Some(situation) = view.situation.filter(|_| matches!(facet, Facet::Actor | Facet::Place)) else { return rows };
    let at: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (row.value.as_str(), at)).collect();
    let whole = |row: &ValueRow| -> Option<usize> {
        match record_of(facet, &row.value)? {
            RecordId::Place(id) => situation.with_wholes(&id).skip(1).find_map(|place| at.get(place.id.as_str())).copied(),
            RecordId::Actor(id) => {
                const MOST_DEEP: usize = 16;
                let part_of = |id: &crate::model::ActorId| situation.actor(id)?.part_of.clone();
                let wholes = std::iter::successors(part_of(&id), part_of).take(MOST_DEEP);
                wholes.into_iter().find_map(|whole| at.get(whole.as_str()).copied())
            }
            _ => None,
        }
    };
    let wholes: Vec<Option<usize>> = rows.iter().enumerate().map(|(at, row)| whole(row).filter(|whole| *whole != at)).collect();
    drop(at);
    let mut parts: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    for (part, whole) in wholes.iter().enumerate() {
        parts.entry(*whole).or_default().push(part);
    }
    let mut rows: Vec<Option<ValueRow>> = rows.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(rows.len());
    let mut open: Vec<(usize, u8)> = parts.remove(&None).unwrap_or_default().into_iter().rev().map(|at| (at, 0)).collect();
    while let Some((at, depth)) = open.pop() {
        if let Some(row) = rows.get_mut(at).and_then(Option::take) {
            sorted.push(ValueRow { depth, ..row });
        }
        let its = parts.remove(&Some(at)).unwrap_or_default();
        open.extend(its.into_iter().rev().map(|part| (part, (depth + 1).min(4))));
    }
    // Those that are part of one another in a circle.
    sorted.extend(rows.into_iter().flatten());
    sorted
}
