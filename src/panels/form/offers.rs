//! Fields that offer what could be meant while one types: records to link, words that are in use.

use egui::{Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign, Role, Sense, Ui, WidgetInfo, vec2};

use crate::base::{searchable, shortened};
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::form::made::Made;
use crate::panels::form::{Form, Lines, Look};
use crate::panels::pieces::{line, removable_chip, trace_rect};
use crate::panels::summary::Summary;
use crate::query::find;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;
use crate::wording::editing as words;

const MOST_OFFERS: usize = 7;

/// Something that could be meant.
pub struct Offer {
    pub(super) words: String,
    pub(super) about: String,
    pub(super) record: Option<RecordId>,
    /// What there is not yet: it is made when it is taken.
    pub(super) made: Option<Made>,
}

/// What came of a field with offers.
pub(super) enum Taken {
    Record(RecordId),
    Words(String),
    Made(Made),
}

/// Which records a field takes.
pub type Wanted<'a> = &'a dyn Fn(&RecordId) -> bool;

impl Form<'_, '_> {
    /// One record, shown by its name, or none: what it is to be, where that changes. `Some(None)` for a link that is taken away.
    pub fn link(&mut self, ui: &mut Ui, label: &str, value: Option<&RecordId>, wanted: Wanted<'_>) -> Option<Option<RecordId>> {
        let Some(linked) = value else { return self.pick(ui, label, wanted).map(Some) };
        let (is_taken_away, dropped) = self.labelled(ui, label, |form, ui| {
            let is_taken_away = form.linked(ui, linked);
            (is_taken_away, form.dropped(ui, wanted))
        });
        match dropped.filter(|dropped| dropped != linked) {
            Some(dropped) => Some(Some(dropped)),
            None => is_taken_away.then_some(None),
        }
    }

    /// A record that a link needs: another one can be chosen instead, but not none.
    pub fn needed_link(&mut self, ui: &mut Ui, label: &str, value: &RecordId, wanted: Wanted<'_>) -> Option<RecordId> {
        self.labelled(ui, label, |form, ui| {
            form.chip_of(ui, value, None);
            let typed = form.offering(ui, label, words::INSTEAD_HINT, |view, typed| records(view, typed, wanted), false);
            let typed = match typed {
                Some(Taken::Record(id)) => Some(id),
                _ => None,
            };
            typed.or_else(|| form.dropped(ui, wanted)).filter(|id| id != value)
        })
    }

    /// A record that is typed by its name, or dropped here.
    pub fn pick(&mut self, ui: &mut Ui, label: &str, wanted: Wanted<'_>) -> Option<RecordId> {
        self.labelled(ui, label, |form, ui| {
            let typed = form.offering(ui, label, words::NAME_HINT, |view, typed| records(view, typed, wanted), false);
            match typed {
                Some(Taken::Record(id)) => Some(id),
                _ => form.dropped(ui, wanted),
            }
        })
    }

    /// A record as a chip, whose cross takes it away: whether it was pressed.
    pub fn linked(&self, ui: &mut Ui, id: &RecordId) -> bool {
        self.chip_of(ui, id, Some(&words::unlink(self.view.name(id))))
    }

    pub(super) fn chip_of(&self, ui: &mut Ui, id: &RecordId, cross: Option<&str>) -> bool {
        let is_there = self.view.situation.is_some_and(|situation| situation.contains(id));
        let name = self.view.name(id);
        let words = if is_there { name.to_owned() } else { words::missing(name) };
        let ink = if is_there { self.view.theme.text } else { self.view.theme.error };
        let width = ui.available_width();
        removable_chip(ui, self.view.theme, &words, ink, width, cross)
    }

