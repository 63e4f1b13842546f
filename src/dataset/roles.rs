//! What columns mean.

use smol_str::SmolStr;

use crate::dataset::DateOrder;

/// What a column says of its rows, in the terms of a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Title,
    Summary,
    Id,
    /// When it happened or began.
    Start,
    End,
    /// How precisely the date is known, in the words of the format.
    DatePrecision,
    LatDeg,
    LonDeg,
    /// A geometry as well-known text (OGC 06-103r4).
    WellKnownText,
    /// Latitude and longitude in one text, or a grid reference.
    Position,
    Place,
    PlacePrecision,
    /// A country, province, district.
    Region,
    Actor,
    Category,
    Tag,
    /// How many died: the best estimate, the least and the most.
    Deaths,
    DeathsLeast,
    DeathsMost,
    /// Who reported it.
    Source,
    Url,
    /// A symbol code of MIL-STD-2525 or APP-6.
    Symbol,
}

impl Role {
    /// In the order in which a person says what columns mean.
    pub const ALL: [Self; 22] = [
        Self::Title,
        Self::Summary,
        Self::Start,
        Self::End,
        Self::DatePrecision,
        Self::LatDeg,
        Self::LonDeg,
        Self::WellKnownText,
        Self::Position,
        Self::Place,
        Self::PlacePrecision,
        Self::Region,
        Self::Actor,
        Self::Category,
        Self::Tag,
        Self::Deaths,
        Self::DeathsLeast,
        Self::DeathsMost,
        Self::Source,
        Self::Url,
        Self::Symbol,
        Self::Id,
    ];

    /// What settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Id => "id",
            Self::Start => "start",
            Self::End => "end",
            Self::DatePrecision => "date-precision",
            Self::LatDeg => "latitude",
            Self::LonDeg => "longitude",
            Self::WellKnownText => "well-known-text",
            Self::Position => "position",
            Self::Place => "place",
            Self::PlacePrecision => "place-precision",
            Self::Region => "region",
            Self::Actor => "actor",
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Deaths => "deaths",
            Self::DeathsLeast => "deaths-least",
            Self::DeathsMost => "deaths-most",
            Self::Source => "source",
            Self::Url => "url",
            Self::Symbol => "symbol",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What the columns of a layer mean, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// A role can have several columns, the more important first.
    pub roles: Vec<(Role, SmolStr)>,
    /// Which number of an open date is the day.
    pub date_order: DateOrder,
    /// Whose columns they are, where the header is that of a known source: "ACLED".
    pub schema: Option<&'static str>,
}

impl Mapping {
    /// The columns of a role, the more important first.
    pub fn columns_of(&self, role: Role) -> impl Iterator<Item = &str> {
        self.roles.iter().filter(move |(of, _)| *of == role).map(|(_, name)| name.as_str())
    }

    /// Lets one column be of a role, or none; others of that role go.
    pub fn set(&mut self, role: Role, column: Option<SmolStr>) {
        self.roles.retain(|(of, _)| *of != role);
        self.roles.extend(column.map(|column| (role, column)));
    }
}
