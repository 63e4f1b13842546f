//! A symbol code taken apart: what MIL-STD-2525 calls the symbol identification code (SIDC).

use std::fmt;

use crate::symbols::{letters, numbers};

/// A symbol code of MIL-STD-2525B to E or APP-6A to E.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SymbolCode {
    pub context: Context,
    pub identity: StandardIdentity,
    pub status: Status,
    pub is_headquarters: bool,
    pub is_task_force: bool,
    /// A feint or dummy: meant to deceive.
    pub is_dummy: bool,
    pub amplifier: Option<Amplifier>,
    pub function: Function,
}

/// What is shown, in the notation of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    Numbers(Numbers),
    Letters(Letters),
}

/// Of a code of digits (2525D, APP-6D and later).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Numbers {
    /// Positions 1-2: 10 to 12 are edition D, later ones edition E.
    pub version: u8,
    /// Positions 5-6.
    pub set: u8,
    /// Positions 11-16: entity, its type and its subtype, two digits each.
    pub entity: u32,
    /// Positions 17-18, with the extension of position 21 in front: 0 to 999.
    pub modifier_1: u16,
    /// Positions 19-20, with the extension of position 22 in front.
    pub modifier_2: u16,
    /// Position 23, another frame than the set's: 0 to 9, or 10 (`A`) for none.
    pub frame_shape: u8,
    /// Positions 28-30, the numeric country code of GENC; 0: not given.
    pub country: u16,
    /// Whether it was written with 30 digits.
    pub is_long: bool,
}

/// Of a code of letters (2525B and C, APP-6A and B).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Letters {
    /// Position 1, the coding scheme: S warfighting, G tactical graphics, W weather, I signals intelligence, O stability operations,
    /// E emergency management.
    pub scheme: u8,
    /// Position 3, the battle dimension.
    pub dimension: u8,
    /// Positions 5-10.
    pub function: [u8; 6],
    /// Position 11 is `H`.
    pub is_installation: bool,
    /// Positions 13-14; `-` where not given.
    pub country: [u8; 2],
    /// Position 15.
    pub order_of_battle: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Context {
    #[default]
    Reality,
    Exercise,
    Simulation,
}

/// Whose it is, as seen by whoever writes the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandardIdentity {
    Pending,
    Unknown,
    AssumedFriend,
    Friend,
    Neutral,
    /// In an exercise: joker, a friend who plays a suspect.
    Suspect,
    /// In an exercise: faker, a friend who plays an enemy.
    Hostile,
}

impl StandardIdentity {
    /// As the standard calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::AssumedFriend => "assumed friend",
            Self::Friend => "friend",
            Self::Neutral => "neutral",
            Self::Suspect => "suspect",
            Self::Hostile => "hostile",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    #[default]
    Present,
    /// Planned, anticipated or suspected.
    Planned,
    FullyCapable,
    Damaged,
    Destroyed,
    FullToCapacity,
}

/// What stands above or below the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Amplifier {
    Echelon(Echelon),
    Mobility(Mobility),
    Leadership(Leadership),
}

/// How large a unit is, smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Echelon {
    Team,
    Squad,
    Section,
    Platoon,
    Company,
    Battalion,
    Regiment,
    Brigade,
    Division,
    Corps,
    Army,
    ArmyGroup,
    Region,
    Command,
}

impl Echelon {
    pub const ALL: [Self; 14] = [
        Self::Team,
        Self::Squad,
        Self::Section,
        Self::Platoon,
        Self::Company,
        Self::Battalion,
        Self::Regiment,
        Self::Brigade,
        Self::Division,
        Self::Corps,
        Self::Army,
        Self::ArmyGroup,
        Self::Region,
        Self::Command,
    ];
}

/// How equipment moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mobility {
    WheeledLimitedCrossCountry,
    WheeledCrossCountry,
    Tracked,
    WheeledAndTracked,
    Towed,
    Rail,
    PackAnimals,
    OverSnow,
    Sled,
    Barge,
    Amphibious,
    ShortTowedArray,
    LongTowedArray,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leadership {
    Leader,
    Deputy,
}

/// Why a text is no symbol code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct CodeError {
    /// First and last position, counted from 1; `None` where the whole is meant.
    pub at: Option<(usize, usize)>,
    pub what: String,
}

impl CodeError {
    pub(super) fn at(first: usize, last: usize, what: impl Into<String>) -> Self {
        Self { at: Some((first, last)), what: what.into() }
    }

    fn message(&self) -> String {
        match self.at {
            None => self.what.clone(),
            Some((first, last)) if first == last => format!("position {first}: {}", self.what),
            Some((first, last)) => format!("position {first}-{last}: {}", self.what),
        }
    }
}

impl Numbers {
    /// Units have an echelon: those of the land, and civilian ones.
    pub fn is_unit(&self) -> bool {
        matches!(self.set, 10 | 11)
    }
}

impl SymbolCode {
    /// Reads a code of 20 or 30 digits, or one of up to 15 letters. Of the latter the end may be missing, and `*` stands for `-`.
    /// Spaces and case make no difference.
    pub fn read(text: &str) -> Result<Self, CodeError> {
        /// Longer than any code with all the spaces that people put into it.
        const MAX_BYTES: usize = 100;
        let whole = |what: String| CodeError { at: None, what };
        if text.len() > MAX_BYTES {
            return Err(whole(format!("{} bytes are no symbol code: it has 15 letters, or 20 or 30 digits", text.len())));
        }
        if let Some(stranger) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '*' | ' ' | '\t' | '\u{a0}')) {
            return Err(whole(format!("{stranger:?} cannot stand in a symbol code")));
        }
        let is_mark = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'*');
        let marks: Vec<u8> = text.bytes().filter(is_mark).map(|byte| byte.to_ascii_uppercase()).collect();
        match marks.first() {
            None => Err(whole("it is empty".to_owned())),
            Some(first) if first.is_ascii_digit() => numbers::read(&marks),
            Some(_) => letters::read(&marks),
        }
    }

    /// A unit of the land of which no more is known than perhaps how large it is.
    pub fn land_unit(echelon: Option<Echelon>) -> Self {
        let numbers = Numbers { version: 13, set: 10, entity: 0, modifier_1: 0, modifier_2: 0, frame_shape: 0, country: 0, is_long: false };
        Self {
            context: Context::Reality,
            identity: StandardIdentity::Unknown,
            status: Status::Present,
            is_headquarters: false,
            is_task_force: false,
            is_dummy: false,
            amplifier: echelon.map(Amplifier::Echelon),
            function: Function::Numbers(numbers),
        }
    }

    /// The same symbol with the identity that it has here.
    pub fn with_identity(self, identity: StandardIdentity) -> Self {
        Self { identity, ..self }
    }

    /// In an exercise, a friend who plays a suspect or an enemy: framed as the friend it is.
    pub fn is_joker_or_faker(&self) -> bool {
        self.context == Context::Exercise && matches!(self.identity, StandardIdentity::Suspect | StandardIdentity::Hostile)
    }

    pub fn echelon(&self) -> Option<Echelon> {
        match self.amplifier {
            Some(Amplifier::Echelon(echelon)) => Some(echelon),
            _ => None,
        }
    }
}

/// The code in full: 15 letters, or 20 or 30 digits.
impl fmt::Display for SymbolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.function {
            Function::Numbers(function) => numbers::write(self, function, f),
            Function::Letters(function) => letters::write(self, function, f),
        }
    }
}
