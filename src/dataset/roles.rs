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
}