    /// Words, each a chip; another is typed, or one of those in use is taken. All of them, where that changes.
    pub fn words(&mut self, ui: &mut Ui, label: &str, values: &[String], in_use: fn(&View<'_>) -> Vec<String>) -> Option<Vec<String>> {
        self.labelled(ui, label, |form, ui| {
            let mut now = values.to_vec();
            if !values.is_empty() {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
                    for (at, word) in values.iter().enumerate() {
                        let cross = words::take_away(word);
                        let width = ui.max_rect().width();
                        if removable_chip(ui, form.view.theme, word, form.view.theme.text, width, Some(&cross)) {
                            now.remove(at);
                        }
                    }
                });
            }
            let typed = form.offering(ui, label, words::WORD_HINT, |view, typed| in_use_like(view, typed, in_use), true);
            if let Some(Taken::Words(word)) = typed
                && !now.contains(&word)
            {
                now.push(word);
            }
            (now != values).then_some(now)
        })
    }

    /// One word, which may be none, with those in use offered.
    pub fn word(&mut self, ui: &mut Ui, label: &str, value: Option<&str>, in_use: fn(&View<'_>) -> Vec<String>) -> Option<Option<String>> {
        self.labelled(ui, label, |form, ui| {
            if let Some(word) = value {
                let width = ui.available_width();
                let cross = words::take_away(word);
                return removable_chip(ui, form.view.theme, word, form.view.theme.text, width, Some(&cross)).then_some(None);
            }
            match form.offering(ui, label, words::WORD_HINT, |view, typed| in_use_like(view, typed, in_use), true) {
                Some(Taken::Words(word)) => Some(Some(word)),
                _ => None,
            }
        })
    }

    /// A row of a list that is let go over what was just drawn.
    fn dropped(&self, ui: &Ui, wanted: Wanted<'_>) -> Option<RecordId> {
        let rect = ui.min_rect().with_max_x(ui.max_rect().right());
        dropped_in(ui, self.view, rect, wanted)
    }

    /// A field of text under which stands what could be meant. Enter takes the one that the arrow keys went to, or else the words themselves
    /// where `takes_words`, or else the first.
    pub(super) fn offering(
        &mut self,
        ui: &mut Ui,
        label: &str,
        hint: &str,
        find: impl FnOnce(&View<'_>, &str) -> Vec<Offer>,
        takes_words: bool,
    ) -> Option<Taken> {
        let (key, id, spoken) = (self.key(label), self.id(label), self.spoken(label));
        self.arrive(ui, id);
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let n_offers = self.drafts.offers.get().map_or(0, Vec::len);
        if has_focus && n_offers > 0 {
            let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
            if down + up > 0 {
                let from = self.drafts.at.map_or(if takes_words { -1 } else { 0 }, usize::cast_signed);
                let to = from.saturating_add_unsigned(down).saturating_sub_unsigned(up).min(n_offers.cast_signed() - 1);
                self.drafts.at = usize::try_from(to).ok();
            }
        }
        let (width, top) = (ui.available_width(), ui.cursor().min);
        let look = Look { id, trace: ("form", &spoken), name: &spoken, hint, width, most_chars: 300, lines: Lines::One };
        let field = self.drafts.fields.entry(key.clone()).or_default();
        let typed = field.ui(&look, "", self.view.theme, ui);
        let draft = field.draft("").unwrap_or_default().trim().to_owned();
        let is_entered = field.is_entered();
        if draft.is_empty() {
            if !has_focus {
                self.drafts.fields.remove(&key);
            }
            if is_entered {
                self.go_on(ui);
            }
            return None;
        }
        let popup = id.with("offers");
        let is_over = is_pointer_over(ui, popup);
        let mut taken = None;
        if has_focus || is_over || self.takes_all {
            let view = self.view;
            let n_before = self.drafts.offers.n_computed();
            self.drafts.offers.refresh((key.clone(), draft.clone(), view.rows_rev), |_| find(view, &draft));
            if n_before != self.drafts.offers.n_computed() {
                self.drafts.at = None;
            }
            let rect = Rect::from_min_size(top, vec2(width, (ui.cursor().top() - top.y).max(1.0)));
            let pressed = self.offers(ui, popup, rect, takes_words);
            // A press on an offer takes the keyboard away before it is let go.
            let is_done = (typed.is_some() && !is_over) || self.takes_all;
            let is_entered = is_entered || self.takes_all && has_focus;
            taken = self.taken(pressed, is_done, is_entered, &draft, takes_words);
            let field = self.drafts.fields.entry(key).or_default();
            if taken.is_some() {
                field.clear();
                // The next can be typed at once.
                ui.memory_mut(|memory| memory.request_focus(id));
            } else if is_done {
                field.refuse(words::NOT_CHOSEN.to_owned());
            }
        }
        let error = self.drafts.fields.get(&self.key(label)).and_then(|field| field.error()).map(str::to_owned);
        if let Some(why) = error {
            self.remark(ui, &why, true);
        }
        taken
    }

    fn taken(&self, pressed: Option<usize>, is_done: bool, is_entered: bool, draft: &str, takes_words: bool) -> Option<Taken> {
        let offers = self.drafts.offers.get().map(Vec::as_slice).unwrap_or_default();
        let at = match (pressed, self.drafts.at) {
            (Some(at), _) => at,
            (None, Some(at)) if is_entered => at,
            (None, _) if is_done && takes_words => return Some(Taken::Words(draft.to_owned())),
            (None, _) if is_entered => 0,
            // The keyboard went elsewhere: only what has just that name is surely meant.
            (None, _) if is_done => offers.iter().position(|offer| searchable(&offer.words) == searchable(draft))?,
            (None, _) => return None,
        };
        let offer = offers.get(at)?;
        let made = || offer.made.clone().map_or_else(|| Taken::Words(offer.words.clone()), Taken::Made);
        Some(offer.record.clone().map_or_else(made, Taken::Record))
    }

    /// What could be meant, under the field: which of it was pressed.
    fn offers(&self, ui: &Ui, popup: Id, rect: Rect, takes_words: bool) -> Option<usize> {
        const ROW: f32 = 36.0;
        const ROW_OF_WORD: f32 = 24.0;
        let theme = self.view.theme;
        let offers = self.drafts.offers.get()?;
        if offers.is_empty() || self.takes_all {
            return None;
        }
        let at = self.drafts.at.or((!takes_words).then_some(0));
        let mut pressed = None;
        let width = rect.width().clamp(180.0, 420.0);
        Popup::new(popup, ui.ctx().clone(), rect, ui.layer_id())
            .align(RectAlign::BOTTOM_START)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .gap(2.0)
            .width(width)
            .open(true)
            .show(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                for (number, offer) in offers.iter().enumerate() {
                    let height = if offer.about.is_empty() { ROW_OF_WORD } else { ROW };
                    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::CLICK);
                    let is_at = at == Some(number);
                    response
                        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_at, words::offered(&offer.words, &offer.about)));
                    trace_rect("offer", &offer.words, rect);
                    let ground = if is_at { Some(theme.selected_row) } else { response.hovered().then_some(theme.hovered_row) };
                    if let Some(ground) = ground {
                        ui.painter().rect_filled(rect, 4, ground);
                    }
                    let inner = rect.shrink2(vec2(6.0, 3.0));
                    line(ui, inner.min, &offer.words, TextSize::Small, Weight::Semibold, theme.text, inner.width());
                    line(ui, inner.min + vec2(0.0, 16.0), &offer.about, TextSize::Small, Weight::Regular, theme.weak, inner.width());
                    if response.clicked() {
                        pressed = Some(number);
                    }
                }
            });
        pressed
    }
}

