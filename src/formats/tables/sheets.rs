//! Spreadsheets, as text of comma separated fields from which the rows are then read.
//!
//! They come as zip archives from strangers: one is unpacked within bounds, and what it says of a table packed anew without compression, before
//! the library that knows its parts sees it.

use std::io::{Cursor, Write};

use calamine::{Data, ExcelDateTime, Ods, Reader, Xlsx};
use memchr::memmem;

use crate::base::{Bytes, Location, Problem, Problems, Severity, Spool, Task};
use crate::dataset::Dataset;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::{Archive, MAX_RATIO, zipped};
use crate::formats::tables::read::of_made_text;

/// Files of more bytes are not read,
pub const MOST_SHEET_BYTES: u64 = 256 << 20;
/// nor those whose parts have more once they are unpacked.
const MOST_UNPACKED: u64 = 256 << 20;
/// A sheet has no more rows and columns (ECMA-376, part 1, 18.3.1).
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;
/// Cells of a sheet whose cells are all kept before they are read, blank ones between others included.
const MOST_CELLS: u64 = 20_000_000;
/// So many rows are read between two looks at whether it is to stop.
const STEP_ROWS: u64 = 1 << 10;

/// Which kind of spreadsheet an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// ECMA-376 SpreadsheetML.
    Xlsx,
    /// OASIS OpenDocument.
    Ods,
}

/// Whether an archive is a spreadsheet, by the parts that it has.
pub fn sheet_kind(archive: &Archive<'_>) -> Option<SheetKind> {
    const MOST_TYPE_BYTES: u64 = 1 << 10;
    if archive.contains("xl/workbook.xml") {
        return Some(SheetKind::Xlsx);
    }
    let media_type = archive.read("mimetype", MOST_TYPE_BYTES)?.ok()?;
    media_type.starts_with(b"application/vnd.oasis.opendocument.spreadsheet").then_some(SheetKind::Ods)
}

/// Reads the first sheet that has a table; dates in it come as ISO 8601 texts, line breaks in a cell as spaces.
///
/// # Errors
/// It is damaged, has no sheet or is too large, the disk does not give it, or it was cancelled.
pub fn read_sheet(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let source = opening.source;
    if source.len() > MOST_SHEET_BYTES {
        return Err(ReadError::Refused(format!("it has more than {MOST_SHEET_BYTES} bytes")));
    }
    let bytes = source.read(0..source.len())?;
    let archive = Archive::of_any(&bytes, MAX_RATIO).map_err(refused)?;
    let kind = sheet_kind(&archive).ok_or_else(|| ReadError::Refused("it is no spreadsheet".to_owned()))?;
    let packed = Cursor::new(repacked(&archive, kind, opening.task)?);
    let (sheets, format) = match kind {
        SheetKind::Xlsx => (Sheets::Xlsx(Box::new(Xlsx::new(packed).map_err(refused)?)), "XLSX"),
        SheetKind::Ods => (Sheets::Ods(Box::new(Ods::new(packed).map_err(refused)?)), "ODS"),
    };
    let text = sheets.text(opening, problems)?;
    of_made_text(opening, &text, format, problems)
}

fn refused(error: impl std::fmt::Display) -> ReadError {
    ReadError::Refused(error.to_string())
}

/// The parts of an archive that say anything of a table, packed anew without compression.
fn repacked(archive: &Archive<'_>, kind: SheetKind, task: &Task) -> Result<Vec<u8>, ReadError> {
    let is_wanted = |name: &str| match kind {
        SheetKind::Xlsx => {
            let is_of_cells = ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"].contains(&name);
            is_of_cells || name.starts_with("xl/worksheets/") || name.ends_with(".rels") || name == "[Content_Types].xml"
        }
        SheetKind::Ods => ["mimetype", "content.xml", "META-INF/manifest.xml"].contains(&name),
    };
    let mut left = MOST_UNPACKED;
    let mut parts: Vec<(&str, Vec<u8>)> = Vec::new();
    for name in archive.names().filter(|name| is_wanted(name)) {
        task.advance(0)?;
        if let Some(part) = archive.read(name, left) {
            let part = part.map_err(refused)?;
            left -= part.len() as u64;
            parts.push((name, part));
        }
    }
    if let Some((_, content)) = parts.iter().find(|(name, _)| kind == SheetKind::Ods && *name == "content.xml")
        && n_cells(content) > MOST_CELLS
    {
        return Err(ReadError::Refused(format!("a sheet of it has more than {MOST_CELLS} cells")));
    }
    // The type of an OpenDocument stands first.
    parts.sort_by_key(|(name, _)| *name != "mimetype");
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (*name, part.as_slice())).collect();
    zipped(&parts, |_| false).map_err(refused)
}

