#![cfg(test)]
//! The ledger: what stands in it, what changes it, and the way to it through the window.

#[path = "common/window.rs"]
mod window;

use std::collections::{BTreeMap, BTreeSet};

use egui::{Key, accesskit};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use proptest::prelude::*;
use sandtable::app::{State, load};
use sandtable::command::{Command, Content, Drawer, LedgerCommand};
use sandtable::document::Document;
use sandtable::model::{
    About, Actor, Credibility, Edit, Event, EventId, Extra, Graded, Header, Link, Mode, Origin, Provenance, ProvenanceNode, RecordId,
    Records, Relation, Reliability, Report, ReportId, Situation, Source, SourceId, Stance, Standing, StandingWord, Subject, UnclearWhy,
    Via, When, bodies_in,
};
use sandtable::placing::Resolved;
use sandtable::query::{
    Answer, Choice, Clock, Facet, Filter, Fit, Index, Ledger, LedgerCell, LedgerLine, Question, RecordNames, TimeWindow, Value, Weight,
};
use sandtable::viewpoint::{Item, ThemeKind};
use window::{Window, state_of, window};

/// The index of a situation with the answer to a question of it.
struct Asked {
    index: Index,
    answer: Answer,
}

fn asked(situation: &Situation, filter: &Filter, window: Option<TimeWindow>) -> Asked {
    let index = Index::of(situation);
    let answer = Answer::of(&index, &Question { filter, clock: Clock::Happened, window, view: None, with_words: None });
    Asked { index, answer }
}

fn whole(situation: &Situation) -> (Asked, Ledger) {
    let asked = asked(situation, &Filter::default(), None);
    let ledger = Ledger::of(situation, &asked.index, &asked.answer, None);
    (asked, ledger)
}

fn event_id(id: &str) -> RecordId {
    RecordId::Event(id.into())
}

fn line(situation: &Situation, asked: &Asked, ledger: &Ledger, event: &str) -> LedgerLine {
    let row = ledger.row_of(asked.index.number_of(&event_id(event)).unwrap()).unwrap();
    ledger.line(situation, &asked.index, row).unwrap()
}

/// What a source says of an event; `None` where it says nothing.
fn cell(situation: &Situation, event: &str, source: &str) -> Option<LedgerCell> {
    let (asked, ledger) = whole(situation);
    let column = ledger.column_of(&source.into())?;
    let LedgerLine { cells, .. } = line(situation, &asked, &ledger, event);
    cells.into_iter().find(|(other, _)| *other == column).map(|(_, cell)| cell)
}

/// Report, stance and weight of each statement in a cell.
fn told(situation: &Situation, cell: &LedgerCell) -> Vec<(String, Stance, Weight)> {
    let about = |report: &ReportId, index: usize| situation.report(report).unwrap().about[index].stance;
    cell.said.iter().map(|said| (said.report.to_string(), about(&said.report, said.index), said.weight)).collect()
}

fn sample() -> Document {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is no situation") };
    *document
}

fn titles(ledger: &Ledger, index: &Index) -> Vec<(String, u32)> {
    ledger.rows().iter().map(|row| (index.id(row.event).unwrap().as_str().to_owned(), row.depth)).collect()
}

#[test]
fn the_ledger_of_the_sample_has_every_event_once_with_its_parts_below_it() {
    let document = sample();
    let situation = document.situation();
    let (asked, ledger) = whole(situation);
    let rows = titles(&ledger, &asked.index);
    assert_eq!(rows.len(), situation.events().len());
    let place = |id: &str| rows.iter().position(|(other, _)| other == id).unwrap();
    for part in ["presence", "stationing", "training", "transfer"] {
        assert!(place("deployment") < place(part), "{part} stands below what it is part of");
        assert_eq!(rows[place(part)].1, rows[place("deployment")].1 + 1);
    }
    // Whatever stands between whole and part is part of the whole as well.
    let between = &rows[place("deployment") + 1..place("deployment") + 5];
    assert!(between.iter().all(|(_, depth)| *depth > rows[place("deployment")].1), "{between:?}");
}

#[test]
fn sources_stand_by_side_and_by_what_their_actor_belongs_to_and_carriers_are_told() {
    let document = sample();
    let (_, ledger) = whole(document.situation());
    let columns: Vec<(&str, Option<&str>)> =
        ledger.columns().iter().map(|column| (column.source.as_str(), column.side.as_deref())).collect();
    assert_eq!(
        columns,
        [
            ("north-korea-un-mission", Some("North Korea")),
            ("vladimir-putin", Some("Russia")),
            ("south-korean-officials", Some("South Korea")),
            ("south-korean-government", Some("South Korea")),
            ("south-korean-foreign-ministry", Some("South Korea")),
            ("yoon-suk-yeol", Some("South Korea")),
            ("ukrainian-military-intelligence", Some("Ukraine")),
            ("us-officials", Some("United States")),
            ("news-article", None),
            ("ukrainian-reports", None),
            ("satellite-images", None),
        ]
    );
    let carriers: Vec<&str> = ledger.columns().iter().filter(|column| column.is_carrier).map(|column| column.source.as_str()).collect();
    assert_eq!(carriers, ["news-article"]);
}

