//! The rows of a list: sorted and grouped once for each state of the content, then those that are shown, with their heights.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use crate::dataset::Dataset;
use crate::model::{Grade, Situation, StandingWord};
use crate::panels::grouping::{DatesOf, DayHeadings, Grouping};
use crate::query::{Answer, Count, Ids, Index, Lack};
use crate::viewpoint::{Arrangement, GroupBy, Item, ListKind, SortBy};
use crate::wording::Dates;

/// Everything that a list can show, in its order.
#[derive(Debug, Default)]
pub struct Order {
    list: Listing,
    /// Records by their numbers, or rows of a data layer; those of a group stand together, and one can stand in several.
    numbers: Vec<u32>,
    groups: Vec<Group>,
    /// Each counted once.
    n_all: usize,
    /// Of a layer: whether its rows stand in another order than in the file, which the numbers are; else whether they run backwards.
    is_sorted: bool,
    is_reversed: bool,
}

/// Rows of a layer at most that the list sorts by name, in a frame and each read from its file; the table sorts any number.
const MOST_SORTED: u32 = 5_000;

/// What the numbers of a list mean.
#[derive(Debug)]
enum Listing {
    Records(Ids),
    Layer(usize),
}

#[derive(Debug)]
pub(super) struct Group {
    /// `None` where the list is not grouped.
    pub heading: Option<Arc<str>>,
    /// Among the numbers.
    pub members: Range<usize>,
}

/// Rows with the place of each from the top.
#[derive(Debug, Default)]
pub struct Rows {
    order: Arc<Order>,
    rows: Entries,
    /// Items, each counted once in however many groups it stands.
    n_items: usize,
}

#[derive(Debug)]
enum Entries {
    Each {
        rows: Vec<Entry>,
        /// Where each row begins, in points; one more than rows: where the last ends.
        starts: Vec<f32>,
    },
    /// The order's own numbers, all of them or those asked for of a layer in the order of its file: there may be millions.
    Plain(Option<Arc<Vec<u32>>>),
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

/// What an order is made from.
pub struct RowInputs<'a> {
    /// With its columns.
    pub situation: Option<(&'a Situation, &'a Index)>,
    pub layers: &'a [Arc<Dataset>],
    pub list: ListKind,
    pub arrangement: Arrangement,
    pub dates: &'a Dates,
    pub language: Option<&'a str>,
}

impl Default for Entries {
    fn default() -> Self {
        Self::Plain(None)
    }
}

impl Default for Listing {
    fn default() -> Self {
        Self::Layer(0)
    }
}

impl Order {
    pub fn of(inputs: &RowInputs<'_>, days: &mut DayHeadings) -> Self {
        days.are_written_as(inputs.dates);
        match (inputs.list, inputs.situation) {
            (ListKind::Layer(index), _) => Self::of_layer(inputs, index),
            (_, Some((situation, index))) => Self::of_records(inputs, days, (situation, index)),
            (_, None) => Self::default(),
        }
    }

    fn of_layer(inputs: &RowInputs<'_>, index: usize) -> Self {
        let Some(layer) = inputs.layers.get(index) else { return Self::default() };
        let Arrangement { sort, is_reversed, .. } = inputs.arrangement;
        let is_sorted = sort == SortBy::Name && layer.n_rows() <= MOST_SORTED;
        let mut numbers: Vec<u32> = if is_sorted { (0..layer.n_rows()).collect() } else { Vec::new() };
        numbers.sort_by_cached_key(|row| layer.title(*row).to_lowercase());
        if is_reversed {
            numbers.reverse();
        }
        let n_all = layer.n_rows() as usize;
        let groups = vec![Group { heading: None, members: 0..numbers.len() }];
        Self { list: Listing::Layer(index), groups, numbers, n_all, is_sorted, is_reversed: is_reversed && !is_sorted }
    }

    fn of_records(inputs: &RowInputs<'_>, days: &mut DayHeadings, (situation, index): (&Situation, &Index)) -> Self {
        let mut numbers: Vec<u32> = numbers_of(index, inputs.list);
        let n_all = numbers.len();
        let Arrangement { sort: sorted_by, group, is_reversed } = inputs.arrangement;
        let dates = if group == GroupBy::Day { DatesOf::of(&numbers, index) } else { DatesOf::default() };
        if group == GroupBy::Day && sorted_by == SortBy::Time {
            numbers = dates.sorted(&numbers, is_reversed);
        } else {
            sort(&mut numbers, index, inputs.arrangement);
        }
        let list = Listing::Records(index.ids().clone());
        if group == GroupBy::Nothing {
            return Self::ungrouped(list, numbers);
        }
        let (numbers, groups) = Grouping { situation, index, inputs, group }.groups(&numbers, &dates, days);
        Self { list, numbers, groups, n_all, ..Self::default() }
    }

    fn ungrouped(list: Listing, numbers: Vec<u32>) -> Self {
        let n_all = numbers.len();
        Self { list, groups: vec![Group { heading: None, members: 0..n_all }], numbers, n_all, ..Self::default() }
    }

    /// The record or row of a number.
    pub fn item(&self, number: u32) -> Option<Item> {
        match &self.list {
            Listing::Records(ids) => ids.get(number).cloned().map(Item::Record),
            Listing::Layer(layer) => Some(Item::Row { layer: *layer, row: number }),
        }
    }

