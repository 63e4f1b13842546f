//! The rows of the lists, in order and with their heights, computed once for each state of the situation.

use std::cmp::Reverse;

use crate::dataset::Dataset;
use crate::model::{Moment, RecordId, Situation, When};
use crate::panels::words;
use crate::viewpoint::{Item, ListKind};

/// The lists of a situation and its data layers.
#[derive(Debug, Default)]
pub struct Lists {
    pub events: Rows,
    pub reports: Rows,
    pub layers: Vec<Rows>,
}

/// Rows with the place of each from the top.
#[derive(Debug, Default)]
pub struct Rows {
    rows: Vec<Row>,
    /// Where each row begins, in points; one more than rows: where the last ends.
    starts: Vec<f32>,
    n_items: usize,
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

impl Row {
    fn height(&self) -> f32 {
        match self {
            Self::Heading { .. } => 30.0,
            Self::Item(_) => 48.0,
        }
    }
}

impl Lists {
    pub fn of(situation: Option<&Situation>, layers: &[Dataset]) -> Self {
        let layer_rows = |(index, layer): (usize, &Dataset)| {
            Rows::new((0..layer.n_rows()).map(|row| Row::Item(Item::Row { layer: index, row })).collect())
        };
        Self {
            events: situation.map(events_by_day).unwrap_or_default(),
            reports: situation.map(reports_by_day).unwrap_or_default(),
            layers: layers.iter().enumerate().map(layer_rows).collect(),
        }
    }

    pub fn rows(&self, list: ListKind) -> &Rows {
        static NONE: Rows = Rows { rows: Vec::new(), starts: Vec::new(), n_items: 0 };
        match list {
            ListKind::Events => &self.events,
            ListKind::Reports => &self.reports,
            ListKind::Layer(index) => self.layers.get(index).unwrap_or(&NONE),
        }
    }
}

impl Rows {
    fn new(rows: Vec<Row>) -> Self {
        let mut end = 0.0;
        let mut starts = vec![end];
        for row in &rows {
            end += row.height();
            starts.push(end);
        }
        let n_items = rows.iter().filter(|row| matches!(row, Row::Item(_))).count();
        Self { rows, starts, n_items }
    }

    pub fn n_items(&self) -> usize {
        self.n_items
    }

    pub fn height(&self) -> f32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The rows between two heights, each with where it begins and ends.
    pub fn between(&self, top: f32, bottom: f32) -> impl Iterator<Item = (&Row, f32, f32)> {
        let first = self.starts.partition_point(|start| *start <= top).saturating_sub(1);
        let spans = self.starts.iter().zip(self.starts.iter().skip(1));
        self.rows
            .iter()
            .zip(spans)
            .skip(first)
            .map(|(row, (start, end))| (row, *start, *end))
            .take_while(move |(_, start, _)| *start < bottom)
    }

    /// Where an item's row begins and ends.
    pub fn span_of(&self, item: &Item) -> Option<(f32, f32)> {
        let index = self.rows.iter().position(|row| matches!(row, Row::Item(i) if i == item))?;
        Some((*self.starts.get(index)?, *self.starts.get(index + 1)?))
    }

    /// The item after (or before) another; the first or last where there is no other.
    pub fn step(&self, from: Option<&Item>, forward: bool) -> Option<Item> {
        let items: Vec<&Item> = self.rows.iter().filter_map(|row| if let Row::Item(item) = row { Some(item) } else { None }).collect();
        let at = from.and_then(|from| items.iter().position(|item| *item == from));
        let next = match (at, forward) {
            (Some(at), true) => (at + 1).min(items.len().saturating_sub(1)),
            (Some(at), false) => at.saturating_sub(1),
            (None, true) => 0,
            (None, false) => items.len().saturating_sub(1),
        };
        items.get(next).map(|item| (*item).clone())
    }
}

/// Events, the earliest first; those without a date at the end.
fn events_by_day(situation: &Situation) -> Rows {
    by_day(situation, situation.events().values().map(|event| (event.when.as_ref(), RecordId::Event(event.id.clone()))).collect(), false)
}

/// Reports, the latest published first, as one reads news.
fn reports_by_day(situation: &Situation) -> Rows {
    by_day(
        situation,
        situation.reports().values().map(|report| (report.published.as_ref(), RecordId::Report(report.id.clone()))).collect(),
        true,
    )
}

fn by_day(situation: &Situation, records: Vec<(Option<&When>, RecordId)>, latest_first: bool) -> Rows {
    const NEVER: Moment = Moment(i64::MAX);
    let zone = situation.zone();
    // Undated last in either direction; an open beginning sorts by what it is bounded by.
    let key = |when: Option<&When>| match when.map(|w| w.bounds(zone)) {
        None => (true, NEVER, NEVER),
        Some(bounds) => {
            let latest = bounds.latest().or(bounds.start.latest).or(bounds.earliest()).unwrap_or(NEVER);
            (false, bounds.earliest().unwrap_or(latest), latest)
        }
    };
    let mut keyed: Vec<_> = records.into_iter().map(|(when, id)| (key(when), words::when_heading(when, zone), id)).collect();
    keyed.sort_by(|((a_undated, a_first, a_last), a_heading, a_id), ((b_undated, b_first, b_last), b_heading, b_id)| {
        let by_time = if latest_first {
            Reverse((a_first, a_last)).cmp(&Reverse((b_first, b_last)))
        } else {
            (a_first, a_last).cmp(&(b_first, b_last))
        };
        a_undated.cmp(b_undated).then(by_time).then_with(|| (a_heading, a_id).cmp(&(b_heading, b_id)))
    });
    let mut rows: Vec<Row> = Vec::with_capacity(keyed.len() + 16);
    let mut heading_at = None;
    for (_, heading, id) in keyed {
        match heading_at.and_then(|at: usize| rows.get_mut(at)) {
            Some(Row::Heading { text, n_items }) if *text == heading => *n_items += 1,
            _ => {
                heading_at = Some(rows.len());
                rows.push(Row::Heading { text: heading, n_items: 1 });
            }
        }
        rows.push(Row::Item(Item::Record(id)));
    }
    Rows::new(rows)
}