#[test]
fn a_denial_of_the_whole_stands_in_the_row_of_its_part_and_opens_what_denies_it() {
    let document = sample();
    let situation = document.situation();
    let own = cell(situation, "deployment", "north-korea-un-mission").unwrap();
    assert_eq!(told(situation, &own), [("north-korea-un-mission-denial".to_owned(), Stance::Denies, Weight::Live)]);
    assert_eq!(own.inherited, None);
    let inherited = cell(situation, "stationing", "north-korea-un-mission").unwrap();
    assert!(inherited.said.is_empty(), "it says nothing of the part itself");
    let denial = inherited.inherited.clone().unwrap();
    assert_eq!((denial.whole.as_str(), denial.report.as_str()), ("deployment", "north-korea-un-mission-denial"));
    assert_eq!(inherited.present(), Some((&denial.report, denial.index)));
    assert_eq!(cell(situation, "brics-summit", "north-korea-un-mission"), None);
}

#[test]
fn filter_and_window_choose_the_rows_and_what_they_leave_out_stays_where_the_ledger_is_about_its_part() {
    let document = sample();
    let situation = document.situation();
    let window = TimeWindow::typed("2024-10-24", situation.zone(), sandtable::model::Moment(0)).unwrap();
    let asked = asked(situation, &Filter::default(), Some(window));
    let ledger = Ledger::of(situation, &asked.index, &asked.answer, None);
    let shown: Vec<String> = titles(&ledger, &asked.index).into_iter().map(|(id, _)| id).collect();
    assert!(shown.contains(&"stationing".to_owned()) && !shown.contains(&"deployment".to_owned()), "{shown:?}");
    assert_eq!(shown.len(), asked.index.kinds().events.clone().filter(|number| asked.answer.fit(*number) != Fit::Out).count());
    let kursk = line(situation, &asked, &ledger, "stationing");
    assert_eq!(kursk.standing.denied_by_inherited.len(), 1, "what is left out still bears on its part");
    assert!(ledger.column_of(&"north-korea-un-mission".into()).is_some(), "and has its column");

    let about = Ledger::of(situation, &asked.index, &asked.answer, Some(&event_id("stationing")));
    assert_eq!(titles(&about, &asked.index), [("deployment".to_owned(), 0), ("stationing".to_owned(), 1)]);
    let fits: Vec<bool> = about.rows().iter().map(|row| row.fit == Fit::Out).collect();
    assert_eq!(fits, [true, false]);
    let place = Ledger::of(situation, &asked.index, &asked.answer, Some(&RecordId::Place("kursk-region".into())));
    assert!(place.row_of(asked.index.number_of(&event_id("stationing")).unwrap()).is_some(), "what is at a place");
}

/// Reports of one source after the other about the event `e`: id, source, stance and day of October.
fn told_in_turn(reports: &[(&str, &str, Stance, u32)]) -> Records {
    let mut records = Records::default();
    records.events.insert("e".into(), Event::new("e".into(), "E", Mode::Happened));
    for (id, source, stance, day) in reports {
        let source = SourceId::from(*source);
        records.sources.entry(source.clone()).or_insert_with(|| Source::new(source.clone(), source.as_str()));
        let mut report = Report::new((*id).into(), source);
        report.published = When::parse(&format!("2024-10-{day:02}")).ok();
        report.about = vec![About::new(Subject::Event("e".into()), *stance)];
        records.reports.insert((*id).into(), report);
    }
    records
}

fn situation_of(records: Records) -> Situation {
    Situation::with_records(Header::default(), records)
}