    /// The number of an item, where it is of this list's kind.
    pub fn number_of(&self, item: &Item) -> Option<u32> {
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
        Self { order, rows: Entries::Each { rows, starts }, n_items }
    }

    /// Those of a layer that are shown: `shown` of them, ascending, or all.
    pub fn of_layer(order: Arc<Order>, shown: Option<Arc<Vec<u32>>>) -> Self {
        if order.is_sorted
            && let Some(shown) = &shown
        {
            return Self::of(order, |number| shown.binary_search(&number).is_ok());
        }
        let n_items = shown.as_ref().map_or(order.n_all, |shown| shown.len());
        Self { order, rows: Entries::Plain(shown), n_items }
    }

    /// The entry at a row.
    fn entry(&self, row: usize) -> Option<Entry> {
        match &self.rows {
            Entries::Each { rows, .. } => rows.get(row).copied(),
            Entries::Plain(shown) => {
                let at = if self.order.is_reversed { self.n_items.checked_sub(row + 1)? } else { row };
                let number = match shown {
                    Some(shown) => *shown.get(at)?,
                    None if self.order.is_sorted => *self.order.numbers.get(row)?,
                    None => u32::try_from(at).ok().filter(|_| at < self.n_items)?,
                };
                Some(Entry::Item(number))
            }
        }
    }

    pub fn n_items(&self) -> usize {
        self.n_items
    }

    /// How many there would be if all were shown.
    pub fn n_all(&self) -> usize {
        self.order.n_all
    }

    pub fn height(&self) -> f32 {
        match &self.rows {
            Entries::Each { starts, .. } => starts.last().copied().unwrap_or_default(),
            Entries::Plain(_) => self.n_items as f32 * Row::ITEM_HEIGHT,
        }
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
        let first = match &self.rows {
            Entries::Each { starts, .. } => starts.partition_point(|start| *start <= top).saturating_sub(1),
            Entries::Plain(_) => (top / Row::ITEM_HEIGHT).max(0.0) as usize,
        };
        let rows = (first..self.n_rows()).filter_map(|row| Some((row, self.entry(row)?, self.span(row)?)));
        rows.take_while(move |(_, _, (start, _))| *start < bottom)
            .filter_map(|(number, entry, (start, end))| Some((number, self.row(entry)?, start, end)))
    }

    /// Where a row begins and ends.
    pub fn span(&self, row: usize) -> Option<(f32, f32)> {
        match &self.rows {
            Entries::Each { starts, .. } => Some((*starts.get(row)?, *starts.get(row + 1)?)),
            Entries::Plain(_) => (row < self.n_items).then(|| (row as f32 * Row::ITEM_HEIGHT, (row + 1) as f32 * Row::ITEM_HEIGHT)),
        }
    }

    pub fn item(&self, row: usize) -> Option<Item> {
        match self.entry(row)? {
            Entry::Item(number) => self.order.item(number),
            Entry::Heading { .. } => None,
        }
    }

    /// The row of an item: `hint` where it stands there, else the first.
    pub fn row_of(&self, item: &Item, hint: Option<usize>) -> Option<usize> {
        let wanted = self.order.number_of(item)?;
        let is_it = |row: &usize| matches!(self.entry(*row), Some(Entry::Item(number)) if number == wanted);
        hint.filter(is_it).or_else(|| match &self.rows {
            Entries::Plain(shown) if !self.order.is_sorted => {
                let at = shown.as_ref().map_or(Some(wanted as usize), |shown| shown.binary_search(&wanted).ok())?;
                let at = if self.order.is_reversed { self.n_items.checked_sub(at + 1)? } else { at };
                (at < self.n_items).then_some(at)
            }
            Entries::Plain(_) | Entries::Each { .. } => (0..self.n_rows()).find(is_it),
        })
    }

    /// The row so many items further on (or back), or the last (the first) where there are not so many. From nowhere the first,
    /// or going back the last.
    pub fn step(&self, from: Option<usize>, n_items: isize) -> Option<usize> {
        let is_item = |row: &usize| matches!(self.entry(*row), Some(Entry::Item(_)));
        let n = n_items.unsigned_abs();
        match (from, n_items >= 0) {
            (Some(from), true) => (from + 1..self.n_rows()).filter(is_item).take(n).last().or(Some(from)),
            (Some(from), false) => (0..from).rev().filter(is_item).take(n).last().or(Some(from)),
            (None, true) => (0..self.n_rows()).find(is_item),
            (None, false) => (0..self.n_rows()).rfind(is_item),
        }
    }

    /// The items of some rows, headings left out.
    pub fn items(&self, rows: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = Item> {
        rows.filter_map(|row| self.item(row))
    }

    pub fn n_rows(&self) -> usize {
        match &self.rows {
            Entries::Each { rows, .. } => rows.len(),
            Entries::Plain(_) => self.n_items,
        }
    }

    pub fn order(&self) -> &Arc<Order> {
        &self.order
    }

    /// The numbers of the items from the top; one that stands in several groups comes in each.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        (0..self.n_rows()).filter_map(|row| if let Some(Entry::Item(number)) = self.entry(row) { Some(number) } else { None })
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

/// The records of a list, by their numbers, which ascend; none of a data layer.
pub fn numbers_of(index: &Index, list: ListKind) -> Vec<u32> {
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
pub(super) fn urgency(word: StandingWord) -> u8 {
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
pub(super) fn sort(numbers: &mut [u32], index: &Index, arrangement: Arrangement) {
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
