//! What lies over the window, from the palette to the questions that are asked. One at a time; Escape or a press beside it takes it away.

use egui::{Id, Modal, ScrollArea, Ui};

use crate::command::{Action, Command, EditCommand, Outbox, Overlay, Topic};
use crate::panels::adding::Adding;
use crate::panels::attaching::Attaching;
use crate::panels::columns::ColumnsDialog;
use crate::panels::detail::LargePicture;
use crate::panels::exporting::Exporting;
use crate::panels::linking::LinkDialog;
use crate::panels::opening::Opening;
use crate::panels::palette::Palette;
use crate::panels::pieces::{section, text, trace_rect};
use crate::panels::removing::RemovalDialog;
use crate::panels::saving_as::SavingAs;
use crate::panels::saving_released::SavingReleased;
use crate::panels::writing_page::WritingPage;
use crate::panels::{View, conflicts, recovery, settings};
use crate::theme::{TextSize, Weight};
use crate::wording;

#[derive(Default)]
pub struct Overlays {
    palette: Palette,
    opening: Opening,
    saving_as: SavingAs,
    writing_page: WritingPage,
    saving_released: SavingReleased,
    exporting: Exporting,
    attaching: Attaching,
    picture: LargePicture,
    linking: LinkDialog,
    removing: RemovalDialog,
    adding: Adding,
    columns: ColumnsDialog,
    shown: Option<Overlay>,
}

impl Overlays {
    pub fn ui(&mut self, view: &View<'_>, ui: &Ui, out: &mut Outbox) {
        let wanted = view.desk.overlay;
        if self.shown != wanted {
            self.palette = Palette::default();
            self.opening.close();
            self.saving_as.close();
            self.writing_page.close();
            self.saving_released.close();
            self.exporting.close();
            self.attaching.close();
            self.picture.close();
            self.linking = LinkDialog::default();
            self.removing = RemovalDialog::default();
            self.adding.close();
            self.columns = ColumnsDialog::default();
            self.shown = wanted;
        }
        let Some(overlay) = wanted else { return };
        let frame = egui::Frame::popup(ui.style()).fill(view.theme.raised).inner_margin(16);
        let modal = Modal::new(Id::unique("overlay")).frame(frame).backdrop_color(view.theme.backdrop).show(ui.ctx(), |ui| match overlay {
            Overlay::Palette => self.palette.ui(view, ui, out),
            Overlay::Shortcuts => {
                shortcuts(view, ui);
                false
            }
            Overlay::Open => {
                self.opening.ui(view, ui, out);
                false
            }
            Overlay::AttachText => {
                self.attaching.ui(view, ui, out);
                false
            }
            Overlay::SaveAs => {
                self.saving_as.ui(view, ui, out);
                false
            }
            Overlay::WritePage => {
                self.writing_page.ui(view, ui, out);
                false
            }
            Overlay::SaveReleased => {
                self.saving_released.ui(view, ui, out);
                false
            }
            Overlay::Export => {
                self.exporting.ui(view, ui, out);
                false
            }
            Overlay::Attachment => self.picture.ui(view, ui, out),
            Overlay::Settings => {
                settings::ui(view, ui, out);
                false
            }
            Overlay::Unsaved => unsaved(view, ui, out),
            Overlay::Recovery => recovery::ui(view, ui, out),
            Overlay::Delete => self.removing.ui(view, ui, out),
            Overlay::Link => self.linking.ui(view, ui, out),
            Overlay::Questions => {
                self.adding.questions(view, ui, out);
                false
            }
            Overlay::NamePlace => {
                self.adding.drawn(view, ui, out);
                false
            }
            Overlay::NewEvent => self.adding.event(view, ui, out),
            Overlay::NewReport => self.adding.report(view, ui, out),
            Overlay::Columns => self.columns.ui(view, ui, out),
            Overlay::Conflicts => conflicts::ui(view, ui, out),
        });
        if modal.inner || modal.backdrop_response.clicked() {
            out.push(Command::Overlay(None));
        }
    }
}

/// Asks what is to become of changes that would be lost. Says whether nothing is to be left after all.
fn unsaved(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
    ui.set_max_width(420.0);
    ui.label(text(wording::UNSAVED_TITLE, TextSize::Title, Weight::Semibold, view.theme.text));
    ui.add_space(4.0);
    ui.label(text(wording::UNSAVED_DETAIL, TextSize::Body, Weight::Regular, view.theme.text));
    ui.add_space(14.0);
    ui.horizontal(|ui| {
        let mut press = |words: &str| {
            let response = ui.button(words);
            trace_rect("unsaved", words, response.rect);
            response.clicked()
        };
        if press(wording::SAVE) {
            out.push(Command::Edit(EditCommand::SaveAndLeave));
        }
        if press(wording::DO_NOT_SAVE) {
            out.push(Command::Edit(EditCommand::LeaveUnsaved));
        }
        press(wording::CANCEL)
    })
    .inner
}

/// A line of the sheet of keys.
enum Line {
    Heading(Topic),
    Action(Action),
}

/// Every action with its keys, by topic, in as many columns as there is room for, all equally long.
fn shortcuts(view: &View<'_>, ui: &mut Ui) {
    const COLUMN: f32 = 300.0;
    let room = ui.ctx().content_rect();
    let n_columns = ((room.width() - 64.0) / COLUMN).floor().clamp(1.0, 4.0) as usize;
    let lines: Vec<Line> = Topic::ALL
        .into_iter()
        .flat_map(|topic| {
            let actions = Action::ALL.into_iter().filter(move |action| action.topic() == topic).map(Line::Action);
            std::iter::once(Line::Heading(topic)).chain(actions)
        })
        .collect();
    ui.set_width((COLUMN * n_columns as f32).min(room.width() - 48.0));
    // An area is given less than it has room for.
    ui.set_max_height(room.height() - 80.0);
    ui.label(text(wording::KEYS, TextSize::Strong, Weight::Semibold, view.theme.text));
    ui.spacing_mut().scroll = egui::style::ScrollStyle::solid();
    // Keys must not be taken for those of the next column.
    ui.spacing_mut().item_spacing.x = 28.0;
    ScrollArea::vertical().max_height((room.height() - 120.0).max(60.0)).auto_shrink([false, true]).show(ui, |ui| {
        ui.columns(n_columns, |columns| {
            let mut rest = lines.as_slice();
            for ui in columns {
                let mut n = lines.len().div_ceil(n_columns).min(rest.len());
                // No topic goes on for one line only.
                n += usize::from(matches!(rest.get(n..n + 2), Some([Line::Action(_), Line::Heading(_)])));
                let (lines, others) = rest.split_at(n);
                rest = others;
                if let Some(Line::Action(action)) = lines.first() {
                    section(ui, view.theme, &wording::continued(action.topic()));
                }
                for line in lines {
                    match line {
                        Line::Heading(topic) => section(ui, view.theme, wording::topic(*topic)),
                        Line::Action(action) => key_row(view, ui, *action),
                    }
                }
            }
        });
    });
}

fn key_row(view: &View<'_>, ui: &mut Ui, action: Action) {
    let keys: Vec<String> = action.shortcuts().iter().map(|shortcut| wording::shortcut(shortcut, ui.ctx())).collect();
    ui.horizontal(|ui| {
        ui.label(text(wording::action(action), TextSize::Small, Weight::Regular, view.theme.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(text(&keys.join(wording::OR), TextSize::Small, Weight::Semibold, view.theme.weak));
        });
    });
}