#[test]
fn a_cell_ends_with_where_the_source_stands_and_keeps_what_it_said_before_in_the_order_of_time() {
    use Stance::{Asserts, Comments, Confirms, Denies, Retracts};
    let live = |id: &str, stance: Stance| (id.to_owned(), stance, Weight::Live);
    let gone = |id: &str, stance: Stance| (id.to_owned(), stance, Weight::None);
    let cases = [
        (vec![("a", Asserts, 1), ("b", Denies, 2), ("c", Confirms, 3)], vec![gone("a", Asserts), gone("b", Denies), live("c", Confirms)]),
        // What takes no side does not hide the side, though it comes later.
        (vec![("a", Asserts, 1), ("b", Comments, 2)], vec![live("b", Comments), live("a", Asserts)]),
        (vec![("a", Asserts, 1), ("b", Retracts, 2)], vec![gone("a", Asserts), live("b", Retracts)]),
        (vec![("a", Asserts, 1), ("b", Retracts, 2), ("c", Denies, 3)], vec![gone("a", Asserts), live("b", Retracts), live("c", Denies)]),
        (vec![("a", Comments, 1), ("b", Comments, 2)], vec![gone("a", Comments), live("b", Comments)]),
    ];
    for (reports, expected) in cases {
        let reports: Vec<_> = reports.into_iter().map(|(id, stance, day)| (id, "s", stance, day)).collect();
        let situation = situation_of(told_in_turn(&reports));
        assert_eq!(told(&situation, &cell(&situation, "e", "s").unwrap()), expected);
    }
}

#[test]
fn a_copy_is_told_as_a_copy() {
    let mut records = told_in_turn(&[("first", "agency", Stance::Asserts, 1), ("second", "outlet", Stance::Asserts, 2)]);
    let outlet = records.reports.get_mut(&"second".into()).unwrap();
    (outlet.origin, outlet.via) = (Origin::Relayed, Some(Via::Report("first".into())));
    let situation = situation_of(records);
    assert_eq!(told(&situation, &cell(&situation, "e", "outlet").unwrap()), [("second".to_owned(), Stance::Asserts, Weight::Copy)]);
}

/// The sample after an edit, and what undoes it.
fn edited(edit: Edit) -> (Document, Edit) {
    let mut document = sample();
    let back = document.edit(edit);
    (document, back)
}

#[test]
fn a_regrade_changes_every_badge_range_and_count_at_once_and_the_history_keeps_what_it_was() {
    let id = SourceId::from("ukrainian-military-intelligence");
    let grades = |situation: &Situation| {
        let report = situation.report(&"ukrainian-military-intelligence-statement".into()).unwrap();
        let own = sandtable::model::Grade::of(situation, report, &report.about[1]).to_string();
        let range = |event: &str| Standing::of(situation, &event.into()).grades.to_string();
        let asked = asked(situation, &Filter::default(), None);
        let best = asked.index.grade(asked.index.number_of(&event_id("stationing")).unwrap()).to_string();
        let choice = Choice { include: [Value::from("B")].into(), ..Choice::default() };
        let filter: Filter = [(Facet::Reliability, choice)].into_iter().collect();
        let only_b = self::asked(situation, &filter, None);
        let ledger = Ledger::of(situation, &only_b.index, &only_b.answer, None);
        (own, range("stationing"), range("deployment"), best, titles(&ledger, &only_b.index))
    };
    let before = sample();
    assert_eq!(grades(before.situation()), ("F6".into(), "F6".into(), "F6".into(), "F6".into(), vec![]));
    let mut source = before.situation().source(&id).unwrap().clone();
    let why = Some("its claim of 24 October was borne out".to_owned());
    source.graded.push(Graded { on: When::parse("2024-11-05").ok(), by: None, grade: Reliability::B, why, extra: Extra::new() });
    let (mut after, back) = edited(Edit::PutSource(Box::new(source)));
    let of_b = vec![("stationing".to_owned(), 0), ("training".to_owned(), 0)];
    let (own, kursk, deployment, best, mut rows) = grades(after.situation());
    rows.sort();
    assert_eq!((own, kursk, deployment, best, rows), ("B6".into(), "B6".into(), "F6".into(), "B6".into(), of_b));
    let letters: Vec<Reliability> = after.situation().source(&id).unwrap().graded.iter().map(|graded| graded.grade).collect();
    assert_eq!(letters, [Reliability::F, Reliability::B], "the letter that it had is still told");
    after.edit(back);
    assert_eq!(grades(after.situation()), grades(before.situation()), "undone");
}

/// North Korea's mission takes back its denial: a later report supersedes it and asserts.
fn admission() -> Edit {
    let mut report = Report::new("north-korea-un-mission-admission".into(), "north-korea-un-mission".into());
    report.published = When::parse("2025-04-28").ok();
    report.supersedes = Some("north-korea-un-mission-denial".into());
    report.about = vec![About::new(Subject::Event("deployment".into()), Stance::Asserts)];
    Edit::PutReport(Box::new(report))
}

