//! Filling a data layer row by row, or by parts that are put together.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use geo::Coord;
use smol_str::SmolStr;

use crate::base::{Bytes, Spool};
use crate::dataset::columns::{Column, Value, Values};
use crate::dataset::geometries::Geometries;
use crate::dataset::guess::guess_of_layer;
use crate::dataset::texts::Texts;
use crate::dataset::{Dataset, GroundPicture, Mapping, Role, RowText};
use crate::model::SimpleStyle;

/// A bound of [`Dataset`] is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    #[error("more than {} rows", Dataset::MAX_ROWS)]
    Rows,
    #[error("more than {} positions", Dataset::MAX_POSITIONS)]
    Positions,
}

/// Makes a [`Dataset`]: for each row [`Builder::put`] what it says, then [`Builder::end_row`].
#[derive(Debug)]
pub struct Builder {
    source_name: String,
    format: &'static str,
    geometries: Geometries,
    texts: Texts,
    /// Where rows are of a file whose own text cannot be read again by itself, what they say as lines of JSON.
    spool: Option<Spool>,
    columns: Vec<Column>,
    place_of: HashMap<SmolStr, usize>,
    /// The column after the one that was put last: rows mostly have theirs in the same order.
    next: usize,
    row: Vec<u8>,
    /// What columns mean; where nobody says so, that is found out when all rows are there.
    mapping: Option<Mapping>,
    roles: &'static [(Role, &'static str)],
    styles: Vec<SimpleStyle>,
    style_of_row: HashMap<u32, u32>,
    /// Indices of the styles met, by their Debug form: floats have no hash.
    known_styles: HashMap<String, u32>,
    style: Option<SimpleStyle>,
    pictures: Vec<GroundPicture>,
}

impl Builder {
    /// Of rows that are stretches of a file.
    pub fn over(source_name: impl Into<String>, format: &'static str, source: Bytes, kind: RowText) -> Self {
        Self {
            source_name: source_name.into(),
            format,
            geometries: Geometries::default(),
            texts: Texts::new(source, kind),
            spool: None,
            columns: Vec::new(),
            place_of: HashMap::new(),
            next: 0,
            row: Vec::new(),
            mapping: None,
            roles: &[],
            styles: Vec::new(),
            style_of_row: HashMap::new(),
            known_styles: HashMap::new(),
            style: None,
            pictures: Vec::new(),
        }
    }

    /// Of rows whose texts are not to be found in the file as they are: all that is put is written down, to be read when it is shown.
    pub fn spooled(source_name: impl Into<String>, format: &'static str) -> Self {
        let made = Self::over(source_name, format, Bytes::from(Vec::new()), RowText::Values);
        Self { spool: Some(Spool::default()), ..made }
    }

    /// An empty one for a part of the rows of the same file, to be filled elsewhere and [`Builder::append`]ed.
    pub fn part(&self) -> Self {
        Self::over("", self.format, self.texts.source.clone(), self.texts.kind)
    }

    pub fn n_rows(&self) -> u32 {
        self.geometries.n_rows()
    }

    /// Says what columns mean.
    pub fn set_mapping(&mut self, mapping: Mapping) {
        self.mapping = Some(mapping);
    }

