//! How Placemarks want to look: styles of their own, shared ones, and pairs of which the normal one counts.

use std::collections::HashMap;

use crate::formats::xml::Element;
use crate::model::{Rgb, SimpleStyle};

/// Shared styles of one file at most.
const MAX_STYLES: usize = 100_000;
/// References from one to another at most.
const MAX_STEPS: usize = 8;

/// The shared styles of a file, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    shared: HashMap<String, Shared>,
}

#[derive(Clone, Debug)]
enum Shared {
    Style(SimpleStyle),
    /// The id of another.
    SameAs(String),
}

impl Styles {
    pub fn len(&self) -> usize {
        self.shared.len()
    }

    /// Takes over a `Style`, `StyleMap` or `CascadingStyle` that has an id.
    pub fn add(&mut self, element: &Element) {
        let Some(id) = element.attribute("id").filter(|id| !id.is_empty() && self.shared.len() < MAX_STYLES) else { return };
        let shared = match element.name.as_str() {
            "StyleMap" => normal(element),
            "CascadingStyle" => element.child("Style").map(|style| Shared::Style(style_of(style))),
            _ => Some(Shared::Style(style_of(element))),
        };
        if let Some(shared) = shared {
            self.shared.insert(id.to_owned(), shared);
        }
    }

    /// The style that a Placemark asks for: its own over the shared one that it names; and whether that one is unknown.
    pub fn of(&self, placemark: &Element) -> (SimpleStyle, Option<String>) {
        let url = placemark.child_text("styleUrl");
        let shared = url.map(|url| self.resolved(url));
        let unknown = url.filter(|_| matches!(shared, Some(None))).map(str::to_owned);
        let mut style = shared.flatten().unwrap_or_default();
        for own in &placemark.children {
            match own.name.as_str() {
                "Style" => style = over(style, style_of(own)),
                "StyleMap" => match normal(own) {
                    Some(Shared::Style(own)) => style = over(style, own),
                    Some(Shared::SameAs(url)) => style = over(style, self.resolved(&url).unwrap_or_default()),
                    None => {}
                },
                _ => {}
            }
        }
        (style, unknown)
    }

    fn resolved(&self, url: &str) -> Option<SimpleStyle> {
        let mut id = url.trim_start_matches('#');
        for _ in 0..MAX_STEPS {
            match self.shared.get(id)? {
                Shared::Style(style) => return Some(style.clone()),
                Shared::SameAs(url) => id = url.trim_start_matches('#'),
            }
        }
        None
    }
}

/// The style of a pair for what is not pointed at.
fn normal(map: &Element) -> Option<Shared> {
    let pair = map.children_named("Pair").find(|pair| pair.child_text("key") == Some("normal"))?;
    let own = pair.child("Style").map(|style| Shared::Style(style_of(style)));
    own.or_else(|| pair.child_text("styleUrl").map(|url| Shared::SameAs(url.to_owned())))
}

fn style_of(element: &Element) -> SimpleStyle {
    let mut style = SimpleStyle::default();
    for part in &element.children {
        let colour = part.child_text("color").and_then(colour);
        let is_off = |name: &str| matches!(part.child_text(name), Some("0" | "false"));
        match part.name.as_str() {
            "IconStyle" => style.marker_color = colour.map(|(rgb, _)| rgb),
            "LineStyle" => {
                style.stroke = colour.map(|(rgb, _)| rgb);
                style.stroke_opacity = colour.and_then(|(_, opacity)| opacity);
                style.stroke_width =
                    part.child_text("width").and_then(|width| width.parse().ok()).filter(|width| (0.0..=1e4).contains(width));
            }
            "PolyStyle" => {
                style.fill = colour.map(|(rgb, _)| rgb);
                style.fill_opacity = if is_off("fill") { Some(0.0) } else { colour.and_then(|(_, opacity)| opacity) };
                if is_off("outline") {
                    style.stroke_opacity = Some(0.0);
                }
            }
            _ => {}
        }
    }
    style
}

/// One style over another: what it does not say is as below.
fn over(below: SimpleStyle, above: SimpleStyle) -> SimpleStyle {
    SimpleStyle {
        marker_color: above.marker_color.or(below.marker_color),
        stroke: above.stroke.or(below.stroke),
        stroke_opacity: above.stroke_opacity.or(below.stroke_opacity),
        stroke_width: above.stroke_width.or(below.stroke_width),
        fill: above.fill.or(below.fill),
        fill_opacity: above.fill_opacity.or(below.fill_opacity),
        ..below
    }
}

/// A colour `aabbggrr` with how opaque it is; `rrggbb` as well, which is met.
fn colour(text: &str) -> Option<(Rgb, Option<f64>)> {
    let hex = text.trim_start_matches('#');
    let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    match (hex.len(), number.to_be_bytes()) {
        (8, [alpha, b, g, r]) => Some((Rgb([r, g, b]), Some((f64::from(alpha) / 255.0 * 1000.0).round() / 1000.0))),
        (6, [_, r, g, b]) => Some((Rgb([r, g, b]), None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_turned_round() {
        assert_eq!(colour("7f00ffAA"), Some((Rgb([0xAA, 0xFF, 0]), Some(0.498))));
        assert_eq!(colour("#112233"), Some((Rgb([0x11, 0x22, 0x33]), None)));
        for text in ["", "red", "1122334455", "+1223344", "#12"] {
            assert_eq!(colour(text), None, "{text}");
        }
    }
}
