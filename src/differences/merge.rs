//! How two situations that came from one become one: three-way, by record and member.

use std::collections::{BTreeMap, BTreeSet};

use crate::differences::difference::{is_alike, unlike};
use crate::differences::members::{Members, Part};
use crate::differences::values::{Merger, Side, Three};
use crate::formats::native;
use crate::model::{Edit, RecordId, Situation};

/// What theirs brings to mine: what goes in without a question, and what both changed.
#[derive(Clone, Debug, Default)]
pub struct Merge {
    /// Only theirs changed these.
    clean: Vec<Edit>,
    contested: Vec<Contested>,
}

/// A part that both changed, or that one took away while the other came to need it.
#[derive(Clone, Debug)]
struct Contested {
    part: Part,
    base: Option<Members>,
    mine: Option<Members>,
    theirs: Option<Members>,
    is_needed: bool,
}

/// Something that both sides changed, each otherwise. The values are JSON texts, `None` where it is absent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    pub part: Part,
    /// Member names and identities of list items on the way to it, with `/` between them; of a whole record nothing.
    pub path: String,
    pub base: Option<String>,
    pub mine: Option<String>,
    pub theirs: Option<String>,
    /// One side took the record away while the other came to refer to it.
    pub is_needed: bool,
}

/// Whose value is to stand, of each clash by its part and path; mine where nothing is said.
pub type Choices = BTreeMap<(Part, String), Side>;

impl Merge {
    /// `base` is what both began with.
    pub fn of(base: &Situation, mine: &Situation, theirs: &Situation) -> Self {
        let (by_mine, by_theirs) = (unlike(base, mine), unlike(base, theirs));
        let mut merge = Self::default();
        let contested = |part: Part, is_needed: bool| {
            let [base, mine, theirs] = [base, mine, theirs].map(|situation| Members::of(situation, &part));
            Contested { part, base, mine, theirs, is_needed }
        };
        if theirs.header() != base.header() && theirs.header() != mine.header() {
            if mine.header() == base.header() {
                merge.clean.push(Edit::PutHeader(Box::new(theirs.header().clone())));
            } else {
                merge.contested.push(contested(Part::Header, false));
            }
        }
        let needed_by_theirs = newly_needed(base, theirs, &by_theirs);
        let needed_by_mine = newly_needed(base, mine, &by_mine);
        for id in &by_theirs {
            if by_mine.contains(id) {
                if !is_alike(mine, theirs, id) {
                    merge.contested.push(contested(Part::Record(id.clone()), false));
                }
            } else if !theirs.contains(id) && needed_by_mine.contains(id) {
                merge.contested.push(contested(Part::Record(id.clone()), true));
            } else {
                merge.clean.push(theirs.put_or_remove(id));
            }
        }
        let taken_away = by_mine.iter().filter(|id| !mine.contains(id) && !by_theirs.contains(id) && needed_by_theirs.contains(id));
        merge.contested.extend(taken_away.map(|id| contested(Part::Record(id.clone()), true)));
        merge.contested.sort_by(|a, b| a.part.cmp(&b.part));
        merge
    }

    /// What is to be chosen, sorted.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut clashes: Vec<Clash> = self.contested.iter().flat_map(|contested| contested.merged(&Choices::new(), Side::Mine).1).collect();
        clashes.sort();
        clashes
    }

    /// The edit that brings mine to the merged state.
    pub fn edit(&self, choices: &Choices) -> Edit {
        let contested = self.contested.iter().filter_map(|contested| contested.merged(choices, Side::Mine).0);
        Edit::All(self.clean.iter().cloned().chain(contested).collect())
    }

    /// Whether theirs brings nothing at all.
    pub fn is_nothing(&self) -> bool {
        self.clean.is_empty() && self.contested.is_empty()
    }
}

/// What a version that mine once had of a record or the header, told by the edit that puts it, is on top of what theirs made of the base. Of
/// what both changed otherwise, and nothing was chosen of, theirs stands.
pub fn on_theirs(base: &Situation, theirs: &Situation, version: &Edit, choices: &Choices) -> Edit {
    let record = version.record();
    let [before, after] = [base, theirs].map(|situation| situation.version_of(record.as_ref()));
    if before == after || *version == after {
        return version.clone();
    }
    if *version == before {
        return after;
    }
    let [base, mine, theirs] = [&before, version, &after].map(|put| native::members_of_put(put).map(Members::from_iter));
    let part = record.map_or(Part::Header, Part::Record);
    let contested = Contested { part, base, mine, theirs, is_needed: false };
    contested.merged(choices, Side::Theirs).0.unwrap_or_else(|| version.clone())
}

/// Records that changed ones refer to and did not before.
fn newly_needed(base: &Situation, changed: &Situation, by: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    let needed = by.iter().flat_map(|id| {
        let before: BTreeSet<RecordId> = base.refers_to(id).into_iter().collect();
        changed.refers_to(id).into_iter().filter(move |to| !before.contains(to))
    });
    needed.collect()
}

impl Contested {
    /// The edit, `None` where mine stays as it is; and the clashes, whatever was chosen of them. `otherwise` stands where nothing was.
    fn merged(&self, choices: &Choices, otherwise: Side) -> (Option<Edit>, Vec<Clash>) {
        let choose = |path: &str| choices.get(&(self.part.clone(), path.to_owned())).copied().unwrap_or(otherwise);
        let mut merger = Merger::new(&choose);
        let edit = match (&self.mine, &self.theirs) {
            (Some(mine), Some(theirs)) => {
                let base = self.base.as_ref().map(Members::named).unwrap_or_default();
                let members: Members = merger.members("", [&base, &mine.named(), &theirs.named()]).into_iter().collect();
                members.put(&self.part)
            }
            (mine, theirs) => {
                let [base, mine, theirs] = [&self.base, mine, theirs].map(|members| members.as_ref().map(Members::text));
                merger.clash("", Three { base: base.as_deref(), mine: mine.as_deref(), theirs: theirs.as_deref() });
                (choose("") == Side::Theirs).then(|| self.as_theirs()).flatten()
            }
        };
        let clash = |clash: crate::differences::values::ValueClash| Clash {
            part: self.part.clone(),
            path: clash.path,
            base: clash.base,
            mine: clash.mine,
            theirs: clash.theirs,
            is_needed: self.is_needed,
        };
        (edit, merger.clashes.into_iter().map(clash).collect())
    }

    fn as_theirs(&self) -> Option<Edit> {
        match (&self.theirs, &self.part) {
            (Some(theirs), part) => theirs.put(part),
            (None, Part::Record(id)) => Some(Edit::Remove(id.clone())),
            (None, Part::Header) => None,
        }
    }
}
