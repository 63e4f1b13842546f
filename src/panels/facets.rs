//! The values that a filter can choose from, made ready to be shown: the first of them, or all that a few letters find.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::folded;
use crate::model::RecordId;
use crate::panels::View;
use crate::query::{Facet, FacetCounts, Value, record_of};
use crate::wording;

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

/// The values of one facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub facet: Facet,
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
    pub long: BTreeSet<Facet>,
    pub find: BTreeMap<Facet, String>,
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
    let has_choice = |section: &Section| section.n_chosen > 0 || FacetCounts::n_values(view.index, section.facet) > 1;
    ORDER.into_iter().map(section).filter(has_choice).collect()
}

fn section(view: &View<'_>, counts: &FacetCounts, facet: Facet, wanted: &Wanted) -> Section {
    let choice = view.viewpoint.filter.choice(facet).cloned().unwrap_or_default();
    let mut values: Vec<(&Value, usize)> = counts.values(view.index, facet);
    let n_chosen = choice.include.len() + choice.exclude.len();
    let is_chosen = |value: &Value| choice.include.contains(value) || choice.exclude.contains(value);
    let known: BTreeSet<&Value> = values.iter().map(|(value, _)| *value).filter(|value| is_chosen(value)).collect();
    // What is chosen stays in sight, also where it would give nothing.
    let gone: Vec<&Value> = choice.include.iter().chain(&choice.exclude).filter(|value| !known.contains(value)).collect();
    values.extend(gone.into_iter().map(|value| (value, 0)));
    if rank(facet, &Value::NONE).is_some() {
        values.sort_by_cached_key(|(value, _)| rank(facet, value));
    } else if let Some(at) = values.iter().position(|(value, _)| value.is_none()) {
        // What has none is asked for less than what has one, however many have none.
        let none = values.remove(at);
        let last = if wanted.long.contains(&facet) { MOST } else { AT_FIRST };
        values.insert(values.len().min(last - 1), none);
    }
    let n_all = values.len();
    let typed = wanted.find.get(&facet).map(|typed| folded(typed)).filter(|typed| !typed.trim().is_empty());
    let mut n_found = n_all;
    let taken: Vec<(&Value, usize)> = match &typed {
        Some(typed) => {
            let found: Vec<_> = values.into_iter().filter(|(value, _)| folded(&name(view, facet, value)).contains(typed.trim())).collect();
            n_found = found.len();
            found.into_iter().take(MOST).collect()
        }
        None => {
            let most = if wanted.long.contains(&facet) { MOST } else { AT_FIRST };
            // A last one or two are shown rather than counted.
            let most = if n_all <= most + 2 { n_all } else { most };
            values.into_iter().enumerate().filter(|(at, (value, _))| *at < most || is_chosen(value)).map(|(_, pair)| pair).collect()
        }
    };
    let n_more = n_found - taken.len();
    let row = |(value, n): (&Value, usize)| ValueRow {
        value: value.clone(),
        name: name(view, facet, value),
        n,
        depth: 0,
        taken: match (choice.include.contains(value), choice.exclude.contains(value)) {
            (true, _) => Taken::In,
            (_, true) => Taken::Out,
            _ => Taken::No,
        },
    };
    let rows = under_their_wholes(view, facet, taken.into_iter().map(row).collect());
    Section { facet, rows, n_more, n_all, n_chosen }
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
