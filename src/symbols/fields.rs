//! The texts round a symbol, each in the place that the standard gives it.

use std::collections::BTreeMap;

use crate::symbols::path::{Box2, Point, point};

/// A text field by its letters in MIL-STD-2525.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// C: how many pieces of equipment.
    Quantity,
    /// F: `(+)` reinforced, `(-)` reduced.
    ReinforcedOrReduced,
    /// AS: country.
    Country,
    /// G: staff comments.
    StaffComments,
    /// H: additional information.
    AdditionalInformation,
    /// J: the Admiralty grade, one letter and one digit.
    EvaluationRating,
    /// K: combat effectiveness.
    CombatEffectiveness,
    /// L: detectable electronic signatures.
    SignatureEquipment,
    /// M: the formation above.
    HigherFormation,
    /// T: what it is called.
    UniqueDesignation,
    /// V: type of equipment.
    Type,
    /// W: date-time group.
    DateTimeGroup,
    /// X: altitude or depth.
    AltitudeDepth,
    /// Y: location.
    Location,
    /// Z: speed.
    Speed,
}

pub type Fields = BTreeMap<Field, String>;

/// How a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// It ends there: on the left of the symbol.
    End,
    Middle,
    /// It starts there: on the right.
    Start,
}

/// A line of text beside the symbol, for whoever draws to set.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// The fields on it, in order.
    pub fields: Vec<Field>,
    pub text: String,
    /// Where it starts, ends or has its middle, at half its height.
    pub at: Point,
    pub align: Align,
}

/// The height of a line of text, in units of symbols.
pub const TEXT_SIZE: f32 = 40.0;

/// From top to bottom.
const LEFT: [&[Field]; 5] =
    [&[Field::DateTimeGroup], &[Field::AltitudeDepth, Field::Location], &[Field::Type], &[Field::UniqueDesignation], &[Field::Speed]];
const RIGHT: [&[Field]; 5] = [
    &[Field::ReinforcedOrReduced, Field::Country],
    &[Field::StaffComments],
    &[Field::AdditionalInformation],
    &[Field::HigherFormation],
    &[Field::EvaluationRating, Field::CombatEffectiveness, Field::SignatureEquipment],
];
const ABOVE: [&[Field]; 1] = [&[Field::Quantity]];

/// Places the fields that are there round a symbol: `frame` is its frame, `whole` everything drawn.
pub(super) fn lines(fields: &Fields, frame: Box2, whole: Box2) -> Vec<TextLine> {
    const GAP: f32 = 20.0;
    let mut found = Vec::new();
    let mut add = |rows: &[&[Field]], at: &dyn Fn(f32) -> Point, align: Align| {
        for (row, wanted) in rows.iter().enumerate() {
            let there: Vec<_> =
                wanted.iter().filter_map(|field| Some((*field, fields.get(field)?.trim()))).filter(|(_, text)| !text.is_empty()).collect();
            if !there.is_empty() {
                let texts: Vec<_> = there.iter().map(|(_, text)| *text).collect();
                let fields = there.iter().map(|(field, _)| *field).collect();
                found.push(TextLine { fields, text: texts.join(" "), at: at(row as f32), align });
            }
        }
    };
    let middle = f32::midpoint(frame.min.y, frame.max.y);
    let y = |row: f32| middle + (row - 2.0) * TEXT_SIZE;
    add(&LEFT, &|row| point(frame.min.x - GAP, y(row)), Align::End);
    add(&RIGHT, &|row| point(frame.max.x + GAP, y(row)), Align::Start);
    add(&ABOVE, &|_| point(100.0, whole.min.y - TEXT_SIZE / 2.0), Align::Middle);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbols::{Drawing, Fill, SymbolCode};

    #[test]
    fn each_field_stands_where_the_standard_has_it() {
        let fields: Fields = [
            (Field::EvaluationRating, "B2"),
            (Field::UniqueDesignation, "1/76"),
            (Field::DateTimeGroup, "241430ZOCT24"),
            (Field::Quantity, "12"),
            (Field::Country, "KP"),
            (Field::ReinforcedOrReduced, "(+)"),
            (Field::Speed, "   "),
        ]
        .map(|(field, text)| (field, text.to_owned()))
        .into();
        let code = SymbolCode::read("SFGPUCI----D").unwrap();
        let drawing = Drawing::of(&code, &fields, Fill::Identity);
        let of = |field| drawing.texts.iter().find(|line| line.fields.contains(&field)).unwrap();
        let [grade, unit, time, quantity, country] =
            [Field::EvaluationRating, Field::UniqueDesignation, Field::DateTimeGroup, Field::Quantity, Field::Country].map(of);
        assert!(grade.at.x > 175.0 && grade.align == Align::Start && grade.at.y > 100.0, "{grade:?}");
        assert!(unit.at.x < 25.0 && unit.align == Align::End && unit.at.y > 100.0, "{unit:?}");
        assert!(time.at.x < 25.0 && time.at.y < 50.0 && time.text == "241430ZOCT24", "{time:?}");
        assert!(quantity.align == Align::Middle && quantity.at.y < drawing.bounds.min.y, "{quantity:?}");
        assert_eq!((country.text.as_str(), country.fields.len()), ("(+) KP", 2));
        assert_eq!(drawing.texts.len(), 5, "an empty field has no line");
        assert_eq!(Drawing::of(&code, &Fields::new(), Fill::Identity).texts, Vec::new());
    }
}
