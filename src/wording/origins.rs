//! From where an event's assertions come, in words.

use crate::base::{counted, grouped, shortened};
use crate::model::Strength;
use crate::wording::records::strength;

pub const COMES_FROM: &str = "Where it comes from";
pub const NOBODY_ASSERTS: &str = "No source asserts it, so it comes from nowhere yet.";
pub const NO_INDEPENDENT: &str = "No origin is known to be independent.";
pub const BODIES: &str = "Troops, by body of men";
pub const OVERLAP_UNKNOWN: &str = "Whether these are the same men is not known: their numbers are not added up.";
pub const HEADS: [&str; 4] = ["Rests on", "Says so", "Relays it", "Held through"];

/// An origin by the names of the sources in it: those that share a source, a basis or a carrier are one.
pub fn independent_origin(names: &[String]) -> String {
    format!("Independent: {}", names.join(" with "))
}

/// "Held through News article of 25 October 2024 alone".
pub fn held_through(names: &[String]) -> String {
    match names {
        [one] => format!("Held through {one} alone"),
        many => format!("Held through {}: {}", counted(many.len(), "carrier", "carriers"), many.join(", ")),
    }
}

/// Credibility 1 is "confirmed by other sources", which needs two of them.
pub fn unearned(report: &str, independent: usize) -> String {
    let known = match independent {
        0 => "no origin is known to be independent",
        _ => "only one origin is known to be independent",
    };
    format!("{report}: graded 1, confirmed by other sources, though {known}")
}

pub fn basis_node(id: &str, n: usize) -> String {
    format!("Shared evidence {}, of {}", shortened(id, 120), counted(n, "report", "reports"))
}

pub fn root_node(source: &str, is_origin_known: bool) -> String {
    let origin = if is_origin_known { "from its own knowledge" } else { "origin unclear" };
    format!("{}, {origin}", shortened(source, 200))
}

pub fn relay_node(source: &str) -> String {
    format!("{}, relays it", shortened(source, 200))
}

pub fn carrier_node(source: &str, n: usize) -> String {
    format!("{}, carrier of {}", shortened(source, 200), counted(n, "report", "reports"))
}

/// The graph for those who do not see it: "Satellite images leads to US officials; ...".
pub fn graph(links: &[(String, String)], n_nodes: usize) -> String {
    let links: Vec<String> = links.iter().map(|(from, to)| format!("{from} → {to}")).collect();
    let links = if links.is_empty() { "nothing known of what leads to what".to_owned() } else { links.join("; ") };
    format!("Who relies on whom, {}: {links}", counted(n_nodes, "node", "nodes"))
}

/// "One body, reported twice: 3,000 - not added up".
pub fn body(n_reports: usize, strengths: &[&Strength]) -> String {
    let times = match n_reports {
        1 => "reported once".to_owned(),
        2 => "reported twice".to_owned(),
        n => format!("reported {} times", grouped(n as u64)),
    };
    let mut said: Vec<String> = strengths.iter().map(|men| strength(men)).collect();
    said.dedup();
    let men = if said.is_empty() { "strength not given".to_owned() } else { said.join(" / ") };
    let rest = if n_reports > 1 { " - not added up" } else { "" };
    format!("One body, {times}: {men}{rest}")
}

/// One report of a body: "US officials: 3,000, 23 Oct 2024".
pub fn troop_report(source: &str, men: Option<&Strength>, date: &str) -> String {
    let men = men.map_or_else(|| "strength not given".to_owned(), strength);
    format!("{}: {men}, {date}", shortened(source, 200))
}

/// A troop report that does not say which men it means.
pub fn no_body(men: Option<&Strength>) -> String {
    format!("No body named: {}", men.map_or_else(|| "strength not given".to_owned(), strength))
}
