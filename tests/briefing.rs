//! A briefing of the sample, given by keys: what is on the wall after each.
#![cfg(test)]

#[path = "common/folder.rs"]
mod folder;

use std::path::Path;

use sandtable::app::State;
use sandtable::app::handout::handout;
use sandtable::app::load::load;
use sandtable::app::releasing::copy_for;
use sandtable::briefing::{HandoutForm, HandoutRequest, Kind, Layout, Over, Paper, scenes_shown};
use sandtable::command::{BriefCommand, CameraCommand, Command, WallAction};
use sandtable::document::Document;
use sandtable::earth::LonLat;
use sandtable::export::endnotes::{Words, endnote, events_behind};
use sandtable::export::{Handout, files, html, pdf};
use sandtable::model::{Annotation, AnnotationKind, Edit, EventId, Extra, RecordId};
use sandtable::viewpoint::{Item, Viewpoint};
use sandtable::wording::Dates;

fn opened() -> State {
    opened_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024"))
}

fn opened_at(path: &Path) -> State {
    let mut state = State::default();
    state.run(Command::Loaded(Box::new(load(path))));
    state
}

fn presented() -> State {
    let mut state = opened();
    state.run(Command::Brief(BriefCommand::Present(None)));
    state
}

fn press(state: &mut State, actions: &[WallAction]) {
    for action in actions {
        state.run(Command::Brief(BriefCommand::Wall(*action)));
    }
}

fn scene(state: &State) -> &str {
    state.presenting().unwrap().scene.as_str()
}

fn over(state: &State) -> Option<&Over> {
    state.presenting().unwrap().over.as_ref()
}

/// What is looked at, where the lists stand aside: those are the desk's.
fn seen(state: &State) -> Viewpoint {
    state.viewpoint().clone()
}

#[test]
fn keys_go_through_all_scenes_and_stop_at_both_ends() {
    let mut state = presented();
    let ids: Vec<String> = scenes_shown(state.situation().unwrap()).iter().map(|scene| scene.id.to_string()).collect();
    assert_eq!(ids, ["opening", "treaty", "soldiers", "kursk", "denial", "seoul", "judgements", "closing"]);
    for id in &ids {
        assert_eq!(scene(&state), id);
        press(&mut state, &[WallAction::Next]);
    }
    assert_eq!(scene(&state), "closing");
    press(&mut state, &[WallAction::First]);
    assert_eq!(scene(&state), "opening");
    press(&mut state, &[WallAction::Previous]);
    assert_eq!(scene(&state), "opening");
    press(&mut state, &[WallAction::Digit(5), WallAction::Enter]);
    assert_eq!(scene(&state), "denial");
    press(&mut state, &[WallAction::Digit(9), WallAction::Digit(9), WallAction::Enter]);
    assert_eq!(scene(&state), "closing", "past the last it is the last");
    press(&mut state, &[WallAction::Digit(2), WallAction::Leave, WallAction::Enter]);
    assert_eq!(scene(&state), "closing", "a number that is not meant is taken back");
}

#[test]
fn evidence_and_wandering_end_at_the_exact_view_they_came_from() {
    let mut state = presented();
    press(&mut state, &[WallAction::Digit(4), WallAction::Enter]);
    let prepared = seen(&state);
    press(&mut state, &[WallAction::Evidence]);
    assert!(matches!(over(&state), Some(Over::Evidence(_))));
    state.run(Command::Select(Some(Item::Record(RecordId::Event("treaty".into())))));
    press(&mut state, &[WallAction::Evidence]);
    assert_eq!((over(&state), seen(&state)), (None, prepared.clone()), "what was looked at on the page is left");
    state.run(Command::Camera(CameraCommand::Pan([300.0, 40.0])));
    state.run(Command::Select(Some(Item::Record(RecordId::Place("seoul".into())))));
    let wandered = seen(&state);
    assert_ne!(wandered, prepared);
    press(&mut state, &[WallAction::Evidence, WallAction::Evidence]);
    assert_eq!(seen(&state), wandered, "from off the scene too");
    press(&mut state, &[WallAction::BackToScene]);
    assert_eq!(seen(&state), prepared);
}

