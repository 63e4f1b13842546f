//! The columns.

use std::ops::Range;

use crate::base::{folded, in_shares};
use crate::model::{Event, Grade, Moment, Place, RecordId, Report, Sides, Situation, Standing, StandingWord, When, Zone};
use crate::query::lacks::{Lack, Lacks};

/// What can be sorted, grouped and looked up, by number. Made anew for each revision of a situation, on a thread while it is read.
#[derive(Debug, Default)]
pub struct Index {
    ids: Vec<RecordId>,
    rows: Vec<Row>,
    /// Folded names, one after the other.
    names: String,
    /// Where each name ends in `names`.
    name_ends: Vec<u32>,
}

/// One record's values.
#[derive(Clone, Copy, Debug)]
struct Row {
    time: Option<Span>,
    known: Option<Moment>,
    standing: Option<StandingWord>,
    /// The best letter and the best digit.
    grade: Grade,
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

impl Index {
    pub fn of(situation: &Situation) -> Self {
        const LEAST: usize = 1_000;
        let ids: Vec<RecordId> = situation.ids().collect();
        // Standings take most of the time.
        let shares = in_shares(&ids, LEAST, |ids| {
            let mut sides = Sides::default();
            let row = |id| (Row::of(situation, id, &mut sides), folded(situation.name_of(id).unwrap_or_default()));
            ids.iter().map(row).collect::<Vec<_>>()
        });
        let (mut rows, mut names, mut name_ends) = (Vec::with_capacity(ids.len()), String::new(), Vec::with_capacity(ids.len()));
        for (row, name) in shares.into_iter().flatten() {
            rows.push(row);
            names.push_str(&name);
            name_ends.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
        }
        Self { ids, rows, names, name_ends }
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

    /// The numbers of all records of the kind that `is_kind` tells; a kind's records stand together.
    pub fn numbers(&self, is_kind: impl Fn(&RecordId) -> bool) -> Range<u32> {
        let first = self.ids.iter().position(&is_kind).unwrap_or(0);
        let n = self.ids.iter().skip(first).take_while(|id| is_kind(id)).count();
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        number(first)..number(first + n)
    }

    /// The numbers of the records that some view would not show.
    pub fn lacking(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(&self.rows).filter(|(_, row)| !row.lacks.is_empty()).map(|(number, _)| number)
    }

    pub fn lacks(&self, number: u32, lack: Lack) -> bool {
        self.row(number).is_some_and(|row| row.lacks.has(lack))
    }

    pub fn time(&self, number: u32) -> Option<Span> {
        self.row(number)?.time
    }

    pub fn known(&self, number: u32) -> Option<Moment> {
        self.row(number)?.known
    }

    /// Of an event what its reports come to, of a report what it does to the first thing that it speaks of.
    pub fn standing(&self, number: u32) -> Option<StandingWord> {
        self.row(number)?.standing
    }

    pub fn grade(&self, number: u32) -> Grade {
        self.row(number).map(|row| row.grade).unwrap_or_default()
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

    /// The records whose names hold all words of a text, those that begin with it first, then those with a word that does; at
    /// most so many.
    pub fn find(&self, text: &str, n_most: usize) -> Vec<u32> {
        let text = folded(text);
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let Some(first) = words.first() else { return Vec::new() };
        let mut ranked: [Vec<u32>; 3] = Default::default();
        for number in (0_u32..).take(self.ids.len()) {
            let name = self.folded_name(number);
            if !words.iter().all(|word| name.contains(word)) {
                continue;
            }
            let rank = if name.starts_with(text.as_str()) {
                &mut ranked[0]
            } else if name.split(' ').any(|word| word.starts_with(first)) {
                &mut ranked[1]
            } else {
                &mut ranked[2]
            };
            if rank.len() < n_most {
                rank.push(number);
            }
        }
        ranked.into_iter().flatten().take(n_most).collect()
    }

    fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(number as usize)
    }
}

impl Row {
    fn of(situation: &Situation, id: &RecordId, sides: &mut Sides) -> Self {
        let n_ties = n_ties(situation, id);
        let lacks = Lacks::of(situation, id, n_ties);
        let zone = situation.zone();
        let mut row = Self { time: None, known: None, standing: None, grade: Grade::default(), n_ties, lacks };
        match id {
            RecordId::Event(event) => {
                let standing = Standing::among(situation, event, sides);
                row.standing = Some(standing.word);
                row.grade = standing.grades.first;
                row.time = situation.event(event).and_then(|event| Span::of(event.when.as_ref()?, zone));
            }
            RecordId::Report(report) => {
                let Some(report) = situation.report(report) else { return row };
                let first = report.about.first();
                row.standing = first.map(|about| StandingWord::of_one(about.stance));
                row.grade = first.map(|about| Grade::of(situation, report, about)).unwrap_or_default();
                row.time = report.published.as_ref().and_then(|when| Span::of(when, zone));
                row.known = report.known.as_ref().and_then(|when| Some(Span::of(when, zone)?.first));
            }
            RecordId::Source(source) => {
                row.grade.reliability = situation.source(source).and_then(|source| Some(source.graded.last()?.grade));
            }
            RecordId::Place(_) | RecordId::Actor(_) => {}
        }
        row
    }
}

/// How many ties a record has: an estimate from above of what `linked_to` lists, which would take too long for all records.
fn n_ties(situation: &Situation, id: &RecordId) -> u32 {
    let n = match id {
        RecordId::Place(id) => {
            let own = situation.place(id).map_or(0, |Place { part_of, .. }| usize::from(part_of.is_some()));
            own + situation.events_at(id).len() + situation.places_within(id).len() + situation.troop_reports_at(id).len()
        }
        RecordId::Actor(id) => {
            let own = situation.actor(id).map_or(0, |actor| usize::from(actor.part_of.is_some()));
            let theirs = situation.events_of(id).len() + situation.sources_of(id).len();
            own + theirs + situation.actors_within(id).len() + situation.troop_reports_of(id).len()
        }
        RecordId::Source(id) => {
            let own = situation.source(id).map_or(0, |source| usize::from(source.actor.is_some()));
            own + situation.reports_of(id).len() + situation.reports_carried_by(id).len()
        }
        RecordId::Event(id) => {
            let own = situation.event(id).map_or(0, |Event { places, actors, links, .. }| places.len() + actors.len() + links.len());
            let said = situation.reports_about(id).len() + situation.reports_said_at(id).len();
            own + said + situation.events_linking_to(id).len()
        }
        // A source is no tie: every report has one.
        RecordId::Report(id) => {
            let own = situation.report(id).map_or(0, |Report { about, via, .. }| about.len() + usize::from(via.is_some()));
            own + situation.reports_about_report(id).len() + situation.reports_carried_by_report(id).len()
        }
    };
    u32::try_from(n).unwrap_or(u32::MAX)
}
