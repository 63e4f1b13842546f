//! Whether a scene can be read from the back row of a room: rules over what is drawn of it.
//!
//! What is drawn is measured elsewhere and given as [`Seen`]: these rules are the same whoever drew it.

use std::collections::BTreeMap;

use crate::briefing::Unresolved;
use crate::viewpoint::ThemeKind;

/// Type is at least so many-eth of the height of the wall.
pub const SMALLEST_TYPE: f32 = 30.0;
/// Contrast ratio of text to what it stands on, at least (WCAG 2.1, 1.4.3).
pub const LEAST_CONTRAST: f32 = 4.5;
/// So many names and words at most on a map, with those of places that have no room for theirs: of more nobody takes anything in while
/// somebody speaks.
pub const MOST_NAMES: usize = 24;

/// Sizes are whole in no unit: so much smaller is not smaller.
const ROUNDING: f32 = 0.02;
/// A mark is hidden where that share of it is covered; of an area or a line more may be.
const MOST_OF_MARK: f32 = 0.25;
const MOST_OF_SHAPE: f32 = 0.5;

/// A scene as it is drawn on the wall. All lengths are in points of its canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Of the canvas.
    pub height: f32,
    pub texts: Vec<SeenText>,
    /// How many places are on the map whose names found no room there.
    pub n_nameless: usize,
    pub subject: Option<SeenSubject>,
    /// What is told apart on the map by its colour alone.
    pub alike: Vec<Alike>,
    pub unresolved: Vec<Unresolved>,
}

/// A text on the wall.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenText {
    pub words: String,
    pub stands: Stands,
    /// Of the type.
    pub size: f32,
    /// To what it stands on, in each theme that was looked at; none where nobody needs to read it.
    pub contrasts: Vec<(ThemeKind, f32)>,
    /// Whether not all of it is to be seen.
    pub is_cut_off: bool,
    /// Words of the map that it lies over, drawn by hand.
    pub lies_over: Option<String>,
}

/// Where a text stands on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// How it may be handled.
    Handling,
    AsOf,
    /// What else is in the foot.
    Foot,
    Card,
    /// A name on the map, or words put there by hand.
    Name,
    /// A number or a sign of the map that belongs to something named.
    Beside,
    /// The scale, the legend.
    Furniture,
    /// Credits, which nobody needs to read from the back row.
    FinePrint,
}

/// What a scene is about, as far as it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenSubject {
    pub name: String,
    /// Whether any of it is to be seen.
    pub is_seen: bool,
    /// Of each of its marks and shapes.
    pub parts: Vec<SeenPart>,
}

/// A mark or a shape of the subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenPart {
    /// Whether it is an area or a line rather than a mark.
    pub is_shape: bool,
    /// What share of it the card covers.
    pub under_card: f32,
    /// What share of it words cover that are not its own, and which those are.
    pub under_words: f32,
    pub words: String,
}

/// Things on the map that have one form and several colours, and no words that tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    pub what: Coloured,
    pub n_colours: usize,
    /// The name of the data layer that they are rows of.
    pub layer: Option<String>,
}

/// What has a colour on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coloured {
    Areas,
    Lines,
    Marks,
    Symbols,
}

/// Something for which a scene fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    SmallType {
        words: String,
        points: f32,
        /// The type is one so-many-eth of the height.
        part_of_height: f32,
        n_more: usize,
    },
    LowContrast {
        words: String,
        ratio: f32,
        theme: ThemeKind,
        n_more: usize,
    },
    TooManyLabels {
        n: usize,
        /// So many of them are not shown, as they have no room.
        n_nameless: usize,
    },
    ColourAlone(Alike),
    CardOverSubject {
        name: String,
        share: f32,
    },
    TextOverSubject {
        words: String,
        name: String,
        share: f32,
    },
    TextOverText {
        words: String,
        other: String,
    },
    SubjectNotSeen {
        name: String,
    },
    CutOff {
        words: String,
        stands: Stands,
    },
    NoAsOf,
    NoHandling,
    Unresolved(Unresolved),
}

