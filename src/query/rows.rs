//! The rows of a data layer as they are asked for: with the same window, clock and area as the records of a situation.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use geo::Coord;
use smol_str::SmolStr;

use crate::base::{in_shares, of_each};
use crate::dataset::{Column, Dataset, DateOrder, Role, Stamp, Values};
use crate::earth::{Bounds, LonLat};
use crate::model::Moment;
use crate::query::filter::{Area, Choice, Ground, Value};
use crate::query::histogram::{Bar, bars_of};
use crate::query::lists::NONE;
use crate::query::time::{Clock, Extent, Fit, TimeWindow};

/// When the rows of a data layer were. Made on the thread that reads the layer.
#[derive(Clone, Debug, Default)]
pub struct RowDates {
    /// Each only once.
    extents: Vec<Extent>,
    /// Of each row; empty where the layer has no dates.
    date_of: Vec<u32>,
    span: Option<[Moment; 2]>,
}

/// What is asked of the rows of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowsQuestion {
    pub clock: Clock,
    pub window: Option<TimeWindow>,
    pub area: Option<Area>,
    /// Where the area is what the map shows: that.
    pub view: Option<Bounds>,
    /// What is chosen of columns, by their names; of a layer that has none of a name all pass.
    pub columns: BTreeMap<SmolStr, Choice>,
    /// All of these words must be in what a row says.
    pub words: String,
}

/// Which rows of a layer are asked for, and how many are not, and why.
#[derive(Clone, Debug, Default)]
pub struct RowsAnswer {
    n_rows: u32,
    /// Of each row; empty where all are surely asked for.
    fits: Vec<Fit>,
    /// Of each row what it fails by: a bit for each of the columns that are chosen from, then those below; empty where all pass.
    fails: Vec<u16>,
    /// The columns that those bits are of, by their numbers.
    columns: Vec<u32>,
    pub n_surely: usize,
    pub n_possibly: usize,
    pub n_outside_window: usize,
    /// Of a window those that have no date.
    pub n_undated: usize,
    pub n_outside_area: usize,
    pub n_nowhere: usize,
    pub n_of_other_values: usize,
    pub n_without_words: usize,
}

/// What rows fail by besides columns. Of more columns than there are bits before them the last bit tells.
const FAILS_WINDOW: u16 = 1 << 15;
const FAILS_AREA: u16 = 1 << 14;
const FAILS_WORDS: u16 = 1 << 13;
const MOST_COLUMNS: usize = 13;

/// How many rows there would be with each value of a column, if that one were chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowFacet {
    pub column: SmolStr,
    /// Those with most first, then in the order of the file.
    pub values: Vec<(Value, usize)>,
    /// How many values there are, whatever is asked for.
    pub n_values: usize,
}

/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 100_000;
/// Rows that are counted together.
const BLOCK: u32 = 8_192;
const LEAST_BLOCKS: usize = 12;

impl RowDates {
    pub fn of(layer: &Dataset) -> Self {
        let mapping = layer.mapping();
        let column = |role: Role| {
            let name = mapping.columns_of(role).next()?;
            layer.columns().get(layer.column_named(name)? as usize)
        };
        let Some(starts) = column(Role::Start).and_then(|column| Dates::of(column, mapping.date_order)) else { return Self::default() };
        let ends = column(Role::End).and_then(|column| Dates::of(column, mapping.date_order));
        let mut extents = Vec::new();
        let mut known: HashMap<(u32, u32), u32, foldhash::fast::RandomState> = HashMap::default();
        let mut date_of = Vec::with_capacity(layer.n_rows() as usize);
        for row in 0..layer.n_rows() {
            let start = starts.code(row);
            let end = ends.as_ref().map_or(NONE, |ends| ends.code(row));
            let number = *known.entry((start, end)).or_insert_with(|| {
                let end = ends.as_ref().and_then(|ends| ends.bounds(end));
                starts.bounds(start).or(end).map_or(NONE, |start| {
                    extents.push(extent(start, end.unwrap_or(start)));
                    extents.len() as u32 - 1
                })
            });
            date_of.push(number);
        }
        let first = extents.iter().map(|extent| extent.first_start).min();
        let last = extents.iter().map(|extent| extent.last_end).max();
        Self { span: first.zip(last).map(|(first, last)| [first, last]), extents, date_of }
    }

