//! What a situation has to draw whatever the camera: made with the records, and brought up to date with each change of them.

use std::cmp::Reverse;
use std::ops::Add;
use std::sync::Arc;

use crate::base::at_once;
use crate::earth::{LonLat, to_world, unwrap_line, unwrap_ring};
use crate::model::{Place, PlaceId, PlaceKind, Precision, PrecisionWord, RecordId, Situation};
use crate::placing::geometry::{Part, middle, parts, world_path};
use crate::placing::groups::{Groups, Totals, step_at};
use crate::placing::ranked::{Chosen, Extent, Ranked, Window};
use crate::placing::routes::{Route, Routes};
use crate::placing::sighted::{Seen, Sighted};
use crate::placing::troops::AllTroops;
use crate::placing::whereabouts::anchor;
use crate::query::Fit;
use crate::viewpoint::{Camera, Item, MAX_ZOOM};

/// A situation made ready for pictures of it.
#[derive(Debug, Default)]
pub struct Resolved {
    /// What the names are in, as it was asked for.
    language: Option<String>,
    /// Places that are points, those with most events first.
    pub(super) points: Vec<PointPlace>,
    /// In world units, in the order of `points`.
    pub(super) positions: Vec<[f64; 2]>,
    pub(super) groups: Groups,
    /// Indices of `points`, by id.
    pub(super) points_by_id: Vec<u32>,
    /// By id, as are the badges.
    pub(super) wide: Vec<WidePlace>,
    pub(super) badges: Vec<BadgePlace>,
    pub(super) routes: Routes,
    pub(super) ranked_rough: Ranked,
    pub(super) ranked_shapes: Ranked,
    pub(super) ranked_badges: Ranked,
    pub(super) troops: AllTroops,
}

/// Where something stands that is at a place: by the place's index among the points, the wide or the badges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    Point(u32),
    Wide(u32),
    Badge(u32),
}

/// What all places have.
#[derive(Clone, Debug)]
pub struct Named {
    pub item: Item,
    pub name: Arc<str>,
    /// As people there write it, where that is known and differs.
    pub local_name: Option<Arc<str>>,
    pub n_events: usize,
    /// Its place among all places.
    pub place: u32,
}

/// A place that is a point.
#[derive(Clone, Debug)]
pub struct PointPlace {
    pub named: Named,
    pub kind: PointKind,
}

/// What stands at a point, told apart by the mark's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointKind {
    /// A city, town or anything not said: a disc.
    Settlement,
    /// A base, port, plant: a triangle. Squares and diamonds are frames of identity.
    Facility,
}

/// An area, a line, or a place known only roughly.
#[derive(Clone, Debug)]
pub struct WidePlace {
    pub named: Named,
    pub id: PlaceId,
    pub middle: LonLat,
    /// Radius in metres of the disc that stands for it, unless it has a shape of its own.
    pub rough_m: Option<f64>,
}

/// An unnamed place, shown by what it is part of.
#[derive(Clone, Debug)]
pub struct BadgePlace {
    pub named: Named,
    pub anchor: LonLat,
}

/// Point places that stand together at a step of zoom, or one that stands alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// The most important of them, by its place among the points; the group stands where it does.
    pub first: u32,
    step: u8,
    pub n_places: usize,
}

/// Where some items stand among what is drawn, each list sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picks {
    pub points: Vec<u32>,
    pub wide: Vec<u32>,
    pub badges: Vec<u32>,
    pub routes: Vec<u32>,
}

/// So many times as many as are shown are tried.
const SPARE: usize = 4;

impl Picks {
    pub const fn none() -> Self {
        Self { points: Vec::new(), wide: Vec::new(), badges: Vec::new(), routes: Vec::new() }
    }
}

impl Resolved {
    /// Of more of a kind than this in view some are left out.
    pub const MOST_ROUTES: usize = 300;
    pub const MOST_ROUGH: usize = 100;
    pub const MOST_SHAPES: usize = 100;
    pub const MOST_BADGES: usize = 60;

