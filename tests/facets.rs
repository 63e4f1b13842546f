#![cfg(test)]
//! Filters and the counts of their values against a naive oracle, over small situations that chance makes up.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sandtable::model::{
    About, Actor, BodyId, Credibility, Event, EventActor, EventId, EventPlace, Extra, Graded, Header, Mode, Place, PlaceRole, RecordId,
    Records, Reliability, Report, ReportId, Situation, Source, SourceKind, Stance, Standing, Subject, Troops,
};
use sandtable::query::{Answer, Choice, Clock, Counted, Facet, FacetCounts, Filter, Fit, Index, Question, TOLD, Value};

const CATEGORIES: [&str; 3] = ["aid", "troops", "treaty"];
const SIDES: [&str; 2] = ["red", "blue"];
const N_ACTORS: usize = 4;
const N_PLACES: usize = 4;
const N_SOURCES: usize = 3;

fn one_of<T: Clone>(values: &[T], number: usize) -> Option<T> {
    values.get(number % (values.len() + 1)).cloned()
}

fn id<T: for<'a> From<&'a str>>(kind: char, number: usize) -> T {
    T::from(format!("{kind}{number}").as_str())
}

/// Numbers that an event or a report is made from.
type Numbers = [usize; 6];

/// What a statement is about: an event, or another report.
type SaidNumbers = (usize, Numbers);

fn event_of(number: usize, [a, b, c, d, e, f]: Numbers) -> Event {
    let mut event = Event::new(id('e', number), "E", Mode::ALL[a % 3]);
    event.category = one_of(&CATEGORIES, b).map(str::to_owned);
    event.tags = (0..c % 3).map(|tag| format!("tag{}", (tag + d) % 3)).collect();
    event.actors = (0..d % 3).map(|n| EventActor { actor: id('a', (n + e) % N_ACTORS), role: None, extra: Extra::default() }).collect();
    event.places =
        (0..e % 3).map(|n| EventPlace { place: id('p', (n + f) % N_PLACES), role: PlaceRole::At, extra: Extra::default() }).collect();
    event
}

fn report_of(number: usize, [a, b, ..]: Numbers, said: &[SaidNumbers], n_events: usize, n_reports: usize) -> Report {
    let mut report = Report::new(id('r', number), id('s', a % N_SOURCES));
    let letter = one_of(&[Reliability::A, Reliability::D, Reliability::F], b);
    report.reliability = letter.map(Graded::bare).into_iter().collect();
    report.about = said
        .iter()
        .map(|(subject, [a, b, c, d, ..])| {
            let subject = match subject % 4 {
                0 if n_reports > 0 => Subject::Report(id('r', subject / 4 % n_reports)),
                _ => Subject::Event(id('e', subject % n_events)),
            };
            let mut about = About::new(subject, [Stance::Asserts, Stance::Denies, Stance::Comments][a % 3]);
            about.credibility = one_of(&[Credibility::One, Credibility::Four, Credibility::Six], *b);
            if c % 3 == 0 {
                about.troops = Some(Box::new(troops(one_of(&["men", "others"], *d).map(BodyId::from))));
            }
            about
        })
        .collect();
    report
}

fn troops(body: Option<BodyId>) -> Troops {
    Troops { body, ..Troops::default() }
}

fn situation_of(events: &[Numbers], reports: &[(Numbers, Vec<SaidNumbers>)]) -> Situation {
    let mut records = Records::default();
    for number in 0..N_ACTORS {
        let mut actor = Actor::new(id('a', number), "A");
        // One of them is part of itself by way of another: a circle ends.
        actor.part_of = [None, Some(id('a', 0)), Some(id('a', 3)), Some(id('a', 2))][number].clone();
        actor.side = one_of(&SIDES, number).map(str::to_owned);
        records.actors.insert(actor.id.clone(), actor);
        let mut place = Place::new(id('p', number), "P");
        place.part_of = [None, Some(id('p', 0)), Some(id('p', 1)), None][number].clone();
        records.places.insert(place.id.clone(), place);
    }
    for number in 0..N_SOURCES {
        let mut source = Source::new(id('s', number), "S");
        source.kind = one_of(&[SourceKind::News, SourceKind::Official], number);
        records.sources.insert(source.id.clone(), source);
    }
    for (number, numbers) in events.iter().enumerate() {
        let event = event_of(number, *numbers);
        records.events.insert(event.id.clone(), event);
    }
    for (number, (numbers, said)) in reports.iter().enumerate() {
        let report = report_of(number, *numbers, said, events.len(), reports.len());
        records.reports.insert(report.id.clone(), report);
    }
    Situation::with_records(Header { title: "T".to_owned(), ..Header::default() }, records)
}

