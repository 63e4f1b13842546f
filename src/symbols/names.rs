//! What symbols are called, and the search for one by words.
//!
//! The file is gzip over lines of UTF-8, fields separated by tabs; `assets/make/symbols.mjs` writes it: set, kind and code as in the artwork
//! (kind `n` names the set itself), then the names, from the general to the particular.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::base::{searchable, unpacked_text};
use crate::symbols::artwork::Part;
use crate::symbols::code::{Echelon, Function, Numbers, SymbolCode};
use crate::symbols::drawing::HAS_ARTWORK;

static PACKED: &[u8] = include_bytes!("../../assets/symbols/names.tsv.gz");

/// The English names of the standards.
pub struct SymbolNames {
    sets: BTreeMap<u8, &'static str>,
    names: BTreeMap<Part, Named>,
}

struct Named {
    /// From the general to the particular.
    path: Vec<&'static str>,
    /// Its words as a search compares them, the particular name's first.
    words: Vec<String>,
    /// How many of the words are of the particular name.
    n_own: usize,
}

/// A symbol that a search has found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundSymbol {
    /// Of unknown identity, with the echelon that was asked for.
    pub code: SymbolCode,
    /// As `Infantry`, or `Infantry, Motorized, Mountain`.
    pub name: String,
    /// The set, then the names from the general to the particular.
    pub path: Vec<&'static str>,
}

/// Words for how large a unit is. Where a word means two, the one that armies use more.
const ECHELONS: [(&str, Echelon); 24] = [
    ("team", Echelon::Team),
    ("crew", Echelon::Team),
    ("squad", Echelon::Squad),
    ("section", Echelon::Section),
    ("platoon", Echelon::Platoon),
    ("detachment", Echelon::Platoon),
    ("company", Echelon::Company),
    ("battery", Echelon::Company),
    ("troop", Echelon::Company),
    ("battalion", Echelon::Battalion),
    ("squadron", Echelon::Battalion),
    ("regiment", Echelon::Regiment),
    ("group", Echelon::Regiment),
    ("brigade", Echelon::Brigade),
    ("division", Echelon::Division),
    ("corps", Echelon::Corps),
    ("army", Echelon::Army),
    ("front", Echelon::ArmyGroup),
    ("region", Echelon::Region),
    ("theater", Echelon::Region),
    ("theatre", Echelon::Region),
    ("command", Echelon::Command),
    ("bn", Echelon::Battalion),
    ("bde", Echelon::Brigade),
];

/// The echelon of a word, in lower case, of one or several.
fn echelon_of(word: &str) -> Option<Echelon> {
    let one = word.strip_suffix('s').unwrap_or(word);
    ECHELONS.iter().find(|(said, _)| *said == word || *said == one).map(|(_, echelon)| *echelon)
}

impl Echelon {
    /// How large a unit is by what people call it: the last word for that, of "infantry brigade" and "2 battalions".
    pub fn from_words(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).rev().find_map(echelon_of)
    }
}

/// What people say, and what the standard calls it.
const SAID: [(&str, &str); 23] = [
    ("tank", "armor"),
    ("tanks", "armor"),
    ("armour", "armor"),
    ("armoured", "armor"),
    ("armored", "armor"),
    ("defence", "defense"),
    ("mechanised", "mechanized"),
    ("motorised", "motorized"),
    ("motor", "motorized"),
    ("rifle", "infantry"),
    ("rifles", "infantry"),
    ("drone", "unmanned"),
    ("drones", "unmanned"),
    ("uav", "unmanned"),
    ("paratroopers", "airborne"),
    ("paratroops", "airborne"),
    ("marines", "amphibious"),
    ("marine", "amphibious"),
    ("sappers", "engineer"),
    ("engineers", "engineer"),
    ("spetsnaz", "special"),
    ("gunners", "artillery"),
    ("hq", "headquarters"),
];

/// What a person looks for most often comes first.
const ORDER: [u8; 6] = [10, 15, 20, 27, 11, 40];