#[test]
fn escape_goes_to_the_holding_card_first_and_then_to_where_one_was() {
    let mut state = opened();
    state.run(Command::Select(Some(Item::Record(RecordId::Event("treaty".into())))));
    state.run(Command::Camera(CameraCommand::Zoom { steps: 1.0, anchor: [20.0, 10.0] }));
    let before = seen(&state);
    state.run(Command::Brief(BriefCommand::Present(None)));
    press(&mut state, &[WallAction::Next, WallAction::Black]);
    assert_eq!(over(&state), Some(&Over::Black));
    press(&mut state, &[WallAction::Leave]);
    assert_eq!((over(&state), scene(&state)), (None, "treaty"), "out of what is over the scene");
    press(&mut state, &[WallAction::Leave]);
    assert_eq!(over(&state), Some(&Over::Holding));
    press(&mut state, &[WallAction::Next]);
    assert_eq!((over(&state), scene(&state)), (None, "treaty"), "the scene itself comes back first");
    press(&mut state, &[WallAction::Leave, WallAction::Leave]);
    assert!(state.presenting().is_none());
    assert_eq!(seen(&state), before);
}

#[test]
fn a_frozen_wall_stays_while_the_speaker_goes_on() {
    let mut state = presented();
    press(&mut state, &[WallAction::Freeze, WallAction::Next, WallAction::Next]);
    let presenting = state.presenting().unwrap();
    assert_eq!((presenting.scene.as_str(), presenting.at().as_str()), ("opening", "soldiers"));
    press(&mut state, &[WallAction::Freeze]);
    assert_eq!(scene(&state), "soldiers");
}

#[test]
fn the_overview_is_walked_through_and_left_where_one_likes() {
    let mut state = presented();
    press(&mut state, &[WallAction::Overview, WallAction::Next, WallAction::Next]);
    assert_eq!(over(&state), Some(&Over::Overview("soldiers".into())));
    press(&mut state, &[WallAction::Enter]);
    assert_eq!((over(&state), scene(&state)), (None, "soldiers"));
    press(&mut state, &[WallAction::Overview, WallAction::Overview]);
    assert_eq!((over(&state), scene(&state)), (None, "soldiers"));
}

#[test]
fn what_is_drawn_is_kept_or_thrown_away_as_asked() {
    let arrow = || Annotation {
        kind: AnnotationKind::Arrow,
        points: [(30.0, 50.0), (40.0, 52.0)].iter().map(|(lon, lat)| LonLat::new(*lon, *lat).unwrap()).collect(),
        text: None,
        extra: Extra::new(),
    };
    for keeps in [true, false] {
        let mut state = presented();
        press(&mut state, &[WallAction::Next]);
        state.run(Command::Brief(BriefCommand::Draw(arrow())));
        state.run(Command::Brief(BriefCommand::Draw(arrow())));
        press(&mut state, &[WallAction::TakeBack, WallAction::Leave, WallAction::Leave]);
        assert_eq!(over(&state), Some(&Over::KeepInk));
        press(&mut state, &[if keeps { WallAction::Keep } else { WallAction::Discard }]);
        assert!(state.presenting().is_none());
        let scene = state.situation().unwrap().scene(&"treaty".into()).unwrap();
        assert_eq!(scene.annotations, if keeps { vec![arrow()] } else { Vec::new() });
        assert_eq!(state.document().unwrap().is_saved(), !keeps, "kept as a step that can be taken back");
    }
}

#[test]
fn a_scene_whose_records_are_gone_is_shown_without_them() {
    let mut state = opened();
    let removed = Edit::Remove(RecordId::Event("stationing".into()));
    state.run(Command::step("gone", removed));
    state.run(Command::Brief(BriefCommand::Present(Some("kursk".into()))));
    assert_eq!((scene(&state), seen(&state).selection), ("kursk", None));
}

#[test]
fn a_contested_event_is_told_with_who_asserts_and_who_denies_it() {
    let state = opened();
    let situation = state.situation().unwrap();
    let dates = Dates::of_zone(situation.zone().clone());
    let note = endnote(situation, &EventId::from("deployment"), Words { dates: &dates, language: None }).unwrap();
    assert!(note.standing.starts_with("Contested: 2 sources assert, 1 denies (North Korea, a party)"), "{}", note.standing);
    let denial = note.statements.iter().find(|cited| cited.stance == "denies").unwrap();
    assert_eq!((denial.grade.as_str(), denial.excerpt.as_deref()), ("F6", Some("“groundless, stereotyped rumours”")));
    assert_eq!(denial.via.as_deref(), Some("News article of 25 October 2024"));
    assert_eq!(events_behind(situation, &RecordId::Place("moscow".into())).len(), 2);
}

/// The handout with notes, for somebody.
fn handout_for(document: &Document, release: Option<&str>) -> Handout {
    let copy = release.map(|name| copy_for(document, name).unwrap());
    handout(document, copy.as_ref(), &HandoutRequest { has_notes: true, ..HandoutRequest::default() }, &|_| true).unwrap()
}