#[test]
fn a_superseding_admission_ends_the_contest_of_the_whole_and_of_its_parts_and_the_ledger_keeps_what_was_said() {
    let word = |situation: &Situation, event: &str| Standing::of(situation, &event.into()).word;
    let before = sample();
    for event in ["deployment", "stationing", "presence", "transfer", "training"] {
        assert_eq!(word(before.situation(), event), StandingWord::Contested, "{event}");
    }
    let (mut document, back) = edited(admission());
    let situation = document.situation();
    for event in ["deployment", "stationing", "presence", "transfer", "training"] {
        assert_eq!(word(situation, event), StandingWord::Asserted, "{event}");
        assert!(Standing::of(situation, &event.into()).denied_by_inherited.is_empty(), "{event}");
    }
    let own = cell(situation, "deployment", "north-korea-un-mission").unwrap();
    assert_eq!(
        told(situation, &own),
        [
            ("north-korea-un-mission-denial".to_owned(), Stance::Denies, Weight::None),
            ("north-korea-un-mission-admission".to_owned(), Stance::Asserts, Weight::Live),
        ]
    );
    assert_eq!(cell(situation, "stationing", "north-korea-un-mission"), None, "nothing is inherited any more");
    let only = |value: &str| -> Filter {
        [(Facet::Standing, Choice { include: [Value::from(value)].into(), ..Choice::default() })].into_iter().collect()
    };
    let contested = asked(situation, &only("contested"), None);
    assert_eq!(titles(&Ledger::of(situation, &contested.index, &contested.answer, None), &contested.index), [], "the filter follows");
    document.edit(back);
    assert_eq!(word(document.situation(), "stationing"), StandingWord::Contested, "undone");
}

#[test]
fn the_two_counts_of_soldiers_are_one_body_and_their_origins_are_unclear_through_one_carrier() {
    let document = sample();
    let situation = document.situation();
    let bodies = bodies_in(situation, &"presence".into());
    assert_eq!(bodies.len(), 1);
    let reports: Vec<&str> = bodies[0].reports.iter().map(|(report, ..)| report.as_str()).collect();
    assert_eq!(reports, ["south-korean-officials-count", "us-officials-count"]);
    let origins = Standing::of(situation, &"presence".into()).origins;
    assert_eq!((origins.independent, origins.bundles.len()), (0, 0));
    assert!(origins.unclear.iter().all(|unclear| unclear.why == UnclearWhy::UnknownOrigin));
    assert_eq!(origins.carriers, ["news-article".into()]);
}

#[test]
fn the_graph_leads_from_shared_evidence_over_who_says_so_and_who_relays_it_to_the_carrier() {
    let mut records = told_in_turn(&[
        ("own", "ministry", Stance::Asserts, 1),
        ("other", "bureau", Stance::Asserts, 1),
        ("relay", "outlet", Stance::Asserts, 2),
        ("denial", "party", Stance::Denies, 3),
    ]);
    let mut put = |id: &str, origin: Origin, via: Option<Via>, basis: &[&str]| {
        let report = records.reports.get_mut(&id.into()).unwrap();
        (report.origin, report.via) = (origin, via);
        report.basis = basis.iter().map(|basis| (*basis).to_owned()).collect();
    };
    put("own", Origin::Own, Some(Via::Source("wire".into())), &["images"]);
    put("other", Origin::Unknown, None, &["images"]);
    // Says more than the report that it relays, so it has a voice of its own.
    put("relay", Origin::Relayed, Some(Via::Report("denial".into())), &[]);
    put("denial", Origin::Own, Some(Via::Source("wire".into())), &[]);
    let situation = situation_of(records);
    let Provenance { nodes, links } = Provenance::of(&situation, &"e".into());
    let root = |id: &str, is_origin_known: bool| ProvenanceNode::Root { report: id.into(), is_origin_known };
    assert_eq!(
        nodes,
        [
            ProvenanceNode::Basis("images".to_owned()),
            root("denial", true),
            root("other", false),
            root("own", true),
            ProvenanceNode::Relay("relay".into()),
            ProvenanceNode::Carrier("wire".into()),
        ]
    );
    assert_eq!(links, [(0, 2), (0, 3), (1, 4), (1, 5), (3, 5)]);
    assert!(nodes.is_sorted_by_key(ProvenanceNode::column));
}

type Numbers = [usize; 4];

