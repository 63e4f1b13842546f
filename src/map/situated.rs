//! The situation's part of a picture: of what is in view the most important, so that the rest can be read.

use std::collections::BTreeMap;

use egui::{Context, Pos2, Rect, Vec2, vec2};

use crate::map::labels::{self, Text};
use crate::map::paint::BADGE_SIGN;
use crate::map::picture::{AreaStyle, DOT_RADIUS, Disc, Inputs, Mark, MarkShape, Movement, Picture, RINGED_DOT_RADIUS, Share};
use crate::map::shapes::{self, PLACE_MARGIN, View};
use crate::map::signs::RING_WIDTH;
use crate::map::taken::Taken;
use crate::model::Situation;
use crate::placing::{BadgePlace, Chosen, Group, Named, Picks, Resolved, Route, Seen, Spot, Stand, Standings, WidePlace, Window};
use crate::query::Fit;
use crate::viewpoint::MapPart;

/// Radius in points of a mark that has a number in it, and of one for several places; both have a ring round them.
const COUNT_RADIUS: f32 = 7.5;
const GROUP_RADIUS: f32 = 8.5;
/// Radius in points of the smallest disc that stands for a rough place. One that fills most of the view would say nothing: from a third of
/// the view on, the place is looked at nearer than it is known.
const SMALLEST_DISC: f32 = 16.0;
/// In points: where there are too many movements, shorter ones are left out.
const SHORTEST_MOVEMENT: f64 = 48.0;

/// Finds what is shown of a situation.
struct Chooser<'a> {
    view: &'a View,
    /// In points.
    size: [f64; 2],
    ringed: [&'a Picks; 2],
    taken: Taken,
}

impl<'a> Chooser<'a> {
    fn new(view: &'a View, ringed: [&'a Picks; 2]) -> Self {
        let size = [f64::from(view.rect.width()), f64::from(view.rect.height())];
        Self { view, size, ringed, taken: Taken::within(view.rect.expand(2.0 * PLACE_MARGIN)) }
    }

    fn window(&self, margin: f32) -> Window {
        Window::of(self.view.camera, self.size, f64::from(margin))
    }

    fn ringed(&self, list: fn(&Picks) -> &[u32]) -> Vec<u32> {
        let mut both: Vec<u32> = self.ringed.iter().flat_map(|picks| list(picks)).copied().collect();
        both.sort_unstable();
        both
    }

    /// What is shown, in the order of the records: all where they are few; else no more than `n_most` that find room, and what is ringed.
    fn with_room(&mut self, chosen: &Chosen, n_most: usize, ringed: &[u32], place: impl Fn(u32) -> Option<Rect>) -> (Vec<u32>, Share) {
        let is_crowded = chosen.n_in_view > n_most;
        let mut shown = Vec::new();
        for index in &chosen.indices {
            let is_ringed = ringed.binary_search(index).is_ok();
            let mut has_room = || place(*index).is_none_or(|rect| self.taken.take(rect));
            if !is_crowded || (shown.len() < n_most && has_room()) || is_ringed {
                shown.push(*index);
            }
        }
        shown.sort_unstable();
        let share = Share { n_shown: shown.len(), n_in_view: chosen.n_in_view, n_too_small: chosen.n_too_small };
        (shown, share)
    }
}

