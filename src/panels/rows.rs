//! The rows of a list, sorted, grouped and with their heights: computed once for each order of each state of the content.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::Dataset;
use crate::model::{ActorId, Event, Grade, PlaceId, RecordId, Report, Situation, SourceId, StandingWord, Subject};
use crate::query::{Index, Lack};
use crate::viewpoint::{Arrangement, GroupBy, Item, ListKind, SortBy};
use crate::wording::{self, Dates};

/// Rows with the place of each from the top.
#[derive(Debug, Default)]
pub struct Rows {
    rows: Vec<Row>,
    /// Where each row begins, in points; one more than rows: where the last ends.
    starts: Vec<f32>,
    /// Items, each counted once in however many groups it stands.
    n_items: usize,
    /// How many there would be if not only what is new were shown.
    n_all: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A day, or what else a group has in common, and how many items follow.
    Heading {
        text: String,
        n_items: usize,
    },
    Item(Item),
}

/// What rows are made from.
pub struct RowInputs<'a> {
    /// With its columns.
    pub situation: Option<(&'a Situation, &'a Index)>,
    pub layers: &'a [Dataset],
    pub list: ListKind,
    pub arrangement: Arrangement,
    /// Where only what is new is to be shown: that.
    pub only: Option<&'a BTreeSet<RecordId>>,
    pub dates: &'a Dates,
    pub language: Option<&'a str>,
}

impl Row {
    const HEADING_HEIGHT: f32 = 30.0;
    pub const ITEM_HEIGHT: f32 = 48.0;

    fn height(&self) -> f32 {
        match self {
            Self::Heading { .. } => Self::HEADING_HEIGHT,
            Self::Item(_) => Self::ITEM_HEIGHT,
        }
    }
}

impl Rows {
    pub fn of(inputs: &RowInputs<'_>) -> Self {
        match (inputs.list, inputs.situation) {
            (ListKind::Layer(index), _) => Self::of_layer(inputs, index),
            (_, Some((situation, index))) => Self::of_records(inputs, situation, index),
            (_, None) => Self::default(),
        }
    }

    fn of_layer(inputs: &RowInputs<'_>, index: usize) -> Self {
        let Some(layer) = inputs.layers.get(index) else { return Self::default() };
        let mut order: Vec<u32> = (0..layer.n_rows()).collect();
        if inputs.arrangement.sort == SortBy::Name {
            order.sort_by_cached_key(|row| layer.title(*row).to_lowercase());
        }
        if inputs.arrangement.is_reversed {
            order.reverse();
        }
        let n = order.len();
        Self::new(order.into_iter().map(|row| Row::Item(Item::Row { layer: index, row })).collect(), n, n)
    }

    fn of_records(inputs: &RowInputs<'_>, situation: &Situation, index: &Index) -> Self {
        let mut numbers: Vec<u32> = numbers_of(index, inputs.list);
        let n_all = numbers.len();
        if let Some(only) = inputs.only {
            numbers.retain(|number| index.id(*number).is_some_and(|id| only.contains(id)));
        }
        let n_items = numbers.len();
        sort(&mut numbers, index, inputs.arrangement);
        let item = |number: u32| index.id(number).map(|id| Row::Item(Item::Record(id.clone())));
        let rows = match inputs.arrangement.group {
            GroupBy::Nothing => numbers.into_iter().filter_map(item).collect(),
            group => {
                let groups = Grouping { situation, index, inputs, group }.groups(&numbers);
                let with_heading = groups.into_iter().flat_map(|(text, members)| {
                    let heading = Row::Heading { text, n_items: members.len() };
                    std::iter::once(heading).chain(members.into_iter().filter_map(item))
                });
                with_heading.collect()
            }
        };
        Self::new(rows, n_items, n_all)
    }

    fn new(rows: Vec<Row>, n_items: usize, n_all: usize) -> Self {
        let mut end = 0.0;
        let mut starts = vec![end];
        for row in &rows {
            end += row.height();
            starts.push(end);
        }
        Self { rows, starts, n_items, n_all }
    }

    pub fn n_items(&self) -> usize {
        self.n_items
    }

    pub fn n_all(&self) -> usize {
        self.n_all
    }

