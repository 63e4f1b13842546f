//! A virtualised list: only the rows in view are laid out, however many there are.

use egui::{CornerRadius, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::base::{counted, shortened};
use crate::command::{Command, Outbox};
use crate::model::{Event, EventId, Grade, RecordId, Report, Situation, Stance, Standing, StandingWord, Subject};
use crate::panels::detail::carrier;
use crate::panels::pieces::{line, standing_sign, trace_place};
use crate::panels::{Row, View, layer_name, words};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::{Item, ListKind};

/// Only what is fleeting: which selection has been scrolled to.
#[derive(Debug, Default)]
pub struct ListPanel {
    shown: Option<(ListKind, Item)>,
}

/// What a row says, on two lines.
struct Words {
    standing: Option<StandingWord>,
    /// A word set apart at the right end: the strength of troops.
    tag: Option<String>,
    grade: Option<String>,
    what: String,
    about: String,
}

const INSET: f32 = 14.0;

impl ListPanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let list = view.viewpoint.list;
        let rows = view.lists.rows(list);
        if rows.n_items() == 0 {
            empty(view, list, ui);
            // The panel around it would keep the height of a few words.
            ui.take_available_space();
            return;
        }
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ScrollArea::vertical().id_salt(("list", list_name(view, list))).auto_shrink([false, false]).show_viewport(ui, |ui, viewport| {
            ui.set_height(rows.height());
            let origin = ui.max_rect().min;
            let width = ui.max_rect().width();
            let rect_of = |top: f32, bottom: f32| Rect::from_min_max(origin + vec2(0.0, top), origin + vec2(width, bottom));
            for (row, top, bottom) in rows.between(viewport.top(), viewport.bottom()) {
                let rect = rect_of(top, bottom);
                match row {
                    Row::Heading { text, n_items } => heading(view, ui, rect, text, *n_items),
                    Row::Item(item) => item_row(view, ui, rect, item, out),
                }
            }
            self.follow_selection(view, list, ui, &rect_of);
        });
    }

    /// Scrolls once to a newly selected item.
    fn follow_selection(&mut self, view: &View<'_>, list: ListKind, ui: &Ui, rect_of: &dyn Fn(f32, f32) -> Rect) {
        let Some(item) = &view.viewpoint.selection else {
            self.shown = None;
            return;
        };
        if self.shown.as_ref().is_some_and(|(shown_list, shown)| *shown_list == list && shown == item) {
            return;
        }
        if let Some((top, bottom)) = view.lists.rows(list).span_of(item) {
            ui.scroll_to_rect(rect_of(top, bottom).expand2(vec2(0.0, 32.0)), None);
        }
        self.shown = Some((list, item.clone()));
    }
}

fn list_name(view: &View<'_>, list: ListKind) -> String {
    match list {
        ListKind::Events => "Events".to_owned(),
        ListKind::Reports => "Reports".to_owned(),
        ListKind::Layer(index) => view.layers.get(index).map_or_else(|| "Layer".to_owned(), |layer| layer_name(layer).to_owned()),
    }
}

fn empty(view: &View<'_>, list: ListKind, ui: &mut Ui) {
    let words = match list {
        _ if view.is_loading => "Reading the file …",
        ListKind::Events => "No events. Drop a situation's folder or a GeoJSON file on the window to open it.",
        ListKind::Reports => "No reports in this situation.",
        ListKind::Layer(_) => "This layer has no features.",
    };
    ui.add_space(24.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(280.0);
        ui.label(crate::panels::pieces::text(words, TextSize::Body, Weight::Regular, view.theme.weak));
    });
}

fn heading(view: &View<'_>, ui: &Ui, rect: Rect, text: &str, n_items: usize) {
    let baseline = rect.bottom() - 20.0;
    line(ui, pos2(rect.left() + INSET, baseline), text, TextSize::Small, Weight::Semibold, view.theme.weak, rect.width() - 80.0);
    let count = ui.painter().layout_no_wrap(n_items.to_string(), crate::theme::font(TextSize::Small, Weight::Regular), view.theme.weak);
    ui.painter().galley(pos2(rect.right() - INSET - count.size().x, baseline), count, view.theme.weak);
}

