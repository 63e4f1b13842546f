//! What the words that a person typed find among names.
//!
//! All words must be found in one name (or, of namesakes, in the names of what they lie in), each as it is, as a beginning, or with
//! a small typing error. What is found is worth the importance of its subject, less for every liberty that was taken.

use std::ops::Range;
use std::sync::OnceLock;

use fst::{IntoStreamer, Streamer};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};

use crate::base::searchable;
use crate::query::names::NameIndex;

/// What the subjects of an index are: how much each is worth, and what it lies in.
pub trait Corpus {
    fn names(&self) -> &NameIndex;

    /// The names that some subjects have had since: then those that they have among the others count no more.
    fn newer_names(&self) -> Option<&NameIndex> {
        None
    }

    fn is_renamed(&self, _subject: u32) -> bool {
        false
    }

    /// On one scale for all corpora: about the logarithm of how many people it means something to.
    fn importance(&self, subject: u32) -> f32;

    /// What it lies in, whose names may be typed as well, to tell namesakes apart.
    fn within(&self, _subject: u32) -> [Option<u32>; 2] {
        [None, None]
    }

    /// Whether others can lie in it.
    fn is_whole(&self, _subject: u32) -> bool {
        false
    }
}

/// A subject that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub subject: u32,
    /// Which of its names was found.
    pub which: u16,
    /// The more the better; comparable between corpora.
    pub score: f32,
}

/// More words than this are not looked for.
const MOST_TOKENS: usize = 8;
/// Names looked at for one word: the more important ones, where more have it.
const MOST_NAMES: usize = 24_000;
/// Names gone through, the more important first, for a word that so many have, and how many of them are kept.
const MOST_SCANNED: u32 = 60_000;
const ENOUGH: usize = 400;

/// What liberties cost, on the scale of importance: 1 is the difference between a town and one ten times as large.
mod cost {
    pub const UNFINISHED: f32 = 0.3;
    pub const PER_LETTER: f32 = 0.08;
    pub const MOST_LETTERS: f32 = 0.8;
    /// Of a word that another follows, and that so should be finished.
    pub const ABBREVIATED: f32 = 0.7;
    pub const ERRORS: [f32; 3] = [0.0, 2.0, 3.3];
    pub const FIRST_LETTER: f32 = 0.6;
    /// Of three letters one is a third.
    pub const SHORT: f32 = 0.5;
    pub const FROM_WHOLE: f32 = 0.5;
    /// Gained by a name that is just what was typed.
    pub const SAME_NAME: f32 = -1.0;
    /// For so many words of the name that were not typed.
    pub const NOT_TYPED: [f32; 6] = [0.0, 0.8, 1.3, 1.7, 2.0, 2.3];
    pub const NOT_FROM_THE_START: f32 = 0.4;
    pub const OTHER_ORDER: f32 = 0.3;
    pub const OTHER_NAME: f32 = 0.3;
    /// Of words typed in one or apart where the name has them otherwise.
    pub const OTHER_GAPS: f32 = 0.4;
}

/// The best subjects for a text, the best first; at most so many, each with its best name.
pub fn find(corpus: &dyn Corpus, text: &str, n_most: usize) -> Vec<Found> {
    /// With fewer than that found, words are also tried in one and apart.
    const FEW: usize = 3;
    let folded = searchable(text);
    let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_TOKENS).collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let mut found = find_words(corpus, &typed);
    if found.iter().filter(|found| found.score > corpus.importance(found.subject) - cost::ERRORS[1]).count() < FEW {
        for words in other_gaps(corpus, &typed) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            found.extend(find_words(corpus, &words).into_iter().map(|found| Found { score: found.score - cost::OTHER_GAPS, ..found }));
        }
    }
    best_of(found, n_most)
}

/// The best for each subject, the best of all first. Equals stand in the order of their numbers.
fn best_of(mut found: Vec<Found>, n_most: usize) -> Vec<Found> {
    let by_score = |a: &Found, b: &Found| b.score.total_cmp(&a.score).then((a.subject, a.which).cmp(&(b.subject, b.which)));
    // A subject has at most some dozens of names: so many are enough to choose from.
    let enough = n_most.saturating_mul(40);
    if enough < found.len() {
        found.select_nth_unstable_by(enough, by_score);
        found.truncate(enough);
    }
    found.sort_unstable_by(by_score);
    let mut seen = std::collections::HashSet::new();
    found.retain(|found| seen.insert(found.subject));
    found.truncate(n_most);
    found
}