impl Picture {
    pub fn add_situation(&mut self, view: &View, situation: &Situation, resolved: &Resolved, inputs: &Inputs<'_>, ctx: &Context) {
        const CLEARANCE: f32 = 4.0;
        let sighted = inputs.sighted;
        let mut chooser = Chooser::new(view, inputs.ringed);
        if inputs.parts.has(MapPart::Places) {
            self.add_points(view, chooser.window(2.0 * (GROUP_RADIUS + RING_WIDTH)), resolved, inputs, ctx);
        }
        // Below what is a point, which keeps its place.
        let points = std::mem::take(&mut self.marks);
        for mark in &points {
            chooser.taken.add(mark.rect().expand(CLEARANCE));
        }
        if inputs.parts.has(MapPart::Areas) {
            let ringed = chooser.ringed(|picks| &picks.wide);
            let room = |index: u32| {
                let at = view.copies(resolved.wide(index)?.middle).first().copied()?;
                Some(Rect::from_center_size(at, Vec2::splat(2.0 * (COUNT_RADIUS + RING_WIDTH + CLEARANCE))))
            };
            let shapes = resolved.shapes_in_view(&chooser.window(0.0), &ringed, sighted);
            let (shapes, n_shapes) = chooser.with_room(&shapes, Resolved::MOST_SHAPES, &ringed, room);
            let rough = resolved.rough_in_view(&chooser.window(PLACE_MARGIN), &ringed, sighted);
            let (rough, n_rough) = chooser.with_room(&rough, Resolved::MOST_ROUGH, &ringed, room);
            (self.counts.shapes, self.counts.rough) = (n_shapes, n_rough);
            let mut wide = [rough, shapes].concat();
            wide.sort_unstable();
            for (index, place) in wide.into_iter().filter_map(|index| Some((index, resolved.wide(index)?))) {
                self.add_wide(view, situation, (index, place), inputs, ctx);
            }
        }
        if inputs.parts.has(MapPart::Movements) {
            let shortest = SHORTEST_MOVEMENT / view.camera.world_points();
            let ringed = chooser.ringed(|picks| &picks.routes);
            let routes = resolved.routes_in_view(&chooser.window(0.0), shortest, &ringed, sighted);
            let (routes, n_movements) = chooser.with_room(&routes, Resolved::MOST_ROUTES, &ringed, |_| None);
            self.counts.movements = n_movements;
            for (index, route) in routes.into_iter().filter_map(|index| Some((index, resolved.route(index)?))) {
                let standings = inputs.standings.map(|standings| standings.route(index)).unwrap_or_default();
                self.add_movement(view, route, sighted.map_or(Fit::Surely, |sighted| sighted.route(index).fit()), standings);
            }
        }
        if inputs.parts.has(MapPart::Places) {
            let ringed = chooser.ringed(|picks| &picks.badges);
            let room = |index: u32| {
                let badge = resolved.badge(index)?;
                let at = view.copies(badge.anchor).first().copied()?;
                Some(badge_rect(at, &badge_text(index, badge, inputs, ctx)))
            };
            let badges = resolved.badges_in_view(&chooser.window(0.0), &ringed, sighted);
            let (badges, n_badges) = chooser.with_room(&badges, Resolved::MOST_BADGES, &ringed, room);
            self.counts.badges = n_badges;
            for (index, badge) in badges.into_iter().filter_map(|index| Some((index, resolved.badge(index)?))) {
                self.add_badge(view, (index, badge), inputs, ctx);
            }
        }
        self.marks.extend(points);
    }

    fn add_badge(&mut self, view: &View, (index, badge): (u32, &BadgePlace), inputs: &Inputs<'_>, ctx: &Context) {
        let seen = seen(&badge.named, inputs.sighted.map(|sighted| sighted.badge(index)));
        let standings = inputs.standings.map(|standings| standings.badge(index)).unwrap_or_default();
        let text = badge_text(index, badge, inputs, ctx);
        for at in view.copies(badge.anchor) {
            let rect = badge_rect(at, &text);
            if view.rect.contains_rect(rect) {
                let shape = MarkShape::Badge { rect, text: text.clone() };
                self.marks.push(mark((&badge.named, Spot::Badge(index)), seen, rect.center(), shape, (None, standings)));
            }
        }
    }

    fn add_wide(&mut self, view: &View, situation: &Situation, (index, wide): (u32, &WidePlace), inputs: &Inputs<'_>, ctx: &Context) {
        let named = &wide.named;
        let seen = seen(named, inputs.sighted.map(|sighted| sighted.wide(index)));
        let standings = inputs.standings.map(|standings| standings.wide(index)).unwrap_or_default();
        let (n_events, fit) = seen;
        if wide.rough_m.is_none()
            && let Some(place) = situation.place(&wide.id)
            && let Some(geometry) = &place.geometry
        {
            let style = place.style.as_deref().map_or_else(AreaStyle::default, AreaStyle::of);
            self.add_shapes(view, &named.item, geometry, style, fit);
        }
        let copies = view.copies(wide.middle);
        let count = (n_events > 1 && !copies.is_empty()).then(|| labels::count(ctx, inputs.theme, n_events));
        let radius = wide.rough_m.map(|radius_m| view.points_for(radius_m, wide.middle).max(SMALLEST_DISC));
        let is_too_near = radius.is_some_and(|radius| radius > view.rect.size().min_elem() / 3.0);
        for at in copies {
            if let Some(radius) = radius.filter(|_| !is_too_near) {
                self.discs.push(Disc { item: named.item.clone(), centre: at, radius, fit });
            }
            let mark = mark((named, Spot::Wide(index)), seen, at, MarkShape::Middle { radius: COUNT_RADIUS }, (count.clone(), standings));
            let known_to = situation.place(&wide.id).filter(|_| is_too_near).and_then(|place| place.precision);
            self.marks.push(Mark { known_to, ..mark });
        }
    }

