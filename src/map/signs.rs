//! The signs of standings: rings told apart by their shape, so that they survive a greyscale print. Lists, pages, legend and map all draw
//! these; a mark on the map has its ring round it, split where its events differ.
//!
//! Asserted is a full ring, corroborated a double one, contested one that is split by bars into a
//! full and a thin half, denied is crossed, unreported thin and open,
//! retracted struck through.

use std::f32::consts::TAU;

use egui::{Color32, Painter, Pos2, Vec2};

use crate::map::stamps::{self, Form, Layer, Stamp};
use crate::model::StandingWord;
use crate::placing::Standings;
use crate::theme::Theme;

/// Outer radius in points of the sign by itself.
pub const SIGN_RADIUS: f32 = 5.5;
/// From the rim of a mark to the outer edge of the ring round it, in points.
pub const RING_WIDTH: f32 = 4.4;
/// Between a ring and what is round it.
const HALO: f32 = 1.3;
/// How far bars and crosses reach beyond the ring.
const BEYOND: f32 = 2.8;

/// A stretch of a ring, clockwise, in turns from the top, that stands for events of one standing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RingPart {
    pub word: StandingWord,
    pub from: f32,
    /// 1 for a whole ring.
    pub length: f32,
    /// In points: how much larger than it is, for what lies under it.
    pub spread: f32,
}

impl RingPart {
    /// How far a ring of a radius reaches.
    pub fn reach(radius: f32) -> f32 {
        radius + BEYOND + HALO
    }

    /// A whole ring, turned so that no two signs have their gaps and bars at one place.
    fn whole(word: StandingWord) -> Self {
        let from = match word {
            StandingWord::Contested => 0.25,
            StandingWord::Unreported => 0.625,
            _ => 0.0,
        };
        Self { word, from, length: 1.0, spread: 0.0 }
    }

    /// How far within the part a point lies, in points; less than 0 without. The middle of the ring is (0, 0).
    pub fn inside(self, at: Vec2, radius: f32) -> f32 {
        const FULL: f32 = 2.4;
        const THIN: f32 = 1.2;
        const LINE: f32 = 1.1;
        const GAP: f32 = 2.2;
        const BAR: f32 = 0.9;
        const STRIKE: f32 = 1.1;
        let distance = at.length();
        let band = |outer: f32, width: f32| (outer - distance).min(distance - (outer - width));
        let ring = match self.word {
            StandingWord::Asserted => band(radius, FULL),
            StandingWord::Corroborated => band(radius + 0.5, LINE).max(band(radius - 1.8, LINE)),
            StandingWord::Contested => {
                let gaps = self.spokes(2.0, at, GAP, 0.0, f32::MAX);
                let bars = self.spokes(2.0, at, BAR, radius - FULL - 1.0, radius + BEYOND);
                band(radius, if self.is_past_bar(at) { FULL } else { THIN }).min(-gaps).max(bars)
            }
            StandingWord::Denied => band(radius, THIN).max(self.spokes(4.0, at, STRIKE, 0.0, radius + BEYOND)),
            StandingWord::Unreported if self.length >= 1.0 => band(radius, THIN).min(-self.spokes(1.0, at, 0.55 * radius, 0.0, f32::MAX)),
            StandingWord::Unreported => band(radius, THIN),
            StandingWord::Retracted => band(radius, THIN).max(self.spokes(2.0, at, STRIKE, 0.0, radius + BEYOND)),
        };
        (ring + self.spread).min(self.within(at))
    }

    /// Whether a point lies between the first bar of two and the next.
    fn is_past_bar(self, at: Vec2) -> bool {
        let n = (self.length * 2.0).round().max(1.0);
        let turn = (at.angle() / TAU + 0.25 - self.from).rem_euclid(1.0);
        (0.0..1.0).contains(&(turn / self.length * n - 0.5))
    }

