//! A figure as SVG 1.1, with texts that can be selected.
//!
//! A file has its letters as outlines, as fonts in it would have to be cut down to be of a bearable size, and many programs that open SVG
//! take no fonts from it. Over them lies the text itself, which is not seen and can be selected, found and heard. Within a page the text is
//! seen, in whatever font is there.

use std::fmt::{self, Display, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::export::figure::{Colour, Figure, Piece, Segment, Shape, Stroke, Text};
use crate::export::markup::{Attributes, Markup};
use crate::export::png::Glyphs;
use crate::map::Role;
use crate::theme::Weight;

/// A figure as a file that needs nothing else: `scale` pixels for each point, with a title and what it shows in words.
pub fn svg_file(figure: &Figure, scale: f32, title: &str, told: &str) -> String {
    const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let [width, height] = figure.size;
    let mut markup = Markup::new(PROLOGUE);
    let (width_px, height_px, view) = (Number(width * scale), Number(height * scale), view_box(figure));
    let attributes: Attributes<'_> = &[
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("width", &width_px),
        ("height", &height_px),
        ("viewBox", &view),
        ("role", &"img"),
        ("aria-labelledby", &"title told"),
    ];
    markup.within("svg", attributes, |svg| {
        svg.line("title", &[("id", &"title")], title);
        svg.line("desc", &[("id", &"told")], told);
        draw_all(svg, figure, "figure", &mut Some(Glyphs::new()), |_| true);
    });
    markup.finish() + "\n"
}

/// The pieces of some kinds as an `svg` element to stand in a page; `ids` begins every id in it.
pub fn svg(figure: &Figure, told: &str, ids: &str, is_shown: impl Fn(Role) -> bool) -> String {
    let mut markup = Markup::default();
    let view = view_box(figure);
    markup.within("svg", &[("viewBox", &view), ("role", &"img"), ("aria-label", &told)], |svg| {
        draw_all(svg, figure, ids, &mut None, is_shown);
    });
    markup.finish()
}

fn view_box(figure: &Figure) -> String {
    let [width, height] = figure.size.map(Number);
    format!("0 0 {width} {height}")
}

/// Each piece is a group with its kind as its class, and in `data-item` what it stands for.
fn draw_all(svg: &mut Markup, figure: &Figure, ids: &str, letters: &mut Option<Glyphs>, is_shown: impl Fn(Role) -> bool) {
    const FONTS: &str = "'Noto Sans', Inter, sans-serif";
    let [width, height] = figure.size.map(Number);
    let clip = format!("{ids}-edge");
    // Not every reader cuts off what lies beyond the edge by itself.
    svg.within("clipPath", &[("id", &clip)], |svg| svg.empty("rect", &[("width", &width), ("height", &height)]));
    let cut = format!("url(#{clip})");
    svg.within("g", &[("clip-path", &cut), ("font-family", &FONTS), ("fill", &"none")], |svg| {
        for (n, piece) in figure.pieces.iter().enumerate().filter(|(_, piece)| is_shown(piece.kind)) {
            draw_piece(svg, piece, &format!("{ids}-{n}"), letters);
        }
    });
}

fn draw_piece(svg: &mut Markup, piece: &Piece, id: &str, letters: &mut Option<Glyphs>) {
    let (class, opacity) = (class_of(piece.kind), Number(piece.opacity));
    let item = piece.item.as_ref().map(ToString::to_string);
    let mut attributes: Vec<(&str, &dyn Display)> = vec![("id", &id), ("class", &class)];
    attributes.extend(item.as_ref().map(|item| ("data-item", item as &dyn Display)));
    if piece.opacity < 1.0 {
        attributes.push(("opacity", &opacity));
    }
    svg.within("g", &attributes, |svg| {
        for (n, shape) in piece.shapes.iter().enumerate() {
            draw_shape(svg, shape, &format!("{id}-{n}"), letters);
        }
    });
}

fn class_of(kind: Role) -> &'static str {
    match kind {
        Role::Ground => "ground",
        Role::Area => "area",
        Role::Arc => "arc",
        Role::Mark => "mark",
        Role::Symbol => "symbol",
        Role::Label => "label",
        Role::OfScene => "of-scene",
        Role::Furniture => "furniture",
        Role::Pin => "pin",
    }
}

