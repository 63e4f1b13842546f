//! The rows of all records, their names and what they lack, with the columns that are asked.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::{fingerprint, folded, in_shares};
use crate::model::{
    Actor, Event, Grade, GradeRange, Moment, Place, RecordId, Report, Sides, Situation, Source, Standing, StandingWord, When, Zone,
};
use crate::query::columns::{AllChanged, Columns, Numbers};
use crate::query::filter::{Facet, Value};
use crate::query::ids::Ids;
use crate::query::lacks::{Lack, Lacks};
use crate::query::moves::Shifts;
use crate::query::time::{Clock, Extent};
use crate::query::touched::Touched;

/// What can be sorted, grouped and looked up, by number. Made on a thread while a situation is read, and with each revision brought up to
/// date where it is, or made anew.
#[derive(Debug, Default)]
pub struct Index {
    ids: Ids,
    rows: Rows,
    names: FoldedNames,
    kinds: Kinds,
    lacking: Vec<u32>,
    columns: Columns,
    n_rows_made: u64,
}

/// What became of the places of records among those of their kind.
#[derive(Clone, Debug, Default)]
pub struct Renumbering {
    pub places: Shifts,
    pub events: Shifts,
    pub reports: Shifts,
}

/// All rows: each stays where it is, whatever comes and goes before it.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Row>,
    /// Where no row is any more.
    free: Vec<u32>,
    /// Where the row of each record is: of each kind, in the order of [`Kinds`].
    at: [Vec<u32>; 5],
}

/// Folded names, one after the other.
#[derive(Debug, Default)]
struct FoldedNames {
    text: String,
    /// How much of the text is of names that nobody has any more.
    n_stale: usize,
}

/// The numbers of the records of each kind, which stand together.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    pub places: Range<u32>,
    pub actors: Range<u32>,
    pub sources: Range<u32>,
    pub events: Range<u32>,
    pub reports: Range<u32>,
}

impl Kinds {
    fn of(situation: &Situation) -> Self {
        let mut end = 0;
        let mut next = |n: usize| {
            let first = end;
            end += n as u32;
            first..end
        };
        Self {
            places: next(situation.places().len()),
            actors: next(situation.actors().len()),
            sources: next(situation.sources().len()),
            events: next(situation.events().len()),
            reports: next(situation.reports().len()),
        }
    }

    fn all(&self) -> [&Range<u32>; 5] {
        [&self.places, &self.actors, &self.sources, &self.events, &self.reports]
    }
}

/// One record's values.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    time: Option<Span>,
    /// A number that stands for the date as it is written.
    written: u64,
    known: Option<Moment>,
    standing: Option<StandingWord>,
    /// From the best letter and the best digit to the worst.
    grades: GradeRange,
    n_ties: u32,
    lacks: Lacks,
    /// Where its folded name begins and ends.
    name: [u32; 2],
}

/// From when to when; an open end is where the other one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub first: Moment,
    pub last: Moment,
}

impl Span {
    /// `None` where the date is open at both ends.
    pub fn of(when: &When, zone: &Zone) -> Option<Self> {
        let bounds = when.bounds(zone);
        let last = bounds.latest().or(bounds.start.latest).or(bounds.earliest())?;
        Some(Self { first: bounds.earliest().unwrap_or(last), last })
    }
}

/// Fewer records are not worth a second thread.
const LEAST_SHARE: usize = 1_000;