    pub fn height(&self) -> f32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The rows between two heights, each with its number and where it begins and ends.
    pub fn between(&self, top: f32, bottom: f32) -> impl Iterator<Item = (usize, &Row, f32, f32)> {
        let first = self.starts.partition_point(|start| *start <= top).saturating_sub(1);
        let spans = self.starts.iter().zip(self.starts.iter().skip(1));
        self.rows
            .iter()
            .zip(spans)
            .enumerate()
            .skip(first)
            .map(|(number, (row, (start, end)))| (number, row, *start, *end))
            .take_while(move |(_, _, start, _)| *start < bottom)
    }

    /// Where a row begins and ends.
    pub fn span(&self, row: usize) -> Option<(f32, f32)> {
        Some((*self.starts.get(row)?, *self.starts.get(row + 1)?))
    }

    pub fn item(&self, row: usize) -> Option<&Item> {
        match self.rows.get(row)? {
            Row::Item(item) => Some(item),
            Row::Heading { .. } => None,
        }
    }

    /// The row of an item: `hint` where it stands there, else the first.
    pub fn row_of(&self, item: &Item, hint: Option<usize>) -> Option<usize> {
        hint.filter(|row| self.item(*row) == Some(item))
            .or_else(|| self.rows.iter().position(|row| matches!(row, Row::Item(i) if i == item)))
    }

    /// The row so many items further on (or back), or the last (the first) where there are not so many. From nowhere the first,
    /// or going back the last.
    pub fn step(&self, from: Option<usize>, n_items: isize) -> Option<usize> {
        let is_item = |row: &usize| self.item(*row).is_some();
        let n = n_items.unsigned_abs();
        match (from, n_items >= 0) {
            (Some(from), true) => (from + 1..self.rows.len()).filter(is_item).take(n).last().or(Some(from)),
            (Some(from), false) => (0..from).rev().filter(is_item).take(n).last().or(Some(from)),
            (None, true) => (0..self.rows.len()).find(is_item),
            (None, false) => (0..self.rows.len()).rfind(is_item),
        }
    }

    /// The items of some rows, headings left out.
    pub fn items(&self, rows: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = &Item> {
        rows.filter_map(|row| self.item(row))
    }

    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }
}

/// How many records a list holds.
pub fn n_in_list(index: &Index, list: ListKind) -> usize {
    match list {
        ListKind::Tray => index.lacking().count(),
        _ => of_kind(index, list).map_or(0, |numbers| numbers.len()),
    }
}

fn numbers_of(index: &Index, list: ListKind) -> Vec<u32> {
    match list {
        ListKind::Tray => index.lacking().collect(),
        _ => of_kind(index, list).into_iter().flatten().collect(),
    }
}

fn of_kind(index: &Index, list: ListKind) -> Option<std::ops::Range<u32>> {
    let is_kind: fn(&RecordId) -> bool = match list {
        ListKind::Events => |id| matches!(id, RecordId::Event(_)),
        ListKind::Reports => |id| matches!(id, RecordId::Report(_)),
        ListKind::Places => |id| matches!(id, RecordId::Place(_)),
        ListKind::Actors => |id| matches!(id, RecordId::Actor(_)),
        ListKind::Sources => |id| matches!(id, RecordId::Source(_)),
        ListKind::Tray | ListKind::Layer(_) => return None,
    };
    Some(index.numbers(is_kind))
}

/// How much a standing asks for a look: what is in dispute most.
fn urgency(word: StandingWord) -> u8 {
    match word {
        StandingWord::Contested => 5,
        StandingWord::Denied => 4,
        StandingWord::Retracted => 3,
        StandingWord::Corroborated => 2,
        StandingWord::Asserted => 1,
        StandingWord::Unreported => 0,
    }
}

