#![cfg(test)]
//! Grading anew, on the screen and below it: everything that depends on a grade follows at once, what was judged stays in the history,
//! and nothing of it is lost.

#[path = "common/folder.rs"]
mod folder;
#[path = "common/window.rs"]
mod window;

use std::fs;
use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use folder::sample_in;
use sandtable::app::disk::Disk;
use sandtable::app::person::Store;
use sandtable::app::save::{OwnWriting, Saver, save};
use sandtable::app::{Effect, SaveJob, State, load};
use sandtable::command::{Action, Command, EditCommand, FilterCommand, Overlay, Saved};
use sandtable::document::Stamp;
use sandtable::model::{Before, Credibility, Extra, GradeRange, Graded, Moment, RecordId, Regrade, Reliability, Situation, Standing};
use sandtable::query::{Answer, Clock, Counted, Facet, FacetCounts, Filter, Index, Question, Touched, Value};
use sandtable::viewpoint::Item;
use window::{Window, state_of, window};

type Screen = Harness<'static, Window>;

const EVENT: &str = "deployment";

fn judged<G>(grade: G, why: &str) -> Graded<G> {
    Graded { on: None, by: Some("A. Analyst".to_owned()), grade, why: Some(why.to_owned()), extra: Extra::new() }
}

/// Everything that a filter and a list know of grades.
fn known(situation: &Situation, index: &Index) -> Vec<String> {
    let filter = Filter::default();
    let answer = Answer::of(index, &Question { filter: &filter, clock: Clock::Happened, window: None, view: None, with_words: None });
    let counts = [Counted::Events, Counted::Reports].map(|counted| FacetCounts::of(index, &answer, counted));
    let of_facet = |facet: Facet| counts.iter().map(move |counts| format!("{facet:?} {:?}", counts.values(index, facet)));
    let facets = Facet::ALL.iter().flat_map(|facet| of_facet(*facet).collect::<Vec<_>>());
    let rows = (0..).zip(situation.ids()).map(|(number, id)| format!("{id} {:?} {:?}", index.grade(number), index.standing(number)));
    rows.chain(facets).collect()
}

fn opened(path: &Path) -> State {
    let mut state = state_of([load::load(path)]);
    state.run(Command::Now(Moment(1_732_000_000)));
    state
}

fn not_of_the_journal(effects: Vec<Effect>) -> Vec<Effect> {
    effects.into_iter().filter(|effect| !matches!(effect, Effect::Journal(_))).collect()
}

/// What the thread does that saves.
fn saved_by(job: &SaveJob, own: &OwnWriting) -> Saved {
    save(job, Saver { own, person: &Store::nowhere(), disk: &Disk::default() })
}

fn save_now(state: &mut State) -> Vec<Effect> {
    let effects = state.run(Command::Act(Action::Save));
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let saved: Saved = saved_by(job, &OwnWriting::default());
    not_of_the_journal(state.run(Command::Edit(EditCommand::Saved(Box::new(saved)))))
}

#[test]
fn columns_brought_up_to_date_are_those_made_afresh() {
    let mut document = match load::sample().content {
        Ok(sandtable::command::Content::Situation(document, ..)) => *document,
        other => panic!("{other:?}"),
    };
    let mut index = Index::of(document.situation());
    let report = document.situation().reports().keys().next().unwrap().clone();
    for regrades in [
        vec![Regrade::Source { source: "us-officials".into(), judgement: judged(Reliability::E, "spoke of what they cannot have seen") }],
        vec![
            Regrade::Statement { report: report.clone(), index: 0, judgement: judged(Credibility::Five, "improbable") },
            Regrade::Report { report, judgement: judged(Reliability::A, "on its own orders") },
        ],
    ] {
        let edit = Regrade::edit_of(&regrades, document.situation());
        let before = Before::of(document.situation(), [&edit]);
        document.step("regrade".to_owned(), Stamp::default(), edit);
        let situation = document.situation();
        assert_ne!(known(situation, &index), known(situation, &Index::of(situation)), "the regrade makes a difference");
        index.update(situation, &Touched::of(situation, &before).unwrap());
        assert_eq!(known(situation, &index), known(situation, &Index::of(situation)));
    }
}

