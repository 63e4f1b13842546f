//! The text of a scene, laid out.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Painter, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::briefing::{Block, BlockKind, Run};
use crate::theme::{Theme, Weight};

/// The longest text that is laid out, in characters.
const MAX_CHARS: usize = 4_000;

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Prose {
    /// Of the type, in points.
    pub size: f32,
    /// Between lines, as a multiple of the type's size.
    pub line_height: f32,
}

/// Blocks one below the other, as wide as there is room.
pub struct Laid {
    blocks: Vec<LaidBlock>,
    /// In points.
    pub height: f32,
}

struct LaidBlock {
    /// Between it and the block before.
    gap: f32,
    /// How far its text is set in.
    left: f32,
    text: Arc<Galley>,
    /// The sign or number of an item, and how far that is set in.
    sign: Option<(f32, Arc<Galley>)>,
    /// Where the line of a quotation is.
    bar: Option<f32>,
}

/// Lays blocks out for a width.
pub fn lay_out(painter: &Painter, theme: &Theme, blocks: &[Block], prose: Prose, width: f32) -> Laid {
    let is_item = |block: &Block| matches!(block.kind, BlockKind::Item { .. });
    let mut laid = Laid { blocks: Vec::new(), height: 0.0 };
    let mut follows_item = None;
    for block in blocks {
        let gap = match follows_item {
            None => 0.0,
            Some(true) if is_item(block) => 0.35,
            Some(_) => 0.6,
        };
        follows_item = Some(is_item(block));
        let block = one(painter, theme, block, prose, width);
        let block = LaidBlock { gap: prose.size * gap, ..block };
        laid.height += block.gap + block.text.size().y;
        laid.blocks.push(block);
    }
    laid
}

fn one(painter: &Painter, theme: &Theme, block: &Block, prose: Prose, width: f32) -> LaidBlock {
    const INDENT: f32 = 1.1;
    let em = prose.size;
    let laid = |runs: &[Run], left: f32| painter.layout_job(job(runs, prose, theme.text, width - left));
    let plain = |runs: &[Run], left: f32| LaidBlock { gap: 0.0, left, text: laid(runs, left), sign: None, bar: None };
    match block.kind {
        BlockKind::Paragraph => plain(&block.runs, 0.0),
        BlockKind::Heading(_) => {
            let strong: Vec<Run> = block.runs.iter().map(|run| Run { is_strong: true, ..run.clone() }).collect();
            plain(&strong, 0.0)
        }
        BlockKind::Item { depth, number } => {
            let indent = em * INDENT * f32::from(depth);
            let sign = number.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
            let room = em * if number.is_some() { 1.6 } else { INDENT };
            let sign = painter.layout_job(job(&[Run { text: sign, ..Run::default() }], prose, theme.weak, room));
            LaidBlock { sign: Some((indent, sign)), ..plain(&block.runs, indent + room) }
        }
        BlockKind::Quote => LaidBlock { bar: Some(em * 0.3), ..plain(&block.runs, em) },
    }
}

impl Laid {
    /// Shows it from where the next widget would be.
    pub fn show(&self, theme: &Theme, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 0.0;
        for LaidBlock { gap, left, text, sign, bar } in &self.blocks {
            ui.add_space(*gap);
            let size = vec2(left + text.size().x, text.size().y);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text.text()));
            if let Some((left, sign)) = sign {
                ui.painter().galley(rect.min + vec2(*left, 0.0), Arc::clone(sign), theme.weak);
            }
            if let Some(left) = bar {
                ui.painter().vline(rect.left() + left, rect.y_range(), Stroke::new(2.0, theme.accent));
            }
            ui.painter().galley(rect.min + vec2(*left, 0.0), Arc::clone(text), theme.text);
        }
    }
}

/// Sets blocks one below the other, as wide as there is room.
pub fn blocks(ui: &mut Ui, theme: &Theme, blocks: &[Block], prose: Prose) {
    lay_out(ui.painter(), theme, blocks, prose, ui.available_width()).show(theme, ui);
}

fn job(runs: &[Run], prose: Prose, ink: Color32, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for run in runs {
        // There is no italic font; one that is slanted is not drawn the same everywhere.
        let weight = if run.is_strong || run.is_emphasised { Weight::Semibold } else { Weight::Regular };
        let format = TextFormat {
            line_height: Some(prose.size * prose.line_height),
            ..TextFormat::simple(FontId::new(prose.size, weight.family()), ink)
        };
        // Blanks at the ends of a run part it from the next.
        let text: String = run.text.chars().take(MAX_CHARS).collect();
        job.append(&text, 0.0, format);
    }
    job
}