fn is_pointer_over(ui: &Ui, area: Id) -> bool {
    let rect = ui.memory(|memory| memory.area_rect(area));
    let is_shown = ui.ctx().read_response(area).is_some();
    is_shown && rect.zip(ui.ctx().pointer_latest_pos()).is_some_and(|(rect, at)| rect.contains(at))
}

/// A row of a list that is let go over a part of the screen, where it is one of those that are wanted; the part is framed while it is held
/// there.
pub fn dropped_in(ui: &Ui, view: &View<'_>, rect: Rect, wanted: Wanted<'_>) -> Option<RecordId> {
    let held = egui::DragAndDrop::payload::<Item>(ui.ctx())?;
    let Item::Record(id) = &*held else { return None };
    if !wanted(id) || !ui.rect_contains_pointer(rect) {
        return None;
    }
    ui.painter().rect_stroke(rect.expand(2.0), 4, egui::Stroke::new(1.5, view.theme.accent), egui::StrokeKind::Outside);
    if !ui.input(|input| input.pointer.any_released()) {
        return None;
    }
    egui::DragAndDrop::take_payload::<Item>(ui.ctx());
    Some(id.clone())
}

/// The records whose names are like what is typed, the likeliest first.
pub(super) fn records(view: &View<'_>, typed: &str, wanted: Wanted<'_>) -> Vec<Offer> {
    /// Of all kinds, of which some are not wanted.
    const MOST_FOUND: usize = 400;
    let found = find(view.record_names, typed, MOST_FOUND).into_iter().filter_map(|found| view.record_names.id(found.subject).cloned());
    // A record can also be named by its id.
    let by_id = view.situation.into_iter().flat_map(|situation| {
        let ids = [
            RecordId::Event(typed.into()),
            RecordId::Report(typed.into()),
            RecordId::Place(typed.into()),
            RecordId::Actor(typed.into()),
            RecordId::Source(typed.into()),
        ];
        ids.into_iter().filter(|id| situation.contains(id))
    });
    let mut records: Vec<RecordId> = Vec::new();
    for id in by_id.chain(found).filter(|id| wanted(id)) {
        if records.len() < MOST_OFFERS && !records.contains(&id) {
            records.push(id);
        }
    }
    let offer = |id: RecordId| {
        let summary = Summary::of(view, &Item::Record(id.clone()));
        let about = shortened(&summary.about, 120);
        // One without anything to tell still stands on two lines, as the others do.
        let about = if about.is_empty() { wording::kind(&id).to_owned() } else { about };
        Offer { words: shortened(&summary.what, 120), about, record: Some(id), made: None }
    };
    records.into_iter().map(offer).collect()
}

/// The words in use that begin with what is typed, or hold it.
fn in_use_like(view: &View<'_>, typed: &str, in_use: fn(&View<'_>) -> Vec<String>) -> Vec<Offer> {
    let typed = searchable(typed);
    let mut words = in_use(view);
    words.retain(|word| searchable(word).contains(&typed));
    words.sort_by_cached_key(|word| (!searchable(word).starts_with(&typed), searchable(word)));
    words.truncate(MOST_OFFERS);
    words.into_iter().map(|words| Offer { words, about: String::new(), record: None, made: None }).collect()
}