    /// Names in a language (BCP 47 tag) where there are any.
    pub fn of(situation: &Situation, language: Option<&str>) -> Self {
        let (resolved, routes) = at_once(|| Self::of_places(situation, language), || Routes::of(situation));
        Self { routes, ..resolved }
    }

    fn of_places(situation: &Situation, language: Option<&str>) -> Self {
        /// In points. Few places are put together only where their marks would touch, many earlier: else they cover the map.
        const REACH: (f64, f64) = (20.0, 44.0);
        const MANY: usize = 500;
        let mut resolved = Self { language: language.map(str::to_owned), ..Self::default() };
        let mut positions = Vec::new();
        for (number, place) in (0..).zip(situation.places().values()) {
            match Drawn::of(situation, (number, place), language) {
                Some(Drawn::Point(point, at)) => {
                    resolved.points.push(point);
                    positions.push(at);
                }
                Some(Drawn::Wide(wide)) => resolved.wide.push(wide),
                Some(Drawn::Badge(badge)) => resolved.badges.push(badge),
                None => {}
            }
        }
        let points = &mut resolved.points;
        let mut order: Vec<(usize, u32)> = (0..).zip(&*points).map(|(index, point): (u32, _)| (point.named.n_events, index)).collect();
        order.sort_by_key(|(n_events, _)| Reverse(*n_events));
        let mut points_by_id = vec![0; order.len()];
        for (index, (_, by_id)) in (0..).zip(&order) {
            if let Some(slot) = points_by_id.get_mut(*by_id as usize) {
                *slot = index;
            }
        }
        points.sort_by_key(|point| Reverse(point.named.n_events));
        resolved.positions = order.iter().filter_map(|(_, by_id)| positions.get(*by_id as usize).copied()).collect();
        resolved.points_by_id = points_by_id;
        let reach = if points.len() > MANY { REACH.1 } else { REACH.0 };
        resolved.groups = Groups::of(&resolved.positions, reach, MAX_ZOOM);
        resolved.rank(situation);
        resolved.troops = AllTroops::of(situation, &resolved);
        resolved
    }

    /// Ranks what is wide, and the badges, by how many events are there.
    pub(super) fn rank(&mut self, situation: &Situation) {
        let ranked = |is_rough: bool| {
            let of_kind = (0..).zip(&self.wide).filter(move |(_, place)| place.rough_m.is_some() == is_rough);
            Ranked::of(of_kind.filter_map(|(index, place)| Some((place.named.n_events, index, extent_of(situation, place)?))))
        };
        let badges = (0..).zip(&self.badges);
        let badges = badges.filter_map(|(index, badge)| Some((badge.named.n_events, index, Extent::of([world(badge.anchor)])?)));
        let ranked = (ranked(true), ranked(false), Ranked::of(badges));
        (self.ranked_rough, self.ranked_shapes, self.ranked_badges) = ranked;
    }

    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub fn troops(&self) -> &AllTroops {
        &self.troops
    }

    /// Where a place stands, if it is drawn.
    pub(super) fn spot_of(&self, place: &PlaceId) -> Option<Spot> {
        let picks = self.picks(&[Item::Record(RecordId::Place(place.clone()))]);
        let point = picks.points.first().map(|index| Spot::Point(*index));
        let wide = || picks.wide.first().map(|index| Spot::Wide(*index));
        point.or_else(wide).or_else(|| picks.badges.first().map(|index| Spot::Badge(*index)))
    }

    /// In world units.
    pub(super) fn position_of(&self, spot: Spot) -> Option<[f64; 2]> {
        match spot {
            Spot::Point(index) => self.position(index),
            Spot::Wide(index) => self.wide(index).map(|wide| world(wide.middle)),
            Spot::Badge(index) => self.badge(index).map(|badge| world(badge.anchor)),
        }
    }

    /// Where what is at a spot stands at a zoom: where the place does that stands for it.
    pub fn spot_at(&self, spot: Spot, zoom: f64) -> Spot {
        match spot {
            Spot::Point(index) => Spot::Point(self.head_of(index, step_at(zoom))),
            Spot::Wide(_) | Spot::Badge(_) => spot,
        }
    }