#[test]
fn a_source_that_is_graded_anew_takes_badges_counts_and_filters_with_it() {
    let mut state = state_of([load::sample()]);
    let grades = |state: &State| -> GradeRange { Standing::of(state.situation().unwrap(), &EVENT.into()).grades };
    let before = grades(&state);
    state.run(Command::Filter(FilterCommand::Toggle { facet: Facet::Reliability, value: Value::from("E"), is_excluded: false }));
    let mut harness: Screen = window(state, [1280.0, 1600.0]);
    harness.get_by_label("Events 0/36");
    let regrade = Regrade::Source { source: "north-korea-un-mission".into(), judgement: judged(Reliability::E, "denied what it did") };
    let n_index = harness.state().state.n_derived();
    harness.state_mut().state.run(Command::Edit(EditCommand::Regrade(vec![regrade])));
    harness.run();
    assert!(harness.state().state.n_derived() > n_index);
    assert!(harness.query_by_label("Events 0/36").is_none(), "what North Korea's mission speaks of is shown now");
    let situation = harness.state().state.situation().unwrap();
    let source = situation.source(&"north-korea-un-mission".into()).unwrap();
    assert_eq!(source.graded.len(), 2, "what it was is kept");
    assert_ne!(grades(&harness.state().state), before);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(grades(&harness.state().state), before);
    harness.get_by_label("Events 0/36");
}

#[test]
fn a_grade_is_given_with_a_reason_by_pressing_the_badge() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    state.run(Command::Select(Some(Item::Record(RecordId::Source("us-officials".into())))));
    let mut harness: Screen = window(state, [1280.0, 1200.0]);
    let badge = |harness: &Screen| harness.state().state.situation().unwrap().source(&"us-officials".into()).unwrap().graded.clone();
    let n_before = badge(&harness).len();
    let shown = badge(&harness).last().unwrap().grade.word();
    harness.get_by_label(&format!("Grade {shown}")).click();
    harness.run();
    harness.get_by_label("E: unreliable source").click();
    harness.run();
    harness.get_by_label("Why").focus();
    harness.run();
    harness.get_by_label("Why").type_text("spoke of what they cannot have seen");
    harness.run();
    harness.get_by_label("Regrade").click();
    harness.run();
    let graded = badge(&harness);
    let last = graded.last().unwrap();
    assert_eq!((graded.len(), last.grade), (n_before + 1, Reliability::E));
    assert_eq!(last.why.as_deref(), Some("spoke of what they cannot have seen"));
    assert_eq!(last.on.as_ref().unwrap().text(), "2024-11-19");
    harness.get_by_label("Grade E");
    harness.get_by_label("Not saved");
    let state = &mut harness.state_mut().state;
    assert!(save_now(state).is_empty());
    harness.run();
    assert!(harness.query_by_label("Not saved").is_none());
    let again = opened(folder.path());
    assert_eq!(again.situation(), harness.state().state.situation(), "the file holds it");
    let text = fs::read_to_string(folder.path().join("sources.json")).unwrap();
    let old = fs::read_to_string("data/dprk-russia-2024/sources.json").unwrap();
    let others = |text: &str| text.lines().filter(|line| !line.contains("reliability") && !line.contains("\"on\"")).count();
    assert!(text.len() > old.len() && others(&text) - others(&old) <= 2, "nothing else of the file changed");
}

#[test]
fn a_grade_that_is_none_is_shown_as_unknown_and_kept() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let path = folder.path().join("reports.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"stance\": \"asserts\", \"credibility\": 6", "\"stance\": \"asserts\", \"credibility\": 7", 1))
        .unwrap();
    let mut state = opened(folder.path());
    let first = state.situation().unwrap().report(&"article".into()).unwrap().about[0].clone();
    assert_eq!(first.credibility, None);
    state.run(Command::Select(Some(Item::Record(RecordId::Report("article".into())))));
    let mut harness: Screen = window(state, [1280.0, 1200.0]);
    harness.get_by_label("Grade F?");
    let regrade = Regrade::Source { source: "us-officials".into(), judgement: judged(Reliability::E, "why") };
    harness.state_mut().state.run(Command::Edit(EditCommand::Regrade(vec![regrade])));
    save_now(&mut harness.state_mut().state);
    assert!(fs::read_to_string(&path).unwrap().contains("\"credibility\": 7"));
}

