//! The overlay to write a page or the rows of a data layer to a file: a path, or the system's own dialog.

use egui::Ui;

use crate::command::{Command, Offers, Outbox, PageCommand, PageToWrite, RowsCommand};
use crate::panels::path_field::{PathField, heading};
use crate::panels::pieces::text;
use crate::panels::{View, layer_name};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// What is to be written.
#[derive(Clone, Copy)]
enum ToWrite<'a> {
    Page(&'a PageToWrite),
    /// Those of a data layer that are asked for.
    Rows(usize),
}

#[derive(Debug, Default)]
pub struct WritingPage {
    path: PathField,
}

impl WritingPage {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let what = match (view.to_write, view.rows_to_write) {
            (Some(page), _) => ToWrite::Page(page),
            (None, Some(layer)) => ToWrite::Rows(layer),
            (None, None) => return,
        };
        match what {
            ToWrite::Page(_) => heading(view, wording::WRITE_PAGE_TITLE, wording::WRITE_PAGE_DETAIL, ui),
            ToWrite::Rows(_) => heading(view, wording::WRITE_ROWS_TITLE, wording::WRITE_ROWS_DETAIL, ui),
        }
        if !self.path.is_shown() {
            self.path.typed = match what {
                ToWrite::Page(page) => suggested(view, &format!("{}.html", page.name)),
                ToWrite::Rows(layer) => suggested(view, &rows_file(view, layer)),
            };
        }
        let is_entered = self.path.field(view, Offers::Files, wording::WRITE_PAGE_HINT, ui, out);
        let path = self.path.path().to_owned();
        // The last that was listed is of what is typed now, but for the moment that listing takes: then writing refuses.
        let is_taken = view.listing.entries.iter().any(|entry| !entry.is_folder && entry.path == path);
        let words = if is_taken { wording::REPLACE_FILE } else { wording::WRITE };
        let mut is_wanted = is_entered && !is_taken;
        ui.horizontal_wrapped(|ui| {
            is_wanted |= ui.add_enabled(!path.is_empty(), egui::Button::new(words)).clicked();
            if ui.button(wording::BROWSE_TO_SAVE).clicked() {
                out.push(match what {
                    ToWrite::Page(_) => Command::Page(PageCommand::Browse),
                    ToWrite::Rows(layer) => Command::Rows(RowsCommand::BrowseToWrite(layer)),
                });
            }
            if is_taken {
                ui.label(text(wording::FILE_IS_THERE, TextSize::Small, Weight::Regular, view.theme.error));
            }
        });
        if is_wanted {
            out.push(match what {
                ToWrite::Page(_) => Command::Page(PageCommand::Write { path, may_replace: is_taken }),
                ToWrite::Rows(layer) => Command::Rows(RowsCommand::Write { layer, path, may_replace: is_taken }),
            });
        }
        self.path.below(view, ui);
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

/// Beside where the situation is kept, in the home folder where that is nowhere.
fn suggested(view: &View<'_>, name: &str) -> String {
    let parent = view.situation_path.filter(|path| path.is_absolute()).and_then(|path| path.parent());
    let folder = parent.map_or_else(|| "~".to_owned(), |parent| parent.to_string_lossy().into_owned());
    let folder = folder.trim_end_matches(std::path::is_separator);
    format!("{folder}{}{name}", std::path::MAIN_SEPARATOR)
}

/// Called as the file that they are from.
fn rows_file(view: &View<'_>, layer: usize) -> String {
    let name = view.layers.get(layer).map(|layer| layer_name(layer)).unwrap_or_default();
    format!("{}-rows.geojson", name.split('.').next().unwrap_or_default())
}