/// What has no value comes last, whichever way the rest runs; equals stay in the order of their ids.
fn sort(numbers: &mut [u32], index: &Index, arrangement: Arrangement) {
    let Arrangement { sort, is_reversed, .. } = arrangement;
    match sort {
        SortBy::File if is_reversed => numbers.reverse(),
        SortBy::File => {}
        SortBy::Time => by(numbers, is_reversed, |number| index.time(number)),
        SortBy::Known => by(numbers, is_reversed, |number| index.known(number)),
        SortBy::Name => by(numbers, is_reversed, |number| Some(index.folded_name(number))),
        // What is in dispute first: that is what one looks for.
        SortBy::Standing => by(numbers, !is_reversed, |number| index.standing(number).map(urgency)),
        // Of those with one letter the better digit, and the other way round; none counts as the worst.
        SortBy::Reliability => by(numbers, is_reversed, |number| {
            let Grade { reliability, credibility } = index.grade(number);
            Some((reliability?, credibility.is_none(), credibility))
        }),
        SortBy::Credibility => by(numbers, is_reversed, |number| {
            let Grade { reliability, credibility } = index.grade(number);
            Some((credibility?, reliability.is_none(), reliability))
        }),
        SortBy::Ties => by(numbers, is_reversed, |number| Some(Reverse(index.n_ties(number)))),
    }
}

fn by<K: Ord>(numbers: &mut [u32], is_reversed: bool, key: impl Fn(u32) -> Option<K>) {
    let (mut keyed, mut without) = (Vec::with_capacity(numbers.len()), Vec::new());
    for number in &*numbers {
        match key(*number) {
            Some(key) => keyed.push((key, *number)),
            None => without.push(*number),
        }
    }
    keyed.sort_unstable_by(|(a, a_number), (b, b_number)| {
        let order = if is_reversed { b.cmp(a) } else { a.cmp(b) };
        order.then(a_number.cmp(b_number))
    });
    let sorted = keyed.into_iter().map(|(_, number)| number).chain(without);
    numbers.iter_mut().zip(sorted).for_each(|(place, number)| *place = number);
}

/// Puts sorted records into groups.
struct Grouping<'a> {
    situation: &'a Situation,
    index: &'a Index,
    inputs: &'a RowInputs<'a>,
    group: GroupBy,
}