impl Finding {
    /// The rule, in a word that scripts can rely on.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SmallType { .. } => "small-type",
            Self::LowContrast { .. } => "low-contrast",
            Self::TooManyLabels { .. } => "too-many-labels",
            Self::ColourAlone(_) => "colour-alone",
            Self::CardOverSubject { .. } => "card-over-subject",
            Self::TextOverSubject { .. } => "text-over-subject",
            Self::TextOverText { .. } => "text-over-text",
            Self::SubjectNotSeen { .. } => "subject-not-seen",
            Self::CutOff { .. } => "text-cut-off",
            Self::NoAsOf => "no-as-of",
            Self::NoHandling => "no-handling",
            Self::Unresolved(_) => "scene-reference",
        }
    }
}

/// What is wrong with a scene, the same things always in the same order; of several texts that fail for one reason the worst is named.
pub fn findings(seen: &Seen) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    found.extend(small_type(seen));
    found.extend(low_contrast(seen));
    found.extend(too_many_names(seen));
    found.extend(seen.alike.iter().filter(|alike| alike.n_colours > 1).cloned().map(Finding::ColourAlone));
    found.extend(seen.subject.iter().flat_map(covered));
    found.extend(seen.texts.iter().filter_map(over_other_words));
    found.extend(cut_off(seen));
    let stands = |place: Stands| seen.texts.iter().any(|text| text.stands == place);
    found.extend((!stands(Stands::AsOf)).then_some(Finding::NoAsOf));
    found.extend((!stands(Stands::Handling)).then_some(Finding::NoHandling));
    found.extend(seen.unresolved.iter().cloned().map(Finding::Unresolved));
    found
}

fn small_type(seen: &Seen) -> Option<Finding> {
    let least = seen.height / SMALLEST_TYPE - ROUNDING;
    let small: Vec<&SeenText> = seen.texts.iter().filter(|text| text.stands != Stands::FinePrint && text.size < least).collect();
    let worst = small.iter().min_by(|a, b| a.size.total_cmp(&b.size))?;
    let part_of_height = seen.height / worst.size.max(ROUNDING);
    Some(Finding::SmallType { words: worst.words.clone(), points: worst.size, part_of_height, n_more: small.len() - 1 })
}

fn low_contrast(seen: &Seen) -> Option<Finding> {
    let readable = seen.texts.iter().filter(|text| text.stands != Stands::FinePrint && !text.is_cut_off);
    let of_text = |text: &SeenText| text.contrasts.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    let least = readable.filter_map(|text| Some((text, of_text(text)?)));
    let low: Vec<(&SeenText, (ThemeKind, f32))> = least.filter(|(_, (_, ratio))| *ratio < LEAST_CONTRAST).collect();
    let (text, (theme, ratio)) = low.iter().min_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    Some(Finding::LowContrast { words: text.words.clone(), ratio: *ratio, theme: *theme, n_more: low.len() - 1 })
}

fn too_many_names(seen: &Seen) -> Option<Finding> {
    let n_nameless = seen.n_nameless;
    let n = n_nameless + seen.texts.iter().filter(|text| text.stands == Stands::Name).count();
    (n > MOST_NAMES).then_some(Finding::TooManyLabels { n, n_nameless })
}

/// What lies over the subject: each of card and words once, where it covers most.
fn covered(subject: &SeenSubject) -> Vec<Finding> {
    if !subject.is_seen && subject.parts.iter().all(|part| part.under_card <= 0.0) {
        return vec![Finding::SubjectNotSeen { name: subject.name.clone() }];
    }
    let most = |part: &SeenPart| if part.is_shape { MOST_OF_SHAPE } else { MOST_OF_MARK };
    let by_card = subject.parts.iter().filter(|part| part.under_card > most(part)).max_by(|a, b| a.under_card.total_cmp(&b.under_card));
    let by_card = by_card.map(|part| Finding::CardOverSubject { name: subject.name.clone(), share: part.under_card });
    let by_words = subject.parts.iter().filter(|part| part.under_words > most(part)).max_by(|a, b| a.under_words.total_cmp(&b.under_words));
    let by_words = by_words.map(|part| {
        let (words, name) = (part.words.clone(), subject.name.clone());
        Finding::TextOverSubject { words, name, share: part.under_words }
    });
    by_card.into_iter().chain(by_words).collect()
}

fn over_other_words(text: &SeenText) -> Option<Finding> {
    let other = text.lies_over.clone()?;
    Some(Finding::TextOverText { words: text.words.clone(), other })
}

