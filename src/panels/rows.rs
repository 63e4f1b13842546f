//! The rows of a list: sorted and grouped once for each state of the content, then those that are shown, with their heights.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::dataset::Dataset;
use crate::model::{ActorId, Event, Grade, PlaceId, RecordId, Report, Situation, SourceId, StandingWord, Subject};
use crate::query::{Answer, Count, Ids, Index, Lack, Span};
use crate::viewpoint::{Arrangement, GroupBy, Item, ListKind, SortBy};
use crate::wording::{self, Dates};

/// Everything that a list can show, in its order.
#[derive(Debug, Default)]
pub struct Order {
    list: Listing,
    /// Records by their numbers, or rows of a data layer; those of a group stand together, and one can stand in several.
    numbers: Vec<u32>,
    groups: Vec<Group>,
    /// Each counted once.
    n_all: usize,
}

/// What the numbers of a list mean.
#[derive(Debug)]
enum Listing {
    Records(Ids),
    Layer(usize),
}

#[derive(Debug)]
struct Group {
    /// `None` where the list is not grouped.
    heading: Option<Arc<str>>,
    /// Among the numbers.
    members: Range<usize>,
}

/// Rows with the place of each from the top.
#[derive(Debug, Default)]
pub struct Rows {
    order: Arc<Order>,
    rows: Vec<Entry>,
    /// Where each row begins, in points; one more than rows: where the last ends.
    starts: Vec<f32>,
    /// Items, each counted once in however many groups it stands.
    n_items: usize,
}

/// A row as it is kept: a heading by its group, an item by its number.
#[derive(Clone, Copy, Debug)]
enum Entry {
    Heading { group: u32, n_items: u32 },
    Item(u32),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Row<'a> {
    /// A day, or what else a group has in common, and how many items follow.
    Heading {
        text: &'a str,
        n_items: usize,
    },
    Item(Item),
}

/// What days are headed by, kept from one order to the next: most of a long list's dates are the same after an edit.
#[derive(Debug, Default)]
pub struct DayHeadings {
    /// How they are written.
    dates: Option<Dates>,
    /// By what [`Index::date`] tells.
    written: HashMap<(Option<Span>, u64), Arc<str>, RandomState>,
}

impl DayHeadings {
    pub fn n_written(&self) -> usize {
        self.written.len()
    }
}

/// What an order is made from.
pub struct RowInputs<'a> {
    /// With its columns.
    pub situation: Option<(&'a Situation, &'a Index)>,
    pub layers: &'a [Dataset],
    pub list: ListKind,
    pub arrangement: Arrangement,
    pub dates: &'a Dates,
    pub language: Option<&'a str>,
}

impl Default for Listing {
    fn default() -> Self {
        Self::Layer(0)
    }
}

impl Order {
    pub fn of(inputs: &RowInputs<'_>, days: &mut DayHeadings) -> Self {
        if days.dates.as_ref() != Some(inputs.dates) {
            *days = DayHeadings { dates: Some(inputs.dates.clone()), ..DayHeadings::default() };
        }
        match (inputs.list, inputs.situation) {
            (ListKind::Layer(index), _) => Self::of_layer(inputs, index),
            (_, Some((situation, index))) => Self::of_records(inputs, days, (situation, index)),
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
        Self::ungrouped(Listing::Layer(index), order)
    }

    fn of_records(inputs: &RowInputs<'_>, days: &mut DayHeadings, (situation, index): (&Situation, &Index)) -> Self {
        let mut numbers: Vec<u32> = numbers_of(index, inputs.list);
        let n_all = numbers.len();
        let dates = if inputs.arrangement.group == GroupBy::Day { DatesAlike::of(&numbers, index) } else { DatesAlike::default() };
        sort(&mut numbers, index, inputs.arrangement);
        let list = Listing::Records(index.ids().clone());
        let group = match inputs.arrangement.group {
            GroupBy::Nothing => return Self::ungrouped(list, numbers),
            group => group,
        };
        let (mut members, mut groups) = (Vec::with_capacity(numbers.len()), Vec::new());
        for (heading, its) in (Grouping { situation, index, inputs, group }).groups(&numbers, &dates, days) {
            let first = members.len();
            members.extend(its);
            groups.push(Group { heading: Some(heading), members: first..members.len() });
        }
        Self { list, numbers: members, groups, n_all }
    }

    fn ungrouped(list: Listing, numbers: Vec<u32>) -> Self {
        let n_all = numbers.len();
        Self { list, groups: vec![Group { heading: None, members: 0..n_all }], numbers, n_all }
    }

    fn item(&self, number: u32) -> Option<Item> {
        match &self.list {
            Listing::Records(ids) => ids.get(number).cloned().map(Item::Record),
            Listing::Layer(layer) => Some(Item::Row { layer: *layer, row: number }),
        }
    }

    fn number_of(&self, item: &Item) -> Option<u32> {
        match (&self.list, item) {
            (Listing::Records(ids), Item::Record(id)) => ids.find(id).ok(),
            (Listing::Layer(own), Item::Row { layer, row }) if own == layer => Some(*row),
            _ => None,
        }
    }
}

impl Row<'_> {
    pub const HEADING_HEIGHT: f32 = 30.0;
    pub const ITEM_HEIGHT: f32 = 48.0;
}

