//! The search: everything by name, in every language of it, positions as they are typed, and every action.

use egui::{Align2, CornerRadius, Key, Modifiers, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::base::{Derived, shortened};
use crate::command::{BriefCommand, Command, Destination, Outbox};
use crate::earth::{decimal_text, mgrs_text};
use crate::gazetteer::{GAZETTEER_CREDIT, Subject, SubjectKind};
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::finding::{Choice, Choices, Heading, Searched, choices};
use crate::panels::pieces::{action_now, line, text, trace_rect};
use crate::panels::summary::Summary;
use crate::query::{RecordNames, World};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::{Found, Item, ListKind};
use crate::wording;

const WIDTH: f32 = 640.0;
const HEADING_HEIGHT: f32 = 28.0;
const ACTION_HEIGHT: f32 = 32.0;
const ROW_HEIGHT: f32 = 46.0;
/// Where names begin, right of the signs.
const INDENT: f32 = 34.0;
/// Rows that a press of a page key goes.
const PAGE: usize = 7;

/// What is typed, what was found of it, and which of that Enter takes.
#[derive(Debug, Default)]
pub struct Palette {
    typed: String,
    at: usize,
    found: Derived<(String, u64, bool), Choices>,
}

/// What a row says.
#[derive(Default)]
struct Words {
    name: String,
    /// Another name of it, in weaker letters beside.
    beside: Option<String>,
    /// On the second line.
    about: Option<String>,
    /// At the right end.
    right: String,
}

impl Palette {
    /// Whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let room = ui.ctx().content_rect();
        ui.set_width(WIDTH.min(room.width() - 48.0));
        // These keys are the list's, not the text's.
        let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let down = pressed(Key::ArrowDown) + PAGE * pressed(Key::PageDown);
        let up = pressed(Key::ArrowUp) + PAGE * pressed(Key::PageUp);
        let has_changed = self.field(view, ui);
        let searched = Searched { records: view.record_names, world: view.world() };
        let key = (self.typed.clone(), view.rows_rev, searched.world.is_some());
        let found = self.found.refresh(key, |(typed, ..)| choices(&searched, typed));
        self.at = (self.at + down).saturating_sub(up).min(found.iter().count().saturating_sub(1));
        let has_moved = down + up > 0 || has_changed;
        let mut taken = ui.input(|input| input.key_pressed(Key::Enter)).then_some(self.at);
        // Always as high, so that nothing jumps while it is typed.
        let height = (room.height() - 190.0).clamp(60.0, 470.0);
        let scroll = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, false]);
        let list = scroll.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_height(height);
            let mut number = 0;
            for (heading, choices) in &found.groups {
                heading_row(view, ui, *heading);
                for choice in choices {
                    let response = row(view, ui, choice, number == self.at);
                    if number == self.at && has_moved {
                        // The heading of the first row is to be seen too.
                        let above = if number == 0 { HEADING_HEIGHT } else { 0.0 };
                        ui.scroll_to_rect(response.rect.with_min_y(response.rect.top() - above), None);
                    }
                    if response.clicked() {
                        taken = Some(number);
                    }
                    number += 1;
                }
            }
            if found.groups.is_empty() {
                ui.add_space(12.0);
                let words = wording::nothing_found(&shortened(&self.typed, 60));
                ui.label(text(&words, TextSize::Body, Weight::Regular, view.theme.weak));
            }
        });
        ui.ctx().accesskit_node_builder(list.id, |node| node.set_label(wording::SEARCH_RESULTS));
        footer(view, ui);
        let Some(choice) = taken.and_then(|number| found.iter().nth(number)) else { return false };
        take(view, choice, out);
        self.typed.clear();
        self.at = 0;
        true
    }

    /// The field. Says whether its text is another one.
    fn field(&mut self, view: &View<'_>, ui: &mut Ui) -> bool {
        const LENS: f32 = 5.5;
        // The keyboard is there before the field is: nothing of what is typed at once is lost.
        let id = ui.make_persistent_id("typed");
        ui.memory_mut(|memory| memory.request_focus(id));
        let frame = egui::Frame::new()
            .fill(view.theme.panel)
            .stroke(Stroke::new(1.0, view.theme.hairline))
            .corner_radius(6)
            .inner_margin(egui::Margin { left: INDENT as i8, right: 8, top: 8, bottom: 8 });
        let field = egui::TextEdit::singleline(&mut self.typed)
            .id(id)
            .hint_text(wording::PALETTE_HINT)
            .font(font(TextSize::Strong, Weight::Regular))
            .frame(frame)
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::PALETTE));
        let stroke = Stroke::new(1.6, view.theme.weak);
        let lens = pos2(response.rect.left() + 15.0, response.rect.center().y - 1.5);
        ui.painter().circle_stroke(lens, LENS, stroke);
        let edge = lens + vec2(LENS, LENS) * std::f32::consts::FRAC_1_SQRT_2;
        ui.painter().line_segment([edge, edge + vec2(4.5, 4.5)], stroke);
        if response.changed() {
            self.at = 0;
        }
        response.changed()
    }
}