/// The oracle: goes through everything as one would with pencil and paper.
struct Oracle<'a>(&'a Situation);

type Values = BTreeSet<String>;

fn or_none(values: Values) -> Values {
    if values.is_empty() { Values::from([String::new()]) } else { values }
}

/// One thing said: by which report, in which of its statements, of which event if any.
type Said<'a> = (&'a Report, Option<&'a About>, Option<EventId>);

impl Oracle<'_> {
    fn of_event(&self, facet: Facet, id: &EventId) -> Values {
        let event = self.0.event(id).unwrap();
        let actors = || {
            let mut all: Vec<&Actor> = Vec::new();
            let mut next: Vec<&Actor> = event.actors.iter().filter_map(|by| self.0.actor(&by.actor)).collect();
            while let Some(actor) = next.pop() {
                if all.iter().all(|known| known.id != actor.id) {
                    next.extend(actor.part_of.as_ref().and_then(|whole| self.0.actor(whole)));
                    all.push(actor);
                }
            }
            all
        };
        or_none(match facet {
            Facet::Actor => actors().into_iter().map(|actor| actor.id.to_string()).collect(),
            Facet::Side => actors().into_iter().filter_map(|actor| actor.side.clone()).collect(),
            Facet::Category => event.category.iter().cloned().collect(),
            Facet::Mode => Values::from([event.mode.word().to_owned()]),
            Facet::Standing => Values::from([Standing::of(self.0, id).word.word().to_owned()]),
            Facet::Tag => event.tags.iter().cloned().collect(),
            Facet::Place => event.places.iter().flat_map(|at| self.0.with_wholes(&at.place)).map(|place| place.id.to_string()).collect(),
            _ => panic!("{facet:?} is of statements"),
        })
    }

    fn of_statement(&self, facet: Facet, (report, about, _): &Said<'_>) -> Values {
        let troops = about.and_then(|about| about.troops.as_ref());
        let grade = about.map(|about| sandtable::model::Grade::of(self.0, report, about)).unwrap_or_default();
        or_none(match facet {
            Facet::Source => Values::from([report.source.to_string()]),
            Facet::SourceKind => {
                self.0.source(&report.source).and_then(|source| source.kind).map(|kind| kind.word().to_owned()).into_iter().collect()
            }
            Facet::Stance => about.map(|about| about.stance.word().to_owned()).into_iter().collect(),
            Facet::Reliability => grade.reliability.map(|grade| grade.word().to_owned()).into_iter().collect(),
            Facet::Credibility => grade.credibility.map(|grade| grade.word().to_owned()).into_iter().collect(),
            Facet::Troops => troops.map(|_| TOLD.to_owned()).into_iter().collect(),
            Facet::Body => troops.and_then(|troops| troops.body.as_ref()).map(ToString::to_string).into_iter().collect(),
            _ => panic!("{facet:?} is of events"),
        })
    }

    fn passes(choice: &Choice, values: &Values) -> bool {
        let has = |chosen: &BTreeSet<Value>| values.iter().any(|value| chosen.contains(&Value::from(value.as_str())));
        (choice.include.is_empty() || has(&choice.include)) && !has(&choice.exclude)
    }

    fn event_passes(&self, filter: &Filter, event: &EventId) -> bool {
        filter.choices().filter(|(facet, _)| !facet.is_of_statements()).all(|(f, choice)| Self::passes(choice, &self.of_event(f, event)))
    }

    /// All that is asked of statements must hold of this one.
    fn statement_passes(&self, filter: &Filter, said: &Said<'_>) -> bool {
        filter.choices().filter(|(facet, _)| facet.is_of_statements()).all(|(f, choice)| Self::passes(choice, &self.of_statement(f, said)))
    }

    fn is_event_shown(&self, filter: &Filter, id: &EventId) -> bool {
        let asks = || filter.choices().filter(|(facet, _)| facet.is_of_statements());
        let reports = self.0.reports().values();
        let said: Vec<Said<'_>> = reports
            .flat_map(|report| report.about.iter().map(move |about| (report, Some(about), Some(id.clone()))))
            .filter(|(_, about, _)| matches!(&about.unwrap().subject, Subject::Event(event) if event == id))
            .collect();
        let is_said = if said.is_empty() {
            asks().all(|(_, choice)| choice.include.is_empty())
        } else {
            said.iter().any(|said| self.statement_passes(filter, said))
        };
        self.event_passes(filter, id) && is_said
    }

    fn events_behind(&self, id: &ReportId, seen: &mut BTreeSet<ReportId>) -> BTreeSet<EventId> {
        if !seen.insert(id.clone()) {
            return BTreeSet::new();
        }
        let about = &self.0.report(id).unwrap().about;
        about
            .iter()
            .flat_map(|about| match &about.subject {
                Subject::Event(event) => BTreeSet::from([event.clone()]),
                Subject::Report(report) => self.events_behind(report, seen),
            })
            .collect()
    }

    fn is_report_shown(&self, filter: &Filter, report: &Report) -> bool {
        let mut said: Vec<Said<'_>> = Vec::new();
        for about in &report.about {
            let events = match &about.subject {
                Subject::Event(event) => BTreeSet::from([event.clone()]),
                Subject::Report(id) => self.events_behind(id, &mut BTreeSet::new()),
            };
            said.extend(events.iter().map(|event| (report, Some(about), Some(event.clone()))));
            if events.is_empty() {
                said.push((report, Some(about), None));
            }
        }
        if report.about.is_empty() {
            said.push((report, None, None));
        }
        said.iter().any(|said| {
            let is_right_event = match &said.2 {
                Some(event) => self.event_passes(filter, event),
                None => filter.choices().filter(|(facet, _)| !facet.is_of_statements()).all(|(_, choice)| choice.include.is_empty()),
            };
            is_right_event && self.statement_passes(filter, said)
        })
    }
}