impl Index {
    pub fn of(situation: &Situation) -> Self {
        let records: Vec<AnyRecord<'_>> = AnyRecord::all(situation).collect();
        // Standings take most of the time.
        let shares = in_shares(&records, LEAST_SHARE, |records| {
            let mut sides = Sides::default();
            let mut names = FoldedNames::default();
            let rows =
                records.iter().map(|record| Row { name: names.put(record.name(situation)), ..Row::of(situation, *record, &mut sides) });
            (rows.collect::<Vec<Row>>(), names.text)
        });
        let kinds = Kinds::of(situation);
        let (mut all, mut text) = (Vec::with_capacity(records.len()), String::new());
        for (its_rows, its_text) in shares {
            let by = text.len() as u32;
            all.extend(its_rows.into_iter().map(|row| Row { name: row.name.map(|at| at.saturating_add(by)), ..row }));
            text.push_str(&its_text);
        }
        let rows = Rows { rows: all, free: Vec::new(), at: kinds.all().map(|kind| kind.clone().collect()) };
        let ids: Vec<RecordId> = records.iter().map(|record| record.id()).collect();
        let names = FoldedNames { text, n_stale: 0 };
        let mut index = Self { ids: Ids::of(&ids), rows, names, kinds, ..Self::default() };
        index.lacking = (0_u32..).zip(&index.rows.rows).filter(|(_, row)| !row.lacks.is_empty()).map(|(number, _)| number).collect();
        let first_event = index.kinds.events.start;
        index.columns = Columns::of(situation, &index.kinds, |event| index.standing(first_event + event));
        index
    }

    /// Brings everything up to date after an edit that touched some records.
    pub fn update(&mut self, situation: &Situation, touched: &Touched) -> Renumbering {
        let (ids, kinds) = (self.ids.clone(), std::mem::replace(&mut self.kinds, Kinds::of(situation)));
        let before = Numbers { ids: &ids, kinds: &kinds };
        let changed = AllChanged::of(situation, touched, before);
        self.ids.update(changed.came(), changed.went());
        let now = Numbers { ids: &self.ids.clone(), kinds: &self.kinds.clone() };

        let records = changed.records();
        let shares = in_shares(&records, LEAST_SHARE, |records| {
            let mut sides = Sides::default();
            records.iter().map(|record| Row::of(situation, *record, &mut sides)).collect::<Vec<Row>>()
        });
        let mut rows = shares.into_iter().flatten().zip(&records);
        let mut lacking = Vec::new();
        for (of_kind, ((moves, _), kind)) in changed.moves().into_iter().zip(now.kinds.all()).enumerate() {
            let mut made = BTreeMap::new();
            for (range, new) in moves.iter() {
                let at = self.rows.at.get(of_kind).and_then(|at| at.get(range)?.first().copied());
                let old = at.and_then(|at| self.rows.rows.get(at as usize)).map(|row| row.name);
                let Some((number, (row, record))) = new.zip(new.and_then(|_| rows.next())) else {
                    self.names.forget(old);
                    self.rows.take(at);
                    continue;
                };
                if !row.lacks.is_empty() {
                    lacking.push(kind.start + number);
                }
                made.insert(number, self.rows.put(at, Row { name: self.names.exchange(old, record.name(situation)), ..row }));
            }
            let at = self.rows.at.get_mut(of_kind);
            at.into_iter().for_each(|at| moves.carry_out(at, |number| made.get(&number).copied().unwrap_or_default()));
        }
        self.put_lacking(&changed, kinds.all(), &lacking);
        self.names.tidy(self.rows.rows.iter_mut());
        let mut columns = std::mem::take(&mut self.columns);
        columns.carry_out(situation, &changed, (before, now), |event| self.standing(now.kinds.events.start + event));
        self.columns = columns;
        self.n_rows_made += records.len() as u64;
        let AllChanged { places, events, reports, .. } = changed;
        Renumbering { places: places.shifts, events: events.shifts, reports: reports.shifts }
    }

    /// How many rows were made anew since all were: tests show with it that what was not touched is left as it is.
    pub fn n_rows_made(&self) -> u64 {
        self.n_rows_made
    }

    /// How often the first and the last moment of a clock were sought among all events since all was made: tests show with it that it takes
    /// an event that was there and is not any more.
    pub fn n_spans_sought(&self) -> u64 {
        self.columns.dates.n_spans_sought
    }

