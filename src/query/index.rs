//! The columns.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::base::{fingerprint, folded, in_shares};
use crate::model::{
    Actor, Event, Grade, GradeRange, Moment, Place, RecordId, Report, Sides, Situation, Source, Standing, StandingWord, Subject, When, Zone,
};
use crate::query::columns::Columns;
use crate::query::lacks::{Lack, Lacks};
use crate::query::time::{Clock, Extent};

/// What can be sorted, grouped and looked up, by number. Made on a thread while a situation is read, and with each revision brought up to
/// date where it is, or made anew.
#[derive(Debug, Default)]
pub struct Index {
    ids: Arc<[RecordId]>,
    rows: Vec<Row>,
    /// Folded names, one after the other.
    names: String,
    /// Where each name ends in `names`.
    name_ends: Vec<u32>,
    kinds: Kinds,
    lacking: Vec<u32>,
    columns: Columns,
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
}

/// One record's values.
#[derive(Clone, Copy, Debug)]
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
}

/// From when to when; an open end is where the other one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
            let ids: Vec<RecordId> = records.iter().map(|record| record.id()).collect();
            let rows: Vec<Row> = records.iter().map(|record| Row::of(situation, *record, &mut sides)).collect();
            let (mut names, mut name_ends) = (String::new(), Vec::with_capacity(records.len()));
            for record in records {
                names.push_str(&folded(record.name(situation)));
                name_ends.push(names.len());
            }
            (ids, rows, names, name_ends)
        });
        let n = records.len();
        let mut ids = Vec::with_capacity(n);
        let (mut rows, mut names, mut name_ends) = (Vec::with_capacity(n), String::new(), Vec::with_capacity(n));
        for (its_ids, its_rows, its_names, its_ends) in shares {
            ids.extend(its_ids);
            rows.extend(its_rows);
            name_ends.extend(its_ends.into_iter().map(|end| u32::try_from(names.len() + end).unwrap_or(u32::MAX)));
            names.push_str(&its_names);
        }
        let mut index =
            Self { ids: ids.into(), rows, names, name_ends, kinds: Kinds::of(situation), lacking: Vec::new(), columns: Columns::default() };
        index.lacking = (0_u32..).zip(&index.rows).filter(|(_, row)| !row.lacks.is_empty()).map(|(number, _)| number).collect();
        let first_event = index.kinds.events.start;
        index.columns = Columns::of(situation, &index.kinds, |event| index.standing(first_event + event));
        index
    }

    /// Takes over the grades of records of which nothing else changed, and of all that has its grades from them.
    pub fn regrade<'a>(&mut self, situation: &Situation, changed: impl Iterator<Item = &'a RecordId>) {
        let (mut sources, mut reports, mut events) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for id in changed {
            match id {
                RecordId::Source(id) => {
                    sources.extend(situation.source(id).map(|source| &source.id));
                    reports.extend(situation.reports_of(id));
                }
                RecordId::Report(id) => reports.extend(situation.report(id).map(|report| &report.id)),
                RecordId::Place(_) | RecordId::Actor(_) | RecordId::Event(_) => {}
            }
        }
        let reports: Vec<&Report> = reports.into_iter().filter_map(|id| situation.report(id)).collect();
        for about in reports.iter().flat_map(|report| &report.about) {
            if let Subject::Event(event) = &about.subject {
                events.insert(event);
            }
        }
        let sources = sources.into_iter().filter_map(|id| situation.source(id)).map(AnyRecord::Source);
        let events = events.into_iter().filter_map(|id| situation.event(id)).map(AnyRecord::Event);
        let records: Vec<AnyRecord<'_>> = sources.chain(events).chain(reports.iter().map(|report| AnyRecord::Report(report))).collect();
        let rows = in_shares(&records, LEAST_SHARE, |records| {
            let mut sides = Sides::default();
            records.iter().map(|record| Row::of(situation, *record, &mut sides)).collect::<Vec<Row>>()
        });
        for (record, row) in records.iter().zip(rows.into_iter().flatten()) {
            let number = self.number_of(&record.id());
            if let Some(slot) = number.and_then(|number| self.rows.get_mut(number as usize)) {
                *slot = row;
            }
        }
        for report in reports {
            if let Some(number) = self.number_of(&RecordId::Report(report.id.clone())) {
                self.columns.regrade(situation, number - self.kinds.reports.start, report);
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
        self.columns.spans.get(clock as usize).copied().flatten()
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
        self.columns.dates.get(date as usize)
    }

    pub fn n_records(&self) -> usize {
        self.ids.len()
    }

    pub fn id(&self, number: u32) -> Option<&RecordId> {
        self.ids.get(number as usize)
    }

    /// The number of a record.
    pub fn number_of(&self, id: &RecordId) -> Option<u32> {
        self.ids.binary_search(id).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// All ids, by their numbers.
    pub fn ids(&self) -> Arc<[RecordId]> {
        Arc::clone(&self.ids)
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
        let end_of = |at: usize| self.name_ends.get(at).map_or(0, |end| *end as usize);
        let start = (number as usize).checked_sub(1).map_or(0, end_of);
        self.names.get(start..end_of(number as usize)).unwrap_or_default()
    }

    fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(number as usize)
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
        let mut row = Self { time: None, written: 0, known: None, standing: None, grades: GradeRange::default(), n_ties, lacks };
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