fn hairline(theme: &Theme, ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, theme.hairline));
}

/// The keys, and whose the place names are or why there are none yet.
fn footer(view: &View<'_>, ui: &mut Ui) {
    const WIDTH_FOR_KEYS: f32 = 520.0;
    let theme = view.theme;
    hairline(theme, ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        if ui.available_width() > WIDTH_FOR_KEYS {
            for (keys, does) in wording::SEARCH_KEYS {
                ui.label(text(keys, TextSize::Small, Weight::Semibold, theme.weak));
                ui.label(text(does, TextSize::Small, Weight::Regular, theme.weak));
                ui.add_space(8.0);
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let words = match view.world {
                None => wording::PREPARING_WORLD,
                Some(Ok(_)) => GAZETTEER_CREDIT,
                Some(Err(_)) => wording::NO_WORLD,
            };
            ui.label(text(words, TextSize::Small, Weight::Regular, theme.weak));
        });
    });
}

fn heading_row(view: &View<'_>, ui: &mut Ui, heading: Heading) {
    let words = match heading {
        Heading::Best => wording::BEST_MATCHES,
        Heading::Places => wording::list(ListKind::Places),
        Heading::Actors => wording::list(ListKind::Actors),
        Heading::Events => wording::list(ListKind::Events),
        Heading::Sources => wording::list(ListKind::Sources),
        Heading::Reports => wording::list(ListKind::Reports),
        Heading::Scenes => wording::SCENES,
        Heading::World => wording::PLACES_OF_THE_WORLD,
        Heading::Coordinates => wording::COORDINATES,
        Heading::Actions => wording::ACTIONS,
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEADING_HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    line(ui, pos2(rect.left() + 8.0, rect.bottom() - 19.0), words, TextSize::Small, Weight::Semibold, view.theme.weak, rect.width());
}

fn row(view: &View<'_>, ui: &mut Ui, choice: &Choice, is_at: bool) -> Response {
    let theme = view.theme;
    let height = if matches!(choice, Choice::Do(_)) { ACTION_HEIGHT } else { ROW_HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::CLICK);
    let words = words(view, ui, choice);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_at, words.spoken()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    trace_rect("found", &words.name, rect);
    let ground = if is_at { Some(theme.selected_row) } else { response.hovered().then_some(theme.hovered_row) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, CornerRadius::same(5), ground);
    }
    sign(ui, pos2(rect.left() + 15.0, rect.center().y), choice, theme);
    let galley = ui.painter().layout_no_wrap(words.right.clone(), font(TextSize::Small, Weight::Regular), theme.weak);
    let right_at = rect.right() - 10.0 - galley.size().x;
    let top = if words.about.is_some() { rect.top() + 5.0 } else { rect.center().y - 9.0 };
    ui.painter().galley(pos2(right_at, top + 2.0), galley, theme.weak);
    let left = rect.left() + INDENT;
    let width = right_at - left - 12.0;
    let weight = if words.about.is_some() { Weight::Semibold } else { Weight::Regular };
    let end = line(ui, pos2(left, top), &words.name, TextSize::Body, weight, theme.text, width);
    if let Some(beside) = &words.beside {
        line(ui, pos2(end + 9.0, top), beside, TextSize::Body, Weight::Regular, theme.weak, right_at - end - 21.0);
    }
    if let Some(about) = &words.about {
        let at = pos2(left, rect.bottom() - 21.0);
        line(ui, at, about, TextSize::Small, Weight::Regular, theme.weak, rect.right() - left - 10.0);
    }
    response
}