/// A situation of events that are part of one another at will, in circles too, and of what some sources say of them.
fn made_up(parts: &[Numbers], said: &[Numbers]) -> Situation {
    const N_SOURCES: usize = 4;
    let mut records = Records::default();
    let event_of = |number: usize| EventId::from(format!("e{number}").as_str());
    for (number, [a, b, ..]) in parts.iter().enumerate() {
        let mut event = Event::new(event_of(number), "E", Mode::Happened);
        let wholes = [a, b].into_iter().filter(|whole| **whole % 3 != 0).map(|whole| event_of(whole % parts.len()));
        event.links = wholes.map(|event| Link { event, rel: Relation::PartOf, extra: Extra::new() }).collect();
        records.events.insert(event.id.clone(), event);
    }
    for number in 0..N_SOURCES {
        let id = SourceId::from(format!("s{number}").as_str());
        records.sources.insert(id.clone(), Source::new(id, "S"));
    }
    for (number, [a, b, c, d]) in said.iter().enumerate() {
        let mut report = Report::new(format!("r{number}").as_str().into(), format!("s{}", a % (N_SOURCES + 1)).as_str().into());
        report.about = vec![About::new(Subject::Event(event_of(b % parts.len())), Stance::ALL[c % Stance::ALL.len()])];
        report.published = When::parse(&format!("2024-10-{:02}", 1 + d % 28)).ok();
        report.supersedes = (d % 5 == 0).then(|| format!("r{}", c % said.len()).as_str().into());
        report.via = (d % 4 == 0).then(|| Via::Report(format!("r{}", d % said.len()).as_str().into()));
        report.origin = Origin::ALL[(c + d) % Origin::ALL.len()];
        records.reports.insert(report.id.clone(), report);
    }
    situation_of(records)
}

fn numbers() -> impl Strategy<Value = Numbers> {
    prop::array::uniform4(0..1_000_usize)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_event_has_one_row_and_every_word_its_cell_whatever_is_part_of_what(
        parts in prop::collection::vec(numbers(), 1..12),
        said in prop::collection::vec(numbers(), 1..24),
    ) {
        let situation = made_up(&parts, &said);
        let (asked, ledger) = whole(&situation);
        let mut rows: Vec<u32> = ledger.rows().iter().map(|row| row.event).collect();
        rows.sort_unstable();
        prop_assert_eq!(rows, asked.index.kinds().events.clone().collect::<Vec<_>>());
        for (place, row) in ledger.rows().iter().enumerate() {
            prop_assert_eq!(ledger.row_of(row.event), Some(place));
            // One above it is one step less deep, and what it is part of.
            if row.depth > 0 {
                let above = ledger.rows()[..place].iter().rev().find(|other| other.depth < row.depth).unwrap();
                prop_assert_eq!(above.depth + 1, row.depth);
                let (Some(RecordId::Event(whole)), Some(RecordId::Event(part))) = (asked.index.id(above.event), asked.index.id(row.event))
                else { return Err(TestCaseError::fail("a row is an event")) };
                prop_assert!(situation.event(part).unwrap().links.iter().any(|link| link.event == *whole));
            }
            let line = ledger.line(&situation, &asked.index, place).unwrap();
            let RecordId::Event(event) = asked.index.id(row.event).unwrap() else { return Err(TestCaseError::fail("a row is an event")) };
            let standing = Standing::of(&situation, event);
            prop_assert_eq!(&line.standing, &standing);
            let Provenance { nodes, links } = Provenance::of(&situation, event);
            prop_assert_eq!(nodes.is_empty(), standing.asserted_by.is_empty());
            let column = |node: usize| nodes[node].column();
            prop_assert!(links.iter().all(|(from, to)| column(*from) < column(*to) || column(*from) == 2), "{:?}", nodes);
            let stands = |wanted: &dyn Fn(Stance) -> bool| -> Vec<SourceId> {
                let cells = line.cells.iter().filter(|(_, cell)| {
                    let Some(present) = cell.said.last() else { return false };
                    let stance = situation.report(&present.report).unwrap().about[present.index].stance;
                    present.weight == Weight::Live && wanted(stance)
                });
                let mut sources: Vec<SourceId> = cells.map(|(column, _)| ledger.columns()[*column].source.clone()).collect();
                sources.sort();
                sources
            };
            prop_assert_eq!(stands(&|stance| matches!(stance, Stance::Asserts | Stance::Confirms)), standing.asserted_by);
            prop_assert_eq!(stands(&|stance| stance == Stance::Denies), standing.denied_by);
            prop_assert_eq!(stands(&|stance| stance == Stance::Retracts), standing.retracted_by);
            let n_said: usize = line.cells.iter().map(|(_, cell)| cell.said.len()).sum();
            prop_assert_eq!(n_said, situation.reports_about(event).len(), "no statement is lost or told twice");
            let inherited = line.cells.iter().filter(|(_, cell)| cell.inherited.is_some()).count();
            prop_assert_eq!(inherited, standing.denied_by_inherited.len());
        }
    }
}

// The window.

const ROOM: [f32; 2] = [1280.0, 800.0];

fn sample_window() -> Harness<'static, Window> {
    window(state_of([load::sample()]), ROOM)
}