/// The same words with gaps elsewhere: two joined to one, or one parted into two that are words.
fn other_gaps(corpus: &dyn Corpus, typed: &[&str]) -> Vec<Vec<String>> {
    const SHORTEST_PART: usize = 3;
    let with = |at: usize, n: usize, instead: &[&str]| {
        let (before, rest) = typed.split_at(at);
        let after = rest.get(n..).unwrap_or_default();
        before.iter().chain(instead).chain(after).map(|word| (*word).to_owned()).collect::<Vec<String>>()
    };
    let names = || std::iter::once(corpus.names()).chain(corpus.newer_names());
    let is_word = |word: &str| names().any(|names| names.dictionary().contains_key(word));
    let is_begun = |word: &str| names().any(|names| !names.words_with(word).is_empty());
    let mut others: Vec<Vec<String>> = Vec::new();
    for (at, pair) in typed.windows(2).enumerate().take(3) {
        others.push(with(at, 2, &[&pair.concat()]));
    }
    for (at, word) in typed.iter().enumerate().take(2) {
        for split in SHORTEST_PART..word.len().saturating_sub(SHORTEST_PART - 1).min(24) {
            let Some((left, right)) = word.split_at_checked(split) else { continue };
            if is_word(left) && is_begun(right) {
                others.push(with(at, 1, &[left, right]));
            }
        }
    }
    others.truncate(6);
    others
}

/// Names of a corpus, and what the words that were typed may stand for among them.
struct Layer<'a> {
    names: &'a NameIndex,
    tokens: Vec<Token>,
    /// Whether there are newer names of some subjects.
    is_old: bool,
}

impl Layer<'_> {
    fn counts(&self, corpus: &dyn Corpus, name: u32) -> bool {
        !(self.is_old && corpus.is_renamed(self.names.owner(name).0))
    }
}

fn find_words(corpus: &dyn Corpus, typed: &[&str]) -> Vec<Found> {
    let is_renamed = corpus.newer_names().is_some();
    let layers: Vec<Layer<'_>> = std::iter::once((corpus.names(), is_renamed))
        .chain(corpus.newer_names().map(|names| (names, false)))
        .map(|(names, is_old)| {
            let token = |(at, word): (usize, &&str)| Token::of(names, word, at + 1 == typed.len(), typed.len() == 1);
            Layer { names, tokens: typed.iter().enumerate().map(token).collect(), is_old }
        })
        .collect();
    // The nearest of each whole, whichever names it goes by.
    let wholes_of = |at: usize| {
        let mut wholes: Vec<(u32, f32)> =
            layers.iter().filter_map(|layer| Some(layer.tokens.get(at)?.wholes(corpus, layer))).flatten().collect();
        wholes.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        wholes.dedup_by_key(|(subject, _)| *subject);
        wholes
    };
    let wholes: Vec<Vec<(u32, f32)>> = (0..typed.len()).map(|at| if typed.len() > 1 { wholes_of(at) } else { Vec::new() }).collect();
    layers.iter().flat_map(|layer| find_in(corpus, layer, &wholes)).collect()
}

fn find_in(corpus: &dyn Corpus, layer: &Layer<'_>, wholes: &[Vec<(u32, f32)>]) -> Vec<Found> {
    let Layer { names, tokens, .. } = layer;
    let has_wholes = wholes.iter().any(|wholes| !wholes.is_empty());
    // Every name that counts has the rarest word, unless that is one of what it lies in.
    let mut drivers: Vec<&Token> = tokens.iter().collect();
    drivers.sort_by_key(|token| token.n_names(names));
    drivers.truncate(if has_wholes { MOST_TOKENS } else { 1 });
    let mut found = Vec::new();
    for (rank, driver) in drivers.into_iter().enumerate() {
        let mut look_at = |name: u32| {
            let score = score(corpus, layer, name, wholes);
            found.extend(score);
            score.is_some()
        };
        let is_rarest = rank == 0;
        let most = if is_rarest { MOST_NAMES } else { MOST_NAMES / 4 };
        if !is_rarest || driver.n_names(names) <= most {
            for name in driver.stretches().flat_map(|words| names.names_of(words)).take(most) {
                look_at(*name);
            }
            continue;
        }
        if let Some(word) = driver.exact {
            for name in names.names_of(word..word + 1).iter().take(MOST_NAMES) {
                look_at(*name);
            }
        }
        let mut n_found = 0;
        for name in 0..names.n_names().min(MOST_SCANNED) {
            n_found += usize::from(look_at(name));
            if n_found >= ENOUGH {
                break;
            }
        }
    }
    found
}

