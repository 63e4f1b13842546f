//! The fonts that are built in, and the five sizes of type.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

/// The type scale: five sizes in points, no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSize {
    Small,
    Body,
    Strong,
    Title,
    Display,
}

impl TextSize {
    pub fn points(self) -> f32 {
        match self {
            Self::Small => 11.5,
            Self::Body => 13.0,
            Self::Strong => 15.0,
            Self::Title => 18.0,
            Self::Display => 24.0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Regular,
    Semibold,
}

impl Weight {
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Semibold => FontFamily::Name("semibold".into()),
        }
    }

    /// The built-in fonts with their names, in the order in which they are looked through for a character.
    pub fn files(self) -> impl Iterator<Item = (&'static str, &'static [u8])> {
        let first = match self {
            Self::Regular => "noto-sans",
            Self::Semibold => "noto-sans-semibold",
        };
        let file = |name: &str| FILES.iter().find(|(known, _)| *known == name).copied();
        std::iter::once(first).chain(COMPANIONS).filter_map(file)
    }

    /// What a family is called for.
    pub fn of(family: &FontFamily) -> Self {
        if *family == Self::Semibold.family() { Self::Semibold } else { Self::Regular }
    }
}

pub fn font(size: TextSize, weight: Weight) -> FontId {
    FontId::new(size.points(), weight.family())
}

/// Credits on a wall and on paper, which nobody needs to read from the back row.
pub fn fine_print() -> FontId {
    FontId::new(7.5, Weight::Regular.family())
}

/// Puts the built-in fonts in place of egui's: Noto Sans for Latin, Greek and Cyrillic, its companions for Hangul and signs.
/// What they have always comes from them, so that it is the same everywhere. For what they lack the window alone adds fonts of the
/// system; in pictures and tests it is a box.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FILES {
        fonts.font_data.insert((*name).to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let list = |weight: Weight| weight.files().map(|(name, _)| name.to_owned()).collect();
    fonts.families.insert(Weight::Regular.family(), list(Weight::Regular));
    fonts.families.insert(FontFamily::Monospace, list(Weight::Regular));
    fonts.families.insert(Weight::Semibold.family(), list(Weight::Semibold));
    ctx.set_fonts(fonts);
}

/// How many fonts there are. With each that is added, text is to be measured and drawn anew.
pub fn n_fonts(ctx: &egui::Context) -> usize {
    ctx.fonts(|fonts| fonts.definitions().font_data.len())
}

const COMPANIONS: [&str; 3] = ["noto-sans-kr", "noto-sans-math", "noto-sans-symbols-2"];

const FILES: &[(&str, &[u8])] = &[
    ("noto-sans", include_bytes!("../../assets/fonts/NotoSans-Regular.ttf")),
    ("noto-sans-semibold", include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf")),
    ("noto-sans-kr", include_bytes!("../../assets/fonts/NotoSansKR-subset.ttf")),
    ("noto-sans-math", include_bytes!("../../assets/fonts/NotoSansMath-subset.ttf")),
    ("noto-sans-symbols-2", include_bytes!("../../assets/fonts/NotoSansSymbols2-subset.ttf")),
];
