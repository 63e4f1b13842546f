//! Military symbols, and choosing one.

use crate::symbols::{Drawing, Echelon, Fields, Fill, FoundSymbol, SymbolCode, SymbolNames};

pub const CHOOSE_SYMBOL: &str = "Choose a symbol";
pub const CHOOSE_SYMBOL_HINT: &str = "Find the military symbol of these troops by words";
pub const UNKNOWN_SYMBOL: &str = "Unknown symbol";
pub const SEARCH_SYMBOL: &str = "Find a symbol";
pub const SYMBOL_HINT: &str = "infantry brigade, tank company, or a code";
pub const HOW_LARGE: &str = "How large";
pub const AS_TYPED: &str = "as typed";
pub const HEADQUARTERS: &str = "headquarters";
pub const NO_SYMBOL: &str = "No symbol";
pub const NO_SUCH_SYMBOL: &str = "No symbol is called that. Try one word less, or another: artillery, engineer, medical.";

/// What a symbol stands for: "Infantry, Mountain, brigade headquarters".
pub fn symbol(code: &SymbolCode) -> String {
    with_size(SymbolNames::embedded().title(code), code)
}

/// A symbol that a search has found, in the same way.
pub fn found_symbol(found: &FoundSymbol) -> String {
    with_size(found.name.clone(), &found.code)
}

fn with_size(name: String, code: &SymbolCode) -> String {
    let size = code.echelon().map(echelon).into_iter().chain(code.is_headquarters.then_some(HEADQUARTERS)).collect::<Vec<_>>().join(" ");
    let parts = [name, size];
    let said = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    if said.is_empty() { code.to_string() } else { said }
}

/// No longer than a button can be.
pub fn symbol_in_short(code: &SymbolCode) -> String {
    const MOST_LETTERS: usize = 36;
    crate::base::shortened(&symbol(code), MOST_LETTERS)
}

/// The same with its code, and what of it is not drawn.
pub fn symbol_explained(code: &SymbolCode, fill: Fill) -> String {
    let lacks = Drawing::of(code, &Fields::new(), fill).lacks;
    let lines = [symbol(code), code.to_string()].into_iter().chain(lacks.iter().map(ToString::to_string));
    lines.collect::<Vec<_>>().join("\n")
}

/// What the button is called that shows a symbol.
pub fn symbol_button(shown: &str) -> String {
    if shown == CHOOSE_SYMBOL { CHOOSE_SYMBOL.to_owned() } else { format!("Symbol: {shown}") }
}

pub fn echelon(echelon: Echelon) -> &'static str {
    match echelon {
        Echelon::Team => "team or crew",
        Echelon::Squad => "squad",
        Echelon::Section => "section",
        Echelon::Platoon => "platoon",
        Echelon::Company => "company or battery",
        Echelon::Battalion => "battalion",
        Echelon::Regiment => "regiment",
        Echelon::Brigade => "brigade",
        Echelon::Division => "division",
        Echelon::Corps => "corps",
        Echelon::Army => "army",
        Echelon::ArmyGroup => "army group or front",
        Echelon::Region => "theatre",
        Echelon::Command => "command",
    }
}

/// The step of choosing a symbol, by its name.
pub fn symbol_set(report: &str, code: Option<&SymbolCode>) -> String {
    match code {
        Some(code) => format!("choose the symbol {} for \"{report}\"", symbol(code)),
        None => format!("take the symbol from \"{report}\""),
    }
}
