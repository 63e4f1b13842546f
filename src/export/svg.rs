//! A figure as SVG.

use std::fmt::Write;

use crate::export::figure::{Colour, Figure, PieceKind, Segment, Shape};
use crate::export::markup::Markup;

/// The pieces of some kinds as an `svg` element to stand in a page; `ids` begins every id in it.
pub fn svg(figure: &Figure, told: &str, ids: &str, is_shown: impl Fn(PieceKind) -> bool) -> String {
    let mut markup = Markup::default();
    let [width, height] = figure.size;
    let view = format!("0 0 {width} {height}");
    markup.within("svg", &[("viewBox", &view), ("role", &"img"), ("aria-label", &told)], |svg| {
        for (n, piece) in figure.pieces.iter().enumerate().filter(|(_, piece)| is_shown(piece.kind)) {
            for shape in &piece.shapes {
                draw(svg, shape, &format!("{ids}-{n}"));
            }
        }
    });
    markup.finish()
}

fn draw(svg: &mut Markup, shape: &Shape, id: &str) {
    match shape {
        Shape::Path { path, fill, stroke } => {
            let fill = fill.map_or("none".to_owned(), hex);
            let (stroke, width) = stroke.map_or(("none".to_owned(), 0.0), |stroke| (hex(stroke.colour), stroke.width));
            svg.empty("path", &[("d", &path_data(path)), ("fill", &fill), ("stroke", &stroke), ("stroke-width", &width)]);
        }
        Shape::Glow { centre: [x, y], radius, stops } => {
            svg.within("radialGradient", &[("id", &id)], |svg| {
                for (share, colour) in stops {
                    svg.empty("stop", &[("offset", share), ("stop-color", &hex(*colour))]);
                }
            });
            svg.empty("circle", &[("cx", x), ("cy", y), ("r", radius), ("fill", &format!("url(#{id})"))]);
        }
        Shape::Text(text) => {
            let [x, y] = text.at;
            let width = text.offsets.last().copied().unwrap_or_default();
            svg.line(
                "text",
                &[("x", &x), ("y", &y), ("font-size", &text.size), ("textLength", &width), ("fill", &hex(text.colour))],
                &text.text,
            );
        }
    }
}

fn hex([r, g, b, a]: Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}{a:02x}")
}

fn path_data(path: &[Segment]) -> String {
    let mut data = String::new();
    for segment in path {
        let _ = match segment {
            Segment::Move([x, y]) => write!(data, "M{x} {y}"),
            Segment::Line([x, y]) => write!(data, "L{x} {y}"),
            Segment::Quad([a, b], [x, y]) => write!(data, "Q{a} {b} {x} {y}"),
            Segment::Cubic([a, b], [c, d], [x, y]) => write!(data, "C{a} {b} {c} {d} {x} {y}"),
            Segment::Close => write!(data, "Z"),
        };
    }
    data
}
