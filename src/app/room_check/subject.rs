//! The subject of a scene on its map: how much of it is to be seen, and what lies over it.

use egui::Rect;

use crate::app::room_check::seen::MapText;
use crate::app::state::State;
use crate::briefing::room_check::{SeenPart, SeenSubject, Stands};
use crate::export::Figure;
use crate::export::figure::{Piece, Shape};
use crate::export::png::pixels;
use crate::map::Role;
use crate::placing::{anchor, places_of};

/// More parts than these are no subject any more, and take long to look at.
const MOST_PARTS: usize = 40;
/// From that opacity on something is to be seen: areas known roughly fade out.
const LEAST_OPACITY: u8 = 10;

/// The map of a scene on the wall.
pub struct Map<'a> {
    pub rect: Rect,
    pub figure: &'a Figure,
    /// What of it the card covers.
    pub card: Option<Rect>,
    pub texts: &'a [MapText],
}

/// `None` where nothing is selected, or nothing that has a place.
pub fn subject(state: &State, map: &Map<'_>) -> Option<SeenSubject> {
    let (situation, selected) = (state.situation()?, state.viewpoint.selected()?);
    let belonging = state.belonging.get()?;
    let places = places_of(situation, selected);
    let anchors: Vec<_> = places.iter().filter_map(|place| anchor(situation, place)).collect();
    if anchors.is_empty() {
        return None;
    }
    let is_part = |piece: &&Piece| {
        let is_shown = matches!(piece.kind, Role::Area | Role::Arc | Role::Mark | Role::Symbol);
        is_shown && piece.item.as_ref().is_some_and(|item| belonging.contains(item))
    };
    let measured = map.figure.pieces.iter().filter(is_part).take(MOST_PARTS).filter_map(|piece| part(piece, map));
    let (seen, parts): (Vec<bool>, Vec<SeenPart>) = measured.unzip();
    // A place that stands with others has no mark of its own.
    let camera = state.viewpoint.camera;
    let is_anchor_seen = anchors.iter().any(|at| {
        let [x, y] = camera.offset_to(*at).map(|side| side as f32);
        let at = map.rect.center() + egui::vec2(x, y);
        map.rect.contains(at) && !map.card.is_some_and(|card| card.contains(at))
    });
    let is_drawn = !parts.is_empty() || is_anchor_seen;
    Some(SeenSubject { name: state.called(selected), is_seen: is_drawn && (is_anchor_seen || seen.contains(&true)), parts })
}

/// Whether any of a part is to be seen, and what of it is covered; `None` where nothing of it is in view.
fn part(piece: &Piece, map: &Map<'_>) -> Option<(bool, SeenPart)> {
    let shapes = piece.shapes.iter().filter(|shape| !matches!(shape, Shape::Text(_))).cloned().collect();
    let alone = Figure { size: map.figure.size, pieces: vec![Piece { shapes, opacity: 1.0, ..piece.clone() }] };
    let drawn = pixels(&alone, 1.0).ok()?;
    let width = drawn.size[0] as usize;
    let opaque = drawn.rgba.iter().skip(3).step_by(4).enumerate().filter(|(_, opacity)| **opacity >= LEAST_OPACITY);
    let at = |index: usize| map.rect.min + egui::vec2((index % width) as f32 + 0.5, (index / width) as f32 + 0.5);
    let places: Vec<egui::Pos2> = opaque.map(|(index, _)| at(index)).collect();
    if places.is_empty() {
        return None;
    }
    let share = |rect: Rect| places.iter().filter(|at| rect.contains(**at)).count() as f32 / places.len() as f32;
    let under_card = map.card.map_or(0.0, share);
    let is_foreign = |text: &&MapText| {
        let is_over = matches!(text.text.stands, Stands::Name | Stands::Beside) && !text.text.is_cut_off;
        // Words that belong to the subject too are beside its marks, not over them.
        is_over && (text.item.is_none() || text.item != piece.item)
    };
    let over = map.texts.iter().filter(is_foreign).map(|text| (share(text.rect), &text.text.words));
    let most = over.max_by(|a, b| a.0.total_cmp(&b.0));
    let is_shape = matches!(piece.kind, Role::Area | Role::Arc);
    let (under_words, words) = most.map(|(share, words)| (share, words.clone())).unwrap_or_default();
    Some((under_card < 1.0, SeenPart { is_shape, under_card, under_words, words }))
}
