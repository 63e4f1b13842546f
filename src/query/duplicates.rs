//! Reports that may be one and the same utterance, entered twice.
//!
//! Each report is looked for among those that share a key with it, never among all: its link, the body of troops that its source told of on a
//! day, and some hashes of its words (MinHash in bands, as in Broder 1997), whose likeness is then measured.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::ops::Bound;

use foldhash::fast::{FixedState, RandomState};

use crate::base::folded;
use crate::model::{Report, ReportId, Situation};

/// How two reports are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// One source, one link.
    Link,
    /// Near-same words.
    Words,
    /// One source tells of one body of troops, on one date.
    Body,
}

/// Pairs of reports that are alike, by each of the two; brought up to date report by report.
#[derive(Debug, Default)]
pub struct Duplicates {
    buckets: HashMap<u64, Vec<ReportId>, RandomState>,
    traits: HashMap<ReportId, Traits, RandomState>,
    pairs: BTreeMap<ReportId, BTreeMap<ReportId, Alike>>,
}

/// What a report is looked for by.
#[derive(Debug, Default, PartialEq)]
struct Traits {
    link: Option<u64>,
    bodies: Vec<u64>,
    bands: Vec<u64>,
    /// Hashes of every three words that follow one another, in ascending order.
    shingles: Vec<u32>,
    distinct_from: Vec<ReportId>,
    /// Those that it is known to be tied to: what it replaces, what it is held through.
    tied_to: Vec<ReportId>,
}

/// Of reports that share a key with more others than this, only so many are looked at: it tells nothing of them.
const MOST_IN_BUCKET: usize = 48;

impl Duplicates {
    pub fn of(situation: &Situation) -> Self {
        let mut duplicates = Self::default();
        for report in situation.reports().values() {
            duplicates.insert(report);
        }
        duplicates
    }

    /// After a change of a report, or its removal.
    pub fn update(&mut self, situation: &Situation, id: &ReportId) {
        self.remove(id);
        if let Some(report) = situation.report(id) {
            self.insert(report);
        }
    }

    /// The reports that one may be the same as, and how they are alike.
    pub fn of_report(&self, id: &ReportId) -> impl Iterator<Item = (&ReportId, Alike)> {
        self.pairs.get(id).into_iter().flatten().map(|(other, alike)| (other, *alike))
    }

    /// Every pair once, the smaller id first.
    pub fn pairs(&self) -> impl Iterator<Item = (&ReportId, &ReportId, Alike)> {
        let all = self.pairs.iter().flat_map(|(one, others)| others.iter().map(move |(other, alike)| (one, other, *alike)));
        all.filter(|(one, other, _)| one < other)
    }

    pub fn n_pairs(&self) -> usize {
        self.pairs.values().map(BTreeMap::len).sum::<usize>() / 2
    }

    /// The next after a report that has others like it, round again to the first.
    pub fn next(&self, after: Option<&ReportId>) -> Option<&ReportId> {
        let next = after.and_then(|after| self.pairs.range((Bound::Excluded(after), Bound::Unbounded)).next());
        next.or(self.pairs.iter().next()).map(|(id, _)| id)
    }

    fn insert(&mut self, report: &Report) {
        let traits = Traits::of(report);
        let mut candidates: Vec<ReportId> = Vec::new();
        for key in traits.keys() {
            let bucket = self.buckets.entry(key).or_default();
            candidates.extend(bucket.iter().rev().take(MOST_IN_BUCKET).cloned());
            bucket.push(report.id.clone());
        }
        candidates.sort();
        candidates.dedup();
        for other in candidates {
            let Some(alike) = self.traits.get(&other).and_then(|its| traits.alike(&report.id, its, &other)) else { continue };
            self.pairs.entry(report.id.clone()).or_default().insert(other.clone(), alike);
            self.pairs.entry(other).or_default().insert(report.id.clone(), alike);
        }
        self.traits.insert(report.id.clone(), traits);
    }

    fn remove(&mut self, id: &ReportId) {
        let Some(traits) = self.traits.remove(id) else { return };
        for key in traits.keys() {
            if let Some(bucket) = self.buckets.get_mut(&key) {
                bucket.retain(|other| other != id);
                if bucket.is_empty() {
                    self.buckets.remove(&key);
                }
            }
        }
        for other in self.pairs.remove(id).unwrap_or_default().into_keys() {
            if let Some(its) = self.pairs.get_mut(&other) {
                its.remove(id);
                if its.is_empty() {
                    self.pairs.remove(&other);
                }
            }
        }
    }
}