/// How many cells the tables of an OpenDocument have once those are written out that it says stand several times. Blank cells at the end of a
/// row and blank rows at the end of a table do not count.
fn n_cells(content: &[u8]) -> u64 {
    let repeated = |tag: &[u8], name: &str| {
        let at = memmem::find(tag, name.as_bytes())? + name.len();
        let figures = tag.get(at..)?.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
        Some(figures.fold(0_u64, |number, figure| number.saturating_mul(10).saturating_add(u64::from(figure - b'0'))))
    };
    let mut table = TableSize::default();
    let mut all = 0_u64;
    let mut at = 0;
    while let Some(start) = memmem::find(content.get(at..).unwrap_or_default(), b"<").map(|n| at + n) {
        let rest = content.get(start..).unwrap_or_default();
        let end = memmem::find(rest, b">").unwrap_or(rest.len().saturating_sub(1));
        let tag = rest.get(..=end).unwrap_or_default();
        if tag.starts_with(b"<table:table-row") {
            table.end_row();
            table.row_repeats = repeated(tag, "table:number-rows-repeated").unwrap_or(1);
        } else if tag.starts_with(b"<table:table-cell") || tag.starts_with(b"<table:covered-table-cell") {
            let n = repeated(tag, "table:number-columns-repeated").unwrap_or(1);
            if tag.ends_with(b"/>") && memmem::find(tag, b"value").is_none() {
                table.n_blank = table.n_blank.saturating_add(n);
            } else {
                table.width = table.width.saturating_add(std::mem::take(&mut table.n_blank)).saturating_add(n);
            }
        } else if tag.starts_with(b"</table:table>") {
            all = all.saturating_add(std::mem::take(&mut table).n_cells());
        }
        at = start + end + 1;
    }
    all.saturating_add(table.n_cells())
}

/// The size of a table that is being looked through.
#[derive(Default)]
struct TableSize {
    widest: u64,
    n_rows: u64,
    /// Blank rows since the last one that was not.
    n_blank_rows: u64,
    /// Of the row at hand: its cells, the blank ones since the last that was not, and how many times it stands there.
    width: u64,
    n_blank: u64,
    row_repeats: u64,
}

impl TableSize {
    fn end_row(&mut self) {
        if self.width == 0 {
            self.n_blank_rows = self.n_blank_rows.saturating_add(self.row_repeats);
        } else {
            self.n_rows = self.n_rows.saturating_add(std::mem::take(&mut self.n_blank_rows)).saturating_add(self.row_repeats);
            self.widest = self.widest.max(self.width);
        }
        (self.width, self.n_blank) = (0, 0);
    }

    fn n_cells(mut self) -> u64 {
        self.end_row();
        self.n_rows.saturating_mul(self.widest)
    }
}

type Packed = Cursor<Vec<u8>>;

enum Sheets {
    Xlsx(Box<Xlsx<Packed>>),
    Ods(Box<Ods<Packed>>),
}

impl Sheets {
    /// The text of the first sheet that has a table, else of the first.
    fn text(mut self, opening: &Opening<'_>, problems: &mut Problems) -> Result<Bytes, ReadError> {
        let names = match &self {
            Self::Xlsx(book) => book.sheet_names(),
            Self::Ods(book) => book.sheet_names(),
        };
        let mut first = None;
        for name in &names {
            let mut text = SheetText { spool: Spool::default(), line: String::new(), width: 0, n_cells: 0, n_full_rows: 0, row: 0 };
            let damage = self.write(name, &mut text, opening.task)?;
            text.end_row()?;
            let is_table = text.n_full_rows >= 2;
            if !is_table && (first.is_some() || name != names.last().unwrap_or(name)) {
                first.get_or_insert((name, text, damage));
                continue;
            }
            first = Some((name, text, damage));
            break;
        }
        let Some((name, text, damage)) = first else { return Err(ReadError::Refused("it has no sheet".to_owned())) };
        let location = || Location::file(opening.name);
        if let Some(detail) = damage {
            let done = "read what stands before".to_owned();
            problems.push(Problem { severity: Severity::Error, location: location(), record: None, kind: "damaged-sheet", detail, done });
        }
        if names.len() > 1 {
            let others: Vec<String> = names.iter().filter(|other| *other != name).take(5).map(|other| format!("\"{other}\"")).collect();
            let detail = format!(
                "{} sheets: besides \"{name}\" there are {}{}",
                names.len(),
                others.join(", "),
                if names.len() > 6 { " and more" } else { "" }
            );
            let done = format!("read \"{name}\" only");
            problems.push(Problem { severity: Severity::Warning, location: location(), record: None, kind: "more-sheets", detail, done });
        }
        Ok(text.spool.into_bytes()?)
    }

