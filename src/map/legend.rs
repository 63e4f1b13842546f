//! The legend: just what the picture shows, in the signs it shows it with.

use std::collections::BTreeMap;

use egui::{Align2, Color32, Context, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::base::shortened;
use crate::dataset::{Class, Sizes};
use crate::map::display::{Block, DisplayList, Primitive, Role, segment};
use crate::map::labels::{self, Text};
use crate::map::layer_rows::{POINT_RADIUS, sized_radius};
use crate::map::paint::{TOO_NEAR, group, of_layer, point, soft_disc};
use crate::map::picture::{Inputs, Mark, MarkShape, Picture, Share};
use crate::map::{signs, stacked};
use crate::model::{Framing, GradeRange, SideNames, StandingWord};
use crate::placing::{PointKind, Standings};
use crate::query::Fit;
use crate::symbols::{Fill, Status, SymbolCode};
use crate::theme::Theme;
use crate::viewpoint::{DrawnAs, Item, MapPart, MapParts};
use crate::wording;

/// A sign and what it means.
pub struct Entry {
    sign: Sign,
    text: Text,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Point {
        kind: PointKind,
        has_events: bool,
    },
    Count,
    Group,
    Standing(StandingWord),
    /// A ring whose parts stand for events of different standing.
    Parts,
    Grades,
    Symbol(SymbolCode),
    Stack(SymbolCode),
    Troops(SymbolCode, Fill),
    /// Large enough for its dashes to be seen.
    Planned(SymbolCode, Fill),
    StackOfTroops(SymbolCode, Fill),
    Strength,
    TooNear,
    Possible,
    LeftOut,
    Badge,
    Area,
    Rough,
    /// Widths of core and veil in points.
    Movement([f32; 2]),
    /// None of its own: it goes on from the line above.
    Nothing,
    Hatching,
    DisputedLine,
    /// The colour of a data layer's points or areas, where it gives one.
    Layer(Option<[u8; 4]>),
    /// A point of a data layer as large as a number makes it.
    Sized(f32),
    /// From few to most.
    Heat,
}

const SETTLEMENT: (PointKind, bool) = (PointKind::Settlement, true);
const ROW: f32 = 20.0;
const SIGN_WIDTH: f32 = 40.0;
const MARGIN: Vec2 = vec2(10.0, 7.0);

impl Entry {
    pub fn words(&self) -> &str {
        self.text.text()
    }

    /// Width and height in points of its row.
    pub fn size(&self) -> Vec2 {
        vec2(SIGN_WIDTH + self.text.size().x, ROW)
    }

    /// Paints it with its upper left corner at a point.
    pub fn paint(&self, corner: Pos2, theme: &Theme, painter: &Painter) {
        let mut list = DisplayList::new(painter.ctx());
        self.add(corner, theme, &mut list);
        list.paint(painter);
    }

    fn add(&self, corner: Pos2, theme: &Theme, list: &mut DisplayList<'_>) {
        add_sign(self.sign, corner + vec2(SIGN_WIDTH * 0.4, ROW / 2.0), theme, list);
        let at = corner + vec2(SIGN_WIDTH, (ROW - self.text.size().y) / 2.0);
        list.add_text((Role::Furniture, None), at, (&self.text, 0.0), theme.text);
    }
}

/// What a picture that has all but its labels shows.
pub fn entries(picture: &Picture, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Entry> {
    let sides = inputs.situation.map(|(_, resolved)| resolved.troops().sides());
    let entry = |(sign, words): (Sign, String)| Entry { sign, text: labels::legend(ctx, inputs.theme, &words) };
    meanings(picture, inputs, sides).into_iter().map(entry).collect()
}

/// Where the legend stands on a picture: in a corner where it covers no mark; `None` where there is no such corner.
pub fn place(picture: &Picture, taken: &[Rect]) -> Option<Rect> {
    /// Between it and what it stands beside.
    const GAP: f32 = 10.0;
    let width = picture.legend.iter().map(|entry| entry.size().x).fold(0.0, f32::max);
    let size = vec2(width, ROW * picture.legend.len() as f32) + 2.0 * MARGIN;
    let map = picture.rect.shrink(GAP);
    // Above what stands at the lower edge.
    let floor = taken.iter().filter(|rect| rect.center().y > map.center().y).map(Rect::top).fold(map.bottom(), f32::min);
    let low = floor - size.y;
    let corners = [pos2(map.left(), low), map.min, pos2(map.right() - size.x, map.top()), pos2(map.right() - size.x, low)];
    let covers = |rect: Rect| picture.marks.iter().any(|mark| mark.rect().expand(GAP).intersects(rect));
    let covers_troops = |rect: Rect| picture.troops.iter().any(|troops| troops.claim().expand(GAP).intersects(rect));
    let is_free = |rect: &Rect| {
        map.contains_rect(*rect) && !covers(*rect) && !covers_troops(*rect) && !taken.iter().any(|other| other.intersects(*rect))
    };
    let rects = corners.into_iter().map(|corner| Rect::from_min_size(corner, size));
    rects.into_iter().find(is_free).filter(|_| !picture.legend.is_empty())
}

/// Adds the legend on the map.
pub fn add(entries: &[Entry], rect: Rect, theme: &Theme, list: &mut DisplayList<'_>) {
    let edge = Stroke::new(1.0, theme.hairline);
    list.furnish(Primitive::Rect(Block { rect, radius: 4, fill: theme.panel, edge, edge_lies: StrokeKind::Inside }));
    for (row, entry) in entries.iter().enumerate() {
        entry.add(rect.min + MARGIN + vec2(0.0, ROW * row as f32), theme, list);
    }
}

fn meanings(picture: &Picture, inputs: &Inputs<'_>, sides: Option<&SideNames>) -> Vec<(Sign, String)> {
    let mut meanings: Vec<(Sign, String)> = Vec::new();
    let mut add = |sign: Sign, words: &str| meanings.push((sign, words.to_owned()));
    let in_view = || picture.marks.iter().filter(|mark| picture.rect.contains(mark.pos));
    for kind in [PointKind::Settlement, PointKind::Facility] {
        for has_events in [true, false] {
            let is_such =
                |m: &&Mark| matches!(m.shape, MarkShape::Dot { kind: shown, .. } if shown == kind) && (m.n_events > 0) == has_events;
            if in_view().filter(is_such).any(|m| m.fit > Fit::Out) {
                add(Sign::Point { kind, has_events }, wording::point(kind, has_events));
            }
        }
    }
    if in_view().any(|m| m.count.is_some() && !matches!(m.shape, MarkShape::Group { .. })) {
        add(Sign::Count, wording::NUMBER_OF_EVENTS);
    }
    if in_view().any(|m| matches!(m.shape, MarkShape::Group { .. })) {
        add(Sign::Group, wording::SEVERAL_PLACES);
    }
    standings_shown(picture, inputs.parts).into_iter().for_each(|(sign, words)| add(sign, words));
    if in_view().any(|mark| mark.known_to.is_some() && mark.is_drawn()) {
        add(Sign::TooNear, wording::TOO_NEAR);
    }
    if in_view().any(|m| m.fit == Fit::Possibly) || picture.areas.iter().any(|area| area.fit == Fit::Possibly) {
        add(Sign::Possible, wording::POSSIBLY_SHOWN);
    }
    if in_view().any(|m| m.fit == Fit::Out) {
        add(Sign::LeftOut, wording::LEFT_OUT);
    }
    if in_view().any(|m| matches!(m.shape, MarkShape::Badge { .. })) {
        add(Sign::Badge, &wording::badges(&share(picture.counts.badges)));
    }
    if !picture.areas.is_empty() || !picture.lines.is_empty() {
        add(Sign::Area, &wording::areas(&share(picture.counts.shapes)));
    }
    if !picture.discs.is_empty() {
        add(Sign::Rough, &wording::rough_places(&share(picture.counts.rough)));
    }
    let of_movements = part_of(picture.counts.movements, wording::share_of_largest);
    let strengths = picture.movements.iter().filter_map(|movement| movement.strength);
    let range = strengths.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    if picture.movements.iter().any(|movement| movement.widths.is_none()) {
        let words = if range.is_none() { of_movements.as_str() } else { "" };
        add(Sign::Movement([2.2; 2]), &wording::movements_without_strength(words));
    }
    if let Some(range) = range {
        let widths = picture.movements.iter().find_map(|movement| movement.widths).unwrap_or_default();
        add(Sign::Movement(widths), &wording::movements(range, &of_movements));
    }
    let n_too_short = picture.counts.movements.n_too_small;
    if n_too_short > 0 {
        add(Sign::Nothing, &wording::movements_too_short(n_too_short));
    }
    if !picture.hatching.is_empty() {
        add(Sign::Hatching, wording::DISPUTED_TERRITORY);
        add(Sign::DisputedLine, wording::DISPUTED_BORDER);
    }
    meanings.extend(symbols_shown(picture).into_iter().map(|(sign, words)| (sign, words.to_owned())));
    meanings.extend(troops_shown(picture, sides));
    meanings.extend(of_layers(picture, inputs));
    meanings
}

/// What the frames of symbols mean, of those in view, each in a symbol that is there; and what a stack of them is.
fn symbols_shown(picture: &Picture) -> Vec<(Sign, &'static str)> {
    let mut shown: BTreeMap<&'static str, SymbolCode> = BTreeMap::new();
    for unit in picture.units.iter().filter(|unit| picture.rect.contains(unit.pos)) {
        shown.entry(wording::symbol_identity(unit.code.identity)).or_insert(unit.code);
    }
    let stack = picture.units.iter().find(|unit| unit.stack.n_units > 1).map(|unit| (Sign::Stack(unit.code), wording::STACK_OF_UNITS));
    shown.into_iter().map(|(words, code)| (Sign::Symbol(code), words)).chain(stack).collect()
}

/// The same of bodies of troops: whose they are, and what else is drawn of them.
fn troops_shown(picture: &Picture, sides: Option<&SideNames>) -> Vec<(Sign, String)> {
    let name = |framing: Framing| match framing {
        Framing::Identity(identity) => wording::troops_by_identity(identity).to_owned(),
        Framing::Side(side) => {
            let name = side.and_then(|side| sides?.name(side));
            name.map_or_else(|| wording::TROOPS_WITHOUT_SIDE.to_owned(), wording::troops_of_side)
        }
    };
    let mut shown: BTreeMap<String, Sign> = BTreeMap::new();
    for troops in &picture.troops {
        let plain = SymbolCode { status: Status::Present, ..troops.code };
        shown.entry(shortened(&name(troops.framing), 32)).or_insert(Sign::Troops(plain, troops.fill()));
    }
    let mut found: Vec<(Sign, String)> = shown.into_iter().map(|(words, sign)| (sign, words)).collect();
    if let Some((_, words)) = found.last_mut() {
        words.push_str(&share(picture.counts.troops));
    }
    let planned = picture.troops.iter().find(|troops| troops.is_planned);
    found.extend(planned.map(|troops| (Sign::Planned(troops.code, troops.fill()), wording::TROOPS_PLANNED.to_owned())));
    let stack = picture.troops.iter().find(|troops| troops.items.len() > 1);
    found.extend(stack.map(|troops| (Sign::StackOfTroops(troops.code, troops.fill()), wording::STACK_OF_TROOPS.to_owned())));
    if picture.troops.iter().any(|troops| troops.has_strength) {
        found.push((Sign::Strength, wording::TROOPS_STRENGTH.to_owned()));
    }
    found
}

/// The data layers that are shown: each with its colour, or with what the colours of its rows mean.
fn of_layers(picture: &Picture, inputs: &Inputs<'_>) -> Vec<(Sign, String)> {
    let has_scatter = |layer: usize| inputs.placed.get(layer).is_some_and(|placed| placed.scatter.is_some());
    let of_points = picture.points.iter().map(|p| (&p.item, p.style.fill)).chain(picture.areas.iter().map(|a| (&a.item, a.style.fill)));
    let of_rows = of_points.chain(picture.lines.iter().map(|l| (&l.item, l.style.stroke)));
    let mut shown: BTreeMap<usize, Option<[u8; 4]>> = BTreeMap::new();
    for (item, fill) in of_rows {
        if let Item::Row { layer, .. } = item {
            shown.entry(*layer).or_insert(fill);
        }
    }
    let scattered = (0..inputs.layers.len())
        .filter(|layer| inputs.shows_layer(*layer) && (has_scatter(*layer) || inputs.many_shapes(*layer).is_some()));
    scattered.for_each(|layer| {
        shown.entry(layer).or_insert(None);
    });
    let name =
        |layer: usize| inputs.layers.get(layer).map(|layer| shortened(layer.source_name().rsplit('/').next().unwrap_or_default(), 32));
    let mut meanings = Vec::new();
    for (layer, fill) in shown {
        let Some(name) = name(layer) else { continue };
        let (style, looks) = (inputs.style(layer), inputs.look(layer));
        let is_heat = style.drawn_as == DrawnAs::Heat && has_scatter(layer);
        if let Some(classes) = looks.classes.as_ref().filter(|_| !is_heat) {
            meanings.push((Sign::Nothing, wording::coloured_by(&name, style.colour_by.as_deref().unwrap_or_default())));
            let colour = |class: u8| Sign::Layer(Some(inputs.theme.of_class(classes, class).to_srgba_unmultiplied()));
            let meaning = |words: &str| inputs.layers.get(layer)?.meaning(style.colour_by.as_deref()?, words);
            let of_class = |(number, class): (u8, &Class)| {
                let words = wording::class(class);
                (colour(number), shortened(meaning(&words).unwrap_or(&words), 32))
            };
            meanings.extend((1..).zip(classes.classes()).map(of_class));
        } else {
            let sign = if is_heat { Sign::Heat } else { Sign::Layer(fill) };
            meanings.push((sign, if is_heat { wording::heat_of(&name) } else { name.clone() }));
        }
        if let Some(sizes) = looks.sizes.as_ref().filter(|_| !is_heat) {
            meanings.push((Sign::Nothing, wording::sized_by(&name, style.size_by.as_deref().unwrap_or_default())));
            let steps = [Sizes::STEPS, Sizes::STEPS / 2, 1];
            meanings.extend(steps.map(|step| (Sign::Sized(sized_radius(step)), wording::number_about(sizes.number(step)))));
        }
    }
    meanings
}

/// What rings and grades mean, of those in view.
fn standings_shown(picture: &Picture, parts: MapParts) -> Vec<(Sign, &'static str)> {
    let of_marks = picture.marks.iter().filter(|mark| picture.rect.contains(mark.pos)).map(|mark| &mark.standings);
    let of_movements = picture.movements.iter().filter(|movement| movement.sign_at.is_some()).map(|movement| &movement.standings);
    let shown: Vec<&Standings> = of_marks.chain(of_movements).collect();
    let words = StandingWord::ALL.iter().copied().filter(|word| shown.iter().any(|standings| standings.n(*word) > 0));
    let mut found: Vec<(Sign, &str)> = words.map(|word| (Sign::Standing(word), wording::standing_explained(word))).collect();
    if shown.iter().any(|standings| standings.agreed().is_none() && !standings.is_empty()) {
        found.push((Sign::Parts, wording::RING_IN_PARTS));
    }
    if parts.has(MapPart::Grades) && shown.iter().any(|standings| !standings.grades.is_empty()) {
        found.push((Sign::Grades, wording::GRADES_BESIDE));
    }
    found
}

/// How many are shown, where it is not all in view.
fn share(share: Share) -> String {
    part_of(share, wording::share)
}

fn part_of(share: Share, words: impl FnOnce(usize, usize) -> String) -> String {
    if share.n_shown >= share.n_in_view { String::new() } else { words(share.n_shown, share.n_in_view) }
}

fn add_sign(sign: Sign, centre: Pos2, theme: &Theme, list: &mut DisplayList<'_>) {
    let (left, right) = (centre - vec2(15.0, 0.0), centre + vec2(15.0, 0.0));
    let one = |word| Standings::of_events(word, 1, GradeRange::default());
    let small = |code, fill, size: f32| Primitive::Stamp(stacked::small(code, fill, centre, size, theme));
    let behind = |code, fill| Primitive::Stamp(stacked::small(code, fill, centre + vec2(2.5, -2.5), 10.0, theme));
    let point_of = |of, radius: f32, fit| Primitive::Stamp(point(centre, radius, of, Vec::new(), fit, theme));
    let standing = |standings: &Standings, opacity: f32| Primitive::Stamp(signs::on_map(centre, standings, opacity, theme));
    let block = |radius, fill, edge| {
        let rect = Rect::from_center_size(centre, vec2(28.0, 12.0));
        Primitive::Rect(Block { rect, radius, fill, edge, edge_lies: StrokeKind::Inside })
    };
    let drawn = match sign {
        Sign::Point { kind, has_events } => vec![point_of((kind, has_events), 5.5, Fit::Surely)],
        Sign::Possible => vec![point_of(SETTLEMENT, 5.5, Fit::Possibly)],
        Sign::LeftOut => vec![point_of(SETTLEMENT, 5.5, Fit::Out)],
        Sign::Count => vec![point_of(SETTLEMENT, 7.5, Fit::Surely)],
        Sign::Group => vec![Primitive::Stamp(group(centre, 6.0, Vec::new(), Fit::Surely, theme))],
        Sign::Standing(word) => vec![standing(&one(word), 1.0)],
        Sign::Parts => vec![standing(&(one(StandingWord::Asserted) + one(StandingWord::Contested)), 1.0)],
        Sign::Symbol(code) => vec![small(code, Fill::Identity, 10.0)],
        Sign::Stack(code) => vec![behind(code, Fill::Identity), small(code, Fill::Identity, 10.0)],
        Sign::Troops(code, fill) => vec![small(code, fill, 10.0)],
        Sign::Planned(code, fill) => vec![small(code, fill, 13.0)],
        Sign::StackOfTroops(code, fill) => vec![behind(code, fill), small(code, fill, 10.0)],
        Sign::TooNear => vec![standing(&one(StandingWord::Asserted), TOO_NEAR)],
        Sign::Grades | Sign::Strength | Sign::Nothing => Vec::new(),
        Sign::Badge => vec![block(6, theme.badge, Stroke::new(1.0, theme.mark))],
        Sign::Area => vec![block(0, theme.area_fill, Stroke::new(1.2, theme.area_edge))],
        Sign::Rough => vec![soft_disc(centre, 10.0, 1.4, theme)],
        Sign::Movement([core, veil]) => vec![
            segment([left, right], Stroke::new(veil, theme.movement.gamma_multiply(0.45))),
            segment([left, right], Stroke::new(core, theme.movement)),
        ],
        Sign::Hatching => {
            let foot = |step: i8| centre + vec2(f32::from(step) * 6.0, 0.0);
            let ends = (-2..=2).map(foot).map(|foot| [foot + vec2(-5.0, 6.0), foot + vec2(5.0, -6.0)]).collect();
            vec![Primitive::Segments { ends, stroke: Stroke::new(1.0, theme.disputed) }]
        }
        Sign::DisputedLine => {
            let middle = |step: f32| centre + vec2(step * 11.0, 0.0);
            let ends = [-1.0, 0.0, 1.0].map(middle).map(|middle| [middle - vec2(3.5, 0.0), middle + vec2(3.5, 0.0)]);
            vec![Primitive::Segments { ends: ends.to_vec().into(), stroke: Stroke::new(1.4, theme.disputed) }]
        }
        Sign::Heat => {
            let n = theme.heat.len() as f32;
            let rect = |at: f32| Rect::from_center_size(centre + vec2((at - (n - 1.0) / 2.0) * 7.0, 0.0), vec2(7.0, 12.0));
            let block =
                |(at, fill): (f32, Color32)| Block { rect: rect(at), radius: 0, fill, edge: Stroke::NONE, edge_lies: StrokeKind::Inside };
            let steps = (0..4_u8).map(f32::from).zip(theme.heat);
            steps.map(block).map(Primitive::Rect).collect()
        }
        Sign::Layer(fill) => vec![Primitive::Stamp(of_layer(centre, fill, POINT_RADIUS, theme))],
        Sign::Sized(radius) => vec![Primitive::Stamp(of_layer(centre, None, radius, theme))],
    };
    drawn.into_iter().for_each(|primitive| list.furnish(primitive));
    let words = match sign {
        Sign::Count => Some(("2", labels::count_font(), theme.mark_edge)),
        Sign::Grades => Some(("B2", labels::grade_font(), theme.mark_label)),
        Sign::Strength => Some(("300", labels::grade_font(), theme.mark_label)),
        _ => None,
    };
    if let Some((text, font, ink)) = words {
        list.add_words(centre, Align2::CENTER_CENTER, text, font, ink);
    }
}
