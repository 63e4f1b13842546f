//! A scene as it is drawn on the wall: its map as a figure, and the words that the panels round it painted.

use egui::epaint::{ClippedShape, TextShape};
use egui::{Color32, Rect, Shape};

use crate::app::figures::{FigureOf, Figures, figure_in_pass};
use crate::app::state::State;
use crate::command::Outbox;
use crate::export::Figure;
use crate::panels::Wall;
use crate::theme::contrast_ratio;

/// What is on the wall. Places are in points from its upper left corner.
pub struct OnWall {
    /// With where it stands.
    pub map: Option<(Rect, Figure)>,
    /// What of the map the card covers.
    pub card: Option<Rect>,
    pub words: Vec<Words>,
}

/// A text of a panel.
pub struct Words {
    pub text: String,
    pub rect: Rect,
    /// Of the smallest type in it, in points.
    pub size: f32,
    /// Contrast ratio to the ground that was painted under it; of its weakest part.
    pub contrast: Option<f32>,
    /// Whether not all of it is to be seen.
    pub is_cut_off: bool,
}

impl OnWall {
    /// What the room sees of what is presented, on a wall of the size that the state knows. `wall` remembers its card from scene to scene.
    pub fn of(state: &mut State, wall: &mut Wall, figures: &Figures) -> Self {
        /// A card is laid out in a pass, and the map keeps clear of it in the next.
        const PASSES: usize = 2;
        let size = state.wall_size.map(|side| side as f32);
        let mut map = None;
        let mut painted = Vec::new();
        for pass in 1..=PASSES {
            state.refresh();
            let mut out = Outbox::default();
            painted = figures.pass(size, |ui| {
                let Some(view) = state.view() else { return };
                let ctx = ui.ctx().clone();
                let card = wall.card();
                wall.ui(&view, ui, &mut out, |_, rect, _| {
                    let figure = (pass == PASSES).then(|| figure_in_pass(state, rect, FigureOf::Wall { card }, &ctx)).flatten();
                    let figure = figure.and_then(|figure| figure.inspect_err(|error| log::warn!("no map: {error}")).ok());
                    map = figure.map(|figure| (rect, figure));
                });
            });
            out.drain().for_each(|command| drop(state.run(command)));
        }
        let card = wall.card().filter(|_| map.is_some());
        Self { map, card, words: words_in(&painted) }
    }
}

/// The texts among what was painted, each with what it stands on.
fn words_in(painted: &[ClippedShape]) -> Vec<Words> {
    let mut grounds = Vec::new();
    let mut words = Vec::new();
    painted.iter().for_each(|clipped| add_words(&clipped.shape, clipped.clip_rect, &mut grounds, &mut words));
    words
}

fn add_words(shape: &Shape, seen: Rect, grounds: &mut Vec<(Rect, Color32)>, words: &mut Vec<Words>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| add_words(shape, seen, grounds, words)),
        Shape::Rect(rect) if rect.fill.is_opaque() => grounds.push((rect.rect.intersect(seen), rect.fill)),
        Shape::Text(text) => words.extend(words_of(text, seen, grounds)),
        _ => {}
    }
}

fn words_of(shape: &TextShape, seen: Rect, grounds: &[(Rect, Color32)]) -> Option<Words> {
    /// Rows are higher than their letters.
    const SLACK: f32 = 1.0;
    let job = &shape.galley.job;
    let rect = shape.galley.rect.translate(shape.pos.to_vec2());
    let ground = grounds.iter().rev().find(|(ground, _)| ground.contains(rect.center())).map(|(_, fill)| *fill);
    let written = |range: std::ops::Range<usize>| job.text.get(range).is_some_and(|text| !text.trim().is_empty());
    let sections = || job.sections.iter().filter(|section| written(section.byte_range.start.0..section.byte_range.end.0));
    let ink = |colour: Color32| match (shape.override_text_color, colour == Color32::PLACEHOLDER) {
        (Some(ink), _) => ink,
        (None, true) => shape.fallback_color,
        (None, false) => colour,
    };
    let size = sections().map(|section| section.format.font_id.size).min_by(f32::total_cmp)?;
    let contrasts = sections().filter_map(|section| Some(contrast_ratio(ink(section.format.color), ground?)));
    Some(Words {
        text: job.text.clone(),
        rect,
        size,
        contrast: contrasts.min_by(f32::total_cmp),
        is_cut_off: shape.galley.elided || !seen.expand(SLACK).contains_rect(rect),
    })
}
