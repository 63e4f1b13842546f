//! The sources that stay unnamed, what they are called instead, and where texts tell who they are.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use any_ascii::any_ascii_char;

use crate::base::{fingerprint, searchable};
use crate::briefing::releasing::{Remark, Removed};
use crate::model::{ActorId, Moment, RecordId, Records, Release, Report, Situation, Source, SourceId, SourceKind, Withheld, Zone};

/// A name of fewer letters counts only where it is a word by itself: "AP" is not in "Japan".
const LETTERS_WITHIN_WORDS: usize = 5;
/// A name of one letter is no name.
const FEWEST_LETTERS: usize = 2;
/// A name of so many words is often said without the first or the last of them.
const WORDS_OF_LONG_NAME: usize = 4;
/// Words that are written as one, as in addresses, are looked for from so many letters on.
const LETTERS_JOINED: usize = 8;

/// What stands for an actor in scenes, who is a source too.
const NOT_NAMED: &str = "[not named]";

/// All sources that stay unnamed.
#[derive(Default)]
pub struct Hidden {
    sources: BTreeMap<SourceId, HiddenSource>,
    /// The names of those that are nobody but sources, in any text.
    everywhere: Names,
    /// The same in ids, and the names of all in ids of sources, reports and scenes.
    in_ids: Names,
    all_in_ids: Names,
    /// The names of those that are actors too, in scenes.
    acting: Names,
}

/// A source that stays unnamed.
pub struct HiddenSource {
    /// Its id in the copy.
    pub id: SourceId,
    /// `Source 3 (news, B)`.
    pub name: String,
    /// An actor of its name whose deeds are told. Its name then stays in texts that tell of what it does: with "Source 3" in its place
    /// they would say who Source 3 is. Out of its own reports it goes.
    acts_as: Option<ActorId>,
    own: Names,
}

impl Hidden {
    pub fn of(situation: &Situation, records: &Records, release: &Release) -> Self {
        let hidden = situation.sources().values().filter(|source| release.unnamed_sources.holds(&source.id));
        // By when they were first heard, those that are left out last. Ids would tell their order in the alphabet.
        let order = |source: &&Source| {
            let reports = situation.reports_of(&source.id).iter().filter_map(|id| situation.report(id));
            let first = reports.filter_map(first_moment).min();
            (!records.sources.contains_key(&source.id), first.is_none(), first, fingerprint(source.id.as_str()))
        };
        let mut in_order: Vec<&Source> = hidden.collect();
        in_order.sort_by_key(order);
        let everybody = Names::in_ids(in_order.iter().map(|source| (*source, String::new())));
        let mut number = 0_usize;
        let mut sources = BTreeMap::new();
        for source in &in_order {
            // Who calls sources "Source 1" at home is not to find them under that name.
            let (short, id) = loop {
                number += 1;
                let (short, id) = (format!("Source {number}"), SourceId::from(format!("source-{number}").as_str()));
                let is_free = situation.linked_to(&RecordId::Source(id.clone())).is_empty()
                    && situation.source(&id).is_none()
                    && !everybody.are_in(&short);
                if is_free || number > 10 * in_order.len() + 1000 {
                    break (short, id);
                }
            };
            let letter = source.graded.last().map(|graded| graded.grade.word());
            let known: Vec<&str> = source.kind.map(SourceKind::word).into_iter().chain(letter).collect();
            let name = if known.is_empty() { short.clone() } else { format!("{short} ({})", known.join(", ")) };
            let own = Names::in_texts(std::iter::once((*source, short)));
            sources.insert(source.id.clone(), HiddenSource { id, name, acts_as: None, own });
        }
        Self { sources, ..Self::default() }
    }

    pub fn get(&self, id: &SourceId) -> Option<&HiddenSource> {
        self.sources.get(id)
    }

    /// Nobody is told any more for whom a source speaks that is not named.
    pub fn cut_actors(&self, records: &mut Records, removed: &mut Vec<Removed>) {
        for source in records.sources.values_mut().filter(|source| self.sources.contains_key(&source.id)) {
            let Some(actor) = source.actor.take() else { continue };
            removed.push(Removed {
                what: Withheld::SourceDetails,
                record: Some(RecordId::Source(source.id.clone())),
                member: "actor",
                before: records.actors.get(&actor).map_or_else(|| actor.to_string(), |actor| actor.name.clone()),
                after: None,
            });
        }
    }