impl Rows {
    /// Those of an order that are shown. Headings that nothing follows go.
    pub fn of(order: Arc<Order>, is_shown: impl Fn(u32) -> bool) -> Self {
        let n_most = order.numbers.len() + order.groups.len();
        let (mut rows, mut starts, mut end) = (Vec::with_capacity(n_most), Vec::with_capacity(n_most + 1), 0.0);
        starts.push(end);
        let mut n_items = 0;
        for (number, group) in (0..).zip(&order.groups) {
            let members = order.numbers.get(group.members.clone()).unwrap_or_default();
            let heading_at = rows.len();
            let has_heading = group.heading.is_some();
            if has_heading {
                rows.push(Entry::Heading { group: number, n_items: 0 });
                end += Row::HEADING_HEIGHT;
                starts.push(end);
            }
            let first = rows.len();
            for member in members.iter().filter(|member| is_shown(**member)) {
                rows.push(Entry::Item(*member));
                end += Row::ITEM_HEIGHT;
                starts.push(end);
            }
            let n_shown = rows.len() - first;
            n_items += n_shown;
            if has_heading && n_shown == 0 {
                rows.truncate(heading_at);
                starts.truncate(heading_at + 1);
                end = starts.last().copied().unwrap_or_default();
            } else if let Some(Entry::Heading { n_items, .. }) = rows.get_mut(heading_at) {
                *n_items = n_shown as u32;
            }
        }
        // Where one can stand in several groups, each is counted once.
        if n_items > 0 && order.numbers.len() > order.n_all {
            let mut items: Vec<u32> =
                rows.iter().filter_map(|row| if let Entry::Item(number) = row { Some(*number) } else { None }).collect();
            items.sort_unstable();
            items.dedup();
            n_items = items.len();
        }
        Self { order, rows, starts, n_items }
    }

    pub fn n_items(&self) -> usize {
        self.n_items
    }

    /// How many there would be if all were shown.
    pub fn n_all(&self) -> usize {
        self.order.n_all
    }

    pub fn height(&self) -> f32 {
        self.starts.last().copied().unwrap_or_default()
    }

    fn row(&self, entry: Entry) -> Option<Row<'_>> {
        match entry {
            Entry::Heading { group, n_items } => {
                let text = self.order.groups.get(group as usize)?.heading.as_deref()?;
                Some(Row::Heading { text, n_items: n_items as usize })
            }
            Entry::Item(number) => self.order.item(number).map(Row::Item),
        }
    }

    /// The rows between two heights, each with its number and where it begins and ends.
    pub fn between(&self, top: f32, bottom: f32) -> impl Iterator<Item = (usize, Row<'_>, f32, f32)> {
        let first = self.starts.partition_point(|start| *start <= top).saturating_sub(1);
        let spans = self.starts.iter().zip(self.starts.iter().skip(1));
        self.rows
            .iter()
            .zip(spans)
            .enumerate()
            .skip(first)
            .take_while(move |(_, (_, (start, _)))| **start < bottom)
            .filter_map(|(number, (entry, (start, end)))| Some((number, self.row(*entry)?, *start, *end)))
    }

    /// Where a row begins and ends.
    pub fn span(&self, row: usize) -> Option<(f32, f32)> {
        Some((*self.starts.get(row)?, *self.starts.get(row + 1)?))
    }

    pub fn item(&self, row: usize) -> Option<Item> {
        match self.rows.get(row)? {
            Entry::Item(number) => self.order.item(*number),
            Entry::Heading { .. } => None,
        }
    }

    /// The row of an item: `hint` where it stands there, else the first.
    pub fn row_of(&self, item: &Item, hint: Option<usize>) -> Option<usize> {
        let wanted = self.order.number_of(item)?;
        let is_it = |row: &Entry| matches!(row, Entry::Item(number) if *number == wanted);
        hint.filter(|row| self.rows.get(*row).is_some_and(is_it)).or_else(|| self.rows.iter().position(is_it))
    }

    /// The row so many items further on (or back), or the last (the first) where there are not so many. From nowhere the first,
    /// or going back the last.
    pub fn step(&self, from: Option<usize>, n_items: isize) -> Option<usize> {
        let is_item = |row: &usize| matches!(self.rows.get(*row), Some(Entry::Item(_)));
        let n = n_items.unsigned_abs();
        match (from, n_items >= 0) {
            (Some(from), true) => (from + 1..self.rows.len()).filter(is_item).take(n).last().or(Some(from)),
            (Some(from), false) => (0..from).rev().filter(is_item).take(n).last().or(Some(from)),
            (None, true) => (0..self.rows.len()).find(is_item),
            (None, false) => (0..self.rows.len()).rfind(is_item),
        }
    }

    /// The items of some rows, headings left out.
    pub fn items(&self, rows: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = Item> {
        rows.filter_map(|row| self.item(row))
    }

    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }
}

