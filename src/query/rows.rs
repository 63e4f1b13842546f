//! The rows of a data layer as they are asked for: with the same window, clock and area as the records of a situation.

use std::collections::HashMap;

use geo::Coord;

use crate::base::{in_shares, of_each};
use crate::dataset::{Column, Dataset, DateOrder, Role, Stamp, Values};
use crate::earth::{Bounds, LonLat};
use crate::model::Moment;
use crate::query::filter::{Area, Ground};
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
#[derive(Clone, Debug, PartialEq)]
pub struct RowsQuestion {
    pub clock: Clock,
    pub window: Option<TimeWindow>,
    pub area: Option<Area>,
    /// Where the area is what the map shows: that.
    pub view: Option<Bounds>,
}

/// Which rows of a layer are asked for, and how many are not, and why.
#[derive(Clone, Debug, Default)]
pub struct RowsAnswer {
    fits: Vec<Fit>,
    /// Whether they pass everything but the window.
    is_in_area: Vec<bool>,
    pub n_surely: usize,
    pub n_possibly: usize,
    pub n_outside_window: usize,
    /// Of a window those that have no date.
    pub n_undated: usize,
    pub n_outside_area: usize,
    pub n_nowhere: usize,
}

/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 100_000;

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
        let rows: Vec<(u32, bool)> = self.date_of.iter().copied().zip(answer.is_in_area.iter().copied()).collect();
        let shares = in_shares(&rows, LEAST_SHARE, |rows| {
            let mut n_of_date = vec![0_u32; self.extents.len()];
            for (date, _) in rows.iter().filter(|(_, is_in)| *is_in) {
                n_of_date.get_mut(*date as usize).into_iter().for_each(|n| *n += 1);
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
        let bounds = |stamp: Stamp| stamp.bounds(order);
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
    pub fn of(layer: &Dataset, dates: &RowDates, question: &RowsQuestion) -> Self {
        let n_rows = layer.n_rows();
        // Only that it happened is told of rows.
        let window = question.window.filter(|_| question.clock == Clock::Happened);
        let fit_of_date: Vec<Fit> = window.map_or_else(Vec::new, |window| dates.extents.iter().map(|extent| extent.fit(window)).collect());
        let ground = question.area.as_ref().and_then(|area| Ground::of(area, question.view));
        let is_in_area = of_each(n_rows, LEAST_SHARE, |row| ground.as_ref().is_none_or(|ground| is_in(layer, row, ground)));
        let in_area = |row: u32| is_in_area.get(row as usize).copied().unwrap_or_default();
        let fits = of_each(n_rows, LEAST_SHARE, |row| match window {
            _ if !in_area(row) => Fit::Out,
            None => Fit::Surely,
            Some(_) => fit_of_date.get(dates.date(row) as usize).copied().unwrap_or_default(),
        });
        let rows: Vec<u32> = if window.is_some() || ground.is_some() { (0..n_rows).collect() } else { Vec::new() };
        let mut answer = Self { n_surely: n_rows as usize - rows.len(), ..Self::default() };
        for row in rows {
            let fit = fits.get(row as usize).copied().unwrap_or_default();
            match fit {
                Fit::Surely => answer.n_surely += 1,
                Fit::Possibly => answer.n_possibly += 1,
                Fit::Out if !in_area(row) && layer.bounds_of(row).is_none() => answer.n_nowhere += 1,
                Fit::Out if !in_area(row) => answer.n_outside_area += 1,
                Fit::Out if dates.date(row) == NONE => answer.n_undated += 1,
                Fit::Out => answer.n_outside_window += 1,
            }
        }
        Self { fits, is_in_area, ..answer }
    }

    pub fn fit(&self, row: u32) -> Fit {
        self.fits.get(row as usize).copied().unwrap_or_default()
    }
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
        RowsQuestion { clock: Clock::Happened, window, area, view: None }
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
        let answer = RowsAnswer::of(&layer, &dates, &question("2024-10-24", None));
        assert_eq!([0, 1, 2, 3, 4].map(|row| answer.fit(row)), [Fit::Surely, Fit::Possibly, Fit::Surely, Fit::Out, Fit::Out]);
        assert_eq!((answer.n_surely, answer.n_possibly, answer.n_undated, answer.n_outside_window), (2, 1, 1, 1));
        let all = RowsAnswer::of(&layer, &dates, &question("", None));
        assert_eq!((all.n_surely, all.fit(3)), (5, Fit::Surely));
        let by_report = RowsAnswer::of(&layer, &dates, &RowsQuestion { clock: Clock::Known, ..question("2024-10-24", None) });
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
        let answer = RowsAnswer::of(&layer, &RowDates::of(&layer), &question("2024-10-24", None));
        assert_eq!([0, 1, 2].map(|row| answer.fit(row)), [Fit::Surely, Fit::Surely, Fit::Possibly]);
    }

    #[test]
    fn an_area_leaves_out_what_lies_beside_it_whatever_the_window() {
        let layer = layer(&[("2024-10-24", "", 1.0), ("2024-10-24", "", 30.0), ("2024-10-24", "", 999.0)]);
        let answer = RowsAnswer::of(&layer, &RowDates::of(&layer), &question("2024", Some([0.0, 40.0, 10.0, 60.0])));
        assert_eq!((answer.n_surely, answer.n_outside_area, answer.n_nowhere), (1, 1, 1));
        let polygon = [(0.0, 40.0), (10.0, 40.0), (10.0, 60.0)].map(|(x, y)| LonLat::new(x, y).unwrap());
        let question = RowsQuestion { area: Some(Area::Polygon(polygon.to_vec())), ..question("", None) };
        assert_eq!(RowsAnswer::of(&layer, &RowDates::default(), &question).n_surely, 0);
    }

    #[test]
    fn bars_count_rows_by_their_dates_whatever_the_window() {
        let layer = layer(&[("2024-10-24", "", 1.0), ("2024-10-25", "", 2.0), ("2024-10-24", "", 3.0), ("2024-10", "", 4.0)]);
        let dates = RowDates::of(&layer);
        let day = |text: &str| When::parse(text).unwrap().bounds(&Zone::utc()).earliest().unwrap();
        let edges = ["2024-10-23", "2024-10-24", "2024-10-25", "2024-10-26"].map(day);
        let answer = RowsAnswer::of(&layer, &dates, &question("1999", None));
        let bars = dates.bars(&answer, &edges);
        assert_eq!(bars.iter().map(|bar| (bar.surely, bar.possibly)).collect::<Vec<_>>(), [(0, 1), (2, 1), (1, 1)]);
        assert_eq!(dates.span(), Some([day("2024-10-01"), Moment(day("2024-11-01").0 - 1)]));
    }
}
