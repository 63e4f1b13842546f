//! Where quotations stand in the text that they are taken from.
//!
//! A span says where; the words of the excerpt say whether that is so. White space and the forms of quotation marks, apostrophes and
//! dashes count as one: they differ between the copies of a text. An excerpt without a span, or whose span does not lead to it, is looked
//! for by its words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::model::records::{About, Report, ReportId, Span, TextFile, Via};
use crate::model::situation::Situation;
use crate::model::statements::MAX_HOPS;

/// At most so many excerpts of one text are looked for by their words, the first by report.
const MAX_SOUGHT: usize = 5_000;
/// So many characters are compared at most while looking for the excerpts of one text: hostile ones end there.
const MAX_COMPARED: usize = 4_000_000;
/// Of the words before and after an excerpt so many bytes are compared.
const MAX_CONTEXT: usize = 400;

/// What is quoted from one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotations {
    /// In the order in which they begin; of those that begin together the longest first.
    pub placed: Vec<Quotation>,
    /// Those whose words stand nowhere in the text, or were not looked for to the end.
    pub lost: Vec<Lost>,
}

/// A statement whose words stand in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    pub report: ReportId,
    /// Into its `about`.
    pub index: usize,
    /// In bytes of the text, at characters' boundaries; never empty.
    pub range: Range<usize>,
    pub placed: Placed,
}

/// How it is known where a quotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// By its span, and the words there are those of the excerpt where there is one.
    AtSpan,
    /// By its words alone: it has no span.
    ByWords,
    /// By its words, as its span is at fault.
    Elsewhere(SpanFault),
}

/// A statement with an excerpt or a span that lead nowhere, as far as was looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub report: ReportId,
    /// Into its `about`.
    pub index: usize,
    /// `None` where there is no span.
    pub fault: Option<SpanFault>,
    /// Whether the whole text was looked through for its words: not where there is too much to look for.
    pub is_sought: bool,
}

/// What is wrong with a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanFault {
    /// It ends after the text, which has so many Unicode scalars, or is empty.
    Outside { n_scalars: u64 },
    /// Other words stand there than those of the excerpt; without an excerpt, than the words that it says stand just before or after.
    Differs,
}

/// A text in which the n-th Unicode scalar is found without going through all before it.
pub struct Scalars<'a> {
    text: &'a str,
    /// How many scalars begin before each block.
    before: Vec<u64>,
    len: u64,
}

impl<'a> Scalars<'a> {
    const BLOCK: usize = 4096;

    pub fn new(text: &'a str) -> Self {
        let mut len = 0;
        let before = text
            .as_bytes()
            .chunks(Self::BLOCK)
            .map(|block| {
                let before = len;
                len += block.iter().filter(|byte| begins_scalar(**byte)).count() as u64;
                before
            })
            .collect();
        Self { text, before, len }
    }

    /// How many Unicode scalars the text has.
    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the scalar of a number begins, in bytes; the end of the text for the number after the last.
    pub fn byte(&self, scalar: u64) -> Option<usize> {
        if scalar == self.len {
            return Some(self.text.len());
        }
        let block = self.before.partition_point(|before| *before <= scalar).checked_sub(1)?;
        let n_within = usize::try_from(scalar - self.before.get(block)?).ok()?;
        let start = block * Self::BLOCK;
        let bytes = self.text.as_bytes().get(start..)?;
        bytes.iter().enumerate().filter(|(_, byte)| begins_scalar(**byte)).nth(n_within).map(|(at, _)| start + at)
    }
}