impl Grouping<'_> {
    /// The groups with their headings, in the order in which their first members come; by name or rank where that says more. Those
    /// without what they are grouped by come last.
    fn groups(&self, numbers: &[u32]) -> Vec<(String, Vec<u32>)> {
        let mut groups: Vec<(Option<String>, Vec<u32>)> = Vec::new();
        let mut known: BTreeMap<Option<String>, usize> = BTreeMap::new();
        let mut add = |heading: Option<String>, its: &[u32]| {
            let at = *known.entry(heading).or_insert_with_key(|heading| {
                groups.push((heading.clone(), Vec::new()));
                groups.len() - 1
            });
            if let Some((_, members)) = groups.get_mut(at) {
                members.extend(its);
            }
        };
        match self.group {
            GroupBy::Day => {
                // Neighbours of one date need be written only once.
                for same in numbers.chunk_by(|a, b| self.index.date(*a) == self.index.date(*b)) {
                    add(same.first().and_then(|number| self.day(*number)), same);
                }
            }
            _ => numbers.iter().for_each(|number| self.headings(*number).into_iter().for_each(|heading| add(heading, &[*number]))),
        }
        match self.group {
            GroupBy::Day => {}
            GroupBy::Standing | GroupBy::Lack => groups.sort_by_key(|(heading, members)| (heading.is_none(), self.rank(members))),
            _ => groups.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b))),
        }
        // A stable sort: whatever has none of it goes to the end.
        groups.sort_by_key(|(heading, _)| heading.is_none());
        let none = wording::group_of_none(self.group);
        groups.into_iter().map(|(heading, members)| (heading.unwrap_or_else(|| none.to_owned()), members)).collect()
    }

    fn rank(&self, members: &[u32]) -> Option<usize> {
        let first = *members.first()?;
        match self.group {
            GroupBy::Standing => self.index.standing(first).map(|word| usize::from(u8::MAX - urgency(word))),
            _ => None,
        }
    }

    fn event(&self, number: u32) -> Option<&Event> {
        match self.index.id(number)? {
            RecordId::Event(id) => self.situation.event(id),
            _ => None,
        }
    }

    fn report(&self, number: u32) -> Option<&Report> {
        match self.index.id(number)? {
            RecordId::Report(id) => self.situation.report(id),
            _ => None,
        }
    }

    fn day(&self, number: u32) -> Option<String> {
        let when = match self.event(number) {
            Some(event) => event.when.as_ref(),
            None => self.report(number)?.published.as_ref(),
        };
        when.map(|when| self.inputs.dates.when(when))
    }

    /// What a record is grouped under: several places, say, or nothing at all (`None`).
    fn headings(&self, number: u32) -> Vec<Option<String>> {
        let found = match self.group {
            GroupBy::Place => self.names(self.places(number).into_iter().map(RecordId::Place)),
            GroupBy::Actor => self.names(self.actors(number).into_iter().map(RecordId::Actor)),
            GroupBy::Source => self.names(self.sources(number).into_iter().map(RecordId::Source)),
            GroupBy::Category => self.events(number).filter_map(|event| event.category.clone()).collect(),
            GroupBy::Standing => self.index.standing(number).map(|word| self.standing_heading(number, word)).into_iter().collect(),
            GroupBy::Kind => self.kind(number).into_iter().collect(),
            GroupBy::Country => self.country(number).into_iter().collect(),
            GroupBy::Side => self.side(number).into_iter().collect(),
            GroupBy::Lack => {
                Lack::ALL.into_iter().filter(|lack| self.index.lacks(number, *lack)).map(|lack| wording::lack(lack).to_owned()).collect()
            }
            GroupBy::Nothing | GroupBy::Day => BTreeSet::new(),
        };
        if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() }
    }

    fn standing_heading(&self, number: u32, word: StandingWord) -> String {
        match self.report(number).and_then(|report| report.about.first()) {
            Some(about) => wording::capitalised(wording::stance_done(about.stance)),
            None => wording::standing_word(word).to_owned(),
        }
    }

    fn names(&self, ids: impl Iterator<Item = RecordId>) -> BTreeSet<String> {
        ids.filter_map(|id| self.situation.name_in(&id, self.inputs.language)).map(|name| crate::base::shortened(name, 120)).collect()
    }

    /// The event itself, or those that a report speaks of.
    fn events(&self, number: u32) -> impl Iterator<Item = &Event> {
        let about = self.report(number).into_iter().flat_map(|report| &report.about).filter_map(|about| match &about.subject {
            Subject::Event(id) => self.situation.event(id),
            Subject::Report(_) => None,
        });
        self.event(number).into_iter().chain(about)
    }

    fn places(&self, number: u32) -> BTreeSet<PlaceId> {
        self.events(number).flat_map(|event| event.places.iter().map(|at| at.place.clone())).collect()
    }

    fn actors(&self, number: u32) -> BTreeSet<ActorId> {
        if let Some(RecordId::Source(id)) = self.index.id(number) {
            return self.situation.source(id).and_then(|source| source.actor.clone()).into_iter().collect();
        }
        self.events(number).flat_map(|event| event.actors.iter().map(|by| by.actor.clone())).collect()
    }

    fn sources(&self, number: u32) -> BTreeSet<SourceId> {
        if let Some(report) = self.report(number) {
            return BTreeSet::from([report.source.clone()]);
        }
        let Some(event) = self.event(number) else { return BTreeSet::new() };
        let about = self.situation.reports_about(&event.id).iter();
        about.filter_map(|(id, _)| self.situation.report(id)).map(|report| report.source.clone()).collect()
    }

    fn kind(&self, number: u32) -> Option<String> {
        let id = self.index.id(number)?;
        let word = match id {
            RecordId::Place(place) if self.inputs.list == ListKind::Places => self.situation.place(place)?.kind.map(wording::place_kind),
            RecordId::Actor(actor) if self.inputs.list == ListKind::Actors => self.situation.actor(actor)?.kind.map(wording::actor_kind),
            RecordId::Source(source) if self.inputs.list == ListKind::Sources => {
                self.situation.source(source)?.kind.map(wording::source_kind)
            }
            _ => Some(wording::kinds(id)),
        };
        word.map(str::to_owned)
    }

    fn country(&self, number: u32) -> Option<String> {
        match self.index.id(number)? {
            RecordId::Place(id) => self.situation.place(id)?.country.clone(),
            _ => None,
        }
    }

    fn side(&self, number: u32) -> Option<String> {
        match self.index.id(number)? {
            RecordId::Actor(id) => self.situation.actor(id)?.side.clone(),
            _ => None,
        }
    }
}
