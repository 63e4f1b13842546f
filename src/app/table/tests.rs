//! The table as commands make it: what is asked of other threads, and what comes of it. And what of it is drawn.

use egui::{Context, RawInput, Rect, accesskit, pos2, vec2};
use geo::Coord;

use super::{TableJob, work};
use crate::app::{Desk, Effect, State, load};
use crate::base::Problems;
use crate::command::{Action, Command, Content, Drawer, FilterCommand, Loaded, News, Notice, Pick, TableCommand};
use crate::dataset::{Builder, Value};
use crate::earth::Bounds;
use crate::model::RecordId;
use crate::placing::Placed;
use crate::query::Area;
use crate::query::table::{SheetForm, Told};
use crate::viewpoint::{Item, ListKind};

fn loaded(content: Content) -> Command {
    let (problems, news) = (Problems::default(), News::default());
    Command::Loaded(Box::new(Loaded { path: "data.csv".into(), content: Ok(content), problems, news }))
}

/// A state with a layer of rows, each with a town, a number and where it is, and its table open.
fn with_rows(rows: &[(&str, &str, f64)]) -> State {
    let mut builder = Builder::spooled("data.csv", "test");
    for (town, dead, lon_deg) in rows {
        builder.put("town", Value::of_field(town));
        builder.put("dead", Value::of_field(dead));
        builder.end_point(Some(Coord { x: *lon_deg, y: 50.0 }), 0..0).unwrap();
    }
    let layer = builder.finish().unwrap();
    let placed = Placed::of(&layer);
    let mut state = State::default();
    state.run(loaded(Content::Layer(Box::new(layer), Box::new(placed))));
    state.run(Command::ShowList(ListKind::Layer(0)));
    run(&mut state, Command::Drawer(Some(Drawer::Table)));
    state
}

fn jobs(effects: Vec<Effect>) -> Vec<TableJob> {
    effects.into_iter().filter_map(|effect| if let Effect::Table(job) = effect { Some(job) } else { None }).collect()
}

/// Carries out a command with all that it asks of other threads; what goes to the clipboard.
fn run(state: &mut State, command: Command) -> Option<String> {
    let (mut todo, mut copied) = (vec![command], None);
    while let Some(command) = todo.pop() {
        for effect in state.run(command) {
            match effect {
                Effect::Table(job) => todo.push(work(&job)),
                Effect::CopyText(text) => copied = Some(text),
                _ => {}
            }
        }
    }
    copied
}

fn table(state: &mut State, command: TableCommand) -> Option<String> {
    run(state, Command::Table(command))
}

fn numbers(state: &mut State) -> Vec<u32> {
    state.refresh();
    state.table.rows().unwrap().numbers().to_vec()
}

fn sort(column: &str) -> TableCommand {
    TableCommand::Sort(column.to_owned())
}

fn towns() -> State {
    with_rows(&[("Kursk", "10", 36.0), ("Sumy", "9", 34.0), ("Belgorod", "", 36.5), ("kursk", "100", 36.1)])
}

#[test]
fn a_layer_is_sorted_up_then_down_then_as_its_list_is() {
    let mut state = towns();
    assert_eq!(numbers(&mut state), [0, 1, 2, 3]);
    table(&mut state, sort("dead"));
    assert_eq!(numbers(&mut state), [1, 0, 3, 2], "by number, and nothing last");
    table(&mut state, sort("dead"));
    assert_eq!(numbers(&mut state), [3, 0, 1, 2]);
    table(&mut state, sort("town"));
    assert_eq!(numbers(&mut state), [2, 0, 3, 1]);
    table(&mut state, sort("town"));
    table(&mut state, sort("town"));
    assert_eq!(numbers(&mut state), [0, 1, 2, 3]);
}

