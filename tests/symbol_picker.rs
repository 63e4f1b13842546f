#![cfg(test)]
//! Choosing the symbol of a body of troops on the page of its report: by words, without knowing a code, and taken back like any change.

#[path = "common/window.rs"]
mod window;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::load;
use sandtable::command::{Action, Command};
use sandtable::model::{Actor, Header, Identity, RecordId, Records, ReportId, Situation, Troops, symbol_with};
use sandtable::symbols::{Echelon, StandardIdentity, SymbolCode};
use sandtable::viewpoint::Item;
use window::{Window, state_of, window};

type Screen = Harness<'static, Window>;

/// The first report of troops of the sample, its page open.
fn page_of_troops() -> (Screen, ReportId) {
    let mut screen = window(state_of([load::sample()]), [1280.0, 1100.0]);
    let situation = screen.state().state.situation().unwrap();
    let of_troops = situation.reports().values().find(|report| report.about.len() == 1 && report.about[0].troops.is_some());
    let id = of_troops.unwrap().id.clone();
    screen.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Report(id.clone())))));
    screen.run_steps(6);
    (screen, id)
}

fn sidc(screen: &Screen, id: &ReportId) -> Option<String> {
    screen.state().state.situation().unwrap().report(id).unwrap().about[0].troops.as_ref().unwrap().sidc.clone()
}

#[test]
fn a_symbol_is_found_by_words_chosen_and_taken_back() {
    let (mut screen, id) = page_of_troops();
    let before = sidc(&screen, &id);
    screen.get_by_label_contains(if before.is_some() { "Symbol: " } else { "Choose a symbol" }).click();
    screen.run_steps(4);
    let field = screen.get_by_role_and_label(egui::accesskit::Role::TextInput, "Find a symbol");
    field.focus();
    field.type_text("mountain infantry brigade");
    screen.run_steps(4);
    screen.get_by_role_and_label(egui::accesskit::Role::Button, "Infantry, Mountain, brigade").click();
    screen.run_steps(4);
    let code = SymbolCode::read(&sidc(&screen, &id).unwrap()).unwrap();
    assert_eq!(code.echelon(), Some(Echelon::Brigade));
    assert!(code.to_string().contains("121100"), "{code}");
    assert!(screen.query_by_label("Symbol: Infantry, Mountain, brigade").is_some(), "the page shows it");
    screen.state_mut().state.run(Command::Act(Action::Undo));
    screen.run_steps(4);
    assert_eq!(sidc(&screen, &id), before);
}

#[test]
fn a_code_that_is_typed_is_taken_and_one_that_is_wrong_is_explained() {
    let (mut screen, id) = page_of_troops();
    let has_one = sidc(&screen, &id).is_some();
    screen.get_by_label_contains(if has_one { "Symbol: " } else { "Choose a symbol" }).click();
    screen.run_steps(4);
    let field = screen.get_by_role_and_label(egui::accesskit::Role::TextInput, "Find a symbol");
    field.focus();
    field.type_text("10039900001211000000");
    screen.run_steps(4);
    assert!(screen.query_by_label_contains("position 5-6: no symbol set 99").is_some());
    screen.get_by_role_and_label(egui::accesskit::Role::TextInput, "Find a symbol").focus();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.run_steps(2);
    screen.get_by_role_and_label(egui::accesskit::Role::TextInput, "Find a symbol").type_text("SHGPUCFRMS-G");
    screen.run_steps(4);
    screen.key_press(Key::Enter);
    screen.run_steps(4);
    let code = SymbolCode::read(&sidc(&screen, &id).unwrap()).unwrap();
    assert_eq!(code.echelon(), Some(Echelon::Regiment));
    assert!(code.to_string().contains("UCFRMS"), "{code}");
}

#[test]
fn the_doubt_in_a_code_that_is_typed_stays_where_it_goes_with_its_actor() {
    let viewpoint = Header { viewpoint: Some("them".into()), ..Header::default() };
    let actor = |identity| Actor { identity: Some(identity), ..Actor::new("a".into(), "A") };
    let troops = Troops { actor: Some("a".into()), ..Troops::default() };
    let kept = |identity| {
        let records = Records { actors: [("a".into(), actor(identity))].into(), ..Records::default() };
        let situation = Situation::with_records(viewpoint.clone(), records);
        symbol_with(&situation, &troops, SymbolCode::read("SSGPUCI----D").unwrap()).code.identity
    };
    assert_eq!((kept(Identity::Hostile), kept(Identity::Friend)), (StandardIdentity::Suspect, StandardIdentity::Friend));
}
