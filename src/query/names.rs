//! Every name as its words, and for each word the names that have it.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use fst::{IntoStreamer, Map, MapBuilder, Streamer};

use crate::base::searchable;

/// Names to be put into a [`NameIndex`], folded; made in shares on several threads.
#[derive(Debug, Default)]
pub struct Spellings {
    /// The folded names, one after the other.
    text: String,
    /// Where each ends, whose it is, and which of its names.
    names: Vec<(usize, u32, u16)>,
}

impl Spellings {
    /// One name of a subject. `which` tells it from the subject's other names.
    pub fn push(&mut self, subject: u32, which: u16, name: &str) {
        let folded = searchable(name);
        if !folded.is_empty() {
            self.text.push_str(&folded);
            self.names.push((self.text.len(), subject, which));
        }
    }

    fn iter(&self) -> impl Iterator<Item = (&str, u32, u16)> {
        let mut start = 0;
        self.names.iter().map(move |(end, subject, which)| {
            let name = self.text.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default();
            (name, *subject, *which)
        })
    }
}

/// Names by number, the more important first, and their words by number, in alphabetical order.
///
/// Everything is a column: no string or list of its own for a word or a name.
#[derive(Debug, Default)]
pub struct NameIndex {
    words: Map<Vec<u8>>,
    /// Letters of each word, at most 255.
    lengths: Vec<u8>,
    /// Where the names of each word end among `postings`; a word's names are in ascending order.
    posting_ends: Vec<u32>,
    postings: Vec<u32>,
    /// Where the words of each name end among `name_words`.
    name_ends: Vec<u32>,
    name_words: Vec<u32>,
    subjects: Vec<u32>,
    which: Vec<u16>,
}

impl NameIndex {
    /// More words than this of a name are not searched.
    pub const MOST_WORDS: usize = 32;

    /// Of shares in their order, the names of more important subjects first.
    pub fn of(shares: &[Spellings]) -> Self {
        let n_names = shares.iter().map(|share| share.names.len()).sum();
        let mut numbers: HashMap<&str, u32, RandomState> = HashMap::default();
        let mut words: Vec<&str> = Vec::new();
        let mut index = Self {
            name_ends: Vec::with_capacity(n_names),
            subjects: Vec::with_capacity(n_names),
            which: Vec::with_capacity(n_names),
            ..Self::default()
        };
        for (name, subject, which) in shares.iter().flat_map(Spellings::iter) {
            for word in name.split(' ').take(Self::MOST_WORDS) {
                let number = *numbers.entry(word).or_insert_with(|| {
                    words.push(word);
                    number_of(words.len() - 1)
                });
                index.name_words.push(number);
            }
            index.name_ends.push(number_of(index.name_words.len()));
            index.subjects.push(subject);
            index.which.push(which);
        }
        index.put_words(&words);
        index.put_postings(words.len());
        index.name_words.shrink_to_fit();
        index
    }

    /// Numbers the words, so far numbered as they came, in alphabetical order.
    fn put_words(&mut self, words: &[&str]) {
        let mut order: Vec<u32> = (0..number_of(words.len())).collect();
        let word = |number: u32| words.get(number as usize).copied().unwrap_or_default();
        order.sort_unstable_by_key(|number| word(*number));
        let mut ranks = vec![0; words.len()];
        let mut builder = MapBuilder::memory();
        for (rank, number) in (0_u32..).zip(&order) {
            // In memory and in ascending order there is nothing to go wrong.
            let _inserted = builder.insert(word(*number), u64::from(rank));
            self.lengths.push(u8::try_from(word(*number).len()).unwrap_or(u8::MAX));
            if let Some(slot) = ranks.get_mut(*number as usize) {
                *slot = rank;
            }
        }
        self.words = builder.into_inner().ok().and_then(|bytes| Map::new(bytes).ok()).unwrap_or_default();
        for number in &mut self.name_words {
            *number = ranks.get(*number as usize).copied().unwrap_or_default();
        }
    }

    fn put_postings(&mut self, n_words: usize) {
        // Counted first, then filled in from the start of each word's stretch.
        let mut next = vec![0_u32; n_words + 1];
        for word in &self.name_words {
            if let Some(n) = next.get_mut(*word as usize + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for n in &mut next {
            sum += *n;
            *n = sum;
        }
        self.posting_ends = next.get(1..).unwrap_or_default().to_vec();
        let mut postings = vec![0; self.name_words.len()];
        for name in 0..self.n_names() {
            for word in self.words_of(name) {
                if let Some(at) = next.get_mut(*word as usize) {
                    if let Some(slot) = postings.get_mut(*at as usize) {
                        *slot = name;
                    }
                    *at += 1;
                }
            }
        }
        self.postings = postings;
    }

    pub fn n_names(&self) -> u32 {
        number_of(self.subjects.len())
    }

    pub(super) fn dictionary(&self) -> &Map<Vec<u8>> {
        &self.words
    }

    /// The numbers of the words that begin with some letters: they stand together.
    pub(super) fn words_with(&self, prefix: &str) -> std::ops::Range<u32> {
        // Words have no byte beyond "z".
        let after = [prefix.as_bytes(), b"~"].concat();
        let from = |key: &[u8]| {
            let first = self.words.range().ge(key).into_stream().next().map(|(_, number)| number);
            first.and_then(|number| u32::try_from(number).ok()).unwrap_or_else(|| number_of(self.lengths.len()))
        };
        from(prefix.as_bytes())..from(&after)
    }

    pub(super) fn length(&self, word: u32) -> usize {
        self.lengths.get(word as usize).map_or(0, |length| usize::from(*length))
    }

    /// The names of some words that stand together, word by word.
    pub(super) fn names_of(&self, words: std::ops::Range<u32>) -> &[u32] {
        let end_of = |word: u32| self.posting_ends.get(word as usize).map_or(0, |end| *end as usize);
        let start = words.start.checked_sub(1).map_or(0, end_of);
        let end = words.end.checked_sub(1).map_or(0, end_of);
        self.postings.get(start..end).unwrap_or_default()
    }

    pub(super) fn words_of(&self, name: u32) -> &[u32] {
        let end_of = |name: u32| self.name_ends.get(name as usize).map_or(0, |end| *end as usize);
        let start = name.checked_sub(1).map_or(0, end_of);
        self.name_words.get(start..end_of(name)).unwrap_or_default()
    }

    /// Whose name it is, and which of its names.
    pub(super) fn owner(&self, name: u32) -> (u32, u16) {
        let at = name as usize;
        (self.subjects.get(at).copied().unwrap_or_default(), self.which.get(at).copied().unwrap_or_default())
    }

    /// In bytes: what it takes in memory.
    pub fn size(&self) -> usize {
        let numbers = self.posting_ends.len() + self.postings.len() + self.name_ends.len() + self.name_words.len() + self.subjects.len();
        self.words.as_fst().size() + self.lengths.len() + 4 * numbers + 2 * self.which.len()
    }
}

fn number_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
