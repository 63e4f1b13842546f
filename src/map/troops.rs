//! Bodies of troops as military symbols, each beside the mark of the place where it is said to be; several at one place as a stack.

use std::collections::BTreeMap;

use egui::{Context, Pos2, Rect, Vec2, pos2, vec2};

use crate::base::shortened;
use crate::map::labels::{self, Text};
use crate::map::paint::{BEHIND, strength};
use crate::map::picture::{Hit, Inputs, Picture, Share};
use crate::map::shapes::View;
use crate::map::signs::{self, SIGN_RADIUS};
use crate::map::stacked::plain;
use crate::map::stamps::Stamp;
use crate::map::taken::Taken;
use crate::model::{Framing, Grade, GradeRange, Situation, StandingWord};
use crate::placing::{Group, Resolved, Said, Spot, Standings, Strengths, TroopStand, Window};
use crate::query::Fit;
use crate::symbols::{Fill, SymbolCode};
use crate::theme::Theme;
use crate::viewpoint::Item;
use crate::wording;

/// How wide a symbol's octagon is, in points: a frame is 24 to 36 points high.
const SIZE: f32 = 24.0;
/// Between a symbol and a mark or a text beside it.
const GAP: f32 = 3.0;

/// A body of troops at a place, or several: then the symbol is that of the first.
pub struct TroopMark {
    /// The report that speaks for each.
    pub items: Vec<Item>,
    /// What each is, in words.
    pub names: Vec<String>,
    /// What the symbol takes.
    pub rect: Rect,
    pub code: SymbolCode,
    pub framing: Framing,
    pub fit: Fit,
    pub is_planned: bool,
    /// What stands round it, laid out.
    pub texts: Vec<(Text, Pos2)>,
    /// Of the event of the first.
    pub standing: Option<StandingWord>,
    /// Whether a strength stands over it.
    pub has_strength: bool,
    /// What it stands beside.
    pub spot: Spot,
    /// The places that stand together where it is, if it is more than one.
    pub group: Option<Group>,
    /// Where the symbol's own anchor is.
    anchor: Pos2,
}

impl TroopMark {
    /// `index` is its place in the picture.
    pub fn hit(&self, index: usize) -> Hit {
        match self.items.as_slice() {
            [only] => Hit::Item(only.clone()),
            _ => Hit::Troops(index),
        }
    }

    /// What it takes, with all that stands round it.
    pub fn claim(&self) -> Rect {
        let sign = self.doubt().map(|_| Rect::from_center_size(self.sign_at(), Vec2::splat(2.0 * (SIGN_RADIUS + GAP))));
        let own = sign.map_or(self.rect, |sign| self.rect.union(sign));
        self.texts.iter().fold(own, |claim, (text, pos)| claim.union(Rect::from_min_size(*pos, text.size())))
    }

    fn translate(&mut self, by: Vec2) {
        self.rect = self.rect.translate(by);
        self.anchor += by;
        self.texts.iter_mut().for_each(|(_, pos)| *pos += by);
    }

    pub fn fill(&self) -> Fill {
        Theme::fill_of(self.framing)
    }

    pub fn stamps<'a>(&'a self, theme: &Theme) -> impl Iterator<Item = Stamp<'a>> {
        let (opacity, fill, halo) = (opacity(self.fit), self.fill(), Some(theme.symbol_halo));
        let symbol = move |code, anchor| Stamp::Symbol { code, fill, anchor, size: SIZE, halo, opacity };
        let n_behind = self.items.len().min(3) - 1;
        let behind = move |index: usize| symbol(plain(self.code), self.rect.center() + vec2(BEHIND, -BEHIND) * index as f32);
        let (ink, halo) = (theme.mark_label, Some(theme.map_halo));
        let texts = self.texts.iter().map(move |(text, pos)| Stamp::Text { text, align: 0.0, pos: *pos, ink, halo, opacity });
        let sign = self.doubt().map(|word| {
            let standings = Standings::of_events(word, 1, GradeRange::default());
            signs::on_map(self.sign_at(), &standings, opacity, theme)
        });
        (1..=n_behind).rev().map(behind).chain([symbol(self.code, self.anchor)]).chain(texts).chain(sign)
    }

    /// Beside its upper right corner.
    fn sign_at(&self) -> Pos2 {
        self.rect.right_top() + vec2(SIGN_RADIUS + GAP, SIGN_RADIUS + GAP)
    }

    /// What its event comes to, where that is in doubt.
    fn doubt(&self) -> Option<StandingWord> {
        self.standing
            .filter(|_| self.fit > Fit::Out)
            .filter(|word| matches!(word, StandingWord::Contested | StandingWord::Denied | StandingWord::Retracted))
    }
}