/// What is not whole, once for each part of the wall: of a card it is mostly all that follows.
fn cut_off(seen: &Seen) -> Vec<Finding> {
    let mut found: BTreeMap<String, Finding> = BTreeMap::new();
    for text in seen.texts.iter().filter(|text| text.is_cut_off) {
        let is_alone = matches!(text.stands, Stands::Name | Stands::Beside);
        let key = if is_alone { format!("{:?} {}", text.stands, text.words) } else { format!("{:?}", text.stands) };
        found.entry(key).or_insert_with(|| Finding::CutOff { words: text.words.clone(), stands: text.stands });
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str, stands: Stands) -> SeenText {
        let contrasts = ThemeKind::ALL.map(|theme| (theme, 7.0)).to_vec();
        SeenText { words: words.to_owned(), stands, size: 11.5, contrasts, is_cut_off: false, lies_over: None }
    }

    fn good() -> Seen {
        let texts = vec![
            text("Public", Stands::Handling),
            text("as of today", Stands::AsOf),
            text("What is so", Stands::Card),
            text("Kursk", Stands::Name),
            SeenText { size: 7.5, ..text("Credits", Stands::FinePrint) },
        ];
        let part = SeenPart { under_card: 0.1, under_words: 0.1, ..SeenPart::default() };
        let subject = SeenSubject { name: "Kursk".to_owned(), is_seen: true, parts: vec![part] };
        Seen { height: 345.0, texts, subject: Some(subject), ..Seen::default() }
    }

    fn kinds(change: impl FnOnce(&mut Seen)) -> Vec<&'static str> {
        let mut seen = good();
        change(&mut seen);
        findings(&seen).iter().map(Finding::kind).collect()
    }

    #[test]
    fn a_scene_that_can_be_read_has_no_finding() {
        assert_eq!(findings(&good()), []);
    }

    #[test]
    fn each_rule_finds_what_it_is_for_and_nothing_else() {
        let alike = |n_colours| Alike { what: Coloured::Marks, n_colours, layer: None };
        assert_eq!(kinds(|seen| seen.texts[3].size = 11.4), ["small-type"]);
        assert_eq!(kinds(|seen| seen.texts[2].contrasts[1].1 = 4.4), ["low-contrast"]);
        assert_eq!(kinds(|seen| seen.texts.extend(vec![text("Name", Stands::Name); MOST_NAMES])), ["too-many-labels"]);
        assert_eq!(kinds(|seen| seen.n_nameless = MOST_NAMES), ["too-many-labels"], "names that have no room count");
        assert_eq!(kinds(|seen| seen.alike = vec![alike(1), alike(2)]), ["colour-alone"]);
        let part = |change: fn(&mut SeenPart)| kinds(|seen| change(&mut seen.subject.as_mut().unwrap().parts[0]));
        assert_eq!(part(|part| part.under_card = 0.3), ["card-over-subject"]);
        assert_eq!(part(|part| part.under_words = 0.3), ["text-over-subject"]);
        assert_eq!(part(|part| (part.is_shape, part.under_card) = (true, 0.3)), [""; 0], "of an area more may be covered");
        assert_eq!(kinds(|seen| seen.texts[3].lies_over = Some("Moscow".to_owned())), ["text-over-text"]);
        assert_eq!(
            kinds(|seen| seen.subject = Some(SeenSubject { name: "Kursk".to_owned(), ..SeenSubject::default() })),
            ["subject-not-seen"]
        );
        assert_eq!(kinds(|seen| seen.texts[2].is_cut_off = true), ["text-cut-off"]);
        assert_eq!(kinds(|seen| seen.texts.retain(|text| text.stands != Stands::AsOf)), ["no-as-of"]);
        assert_eq!(kinds(|seen| seen.texts.retain(|text| text.stands != Stands::Handling)), ["no-handling"]);
        assert_eq!(kinds(|seen| seen.unresolved.push(Unresolved::NoArea)), ["scene-reference"]);
    }

    #[test]
    fn of_several_texts_the_worst_is_named_with_how_many_more_there_are() {
        let mut seen = good();
        (seen.texts[2].size, seen.texts[3].size) = (9.2, 11.0);
        let found = findings(&seen);
        assert!(
            matches!(found.as_slice(), [Finding::SmallType { words, points, part_of_height, n_more: 1 }]
                if words == "What is so" && (points - 9.2).abs() < 0.01 && (part_of_height - 37.5).abs() < 0.01),
            "{found:?}"
        );
    }
}
