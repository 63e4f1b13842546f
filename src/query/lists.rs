//! Columns of values: lists of numbers, one for each owner, packed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use smol_str::SmolStr;

use crate::query::filter::Value;
use crate::query::moves::{Moves, Shifts, patch, shift};

/// What has no date, no event: no number is as high.
pub(super) const NONE: u32 = u32::MAX;

/// Lists of numbers, one for each owner.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Where each owner's list ends; empty where every list has one number.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Lists {
    /// Of one number each.
    pub fn single_of(numbers: Vec<u32>) -> Self {
        Self { ends: Vec::new(), numbers }
    }

    pub fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.numbers.extend(list);
        self.ends.push(self.numbers.len() as u32);
    }

    pub fn n_owners(&self) -> u32 {
        (if self.ends.is_empty() { self.numbers.len() } else { self.ends.len() }) as u32
    }

    pub fn range(&self, owner: u32) -> Range<usize> {
        let owner = owner as usize;
        if self.ends.is_empty() {
            return owner..owner + 1;
        }
        let end_of = |owner: usize| self.ends.get(owner).map_or(0, |end| *end as usize);
        owner.checked_sub(1).map_or(0, end_of)..end_of(owner)
    }

    /// The numbers by their owners, where every list has one.
    pub fn single(&self) -> Option<&[u32]> {
        self.ends.is_empty().then_some(&self.numbers)
    }

    pub fn of(&self, owner: u32) -> &[u32] {
        self.numbers.get(self.range(owner)).unwrap_or_default()
    }

    /// Takes less room where every list has one number.
    pub fn packed(mut self) -> Self {
        self.pack();
        self
    }

    fn pack(&mut self) {
        if self.ends.iter().zip(1..).all(|(end, owner)| *end == owner) {
            self.ends = Vec::new();
        }
    }

    /// Carries out what happened to the owners; `lists` are those of the new and the changed ones, by the number of each.
    pub fn carry_out(&mut self, moves: &Moves, lists: &BTreeMap<u32, Vec<u32>>) {
        let list_of = |owner: Option<u32>| owner.and_then(|owner| lists.get(&owner)).map_or(&[][..], Vec::as_slice);
        let patches: Vec<(Range<usize>, Vec<u32>)> = moves
            .iter()
            .map(|(owners, new)| {
                let start = self.range(owners.start as u32).start.min(self.numbers.len());
                let end = owners.last().map_or(start, |last| self.range(last as u32).end);
                (start..end, list_of(new).to_vec())
            })
            .collect();
        let are_single = self.ends.is_empty() && moves.now().all(|owner| list_of(Some(owner)).len() == 1);
        let is_in_place = moves.is_in_place() && patches.iter().all(|(range, put)| range.len() == put.len());
        if !are_single && !is_in_place {
            self.carry_out_ends(moves, &patches);
        }
        patch(&mut self.numbers, patches);
        self.pack();
    }

    /// Where lists end once some are put in the place of others.
    fn carry_out_ends(&mut self, moves: &Moves, patches: &[(Range<usize>, Vec<u32>)]) {
        if self.ends.is_empty() {
            self.ends = (1..=self.numbers.len() as u32).collect();
        }
        // Whoever stays ends as much further on as what was before it grew.
        let (mut by, mut done) = (0_i32, 0);
        let mut made = Vec::with_capacity(patches.len());
        for ((owners, new), (range, put)) in moves.iter().zip(patches) {
            shift(self.ends.get_mut(done..owners.start).unwrap_or_default(), 0, by);
            let end = (range.start as u32).wrapping_add_signed(by) + put.len() as u32;
            by += put.len() as i32 - range.len() as i32;
            done = owners.end;
            made.push((owners, new.map(|_| end).into_iter().collect()));
        }
        shift(self.ends.get_mut(done..).unwrap_or_default(), 0, by);
        patch(&mut self.ends, made);
    }

    /// Gives the numbers in it those that they have now.
    pub fn renumber(&mut self, shifts: &Shifts) {
        shifts.carry_out(&mut self.numbers, 0);
    }

    /// The lists turned round: whose lists each of `n` numbers is in.
    pub fn turned(&self, n: usize) -> Self {
        let mut pairs: Vec<(u32, u32)> =
            (0..self.n_owners()).flat_map(|owner| self.of(owner).iter().map(move |number| (*number, owner))).collect();
        pairs.sort_unstable();
        let mut turned = Self::default();
        for same in pairs.chunk_by(|(a, _), (b, _)| a == b) {
            let number = same.first().map_or(0, |(number, _)| *number);
            turned.ends.resize(number as usize, turned.numbers.len() as u32);
            turned.push(same.iter().map(|(_, owner)| *owner));
        }
        turned.ends.resize(n, turned.numbers.len() as u32);
        turned
    }
}