    /// Writes the cells of a sheet, and returns what was wrong where it was not read to its end.
    fn write(&mut self, name: &str, text: &mut SheetText, task: &Task) -> Result<Option<String>, ReadError> {
        match self {
            Self::Xlsx(book) => {
                let mut cells = match book.worksheet_cells_reader(name) {
                    Ok(cells) => cells,
                    Err(error) => return Ok(Some(error.to_string())),
                };
                loop {
                    match cells.next_cell() {
                        Ok(Some(cell)) => {
                            let (row, column) = cell.get_position();
                            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                                return Ok(Some("a cell lies beyond the edge of the sheet".to_owned()));
                            }
                            text.put(row, column, &of_data(&Data::from(cell.get_value().clone())), task)?;
                        }
                        Ok(None) => return Ok(None),
                        Err(error) => return Ok(Some(error.to_string())),
                    }
                }
            }
            Self::Ods(book) => {
                let range = match book.worksheet_range(name) {
                    Ok(range) => range,
                    Err(error) => return Ok(Some(error.to_string())),
                };
                let (first_row, first_column) = range.start().unwrap_or_default();
                for (row, column, cell) in range.used_cells() {
                    text.put(first_row + row as u32, first_column + column as u32, &of_data(cell), task)?;
                }
                Ok(None)
            }
        }
    }
}

/// A sheet as lines, one a row, blank rows too, so that the lines that problems name are the rows of the sheet.
struct SheetText {
    spool: Spool,
    line: String,
    /// The most cells that a row had so far: all get as many, so that blank cells at their ends are there.
    width: usize,
    n_cells: usize,
    /// Rows of two cells or more.
    n_full_rows: usize,
    row: u32,
}