/// What kind of thing it is, told apart by shape: a record is a disc as on the map, a place of the world a ring, a position a cross.
fn sign(ui: &Ui, centre: Pos2, choice: &Choice, theme: &Theme) {
    let painter = ui.painter();
    match choice {
        Choice::Go(RecordId::Place(_), _) => {
            painter.circle_filled(centre, 4.5, theme.mark);
        }
        Choice::Go(..) => {
            painter.rect_filled(Rect::from_center_size(centre, vec2(7.0, 7.0)), CornerRadius::same(2), theme.mark);
        }
        Choice::Fly(..) => {
            painter.circle_stroke(centre, 4.5, Stroke::new(1.5, theme.weak));
        }
        Choice::At(_) => {
            for arm in [vec2(6.0, 0.0), vec2(0.0, 6.0)] {
                painter.line_segment([centre - arm, centre + arm], Stroke::new(1.5, theme.accent));
            }
        }
        Choice::Do(_) => {
            painter.text(centre, Align2::CENTER_CENTER, "›", font(TextSize::Strong, Weight::Regular), theme.weak);
        }
    }
}

impl Words {
    /// In one sentence, for those who listen.
    fn spoken(&self) -> String {
        let parts = [Some(&self.name), self.beside.as_ref(), self.about.as_ref(), Some(&self.right)];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

fn words(view: &View<'_>, ui: &Ui, choice: &Choice) -> Words {
    match choice {
        Choice::Do(action) => {
            let right = wording::key(*action, ui.ctx()).unwrap_or_default();
            Words { name: action_now(view, *action), right, ..Words::default() }
        }
        Choice::Go(id, which) => record_words(view, id, *which),
        Choice::Fly(number, which) => view
            .world()
            .map(World::places)
            .and_then(|places| {
                let subject = places.subject(*number)?;
                let found = places.spellings(*number).nth(usize::from(*which));
                // A part of the name that stands there anyhow says nothing.
                let beside = found.filter(|found| !subject.name.contains(found)).or(subject.own_name);
                Some(Words {
                    name: subject.name.to_owned(),
                    beside: beside.map(str::to_owned),
                    about: Some(wording::where_it_lies(&subject)),
                    right: wording::people(&subject),
                })
            })
            .unwrap_or_default(),
        Choice::At(position) => Words { name: decimal_text(*position, 5), about: Some(mgrs_text(*position)), ..Words::default() },
    }
}

fn record_words(view: &View<'_>, id: &RecordId, which: u16) -> Words {
    const MOST_CHARS: usize = 200;
    let summary = Summary::of(view, &Item::Record(id.clone()));
    let name = shortened(&summary.what, MOST_CHARS);
    let spelling = view.situation.and_then(|situation| RecordNames::spelling(situation, id, which)).filter(|_| which > 0);
    let about = [wording::kind(id), summary.about.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Words {
        beside: spelling.map(|spelling| shortened(spelling, MOST_CHARS)).filter(|spelling| *spelling != name),
        name,
        about: Some(about),
        right: summary.grade.unwrap_or_default(),
    }
}

fn take(view: &View<'_>, choice: &Choice, out: &mut Outbox) {
    const CLOSEST_POSITION: f64 = 9.0;
    out.push(Command::ForgetFound);
    match choice {
        Choice::Do(action) => out.push(Command::Act(*action)),
        Choice::Go(RecordId::Scene(id), _) if view.presenting.is_some() => out.push(Command::Brief(BriefCommand::GoTo(id.clone()))),
        Choice::Go(RecordId::Scene(id), _) => out.push(Command::Brief(BriefCommand::Compose(Some(id.clone())))),
        Choice::Go(id, _) => out.select(Item::Record(id.clone())),
        Choice::Fly(number, _) => {
            if let Some(subject) = view.world().and_then(|world| world.places().subject(*number)) {
                out.push(Command::FlyTo(destination(&subject)));
            }
        }
        Choice::At(position) => {
            let found = Found { name: decimal_text(*position, 5), position: *position };
            out.push(Command::FlyTo(Destination { found, bounds: None, closest: CLOSEST_POSITION }));
        }
    }
}

/// As close as shows it with what lies around: nearer there would be only the pin, as the basemap's detail ends.
fn destination(subject: &Subject<'_>) -> Destination {
    let closest = match subject.kind {
        SubjectKind::Country => 5.5,
        SubjectKind::Region => 8.0,
        SubjectKind::Site | SubjectKind::NationalCapital | SubjectKind::RegionalCapital | SubjectKind::Town => 9.0,
    };
    let found = Found { name: subject.name.to_owned(), position: subject.position };
    Destination { found, bounds: subject.bounds, closest }
}