/// The values of one facet: of events, or of statements.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub values: Vec<Value>,
    /// By their places among `values`.
    pub lists: Lists,
    /// Where values are records, the number in the index of the first of them, which is the second value: the first is that there is none.
    first_record: u32,
}

impl Column {
    /// The records that the values of an owner name, where values are records.
    pub fn records_of(&self, owner: u32) -> impl Iterator<Item = u32> {
        self.lists.of(owner).iter().filter_map(|value| Some(self.first_record + value.checked_sub(1)?))
    }
}

/// Bringing up to date.
impl Column {
    /// Carries out what happened to the owners. `words` are the values of those that are new or changed, by the number of each.
    pub fn carry_out(&mut self, moves: &Moves, words: &BTreeMap<u32, Vec<Value>>) {
        for word in words.values().flatten() {
            if let Err(place) = self.values.binary_search(word) {
                self.values.insert(place, word.clone());
                shift(&mut self.lists.numbers, place as u32, 1);
            }
        }
        let before: BTreeSet<u32> = moves.old().flat_map(|owner| self.lists.of(owner)).copied().collect();
        let number = |word: &Value| self.values.binary_search(word).ok().map(|place| place as u32);
        let lists = words.iter().map(|(owner, words)| (*owner, words.iter().filter_map(number).collect::<BTreeSet<u32>>()));
        let lists = lists.map(|(owner, numbers)| (owner, numbers.into_iter().collect())).collect();
        self.lists.carry_out(moves, &lists);
        // A value that nobody has any more goes, the last first.
        for gone in before.into_iter().rev().filter(|value| !self.lists.numbers.contains(value)).collect::<Vec<u32>>() {
            self.values.remove(gone as usize);
            shift(&mut self.lists.numbers, gone + 1, -1);
        }
    }

    /// The same of values that are records: `named` tells which of those each owner names, `records` what became of them and of
    /// their places, and the number in the index of the first.
    pub fn carry_out_of_records(
        &mut self,
        moves: &Moves,
        named: BTreeMap<u32, Vec<u32>>,
        (records, shifts, first): (&Moves, &Shifts, u32),
        name: impl Fn(u32) -> Value,
    ) {
        self.first_record = first;
        let of_values = records.iter().map(|(range, new)| (range.start + 1..range.end + 1, new.into_iter().map(&name).collect()));
        patch(&mut self.values, of_values.collect());
        shifts.carry_out(&mut self.lists.numbers, 1);
        let lists = named.into_iter().map(|(owner, named)| (owner, values_of_records(named).collect())).collect();
        self.lists.carry_out(moves, &lists);
    }
}

/// Makes a column whose values are found on the way.
#[derive(Default)]
pub(super) struct ColumnMaker {
    column: Column,
    known: HashMap<SmolStr, u32, foldhash::fast::RandomState>,
}

impl ColumnMaker {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.column.values.len() as u32;
        self.known.insert(SmolStr::new(text), number);
        self.column.values.push(Value::from(text));
        number
    }

    /// With the values in the order of their words.
    pub fn finished(self) -> Column {
        let Column { values, lists, .. } = self.column;
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by_key(|number| values.get(*number as usize));
        let mut place_of = vec![0; order.len()];
        for (place, number) in (0..).zip(&order) {
            if let Some(slot) = place_of.get_mut(*number as usize) {
                *slot = place;
            }
        }
        let renumber = |number: &u32| place_of.get(*number as usize).copied().unwrap_or_default();
        let numbers = lists.numbers.iter().map(renumber).collect();
        let values = order.iter().filter_map(|number| values.get(*number as usize)).cloned().collect();
        Column { values, lists: Lists { numbers, ends: lists.ends }.packed(), first_record: 0 }
    }

    /// The values of the next owner, each once, or that it has none.
    pub fn push<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let mut numbers: Vec<u32> = texts.into_iter().map(|text| self.number(text)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            numbers.push(self.number(Value::NONE.as_str()));
        }
        self.column.lists.push(numbers);
    }
}

/// A column whose values are records, by their ids in their order; the first value is that there is none. `first_record` is the number
/// in the index of the first of them, and lists hold their places among those of their kind.
pub(super) fn record_column<'a>(ids: impl Iterator<Item = &'a str>, first_record: u32, lists: impl Iterator<Item = Vec<u32>>) -> Column {
    let values: Vec<Value> = std::iter::once(Value::NONE).chain(ids.map(Value::from)).collect();
    let mut shifted = Lists::default();
    for list in lists {
        shifted.push(values_of_records(list));
    }
    Column { values, lists: shifted.packed(), first_record }
}

/// The values that stand for records, by their places among those of their kind.
fn values_of_records(mut named: Vec<u32>) -> impl Iterator<Item = u32> {
    named.sort_unstable();
    named.dedup();
    let none = named.is_empty().then_some(0);
    named.into_iter().map(|at| at + 1).chain(none)
}