/// What comes of reading a document.
fn loaded_of(document: Document) -> sandtable::command::Loaded {
    let situation = document.situation();
    let (index, resolved, names) = (Index::of(situation), Resolved::of(situation, None), RecordNames::of(situation));
    let content = Content::Situation(Box::new(document), Box::new(index), Box::new(resolved), Box::new(names));
    sandtable::command::Loaded { content: Ok(content), ..load::sample() }
}

fn select(harness: &mut Harness<'_, Window>, id: RecordId) {
    harness.state_mut().state.run(Command::Select(Some(Item::Record(id))));
    harness.run();
}

fn selection(harness: &Harness<'_, Window>) -> Option<Item> {
    harness.state().state.viewpoint().selection.clone()
}

fn report(id: &str) -> Item {
    Item::Record(RecordId::Report(id.into()))
}

const ASSERTS_KURSK: &str = "Ukraine's military intelligence service asserts “North Korean forces stationed in the Kursk region”, F6, 24 Oct 2024, Thu, via News article of 25 October 2024";
const DENIES_DEPLOYMENT: &str = "North Korea's mission to the United Nations denies “North Korean troops deployed to Russia”, F6, by 25 Oct 2024, via News article of 25 October 2024";

#[test]
fn two_presses_lead_from_troops_in_kursk_to_who_asserts_and_who_denies_what() {
    // From the mark on the map, and from the row of the list.
    for (first, height) in [("Kursk region on the map", 800.0), ("North Korean forces stationed in the Kursk region ·", 1200.0)] {
        let mut harness = window(state_of([load::sample()]), [ROOM[0], height]);
        harness.get_by_label_contains(first).click();
        harness.run();
        harness.get_by_label("Ledger").click();
        harness.run();
        assert_eq!(harness.state().state.furnishing().drawer, Some(Drawer::Ledger));
        // Who asserts it, through whom and when; who denies what, and what that has to do with it.
        harness.get_by_label(ASSERTS_KURSK);
        harness.get_by_label(DENIES_DEPLOYMENT);
        let inherited = format!("{DENIES_DEPLOYMENT}; inherited by its part “North Korean forces stationed in the Kursk region”");
        harness.get_by_label(&inherited);
        // What it is, when and where.
        harness.get_by_label_contains(
            "North Korean forces stationed in the Kursk region, Contested, by 24 Oct 2024 · Kursk region · 1 source asserts",
        );
        harness.get_by_label_contains("News article of 25 October 2024, a carrier");
        harness.get_by_label_contains("North Korea's mission to the United Nations, North Korea");
        // All of it is on the screen, none under the heads.
        let seen = harness.get_by_label(&inherited).rect();
        assert!(seen.left() > 0.0 && seen.right() < ROOM[0] && seen.bottom() < height, "{seen:?}");
    }
}

#[test]
fn a_cell_opens_its_report_and_the_ledger_stays_where_it_is() {
    let mut harness = sample_window();
    select(&mut harness, event_id("stationing"));
    harness.get_by_label("Ledger").click();
    harness.run();
    harness.get_by_label(ASSERTS_KURSK).click();
    harness.run();
    assert_eq!(selection(&harness), Some(report("ukrainian-military-intelligence-statement")));
    harness.get_by_label(DENIES_DEPLOYMENT);
    harness.get_by_label_contains("inherited by its part").click();
    harness.run();
    assert_eq!(selection(&harness), Some(report("north-korea-un-mission-denial")), "an inherited denial opens what denies the whole");
    harness.get_by_label(ASSERTS_KURSK);
    harness.get_by_label_contains("About: North Korean forces");
}

#[test]
fn the_keyboard_goes_from_what_is_said_to_what_is_said_and_enter_opens_it() {
    let mut harness = sample_window();
    select(&mut harness, event_id("stationing"));
    harness.key_press(Key::W);
    harness.run();
    let focused = |harness: &Harness<'_, Window>| {
        harness.root().children_recursive().find(|node| node.accesskit_node().is_focused()).and_then(|node| node.accesskit_node().label())
    };
    let inherited = format!("{DENIES_DEPLOYMENT}; inherited by its part “North Korean forces stationed in the Kursk region”");
    assert_eq!(focused(&harness).as_ref(), Some(&inherited), "it begins at the selected row");
    let mut press = |key: Key| {
        harness.key_press(key);
        harness.run();
        focused(&harness)
    };
    assert_eq!(press(Key::ArrowRight).as_deref(), Some(ASSERTS_KURSK));
    assert_eq!(press(Key::ArrowRight).as_deref(), Some(ASSERTS_KURSK), "there is no more at the right");
    assert!(press(Key::ArrowUp).unwrap().contains("“North Korean troops deployed to Russia”"), "the row above");
    press(Key::ArrowDown);
    press(Key::ArrowLeft);
    press(Key::ArrowLeft);
    press(Key::Enter);
    assert_eq!(selection(&harness), Some(report("north-korea-un-mission-denial")));
    assert_eq!(focused(&harness).as_ref(), Some(&inherited), "and the keyboard stays");
    harness.key_press(Key::W);
    harness.run();
    assert_eq!(harness.state().state.furnishing().drawer, None);
}