#[test]
fn an_order_is_asked_for_once_and_what_is_asked_for_no_longer_stops() {
    let mut state = towns();
    let asked = jobs(state.run(Command::Table(sort("dead"))));
    assert_eq!(asked.len(), 1);
    assert!(jobs(state.run(Command::Hover(None))).is_empty(), "it is being made");
    let others = jobs(state.run(Command::Table(sort("town"))));
    assert!(asked[0].task.advance(0).is_err() && others[0].task.advance(0).is_ok());
    run(&mut state, work(&asked[0]));
    assert_eq!(numbers(&mut state), [0, 1, 2, 3], "what was stopped changes nothing");
    run(&mut state, work(&others[0]));
    assert_eq!(numbers(&mut state), [2, 0, 3, 1]);
    assert!(jobs(state.run(Command::Hover(None))).is_empty(), "it is made");
    state.refresh();
    let n_computed = state.table.rows.n_computed();
    state.refresh();
    assert_eq!(state.table.rows.n_computed(), n_computed, "an idle pass computes nothing");
    let typed = |words: &str| Command::Table(TableCommand::Words(words.to_owned()));
    let first = jobs(state.run(typed("ku")));
    let second = jobs(state.run(typed("kur")));
    assert!(first[0].task.advance(0).is_err() && second.len() == 1);
    jobs(state.run(Command::Drawer(None)));
    assert!(second[0].task.advance(0).is_err(), "nobody looks at it any more");
}

#[test]
fn the_table_has_the_rows_of_the_list_that_contain_what_is_typed() {
    let mut state = towns();
    table(&mut state, sort("dead"));
    table(&mut state, TableCommand::Words("KURSK".to_owned()));
    assert_eq!(numbers(&mut state), [0, 3]);
    let area = Area::Box(Bounds::new(36.05, 40.0, 37.0, 60.0).unwrap());
    run(&mut state, Command::Filter(FilterCommand::Area(Some(area))));
    assert_eq!(numbers(&mut state), [3]);
    table(&mut state, TableCommand::Words(String::new()));
    assert_eq!(numbers(&mut state), [3, 2]);
}

#[test]
fn rows_are_selected_and_picked_out_in_the_order_of_the_table() {
    let mut state = towns();
    table(&mut state, sort("dead"));
    let row = |row: u32| Item::Row { layer: 0, row };
    table(&mut state, TableCommand::Select { row: 1, how: Pick::Only });
    assert_eq!(state.viewpoint().selection, Some(row(0)));
    table(&mut state, TableCommand::Select { row: 2, how: Pick::Range });
    assert!(state.viewpoint().picked.iter().eq([&row(0), &row(3)]));
    let text = table(&mut state, TableCommand::Copy(SheetForm::Csv)).unwrap();
    assert_eq!(text, "Row,town,dead\r\n1,Kursk,10\r\n4,kursk,100\r\n");
    table(&mut state, TableCommand::PickAll);
    assert_eq!(state.viewpoint().picked.len(), 4);
    run(&mut state, Command::Select(Some(row(2))));
    state.refresh();
    assert_eq!(state.table().unwrap().row, Some(3), "what is selected elsewhere is so in the table");
}

#[test]
fn all_rows_are_copied_with_the_columns_that_are_shown_and_no_more_than_the_bound() {
    let mut state = towns();
    table(&mut state, TableCommand::Show("Row".to_owned(), false));
    table(&mut state, sort("town"));
    let text = table(&mut state, TableCommand::Copy(SheetForm::Markdown)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..3], ["| town | dead |", "| --- | ---: |", "| Belgorod |  |"]);
    assert!(matches!(state.notice(), Some(Notice::Done(words)) if words.starts_with("4 rows")), "{:?}", state.notice());
    table(&mut state, TableCommand::ShowAll(false));
    table(&mut state, TableCommand::Show("Row".to_owned(), false));
    assert_eq!(table(&mut state, TableCommand::Copy(SheetForm::Csv)).unwrap().lines().next(), Some("Row"), "the last column stays");
    let many: Vec<(&str, &str, f64)> = (0..100_002).map(|_| ("a", "1", 30.0)).collect();
    let mut state = with_rows(&many);
    let text = table(&mut state, TableCommand::Copy(SheetForm::Csv)).unwrap();
    assert_eq!(text.lines().count(), 100_001);
    assert!(matches!(state.notice(), Some(Notice::Failed(words)) if words.contains("the first of 100,002")), "{:?}", state.notice());
}

#[test]
fn what_a_column_comes_to_is_counted_of_the_rows_that_are_shown() {
    let mut state = towns();
    let counted = |state: &mut State| {
        state.refresh();
        state.table().unwrap().counted.unwrap().statistics.cloned().unwrap()
    };
    table(&mut state, TableCommand::Statistics(Some("dead".to_owned())));
    let all = counted(&mut state);
    assert_eq!((all.n_rows, all.n_said, all.n_distinct), (4, 3, 3));
    table(&mut state, TableCommand::Words("kursk".to_owned()));
    let found = counted(&mut state);
    assert_eq!((found.n_rows, found.told), (2, Told::Numbers { least: 10.0, most: 100.0, sum: 110.0, mean: 55.0, median: 55.0 }));
    table(&mut state, TableCommand::Statistics(None));
    assert!(state.table().unwrap().counted.is_none());
}