#[test]
fn leaving_with_changes_asks_and_saves_or_lets_them_go() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let regrade = || Regrade::Source { source: "us-officials".into(), judgement: judged(Reliability::E, "why") };
    for (saves, n_kept) in [(true, 2), (false, 1)] {
        let mut state = opened(folder.path());
        assert_eq!(state.run(Command::Act(Action::Quit)), [Effect::Close], "nothing would be lost");
        state.run(Command::Edit(EditCommand::Regrade(vec![regrade()])));
        assert_eq!(state.run(Command::Act(Action::Quit)), []);
        assert_eq!(state.furnishing().overlay, Some(Overlay::Unsaved));
        state.run(Command::Overlay(None));
        assert_eq!(state.run(Command::Act(Action::Quit)), [], "one who went on working is asked again");
        let n_before = opened(folder.path()).situation().unwrap().source(&"us-officials".into()).unwrap().graded.len();
        let effects = if saves {
            let effects = state.run(Command::Edit(EditCommand::SaveAndLeave));
            let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
            let saved = saved_by(job, &OwnWriting::default());
            not_of_the_journal(state.run(Command::Edit(EditCommand::Saved(Box::new(saved)))))
        } else {
            not_of_the_journal(state.run(Command::Edit(EditCommand::LeaveUnsaved)))
        };
        assert_eq!(effects, [Effect::Close]);
        let n_after = opened(folder.path()).situation().unwrap().source(&"us-officials".into()).unwrap().graded.len();
        assert_eq!(n_after - n_before + 1, n_kept);
    }
}

#[test]
fn a_reload_does_not_take_changes_away_unasked() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    let regrade = Regrade::Source { source: "us-officials".into(), judgement: judged(Reliability::E, "why") };
    state.run(Command::Edit(EditCommand::Regrade(vec![regrade])));
    let changed = state.situation().unwrap().clone();
    state.run(Command::Loaded(Box::new(load::load(folder.path()))));
    assert_eq!(state.situation(), Some(&changed));
    assert_eq!(state.furnishing().overlay, Some(Overlay::Unsaved));
    state.run(Command::Edit(EditCommand::LeaveUnsaved));
    assert_ne!(state.situation(), Some(&changed));
}

#[test]
fn what_this_program_wrote_is_told_from_what_others_wrote() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let own = OwnWriting::default();
    assert!(!own.is_at(folder.path()));
    let mut state = opened(folder.path());
    let regrade = Regrade::Source { source: "us-officials".into(), judgement: judged(Reliability::E, "why") };
    state.run(Command::Edit(EditCommand::Regrade(vec![regrade])));
    let effects = state.run(Command::Act(Action::Save));
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    saved_by(job, &own);
    assert!(own.is_at(folder.path()));
    fs::write(folder.path().join("events.json"), "[]").unwrap();
    assert!(!own.is_at(folder.path()));
}

#[test]
fn what_is_to_be_saved_of_a_file_that_was_not_read_whole_goes_beside_it_and_the_others_are_saved() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let sources = folder.path().join("sources.json");
    let mut damaged = fs::read(&sources).unwrap();
    let at = damaged.windows(4).position(|bytes| bytes == b"News").unwrap();
    damaged[at] = 0xFF;
    fs::write(&sources, &damaged).unwrap();
    let mut state = opened(folder.path());
    let source = state.situation().unwrap().sources().keys().next().unwrap().clone();
    let report = state.situation().unwrap().reports().keys().next().unwrap().clone();
    let regrades = vec![
        Regrade::Source { source, judgement: judged(Reliability::E, "of the source") },
        Regrade::Report { report, judgement: judged(Reliability::A, "of the report") },
    ];
    state.run(Command::Edit(EditCommand::Regrade(regrades)));
    save_now(&mut state);
    let words = state.notice().unwrap().words().to_owned();
    assert!(words.contains("sources.edited.json") && words.contains("could not be read"), "{words}");
    assert_eq!(fs::read(&sources).unwrap(), damaged);
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(text("sources.edited.json").contains("of the source"));
    assert!(text("reports.json").contains("of the report"));
    assert!(state.document().unwrap().is_saved());
}

fn regraded(state: &mut State, letter: Reliability) -> Vec<Effect> {
    let regrade = Regrade::Source { source: "us-officials".into(), judgement: judged(letter, "why") };
    state.run(Command::Edit(EditCommand::Regrade(vec![regrade])))
}

/// Begins to save; what comes back is what the thread would do.
fn job(state: &mut State) -> SaveJob {
    let effects = state.run(Command::Act(Action::Save));
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    job.clone()
}

fn carry_out(state: &mut State, job: &SaveJob) -> Vec<Effect> {
    let saved = saved_by(job, &OwnWriting::default());
    not_of_the_journal(state.run(Command::Edit(EditCommand::Saved(Box::new(saved)))))
}