    fn add_points(&mut self, view: &View, window: Window, resolved: &Resolved, inputs: &Inputs<'_>, ctx: &Context) {
        // Many marks have the same number: each is laid out once.
        let mut counts: BTreeMap<usize, Text> = BTreeMap::new();
        let everything =
            |(group, at): (Group, [f64; 2])| Stand { group, leader: group.first, at, n_places: group.n_places, fit: Fit::Surely };
        let stands: Vec<Stand> = match inputs.sighted {
            None => resolved.groups(view.camera, window).map(everything).collect(),
            Some(sighted) => sighted.stands(resolved, view.camera, window),
        };
        for Stand { group, leader, at, n_places, fit } in stands {
            let Some(leading) = resolved.point(leader) else { continue };
            let is_group = n_places > 1;
            let (n_events, _) = seen(&leading.named, inputs.sighted.map(|sighted| sighted.point(leader)));
            let standings = inputs.standings.map(|standings| standings.group(resolved, group)).unwrap_or_default();
            let dot_radius = if standings.is_empty() { DOT_RADIUS } else { RINGED_DOT_RADIUS };
            let shape = if is_group {
                MarkShape::Group { radius: GROUP_RADIUS }
            } else {
                MarkShape::Dot { radius: if n_events > 1 { COUNT_RADIUS } else { dot_radius }, kind: leading.kind }
            };
            let n_counted = if is_group { n_places } else { n_events };
            let count =
                (n_counted > 1).then(|| counts.entry(n_counted).or_insert_with(|| labels::count(ctx, inputs.theme, n_counted)).clone());
            for pos in view.copies_of_world(at) {
                let mark =
                    mark((&leading.named, Spot::Point(group.first)), (n_events, fit), pos, shape.clone(), (count.clone(), standings));
                self.marks.push(Mark { group: is_group.then_some(group), n_places, ..mark });
            }
        }
    }

    fn add_movement(&mut self, view: &View, route: &Route, fit: Fit, standings: Standings) {
        for points in view.world_copies(&route.path) {
            self.movements.push(Movement {
                item: route.item.clone(),
                points: shapes::shortened(points, 18.0),
                widths: route.strength.map(|(least, most)| [strength_width(least), strength_width(most)]),
                strength: route.strength,
                fit,
                standings,
                sign_at: None,
            });
        }
    }
}

/// The name of a badge, with the grades of what is said to have happened there.
fn badge_text(index: u32, badge: &BadgePlace, inputs: &Inputs<'_>, ctx: &Context) -> Text {
    let standings = inputs.standings.map(|standings| standings.badge(index)).unwrap_or_default();
    labels::badge(ctx, inputs, &badge.named.name, standings.grades)
}

/// A badge with a text after the sign of a standing, below what the place is part of.
fn badge_rect(at: Pos2, text: &Text) -> Rect {
    Rect::from_center_size(at + vec2(0.0, 30.0), text.size() + vec2(16.0 + BADGE_SIGN, 8.0))
}

/// Width in points of a movement of so many men: it grows by 2 points with every tenfold, from 100 on.
pub fn strength_width(n_men: u64) -> f32 {
    1.6 + 2.0 * (n_men.max(1) as f32 / 100.0).log10().clamp(0.0, 5.0)
}

/// How many events of a place are asked for, and how surely any is.
fn seen(named: &Named, seen: Option<Seen>) -> (usize, Fit) {
    seen.map_or((named.n_events, Fit::Surely), |seen| (seen.n_events(), seen.fit()))
}

fn mark(
    (named, spot): (&Named, Spot),
    (n_events, fit): (usize, Fit),
    pos: Pos2,
    shape: MarkShape,
    (count, standings): (Option<Text>, Standings),
) -> Mark {
    Mark {
        item: named.item.clone(),
        spot,
        name: named.name.clone(),
        local_name: named.local_name.clone(),
        pos,
        shape,
        n_events,
        fit,
        count,
        group: None,
        n_places: 1,
        standings,
        known_to: None,
    }
}