    /// Brings up to date which records lack something: `lacking` are those among the changed.
    fn put_lacking(&mut self, changed: &AllChanged<'_>, before: [&Range<u32>; 5], lacking: &[u32]) {
        let moves = || changed.moves().into_iter().zip(before);
        for number in moves().flat_map(|((moves, _), kind)| moves.old().map(|at| kind.start + at)) {
            if let Ok(at) = self.lacking.binary_search(&number) {
                self.lacking.remove(at);
            }
        }
        let now = self.kinds.clone();
        let mut rest = self.lacking.as_mut_slice();
        for (((_, shifts), before), now) in moves().zip(now.all()) {
            let (its, others) = rest.split_at_mut(rest.partition_point(|number| *number < before.end));
            for number in its {
                *number = now.start + shifts.now(*number - before.start);
            }
            rest = others;
        }
        for number in lacking {
            if let Err(at) = self.lacking.binary_search(number) {
                self.lacking.insert(at, *number);
            }
        }
    }

    pub fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// From the first to the last moment that events have a bound at, by a clock; `None` where none is dated.
    pub fn span(&self, clock: Clock) -> Option<[Moment; 2]> {
        self.columns.dates.spans.get(clock as usize).copied().flatten()
    }

    /// The extent of a record's date by a clock: of events and reports. `None` where it has none.
    pub fn extent(&self, clock: Clock, number: u32) -> Option<&Extent> {
        let Kinds { events, reports, .. } = &self.kinds;
        let date = if events.contains(&number) {
            self.columns.event_date(clock, number - events.start)
        } else if reports.contains(&number) {
            self.columns.report_date(clock, number - reports.start)
        } else {
            return None;
        };
        self.columns.dates.extents.get(date as usize)
    }

    /// The values that records have of a facet, or statements, in the order of their words, or of the ids of records that are such values.
    pub fn values(&self, facet: Facet) -> &[Value] {
        self.columns.facet(facet).map(|column| column.values.as_slice()).unwrap_or_default()
    }

    pub fn n_records(&self) -> usize {
        self.ids.len()
    }

    pub fn id(&self, number: u32) -> Option<&RecordId> {
        self.ids.get(number)
    }

    /// The number of a record.
    pub fn number_of(&self, id: &RecordId) -> Option<u32> {
        self.ids.find(id).ok()
    }

    /// All ids, by their numbers.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The numbers of the records that some view would not show.
    pub fn lacking(&self) -> &[u32] {
        &self.lacking
    }

    pub fn lacks(&self, number: u32, lack: Lack) -> bool {
        self.row(number).is_some_and(|row| row.lacks.has(lack))
    }

    pub fn time(&self, number: u32) -> Option<Span> {
        self.row(number)?.time
    }

    /// The bounds of a record's date, and a number that stands for how it is written: equal for dates that say the same.
    pub fn date(&self, number: u32) -> (Option<Span>, u64) {
        self.row(number).map_or((None, 0), |row| (row.time, row.written))
    }

    pub fn known(&self, number: u32) -> Option<Moment> {
        self.row(number)?.known
    }

    /// Of an event what its reports come to, of a report what it does to the first thing that it speaks of.
    pub fn standing(&self, number: u32) -> Option<StandingWord> {
        self.row(number)?.standing
    }

    /// The best letter and the best digit.
    pub fn grade(&self, number: u32) -> Grade {
        self.grades(number).first
    }

    /// Of an event those of its live reports, of a report that of the first thing that it speaks of.
    pub fn grades(&self, number: u32) -> GradeRange {
        self.row(number).map(|row| row.grades).unwrap_or_default()
    }

    /// How many ties there are, in both directions.
    pub fn n_ties(&self, number: u32) -> u32 {
        self.row(number).map_or(0, |row| row.n_ties)
    }

    /// The name in lower case on one line.
    pub fn folded_name(&self, number: u32) -> &str {
        self.row(number).and_then(|row| self.names.get(row.name)).unwrap_or_default()
    }

    fn row(&self, number: u32) -> Option<&Row> {
        let kinds = self.kinds.all().into_iter();
        let (at, kind) = self.rows.at.iter().zip(kinds).find(|(_, kind)| number < kind.end)?;
        self.rows.rows.get(*at.get((number - kind.start) as usize)? as usize)
    }
}