    /// From the first to the last moment that any row has a bound at.
    pub fn span(&self) -> Option<[Moment; 2]> {
        self.span
    }

    fn date(&self, row: u32) -> u32 {
        self.date_of.get(row as usize).copied().unwrap_or(NONE)
    }

    /// How surely and possibly rows are in each stretch of time, of those that are asked for whatever the window.
    pub fn bars(&self, answer: &RowsAnswer, edges: &[Moment]) -> Vec<Bar> {
        let shares = in_shares(&blocks(self.date_of.len()), LEAST_BLOCKS, |blocks| {
            let mut n_of_date = vec![0_u32; self.extents.len()];
            for row in blocks.iter().flat_map(Clone::clone).filter(|row| answer.fails(*row) & !FAILS_WINDOW == 0) {
                n_of_date.get_mut(self.date(row) as usize).into_iter().for_each(|n| *n += 1);
            }
            n_of_date
        });
        let mut n_of_date = vec![0_u32; self.extents.len()];
        shares.iter().for_each(|share| n_of_date.iter_mut().zip(share).for_each(|(n, more)| *n += more));
        bars_of(&self.extents, edges, n_of_date.into_iter())
    }
}

/// Began within the one, ended within the other, where that is not before it.
fn extent([first_start, last_start]: [Moment; 2], [first_end, last_end]: [Moment; 2]) -> Extent {
    let is_after = last_end >= last_start;
    let (first_end, last_end) = if is_after { (first_end.max(first_start), last_end) } else { (first_start, last_start) };
    Extent { first_start, last_start, first_end, last_end, is_doubted: false, one_of: Box::default() }
}

/// The dates of a column, each once.
enum Dates<'a> {
    /// Codes count from 1.
    Words {
        codes: &'a [u32],
        bounds: Vec<Option<[Moment; 2]>>,
    },
    Stamps {
        codes: Vec<u32>,
        bounds: Vec<Option<[Moment; 2]>>,
    },
}

impl<'a> Dates<'a> {
    fn of(column: &'a Column, order: DateOrder) -> Option<Self> {
        let are_days = column.values.are_whole_days();
        let bounds = |stamp: Stamp| if are_days { stamp.as_day().bounds(order) } else { stamp.bounds(order) };
        match &column.values {
            Values::Words(words) => {
                let bounds = words.words().iter().map(|word| Stamp::in_column(word).and_then(bounds)).collect();
                Some(Self::Words { codes: words.codes(), bounds })
            }
            Values::Stamps(stamps) => Some(Self::of_stamps(stamps.as_slice().iter().copied(), bounds)),
            Values::Numbers(numbers) => {
                Some(Self::of_stamps(numbers.iter().map(|number| Stamp::of_number(*number).unwrap_or(Stamp::NONE)), bounds))
            }
            Values::Empty | Values::Text => None,
        }
    }

    fn of_stamps(stamps: impl Iterator<Item = Stamp>, bounds: impl Fn(Stamp) -> Option<[Moment; 2]>) -> Self {
        let mut known: HashMap<Stamp, u32, foldhash::fast::RandomState> = HashMap::default();
        let mut all = Vec::new();
        let mut code = |stamp: Stamp| {
            *known.entry(stamp).or_insert_with(|| {
                all.push(bounds(stamp));
                all.len() as u32 - 1
            })
        };
        let codes = stamps.map(|stamp| if stamp.is_none() { NONE } else { code(stamp) }).collect();
        Self::Stamps { codes, bounds: all }
    }

    fn code(&self, row: u32) -> u32 {
        match self {
            Self::Words { codes, .. } => codes.get(row as usize).and_then(|code| code.checked_sub(1)).unwrap_or(NONE),
            Self::Stamps { codes, .. } => codes.get(row as usize).copied().unwrap_or(NONE),
        }
    }

    fn bounds(&self, code: u32) -> Option<[Moment; 2]> {
        let (Self::Words { bounds, .. } | Self::Stamps { bounds, .. }) = self;
        bounds.get(code as usize).copied().flatten()
    }
}