    /// Finds out who of them is an actor too, of those that are still there.
    pub fn settle(&mut self, situation: &Situation, records: &Records) {
        let mut actors: BTreeMap<String, &ActorId> = BTreeMap::new();
        for actor in records.actors.values() {
            for name in std::iter::once(&actor.name).chain(actor.names.values()) {
                actors.entry(searchable(name)).or_insert(&actor.id);
            }
        }
        for (id, hidden) in &mut self.sources {
            let Some(source) = situation.source(id) else { continue };
            let names = std::iter::once(&source.name).chain(source.names.values());
            hidden.acts_as = names.filter_map(|name| actors.get(&searchable(name))).next().map(|actor| (*actor).clone());
        }
        let all: Vec<(&Source, String, bool)> = (self.sources.iter())
            .filter_map(|(id, hidden)| Some((situation.source(id)?, hidden.own.instead.first()?.clone(), hidden.acts_as.is_some())))
            .collect();
        let of =
            |acts: bool| all.iter().filter(move |(_, _, acts_too)| *acts_too == acts).map(|(source, short, _)| (*source, short.clone()));
        self.everywhere = Names::in_texts(of(false));
        self.in_ids = Names::in_ids(of(false));
        self.all_in_ids = Names::in_ids(all.iter().map(|(source, short, _)| (*source, short.clone())));
        self.acting = Names::in_texts(of(true).map(|(source, _)| (source, NOT_NAMED.to_owned())));
    }

    /// A text without the names that are hidden in any; `None` where it has none.
    pub fn without_names(&self, text: &str) -> Option<String> {
        self.everywhere.replaced(text)
    }

    /// A text of a scene, where an actor's name may well say who said something: without the names of those either, and without a word which
    /// of the sources they are. `None` where it has none.
    pub fn without_any_name(&self, text: &str) -> Option<String> {
        let unnamed = self.everywhere.replaced(text);
        self.acting.replaced(unnamed.as_deref().unwrap_or(text)).or(unnamed)
    }

    /// Whether an id tells one of them: one of a source or report, or of something else.
    pub fn is_told_by_id(&self, id: &str, is_of_speech: bool) -> bool {
        if is_of_speech { self.all_in_ids.are_in(id) } else { self.in_ids.are_in(id) }
    }

    pub fn remarks(&self) -> Vec<Remark> {
        let stays =
            |(id, hidden): (&SourceId, &HiddenSource)| Some(Remark::StaysAsActor { source: id.clone(), actor: hidden.acts_as.clone()? });
        self.sources.iter().filter_map(stays).collect()
    }
}

impl HiddenSource {
    /// A text of one of its own reports without its name; `None` where it has none.
    pub fn without_name(&self, text: &str) -> Option<String> {
        self.own.replaced(text)
    }
}

fn first_moment(report: &Report) -> Option<Moment> {
    report.published.as_ref()?.bounds(&Zone::utc()).earliest()
}

/// Names to be looked for, and what stands in their place.
#[derive(Default)]
struct Names {
    /// In plain letters.
    words: Sought,
    /// Ids as they are written, in small letters.
    ids: Sought,
    /// The hosts of their addresses.
    hosts: Vec<(String, usize)>,
    instead: Vec<String>,
}

/// From where to where something stands in a text, and the index of the source that it is of.
type Found = (usize, usize, usize);

/// Words that are looked for all at once, each with the index of the source that it is of.
#[derive(Default)]
struct Sought {
    search: Option<AhoCorasick>,
    keys: Vec<(String, usize)>,
}

impl Sought {
    fn of(keys: Vec<(String, usize)>) -> Self {
        Self { search: AhoCorasick::new(keys.iter().map(|(key, _)| key)).ok(), keys }
    }

    /// Where they stand, as far as it `counts` from where to where that is.
    fn found(&self, text: &str, counts: impl Fn(usize, usize) -> bool) -> Vec<Found> {
        if self.keys.is_empty() || text.is_empty() {
            return Vec::new();
        }
        // What cannot be looked for may be everywhere.
        let Some(search) = &self.search else { return vec![(0, text.len(), 0)] };
        let matches = search.find_overlapping_iter(text).filter(|found| counts(found.start(), found.end()));
        matches.filter_map(|found| Some((found.start(), found.end(), self.keys.get(found.pattern().as_usize())?.1))).collect()
    }
}