/// How strongly it is drawn: its fill says whose it is, so it is not hollow where it is possibly asked for.
fn opacity(fit: Fit) -> f32 {
    const POSSIBLE: f32 = 0.6;
    if fit == Fit::Possibly { POSSIBLE } else { strength(fit) }
}

/// Bodies that stand beside one mark.
struct Beside<'a> {
    spot: Spot,
    /// In world units.
    at: [f64; 2],
    stands: Vec<(&'a TroopStand, &'a Said)>,
}

impl Picture {
    /// Beside the marks, where there is room.
    pub(super) fn add_troops(
        &mut self,
        view: &View,
        (situation, resolved): (&Situation, &Resolved),
        inputs: &Inputs<'_>,
        furniture: &[Rect],
        ctx: &Context,
    ) {
        /// Among more of them nobody could tell which is where.
        const MOST: usize = 150;
        const ROUND_VIEW: f32 = 60.0;
        let size = [f64::from(view.rect.width()), f64::from(view.rect.height())];
        let window = Window::of(view.camera, size, f64::from(ROUND_VIEW));
        let mut beside: BTreeMap<Spot, Beside<'_>> = BTreeMap::new();
        for stand in inputs.troops.iter().filter(|stand| window.shows_point(stand.at)) {
            let Some(said) = resolved.troops().said(stand) else { continue };
            let spot = resolved.spot_at(stand.spot, view.camera.zoom());
            let new = || Beside { spot, at: stand.at, stands: Vec::new() };
            beside.entry(spot).or_insert_with(new).stands.push((stand, said));
        }
        let mut beside: Vec<Beside<'_>> = beside.into_values().collect();
        let most = |beside: &Beside<'_>| beside.stands.iter().filter_map(|(stand, _)| stand.strengths.range).map(|(_, most)| most).max();
        let best = |beside: &Beside<'_>| beside.stands.iter().map(|(stand, _)| stand.fit).max();
        beside.sort_by_key(|beside| std::cmp::Reverse((best(beside), most(beside))));
        let mut marks: BTreeMap<Spot, Vec<(Rect, Option<Group>)>> = BTreeMap::new();
        let mut taken = Taken::within(self.rect);
        furniture.iter().for_each(|rect| taken.add(*rect));
        for mark in &self.marks {
            let rect = if mark.is_drawn() { mark.rect() } else { Rect::from_pos(mark.pos) };
            if mark.is_drawn() {
                taken.add(rect);
            }
            marks.entry(mark.spot).or_default().push((rect, mark.group));
        }
        self.units.iter().for_each(|unit| taken.add(unit.claim()));
        let mut share = Share::default();
        for mut beside in beside {
            beside.stands.sort_by_key(|(stand, _)| std::cmp::Reverse((stand.fit, stand.strengths.range.map(|(_, most)| most))));
            // Where marks are switched off or there are too many, it stands where the mark would.
            let bare = || view.copies_of_world(beside.at).map(|at| (Rect::from_pos(at), None)).collect();
            let copies = marks.get(&beside.spot).cloned().unwrap_or_else(bare);
            for (mark, group) in copies.into_iter().filter(|(mark, _)| self.rect.intersects(*mark)) {
                share.n_in_view += 1;
                if share.n_shown == MOST {
                    continue;
                }
                let Some(mut troops) = troop_mark(&beside.stands, (beside.spot, group), (situation, resolved), inputs, ctx) else {
                    continue;
                };
                let claim = troops.claim();
                let room = |offset: &Vec2| taken.take(claim.translate(*offset));
                if let Some(offset) = sides(mark, troops.rect, claim).into_iter().find(room) {
                    troops.translate(offset);
                    self.troops.push(troops);
                    share.n_shown += 1;
                }
            }
        }
        self.counts.troops = share;
    }
}

/// Where a symbol could stand beside a mark: above at its right sooner than elsewhere, and near sooner than far.
fn sides(mark: Rect, symbol: Rect, claim: Rect) -> Vec<Vec2> {
    const STEPS: [f32; 3] = [0.0, 16.0, 34.0];
    const WAYS: [Vec2; 8] = [
        vec2(1.0, -1.0),
        vec2(-1.0, -1.0),
        vec2(0.0, -1.0),
        vec2(1.0, 1.0),
        vec2(-1.0, 1.0),
        vec2(1.0, 0.0),
        vec2(-1.0, 0.0),
        vec2(0.0, 1.0),
    ];
    let reach = (mark.size() + symbol.size()) / 2.0;
    let at = |step: f32, way: Vec2| {
        // On a slanting way it need not be clear of the mark in both directions; along a wide one it stands at its end.
        let is_wide = mark.width() > symbol.width();
        let aligned = if is_wide { (mark.width() - symbol.width()) / 2.0 } else { reach.x - GAP };
        let across = if way.y == 0.0 { reach.x + GAP } else { aligned };
        // What hangs over towards the mark keeps clear of it too.
        let over_down = if way.y < 0.0 { claim.bottom() - symbol.bottom() } else { symbol.top() - claim.top() };
        let over_across = match way {
            Vec2 { y, .. } if y != 0.0 => 0.0,
            Vec2 { x, .. } if x < 0.0 => claim.right() - symbol.right(),
            Vec2 { .. } => symbol.left() - claim.left(),
        };
        let away = vec2(across + over_across, reach.y + GAP + over_down) + Vec2::splat(step);
        mark.center() + way * away - symbol.center()
    };
    STEPS.into_iter().flat_map(|step| WAYS.into_iter().map(move |way| at(step, way))).collect()
}