impl SymbolNames {
    /// The embedded names, unpacked at the first call. A damaged file has none: a test sees to it that ours is not.
    pub fn embedded() -> &'static Self {
        static TEXT: LazyLock<String> = LazyLock::new(|| unpacked_text(PACKED).unwrap_or_default());
        static READ: LazyLock<SymbolNames> = LazyLock::new(|| SymbolNames::read(&TEXT));
        &READ
    }

    fn read(text: &'static str) -> Self {
        let (mut sets, mut names) = (BTreeMap::new(), BTreeMap::new());
        for line in text.lines() {
            let mut fields = line.split('\t');
            let (Some(set), Some(kind), Some(code)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let path: Vec<_> = fields.collect();
            if kind == "n" {
                sets.extend(set.parse().ok().zip(path.first().copied()));
            } else if let Some(part) = Part::read(set, kind, code) {
                names.insert(part, Named::new(path));
            }
        }
        Self { sets, names }
    }

    /// What a symbol set is called.
    pub fn set(&self, set: u8) -> Option<&'static str> {
        self.sets.get(&set).copied()
    }

    /// What a code stands for, from the general to the particular; then its modifiers. Empty where it is not known.
    pub fn of(&self, code: &SymbolCode) -> (Vec<&'static str>, Vec<&'static str>) {
        let path = |part: &Part| self.names.get(part).map(|named| named.path.clone());
        match &code.function {
            Function::Letters(letters) => (path(&letters.part()).unwrap_or_default(), Vec::new()),
            Function::Numbers(numbers) => {
                let entity = path(&Part::Entity { set: numbers.set, entity: numbers.entity });
                let modifier = |(which, code): (u8, u16)| {
                    let of_set = |set| self.names.get(&Part::Modifier { set, which, code })?.path.last().copied();
                    (code != 0).then(|| of_set(numbers.set).or_else(|| of_set(0)))?
                };
                let modifiers = [(1, numbers.modifier_1), (2, numbers.modifier_2)].into_iter().filter_map(modifier);
                (entity.unwrap_or_default(), modifiers.collect())
            }
        }
    }

    /// The same in a line, as `Infantry, Motorized, Mountain`; empty where it is not known.
    pub fn title(&self, code: &SymbolCode) -> String {
        let (path, modifiers) = self.of(code);
        match &code.function {
            Function::Numbers(_) => title(&path, modifiers.into_iter()),
            // Their names are whole by themselves.
            Function::Letters(_) => path.last().copied().unwrap_or_default().to_owned(),
        }
    }

    /// The symbols with artwork that words mean, the likeliest first, no more than `most`. A word may be begun only. Words for an echelon
    /// set it; words that an entity lacks may be of its modifiers.
    pub fn find(&self, words: &str, most: usize) -> Vec<FoundSymbol> {
        let folded = searchable(words);
        let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        // The last word for an echelon is the one: in `army group` that is the group.
        let at = all.iter().rposition(|word| echelon_of(word).is_some());
        let mut found = Vec::new();
        if let Some((at, echelon)) = at.and_then(|at| Some((at, echelon_of(all.get(at)?)?))) {
            let (before, after) = (all.get(..at).unwrap_or_default(), all.get(at + 1..).unwrap_or_default());
            let (before, echelon) = match (before, echelon) {
                ([before @ .., "army"], Echelon::Regiment) => (before, Echelon::ArmyGroup),
                (before, echelon) => (before, echelon),
            };
            let rest = [before, after].concat();
            found.extend(self.with_words(&rest, Some(echelon)));
            // A mountain brigade is one of infantry.
            if found.is_empty() {
                found.extend(self.with_words(&[rest.as_slice(), &["infantry"]].concat(), Some(echelon)));
            }
        }
        // Modifiers are called after echelons too, which would answer twice.
        let is_other = |(rank, _): &(Rank, FoundSymbol)| at.is_none() || rank.n_modifiers == 0;
        found.extend(self.with_words(&all, None).into_iter().filter(is_other));
        found.sort_by_key(|(rank, _)| *rank);
        let mut symbols: Vec<FoundSymbol> = Vec::new();
        for (_, symbol) in found {
            if symbols.len() >= most {
                break;
            }
            if !symbols.iter().any(|known| known.code == symbol.code) {
                symbols.push(symbol);
            }
        }
        symbols
    }

    /// Each with its rank, the best lowest.
    fn with_words(&self, words: &[&str], echelon: Option<Echelon>) -> Vec<(Rank, FoundSymbol)> {
        let is_flag = |word: &str| echelon.is_some() && matches!(word, "headquarters" | "hq");
        let is_headquarters = words.iter().any(|word| is_flag(word));
        let words: Vec<&str> = words.iter().copied().filter(|word| !is_flag(word)).collect();
        let mut found = Vec::new();
        for (part, named) in &self.names {
            let Part::Entity { set, entity } = *part else { continue };
            let bare = Numbers { version: 13, set, entity, modifier_1: 0, modifier_2: 0, frame_shape: 0, country: 0, is_long: true };
            let is_asked_for = HAS_ARTWORK.contains(&set) && (echelon.is_none() || bare.is_unit());
            // Without words of its own, an echelon is a unit of no said kind.
            let fits =
                if words.is_empty() { echelon.is_some() && (set, entity) == (10, 0) } else { words.iter().any(|word| named.has(word)) };
            if !is_asked_for || !fits {
                continue;
            }
            let left: Vec<&str> = words.iter().copied().filter(|word| !named.has(word)).collect();
            let Some(modifiers) = self.modifiers_with(set, &left) else { continue };
            let [modifier_1, modifier_2] = modifiers.map(|modifier| modifier.map_or(0, |(code, _)| code));
            let numbers = Numbers { modifier_1, modifier_2, ..bare };
            let code = SymbolCode { is_headquarters, function: Function::Numbers(numbers), ..SymbolCode::land_unit(echelon) };
            let name = title(&named.path, modifiers.iter().flatten().map(|(_, name)| *name));
            let path = self.set(set).into_iter().chain(named.path.iter().copied()).collect();
            let rank = Rank {
                without_echelon: echelon.is_none(),
                n_modifiers: modifiers.iter().flatten().count(),
                n_general: words.iter().filter(|word| named.has(word) && !named.own(word)).count(),
                n_begun: words.iter().filter(|word| named.own(word) && !named.words.iter().any(|own| is_whole(own, word))).count(),
                is_elsewhere: !ORDER.contains(&set),
                depth: named.path.len(),
                n_other: named.n_own_without(&words),
                order: ORDER.iter().position(|known| *known == set).unwrap_or(ORDER.len()),
            };
            found.push((rank, FoundSymbol { code, name, path }));
        }
        found
    }

    /// One modifier, or a first and a second, of a set that have all the words between them. `None` where there are none such.
    fn modifiers_with(&self, set: u8, words: &[&str]) -> Option<[Option<(u16, &'static str)>; 2]> {
        let modifiers = |which: u8, word: &str| {
            let of_set = Part::Modifier { set, which, code: 1 }..=Part::Modifier { set, which, code: 99 };
            let fitting = self.names.range(of_set).filter(|(_, named)| named.has(word));
            let shortest = fitting.min_by_key(|(_, named)| named.words.len())?;
            match shortest {
                (Part::Modifier { code, .. }, named) => Some((*code, *named.path.last()?)),
                _ => None,
            }
        };
        let mut found: [Option<(u16, &'static str)>; 2] = [None, None];
        for word in words {
            let is_covered = |name: &str| searchable(name).split(' ').any(|own| fits(own, word));
            if found.iter().flatten().any(|(_, name)| is_covered(name)) {
                continue;
            }
            let place = [2, 1].into_iter().find_map(|which| {
                let slot = usize::from(which - 1);
                let is_free = found.get(slot).is_some_and(Option::is_none);
                is_free.then(|| modifiers(which, word).map(|found| (slot, found)))?
            });
            let (slot, modifier) = place?;
            *found.get_mut(slot)? = Some(modifier);
        }
        Some(found)
    }
}

/// How well a symbol fits what was asked for: what differs first decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    without_echelon: bool,
    n_modifiers: usize,
    /// Words that only the general names have.
    n_general: usize,
    /// Words that are only the beginning of one.
    n_begun: usize,
    /// In the air, in space or at sea.
    is_elsewhere: bool,
    depth: usize,
    /// Words of its name that were not asked for.
    n_other: usize,
    order: usize,
}

impl Named {
    fn new(path: Vec<&'static str>) -> Self {
        let split = |name: &&str| searchable(name).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let own = path.last().map(split).unwrap_or_default();
        let n_own = own.len();
        let general = path.iter().rev().skip(1).flat_map(split);
        Self { words: own.into_iter().chain(general).collect(), n_own, path }
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| fits(own, word))
    }

    fn own(&self, word: &str) -> bool {
        self.words.iter().take(self.n_own).any(|own| fits(own, word))
    }

    /// How many words of the particular name are none of those.
    fn n_own_without(&self, words: &[&str]) -> usize {
        self.words.iter().take(self.n_own).filter(|own| !words.iter().any(|word| fits(own, word))).count()
    }
}