#[test]
fn the_handout_of_the_sample_has_every_scene_with_what_stands_behind_it() {
    let state = opened();
    let document = state.document().unwrap();
    let made = handout_for(document, None);
    assert_eq!(made.sheets.len(), 8);
    assert_eq!(made, handout_for(document, None), "the same every time");
    let with_map: Vec<usize> = made.sheets.iter().filter(|sheet| sheet.figure.is_some()).map(|sheet| sheet.number).collect();
    assert_eq!(with_map, [1, 2, 3, 4, 5, 6, 8], "the seventh is a card of text");
    let denial = made.sheets.iter().find(|sheet| sheet.number == 5).unwrap();
    assert_eq!(denial.endnotes.iter().map(|note| note.title.as_str()).collect::<Vec<_>>(), ["North Korean troops deployed to Russia"]);
    assert!(!denial.endnotes[0].pins.is_empty() && !denial.notes.is_empty() && denial.figure_told.contains("Russia"));
    assert!(made.sheets.iter().all(|sheet| sheet.faults.is_empty()), "everything that the scenes name is there");
    assert_eq!((made.sources.len(), made.sha256.len(), made.removed.len()), (11, 64, 0));
}

#[test]
fn a_released_handout_has_no_notes_where_the_profile_drops_them_and_tells_what_went() {
    let state = opened();
    let document = state.document().unwrap();
    let releases = &document.situation().header().releases;
    let dropping = releases.iter().find(|release| release.drop_notes).expect("a profile of the sample drops notes");
    let (whole, made) = (handout_for(document, None), handout_for(document, Some(&dropping.name)));
    assert!(made.sheets.iter().all(|sheet| sheet.notes.is_empty()) && !made.removed.is_empty());
    assert_eq!(made.release.as_ref(), Some(&dropping.name));
    assert_ne!(whole.sha256, made.sha256);
}

#[test]
fn a_scene_that_names_what_is_not_there_and_has_letters_of_no_font_is_written_with_a_note() {
    let home = tempfile::tempdir().unwrap();
    let situation = folder::sample_in(home.path().join("situation"));
    let path = situation.join("scenes.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text
        .replace("North Korea's UN mission denies it", "条约 معاهدة संधि denies it")
        .replace("\"selection\": \"event:deployment\"", "\"selection\": \"event:gone\", \"layers\": {\"show\": [\"missing.geojson\"]}");
    std::fs::write(&path, text).unwrap();
    let state = opened_at(&situation);
    let made = handout_for(state.document().unwrap(), None);
    let sheet = &made.sheets[4];
    let words =
        ["“gone” is not in the situation", "The layer “missing.geojson” is not open", "of scene 5 have no glyph in the built-in fonts"];
    for words in words {
        assert!(sheet.faults.iter().any(|fault| fault.contains(words)), "{words}: {:?}", sheet.faults);
    }
    assert!(sheet.faults[2].contains("ا (U+0627)") && made.sheets.iter().filter(|sheet| !sheet.faults.is_empty()).count() == 1);
    let page = html(&made);
    assert!(page.contains("条约 معاهدة संधि denies it") && words.iter().all(|words| page.contains(words)));
    // The bytes of slides are packed, those of a PDF glyphs: `tests/handouts.sh` reads both.
    for form in [HandoutForm::Pptx, HandoutForm::Svg, HandoutForm::Pdf(Layout { paper: Paper::A4, kind: Kind::FullPage })] {
        let request = HandoutRequest { form, ..HandoutRequest::default() };
        let written = files(&made, &request, Path::new("b.x"), &|_| true).unwrap();
        assert!(written.iter().all(|(_, bytes)| !bytes.is_empty()));
        if form == HandoutForm::Svg {
            let svg = String::from_utf8(written.into_iter().find(|(path, _)| path.ends_with("b-5.x")).unwrap().1).unwrap();
            assert!(words.iter().all(|words| svg.contains(words)), "{svg}");
        }
    }
    if let Some(to) = std::env::var_os("HANDOUTS") {
        let path = Path::new(&to).join("lacking.a4.pdf");
        std::fs::write(path, pdf(&made, Layout::default()).unwrap()).unwrap();
        // Not what runs from right to left: what reads a PDF turns that round.
        std::fs::write(Path::new(&to).join("lacking.words"), ["条约", "संधि", words[0], words[1], words[2]].join("\n")).unwrap();
    }
    let out = home.path().join("5.svg");
    let args = ["render", situation.to_str().unwrap(), "-o", out.to_str().unwrap(), "--scene", "5"];
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_sandtable")).args(args).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && said.contains("event:gone"), "{said}");
}