impl Names {
    /// In a text an id counts as it is written: "news-article" is not any news article.
    fn in_texts<'s>(sources: impl Iterator<Item = (&'s Source, String)>) -> Self {
        Self::of(sources, false)
    }

    /// In another id its words count.
    fn in_ids<'s>(sources: impl Iterator<Item = (&'s Source, String)>) -> Self {
        Self::of(sources, true)
    }

    fn of<'s>(sources: impl Iterator<Item = (&'s Source, String)>, has_words_of_ids: bool) -> Self {
        let mut names = Self::default();
        let (mut words, mut ids, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (index, (source, instead)) in sources.enumerate() {
            let id = source.id.as_str();
            let texts = std::iter::once(source.name.as_str()).chain(source.names.values().map(String::as_str));
            let keys = texts.chain(has_words_of_ids.then_some(id)).flat_map(keys_of);
            words.extend(keys.filter(|key| known.insert(key.clone())).map(|key| (key, index)));
            ids.extend((id.chars().count() >= FEWEST_LETTERS).then(|| (id.to_lowercase(), index)));
            names.hosts.extend(source.url.as_deref().and_then(host_of).map(|host| (host, index)));
            names.instead.push(instead);
        }
        Self { words: Sought::of(words), ids: Sought::of(ids), ..names }
    }

    fn are_in(&self, text: &str) -> bool {
        self.replaced(text).is_some()
    }

    /// `None` where none is in it.
    fn replaced(&self, text: &str) -> Option<String> {
        if self.instead.is_empty() {
            return None;
        }
        let mut found = self.words_in(text);
        found.extend(self.ids_in(text));
        found.extend(self.hosts_in(text));
        // The first of them, and of those that begin there the longest.
        found.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let (mut result, mut done) = (String::new(), 0);
        for (start, end, index) in found {
            if start < done {
                // What overlaps goes too.
                done = done.max(end);
                continue;
            }
            result.push_str(text.get(done..start).unwrap_or_default());
            result.push_str(self.instead.get(index).map_or("", String::as_str));
            done = end;
        }
        (done > 0).then(|| result + text.get(done..).unwrap_or_default())
    }

    fn words_in(&self, text: &str) -> Vec<Found> {
        let plain = Plain::of(text);
        let letters = plain.letters.as_bytes();
        let is_name = |start: usize, end: usize| {
            let before = start.checked_sub(1).and_then(|before| letters.get(before)).copied().unwrap_or(b' ');
            let after = letters.get(end).copied().unwrap_or(b' ');
            let is_word = before == b' ' && after == b' ';
            let cuts_number = |inner: Option<&u8>, outer: u8| inner.is_some_and(u8::is_ascii_digit) && outer.is_ascii_digit();
            let is_whole = !cuts_number(letters.get(start), before) && !cuts_number(letters.get(end - 1), after);
            is_word || end - start >= LETTERS_WITHIN_WORDS && is_whole
        };
        let in_text = |(start, end, index): Found| Some((plain.at.get(start)?.0, plain.at.get(end - 1)?.1, index));
        self.words.found(&plain.letters, is_name).into_iter().filter_map(in_text).collect()
    }

    /// Ids that stand there by themselves.
    fn ids_in(&self, text: &str) -> Vec<Found> {
        let lower = text.to_lowercase();
        let is_apart = |outer: Option<char>| outer.is_none_or(|c| !c.is_alphanumeric());
        let is_id = |start: usize, end: usize| {
            let (before, after) = (lower.get(..start).unwrap_or_default(), lower.get(end..).unwrap_or_default());
            is_apart(before.chars().next_back()) && is_apart(after.chars().next())
        };
        let found = self.ids.found(&lower, is_id);
        // Hardly a text has letters whose small ones are longer or shorter: then all of it goes.
        let is_same_length = text.chars().all(|c| c.to_lowercase().map(char::len_utf8).sum::<usize>() == c.len_utf8());
        found.into_iter().map(|(start, end, index)| if is_same_length { (start, end, index) } else { (0, text.len(), index) }).collect()
    }

    /// Words that have one of the hosts in them.
    fn hosts_in(&self, text: &str) -> Vec<Found> {
        if self.hosts.is_empty() || !text.contains('.') {
            return Vec::new();
        }
        let place = |word: &str| {
            let lower = word.to_lowercase();
            let (_, index) = self.hosts.iter().find(|(host, _)| lower.contains(host.as_str()))?;
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            Some((start, start + word.len(), *index))
        };
        text.split_whitespace().filter_map(place).collect()
    }
}

