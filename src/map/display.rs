//! What is drawn on the map over its ground, resolved, the lowest first: colours, widths and places in points. The painter here and the
//! figures of exports draw the same list, and neither decides anything.

use std::borrow::Cow;
use std::f32::consts::TAU;
use std::sync::Arc;

use egui::epaint::{Mesh, PathStroke, TextShape, Vertex, WHITE_UV};
use egui::{Align2, Color32, Context, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, vec2};

use crate::map::dots::Dots;
use crate::map::labels::Text;
use crate::map::shapes::{Shape, View};
use crate::map::stamps::{self, Stamp};
use crate::viewpoint::Item;

pub struct DisplayList<'a> {
    pub drawn: Vec<Drawn<'a>>,
    /// Whose fonts lay out texts.
    ctx: Context,
}

/// One thing that is drawn.
pub struct Drawn<'a> {
    pub role: Role,
    /// What it stands for.
    pub item: Option<&'a Item>,
    pub primitive: Primitive<'a>,
}

/// What something on the map is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Graticule, hatching.
    Ground,
    /// Areas, rough places, lines.
    Area,
    /// Movements.
    Arc,
    /// Places, signs of what their events come to, rows of data layers.
    Mark,
    /// Military symbols.
    Symbol,
    /// Names.
    Label,
    /// What a scene has of its own over the map: drawings, and the veil round what it shows.
    OfScene,
    /// What stands on the map's edge, and what is measured on it.
    Furniture,
    /// The number of an endnote: of exports alone.
    Pin,
}

pub enum Primitive<'a> {
    Stamp(Stamp<'a>),
    /// The inside of an area, which lies as far away as its offset says.
    Inside {
        shape: Arc<Shape>,
        offset: Vec2,
        fill: Color32,
    },
    Line {
        points: Vec<Pos2>,
        stroke: Stroke,
        /// Lengths in points of dashes and of gaps.
        dash: Option<[f32; 2]>,
    },
    /// Straight lines between two points each.
    Segments {
        ends: Cow<'a, [[Pos2; 2]]>,
        stroke: Stroke,
    },
    /// Convex.
    Polygon {
        corners: Vec<Pos2>,
        fill: Color32,
        edge: Stroke,
    },
    Circle {
        centre: Pos2,
        /// Within the edge.
        radius: f32,
        fill: Color32,
        edge: Stroke,
    },
    Rect(Block),
    /// A disc whose colour changes outwards, by the share of its radius, ascending from 0 to 1.
    Glow {
        centre: Pos2,
        radius: f32,
        stops: Vec<(f32, Color32)>,
    },
    /// A text that is not kept as a stamp: it changes often, or stands on a ground of its own.
    Words {
        pos: Pos2,
        galley: Arc<Galley>,
        ink: Color32,
        halo: Option<Color32>,
    },
    /// Very many points, as dots with a halo each, or as heat.
    Dots {
        dots: &'a Dots,
        /// Where they are to be seen now.
        view: View,
    },
    /// What shows of a list within a rectangle.
    Within(Rect, DisplayList<'a>),
}

/// A rectangle with its edge.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub rect: Rect,
    /// Of its corners, in points.
    pub radius: u8,
    pub fill: Color32,
    pub edge: Stroke,
    /// Where the edge lies.
    pub edge_lies: StrokeKind,
}

impl<'a> DisplayList<'a> {
    /// Empty, for use within a pass of a context.
    pub fn new(ctx: &Context) -> Self {
        Self { drawn: Vec::new(), ctx: ctx.clone() }
    }

    pub fn ctx(&self) -> &Context {
        &self.ctx
    }

    pub fn add(&mut self, role: Role, item: Option<&'a Item>, primitive: Primitive<'a>) {
        self.drawn.push(Drawn { role, item, primitive });
    }

    /// Adds what stands on the map's edge, or is measured there.
    pub fn furnish(&mut self, primitive: Primitive<'a>) {
        self.add(Role::Furniture, None, primitive);
    }

    /// Adds the lines of a text without a halo.
    pub fn add_text(&mut self, (role, item): (Role, Option<&'a Item>), pos: Pos2, (text, align): (&Text, f32), ink: Color32) {
        let words = |(offset, galley)| Primitive::Words { pos: pos + offset, galley, ink, halo: None };
        let lines: Vec<_> = text.galleys(align, &self.ctx).map(words).collect();
        lines.into_iter().for_each(|line| self.add(role, item, line));
    }

    /// A text in one line.
    pub fn galley(&self, text: String, font: FontId, ink: Color32) -> Arc<Galley> {
        self.ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text, font, ink))
    }

    /// Adds a text in one line to the furniture, which begins, ends or is centred at a point.
    pub fn add_words(&mut self, at: Pos2, align: Align2, text: &str, font: FontId, ink: Color32) {
        let galley = self.galley(text.to_owned(), font, ink);
        self.furnish(Primitive::Words { pos: align.anchor_size(at, galley.size()).min, galley, ink, halo: None });
    }

    pub fn paint(&self, painter: &Painter) {
        Self::paint_run(&self.drawn, painter);
    }

    /// What is drawn, cut where it is said of one and not of the next.
    pub fn runs(&self, is: fn(Role) -> bool) -> impl Iterator<Item = (bool, &[Drawn<'a>])> {
        let runs = self.drawn.chunk_by(move |a, b| is(a.role) == is(b.role));
        runs.map(move |run| (run.first().is_some_and(|first| is(first.role)), run))
    }

    pub fn paint_run(run: &[Drawn<'_>], painter: &Painter) {
        // Stamps are painted many at once.
        let mut stamps: Vec<&Stamp<'_>> = Vec::new();
        let paint_stamps = |stamps: &mut Vec<&Stamp<'_>>| {
            if !stamps.is_empty() {
                stamps::paint(stamps, painter);
                stamps.clear();
            }
        };
        for Drawn { primitive, .. } in run {
            if let Primitive::Stamp(stamp) = primitive {
                stamps.push(stamp);
            } else {
                paint_stamps(&mut stamps);
                primitive.paint(painter);
            }
        }
        paint_stamps(&mut stamps);
    }
}