    /// The place at a spot.
    pub fn named_at(&self, spot: Spot) -> Option<&Named> {
        match spot {
            Spot::Point(index) => self.point(index).map(|point| &point.named),
            Spot::Wide(index) => self.wide(index).map(|wide| &wide.named),
            Spot::Badge(index) => self.badge(index).map(|badge| &badge.named),
        }
    }
}

/// What is to be drawn.
impl Resolved {
    /// The point places in view at a camera's zoom, those too near to be told apart together; each group with where it stands, in
    /// world units.
    pub fn groups(&self, camera: Camera, window: Window) -> impl Iterator<Item = (Group, [f64; 2])> {
        let step = step_at(camera.zoom());
        let is_shown = move |(index, at): &(u32, &[f64; 2])| self.groups.stands(*index, step) && window.shows_point(**at);
        (0..).zip(&self.positions).filter(is_shown).map(move |(first, at)| (self.group(first, step), *at))
    }

    /// The group that a point place stands for at a step of zoom.
    pub(super) fn group(&self, first: u32, step: u8) -> Group {
        Group { first, step, n_places: self.groups.size(first, step) as usize }
    }

    /// Of something about each point place its sums over all that stand together.
    pub(super) fn totals<T: Copy + Add<Output = T>>(&self, own: Vec<T>) -> Totals<T> {
        self.groups.totals(own)
    }

    pub(super) fn total_of<T: Copy + Default>(&self, totals: &Totals<T>, group: Group) -> T {
        self.groups.total(totals, group.first, group.step)
    }

    /// Who stands for a point place at a step of zoom.
    pub(super) fn head_of(&self, point: u32, step: u8) -> u32 {
        self.groups.standing_for(point, step)
    }

    pub(super) fn position(&self, point: u32) -> Option<[f64; 2]> {
        self.positions.get(point as usize).copied()
    }

    pub(super) fn points(&self) -> &[PointPlace] {
        &self.points
    }

    pub(super) fn wides(&self) -> &[WidePlace] {
        &self.wide
    }

    pub(super) fn badges(&self) -> &[BadgePlace] {
        &self.badges
    }

    pub(super) fn routes(&self) -> &[Route] {
        &self.routes.all
    }

    /// The places of a group, by where they stand among the points: the first of it, then the others in no order.
    pub fn members(&self, group: Group) -> Vec<u32> {
        self.groups.members(group.first, group.step)
    }

    /// The places of a group, the more important first; at most so many.
    pub fn items_of(&self, group: Group, n_most: usize) -> Vec<Item> {
        let mut members = self.members(group);
        if n_most < members.len() {
            members.select_nth_unstable(n_most);
            members.truncate(n_most);
        }
        members.sort_unstable();
        members.iter().filter_map(|index| Some(self.point(*index)?.named.item.clone())).collect()
    }

    /// The firsts of the groups, at a zoom, that some points belong to; sorted.
    pub fn groups_of(&self, points: &[u32], zoom: f64) -> Vec<u32> {
        let mut firsts: Vec<u32> = points.iter().map(|point| self.groups.standing_for(*point, step_at(zoom))).collect();
        firsts.sort_unstable();
        firsts.dedup();
        firsts
    }

    pub fn point(&self, index: u32) -> Option<&PointPlace> {
        self.points.get(index as usize)
    }

    pub fn wide(&self, index: u32) -> Option<&WidePlace> {
        self.wide.get(index as usize)
    }

    pub fn badge(&self, index: u32) -> Option<&BadgePlace> {
        self.badges.get(index as usize)
    }

    pub fn route(&self, index: u32) -> Option<&Route> {
        self.routes.all.get(index as usize)
    }

    /// The rough places in view, those with most events first: some more than are shown, for some will find no room.
    pub fn rough_in_view(&self, window: &Window, ringed: &[u32], sighted: Option<&Sighted>) -> Chosen {
        choose(&self.ranked_rough, window, (SPARE * Self::MOST_ROUGH, 0.0), ringed, sighted.map(|sighted| (sighted, Sighted::wide as Of)))
    }

