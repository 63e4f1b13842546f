//! What of a scene is to be seen on the wall: its texts measured, its subject looked for.

use std::collections::BTreeSet;

use egui::{Rect, pos2, vec2};

use crate::app::figures::Figures;
use crate::app::room_check::alike::alike;
use crate::app::room_check::subject::{Map, subject};
use crate::app::room_check::wall::{OnWall, Words};
use crate::app::run::{put_on_wall, scene_view};
use crate::app::state::State;
use crate::base::shortened;
use crate::briefing::room_check::{Seen, SeenText, Stands};
use crate::briefing::wall::WallLayout;
use crate::command::{BriefCommand, Command};
use crate::export::figure::{Figure, Shape, Text};
use crate::export::legible::contrasts;
use crate::map::Role;
use crate::map::annotations::MAX_ANNOTATION_CHARS;
use crate::map::furniture::credits;
use crate::model::{AnnotationKind, RecordId, Scene};
use crate::panels::{Wall, frame_rect};
use crate::viewpoint::{Item, ThemeKind};

/// Pixels for each point in which contrast is measured: the strokes of the smallest letters are two pixels wide.
const FINE: f32 = 2.0;
/// Of a text that is named in a finding.
const MAX_CHARS: usize = 80;

/// A text on the map.
pub struct MapText {
    pub text: SeenText,
    /// On the wall.
    pub rect: Rect,
    pub item: Option<Item>,
    /// Whether it was put there by hand.
    pub is_hand_made: bool,
    /// Whether all but the subject is dimmed, and this is not of it.
    is_dimmed: bool,
}

/// Puts a scene on the wall and looks at it, in each theme that the wall may have then: its own and the projector's, or all. `None` where
/// nothing is open.
pub fn seen(state: &mut State, scene: &Scene, wall: &mut Wall, figures: &Figures) -> Option<Seen> {
    let view = scene_view(state, scene)?;
    // Of whole numbers as screens have them: then the wall has no other size to tell.
    state.wall_size = state.wall_size.map(|side| f64::from(side as f32));
    put_on_wall(state, scene.id.clone());
    let themes = match view.theme {
        Some(ThemeKind::Projector) => vec![ThemeKind::Projector],
        Some(own) => vec![own, ThemeKind::Projector],
        None => ThemeKind::ALL.to_vec(),
    };
    let mut seen: Option<Seen> = None;
    for theme in themes {
        state.run(Command::Brief(BriefCommand::WallTheme(theme)));
        let on_wall = OnWall::of(state, wall, figures);
        let texts = texts(state, scene, &on_wall, theme);
        match &mut seen {
            // Themes have other colours, and all else the same.
            Some(seen) => add_contrasts(&mut seen.texts, texts),
            None => seen = Some(first_seen(state, &on_wall, texts)),
        }
    }
    let seen = seen?;
    Some(Seen { unresolved: view.unresolved, ..seen })
}

fn add_contrasts(texts: &mut [SeenText], others: Vec<MapText>) {
    for (text, other) in texts.iter_mut().zip(others) {
        text.contrasts.extend(other.text.contrasts);
    }
}

/// All but colours, which other themes add to.
fn first_seen(state: &State, on_wall: &OnWall, texts: Vec<MapText>) -> Seen {
    let height = state.wall_size[1] as f32;
    let map = on_wall.map.as_ref().map(|(rect, figure)| Map { rect: *rect, figure, card: on_wall.card, texts: &texts });
    let subject = map.as_ref().and_then(|map| subject(state, map));
    let alike = map.as_ref().map(|map| alike(state, map)).unwrap_or_default();
    let n_nameless = map.as_ref().map(n_nameless).unwrap_or_default();
    Seen { height, subject, alike, n_nameless, texts: texts.into_iter().map(|text| text.text).collect(), unresolved: Vec::new() }
}

/// How many places have a mark in view and no name. What stands together has its number.
fn n_nameless(map: &Map<'_>) -> usize {
    let places = map.figure.pieces.iter().filter(|piece| piece.kind == Role::Mark).filter_map(|piece| piece.item.as_ref());
    let mut places: BTreeSet<&Item> = places.filter(|item| matches!(item, Item::Record(RecordId::Place(_)))).collect();
    for named in map.texts.iter().filter(|text| text.text.stands == Stands::Name) {
        named.item.as_ref().map(|item| places.remove(item));
    }
    places.len()
}

/// All texts of the wall, those of the map last.
fn texts(state: &State, scene: &Scene, on_wall: &OnWall, theme: ThemeKind) -> Vec<MapText> {
    let layout = WallLayout::of(scene, state.wall_size);
    let on_panels = on_wall.words.iter().map(|words| panel_text(words, &layout, theme));
    let mut texts: Vec<MapText> = on_panels.collect();
    if let Some((rect, figure)) = &on_wall.map {
        let mut on_map = map_texts(state, scene, figure, *rect, on_wall.card);
        let measured = contrasts(figure, FINE);
        for (text, contrast) in on_map.iter_mut().zip(measured) {
            text.text.contrasts.extend(contrast.filter(|_| !text.is_dimmed).map(|contrast| (theme, contrast)));
        }
        // Where the world is in view twice, one of both may be cut off.
        let whole: Vec<String> = on_map.iter().filter(|text| !text.text.is_cut_off).map(|text| text.text.words.clone()).collect();
        on_map.retain(|text| !text.text.is_cut_off || !whole.contains(&text.text.words));
        let not_drawn: Vec<MapText> = not_drawn(scene, &on_map).collect();
        texts.extend(on_map);
        texts.extend(not_drawn);
        tell_overlaps(&mut texts);
    }
    texts
}

