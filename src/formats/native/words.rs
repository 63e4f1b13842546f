//! How ids, words, grades and other small values stand in a file.

use crate::base::shortened;
use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Node, quoted};
use crate::formats::native::MAX_ID_CHARS;
use crate::formats::native::fields::{Fields, MAX_QUOTED_CHARS, MEMBER_LEFT_OUT, Unread, Value, whole_number};
use crate::model::{
    ActorId, ActorKind, AnnotationKind, Aspect, AttachmentKind, BodyId, Confidence, Credibility, EventId, Identity, Likelihood, Mode,
    Origin, PlaceId, PlaceKind, PlaceRole, Precision, PrecisionWord, Relation, Reliability, ReportId, SceneId, SceneKind, SourceId,
    SourceKind, Stance, Strength, Via, WhenBasis, Withheld,
};

macro_rules! id_values {
    ($($id:ty),+ $(,)?) => {$(
        impl Value for $id {
            const EXPECTED: &'static str = "an id (a string)";

            fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
                let text = node.as_text().ok_or(Unread::WrongType)?;
                let n_chars = text.chars().count();
                match n_chars {
                    0 => Err(Unread::error("empty-id", "an id needs at least 1 character")),
                    1..=MAX_ID_CHARS => Ok(Self::from(text.as_ref())),
                    _ => Err(Unread::error("id-too-long", format!("an id of {n_chars} characters, more than {MAX_ID_CHARS}"))),
                }
            }

            fn text(&self) -> String {
                quoted(self.as_str())
            }
        }
    )+};
}

id_values!(PlaceId, ActorId, SourceId, EventId, ReportId, SceneId, BodyId);

macro_rules! word_values {
    ($($words:ty),+ $(,)?) => {$(
        impl Value for $words {
            const EXPECTED: &'static str = "a word";

            fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
                let text = node.as_text().ok_or(Unread::WrongType)?;
                Self::from_word(&text).ok_or_else(|| unknown_word(&text, Self::ALL.iter().map(|known| known.word())))
            }

            fn text(&self) -> String {
                quoted(self.word())
            }
        }
    )+};
}

word_values!(
    PlaceKind,
    PrecisionWord,
    ActorKind,
    AttachmentKind,
    AnnotationKind,
    SceneKind,
    Identity,
    SourceKind,
    Reliability,
    Mode,
    WhenBasis,
    PlaceRole,
    Relation,
    Confidence,
    Origin,
    Stance,
    Aspect,
    Withheld,
);

/// The words of both columns of ICD 203's table, in any case; "chance" and "odds" may go with "even".
impl Value for Likelihood {
    const EXPECTED: &'static str = "a word";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        let text = node.as_text().ok_or(Unread::WrongType)?;
        let word = text.trim().to_lowercase();
        let alike = match word.as_str() {
            "remote" => Some(Self::AlmostNoChance),
            "highly improbable" => Some(Self::VeryUnlikely),
            "improbable" => Some(Self::Unlikely),
            "even" | "even chance" | "roughly even chance" | "roughly even odds" => Some(Self::RoughlyEven),
            "probable" => Some(Self::Likely),
            "highly probable" => Some(Self::VeryLikely),
            "nearly certain" => Some(Self::AlmostCertain),
            _ => None,
        };
        let known = alike.or_else(|| Self::from_word(&word));
        known.ok_or_else(|| unknown_word(&text, Self::ALL.iter().map(|known| known.word())))
    }

    fn text(&self) -> String {
        quoted(self.word())
    }
}

fn unknown_word<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Unread {
    let known: Vec<&str> = known.collect();
    Unread::error("unknown-word", format!("\"{}\" is none of: {}", shortened(text, MAX_QUOTED_CHARS), known.join(", ")))
}

impl Value for Credibility {
    const EXPECTED: &'static str = "a number from 1 to 6";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        if node.kind() != Kind::Number {
            return Err(Unread::WrongType);
        }
        whole_number(node)
            .and_then(|digit| Self::from_word(&digit.to_string()))
            .ok_or_else(|| Unread::error("out-of-range", format!("{} is no credibility from 1 to 6", node.raw())))
    }

    fn text(&self) -> String {
        self.word().to_owned()
    }
}

impl Value for Precision {
    const EXPECTED: &'static str = "a word or a number of metres";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        match node.kind() {
            Kind::String => PrecisionWord::read(node, faults).map(Self::Word),
            Kind::Number => match f64::read(node, faults)? {
                radius_m if radius_m >= 0.0 => Ok(Self::Metres(radius_m)),
                _ => Err(Unread::error("out-of-range", "a radius cannot be less than 0 metres")),
            },
            _ => Err(Unread::WrongType),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Word(word) => word.text(),
            Self::Metres(radius_m) => radius_m.text(),
        }
    }
}

impl Value for Strength {
    const EXPECTED: &'static str = "a number, {\"min\", \"max\"} or a text";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        match node.kind() {
            Kind::Number => u64::read(node, faults).map(Self::Count),
            Kind::String => String::read(node, faults).map(Self::Word),
            _ => {
                let mut fields = Fields::of(node, faults).ok_or(Unread::WrongType)?;
                let min = fields.required("min", MEMBER_LEFT_OUT).ok_or(Unread::Told)?;
                let max = fields.required("max", MEMBER_LEFT_OUT).ok_or(Unread::Told)?;
                if min > max {
                    return Err(Unread::error("out-of-range", format!("a strength of at least {min} and at most {max}")));
                }
                Ok(Self::Range { min, max })
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Count(count) => count.text(),
            Self::Range { min, max } => format!("{{\"min\": {min}, \"max\": {max}}}"),
            Self::Word(word) => word.text(),
        }
    }
}

impl Value for Via {
    const EXPECTED: &'static str = "{\"report\": id} or {\"source\": id}";

    fn read(node: Node<'_>, faults: &mut Faults<'_>) -> Result<Self, Unread> {
        let mut fields = Fields::of(node, faults).ok_or(Unread::WrongType)?;
        let via = if fields.has("source") {
            fields.required("source", MEMBER_LEFT_OUT).map(Self::Source)
        } else {
            fields.required("report", MEMBER_LEFT_OUT).map(Self::Report)
        };
        via.ok_or(Unread::Told)
    }

    fn text(&self) -> String {
        match self {
            Self::Report(id) => format!("{{\"report\": {}}}", id.text()),
            Self::Source(id) => format!("{{\"source\": {}}}", id.text()),
        }
    }
}

/// West, south, east, north in degrees.
impl Value for [f64; 4] {
    const EXPECTED: &'static str = "[west, south, east, north]";

    fn read(node: Node<'_>, _: &mut Faults<'_>) -> Result<Self, Unread> {
        let numbers: Vec<f64> = node.elements().into_iter().filter_map(Node::as_f64).collect();
        let bbox @ [west, south, east, north]: [f64; 4] = numbers.try_into().map_err(|_| Unread::WrongType)?;
        let in_range = west.abs() <= 180.0 && east.abs() <= 180.0 && south >= -90.0 && south <= north && north <= 90.0;
        if in_range { Ok(bbox) } else { Err(Unread::error("out-of-range", format!("{} is no box in degrees", node.raw()))) }
    }

    fn text(&self) -> String {
        let numbers: Vec<String> = self.iter().map(Value::text).collect();
        format!("[{}]", numbers.join(", "))
    }
}