/// What a name is worth to a query, if it has all its words.
fn score(corpus: &dyn Corpus, layer: &Layer<'_>, name: u32, wholes: &[Vec<(u32, f32)>]) -> Option<Found> {
    if !layer.counts(corpus, name) {
        return None;
    }
    let Layer { names, tokens, .. } = layer;
    let words = names.words_of(name);
    let (subject, which) = names.owner(name);
    let mut taken = 0_u32;
    let mut costs = 0.0;
    let mut last_at = None;
    for (token, wholes) in tokens.iter().zip(wholes) {
        let free = words.iter().enumerate().filter(|(at, _)| taken & (1 << at) == 0);
        let costed = free.filter_map(|(at, word)| Some((token.cost(names, *word)?, at)));
        let best = costed.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((cost, at)) = best {
            taken |= 1 << at;
            costs += cost;
            if last_at.is_some_and(|last| at < last) {
                costs += cost::OTHER_ORDER;
            }
            last_at = Some(at);
        } else {
            let known = |whole| wholes.get(wholes.binary_search_by_key(&whole, |(whole, _)| *whole).ok()?);
            let (_, cost) = corpus.within(subject).into_iter().flatten().find_map(known)?;
            costs += cost::FROM_WHOLE + cost;
        }
    }
    if taken == 0 {
        return None;
    }
    if costs == 0.0 && taken.count_ones() as usize == words.len() {
        costs += cost::SAME_NAME;
    }
    let n_left = words.len() - taken.count_ones() as usize;
    costs += cost::NOT_TYPED.get(n_left).or(cost::NOT_TYPED.last()).copied().unwrap_or_default();
    if taken & 1 == 0 {
        costs += cost::NOT_FROM_THE_START;
    }
    if which > 0 {
        costs += cost::OTHER_NAME;
    }
    Some(Found { subject, which, score: corpus.importance(subject) - costs })
}

/// A word that was typed, and the words that it may stand for.
struct Token {
    length: usize,
    /// The same word.
    exact: Option<u32>,
    /// Those that begin with it, the same among them.
    begun: Range<u32>,
    /// Those with small errors, in ascending order, each with what it costs.
    near: Vec<(u32, f32)>,
    is_last: bool,
}

impl Token {
    fn of(names: &NameIndex, word: &str, is_last: bool, is_alone: bool) -> Self {
        let begun = names.words_with(word);
        let exact = names.dictionary().get(word).and_then(|number| u32::try_from(number).ok());
        Self { length: word.len(), exact, near: near(names, word, is_alone), begun, is_last }
    }

    /// All its words, in stretches that stand together.
    fn stretches(&self) -> impl Iterator<Item = Range<u32>> {
        let apart = self.near.iter().filter(|(word, _)| !self.begun.contains(word)).map(|(word, _)| *word..*word + 1);
        std::iter::once(self.begun.clone()).chain(apart)
    }

    /// How many names have one of its words; those that have two count twice.
    fn n_names(&self, names: &NameIndex) -> usize {
        self.stretches().map(|words| names.names_of(words).len()).sum()
    }

    /// What it costs to take a word for it; `None` where that cannot be.
    fn cost(&self, names: &NameIndex, word: u32) -> Option<f32> {
        if self.exact == Some(word) {
            return Some(0.0);
        }
        if self.begun.contains(&word) {
            let n_missing = names.length(word).saturating_sub(self.length);
            let letters = (cost::PER_LETTER * n_missing as f32).min(cost::MOST_LETTERS);
            return Some(cost::UNFINISHED + letters + if self.is_last { 0.0 } else { cost::ABBREVIATED });
        }
        let at = self.near.binary_search_by_key(&word, |(word, _)| *word).ok()?;
        self.near.get(at).map(|(_, cost)| *cost)
    }

    /// Those of its names that others can lie in: their subjects, some perhaps several times, each with what it costs.
    fn wholes(&self, corpus: &dyn Corpus, layer: &Layer<'_>) -> Vec<(u32, f32)> {
        const SHORTEST_BEGINNING: usize = 3;
        let names = layer.names;
        let begun = self.is_last && self.length >= SHORTEST_BEGINNING;
        let exact = self.exact.map_or(0..0, |word| word..word + 1);
        let near = self.near.iter().map(|(word, cost)| (*word..*word + 1, *cost));
        let stretches = std::iter::once((if begun { self.begun.clone() } else { exact }, 0.0)).chain(near);
        let found = stretches.flat_map(|(words, cost)| names.names_of(words).iter().map(move |name| (*name, cost)));
        let counted =
            found.take(MOST_NAMES).filter(|(name, _)| layer.counts(corpus, *name)).map(|(name, cost)| (names.owner(name).0, cost));
        counted.filter(|(subject, _)| corpus.is_whole(*subject)).collect()
    }
}

