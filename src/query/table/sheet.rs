//! Rows as text that other programs take.

use crate::base::{Cancelled, Task, markdown_text};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetForm {
    /// RFC 4180.
    Csv,
    /// A table of GitHub Flavored Markdown.
    Markdown,
}

impl SheetForm {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Markdown];
}

/// Columns with their names, and whether they stand at the right.
#[derive(Clone, Debug, Default)]
pub struct Sheet<'a> {
    pub columns: Vec<(&'a str, bool)>,
}

impl Sheet<'_> {
    /// The head and the rows, each of as many cells as there are columns.
    ///
    /// # Errors
    /// It was cancelled.
    pub fn write(&self, form: SheetForm, rows: impl Iterator<Item = Vec<String>>, task: &Task) -> Result<String, Cancelled> {
        match form {
            SheetForm::Csv => self.csv(rows, task),
            SheetForm::Markdown => self.markdown(rows, task),
        }
    }

    fn csv(&self, rows: impl Iterator<Item = Vec<String>>, task: &Task) -> Result<String, Cancelled> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
        // Writing into memory cannot fail.
        let _written = writer.write_record(self.columns.iter().map(|(name, _)| name));
        for row in rows {
            task.advance(1)?;
            let _written = writer.write_record(row);
        }
        let bytes = writer.into_inner().unwrap_or_default();
        Ok(String::from_utf8(bytes).unwrap_or_default())
    }

    fn markdown(&self, rows: impl Iterator<Item = Vec<String>>, task: &Task) -> Result<String, Cancelled> {
        let line = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        let mut text = line(&mut self.columns.iter().map(|(name, _)| markdown_text(name)));
        text.push_str(&line(&mut self.columns.iter().map(|(_, is_right)| if *is_right { "---:" } else { "---" }.to_owned())));
        for row in rows {
            task.advance(1)?;
            text.push_str(&line(&mut row.iter().map(|cell| markdown_text(cell))));
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: SheetForm) -> String {
        let sheet = Sheet { columns: vec![("Name", false), ("n, all", true)] };
        let rows = [["a \"b\", c", "1"], ["x | y\\\nz", ""], ["Курск", "-2.5"]].map(|row| row.map(str::to_owned).to_vec());
        sheet.write(form, rows.into_iter(), &Task::default()).unwrap()
    }

    #[test]
    fn csv_is_that_of_rfc_4180_and_read_again_it_says_the_same() {
        let text = written(SheetForm::Csv);
        assert_eq!(text, "Name,\"n, all\"\r\n\"a \"\"b\"\", c\",1\r\n\"x | y\\\nz\",\r\nКурск,-2.5\r\n");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows[1], ["x | y\\\nz", ""]);
    }

    #[test]
    fn a_table_of_markdown_keeps_bars_and_line_ends_within_cells() {
        let text = written(SheetForm::Markdown);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines, ["| Name | n, all |", "| --- | ---: |", "| a \"b\", c | 1 |", r"| x \| y\\ z |  |", "| Курск | -2.5 |"]);
    }

    #[test]
    fn it_stops_when_it_is_cancelled() {
        let task = Task::default();
        task.cancel();
        for form in SheetForm::ALL {
            assert_eq!(Sheet::default().write(form, std::iter::repeat_n(Vec::new(), 2), &task), Err(Cancelled));
        }
    }
}