#[test]
fn an_edit_shows_in_the_open_ledger_and_what_was_said_before_is_told() {
    let (document, _) = edited(admission());
    let mut harness = window(state_of([loaded_of(document)]), ROOM);
    select(&mut harness, event_id("stationing"));
    harness.get_by_label("Ledger").click();
    harness.run();
    assert!(harness.query_by_label_contains("inherited by its part").is_none());
    let before = "before: North Korea's mission to the United Nations denied “North Korean troops deployed to Russia”";
    harness.get_by_label_contains(before);
    harness.get_by_label("Over time").click();
    harness.run();
    harness.get_by_label_contains(before);
}

#[test]
fn an_empty_ledger_says_what_it_shows_and_what_fills_it() {
    let mut harness = window(State::default(), ROOM);
    harness.key_press(Key::W);
    harness.run();
    harness.get_by_label_contains("The ledger shows who says what of which event. Open a situation to fill it.");
    let mut harness = sample_window();
    harness.key_press(Key::W);
    select(&mut harness, RecordId::Actor("brics".into()));
    harness.state_mut().state.run(Command::Select(None));
    harness.state_mut().state.run(Command::Filter(sandtable::command::FilterCommand::Words("no such words".to_owned())));
    harness.run();
    harness.get_by_label_contains("no event passes the filter and the window of time");
}

/// So many events of which so many sources speak, each of some.
fn large(n_events: usize, n_sources: usize) -> Situation {
    let mut records = Records::default();
    for number in 0..n_sources {
        let id = SourceId::from(format!("s{number:04}").as_str());
        let actor = Actor { side: Some(format!("Side {}", number % 7)), ..Actor::new(format!("a{number:04}").as_str().into(), "A") };
        records.sources.insert(id.clone(), Source { actor: Some(actor.id.clone()), ..Source::new(id, &format!("Source {number}")) });
        records.actors.insert(actor.id.clone(), actor);
    }
    for number in 0..n_events {
        let id = EventId::from(format!("e{number:06}").as_str());
        let mut event = Event::new(id.clone(), &format!("Event {number}"), Mode::Happened);
        if number % 10 != 0 {
            let whole = EventId::from(format!("e{:06}", number - number % 10).as_str());
            event.links.push(Link { event: whole, rel: Relation::PartOf, extra: Extra::new() });
        }
        records.events.insert(id.clone(), event);
        for step in 0..3 {
            let source = (number * 37 + step * 191) % n_sources;
            let mut report = Report::new(format!("r{number:06}{step}").as_str().into(), format!("s{source:04}").as_str().into());
            let mut about = About::new(Subject::Event(id.clone()), Stance::ALL[(number + step) % 7]);
            about.credibility = Some(Credibility::ALL[step]);
            report.about = vec![about];
            records.reports.insert(report.id.clone(), report);
        }
    }
    situation_of(records)
}

#[test]
fn of_ten_thousand_events_and_five_hundred_sources_only_what_is_in_view_is_laid_out_and_idle_passes_derive_nothing() {
    let document = Document::new(large(10_000, 500), BTreeMap::new(), BTreeSet::new());
    let mut harness = window(state_of([loaded_of(document)]), ROOM);
    harness.key_press(Key::W);
    harness.run();
    let heads = |role| -> usize { harness.query_all_by_role(role).count() };
    let (rows, columns) = (heads(accesskit::Role::RowHeader), heads(accesskit::Role::ColumnHeader));
    assert!((3..30).contains(&rows) && (3..20).contains(&columns), "{rows} rows, {columns} columns");
    let n_derived = harness.state().state.n_derived();
    harness.run();
    harness.step();
    assert_eq!(harness.state().state.n_derived(), n_derived);
    // The last event, by the list: its row comes into view.
    select(&mut harness, event_id("e009999"));
    harness.state_mut().state.run(Command::Ledger(LedgerCommand::Narrow(false)));
    harness.run();
    harness.get_by_label_contains("Event 9999, ");
    // Who says something of it stands far at the right: one press leads there.
    // Lists and page have the rest of the window.
    let is_seen = |rect: egui::Rect| rect.left() > 0.0 && rect.right() < 0.72 * ROOM[0];
    let said =
        |harness: &Harness<'_, Window>| harness.query_all_by_label_contains("“Event 9999”").filter(|cell| is_seen(cell.rect())).count();
    assert_eq!(said(&harness), 0);
    let row = harness.get_by_label_contains("Event 9999, ").rect();
    let more: Vec<_> = harness.query_all_by_label_contains("more at the right").collect();
    more.into_iter().find(|more| more.rect().center().y - row.center().y < 4.0 && more.rect().center().y > row.top()).unwrap().click();
    harness.run();
    assert!(said(&harness) > 0);
}