/// The numbers of a list whose records stand together.
fn range_of(index: &Index, list: ListKind) -> Option<&Range<u32>> {
    let kinds = index.kinds();
    match list {
        ListKind::Events => Some(&kinds.events),
        ListKind::Reports => Some(&kinds.reports),
        ListKind::Places => Some(&kinds.places),
        ListKind::Actors => Some(&kinds.actors),
        ListKind::Sources => Some(&kinds.sources),
        ListKind::Tray | ListKind::Inbox | ListKind::Layer(_) => None,
    }
}

/// The records of a list, by their numbers.
fn numbers_of(index: &Index, list: ListKind) -> Vec<u32> {
    match (range_of(index, list), list) {
        (Some(range), _) => range.clone().collect(),
        (None, ListKind::Tray) => index.lacking().to_vec(),
        (None, ListKind::Inbox) => in_inbox(index).collect(),
        (None, _) => Vec::new(),
    }
}

fn in_inbox(index: &Index) -> impl Iterator<Item = u32> {
    index.lacking().iter().copied().filter(|number| index.lacks(*number, Lack::Event))
}

/// How many records of a list are shown. Tray and inbox hold what windows and filters cannot place: they are always whole.
pub fn count_of(index: &Index, answer: &Answer, list: ListKind) -> Count {
    let whole = |n| Count { surely: n, ..Count::default() };
    match (range_of(index, list), list) {
        (Some(range), _) => answer.count_range(range),
        (None, ListKind::Tray) => whole(index.lacking().len()),
        (None, ListKind::Inbox) => whole(in_inbox(index).count()),
        (None, _) => Count::default(),
    }
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

/// Which records have the same date: found in the order of their numbers, in which their dates lie in memory.
#[derive(Default)]
struct DatesAlike {
    first: u32,
    /// A number for the date of each record from the first on.
    dates: Vec<u32>,
    n_dates: usize,
}

impl DatesAlike {
    /// Of records by their numbers, which ascend.
    fn of(numbers: &[u32], index: &Index) -> Self {
        let (first, end) = numbers.first().zip(numbers.last()).map_or((0, 0), |(first, last)| (*first, *last + 1));
        let mut known: HashMap<(Option<Span>, u64), u32, RandomState> = HashMap::default();
        let mut dates = vec![0; (end - first) as usize];
        for number in numbers {
            let n_known = known.len() as u32;
            let date = *known.entry(index.date(*number)).or_insert(n_known);
            dates.get_mut((number - first) as usize).into_iter().for_each(|slot| *slot = date);
        }
        Self { first, dates, n_dates: known.len() }
    }

    fn date(&self, number: u32) -> usize {
        self.dates.get((number - self.first) as usize).copied().unwrap_or_default() as usize
    }
}

/// Groups by their headings, in the order in which their first members came.
#[derive(Default)]
struct Groups {
    all: Vec<(Option<Arc<str>>, Vec<u32>)>,
    known: HashMap<Option<Arc<str>>, usize, RandomState>,
}

impl Groups {
    /// The place of a group.
    fn at(&mut self, heading: Option<Arc<str>>) -> usize {
        *self.known.entry(heading).or_insert_with_key(|heading| {
            self.all.push((heading.clone(), Vec::new()));
            self.all.len() - 1
        })
    }

    fn push(&mut self, at: usize, member: u32) {
        self.all.get_mut(at).into_iter().for_each(|(_, members)| members.push(member));
    }
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
    fn groups(&self, numbers: &[u32], dates: &DatesAlike, days: &mut DayHeadings) -> Vec<(Arc<str>, Vec<u32>)> {
        let mut groups = Groups::default();
        // Several dates may be written alike.
        let mut of_dates: Vec<Option<usize>> = vec![None; dates.n_dates];
        for number in numbers {
            if self.group == GroupBy::Day {
                let Some(slot) = of_dates.get_mut(dates.date(*number)) else { continue };
                let at = *slot.get_or_insert_with(|| groups.at(self.day(*number, days)));
                groups.push(at, *number);
                continue;
            }
            for heading in self.headings(*number) {
                let at = groups.at(heading.map(Arc::from));
                groups.push(at, *number);
            }
        }
        let mut groups = groups.all;
        match self.group {
            GroupBy::Day => {}
            GroupBy::Standing | GroupBy::Lack => groups.sort_by_key(|(heading, members)| (heading.is_none(), self.rank(members))),
            _ => groups.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b))),
        }
        // A stable sort: whatever has none of it goes to the end.
        groups.sort_by_key(|(heading, _)| heading.is_none());
        let none = wording::group_of_none(self.group);
        groups.into_iter().map(|(heading, members)| (heading.unwrap_or_else(|| none.into()), members)).collect()
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

    fn day(&self, number: u32, days: &mut DayHeadings) -> Option<Arc<str>> {
        let date = self.index.date(number);
        if let Some(written) = days.written.get(&date) {
            return Some(Arc::clone(written));
        }
        let when = match self.event(number) {
            Some(event) => event.when.as_ref(),
            None => self.report(number)?.published.as_ref(),
        };
        let written: Arc<str> = self.inputs.dates.when(when?).into();
        days.written.insert(date, Arc::clone(&written));
        Some(written)
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
