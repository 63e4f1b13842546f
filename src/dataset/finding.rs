//! Which rows say some words.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::base::{Cancelled, Task, in_shares};
use crate::dataset::Dataset;

/// Rows that are read together.
const BLOCK: u32 = 4_096;
/// Fewer blocks are not worth a second thread.
const LEAST_BLOCKS: usize = 4;

impl Dataset {
    /// Of each row whether all of these words stand in what it says, whatever their case. A row that cannot be read says nothing. The task
    /// advances by rows.
    ///
    /// # Errors
    /// The task is cancelled.
    pub fn rows_with_words(&self, words: &str, task: &Task) -> Result<Vec<bool>, Cancelled> {
        let words = words.to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let blocks: Vec<Range<u32>> =
            (0..self.n_rows()).step_by(BLOCK as usize).map(|first| first..(first + BLOCK).min(self.n_rows())).collect();
        task.expect(u64::from(self.n_rows()));
        let shares = in_shares(&blocks, LEAST_BLOCKS, |blocks| {
            let mut found = Vec::new();
            for block in blocks {
                task.advance(u64::from(block.end - block.start))?;
                self.find_in_block(block.clone(), &words, &mut found);
            }
            Ok(found)
        });
        shares.into_iter().collect::<Result<Vec<_>, _>>().map(|shares| shares.concat())
    }

    /// Looks through the bytes of many rows at once before any row is taken apart.
    fn find_in_block(&self, rows: Range<u32>, words: &[&str], found: &mut Vec<bool>) {
        let ranges: Vec<Option<Range<u64>>> = rows.clone().map(|row| self.source_range(row)).collect();
        let start = ranges.iter().flatten().map(|range| range.start).min().unwrap_or_default();
        let end = ranges.iter().flatten().map(|range| range.end).max().unwrap_or_default();
        let mut bytes = self.source().read(start..end).map(std::borrow::Cow::into_owned).unwrap_or_default();
        bytes.make_ascii_lowercase();
        // What is not ASCII may be written in escapes, or in capitals that are not told apart by their bytes.
        let finders: Vec<Finder<'_>> = words.iter().filter(|word| word.is_ascii()).map(|word| Finder::new(word.as_bytes())).collect();
        for (row, range) in rows.zip(ranges) {
            let text = range.and_then(|range| bytes.get((range.start - start) as usize..(range.end - start) as usize));
            let may_have = text.is_some_and(|text| finders.iter().all(|finder| finder.find(text).is_some()));
            found.push(may_have && self.says(row, words));
        }
    }

    fn says(&self, row: u32, words: &[&str]) -> bool {
        let Ok(texts) = self.row(row) else { return false };
        let values = texts.properties.iter().map(|(_, value)| value.as_str()).chain(texts.id.as_deref());
        let text = values.map(str::to_lowercase).collect::<Vec<_>>().join("\n");
        words.iter().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, RowText};

    #[test]
    fn words_are_found_in_values_whatever_their_case_and_not_in_names() {
        let rows = [
            r#"{"properties": {"title": "Shelling near SUDZHA"}}"#,
            r#"{"properties": {"title": "Обстріл", "note": "\u0421удж"}}"#,
            r#"{"properties": {"shelling": "none"}}"#,
        ];
        let mut builder = Builder::over("f", "test", Bytes::from(rows.concat().into_bytes()), RowText::Feature);
        let mut at = 0;
        for row in rows {
            builder.end_row(None, at..at + row.len() as u64).unwrap();
            at += row.len() as u64;
        }
        let layer = builder.finish().unwrap();
        let found = |words: &str| layer.rows_with_words(words, &Task::new()).unwrap();
        assert_eq!(found("sudzha Shelling"), [true, false, false]);
        assert_eq!(found("обСтріл"), [false, true, false]);
        assert_eq!(found("судж"), [false, true, false], "an escape is the letter that it stands for");
        assert_eq!(found("none"), [false, false, true]);
        assert_eq!(found("sudzha none"), [false; 3]);
        let task = Task::new();
        task.cancel();
        assert_eq!(layer.rows_with_words("a", &task), Err(Cancelled));
    }
}