    /// The same of areas and lines.
    pub fn shapes_in_view(&self, window: &Window, ringed: &[u32], sighted: Option<&Sighted>) -> Chosen {
        choose(&self.ranked_shapes, window, (SPARE * Self::MOST_SHAPES, 0.0), ringed, sighted.map(|sighted| (sighted, Sighted::wide as Of)))
    }

    /// The same of the unnamed.
    pub fn badges_in_view(&self, window: &Window, ringed: &[u32], sighted: Option<&Sighted>) -> Chosen {
        choose(
            &self.ranked_badges,
            window,
            (SPARE * Self::MOST_BADGES, 0.0),
            ringed,
            sighted.map(|sighted| (sighted, Sighted::badge as Of)),
        )
    }

    /// The movements in view, those of most men first; where there are too many, those at least `shortest` (world units) long.
    pub fn routes_in_view(&self, window: &Window, shortest: f64, ringed: &[u32], sighted: Option<&Sighted>) -> Chosen {
        choose(&self.routes.ranked, window, (Self::MOST_ROUTES, shortest), ringed, sighted.map(|sighted| (sighted, Sighted::route as Of)))
    }

    /// Whether there is so much that a picture could leave something out: then it depends on what is ringed.
    pub fn is_crowded(&self) -> bool {
        self.routes.ranked.len() > Self::MOST_ROUTES
            || self.ranked_rough.len() > Self::MOST_ROUGH
            || self.ranked_shapes.len() > Self::MOST_SHAPES
            || self.ranked_badges.len() > Self::MOST_BADGES
    }

    /// Radius in metres within which a place lies that is known only roughly; `None` of anything else.
    pub fn rough_m_of(&self, item: &Item) -> Option<f64> {
        range_of(&self.wide, item, |place| &place.named.item).find_map(|index| self.wide(index)?.rough_m)
    }

    /// Where some items stand among all this.
    pub fn picks<'a>(&self, items: impl IntoIterator<Item = &'a Item>) -> Picks {
        let mut picks = Picks::default();
        for item in items {
            let of_point = |index: &u32| self.point(*index).map(|point| &point.named.item);
            picks.points.extend(
                self.points_by_id.binary_search_by(|index| of_point(index).cmp(&Some(item))).ok().and_then(|at| self.points_by_id.get(at)),
            );
            picks.wide.extend(range_of(&self.wide, item, |place| &place.named.item));
            picks.badges.extend(range_of(&self.badges, item, |badge| &badge.named.item));
            picks.routes.extend(range_of(&self.routes.all, item, |route| &route.item));
        }
        for list in [&mut picks.points, &mut picks.wide, &mut picks.badges, &mut picks.routes] {
            list.sort_unstable();
        }
        picks
    }
}

/// A place as it is drawn.
pub(super) enum Drawn {
    /// With its position in world units.
    Point(PointPlace, [f64; 2]),
    Wide(WidePlace),
    Badge(BadgePlace),
}

impl Drawn {
    /// `None` where it stands nowhere. `number` is its place among all.
    pub fn of(situation: &Situation, (number, place): (u32, &Place), language: Option<&str>) -> Option<Self> {
        let named = || named(situation, number, place, language);
        if place.unnamed {
            return anchor(situation, &place.id).map(|anchor| Self::Badge(BadgePlace { named: named(), anchor }));
        }
        let geometry = place.geometry.as_ref()?;
        let middle = middle(geometry)?;
        let has_shape = parts(geometry).iter().any(|part| !matches!(part, Part::Point(_)));
        let rough_m = place.precision.and_then(rough_radius_m).filter(|_| !has_shape);
        if has_shape || rough_m.is_some() {
            return Some(Self::Wide(WidePlace { named: named(), id: place.id.clone(), middle, rough_m }));
        }
        let kind = if place.kind == Some(PlaceKind::Facility) { PointKind::Facility } else { PointKind::Settlement };
        Some(Self::Point(PointPlace { named: named(), kind }, world(middle)))
    }
}