fn draw_shape(svg: &mut Markup, shape: &Shape, id: &str, letters: &mut Option<Glyphs>) {
    match shape {
        Shape::Path { path, fill, stroke } => {
            let data = path_data(path);
            let fill = fill.iter().flat_map(|fill| painted(["fill", "fill-opacity"], *fill));
            let looks: Vec<(&str, String)> = fill.chain(stroke.iter().flat_map(stroked)).collect();
            svg.empty("path", &with(&[("d", &data)], &looks));
        }
        Shape::Glow { centre, radius, stops } => {
            let [x, y] = centre.map(Number);
            let radius = Number(*radius);
            svg.within("radialGradient", &[("id", &id)], |svg| {
                for (share, colour) in stops {
                    svg.empty("stop", &with(&[("offset", &Number(*share))], &painted(["stop-color", "stop-opacity"], *colour)));
                }
            });
            let fill = format!("url(#{id})");
            svg.empty("circle", &[("cx", &x), ("cy", &y), ("r", &radius), ("fill", &fill)]);
        }
        Shape::Picture { rect, pixels } => {
            let [x, y, width, height] = rect.map(Number);
            // What cannot be encoded is not there: pixels in memory always can.
            let data = format!("data:image/png;base64,{}", STANDARD.encode(pixels.png().unwrap_or_default()));
            svg.empty("image", &[("x", &x), ("y", &y), ("width", &width), ("height", &height), ("href", &data)]);
        }
        Shape::Text(text) => draw_text(svg, text, letters),
    }
}

/// `textLength` holds the width whichever font is there. What the built-in fonts have not is left to others.
fn draw_text(svg: &mut Markup, text: &Text, letters: &mut Option<Glyphs>) {
    let [x, y] = text.at.map(Number);
    let (size, width) = (Number(text.size), Number(text.offsets.last().copied().unwrap_or_default()));
    let mut looks = painted(["fill", "fill-opacity"], text.colour);
    if text.weight == Weight::Semibold {
        looks.push(("font-weight", "600".to_owned()));
    }
    if let Some((colour, reach)) = text.halo {
        looks.extend(stroked(&Stroke { width: 2.0 * reach, colour, dash: None, is_round: true }));
        looks.push(("paint-order", "stroke".to_owned()));
    }
    let mut is_held = true;
    if let Some(outline) = letters.as_mut().and_then(|letters| letters.segments(text)) {
        let data = path_data(&outline);
        svg.empty("path", &with(&[("d", &data)], &looks));
        looks = vec![("fill", "none".to_owned()), ("pointer-events", "all".to_owned())];
        if text.weight == Weight::Semibold {
            looks.push(("font-weight", "600".to_owned()));
        }
    } else if letters.is_some() {
        // The widths are those of boxes.
        is_held = false;
    }
    let mut place: Vec<(&str, &dyn Display)> = vec![("x", &x), ("y", &y), ("font-size", &size), ("xml:space", &"preserve")];
    if is_held {
        place.push(("textLength", &width));
    }
    svg.line("text", &with(&place, &looks), &text.text);
}

fn with<'a>(first: Attributes<'a>, rest: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a dyn Display)> {
    first.iter().copied().chain(rest.iter().map(|(name, value)| (*name, value as &dyn Display))).collect()
}