#[test]
fn records_are_sorted_and_searched_as_they_are_told() {
    let mut state = State::default();
    state.run(Command::Loaded(Box::new(load::sample())));
    run(&mut state, Command::Act(Action::ToggleTable));
    let listed = numbers(&mut state);
    assert_eq!(listed.len(), state.situation().unwrap().events().len());
    table(&mut state, sort("Title"));
    let titles = |state: &mut State| {
        state.refresh();
        let (rows, situation) = (state.table.rows().unwrap(), state.situation().unwrap());
        let title = |row| match rows.item(row) {
            Some(Item::Record(RecordId::Event(id))) => situation.event(&id).unwrap().title.to_lowercase(),
            other => panic!("{other:?}"),
        };
        (0..rows.n()).map(title).collect::<Vec<String>>()
    };
    let sorted = titles(&mut state);
    assert!(sorted.is_sorted() && sorted.len() == listed.len(), "{sorted:?}");
    table(&mut state, TableCommand::Words("kursk".to_owned()));
    let found = titles(&mut state);
    assert!(!found.is_empty() && found.len() < listed.len());
    // An edit gives records other numbers: the order stays until there is another.
    let edits = state.run(Command::Act(Action::Duplicate));
    assert!(jobs(edits).is_empty(), "nothing was selected");
    table(&mut state, TableCommand::Select { row: 0, how: Pick::Only });
    let effects = state.run(Command::Act(Action::Duplicate));
    assert!(titles(&mut state).is_sorted());
    for job in jobs(effects) {
        run(&mut state, work(&job));
    }
    assert_eq!(titles(&mut state).len(), found.len() + 1);
}

/// What those who listen hear of a pass: role and name of every node.
fn heard(state: &mut State, desk: &mut Desk, ctx: &Context) -> Vec<(accesskit::Role, String)> {
    let mut nodes = Vec::new();
    for _ in 0..3 {
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 720.0)));
        let mut output = ctx.run_ui(RawInput { screen_rect, ..RawInput::default() }, |ui| drop(desk.pass(state, true, ui)));
        // Nothing is painted.
        output.textures_delta.clear();
        let update = output.platform_output.accesskit_update.take();
        nodes = update.map(|update| update.nodes).unwrap_or_default();
    }
    nodes.into_iter().map(|(_, node)| (node.role(), node.label().unwrap_or_default().to_owned())).collect()
}

#[test]
fn only_the_rows_in_view_are_drawn_and_each_says_what_stands_in_it() {
    let many: Vec<String> = (0..50_000).map(|row| format!("town {row}")).collect();
    let rows: Vec<(&str, &str, f64)> = many.iter().map(|town| (town.as_str(), "7", 30.0)).collect();
    let mut state = with_rows(&rows);
    let ctx = Context::default();
    ctx.enable_accesskit();
    let mut desk = Desk::new(&ctx);
    let mut of_table = |state: &mut State, role: accesskit::Role, sign: &str| -> Vec<String> {
        let heard = heard(state, &mut desk, &ctx);
        heard.into_iter().filter(|(of, name)| *of == role && name.contains(sign)).map(|(_, name)| name).collect()
    };
    let row = accesskit::Role::ListBoxOption;
    let told = of_table(&mut state, row, "dead: 7; ");
    assert!(told.is_empty(), "columns in their order: {told:?}");
    let told = of_table(&mut state, row, "; dead: 7");
    assert!((5..40).contains(&told.len()), "{}", told.len());
    assert!(told.iter().any(|name| name == "Row: 1; town: town 0; dead: 7"), "{told:?}");
    assert_eq!(of_table(&mut state, accesskit::Role::ColumnHeader, "").len(), 3);
    run(&mut state, Command::Select(Some(Item::Row { layer: 0, row: 40_000 })));
    let told = of_table(&mut state, row, "; dead: 7");
    assert!(told.iter().any(|name| name.contains("town 40000")), "what is selected elsewhere is scrolled to: {told:?}");
}