fn item_row(view: &View<'_>, ui: &Ui, rect: Rect, item: &Item, out: &mut Outbox) {
    let theme = view.theme;
    let words = words_of(view, item);
    let is_selected = view.is_selected(item);
    let response = ui.interact(rect, Id::unique(("row", item)), Sense::click());
    let spoken = format!("{} · {}", words.what, words.about);
    trace_place("row", item, rect);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &spoken));
    if response.clicked() {
        out.select(item.clone());
    }
    if response.hovered() {
        out.push(Command::Hover(Some(item.clone())));
    }
    let painter = ui.painter();
    let ground = if is_selected { Some(theme.selected_row) } else { (view.hover == Some(item)).then_some(theme.hovered_row) };
    if let Some(ground) = ground {
        painter.rect_filled(rect.shrink2(vec2(6.0, 1.0)), CornerRadius::same(5), ground);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, theme.accent);
        painter.rect_stroke(rect.shrink2(vec2(6.0, 1.0)), CornerRadius::same(5), stroke, egui::StrokeKind::Inside);
    }
    if let Some(standing) = words.standing {
        standing_sign(painter, pos2(rect.left() + INSET + 6.0, rect.top() + 16.0), standing, theme);
    }
    // Rows of data layers have no standing and no room for its sign.
    let left = rect.left() + INSET + if words.standing.is_some() { 20.0 } else { 0.0 };
    let mut right = rect.right() - INSET;
    if let Some(tag) = &words.tag {
        let galley = painter.layout_no_wrap(shortened(tag, 24), crate::theme::font(TextSize::Small, Weight::Semibold), theme.text);
        let tag_rect = Rect::from_min_size(pos2(right - galley.size().x - 10.0, rect.top() + 7.0), galley.size() + vec2(10.0, 3.0));
        painter.rect(tag_rect, CornerRadius::same(4), theme.raised, egui::Stroke::new(1.0, theme.weak), egui::StrokeKind::Inside);
        painter.galley(tag_rect.min + vec2(5.0, 1.0), galley, theme.text);
        right = tag_rect.left() - 8.0;
    }
    line(ui, pos2(left, rect.top() + 6.0), &words.what, TextSize::Body, Weight::Semibold, theme.text, right - left);
    let mut about_right = rect.right() - INSET;
    if let Some(grade) = &words.grade {
        let galley = painter.layout_no_wrap(grade.clone(), crate::theme::font(TextSize::Small, Weight::Semibold), theme.weak);
        about_right -= galley.size().x;
        painter.galley(pos2(about_right, rect.top() + 26.0), galley, theme.weak);
        about_right -= 8.0;
    }
    line(ui, pos2(left, rect.top() + 26.0), &words.about, TextSize::Small, Weight::Regular, theme.weak, about_right - left);
}

fn words_of(view: &View<'_>, item: &Item) -> Words {
    match (item, view.situation) {
        (Item::Record(RecordId::Event(id)), Some(situation)) => situation.event(id).map(|event| event_words(situation, id, event)),
        (Item::Record(RecordId::Report(id)), Some(situation)) => situation.report(id).map(|report| report_words(situation, report)),
        (Item::Row { layer, row }, _) => view.layers.get(*layer).map(|layer| row_words(layer, *row)),
        _ => None,
    }
    .unwrap_or_else(|| Words { standing: None, tag: None, grade: None, what: String::new(), about: String::new() })
}

fn event_words(situation: &Situation, id: &EventId, event: &Event) -> Words {
    let standing = Standing::of(situation, id);
    let places: Vec<&str> = event.places.iter().filter_map(|p| situation.place(&p.place)).map(|p| p.name.as_str()).collect();
    let where_ = if places.is_empty() { "no place".to_owned() } else { places.join(", ") };
    Words {
        standing: Some(standing.word),
        tag: None,
        grade: words::grades(standing.grades),
        what: event.title.clone(),
        about: format!("{} · {where_} · {}", words::mode(event.mode), words::standing(situation, id, &standing)),
    }
}

fn report_words(situation: &Situation, report: &Report) -> Words {
    let source = situation.source(&report.source).map_or(report.source.as_str(), |s| s.name.as_str());
    let first = report.about.first();
    let what = match first {
        Some(about) => {
            format!("{source} {}: {}", words::stance(about.stance), situation.name_of(&record_of(&about.subject)).unwrap_or_default())
        }
        None => source.to_owned(),
    };
    let more = if report.about.len() > 1 { format!(" · and {}", counted(report.about.len() - 1, "more", "more")) } else { String::new() };
    let excerpt = first.and_then(|about| about.excerpt.as_ref()).map(|quote| format!(" · “{quote}”")).unwrap_or_default();
    let via = carrier(situation, report).map_or_else(|| "direct".to_owned(), |name| format!("via {name}"));
    let troops = report.about.iter().find_map(|about| about.troops.as_ref());
    Words {
        standing: Some(first.map_or(StandingWord::Unreported, |about| sign_of(about.stance))),
        tag: troops.map(|t| t.strength.as_ref().map_or_else(|| "Troops".to_owned(), |s| format!("Troops {}", words::strength(s)))),
        grade: first.map(|about| Grade::of(situation, report, about)).filter(|g| *g != Grade::default()).map(|g| g.to_string()),
        what,
        about: format!("{via}{more}{excerpt}"),
    }
}

/// The sign that a standing of this one stance alone would have.
fn sign_of(stance: Stance) -> StandingWord {
    match stance {
        Stance::Asserts | Stance::Confirms => StandingWord::Asserted,
        Stance::Denies => StandingWord::Denied,
        Stance::Retracts => StandingWord::Retracted,
        Stance::CannotConfirm | Stance::Declines | Stance::Comments => StandingWord::Unreported,
    }
}

/// The record that an utterance is about.
pub fn record_of(subject: &Subject) -> RecordId {
    match subject {
        Subject::Event(id) => RecordId::Event(id.clone()),
        Subject::Report(id) => RecordId::Report(id.clone()),
    }
}

fn row_words(layer: &crate::dataset::Dataset, row: u32) -> Words {
    let properties = layer.properties(row);
    let about: Vec<String> = properties.iter().take(4).map(|(name, value)| format!("{name}: {}", shortened(value, 60))).collect();
    let about = if about.is_empty() { "no properties".to_owned() } else { about.join(" · ") };
    Words { standing: None, tag: None, grade: None, what: layer.title(row).into_owned(), about }
}
