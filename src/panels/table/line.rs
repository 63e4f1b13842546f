//! What a row of the table says, cell by cell.

use egui::{Rect, Response, Ui, pos2};

use crate::base::shortened;
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::pieces::line;
use crate::panels::table::columns::ColumnOf;
use crate::panels::table::records::RecordCells;
use crate::panels::table::{INSET, Layout, TableFacts};
use crate::query::table::LayerCells;
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::ListKind;
use crate::wording;
use crate::wording::table as words;

/// The cells of a row, by the places of their columns among all; or why it cannot be read.
#[derive(Debug)]
pub enum Line {
    Cells(Vec<String>),
    Unread(String),
}

/// More of a cell is not drawn; more is not told of it where it is cut.
const MOST_CHARS: usize = 300;
const MOST_TOLD: usize = 2_000;
/// So many cells are told to those who listen.
const MOST_SPOKEN: usize = 12;

impl Line {
    pub fn of(view: &View<'_>, table: &TableFacts<'_>, number: u32) -> Self {
        match view.viewpoint.list {
            ListKind::Layer(at) => match view.layers.get(at).map(|layer| LayerCells::of(layer).row(number)) {
                Some(Ok(mut said)) => {
                    let cell = |of: ColumnOf| match of {
                        ColumnOf::RowNumber => (u64::from(number) + 1).to_string(),
                        ColumnOf::Layer(at) => said.get_mut(at as usize).and_then(Option::take).unwrap_or_default(),
                        ColumnOf::Record(_) => String::new(),
                    };
                    Self::Cells(table.columns.columns.iter().map(|column| column.of).map(cell).collect())
                }
                Some(Err(error)) => Self::Unread(wording::row_not_read(&error)),
                None => Self::Cells(Vec::new()),
            },
            _ => {
                let id: Option<&RecordId> = view.index.id(number);
                let Some((id, situation)) = id.zip(view.situation) else { return Self::Cells(Vec::new()) };
                let mut cells = RecordCells::new(situation, view.dates, view.language());
                let cell = |of: ColumnOf| if let ColumnOf::Record(column) = of { cells.cell(id, column).text } else { String::new() };
                Self::Cells(table.columns.columns.iter().map(|column| column.of).map(cell).collect())
            }
        }
    }

    /// In a sentence, as far as it is shown.
    pub fn spoken(&self, table: &TableFacts<'_>) -> String {
        match self {
            Self::Unread(words) => words.clone(),
            Self::Cells(cells) => {
                let shown = table.columns.shown(table.layout);
                let said = shown.filter_map(|(at, column)| Some((column.name.as_str(), cells.get(at)?.as_str())));
                words::row_spoken(said.take(MOST_SPOKEN))
            }
        }
    }

    /// Draws its cells. Where the pointer is over one that is cut, all that it says.
    pub fn paint(&self, view: &View<'_>, layout: &Layout<'_>, rect: Rect, response: &Response, ui: &Ui) -> Option<String> {
        let theme = view.theme;
        let cells = match self {
            Self::Cells(cells) => cells,
            Self::Unread(words) => {
                let at = pos2(rect.left() + INSET, rect.top() + 4.0);
                line(ui, at, words, TextSize::Body, Weight::Regular, theme.error, rect.width() - 2.0 * INSET);
                return None;
            }
        };
        let pointer = response.hover_pos();
        let mut cut = None;
        for (at, column, left, width) in layout.columns_in_view() {
            let Some(said) = cells.get(*at).filter(|said| !said.is_empty()) else { continue };
            let ink = if column.of == ColumnOf::RowNumber { theme.weak } else { theme.text };
            let short = shortened(said, MOST_CHARS);
            let mut job = egui::text::LayoutJob::simple_singleline(short, font(TextSize::Body, Weight::Regular), ink);
            job.wrap = egui::text::TextWrapping::truncate_at_width((width - 2.0 * INSET).max(0.0));
            let galley = ui.painter().layout_job(job);
            let x = if column.is_number { left + width - INSET - galley.size().x } else { left + INSET };
            let is_cut = galley.elided || said.chars().count() > MOST_CHARS;
            if is_cut && pointer.is_some_and(|at| (*left..left + width).contains(&at.x)) {
                cut = Some(shortened(said, MOST_TOLD));
            }
            ui.painter().galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, ink);
        }
        cut
    }
}
