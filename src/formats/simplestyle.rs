//! simplestyle-spec 1.1.0: colours and widths among the properties of a GeoJSON Feature.

use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Member, Node};
use crate::model::{Rgb, SimpleStyle};

/// Takes over a property where it is one of simplestyle's but `title` and `description`, which are plain texts. A value that the
/// specification does not know is told and passed over. Returns whether the name is one of these.
pub fn set_member(style: &mut SimpleStyle, member: &Member<'_>, faults: &mut Faults<'_>) -> bool {
    let value = member.value;
    let is_good = match member.name.as_ref() {
        "marker-size" => {
            set(&mut style.marker_size, value.as_text().filter(|s| matches!(s.as_ref(), "small" | "medium" | "large")), Into::into)
        }
        "marker-symbol" => set(&mut style.marker_symbol, symbol(value), |s| s),
        "marker-color" => set(&mut style.marker_color, colour(value), |c| c),
        "stroke" => set(&mut style.stroke, colour(value), |c| c),
        "stroke-opacity" => set(&mut style.stroke_opacity, number_in(value, 1.0), |n| n),
        "stroke-width" => set(&mut style.stroke_width, number_in(value, f64::MAX), |n| n),
        "fill" => set(&mut style.fill, colour(value), |c| c),
        "fill-opacity" => set(&mut style.fill_opacity, number_in(value, 1.0), |n| n),
        _ => return false,
    };
    if !is_good && value.kind() != Kind::Null {
        let detail = format!("\"{}\" has a value that simplestyle does not know", member.name);
        faults.warning(value.offset(), "bad-style", detail, "passed over");
    }
    true
}

fn set<T, U>(slot: &mut Option<U>, value: Option<T>, convert: fn(T) -> U) -> bool {
    let is_good = value.is_some();
    *slot = value.map(convert);
    is_good
}

/// The name of an icon, or a digit, which stands as a number too in files met.
fn symbol(value: Node<'_>) -> Option<String> {
    value.as_text().map(Into::into).or_else(|| value.as_u64().map(|digit| digit.to_string()))
}

/// `#rgb` or `#rrggbb`, with or without `#`.
fn colour(value: Node<'_>) -> Option<Rgb> {
    let text = value.as_text()?;
    let hex = text.strip_prefix('#').unwrap_or(&text);
    if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, r, g, b] = match hex.len() {
        6 => number.to_be_bytes(),
        3 => (((number & 0xF00) << 8 | (number & 0xF0) << 4 | number & 0xF) * 0x11).to_be_bytes(),
        _ => return None,
    };
    Some(Rgb([r, g, b]))
}

fn number_in(value: Node<'_>, most: f64) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_text()?.parse().ok())?;
    (0.0..=most).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Problems;
    use crate::formats::json::Lines;

    #[test]
    fn colours_are_read_in_each_form_of_the_specification() {
        let cases = [
            ("#a0b1c2", Some([0xa0, 0xb1, 0xc2])),
            ("A0B1C2", Some([0xa0, 0xb1, 0xc2])),
            ("#f08", Some([0xff, 0x00, 0x88])),
            ("red", None),
            ("#a0b1c", None),
            ("+a0b1c", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(colour(Node::whole(&format!("\"{text}\""))), expected.map(Rgb), "{text}");
        }
    }

    #[test]
    fn values_outside_the_specification_are_told_and_passed_over() {
        let text = r##"{"stroke": "red", "fill": "#123", "fill-opacity": 2, "stroke-width": 3, "marker-size": "huge", "marker-symbol": 7, "name": 1}"##;
        let (lines, mut problems, mut style) = (Lines::new("f", text), Problems::default(), SimpleStyle::default());
        let mut faults = Faults::new(&lines, &mut problems);
        let taken: Vec<bool> = Node::whole(text).members().iter().map(|member| set_member(&mut style, member, &mut faults)).collect();
        assert_eq!(taken, [true, true, true, true, true, true, false]);
        let fill = Some(Rgb([0x11, 0x22, 0x33]));
        let expected = SimpleStyle { fill, stroke_width: Some(3.0), marker_symbol: Some("7".into()), ..SimpleStyle::default() };
        assert_eq!(style, expected);
        assert_eq!(problems.iter().map(|p| p.location.column).collect::<Vec<_>>(), [12, 51, 88]);
    }
}
