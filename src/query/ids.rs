//! The ids of all records in their order, to be shared while they change.

use std::sync::Arc;

use crate::model::RecordId;

/// Sorted ids. A copy costs next to nothing and keeps what it holds while the other one changes.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// None of them empty.
    blocks: Vec<Arc<Vec<RecordId>>>,
    /// Where each block begins, and with which: whoever looks for an id need not look into all that it is not in.
    starts: Vec<u32>,
    firsts: Vec<RecordId>,
}

/// Ids in a block when it is made; one of twice as many is parted.
const BLOCK: usize = 512;

impl Ids {
    /// Of ids that are sorted.
    pub fn of(ids: &[RecordId]) -> Self {
        let mut made = Self { blocks: ids.chunks(BLOCK).map(|block| Arc::new(block.to_vec())).collect(), ..Self::default() };
        made.put_starts();
        made
    }

    pub fn len(&self) -> usize {
        self.starts.last().zip(self.blocks.last()).map_or(0, |(start, block)| *start as usize + block.len())
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn get(&self, number: u32) -> Option<&RecordId> {
        let block = self.starts.partition_point(|start| *start <= number).checked_sub(1)?;
        self.blocks.get(block)?.get((number - self.starts.get(block)?) as usize)
    }

    /// Its number, or the one that it would have.
    pub fn find(&self, id: &RecordId) -> Result<u32, u32> {
        let (block, place) = self.place(id, self.firsts.partition_point(|first| first <= id));
        let number = |at: usize| self.starts.get(block).copied().unwrap_or_default() + at as u32;
        place.map(number).map_err(number)
    }

    pub fn iter(&self) -> impl Iterator<Item = &RecordId> {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    /// Puts some in and takes others out. Those that are there already, or are not, stay so.
    pub fn update<'a>(&mut self, came: impl Iterator<Item = &'a RecordId>, went: impl Iterator<Item = &'a RecordId>) {
        for id in went {
            if let (block, Ok(at)) = self.place(id, self.n_blocks_up_to(id))
                && let Some(ids) = self.blocks.get_mut(block).map(Arc::make_mut)
            {
                ids.remove(at);
                if ids.is_empty() {
                    self.blocks.remove(block);
                }
            }
        }
        for id in came {
            let (block, Err(at)) = self.place(id, self.n_blocks_up_to(id)) else { continue };
            let Some(ids) = self.blocks.get_mut(block).map(Arc::make_mut) else {
                self.blocks.push(Arc::new(vec![id.clone()]));
                continue;
            };
            ids.insert(at, id.clone());
            if ids.len() > 2 * BLOCK {
                let rest = ids.split_off(BLOCK);
                self.blocks.insert(block + 1, Arc::new(rest));
            }
        }
        self.put_starts();
    }

    /// How many blocks begin with an id or before it, also while they change.
    fn n_blocks_up_to(&self, id: &RecordId) -> usize {
        self.blocks.partition_point(|block| block.first().is_some_and(|first| first <= id))
    }

    /// The block that an id belongs to, the last of so many that do not begin after it, and its place there.
    fn place(&self, id: &RecordId, n_blocks: usize) -> (usize, Result<usize, usize>) {
        let block = n_blocks.saturating_sub(1);
        (block, self.blocks.get(block).map_or(Err(0), |ids| ids.binary_search(id)))
    }

    fn put_starts(&mut self) {
        let lengths = self.blocks.iter().map(|block| block.len() as u32);
        self.starts = lengths.scan(0, |end, length| Some(std::mem::replace(end, *end + length))).collect();
        self.firsts = self.blocks.iter().filter_map(|block| block.first()).cloned().collect();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn id(number: u16) -> RecordId {
        RecordId::Event(format!("{number:05}").as_str().into())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 50, ..ProptestConfig::default() })]

        #[test]
        fn ids_that_come_and_go_stand_as_in_a_sorted_set(
            first in prop::collection::btree_set(0..3_000_u16, 0..2_500),
            steps in prop::collection::vec((prop::collection::vec(0..3_000_u16, 0..700), any::<bool>()), 0..6),
        ) {
            let mut set: BTreeSet<RecordId> = first.into_iter().map(id).collect();
            let mut ids = Ids::of(&set.iter().cloned().collect::<Vec<_>>());
            for (numbers, is_coming) in steps {
                let (old, copy) = (set.clone(), ids.clone());
                let numbers: Vec<RecordId> = numbers.into_iter().map(id).collect();
                if is_coming {
                    set.extend(numbers.iter().cloned());
                    ids.update(numbers.iter(), [].iter());
                } else {
                    set.retain(|id| !numbers.contains(id));
                    ids.update([].iter(), numbers.iter());
                }
                prop_assert!(ids.iter().eq(&set));
                prop_assert!(copy.iter().eq(&old), "a copy stays what it was");
                prop_assert_eq!((ids.len(), ids.is_empty()), (set.len(), set.is_empty()));
                for (number, id) in (0..).zip(&set) {
                    prop_assert_eq!(ids.get(number), Some(id));
                    prop_assert_eq!(ids.find(id), Ok(number));
                }
                prop_assert_eq!(ids.get(set.len() as u32), None);
                for other in (0..3_000).step_by(97).map(id) {
                    let n_before = set.range(..&other).count() as u32;
                    prop_assert_eq!(ids.find(&other).unwrap_or_else(|at| at), n_before);
                }
            }
        }
    }
}