impl Rows {
    /// Puts a row where another one is, or anywhere. Where it is then.
    fn put(&mut self, at: Option<u32>, row: Row) -> u32 {
        let at = at.or_else(|| self.free.pop()).unwrap_or(self.rows.len() as u32);
        match self.rows.get_mut(at as usize) {
            Some(slot) => *slot = row,
            None => self.rows.push(row),
        }
        at
    }

    fn take(&mut self, at: Option<u32>) {
        self.free.extend(at);
        at.and_then(|at| self.rows.get_mut(at as usize)).into_iter().for_each(|row| *row = Row::default());
    }
}

impl FoldedNames {
    fn get(&self, [start, end]: [u32; 2]) -> Option<&str> {
        self.text.get(start as usize..end as usize)
    }

    fn put(&mut self, name: &str) -> [u32; 2] {
        let start = self.text.len();
        self.text.push_str(&folded(name));
        [start, self.text.len()].map(|at| u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Another name instead of one, unless that is the same.
    fn exchange(&mut self, old: Option<[u32; 2]>, name: &str) -> [u32; 2] {
        let folded = folded(name);
        if let Some(old) = old.filter(|old| self.get(*old) == Some(folded.as_str())) {
            return old;
        }
        self.forget(old);
        self.put(name)
    }

    fn forget(&mut self, name: Option<[u32; 2]>) {
        self.n_stale += name.map_or(0, |[start, end]| (end - start) as usize);
    }

    /// Makes room where half of it is of use no more.
    fn tidy<'a>(&mut self, rows: impl Iterator<Item = &'a mut Row>) {
        const LEAST: usize = 1 << 16;
        if self.n_stale < LEAST + self.text.len() / 2 {
            return;
        }
        let old = std::mem::take(self);
        for row in rows {
            let start = self.text.len() as u32;
            self.text.push_str(old.get(row.name).unwrap_or_default());
            row.name = [start, self.text.len() as u32];
        }
    }
}

/// A record where it stands: looking up each of 300,000 by its id, for each of its values, would take as long as all the rest.
#[derive(Clone, Copy)]
pub(super) enum AnyRecord<'a> {
    Place(&'a Place),
    Actor(&'a Actor),
    Source(&'a Source),
    Event(&'a Event),
    Report(&'a Report),
}

impl<'a> AnyRecord<'a> {
    /// All of a situation, in the order of [`Situation::ids`].
    fn all(situation: &'a Situation) -> impl Iterator<Item = Self> {
        let places = situation.places().values().map(Self::Place);
        let actors = situation.actors().values().map(Self::Actor);
        let sources = situation.sources().values().map(Self::Source);
        let events = situation.events().values().map(Self::Event);
        let reports = situation.reports().values().map(Self::Report);
        places.chain(actors).chain(sources).chain(events).chain(reports)
    }

    fn id(self) -> RecordId {
        match self {
            Self::Place(place) => RecordId::Place(place.id.clone()),
            Self::Actor(actor) => RecordId::Actor(actor.id.clone()),
            Self::Source(source) => RecordId::Source(source.id.clone()),
            Self::Event(event) => RecordId::Event(event.id.clone()),
            Self::Report(report) => RecordId::Report(report.id.clone()),
        }
    }

    /// As [`Situation::name_of`].
    fn name(self, situation: &'a Situation) -> &'a str {
        match self {
            Self::Place(place) => &place.name,
            Self::Actor(actor) => &actor.name,
            Self::Source(source) => &source.name,
            Self::Event(event) => &event.title,
            Self::Report(report) => {
                let source = || situation.source(&report.source).map(|source| source.name.as_str());
                report.title.as_deref().or_else(source).unwrap_or_default()
            }
        }
    }
}

impl Row {
    fn of(situation: &Situation, record: AnyRecord<'_>, sides: &mut Sides) -> Self {
        let n_ties = n_ties(situation, record);
        let lacks = Lacks::of(situation, record, n_ties);
        let zone = situation.zone();
        let mut row =
            Self { time: None, written: 0, known: None, standing: None, grades: GradeRange::default(), n_ties, lacks, name: [0; 2] };
        match record {
            AnyRecord::Event(event) => {
                let standing = Standing::among(situation, &event.id, sides);
                row.standing = Some(standing.word);
                row.grades = standing.grades;
                row.put_date(event.when.as_ref(), zone);
            }
            AnyRecord::Report(report) => {
                let first = report.about.first();
                row.standing = first.map(|about| StandingWord::of_one(about.stance));
                row.grades = first.map(|about| Grade::of(situation, report, about)).into_iter().collect();
                row.put_date(report.published.as_ref(), zone);
                row.known = report.known.as_ref().and_then(|when| Some(Span::of(when, zone)?.first));
            }
            AnyRecord::Source(source) => {
                let reliability = source.graded.last().map(|graded| graded.grade);
                row.grades = std::iter::once(Grade { reliability, credibility: None }).collect();
            }
            AnyRecord::Place(_) | AnyRecord::Actor(_) => {}
        }
        row
    }

    fn put_date(&mut self, when: Option<&When>, zone: &Zone) {
        self.time = when.and_then(|when| Span::of(when, zone));
        self.written = when.map_or(0, |when| fingerprint(when.text()));
    }
}

/// How many ties a record has and what it lacks, without an index; `None` where it is not there or a scene.
pub fn ties_and_lacks(situation: &Situation, id: &RecordId) -> Option<(u32, Lacks)> {
    let record = match id {
        RecordId::Place(id) => AnyRecord::Place(situation.place(id)?),
        RecordId::Actor(id) => AnyRecord::Actor(situation.actor(id)?),
        RecordId::Source(id) => AnyRecord::Source(situation.source(id)?),
        RecordId::Event(id) => AnyRecord::Event(situation.event(id)?),
        RecordId::Report(id) => AnyRecord::Report(situation.report(id)?),
        RecordId::Scene(_) => return None,
    };
    let n_ties = n_ties(situation, record);
    Some((n_ties, Lacks::of(situation, record, n_ties)))
}

/// How many ties a record has: an estimate from above of what `linked_to` lists, which would take too long for all records.
fn n_ties(situation: &Situation, record: AnyRecord<'_>) -> u32 {
    let n = match record {
        AnyRecord::Place(Place { id, part_of, .. }) => {
            let theirs = situation.events_at(id).len() + situation.troop_reports_at(id).len();
            usize::from(part_of.is_some()) + theirs + situation.places_within(id).len()
        }
        AnyRecord::Actor(Actor { id, part_of, .. }) => {
            let theirs = situation.events_of(id).len() + situation.sources_of(id).len();
            usize::from(part_of.is_some()) + theirs + situation.actors_within(id).len() + situation.troop_reports_of(id).len()
        }
        AnyRecord::Source(Source { id, actor, .. }) => {
            usize::from(actor.is_some()) + situation.reports_of(id).len() + situation.reports_carried_by(id).len()
        }
        AnyRecord::Event(Event { id, places, actors, links, .. }) => {
            let own = places.len() + actors.len() + links.len();
            let said = situation.reports_about(id).len() + situation.reports_said_at(id).len();
            own + said + situation.events_linking_to(id).len()
        }
        // A source is no tie: every report has one.
        AnyRecord::Report(Report { id, about, via, .. }) => {
            let theirs = situation.reports_about_report(id).len() + situation.reports_carried_by_report(id).len();
            about.len() + usize::from(via.is_some()) + theirs
        }
    };
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
impl Index {
    /// Everything in it, as far as anybody can tell it apart.
    pub fn told(&self) -> Vec<String> {
        let rows = (0..self.n_records() as u32).map(|number| {
            let row = self.row(number).map(|row| Row { name: [0; 2], ..*row });
            format!("{number} {} {:?} {row:?}", self.id(number).unwrap(), self.folded_name(number))
        });
        let lengths = self.rows.at.each_ref().map(Vec::len);
        rows.chain([format!("{:?} {:?} {lengths:?}", self.kinds, self.lacking)]).chain(self.columns.told()).collect()
    }
}