fn begins_scalar(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// The bytes of a text that a span is of, where the words there are those that they should be.
///
/// # Errors
/// The span lies outside the text, or other words stand there.
pub fn spanned(text: &Scalars<'_>, span: &Span, excerpt: Option<&str>) -> Result<Range<usize>, SpanFault> {
    let outside = SpanFault::Outside { n_scalars: text.len() };
    let (Some(start), Some(end)) = (text.byte(span.start), text.byte(span.end)) else { return Err(outside) };
    let words = text.text.get(start..end).filter(|words| !words.is_empty()).ok_or(outside)?;
    let mut budget = MAX_COMPARED;
    let is_right = match excerpt.map(str::trim).filter(|excerpt| !excerpt.is_empty()) {
        // White space alone makes no text five times as long.
        Some(excerpt) if words.len() > excerpt.len().saturating_mul(5).saturating_add(1000) => false,
        Some(excerpt) => {
            let words = words.trim();
            compared(words.chars(), excerpt.chars(), &mut budget) == Some(words.len())
        }
        None => {
            let (before, after) = neighbours(text.text, start..end, span, &mut budget);
            before.unwrap_or(true) && after.unwrap_or(true)
        }
    };
    if is_right { Ok(start..end) } else { Err(SpanFault::Differs) }
}

/// Whether the words just before and after a stretch are those that a span gives; `None` where it gives none.
fn neighbours(text: &str, range: Range<usize>, span: &Span, budget: &mut usize) -> (Option<bool>, Option<bool>) {
    let given = |words: &Option<String>| words.as_deref().map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let from = text.floor_char_boundary(range.start.saturating_sub(2 * MAX_CONTEXT));
    let to = text.ceil_char_boundary(range.end.saturating_add(2 * MAX_CONTEXT).min(text.len()));
    let left = text.get(from..range.start).unwrap_or_default().trim_end();
    let right = text.get(range.end..to).unwrap_or_default().trim_start();
    let mut is_there =
        |text: &mut dyn Iterator<Item = char>, words: &mut dyn Iterator<Item = char>| compared(text, words, budget).is_some();
    let before = given(&span.before).map(|words| {
        let words = words.get(words.ceil_char_boundary(words.len().saturating_sub(MAX_CONTEXT))..).unwrap_or_default();
        is_there(&mut left.chars().rev(), &mut words.chars().rev())
    });
    let after = given(&span.after).map(|words| {
        let words = words.get(..words.floor_char_boundary(MAX_CONTEXT.min(words.len()))).unwrap_or_default();
        is_there(&mut right.chars(), &mut words.chars())
    });
    (before, after)
}

/// How many bytes of a text the words are that it begins with; `None` where it begins otherwise.
fn compared(text: impl Iterator<Item = char>, words: impl Iterator<Item = char>, budget: &mut usize) -> Option<usize> {
    let (mut text, mut words) = (text.peekable(), words.peekable());
    let mut n_bytes = 0;
    while let Some(wanted) = words.next() {
        *budget = budget.checked_sub(1)?;
        let found = text.next()?;
        n_bytes += found.len_utf8();
        if wanted.is_whitespace() {
            if !found.is_whitespace() {
                return None;
            }
            while words.next_if(|c| c.is_whitespace()).is_some() {}
            while let Some(more) = text.next_if(|c| c.is_whitespace()) {
                *budget = budget.checked_sub(1)?;
                n_bytes += more.len_utf8();
            }
        } else if plain(found) != plain(wanted) {
            return None;
        }
    }
    Some(n_bytes)
}

/// One form for each kind of quotation mark, apostrophe and dash.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' | '―' | '−' => '-',
        other => other,
    }
}

impl Situation {
    /// The text that a report is quoted from: its own, or else that of the nearest report it is held through.
    pub fn text_of<'a>(&'a self, report: &'a Report) -> Option<&'a TextFile> {
        let mut at = report;
        for _ in 0..MAX_HOPS {
            if let Some(text) = &at.text {
                return Some(text);
            }
            let Some(Via::Report(carrier)) = &at.via else { return None };
            at = self.report(carrier)?;
        }
        None
    }

    /// The reports that are quoted from the text in a file.
    fn reports_quoting(&self, file: &str) -> BTreeSet<&ReportId> {
        let own = self.reports().values().filter(|report| report.text.as_ref().is_some_and(|text| text.file == file));
        let mut found: BTreeSet<&ReportId> = own.map(|report| &report.id).collect();
        let mut todo: Vec<&ReportId> = found.iter().copied().collect();
        while let Some(carrier) = todo.pop() {
            let carried = self.reports_carried_by_report(carrier).iter();
            let without_own = carried.filter(|id| self.report(id).is_some_and(|report| report.text.is_none()));
            todo.extend(without_own.filter(|id| found.insert(id)));
        }
        found
    }
}

impl Quotations {
    /// All that is quoted from the text of a file.
    pub fn of(situation: &Situation, file: &str, text: &str) -> Self {
        let scalars = Scalars::new(text);
        let mut quotations = Self::default();
        let mut sought = Vec::new();
        for id in situation.reports_quoting(file) {
            for (index, about) in situation.report(id).into_iter().flat_map(|report| &report.about).enumerate() {
                let fault = match about.span.as_deref().map(|span| spanned(&scalars, span, about.excerpt.as_deref())) {
                    Some(Ok(range)) => {
                        quotations.placed.push(Quotation { report: id.clone(), index, range, placed: Placed::AtSpan });
                        continue;
                    }
                    Some(Err(fault)) => Some(fault),
                    None if about.excerpt.is_none() => continue,
                    None => None,
                };
                sought.push(Sought::new(id, index, about, fault, &scalars));
            }
        }
        let n_sought = seek(text, &mut sought);
        for (number, Sought { report, index, fault, best, .. }) in sought.into_iter().enumerate() {
            match best {
                Some(Best { range, .. }) => {
                    let placed = fault.map_or(Placed::ByWords, Placed::Elsewhere);
                    quotations.placed.push(Quotation { report: report.clone(), index, range, placed });
                }
                None => quotations.lost.push(Lost { report: report.clone(), index, fault, is_sought: number < n_sought }),
            }
        }
        quotations.placed.sort_by(|a, b| {
            let key = |q: &Quotation| (q.range.start, std::cmp::Reverse(q.range.end));
            key(a).cmp(&key(b)).then_with(|| (&a.report, a.index).cmp(&(&b.report, b.index)))
        });
        quotations
    }