fn answer_of(index: &Index, filter: &Filter) -> Answer {
    Answer::of(index, &Question { filter, clock: Clock::Happened, window: None, view: None, with_words: None })
}

/// A filter made from numbers: a facet, which of its values, and whether it is left out.
fn filter_of(index: &Index, numbers: &[[usize; 3]]) -> Filter {
    let mut filter = Filter::default();
    let all = FacetCounts::of(index, &answer_of(index, &filter), Counted::Events);
    for [facet, value, is_excluded] in numbers {
        let facet = Facet::ALL[facet % Facet::ALL.len()];
        let values = all.values(index, facet);
        if let Some((value, _)) = values.get(value % values.len().max(1)) {
            filter.toggle(facet, value, is_excluded % 3 == 0);
        }
    }
    filter
}

fn numbers() -> impl Strategy<Value = Numbers> {
    prop::array::uniform6(0..60_usize)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_and_what_choosing_a_value_would_give_are_as_with_pencil_and_paper(
        events in prop::collection::vec(numbers(), 1..7),
        reports in prop::collection::vec((numbers(), prop::collection::vec((0..60_usize, numbers()), 0..4)), 0..6),
        chosen in prop::collection::vec(prop::array::uniform3(0..60_usize), 0..6),
    ) {
        let situation = situation_of(&events, &reports);
        let index = Index::of(&situation);
        let filter = filter_of(&index, &chosen);
        let oracle = Oracle(&situation);
        let answer = answer_of(&index, &filter);
        let is_shown = |id: RecordId| answer.fit(index.number_of(&id).unwrap()) != Fit::Out;
        for event in situation.events().keys() {
            prop_assert_eq!(is_shown(RecordId::Event(event.clone())), oracle.is_event_shown(&filter, event), "{} {:?}", event, filter);
        }
        // There is no window: nothing is hidden by it.
        for event in situation.events().keys() {
            let number = index.number_of(&RecordId::Event(event.clone())).unwrap();
            prop_assert_eq!(answer.is_shown_at_another_time(&index, number), answer.fit(number) != Fit::Out, "{} {:?}", event, filter);
        }
        for report in situation.reports().values() {
            prop_assert_eq!(is_shown(RecordId::Report(report.id.clone())), oracle.is_report_shown(&filter, report), "{} {:?}", report.id, filter);
        }
        let everything = answer_of(&index, &Filter::default());
        for counted in [Counted::Events, Counted::Reports] {
            let counts = FacetCounts::of(&index, &answer, counted);
            let all = FacetCounts::of(&index, &everything, counted);
            for facet in Facet::ALL {
                let told: BTreeMap<Value, usize> = counts.values(&index, facet).into_iter().map(|(value, n)| (value.clone(), n)).collect();
                for (value, _) in all.values(&index, facet) {
                    let mut alone = filter.clone();
                    alone.set(facet, Choice { include: BTreeSet::from([value.clone()]), exclude: BTreeSet::new() });
                    let n = match counted {
                        Counted::Events => situation.events().keys().filter(|event| oracle.is_event_shown(&alone, event)).count(),
                        Counted::Reports => situation.reports().values().filter(|report| oracle.is_report_shown(&alone, report)).count(),
                    };
                    let n_told = told.get(value).copied().unwrap_or_default();
                    prop_assert_eq!(n_told, n, "{:?} {:?} {:?} with {:?}", counted, facet, value, filter);
                }
            }
        }
    }
}