fn panel_text(words: &Words, layout: &WallLayout, theme: ThemeKind) -> MapText {
    let part = |frame| frame_rect(frame, egui::Pos2::ZERO);
    let (foot, middle) = (part(layout.foot), words.rect.center());
    let stands = if part(layout.banner).contains(middle) {
        Stands::Handling
    } else if foot.contains(middle) {
        // The time that is looked at stands at the left, the number of the scene at the right.
        let is_central = (middle.x - foot.center().x).abs() < foot.width() / 6.0;
        if is_central { Stands::AsOf } else { Stands::Foot }
    } else {
        Stands::Card
    };
    let contrasts = words.contrast.map(|contrast| (theme, contrast)).into_iter().collect();
    let (size, is_cut_off) = (words.size, words.is_cut_off);
    let text = SeenText { words: shortened(&words.text, MAX_CHARS), stands, size, contrasts, is_cut_off, lies_over: None };
    MapText { text, rect: words.rect, item: None, is_hand_made: false, is_dimmed: false }
}

/// The texts of the map in the order in which they are drawn.
fn map_texts(state: &State, scene: &Scene, figure: &Figure, map: Rect, card: Option<Rect>) -> Vec<MapText> {
    let credits = credits();
    let belongs = |item: &Item| state.belonging.get().is_some_and(|items| items.contains(item));
    let mut texts = Vec::new();
    for piece in &figure.pieces {
        let of_piece = piece.shapes.iter().filter_map(|shape| if let Shape::Text(text) = shape { Some(text) } else { None });
        for (index, text) in of_piece.enumerate() {
            let is_hand_made = piece.kind == Role::OfScene;
            let stands = match piece.kind {
                _ if is_hand_made => Stands::Name,
                Role::Furniture if credits.contains(text.text.trim()) => Stands::FinePrint,
                Role::Furniture => Stands::Furniture,
                // Grade and local name stand with the name.
                Role::Label if piece.item.is_none() || index == 0 => Stands::Name,
                Role::Mark if index == 0 && text.text.chars().any(char::is_alphabetic) => Stands::Name,
                _ => Stands::Beside,
            };
            let rect = rect_of(text).translate(map.min.to_vec2());
            // Only what was put there by hand may reach out of the map, or under the card: the rest has been kept clear of both.
            let is_cut_off = is_hand_made && (!map.contains_rect(rect) || card.is_some_and(|card| card.intersects(rect)));
            let is_of_situation = !matches!(piece.kind, Role::OfScene | Role::Furniture | Role::Ground);
            let is_dimmed = scene.is_spotlit && is_of_situation && !piece.item.as_ref().is_some_and(belongs);
            let words = shortened(&text.text, MAX_CHARS);
            let text = SeenText { words, stands, size: text.size, contrasts: Vec::new(), is_cut_off, lies_over: None };
            texts.push(MapText { text, rect, item: piece.item.clone(), is_hand_made, is_dimmed });
        }
    }
    texts
}

/// The words that were put on the map by hand, as they are drawn.
fn by_hand(scene: &Scene) -> impl Iterator<Item = String> {
    let words = scene.annotations.iter().filter(|annotation| annotation.kind == AnnotationKind::Text);
    let words = words.filter(|annotation| !annotation.points.is_empty()).filter_map(|annotation| annotation.text.as_deref());
    words.filter(|words| !words.trim().is_empty()).map(|words| shortened(words, MAX_ANNOTATION_CHARS))
}

/// Words that were put somewhere that is not in view.
fn not_drawn(scene: &Scene, drawn: &[MapText]) -> impl Iterator<Item = MapText> {
    let missing = by_hand(scene).map(|words| shortened(&words, MAX_CHARS));
    missing.filter(|words| !drawn.iter().any(|text| text.text.words == *words)).map(|words| MapText {
        text: SeenText { words, stands: Stands::Name, size: f32::INFINITY, contrasts: Vec::new(), is_cut_off: true, lies_over: None },
        rect: Rect::NOTHING,
        item: None,
        is_hand_made: true,
        is_dimmed: false,
    })
}

/// What its letters take: from the top of the tallest to the foot of the lowest.
fn rect_of(text: &Text) -> Rect {
    const ASCENT: f32 = 0.75;
    const DESCENT: f32 = 0.22;
    let [x, y] = text.at;
    let width = text.offsets.last().copied().unwrap_or_default();
    Rect::from_min_size(pos2(x, y - ASCENT * text.size), vec2(width, (ASCENT + DESCENT) * text.size))
}

/// Words put on the map by hand that lie over others: names leave room for one another, but not for these. What lies below is then judged
/// no further.
fn tell_overlaps(texts: &mut [MapText]) {
    const SHARE: f32 = 0.1;
    for index in 0..texts.len() {
        let (below, from_here) = texts.split_at_mut(index);
        let Some(text) = from_here.first_mut().filter(|text| text.is_hand_made && !text.text.is_cut_off) else { continue };
        for other in below.iter_mut().filter(|other| other.text.stands != Stands::FinePrint) {
            let common = other.rect.intersect(text.rect);
            if common.is_positive() && common.area() > SHARE * other.rect.area().min(text.rect.area()) {
                other.text.contrasts.clear();
                text.text.lies_over.get_or_insert_with(|| other.text.words.clone());
            }
        }
    }
}