impl RowsAnswer {
    /// `with_words` tells of each row whether it says the words that are asked for; it is not looked at where none are.
    pub fn of(layer: &Dataset, dates: &RowDates, question: &RowsQuestion, with_words: &[bool]) -> Self {
        let n_rows = layer.n_rows();
        // Only that it happened is told of rows.
        let window = question.window.filter(|_| question.clock == Clock::Happened);
        let fit_of_date: Vec<Fit> = window.map_or_else(Vec::new, |window| dates.extents.iter().map(|extent| extent.fit(window)).collect());
        let ground = question.area.as_ref().and_then(|area| Ground::of(area, question.view));
        let (columns, choices) = chosen(layer, &question.columns);
        let has_words = !question.words.is_empty();
        if window.is_none() && ground.is_none() && choices.is_empty() && !has_words {
            return Self { n_rows, n_surely: n_rows as usize, ..Self::default() };
        }
        let fail = |row: u32| {
            let of_column = |(at, choice): (usize, &Chosen<'_>)| if choice.holds(row) { 0 } else { 1_u16 << at.min(MOST_COLUMNS - 1) };
            let of_columns = choices.iter().enumerate().map(of_column).fold(0, |fails, bit| fails | bit);
            let is_in_area = ground.as_ref().is_none_or(|ground| is_in(layer, row, ground));
            let has_words = !has_words || with_words.get(row as usize).copied().unwrap_or_default();
            of_columns | if is_in_area { 0 } else { FAILS_AREA } | if has_words { 0 } else { FAILS_WORDS }
        };
        let fit_of = |row: u32| match window {
            None => Fit::Surely,
            Some(_) => fit_of_date.get(dates.date(row) as usize).copied().unwrap_or_default(),
        };
        let found = of_each(n_rows, LEAST_SHARE, |row| {
            let (fails, fit) = (fail(row), fit_of(row));
            let fails = if fit == Fit::Out { fails | FAILS_WINDOW } else { fails };
            (fails, if fails == 0 { fit } else { Fit::Out })
        });
        let counts = in_shares(&blocks(found.len()), LEAST_BLOCKS, |blocks| {
            let mut counts = Self::default();
            for row in blocks.iter().flat_map(Clone::clone) {
                let (fails, fit) = found.get(row as usize).copied().unwrap_or_default();
                counts.count(layer, dates, row, fails, fit);
            }
            counts
        });
        let (fails, fits) = found.into_iter().unzip();
        let whole = Self { n_rows, fails, fits, columns, ..Self::default() };
        counts.into_iter().fold(whole, Self::with_counts)
    }

    /// Counts a row, by the first reason that it fails by.
    fn count(&mut self, layer: &Dataset, dates: &RowDates, row: u32, fails: u16, fit: Fit) {
        let slot = match fit {
            Fit::Surely => &mut self.n_surely,
            Fit::Possibly => &mut self.n_possibly,
            Fit::Out if fails & FAILS_AREA > 0 && layer.bounds_of(row).is_none() => &mut self.n_nowhere,
            Fit::Out if fails & FAILS_AREA > 0 => &mut self.n_outside_area,
            Fit::Out if fails & FAILS_WORDS > 0 => &mut self.n_without_words,
            Fit::Out if fails & !FAILS_WINDOW > 0 => &mut self.n_of_other_values,
            Fit::Out if dates.date(row) == NONE => &mut self.n_undated,
            Fit::Out => &mut self.n_outside_window,
        };
        *slot += 1;
    }

    fn with_counts(self, counts: Self) -> Self {
        Self {
            n_surely: self.n_surely + counts.n_surely,
            n_possibly: self.n_possibly + counts.n_possibly,
            n_outside_window: self.n_outside_window + counts.n_outside_window,
            n_undated: self.n_undated + counts.n_undated,
            n_outside_area: self.n_outside_area + counts.n_outside_area,
            n_nowhere: self.n_nowhere + counts.n_nowhere,
            n_of_other_values: self.n_of_other_values + counts.n_of_other_values,
            n_without_words: self.n_without_words + counts.n_without_words,
            ..self
        }
    }

    pub fn fit(&self, row: u32) -> Fit {
        if self.fits.is_empty() {
            return if row < self.n_rows { Fit::Surely } else { Fit::Out };
        }
        self.fits.get(row as usize).copied().unwrap_or_default()
    }

    fn fails(&self, row: u32) -> u16 {
        self.fails.get(row as usize).copied().unwrap_or_default()
    }

    /// Whether all rows are surely asked for.
    pub fn is_all(&self) -> bool {
        self.fits.is_empty()
    }

    /// How many rows are asked for, surely or possibly.
    pub fn n_shown(&self) -> usize {
        self.n_surely + self.n_possibly
    }

    /// The columns that rows can be chosen by, those that mean most first, with how many rows there would be of each value.
    pub fn facets(&self, layer: &Dataset) -> Vec<RowFacet> {
        facet_columns(layer).into_iter().filter_map(|column| self.facet(layer, column)).collect()
    }

    fn facet(&self, layer: &Dataset, number: u32) -> Option<RowFacet> {
        let column = layer.columns().get(number as usize)?;
        let Values::Words(words) = &column.values else { return None };
        // What is chosen of the column itself leaves none of its values out.
        let own = self.columns.iter().position(|known| *known == number).map_or(0, |at| 1_u16 << at.min(MOST_COLUMNS - 1));
        let tallies = in_shares(&blocks(self.n_rows as usize), LEAST_BLOCKS, |blocks| {
            let mut tally = vec![0_usize; words.words().len() + 1];
            for row in blocks.iter().flat_map(Clone::clone).filter(|row| self.fails(*row) & !own == 0) {
                let code = words.codes().get(row as usize).copied().unwrap_or_default();
                tally.get_mut(code as usize).into_iter().for_each(|n| *n += 1);
            }
            tally
        });
        let mut sum = vec![0_usize; words.words().len() + 1];
        tallies.iter().for_each(|tally| sum.iter_mut().zip(tally).for_each(|(n, more)| *n += more));
        let value = |(code, n): (usize, usize)| {
            let word = code.checked_sub(1).and_then(|at| words.words().get(at));
            (word.map_or(Value::NONE, |word| Value::from(word.as_str())), n)
        };
        let mut values: Vec<(Value, usize)> = sum.into_iter().enumerate().filter(|(_, n)| *n > 0).map(value).collect();
        values.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        Some(RowFacet { column: column.name.clone(), values, n_values: words.words().len() })
    }
}

/// Numbers of rows, cut up to be shared out.
fn blocks(n_rows: usize) -> Vec<Range<u32>> {
    (0..n_rows as u32).step_by(BLOCK as usize).map(|first| first..(first + BLOCK).min(n_rows as u32)).collect()
}

/// The columns of words that recur, of which there are not too many to choose from: those that mean something first.
pub fn facet_columns(layer: &Dataset) -> Vec<u32> {
    const ROLES: [Role; 6] = [Role::Category, Role::Actor, Role::Region, Role::Tag, Role::Source, Role::Place];
    const MOST_WORDS: usize = 5_000;
    /// Of a column that nobody said what it means.
    const MOST_OF_ANY: usize = 200;
    const MOST: usize = 12;
    let n_words = |number: u32| match layer.columns().get(number as usize).map(|column| &column.values) {
        Some(Values::Words(words)) => words.words().len(),
        _ => 0,
    };
    let mapping = layer.mapping();
    let meant = ROLES.into_iter().flat_map(|role| mapping.columns_of(role)).filter_map(|name| layer.column_named(name));
    let mut columns: Vec<u32> = meant.filter(|number| (2..=MOST_WORDS).contains(&n_words(*number))).collect();
    let others = (0..layer.columns().len() as u32).filter(|number| (2..=MOST_OF_ANY).contains(&n_words(*number)));
    for other in others {
        // Where hardly any recurs there is nothing to choose.
        if n_words(other) * 2 <= layer.n_rows() as usize && !columns.contains(&other) {
            columns.push(other);
        }
    }
    let mut seen = BTreeSet::new();
    columns.retain(|number| seen.insert(*number));
    columns.truncate(MOST);
    columns
}

/// What is chosen of one column.
struct Chosen<'a> {
    /// Of each row the code of its word; rows after the last say nothing.
    codes: &'a [u32],
    /// By codes: whether such a row passes.
    passes: Vec<bool>,
}