/// How one kind of thing is asked after.
type Of = fn(&Sighted, u32) -> Seen;

/// What of a kind is in view: what is asked for before what is not, and that only where it is not hidden.
fn choose(ranked: &Ranked, window: &Window, (n_most, smallest): (usize, f64), ringed: &[u32], sighted: Option<(&Sighted, Of)>) -> Chosen {
    let Some((sighted, of)) = sighted else { return ranked.in_view(window, n_most, smallest, ringed, |_| true) };
    let is_asked_for = |index: u32| of(sighted, index).fit() > Fit::Out;
    let chosen = ranked.in_view(window, n_most, smallest, ringed, is_asked_for);
    if sighted.is_hiding() {
        return chosen;
    }
    let others = ranked.in_view(window, n_most.saturating_sub(chosen.indices.len()), smallest, ringed, |index| !is_asked_for(index));
    Chosen {
        indices: [chosen.indices, others.indices].concat(),
        n_in_view: chosen.n_in_view + others.n_in_view,
        n_too_small: chosen.n_too_small + others.n_too_small,
    }
}

/// Where those of an item stand in a list that is sorted by items.
fn range_of<T>(all: &[T], item: &Item, of: impl Fn(&T) -> &Item) -> std::ops::Range<u32> {
    let first = all.partition_point(|one| of(one) < item);
    let n = all.iter().skip(first).take_while(|one| of(one) == item).count();
    first as u32..(first + n) as u32
}

fn named(situation: &Situation, number: u32, place: &Place, language: Option<&str>) -> Named {
    let name = language.and_then(|language| place.names.get(language)).unwrap_or(&place.name);
    let local = match place.country.as_deref() {
        Some("KP" | "KR") => "ko",
        Some("RU" | "BY") => "ru",
        Some("UA") => "uk",
        _ => "",
    };
    Named {
        item: Item::Record(RecordId::Place(place.id.clone())),
        name: name.as_str().into(),
        local_name: place.names.get(local).filter(|local| *local != name).map(|local| local.as_str().into()),
        n_events: situation.events_at(&place.id).len(),
        place: number,
    }
}

/// Radius in metres within which a place of a precision lies, where that is too far for a point: of the soft disc that stands for it.
/// A district is taken to be 25 km, a region 100 km, a country 300 km to its edge; a radius up to 1 km is still a point.
pub fn rough_radius_m(precision: Precision) -> Option<f64> {
    match precision {
        Precision::Metres(radius_m) => (radius_m > 1_000.0).then_some(radius_m),
        Precision::Word(PrecisionWord::Exact | PrecisionWord::Settlement) => None,
        Precision::Word(PrecisionWord::District) => Some(25_000.0),
        Precision::Word(PrecisionWord::Region) => Some(100_000.0),
        Precision::Word(PrecisionWord::Country) => Some(300_000.0),
    }
}

/// How far a wide place reaches: its shape, or the middle of its disc, whose size on the screen is kept within bounds.
fn extent_of(situation: &Situation, place: &WidePlace) -> Option<Extent> {
    let at = world(place.middle);
    if place.rough_m.is_some() {
        return Extent::of([at]);
    }
    let geometry = situation.place(&place.id)?.geometry.as_ref()?;
    let reach = parts(geometry).into_iter().filter_map(|part| match part {
        Part::Point(_) => None,
        Part::Line(line) => Extent::of(world_path(&unwrap_line(line))),
        Part::Polygon(polygon) => Extent::of(world_path(&unwrap_ring(polygon.exterior(), false).enclosing())),
    });
    // Its middle is where its count stands.
    let corners = |extent: Extent| {
        let Extent { middle: [x, y], half: [across, down] } = extent;
        [[x - across, y - down], [x + across, y + down]]
    };
    Extent::of(reach.flat_map(corners).chain([at]))
}

fn world(at: LonLat) -> [f64; 2] {
    let (x, y) = to_world(at);
    [x, y]
}