/// A circle that is not filled.
pub fn ring<'a>(centre: Pos2, radius: f32, edge: Stroke) -> Primitive<'a> {
    Primitive::Circle { centre, radius, fill: Color32::TRANSPARENT, edge }
}

/// One straight line.
pub fn segment<'a>(ends: [Pos2; 2], stroke: Stroke) -> Primitive<'a> {
    Primitive::Segments { ends: Cow::Owned(vec![ends]), stroke }
}

impl Primitive<'_> {
    /// All but stamps, which are painted together.
    fn paint(&self, painter: &Painter) {
        match self {
            Self::Stamp(_) => {}
            Self::Inside { shape, offset, fill } => {
                let vertices =
                    shape.vertices.iter().map(|v| Vertex { pos: (*v + *offset).to_pos2(), uv: WHITE_UV, color: *fill }).collect();
                painter.add(Mesh { indices: shape.triangles.clone(), vertices, ..Mesh::default() });
            }
            Self::Line { points, stroke, dash: Some([dash, gap]) } => {
                painter.extend(egui::Shape::dashed_line(points, *stroke, *dash, *gap));
            }
            Self::Line { points, stroke, dash: None } => {
                painter.line(points.clone(), PathStroke::new(stroke.width, stroke.color));
            }
            Self::Segments { ends, stroke } => {
                for ends in ends.iter() {
                    painter.line_segment(*ends, *stroke);
                }
            }
            Self::Polygon { corners, fill, edge } => {
                painter.add(egui::Shape::convex_polygon(corners.clone(), *fill, *edge));
            }
            Self::Circle { centre, radius, fill, edge } => {
                painter.circle(*centre, *radius, *fill, *edge);
            }
            Self::Rect(Block { rect, radius, fill, edge, edge_lies }) => {
                painter.rect(*rect, CornerRadius::same(*radius), *fill, *edge, *edge_lies);
            }
            Self::Glow { centre, radius, stops } => {
                painter.add(glow(*centre, *radius, stops));
            }
            Self::Words { pos, galley, ink, halo: Some(halo) } => paint_text(*pos, galley, *ink, *halo, painter),
            // It may have been laid out in a colour of its own.
            Self::Words { pos, galley, ink, halo: None } => painter.galley_with_override_text_color(*pos, galley.clone(), *ink),
            Self::Dots { dots, view } => dots.paint(view, painter),
            Self::Within(rect, list) => list.paint(&painter.with_clip_rect(painter.clip_rect().intersect(*rect))),
        }
    }
}

fn glow(centre: Pos2, radius: f32, stops: &[(f32, Color32)]) -> Mesh {
    const STEPS: u32 = 48;
    let mut mesh = Mesh::default();
    let mut vertex = |pos: Pos2, color: Color32| mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
    let Some(((_, innermost), outer)) = stops.split_first() else { return mesh };
    vertex(centre, *innermost);
    for (share, colour) in outer {
        for step in 0..STEPS {
            let angle = TAU * step as f32 / STEPS as f32;
            vertex(centre + Vec2::angled(angle) * radius * *share, *colour);
        }
    }
    for step in 0..STEPS {
        let next = (step + 1) % STEPS;
        mesh.indices.extend([0, 1 + step, 1 + next]);
        for ring in 1..outer.len() as u32 {
            let (inner, outer) = (1 + (ring - 1) * STEPS, 1 + ring * STEPS);
            let (a, b, c, d) = (inner + step, inner + next, outer + step, outer + next);
            mesh.indices.extend([a, c, b, b, c, d]);
        }
    }
    mesh
}

/// How far the halo of a text reaches that is no stamp, in points.
pub const WORDS_REACH: f32 = 1.3;

/// A text with a halo: four copies of it in the halo's colour, a little apart, below it. For the few that change with every pass; names
/// have stamps.
pub fn paint_text(pos: Pos2, galley: &Arc<Galley>, ink: Color32, halo: Color32, painter: &Painter) {
    for (dx, dy) in [(-0.8, -0.8), (0.8, -0.8), (-0.8, 0.8), (0.8, 0.8)] {
        let shifted = pos + vec2(dx, dy) * WORDS_REACH;
        painter.add(TextShape::new(shifted, galley.clone(), halo).with_override_text_color(halo));
    }
    painter.add(TextShape::new(pos, galley.clone(), ink));
}