impl SheetText {
    fn put(&mut self, row: u32, column: u32, value: &str, task: &Task) -> Result<(), ReadError> {
        if value.is_empty() {
            return Ok(());
        }
        while self.row < row {
            self.end_row()?;
            self.row += 1;
            if u64::from(self.row) % STEP_ROWS == 0 {
                task.advance(0)?;
            }
        }
        // Cells of a row come in order; of a column that is given twice the first counts.
        if self.n_cells > column as usize || row < self.row {
            return Ok(());
        }
        let n_commas = column as usize - self.n_cells + usize::from(self.n_cells > 0);
        self.line.extend(std::iter::repeat_n(',', n_commas));
        self.n_cells = column as usize + 1;
        let needs_quotes = value.contains(['"', ',', '\n', '\r']);
        if needs_quotes {
            self.line.push('"');
            for c in value.chars() {
                match c {
                    '"' => self.line.push_str("\"\""),
                    '\n' | '\r' => self.line.push(' '),
                    c => self.line.push(c),
                }
            }
            self.line.push('"');
        } else {
            self.line.push_str(value);
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        if !self.line.is_empty() {
            self.n_full_rows += usize::from(self.n_cells >= 2);
            self.width = self.width.max(self.n_cells);
            self.line.extend(std::iter::repeat_n(',', self.width - self.n_cells));
        }
        self.line.push('\n');
        self.spool.write_all(self.line.as_bytes())?;
        self.line.clear();
        self.n_cells = 0;
        Ok(())
    }
}

fn of_data(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(is_so) => is_so.to_string(),
        Data::DateTime(at) => of_date(*at),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A date, a time of day or both, as ISO 8601.
fn of_date(at: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let has_time = (hour, minute, second) != (0, 0, 0);
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    if at.as_f64() < 1.0 {
        time
    } else if has_time {
        format!("{date}T{time}")
    } else {
        date
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Role;

    fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
        let numbers = || 1..=sheets.len();
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        let listed: String =
            numbers().zip(sheets).map(|(n, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")).collect();
        let workbook = format!("<workbook {main}><sheets>{listed}</sheets></workbook>");
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let related: String = numbers()
            .map(|n| format!("<Relationship Id=\"rId{n}\" Type=\"{kind}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
            .collect();
        let list = |related: &str| {
            format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{related}</Relationships>")
        };
        let relations = list(&related);
        let root = list(&format!("<Relationship Id=\"rId1\" Type=\"{kind}/officeDocument\" Target=\"xl/workbook.xml\"/>"));
        let styles = format!("<styleSheet {main}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
        let names: Vec<String> = numbers().map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
        let bodies: Vec<String> =
            sheets.iter().map(|(_, rows)| format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")).collect();
        let mut files = vec![
            ("_rels/.rels", root.as_bytes()),
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
        ];
        files.extend(names.iter().map(String::as_str).zip(bodies.iter().map(String::as_bytes)));
        zipped(&files, |_| true).unwrap()
    }

    fn ods(rows: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Events\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/></manifest:manifest>";
        let files = [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", &content),
            ("META-INF/manifest.xml", manifest),
        ];
        zipped(&files.map(|(name, text)| (name, text.as_bytes())), |_| false).unwrap()
    }

    const HEADER: &str = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>name</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>lat</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>lon</t></is></c><c r=\"D2\" t=\"inlineStr\"><is><t>date</t></is></c></row>";

    fn opened(bytes: Vec<u8>) -> (Result<Dataset, ReadError>, Vec<String>) {
        let (source, mut problems) = (Bytes::from(bytes), Problems::default());
        let dataset = read_sheet(&Opening::of("f", &source), &mut problems);
        (dataset, problems.iter().map(|problem| format!("{}@{}", problem.kind, problem.location.line)).collect())
    }

    #[test]
    fn the_first_sheet_with_a_table_is_read_with_its_dates() {
        let row = "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>Fire, \"large\"\nhere</t></is></c><c r=\"B4\"><v>51.5</v></c><c r=\"C4\"><v>36.25</v></c><c r=\"D4\" s=\"1\"><v>45589</v></c></row>";
        let short = "<row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><t>Bridge</t></is></c><c r=\"B6\"><v>99</v></c></row>";
        let (dataset, told) =
            opened(xlsx(&[("Notes", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), ("Events", &format!("{HEADER}{row}{short}"))]));
        let dataset = dataset.unwrap();
        assert_eq!((dataset.n_rows(), dataset.format(), dataset.title(0)), (2, "XLSX", "Fire, \"large\" here".to_owned()));
        assert_eq!(dataset.text(0, 3).as_deref(), Some("2024-10-24"));
        assert_eq!(dataset.mapping().columns_of(Role::Start).collect::<Vec<_>>(), ["date"]);
        assert_eq!(told, ["more-sheets@0", "no-position@6"], "lines are rows of the sheet");
    }

    #[test]
    fn an_open_document_is_read() {
        let cell = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
        let number = |number: &str| {
            format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>")
        };
        let row = |cells: String| {
            format!("<table:table-row>{cells}<table:table-cell table:number-columns-repeated=\"16380\"/></table:table-row>")
        };
        let date =
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2024-10-24\"><text:p>24.10.24</text:p></table:table-cell>";
        let header = row(cell("name") + &cell("lat") + &cell("lon") + &cell("date"));
        let blank = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        let (dataset, told) = opened(ods(&format!("{header}{}{blank}", row(cell("Fire") + &number("51.5") + &number("36.25") + date))));
        let dataset = dataset.unwrap();
        assert_eq!((dataset.n_rows(), dataset.format(), told), (1, "ODS", vec![]));
        assert_eq!((dataset.title(0), dataset.text(0, 3).as_deref()), ("Fire".to_owned(), Some("2024-10-24")));
        assert!(dataset.bounds().is_some());
    }

    #[test]
    fn a_bomb_is_refused() {
        let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"><text:p>1</text:p></table:table-cell>";
        let (dataset, _) = opened(ods(&format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>")));
        assert!(dataset.unwrap_err().to_string().contains("cells"));
        let (dataset, _) = opened(zipped(&[("xl/workbook.xml", &[b' '; 4 << 20])], |_| true).unwrap());
        assert!(dataset.unwrap_err().to_string().contains("bomb"));
    }

    #[test]
    fn what_is_damaged_is_told_or_refused_and_the_rest_is_read() {
        let (dataset, told) = opened(xlsx(&[(
            "Events",
            &format!("{HEADER}<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"B3\"><v>1</v></c><c r=\"ZZZZZZ3\"><v>1</v></c></row>"),
        )]));
        assert_eq!((dataset.unwrap().n_rows(), told.first().map(String::as_str)), (1, Some("damaged-sheet@0")));
        for bytes in [b"PK\x03\x04".to_vec(), xlsx(&[]), zipped(&[("a.txt", b"a")], |_| false).unwrap()] {
            assert!(matches!(opened(bytes).0, Err(ReadError::Refused(_))));
        }
    }
}