    /// Says what the columns mean that the format has of itself. Where rows say nothing in these, others can mean it.
    pub fn set_roles(&mut self, roles: &'static [(Role, &'static str)]) {
        self.roles = roles;
    }

    /// Has a column before any row says something in it: fields of a table come in the order of their columns.
    pub fn add_column(&mut self, name: &str) {
        let _at = self.column(name);
    }

    /// What the row that is being filled says.
    pub fn put(&mut self, name: &str, value: Value<'_>) {
        if self.spool.is_some() {
            self.write(name, value);
        }
        if matches!(value, Value::Text("")) {
            return;
        }
        let row = self.n_rows();
        if let Some(at) = self.column(name)
            && let Some(column) = self.columns.get_mut(at)
        {
            column.values.put(row, value);
            self.next = at + 1;
        }
    }

    /// The same by the number of a column that was added: of tables, whose fields come without a name. It is not for spooled rows.
    pub fn put_field(&mut self, column: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let row = self.n_rows();
        if let Some(column) = self.columns.get_mut(column) {
            column.values.put(row, Value::Text(text));
        }
    }

    /// The columns as far as they are filled.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How the row that is being filled wants to look.
    pub fn set_style(&mut self, style: SimpleStyle) {
        self.style = Some(style).filter(|style| *style != SimpleStyle::default());
    }

    /// The row that is being filled is a picture on the ground.
    pub fn set_picture(&mut self, picture: GroundPicture) {
        self.pictures.push(GroundPicture { row: self.n_rows(), ..picture });
    }

    /// Ends a row. `at` are the bytes of the source that it is; where rows are spooled it says nothing.
    ///
    /// # Errors
    /// The layer is full; the row was not added.
    pub fn end_row(&mut self, geometry: Option<&geo::Geometry<f64>>, at: Range<u64>) -> Result<(), Full> {
        self.check_room()?;
        self.geometries.push(geometry)?;
        self.end(at);
        Ok(())
    }

    /// The same of a row that is a point or nothing.
    ///
    /// # Errors
    /// As above.
    pub fn end_point(&mut self, point: Option<Coord<f64>>, at: Range<u64>) -> Result<(), Full> {
        self.check_room()?;
        self.geometries.push_point(point)?;
        self.end(at);
        Ok(())
    }

    /// Adds the rows of a part that was filled elsewhere.
    ///
    /// # Errors
    /// The layer is full; none of its rows was added.
    pub fn append(&mut self, part: Self) -> Result<(), Full> {
        let n_rows = self.n_rows();
        if (n_rows as usize).saturating_add(part.n_rows() as usize) > Dataset::MAX_ROWS {
            return Err(Full::Rows);
        }
        self.geometries.append(part.geometries)?;
        self.texts.append(part.texts);
        for column in part.columns {
            if let Some(at) = self.column(&column.name)
                && let Some(own) = self.columns.get_mut(at)
            {
                own.values.append(n_rows, column.values);
                self.next = at + 1;
            }
        }
        let mut rows: Vec<(u32, u32)> = part.style_of_row.into_iter().collect();
        rows.sort_unstable();
        for (row, index) in rows {
            if let Some(style) = part.styles.get(index as usize) {
                self.put_style(n_rows + row, style.clone());
            }
        }
        Ok(())
    }

    /// # Errors
    /// What was spooled cannot be read again.
    pub fn finish(mut self) -> io::Result<Dataset> {
        let n_rows = self.n_rows();
        if let Some(spool) = self.spool.take() {
            self.texts.source = spool.into_bytes()?;
        }
        self.columns.iter_mut().for_each(|column| column.values.finish(n_rows));
        self.geometries.finish();
        self.texts.finish();
        let mut dataset = Dataset {
            source_name: self.source_name,
            format: self.format,
            geometries: self.geometries,
            texts: self.texts,
            columns: self.columns,
            mapping: Mapping::default(),
            has_whole_days: false,
            styles: self.styles,
            style_of_row: self.style_of_row,
            default_style: SimpleStyle::default(),
            pictures: self.pictures,
        };
        let mapping = self.mapping.unwrap_or_else(|| guess_of_layer(&dataset, self.roles));
        dataset.set_mapping(mapping);
        Ok(dataset)
    }

    fn check_room(&self) -> Result<(), Full> {
        if (self.n_rows() as usize) < Dataset::MAX_ROWS { Ok(()) } else { Err(Full::Rows) }
    }

    fn end(&mut self, at: Range<u64>) {
        let row = self.n_rows() - 1;
        let at = match &mut self.spool {
            None => at,
            Some(spool) => {
                self.row.extend_from_slice(if self.row.is_empty() { b"{}" } else { b"}" });
                let start = spool.len();
                // What cannot be written is found missing when it is read.
                let _written = spool.write_all(&self.row);
                self.row.clear();
                start..spool.len()
            }
        };
        self.texts.push(at);
        if let Some(style) = self.style.take() {
            self.put_style(row, style);
        }
        self.next = 0;
    }

    fn put_style(&mut self, row: u32, style: SimpleStyle) {
        let next = u32::try_from(self.styles.len()).unwrap_or(u32::MAX);
        let index = *self.known_styles.entry(format!("{style:?}")).or_insert(next);
        if index == next {
            self.styles.push(style);
        }
        self.style_of_row.insert(row, index);
    }

    fn write(&mut self, name: &str, value: Value<'_>) {
        self.row.push(if self.row.is_empty() { b'{' } else { b',' });
        let row = &mut self.row;
        // Writing text into memory cannot fail.
        let _written = serde_json::to_writer(&mut *row, name);
        row.push(b':');
        match value {
            Value::Number(raw) | Value::Json(raw) => row.extend_from_slice(raw.as_bytes()),
            Value::Text(text) => drop(serde_json::to_writer(row, text)),
        }
    }

    /// Where the column of a name is; `None` where there are too many.
    fn column(&mut self, name: &str) -> Option<usize> {
        if self.columns.get(self.next).is_some_and(|column| column.name == name) {
            return Some(self.next);
        }
        if let Some(at) = self.place_of.get(name) {
            return Some(*at);
        }
        if self.columns.len() >= Dataset::MAX_COLUMNS {
            return None;
        }
        let (name, at) = (SmolStr::new(name), self.columns.len());
        self.columns.push(Column { name: name.clone(), values: Values::default() });
        self.place_of.insert(name, at);
        Some(at)
    }
}