impl Chosen<'_> {
    fn holds(&self, row: u32) -> bool {
        let code = self.codes.get(row as usize).copied().unwrap_or_default();
        self.passes.get(code as usize).copied().unwrap_or_default()
    }
}

fn chosen<'a>(layer: &'a Dataset, choices: &BTreeMap<SmolStr, Choice>) -> (Vec<u32>, Vec<Chosen<'a>>) {
    let of_column = |(name, choice): (&SmolStr, &Choice)| {
        let number = layer.column_named(name)?;
        let Values::Words(words) = &layer.columns().get(number as usize)?.values else { return None };
        let passes = |value: &Value| (choice.include.is_empty() || choice.include.contains(value)) && !choice.exclude.contains(value);
        let of_words = words.words().iter().map(|word| passes(&Value::from(word.as_str())));
        Some((number, Chosen { codes: words.codes(), passes: std::iter::once(passes(&Value::NONE)).chain(of_words).collect() }))
    };
    choices.iter().filter_map(of_column).unzip()
}

fn is_in(layer: &Dataset, row: u32, ground: &Ground) -> bool {
    let point = layer.points().and_then(|points| points.get(row as usize));
    let bounds = match point {
        Some(Coord { x, y }) => LonLat::new(*x, *y).map(Bounds::of),
        None => layer.bounds_of(row),
    };
    bounds.is_some_and(|bounds| ground.touches(bounds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Builder, Mapping, Value};
    use crate::model::{When, Zone};
    use crate::query::Value as FilterValue;

    fn layer(rows: &[(&str, &str, f64)]) -> Dataset {
        let mut builder = Builder::spooled("f", "test");
        builder.set_mapping(Mapping { roles: vec![(Role::Start, "from".into()), (Role::End, "to".into())], ..Mapping::default() });
        for (from, to, lon_deg) in rows {
            builder.put("from", Value::Text(from));
            builder.put("to", Value::Text(to));
            builder.end_point(Some(Coord { x: *lon_deg, y: 50.0 }).filter(|at| at.x < 200.0), 0..0).unwrap();
        }
        builder.finish().unwrap()
    }

    fn question(window: &str, area: Option<[f64; 4]>) -> RowsQuestion {
        let window = When::parse(window).ok().map(|when| TimeWindow::of(&when, &Zone::utc()));
        let area = area.map(|[west, south, east, north]| Area::Box(Bounds::new(west, south, east, north).unwrap()));
        RowsQuestion { clock: Clock::Happened, window, area, view: None, columns: BTreeMap::new(), words: String::new() }
    }

    #[test]
    fn rows_are_in_a_window_as_surely_as_their_dates_are_and_the_others_are_counted_by_reason() {
        let layer = layer(&[
            ("2024-10-24", "", 1.0),
            ("2024-10", "", 2.0),
            ("2024-10-01", "2024-10-30", 3.0),
            ("", "", 4.0),
            ("2023-01-01", "", 5.0),
        ]);
        let dates = RowDates::of(&layer);
        let answer = RowsAnswer::of(&layer, &dates, &question("2024-10-24", None), &[]);
        assert_eq!([0, 1, 2, 3, 4].map(|row| answer.fit(row)), [Fit::Surely, Fit::Possibly, Fit::Surely, Fit::Out, Fit::Out]);
        assert_eq!((answer.n_surely, answer.n_possibly, answer.n_undated, answer.n_outside_window), (2, 1, 1, 1));
        let all = RowsAnswer::of(&layer, &dates, &question("", None), &[]);
        assert_eq!((all.n_surely, all.fit(3)), (5, Fit::Surely));
        let by_report = RowsAnswer::of(&layer, &dates, &RowsQuestion { clock: Clock::Known, ..question("2024-10-24", None) }, &[]);
        assert_eq!(by_report.n_surely, 5, "rows have no such date, so that clock leaves them all");
    }

    #[test]
    fn numbers_are_the_times_that_they_are_in_a_column_of_times() {
        let layer = |numbers: &[&str]| {
            let mut builder = Builder::spooled("f", "test");
            for number in numbers {
                builder.put("time", Value::Number(number));
                builder.end_point(None, 0..0).unwrap();
            }
            builder.finish().unwrap()
        };
        assert_eq!(layer(&["2024", "-5", "7"]).mapping().columns_of(Role::Start).next(), None, "hardly any is a time");
        let layer = layer(&["1729780205", "1729780205000", "2024"]);
        let answer = RowsAnswer::of(&layer, &RowDates::of(&layer), &question("2024-10-24", None), &[]);
        assert_eq!([0, 1, 2].map(|row| answer.fit(row)), [Fit::Surely, Fit::Surely, Fit::Possibly]);
    }

    #[test]
    fn an_area_leaves_out_what_lies_beside_it_whatever_the_window() {
        let layer = layer(&[("2024-10-24", "", 1.0), ("2024-10-24", "", 30.0), ("2024-10-24", "", 999.0)]);
        let answer = RowsAnswer::of(&layer, &RowDates::of(&layer), &question("2024", Some([0.0, 40.0, 10.0, 60.0])), &[]);
        assert_eq!((answer.n_surely, answer.n_outside_area, answer.n_nowhere), (1, 1, 1));
        let polygon = [(0.0, 40.0), (10.0, 40.0), (10.0, 60.0)].map(|(x, y)| LonLat::new(x, y).unwrap());
        let question = RowsQuestion { area: Some(Area::Polygon(polygon.to_vec())), ..question("", None) };
        assert_eq!(RowsAnswer::of(&layer, &RowDates::default(), &question, &[]).n_surely, 0);
    }

    #[test]
    fn bars_count_rows_by_their_dates_whatever_the_window() {
        let layer = layer(&[("2024-10-24", "", 1.0), ("2024-10-25", "", 2.0), ("2024-10-24", "", 3.0), ("2024-10", "", 4.0)]);
        let dates = RowDates::of(&layer);
        let day = |text: &str| When::parse(text).unwrap().bounds(&Zone::utc()).earliest().unwrap();
        let edges = ["2024-10-23", "2024-10-24", "2024-10-25", "2024-10-26"].map(day);
        let answer = RowsAnswer::of(&layer, &dates, &question("1999", None), &[]);
        let bars = dates.bars(&answer, &edges);
        assert_eq!(bars.iter().map(|bar| (bar.surely, bar.possibly)).collect::<Vec<_>>(), [(0, 1), (2, 1), (1, 1)]);
        assert_eq!(dates.span(), Some([day("2024-10-01"), Moment(day("2024-11-01").0 - 1)]));
    }

    #[test]
    fn rows_are_chosen_by_columns_and_words_and_each_value_is_counted_as_if_it_were_chosen() {
        let mut builder = Builder::spooled("f", "test");
        for (kind, side) in [("battle", "a"), ("battle", "b"), ("strike", "a"), ("strike", ""), ("riot", "b")] {
            builder.put("kind", Value::Text(kind));
            if !side.is_empty() {
                builder.put("side", Value::Text(side));
            }
            builder.end_row(None, 0..0).unwrap();
        }
        let layer = builder.finish().unwrap();
        let choice = |include: &[&str], exclude: &[&str]| {
            let values = |words: &[&str]| words.iter().map(|word| FilterValue::from(*word)).collect();
            Choice { include: values(include), exclude: values(exclude) }
        };
        let asked = |columns: &[(&str, Choice)]| RowsQuestion {
            columns: columns.iter().map(|(name, choice)| (SmolStr::new(name), choice.clone())).collect(),
            ..question("", None)
        };
        let shown = |answer: &RowsAnswer| (0..5).filter(|row| answer.fit(*row) == Fit::Surely).collect::<Vec<_>>();
        let answer = RowsAnswer::of(
            &layer,
            &RowDates::default(),
            &asked(&[("kind", choice(&["battle", "strike"], &[])), ("side", choice(&[], &["b"]))]),
            &[],
        );
        assert_eq!((shown(&answer), answer.n_of_other_values), (vec![0, 2, 3], 2));
        let facets = answer.facets(&layer);
        let counts = |facet: &RowFacet| facet.values.iter().map(|(value, n)| format!("{}:{n}", value.as_str())).collect::<Vec<_>>();
        assert_eq!(facets.iter().map(counts).collect::<Vec<_>>(), [vec!["strike:2", "battle:1"], vec!["a:2", ":1", "b:1"]]);
        let none =
            RowsAnswer::of(&layer, &RowDates::default(), &asked(&[("side", choice(&[""], &[])), ("no such", choice(&["x"], &[]))]), &[]);
        assert_eq!(shown(&none), [3]);
        let words = RowsQuestion { words: "battle".to_owned(), ..question("", None) };
        let answer = RowsAnswer::of(&layer, &RowDates::default(), &words, &[true, true, false, false, false]);
        assert_eq!((shown(&answer), answer.n_without_words), (vec![0, 1], 3));
    }
}