    /// Where a statement stands among those that have a place.
    pub fn position(&self, report: &ReportId, index: usize) -> Option<usize> {
        self.placed.iter().position(|quotation| quotation.report == *report && quotation.index == index)
    }
}

/// An excerpt that is looked for.
struct Sought<'a> {
    report: &'a ReportId,
    index: usize,
    fault: Option<SpanFault>,
    span: Option<&'a Span>,
    excerpt: &'a str,
    /// Its longest word, or the beginning of it, in bytes of the excerpt: the rest is compared where that is found.
    word: Range<usize>,
    /// Where the span says that it stands.
    expected: usize,
    best: Option<Best>,
}

/// The best place so far.
struct Best {
    range: Range<usize>,
    /// How many of the words before and after are right, then how near it is to where it should be.
    rank: (usize, std::cmp::Reverse<usize>),
}

impl<'a> Sought<'a> {
    fn new(report: &'a ReportId, index: usize, about: &'a About, fault: Option<SpanFault>, text: &Scalars<'_>) -> Self {
        let excerpt = about.excerpt.as_deref().unwrap_or_default().trim();
        let span = about.span.as_deref();
        let expected = span.and_then(|span| text.byte(span.start.min(text.len()))).unwrap_or_default();
        Self { report, index, fault, span, excerpt, word: longest_word(excerpt), expected, best: None }
    }

    /// Looks at a place where its longest word stands.
    fn try_at(&mut self, text: &str, at: usize, budget: &mut usize) {
        let (before, after) = (self.excerpt.get(..self.word.start), self.excerpt.get(self.word.end..));
        let word_end = at + self.word.len();
        let (left, right) = (text.get(..at), text.get(word_end..));
        let (Some(before), Some(after), Some(left), Some(right)) = (before, after, left, right) else { return };
        let Some(n_before) = compared(left.chars().rev(), before.chars().rev(), budget) else { return };
        let Some(n_after) = compared(right.chars(), after.chars(), budget) else { return };
        let range = at - n_before..word_end + n_after;
        let (is_before, is_after) = self.span.map_or((None, None), |span| neighbours(text, range.clone(), span, budget));
        let n_right = usize::from(is_before == Some(true)) + usize::from(is_after == Some(true));
        let rank = (n_right, std::cmp::Reverse(range.start.abs_diff(self.expected)));
        if self.best.as_ref().is_none_or(|best| best.rank < rank) {
            self.best = Some(Best { range, rank });
        }
    }
}

/// The longest stretch without white space and without characters that have several forms; at most 64 bytes of it.
fn longest_word(excerpt: &str) -> Range<usize> {
    const MOST: usize = 64;
    let is_between = |c: char| c.is_whitespace() || c != plain(c) || matches!(c, '\'' | '"' | '-');
    let words = excerpt.split(is_between);
    let longest = words.max_by_key(|word| word.len()).unwrap_or_default();
    let start = longest.as_ptr() as usize - excerpt.as_ptr() as usize;
    start..start + longest.floor_char_boundary(MOST.min(longest.len()))
}

/// Looks for all of them in one pass over the text. Says how many, the first, were looked for to its end.
fn seek(text: &str, sought: &mut [Sought<'_>]) -> usize {
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, one) in sought.iter().enumerate().take(MAX_SOUGHT) {
        if let Some(word) = one.excerpt.get(one.word.clone()).filter(|word| !word.is_empty()) {
            by_word.entry(word).or_default().push(number);
        }
    }
    let Ok(words) = AhoCorasick::new(by_word.keys()) else { return 0 };
    let numbers: Vec<Vec<usize>> = by_word.into_values().collect();
    let mut budget = MAX_COMPARED;
    for found in words.find_overlapping_iter(text) {
        for number in numbers.get(found.pattern().as_usize()).into_iter().flatten() {
            let Some(left) = budget.checked_sub(1).filter(|left| *left > 0) else { return 0 };
            budget = left;
            if let Some(one) = sought.get_mut(*number) {
                one.try_at(text, found.start(), &mut budget);
            }
        }
    }
    if budget > 0 { MAX_SOUGHT } else { 0 }
}