impl Traits {
    fn of(report: &Report) -> Self {
        let link = report.url.as_deref().and_then(bare_link).map(|link| hash(("link", report.source.as_str(), link)));
        let date = report.published.as_ref().map(|when| when.text().to_owned());
        let bodies = report.about.iter().filter_map(|about| about.troops.as_ref()?.body.as_ref());
        let bodies = bodies.map(|body| hash(("body", body.as_str(), report.source.as_str(), &date))).collect();
        let shingles = shingles(report);
        let tied_to = report.supersedes.iter().chain(match &report.via {
            Some(crate::model::Via::Report(via)) => Some(via),
            _ => None,
        });
        Self {
            link,
            bodies,
            bands: bands(&shingles),
            shingles,
            tied_to: tied_to.cloned().collect(),
            distinct_from: report.distinct_from.clone(),
        }
    }

    fn keys(&self) -> Vec<u64> {
        let mut keys: Vec<u64> = self.link.iter().chain(&self.bodies).chain(&self.bands).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn alike(&self, own: &ReportId, other: &Self, its: &ReportId) -> Option<Alike> {
        const NEAR_SAME: f64 = 0.7;
        let is_known = |traits: &Self, id: &ReportId| traits.distinct_from.contains(id) || traits.tied_to.contains(id);
        if is_known(self, its) || is_known(other, own) {
            return None;
        }
        if self.link.is_some() && self.link == other.link {
            Some(Alike::Link)
        } else if likeness(&self.shingles, &other.shingles) >= NEAR_SAME {
            Some(Alike::Words)
        } else if self.bodies.iter().any(|body| other.bodies.contains(body)) {
            Some(Alike::Body)
        } else {
            None
        }
    }
}

fn hash(of: impl Hash) -> u64 {
    FixedState::default().hash_one(of)
}

/// A link without what says nothing of where it leads: the scheme, `www.`, the fragment, what counts visitors, a slash at the end. `None`
/// where it leads to no page but to a whole site.
fn bare_link(link: &str) -> Option<String> {
    let link = link.trim();
    let link = link.split_once("://").map_or(link, |(_, rest)| rest);
    let link = link.split_once('#').map_or(link, |(before, _)| before);
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let path = path.trim_end_matches('/');
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_counter = |part: &&str| ["utm_", "fbclid", "gclid"].iter().any(|begin| part.starts_with(begin));
    let query: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_counter(part)).collect();
    let is_page = !host.is_empty() && (!path.is_empty() || !query.is_empty());
    is_page.then(|| format!("{host}/{path}?{}", query.join("&")))
}