#[test]
fn the_ledger_is_there_in_every_theme_and_on_a_small_window() {
    for theme in ThemeKind::ALL {
        let mut harness = window(state_of([load::sample()]), [1024.0, 600.0]);
        harness.state_mut().state.run(Command::Theme(theme));
        select(&mut harness, event_id("deployment"));
        harness.key_press(Key::W);
        harness.run();
        harness.get_by_label(DENIES_DEPLOYMENT);
    }
}

// The page of an event.

fn page_of(id: &str, loaded: sandtable::command::Loaded) -> Harness<'static, Window> {
    let mut harness = window(state_of([loaded]), [1280.0, 4000.0]);
    select(&mut harness, event_id(id));
    harness
}

#[test]
fn the_page_says_where_an_event_comes_from_by_name_and_the_graph_can_be_walked() {
    let mut harness = page_of("deployment", load::sample());
    harness.get_by_label("Where it comes from");
    harness.get_by_label("No origin is known to be independent.");
    harness.get_by_label("Unclear whether it adds an origin: Satellite and intelligence reports from Ukraine (its origin is not known)");
    harness.get_by_label("Held through News article of 25 October 2024 alone");
    harness.get_by_label_contains("Who relies on whom, 5 nodes: satellite-images → Satellite and intelligence reports from Ukraine");
    harness.get_by_label("Shared evidence satellite-images, of 1 report");
    harness.get_by_label("News article of 25 October 2024, carrier of 1 report");
    harness.get_by_label("Satellite and intelligence reports from Ukraine, origin unclear").click();
    harness.run();
    assert_eq!(selection(&harness), Some(report("ukrainian-reports")));
}

#[test]
fn one_body_told_of_twice_is_never_added_up_and_unknown_overlap_says_so() {
    let harness = page_of("presence", load::sample());
    harness.get_by_label("One body, reported twice: 3,000 - not added up");
    harness.get_by_label("US officials: 3,000, 23 Oct 2024, Wed");
    assert!(harness.query_by_label_contains("6,000").is_none());
    assert!(harness.query_by_label_contains("Whether these are the same men is not known").is_none(), "one body is known to be one");
    let harness = page_of("stationing", load::sample());
    harness.get_by_label("No body named: strength not given");
}

/// A folder that is read as the program does.
fn loaded_from(files: &[(&str, &str)]) -> sandtable::command::Loaded {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    load::load(folder.path())
}

#[test]
fn a_confirmation_that_nothing_confirms_is_warned_about_and_two_bodies_are_not_said_to_be_one() {
    let loaded = loaded_from(&[
        ("situation.json", r#"{"format": 1, "title": "T"}"#),
        ("sources.json", r#"[{"id": "a", "name": "Agency"}, {"id": "b", "name": "Bureau"}, {"id": "c", "name": "Chronicle"}]"#),
        ("events.json", r#"[{"id": "e", "title": "E", "mode": "happened"}, {"id": "f", "title": "F", "mode": "happened"}]"#),
        (
            "reports.json",
            r#"[{"id": "r", "source": "a", "origin": "own", "published": "2024", "about": [{"event": "e", "stance": "asserts", "credibility": 1, "troops": {"body": "x", "strength": 100}}]},
                {"id": "s", "source": "b", "origin": "unknown", "published": "2024", "about": [{"event": "e", "stance": "asserts", "troops": {"body": "y", "strength": 200}}]},
                {"id": "t", "source": "a", "origin": "own", "published": "2024", "about": [{"event": "f", "stance": "asserts", "credibility": 1}]},
                {"id": "u", "source": "c", "origin": "own", "published": "2024", "about": [{"event": "f", "stance": "asserts", "credibility": 2}]}]"#,
        ),
    ]);
    let mut harness = page_of("e", loaded);
    harness.get_by_label("Agency: graded 1, confirmed by other sources, though only one origin is known to be independent");
    harness.get_by_label("Independent: Agency");
    harness.get_by_label("One body, reported once: 100");
    harness.get_by_label("One body, reported once: 200");
    harness.get_by_label("Whether these are the same men is not known: their numbers are not added up.");
    select(&mut harness, event_id("f"));
    harness.get_by_label("Independent: Chronicle");
    assert!(harness.query_by_label_contains("graded 1, confirmed").is_none(), "two origins have earned it");
}