/// What tells a symbol from others: of three names the first is a heading, and the last says little without the one before.
fn title(path: &[&'static str], modifiers: impl Iterator<Item = &'static str>) -> String {
    path.iter().copied().skip(path.len().saturating_sub(1).min(1)).chain(modifiers).collect::<Vec<_>>().join(", ")
}

/// Whether a word of a name is the one that is typed, or begun, or what the standard calls it.
fn fits(own: &str, typed: &str) -> bool {
    own.starts_with(typed) || meant(typed).is_some_and(|meant| own.starts_with(meant))
}

fn is_whole(own: &str, typed: &str) -> bool {
    own == typed || meant(typed) == Some(own)
}

fn meant(typed: &str) -> Option<&'static str> {
    SAID.iter().find(|(said, _)| *said == typed).map(|(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(words: &str) -> (String, String, Option<Echelon>) {
        let found = SymbolNames::embedded().find(words, 5);
        let FoundSymbol { code, name, .. } = found.into_iter().next().unwrap_or_else(|| panic!("nothing is found for {words}"));
        let Function::Numbers(numbers) = code.function else { panic!("{code}") };
        (format!("{:02} {}", numbers.set, numbers.entity), name, code.echelon())
    }

    #[test]
    fn people_find_units_by_what_they_call_them() {
        let cases = [
            ("infantry brigade", "10 121100", Some(Echelon::Brigade)),
            ("Infantry", "10 121100", None),
            ("artillery", "10 130300", None),
            ("tank company", "10 120500", Some(Echelon::Company)),
            ("armoured battalion", "10 120500", Some(Echelon::Battalion)),
            ("military police", "10 141200", None),
            ("motor rifle regiment", "10 121104", Some(Echelon::Regiment)),
            ("mechanised infantry division", "10 121102", Some(Echelon::Division)),
            ("engineer platoon", "10 140700", Some(Echelon::Platoon)),
            ("air defence battery", "10 130100", Some(Echelon::Company)),
            ("reconnaissance", "10 121300", None),
            ("brigade", "10 0", Some(Echelon::Brigade)),
            ("army group", "10 0", Some(Echelon::ArmyGroup)),
            ("airborne division", "10 121100", Some(Echelon::Division)),
            ("howitzer", "15 110900", None),
        ];
        for (words, code, echelon) in cases {
            let (found, name, found_echelon) = first(words);
            assert_eq!((found.as_str(), found_echelon), (code, echelon), "{words}: {name}");
        }
    }

    #[test]
    fn a_word_that_the_unit_lacks_may_be_a_modifier() {
        let (code, name, _) = first("mountain infantry brigade");
        assert_eq!(code, "10 121100");
        assert_eq!(name, "Infantry, Mountain");
    }

    #[test]
    fn nothing_is_found_for_words_that_mean_nothing_or_none_at_all() {
        for words in ["", "   ", "qwertz", "infantry qwertz", "!!!"] {
            assert_eq!(SymbolNames::embedded().find(words, 5), Vec::new(), "{words}");
        }
        assert!(SymbolNames::embedded().find("a", 7).len() == 7);
    }

    #[test]
    fn a_code_knows_what_it_is_called() {
        let names = SymbolNames::embedded();
        let read = |text| names.of(&SymbolCode::read(text).unwrap());
        assert_eq!(read("130310001812110000270000000000").0.last(), Some(&"Infantry"));
        assert_eq!(read("SHGPUCIZ---G").0.last(), Some(&"Infantry mechanized"));
        assert_eq!(read("13031000189999990000"), (Vec::new(), Vec::new()));
    }
}