/// Of the words that the report is quoted with, and of its title; fewer than [`LEAST_WORDS`] are too few to be told by.
fn shingles(report: &Report) -> Vec<u32> {
    const LEAST_WORDS: usize = 6;
    const MOST_WORDS: usize = 2_000;
    const N: usize = 3;
    let quoted = report.about.iter().filter_map(|about| about.excerpt.as_deref()).chain(report.excerpt.as_deref());
    let text = folded(&quoted.collect::<Vec<_>>().join(" "));
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
    if words.len() < LEAST_WORDS {
        return Vec::new();
    }
    let mut shingles: Vec<u32> = words.windows(N).map(|words| hash(words) as u32).collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// Keys that two texts share with near certainty where they are near-same, and hardly ever where they are not.
fn bands(shingles: &[u32]) -> Vec<u64> {
    const N_BANDS: u64 = 8;
    if shingles.is_empty() {
        return Vec::new();
    }
    let least = |seed: u64| shingles.iter().map(|shingle| mixed(u64::from(*shingle), seed)).min().unwrap_or_default();
    (0..N_BANDS).map(|band| hash(("words", band, least(2 * band), least(2 * band + 1)))).collect()
}

/// Another order of all numbers for each seed (the finaliser of SplitMix64).
fn mixed(number: u64, seed: u64) -> u64 {
    let mut z = number.wrapping_add((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// How much of what two have at all they have in common: 0 to 1 (Jaccard).
fn likeness(one: &[u32], other: &[u32]) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let n_common = one.iter().filter(|shingle| other.binary_search(shingle).is_ok()).count();
    n_common as f64 / (one.len() + other.len() - n_common) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{About, Edit, Stance, Subject, Troops, When};

    fn report(id: &str, source: &str, words: &str) -> Report {
        Report { excerpt: Some(words.to_owned()).filter(|words| !words.is_empty()), ..Report::new(id.into(), source.into()) }
    }

    fn alike(reports: &[Report]) -> Vec<(String, String, Alike)> {
        let mut situation = Situation::default();
        reports.iter().for_each(|report| drop(situation.apply(Edit::PutReport(Box::new(report.clone())))));
        Duplicates::of(&situation).pairs().map(|(a, b, alike)| (a.to_string(), b.to_string(), alike)).collect()
    }

    const WORDS: &str =
        "About 3,000 soldiers from the North have been moved to eastern Russia for training, the agency told lawmakers on Wednesday";

    #[test]
    fn one_source_with_one_link_is_alike_and_another_source_of_the_same_page_is_not() {
        let with = |id: &str, source: &str, url: &str| Report { url: Some(url.to_owned()), ..report(id, source, "") };
        let one = with("a", "yonhap", "https://www.example.org/news/1?utm_source=mail#top");
        assert_eq!(alike(&[one.clone(), with("b", "yonhap", "http://example.org/news/1/")]), [("a".into(), "b".into(), Alike::Link)]);
        assert!(alike(&[one.clone(), with("b", "nis", "http://example.org/news/1/")]).is_empty());
        assert!(alike(&[one, with("b", "yonhap", "http://example.org/news/2")]).is_empty());
        let site = |id: &str| with(id, "yonhap", "https://example.org/");
        assert!(alike(&[site("a"), site("b")]).is_empty(), "a whole site is no page");
    }

    #[test]
    fn near_same_words_are_alike_and_others_are_not() {
        let near = WORDS.replace("on Wednesday", "on Wednesday evening").to_uppercase();
        assert_eq!(alike(&[report("a", "x", WORDS), report("b", "y", &near)]), [("a".into(), "b".into(), Alike::Words)]);
        assert!(
            alike(&[report("a", "x", WORDS), report("b", "y", "The Kremlin said that this was false news and nothing else at all")])
                .is_empty()
        );
        assert!(alike(&[report("a", "x", "no comment"), report("b", "y", "no comment")]).is_empty(), "too few words to tell");
    }

    #[test]
    fn one_body_told_of_by_one_source_on_one_date_is_alike() {
        let of = |id: &str, source: &str, date: &str| {
            let troops = Troops { body: Some("the-3000".into()), ..Troops::default() };
            let about = About { troops: Some(Box::new(troops)), ..About::new(Subject::Event("e".into()), Stance::Asserts) };
            Report { published: When::parse(date).ok(), about: vec![about], ..Report::new(id.into(), source.into()) }
        };
        assert_eq!(alike(&[of("a", "nis", "2024-10-23"), of("b", "nis", "2024-10-23")]), [("a".into(), "b".into(), Alike::Body)]);
        assert!(alike(&[of("a", "nis", "2024-10-23"), of("b", "nis", "2024-10-24")]).is_empty());
        assert!(alike(&[of("a", "nis", "2024-10-23"), of("b", "us", "2024-10-23")]).is_empty());
    }

    #[test]
    fn what_was_told_apart_or_replaces_the_other_is_offered_no_more() {
        let (a, b) = (report("a", "x", WORDS), report("b", "y", WORDS));
        assert_eq!(alike(&[a.clone(), b.clone()]).len(), 1);
        assert!(alike(&[a.clone(), Report { distinct_from: vec!["a".into()], ..b.clone() }]).is_empty());
        assert!(alike(&[Report { distinct_from: vec!["b".into()], ..a.clone() }, b.clone()]).is_empty());
        assert!(alike(&[a, Report { supersedes: Some("a".into()), ..b }]).is_empty());
    }

    #[test]
    fn after_changes_the_pairs_are_those_found_afresh() {
        let mut situation = Situation::default();
        let mut kept = Duplicates::default();
        let put = |situation: &mut Situation, kept: &mut Duplicates, report: Report| {
            let id = report.id.clone();
            situation.apply(Edit::PutReport(Box::new(report)));
            kept.update(situation, &id);
        };
        for (id, words) in [
            ("a", WORDS),
            ("b", WORDS),
            ("c", "something else that was said by somebody else"),
            ("b", "now it says another thing altogether, they say"),
            ("c", WORDS),
        ] {
            put(&mut situation, &mut kept, report(id, "x", words));
            assert_eq!(kept.pairs, Duplicates::of(&situation).pairs);
        }
        situation.apply(Edit::Remove(ReportId::from("a").into()));
        kept.update(&situation, &"a".into());
        assert!(kept.pairs.is_empty());
    }

    #[test]
    fn many_reports_with_the_same_words_do_not_make_all_pairs() {
        let reports: Vec<Report> = (0..2_000).map(|n| report(&format!("r{n:04}"), "x", WORDS)).collect();
        assert!(alike(&reports).len() <= 2_000 * MOST_IN_BUCKET * 9);
    }
}