#[test]
fn what_is_saved_late_is_no_business_of_the_situation_opened_meanwhile() {
    let (first, second) = (sample_in(tempfile::tempdir().unwrap()), sample_in(tempfile::tempdir().unwrap()));
    let mut state = opened(first.path());
    regraded(&mut state, Reliability::E);
    let job = job(&mut state);
    state.run(Command::Loaded(Box::new(load::load(second.path()))));
    // Nothing is let go while files are being written.
    assert_eq!(state.run(Command::Edit(EditCommand::LeaveUnsaved)), []);
    assert_eq!(state.situation_path(), Some(first.path()));
    carry_out(&mut state, &job);
    assert_eq!(state.situation_path(), Some(second.path()), "all is saved, so the other is shown");
    let before = state.document().unwrap().clone();
    carry_out(&mut state, &job);
    assert_eq!((state.document(), state.situation_path()), (Some(&before), Some(second.path())));
}

#[test]
fn closing_does_not_lose_what_was_changed_while_files_were_written() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    regraded(&mut state, Reliability::E);
    let first = job(&mut state);
    regraded(&mut state, Reliability::D);
    assert_eq!(state.run(Command::Act(Action::Quit)), []);
    assert_eq!(carry_out(&mut state, &first), [], "the later change is not saved yet");
    assert_eq!(state.furnishing().overlay, Some(Overlay::Unsaved));
    let effects = state.run(Command::Edit(EditCommand::SaveAndLeave));
    let [Effect::Save(second)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(state.run(Command::Act(Action::Save)), [], "one at a time");
    assert_eq!(carry_out(&mut state, second), [Effect::Close]);
    assert_eq!(opened(folder.path()).situation(), state.situation());
}

#[test]
fn an_undo_while_files_are_written_is_not_taken_for_saved() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    regraded(&mut state, Reliability::E);
    let job = job(&mut state);
    state.run(Command::Act(Action::Undo));
    assert_eq!(state.run(Command::Act(Action::Quit)), []);
    carry_out(&mut state, &job);
    assert!(!state.document().unwrap().is_saved());
}

#[test]
fn saving_leaves_alone_what_it_did_not_change_and_never_undoes_what_others_did() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    regraded(&mut state, Reliability::E);
    let events = folder.path().join("events.json");
    let theirs = fs::read_to_string(&events).unwrap().replacen("Putin visits Pyongyang", "A visit", 1);
    fs::write(&events, &theirs).unwrap();
    save_now(&mut state);
    assert_eq!(fs::read_to_string(&events).unwrap(), theirs);
    assert!(state.document().unwrap().is_saved());
    regraded(&mut state, Reliability::D);
    let sources = folder.path().join("sources.json");
    let theirs = fs::read_to_string(&sources).unwrap().replacen("US officials", "Officials", 1);
    fs::write(&sources, &theirs).unwrap();
    save_now(&mut state);
    assert_eq!(fs::read_to_string(&sources).unwrap(), theirs);
    assert!(!state.document().unwrap().is_saved());
    assert!(state.notice().unwrap().words().starts_with("Not saved: sources.json changed on the disk"), "{:?}", state.notice());
}

#[test]
fn who_saves_before_a_reload_sees_what_was_saved() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    regraded(&mut state, Reliability::E);
    state.run(Command::Loaded(Box::new(load::load(folder.path()))));
    let effects = state.run(Command::Edit(EditCommand::SaveAndLeave));
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let effects = carry_out(&mut state, job);
    assert!(
        matches!(effects.as_slice(), [Effect::Load(loading)] if loading.path == folder.path()),
        "the files are read again: {effects:?}"
    );
    let changed = state.situation().unwrap().clone();
    state.run(Command::Loaded(Box::new(load::load(folder.path()))));
    assert_eq!(state.situation(), Some(&changed));
}

#[test]
fn a_question_that_something_else_took_away_closes_nothing_later() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    regraded(&mut state, Reliability::E);
    assert_eq!(state.run(Command::Act(Action::Quit)), []);
    state.run(Command::Open(Vec::new()));
    let job = job(&mut state);
    assert_eq!(carry_out(&mut state, &job), [], "nobody wants to leave any more");
}

#[test]
fn a_stance_that_is_not_known_is_kept_in_its_own_word_when_its_report_is_graded() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let path = folder.path().join("reports.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"stance\": \"asserts\"", "\"stance\": \"insinuates\"", 1)).unwrap();
    let mut state = opened(folder.path());
    let regrade = Regrade::Statement { report: "article".into(), index: 0, judgement: judged(Credibility::Three, "why") };
    state.run(Command::Edit(EditCommand::Regrade(vec![regrade])));
    save_now(&mut state);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"stance\": \"insinuates\"") && text.contains("\"credibility\": 3"));
}