/// The words that differ from one by small typing errors: one letter wrong, missing, too many, or two swapped; in long words two such.
/// A figure is never taken for another.
fn near(names: &NameIndex, word: &str, is_alone: bool) -> Vec<(u32, f32)> {
    static AUTOMATA: OnceLock<[LevenshteinAutomatonBuilder; 2]> = OnceLock::new();
    const SHORT: usize = 3;
    const LONGEST: usize = 40;
    const LONG: usize = 8;
    // Alone a short word would be taken for too many.
    let shortest = if is_alone { SHORT + 1 } else { SHORT };
    if !(shortest..=LONGEST).contains(&word.len()) || word.bytes().any(|letter| letter.is_ascii_digit()) {
        return Vec::new();
    }
    let [for_one, for_two] = AUTOMATA.get_or_init(|| [1, 2].map(|n_errors| LevenshteinAutomatonBuilder::new(n_errors, true)));
    let automaton = if word.len() >= LONG { for_two } else { for_one }.build_dfa(word);
    let mut found = names.dictionary().search_with_state(&automaton).into_stream();
    let mut near = Vec::new();
    while let Some((key, number, state)) = found.next() {
        if let (Distance::Exact(n_errors @ 1..), Ok(number)) = (automaton.distance(state), u32::try_from(number)) {
            let errors = cost::ERRORS.get(usize::from(n_errors)).or(cost::ERRORS.last()).copied().unwrap_or_default();
            let first = if key.first() == word.as_bytes().first() { 0.0 } else { cost::FIRST_LETTER };
            let short = if word.len() == SHORT { cost::SHORT } else { 0.0 };
            near.push((number, errors + first + short));
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Spellings;

    /// Subjects with one name each, all worth the same; some lie in others.
    struct Named(NameIndex, Vec<Option<u32>>);

    impl Corpus for Named {
        fn names(&self) -> &NameIndex {
            &self.0
        }

        fn importance(&self, _subject: u32) -> f32 {
            5.0
        }

        fn within(&self, subject: u32) -> [Option<u32>; 2] {
            [self.1.get(subject as usize).copied().flatten(), None]
        }

        fn is_whole(&self, subject: u32) -> bool {
            self.1.contains(&Some(subject))
        }
    }

    fn named(names: &[&str], within: &[(u32, u32)]) -> Named {
        let mut spellings = Spellings::default();
        (0..).zip(names).for_each(|(subject, name)| spellings.push(subject, 0, name));
        let mut wholes = vec![None; names.len()];
        within.iter().for_each(|(part, whole)| wholes[*part as usize] = Some(*whole));
        Named(NameIndex::of(&[spellings]), wholes)
    }

    fn found(corpus: &Named, typed: &str) -> Vec<u32> {
        find(corpus, typed, 10).into_iter().map(|found| found.subject).collect()
    }

    #[test]
    fn the_same_name_comes_before_a_longer_one_a_beginning_and_an_error() {
        let corpus = named(&["Kurskaya", "Old Kursk", "Kursk Station", "Kusk", "Kursk", "Belgorod"], &[]);
        assert_eq!(found(&corpus, "kursk"), [4, 0, 2, 1, 3]);
    }

    #[test]
    fn all_words_must_be_in_one_name_in_any_order_and_the_last_may_be_unfinished() {
        let corpus = named(&["Conflict in the Kursk region", "Kursk", "Conflict in Sudan"], &[]);
        assert_eq!(found(&corpus, "kursk conf"), [0]);
        assert_eq!(found(&corpus, "region conflict"), [0]);
        assert!(found(&corpus, "kursk sudan").is_empty());
    }

    #[test]
    fn two_swapped_letters_are_one_error_long_words_may_have_two_and_figures_none() {
        let corpus = named(&["Kyiv", "Zaporizhzhia", "4711 men"], &[]);
        assert_eq!(found(&corpus, "kiyv"), [0]);
        assert_eq!(found(&corpus, "zaporizia"), Vec::<u32>::new(), "three letters are missing");
        assert_eq!(found(&corpus, "zaporizhia"), [1]);
        assert_eq!(found(&corpus, "zaporzihia"), Vec::<u32>::new());
        assert!(found(&corpus, "4712").is_empty());
    }

    #[test]
    fn words_of_what_it_lies_in_tell_a_namesake_and_alone_do_not_find_it() {
        let corpus = named(&["Moscow", "Moscow", "Russia", "Idaho"], &[(0, 2), (1, 3)]);
        assert_eq!(found(&corpus, "moscow idaho"), [1]);
        assert_eq!(found(&corpus, "moscow russ"), [0]);
        assert_eq!(found(&corpus, "idaho"), [3]);
    }

    #[test]
    fn a_gap_too_many_or_too_few_is_forgiven() {
        let corpus = named(&["New York", "Pyongyang"], &[]);
        assert_eq!(found(&corpus, "newyork"), [0]);
        assert_eq!(found(&corpus, "pyong yang"), [1]);
    }

    #[test]
    fn a_word_that_very_many_have_still_finds_the_one_that_is_meant() {
        let names: Vec<String> = (0..26_000).map(|at| format!("Event {at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let corpus = named(&names, &[]);
        assert_eq!(found(&corpus, "event 25321")[0], 25_321);
        assert_eq!(found(&corpus, "event").len(), 10);
        assert_eq!(found(&corpus, "e").len(), 10);
    }
}