/// What is looked for of a name: its words, the same written as one, and of a long one also those without the first or the last.
fn keys_of(name: &str) -> Vec<String> {
    let key = Plain::of(name).letters;
    let joined = key.replace(' ', "");
    let is_long = joined.len() >= LETTERS_JOINED && joined != key;
    let n_words = key.split(' ').count();
    let shorter = [key.split_once(' '), key.rsplit_once(' ').map(|(start, end)| (end, start))];
    let shorter = shorter.into_iter().flatten().map(|(_, rest)| rest.to_owned()).filter(|_| n_words >= WORDS_OF_LONG_NAME);
    let mut keys: Vec<String> = shorter.collect();
    keys.extend(is_long.then_some(joined));
    keys.push(key);
    keys.retain(|key| key.len() >= FEWEST_LETTERS);
    keys
}

/// The host of an address, without `www.`.
fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

/// A text in plain small letters and figures with single spaces between words, as a search has it ([`searchable`]), of any length, and
/// where each of them comes from.
#[derive(Default)]
struct Plain {
    letters: String,
    /// Of each byte of `letters`: from where to where its character stands in the text.
    at: Vec<(usize, usize)>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = Self::default();
        let mut is_gap = false;
        for (start, c) in text.char_indices() {
            let place = (start, start + c.len_utf8());
            let mut push = |letter: char| match letter {
                '\'' | '`' | '"' => {}
                letter if letter.is_ascii_alphanumeric() => {
                    if std::mem::take(&mut is_gap) && !plain.letters.is_empty() {
                        plain.letters.push(' ');
                        plain.at.push((start, start));
                    }
                    plain.letters.push(letter.to_ascii_lowercase());
                    plain.at.push(place);
                }
                _ => is_gap = true,
            };
            if c.is_ascii() { push(c) } else { any_ascii_char(c).chars().for_each(&mut push) }
        }
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(name: &str, url: Option<&str>) -> Names {
        let source = Source { url: url.map(str::to_owned), ..Source::new("zz-9".into(), name) };
        Names::in_texts(std::iter::once((&source, "Source 1".to_owned())))
    }

    #[test]
    fn a_name_is_found_in_any_script_case_spelling_and_inflection() {
        for (name, text, without) in [
            ("Yonhap", "as YONHAP’s man said", "as Source 1’s man said"),
            ("Yonhap", "Yonhap.", "Source 1."),
            ("Путин", "слова Путина", "слова Source 1а"),
            ("Putin", "слова Путина", "слова Source 1а"),
            ("South Korea's ministry", "the south-korea’s  Ministry, again", "the Source 1, again"),
            ("South Korea's ministry", "southkoreasministry", "Source 1"),
            ("Ukraine's military intelligence service", "So says **Ukraine’s military intelligence**", "So says **Source 1**"),
            ("AP", "AP in Japan, said A.P. and AP", "Source 1 in Japan, said A.P. and Source 1"),
        ] {
            assert_eq!(names(name, None).replaced(text).as_deref(), Some(without), "{text}");
        }
        assert_eq!(names("AP", None).replaced("Japan"), None);
        assert_eq!(names("Post 1", None).replaced("Post 12"), None);
    }

    #[test]
    fn an_id_and_a_host_tell_a_source_too() {
        let names = names("Somebody", Some("https://www.paper.example/en"));
        assert_eq!(names.replaced("see https://paper.example/2024/1.html and zz-9").as_deref(), Some("see Source 1 and Source 1"));
    }

    #[test]
    fn nothing_is_found_where_nothing_is_hidden() {
        assert_eq!(Names::default().replaced("anything"), None);
        assert_eq!(names("…", None).replaced("… and so on"), None);
    }
}