    /// The same of straight bars from the middle outwards, so many on a whole ring and at least one: `half` is half their width, and they
    /// run from one distance to another.
    fn spokes(self, n_on_whole: f32, at: Vec2, half: f32, from: f32, to: f32) -> f32 {
        let n = (self.length * n_on_whole).round().max(1.0);
        let turn = |index: u8| self.from + (f32::from(index) + 0.5) * self.length / n;
        let spoke = |index: u8| {
            let way = Vec2::angled(TAU * (turn(index) - 0.25));
            let along = way.dot(at);
            (half - way.rot90().dot(at).abs()).min(along - from).min(to - along)
        };
        (0..n as u8).map(spoke).fold(f32::MIN, f32::max)
    }

    /// Parts keep a little apart.
    fn within(self, at: Vec2) -> f32 {
        const APART: f32 = 0.7;
        if self.length >= 1.0 {
            return f32::MAX;
        }
        let turn = (at.angle() / TAU + 0.25 - self.from).rem_euclid(1.0);
        // Beyond the end the nearer of both ends counts.
        let past = if turn > self.length { -(turn - self.length).min(1.0 - turn) } else { turn.min(self.length - turn) };
        past * TAU * at.length() - APART
    }
}

/// The parts of a ring: one where all agree, else one for each standing that there is, in a fixed order, by how many events have it. However
/// few deny something, their part can be seen.
pub fn parts(standings: &Standings) -> Vec<RingPart> {
    /// Rings have few looks, so that many share one picture.
    const STEPS: u32 = 24;
    const LEAST: u32 = 4;
    if let Some(word) = standings.agreed() {
        return vec![RingPart::whole(word)];
    }
    let present: Vec<(StandingWord, u32)> = standings.present().collect();
    let n_events: f32 = present.iter().map(|(_, n)| *n as f32).sum();
    let mut left = STEPS;
    let mut rest = n_events;
    let mut n_after = present.len() as u32;
    let mut parts = Vec::new();
    let mut at = 0;
    for (word, n) in present {
        n_after -= 1;
        let wanted = (left as f32 * n as f32 / rest.max(1.0)).round() as u32;
        let steps = if n_after == 0 { left } else { wanted.max(LEAST).min(left.saturating_sub(LEAST * n_after)) };
        parts.push(RingPart { word, from: at as f32 / STEPS as f32, length: steps as f32 / STEPS as f32, spread: 0.0 });
        (at, left, rest) = (at + steps, left - steps, rest - n as f32);
    }
    parts
}

/// What a ring is painted in: what is denied stands out by colour too.
fn ink(word: StandingWord, plain: Color32, weak: Color32, theme: &Theme) -> Color32 {
    match word {
        StandingWord::Contested | StandingWord::Denied => theme.contested,
        StandingWord::Unreported | StandingWord::Retracted => weak,
        StandingWord::Asserted | StandingWord::Corroborated => plain,
    }
}

/// The ring of a mark on the map, to be laid under the mark's own shapes; `radius` is its outer one.
pub fn ring(standings: &Standings, radius: f32, theme: &Theme) -> Vec<Layer> {
    let parts = parts(standings);
    let edge = Layer { form: Form::Disc, radius: radius + HALO, colour: theme.mark_edge };
    let under = parts.iter().map(|part| Layer { form: Form::Ring(RingPart { spread: HALO, ..*part }), radius, colour: theme.mark_edge });
    let over =
        parts.iter().map(|part| Layer { form: Form::Ring(*part), radius, colour: ink(part.word, theme.mark, theme.map_label, theme) });
    std::iter::once(edge).chain(under).chain(over).collect()
}

/// The sign by itself, on the map.
pub fn on_map<'a>(centre: Pos2, standings: &Standings, opacity: f32, theme: &Theme) -> Stamp<'a> {
    Stamp::Shapes { centre, layers: ring(standings, SIGN_RADIUS, theme), opacity }
}

/// The sign of a standing, in a panel.
pub fn paint(centre: Pos2, word: StandingWord, theme: &Theme, painter: &Painter) {
    let colour = ink(word, theme.text, theme.weak, theme);
    let layers = vec![Layer { form: Form::Ring(RingPart::whole(word)), radius: SIGN_RADIUS, colour }];
    stamps::paint(&[&Stamp::Shapes { centre, layers, opacity: 1.0 }], painter);
}

#[cfg(test)]
mod tests;