/// About the origin, to be moved beside its mark.
fn troop_mark(
    stands: &[(&TroopStand, &Said)],
    (spot, group): (Spot, Option<Group>),
    (situation, resolved): (&Situation, &Resolved),
    inputs: &Inputs<'_>,
    ctx: &Context,
) -> Option<TroopMark> {
    let (stand, said) = stands.first()?;
    let (bounds, foot) = said.outline;
    let by = SIZE / 100.0;
    let rect = Rect::from_min_size(Pos2::ZERO, vec2(bounds.width(), bounds.height()) * by);
    let name = |(stand, said): &(&TroopStand, &Said)| {
        let place = resolved.named_at(stand.spot).map_or("", |named| &named.name);
        wording::as_asked_for(&wording::troops_on_map(said, stand, place), stand.fit)
    };
    // What is left out says no more than that it is there, as marks do.
    let texts = match stands.len() {
        _ if stand.fit == Fit::Out => Vec::new(),
        1 => fields(stand, said, rect, situation, inputs, ctx),
        n => count(n, rect, inputs, ctx),
    };
    Some(TroopMark {
        items: stands.iter().map(|(_, said)| said.item.clone()).collect(),
        names: stands.iter().map(name).collect(),
        rect,
        code: said.code,
        framing: said.framing,
        fit: stand.fit,
        is_planned: said.is_planned,
        texts,
        standing: stand.standing,
        has_strength: stands.len() == 1 && stand.fit > Fit::Out && stand.strengths != Strengths::default(),
        spot,
        group,
        anchor: pos2(foot.x - bounds.min.x, foot.y - bounds.min.y) * by,
    })
}

fn count(n: usize, rect: Rect, inputs: &Inputs<'_>, ctx: &Context) -> Vec<(Text, Pos2)> {
    let text = labels::stack(ctx, inputs.theme, n);
    let at = rect.right_bottom() - vec2(2.0, text.size().y * 0.6);
    vec![(text, at)]
}

/// The fields of MIL-STD-2525 that are known, where the standard has them: C over the frame, J at its lower right, T at its lower left and,
/// seen from near, W at its upper left.
fn fields(stand: &TroopStand, said: &Said, rect: Rect, situation: &Situation, inputs: &Inputs<'_>, ctx: &Context) -> Vec<(Text, Pos2)> {
    const MAX_CHARS: usize = 24;
    const DATED_FROM_ZOOM: f64 = 6.0;
    const BELOW_SIGN: f32 = 4.0;
    let text = |words: &str| labels::field(ctx, inputs.theme, &shortened(words, MAX_CHARS));
    let grade = (said.grade != Grade::default()).then(|| text(&said.grade.to_string()));
    let strength = wording::strengths(&stand.strengths).map(|words| text(&words));
    let as_of = said.as_of.as_ref().filter(|_| inputs.camera.zoom() >= DATED_FROM_ZOOM);
    let as_of = as_of.map(|when| text(&wording::troops_as_of(situation, when)));
    let unit = said.unit.as_deref().map(text);
    let at_left = |text: &Text| rect.left() - GAP - text.size().x;
    let low = |text: &Text| rect.bottom() - text.size().y;
    let above = |text: Text| (pos2(rect.center().x - text.size().x / 2.0, rect.top() - text.size().y - 2.0), text);
    let lower_right = |text: Text| (pos2(rect.right() + GAP, low(&text) + BELOW_SIGN), text);
    let lower_left = |text: Text| (pos2(at_left(&text), low(&text)), text);
    let upper_left = |text: Text| (pos2(at_left(&text), rect.top() - GAP), text);
    let placed = [strength.map(above), grade.map(lower_right), unit.map(lower_left), as_of.map(upper_left)];
    placed.into_iter().flatten().map(|(pos, text)| (text, pos)).collect()
}