fn painted([of, of_opacity]: [&'static str; 2], [red, green, blue, opacity]: Colour) -> Vec<(&'static str, String)> {
    let opacity = (opacity < 255).then(|| (of_opacity, Number(f32::from(opacity) / 255.0).to_string()));
    std::iter::once((of, format!("#{red:02x}{green:02x}{blue:02x}"))).chain(opacity).collect()
}

fn stroked(stroke: &Stroke) -> Vec<(&'static str, String)> {
    let mut looks = painted(["stroke", "stroke-opacity"], stroke.colour);
    looks.push(("stroke-width", Number(stroke.width).to_string()));
    if let Some([dash, gap]) = stroke.dash.map(|dash| dash.map(Number)) {
        looks.push(("stroke-dasharray", format!("{dash} {gap}")));
    }
    if stroke.is_round {
        looks.extend(["stroke-linecap", "stroke-linejoin"].map(|name| (name, "round".to_owned())));
    }
    looks
}

fn path_data(path: &[Segment]) -> String {
    let mut data = String::new();
    // A command that is that of the segment before is left out.
    let mut last = ' ';
    for segment in path {
        let (command, points): (char, Vec<[f32; 2]>) = match *segment {
            Segment::Move(to) => ('M', vec![to]),
            Segment::Line(to) => ('L', vec![to]),
            Segment::Quad(a, to) => ('Q', vec![a, to]),
            Segment::Cubic(a, b, to) => ('C', vec![a, b, to]),
            Segment::Close => ('Z', Vec::new()),
        };
        if command != last || command == 'M' {
            data.push(command);
        } else if !points.is_empty() {
            data.push(' ');
        }
        last = command;
        for (n, [x, y]) in points.into_iter().enumerate() {
            let _ = write!(data, "{}{} {}", if n > 0 { " " } else { "" }, Number(x), Number(y));
        }
    }
    data
}

/// With at most two decimals; what is no number is 0.
#[derive(Clone, Copy)]
struct Number(f32);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = if self.0.is_finite() { (f64::from(self.0) * 100.0).round() } else { 0.0 };
        // Without the sign of a zero.
        write!(f, "{}", (hundredths + 0.0) / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RecordId;
    use crate::viewpoint::Item;

    #[test]
    fn numbers_have_at_most_two_decimals() {
        for (number, text) in [(1.0, "1"), (0.125, "0.13"), (-3.999, "-4"), (-0.001, "0"), (f32::NAN, "0"), (12_345.678, "12345.68")] {
            assert_eq!(Number(number).to_string(), text);
        }
    }

    #[test]
    fn every_piece_says_what_it_is_and_words_are_never_markup() {
        let text = Text {
            text: "a \"b\" ]]> <c>\u{0}&".to_owned(),
            at: [1.0, 2.005],
            offsets: vec![0.0; 14],
            size: 13.0,
            weight: Weight::Semibold,
            colour: [1, 2, 3, 128],
            halo: Some(([255, 255, 255, 255], 1.7)),
        };
        let line = [Segment::Move([0.0, 0.0]), Segment::Line([1.0, 1.0]), Segment::Line([2.0, 0.004]), Segment::Close];
        let stroke = Stroke { width: 1.0, colour: [0, 0, 0, 255], dash: Some([6.0, 4.0]), is_round: false };
        let path = Shape::Path { path: line.to_vec(), fill: Some([9, 9, 9, 51]), stroke: Some(stroke) };
        let glow = Shape::Glow { centre: [5.0, 6.0], radius: 7.0, stops: vec![(0.0, [1, 1, 1, 255]), (1.0, [1, 1, 1, 0])] };
        let item = Some(Item::Record(RecordId::Event("v\"<".into())));
        let piece = |kind, item, opacity, shapes| Piece { kind, item, opacity, shapes };
        let pieces = vec![piece(Role::Arc, item, 0.3, vec![path, glow]), piece(Role::Label, None, 1.0, vec![Shape::Text(text)])];
        let figure = Figure { size: [10.0, 20.0], pieces };
        let page = svg(&figure, "A & B", "f", |_| true);
        for part in [
            "viewBox=\"0 0 10 20\" role=\"img\" aria-label=\"A &amp; B\"",
            "<g id=\"f-0\" class=\"arc\" data-item=\"event:v&quot;&lt;\" opacity=\"0.3\">",
            "<path d=\"M0 0L1 1 2 0Z\" fill=\"#090909\" fill-opacity=\"0.2\" stroke=\"#000000\" stroke-width=\"1\" stroke-dasharray=\"6 4\"/>",
            "<radialGradient id=\"f-0-1\"><stop offset=\"0\" stop-color=\"#010101\"/><stop offset=\"1\" stop-color=\"#010101\" stop-opacity=\"0\"/>",
            "<circle cx=\"5\" cy=\"6\" r=\"7\" fill=\"url(#f-0-1)\"/>",
            "font-weight=\"600\" stroke=\"#ffffff\" stroke-width=\"3.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\" paint-order=\"stroke\">\
             a &quot;b&quot; ]]&gt; &lt;c&gt;\u{200b}&amp;</text>",
        ] {
            assert!(page.contains(part), "{part} lacks in {page}");
        }
        assert!(!svg(&figure, "", "f", |kind| kind != Role::Arc).contains("<path"));
        let file = svg_file(&figure, 2.0, "T", "W");
        assert!(file.starts_with("<?xml") && file.contains("width=\"20\" height=\"40\" viewBox=\"0 0 10 20\""), "{file}");
    }
}
