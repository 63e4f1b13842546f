//! The text of a scene, laid out.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Ui};

use crate::briefing::{Block, BlockKind, Run};
use crate::theme::{TextSize, Theme, Weight, font};

/// The longest text that is laid out, in characters.
const MAX_CHARS: usize = 4_000;

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Prose {
    pub size: TextSize,
    /// Between lines, as a multiple of the type's size.
    pub line_height: f32,
}

/// Sets blocks one below the other, as wide as there is room. How high they came to be.
pub fn blocks(ui: &mut Ui, theme: &Theme, blocks: &[Block], prose: Prose) -> f32 {
    let top = ui.cursor().top();
    ui.spacing_mut().item_spacing.y = 0.0;
    for (index, block) in blocks.iter().enumerate() {
        let is_item = |block: &Block| matches!(block.kind, BlockKind::Item { .. });
        let follows_item = index > 0 && blocks.get(index - 1).is_some_and(is_item);
        if index > 0 {
            let gap = if is_item(block) && follows_item { 0.35 } else { 0.6 };
            ui.add_space(prose.size.points() * gap);
        }
        one(ui, theme, block, prose);
    }
    ui.cursor().top() - top
}

fn one(ui: &mut Ui, theme: &Theme, block: &Block, prose: Prose) {
    const INDENT: f32 = 1.1;
    let em = prose.size.points();
    match block.kind {
        BlockKind::Paragraph => label(ui, theme, &block.runs, prose, theme.text),
        BlockKind::Heading(_) => {
            let strong: Vec<Run> = block.runs.iter().map(|run| Run { is_strong: true, ..run.clone() }).collect();
            label(ui, theme, &strong, prose, theme.text);
        }
        BlockKind::Item { depth, number } => {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(em * INDENT * f32::from(depth));
                let sign = number.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
                let width = em * if number.is_some() { 1.6 } else { INDENT };
                let (rect, _) = ui.allocate_exact_size(egui::vec2(width, em), egui::Sense::hover());
                let galley = ui.painter().layout_job(job(&[Run { text: sign, ..Run::default() }], prose, theme.weak, width));
                ui.painter().galley(rect.min, galley, theme.weak);
                ui.vertical(|ui| label(ui, theme, &block.runs, prose, theme.text));
            });
        }
        BlockKind::Quote => {
            let left = ui.cursor().left();
            let top = ui.cursor().top();
            ui.horizontal_top(|ui| {
                ui.add_space(em);
                ui.vertical(|ui| label(ui, theme, &block.runs, prose, theme.text));
            });
            let bottom = ui.cursor().top();
            ui.painter().vline(left + em * 0.3, top..=bottom, egui::Stroke::new(2.0, theme.accent));
        }
    }
}

fn label(ui: &mut Ui, theme: &Theme, runs: &[Run], prose: Prose, ink: Color32) {
    let width = ui.available_width();
    let galley = ui.painter().layout_job(job(runs, prose, ink, width));
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    let words = galley.text().to_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    ui.painter().galley(rect.min, galley, theme.text);
}

fn job(runs: &[Run], prose: Prose, ink: Color32, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for run in runs {
        // There is no italic font; one that is slanted is not drawn the same everywhere.
        let weight = if run.is_strong || run.is_emphasised { Weight::Semibold } else { Weight::Regular };
        let format =
            TextFormat { line_height: Some(prose.size.points() * prose.line_height), ..TextFormat::simple(font(prose.size, weight), ink) };
        // Blanks at the ends of a run part it from the next.
        let text: String = run.text.chars().take(MAX_CHARS).collect();
        job.append(&text, 0.0, format);
    }
    job
}
