//! What the map says of military symbols.

use crate::symbols::StandardIdentity;

pub const STACK_OF_UNITS: &str = "Several units, the largest on top";

/// What a frame means, as the data have it.
pub fn symbol_identity(identity: StandardIdentity) -> &'static str {
    match identity {
        StandardIdentity::Pending => "Identity pending",
        StandardIdentity::Unknown => "Unknown unit",
        StandardIdentity::AssumedFriend => "Assumed friend",
        StandardIdentity::Friend => "Friendly unit",
        StandardIdentity::Neutral => "Neutral unit",
        StandardIdentity::Suspect => "Suspect unit",
        StandardIdentity::Hostile => "Hostile unit",
    }
}

/// A symbol on the map, for those who do not see it.
pub fn units_on_map(n_units: usize, first: &str) -> String {
    if n_units > 1 { format!("{n_units} units on the map, {first} first") } else { format!("{first} on the map") }
}
