//! Every layer of features as rows.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row};

use crate::base::{Problems, Task};
use crate::dataset::{Builder, Dataset, Value};
use crate::formats::cleaned::cleaned;
use crate::formats::geopackage::database::{MAX_LEN_IN_MEMORY, Watch, open, watched};
use crate::formats::geopackage::{blob, quoted};
use crate::formats::numbers::number_text;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::references::{Reference, Said, refusal, tell_reference};
use crate::formats::row_faults::RowFaults;

/// Layers of one file at most; more are left out and told.
const MAX_LAYERS: usize = 1_000;
/// Rows of views can say more than is in the file: as many times its bytes, and so many more.
const MOST_GROWTH: u64 = 8;
const LEAST_ROOM: u64 = 64 << 20;
/// The column that says from which of several layers a row is.
const LAYER_COLUMN: &str = "layer";

const FORMAT: &str = "GeoPackage";

/// A layer of the file.
struct Layer {
    table: String,
    geometry_column: String,
    srs_id: i64,
}

/// A column that is no geometry and no number of a row.
struct Field {
    name: String,
    is_boolean: bool,
}

/// Reads all layers of features; where there are several, the column `layer` says from which a row is. The numbers that the file gives its
/// rows (`fid`) are no column.
///
/// # Errors
/// It is none, its coordinates are in a system that is not read, the disk does not give it, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    read_from(opening, MAX_LEN_IN_MEMORY, problems)
}

/// The same, where one of more bytes than `max_len_in_memory` is read where it lies.
pub(super) fn read_from(opening: &Opening<'_>, max_len_in_memory: u64, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let Opening { name, source, task, beside, .. } = *opening;
    task.expect(source.len());
    task.advance(0)?;
    let (connection, watch, is_cut) = open(source, max_len_in_memory)?;
    let mut reader = Reader {
        builder: Builder::spooled(name, FORMAT),
        faults: RowFaults::new(name, problems),
        connection: &connection,
        watch: &watch,
        task,
        refusal: None,
        n_bytes_left: source.len().saturating_mul(MOST_GROWTH).saturating_add(LEAST_ROOM),
    };
    if is_cut {
        reader.faults.error("truncated", "the file is shorter than it says", "read what is whole");
    }
    if beside.file("gpkg-wal").is_some_and(|journal| !journal.is_empty()) {
        let detail = "beside the file is a journal (-wal) of changes that are not in it yet";
        reader.faults.warning("unmerged-journal", detail, "read without them; open and close the file in the program that made it");
    }
    watched(&watch, task, || reader.layers())?;
    let Reader { builder, refusal, .. } = reader;
    match refusal {
        Some(words) => Err(ReadError::Refused(words)),
        None => {
            task.advance(0)?;
            source.check_unchanged()?;
            Ok(builder.finish()?)
        }
    }
}

struct Reader<'a> {
    builder: Builder,
    faults: RowFaults<'a>,
    connection: &'a Connection,
    watch: &'a Watch,
    task: &'a Task,
    /// Why nothing is read, as long as no layer was.
    refusal: Option<String>,
    /// So many bytes rows may still say.
    n_bytes_left: u64,
}

impl Reader<'_> {
    fn layers(&mut self) -> Result<(), ReadError> {
        let layers = match layers(self.connection) {
            Ok(layers) => layers,
            Err(error) => {
                self.task.advance(0)?;
                self.refusal = Some(format!("this is an SQLite database, but no GeoPackage that can be read: {error}"));
                return Ok(());
            }
        };
        if layers.is_empty() {
            self.refusal = Some("there is no layer of features in this GeoPackage".to_owned());
        }
        if layers.len() > MAX_LAYERS {
            self.faults.error("too-many-layers", format!("more than {MAX_LAYERS} layers"), "left out those after them");
        }
        let n = layers.len();
        let mut n_read = 0;
        for layer in layers.into_iter().take(MAX_LAYERS) {
            self.faults.layer = (n > 1).then(|| layer.table.clone());
            self.faults.row = 0;
            match self.layer(&layer, n > 1) {
                Ok(true) => {
                    self.refusal = None;
                    return Ok(());
                }
                Ok(false) => n_read += 1,
                Err(ReadError::Refused(words)) => {
                    if n > 1 {
                        self.faults.row = 0;
                        self.faults.error("layer-not-read", words.clone(), "left out the layer");
                    }
                    self.refusal.get_or_insert(words);
                }
                Err(error) => return Err(error),
            }
        }
        if n_read > 0 {
            self.refusal = None;
        }
        Ok(())
    }

    /// Adds the rows of a layer. Whether no more can be added.
    fn layer(&mut self, layer: &Layer, is_one_of_several: bool) -> Result<bool, ReadError> {
        let connection = self.connection;
        let refused = |error: rusqlite::Error| ReadError::Refused(format!("its table cannot be read: {error}"));
        let reference = self.reference(layer.srs_id)?;
        self.watch.row();
        let mut fields = fields(connection, layer).map_err(refused)?;
        fields.truncate(Dataset::MAX_COLUMNS);
        let columns: Vec<String> =
            std::iter::once(&layer.geometry_column).chain(fields.iter().map(|field| &field.name)).map(|name| quoted(name)).collect();
        let query = format!("SELECT {} FROM {}", columns.join(", "), quoted(&layer.table));
        let mut statement = connection.prepare(&query).map_err(refused)?;
        let mut rows = statement.query([]).map_err(refused)?;
        if is_one_of_several {
            rename_taken(&mut fields);
        }
        for field in &fields {
            self.builder.add_column(&field.name);
        }
        loop {
            self.faults.row += 1;
            self.watch.row();
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(false),
                Err(error) => {
                    self.task.advance(0)?;
                    let is_interrupted = error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted);
                    let what = if is_interrupted { "it takes too long to find this row".to_owned() } else { error.to_string() };
                    self.faults.error("broken-table", what, "read the rows before it");
                    return Ok(false);
                }
            };
            let len = len_of(row, 1 + fields.len());
            self.task.advance(len)?;
            let Some(n_bytes_left) = self.n_bytes_left.checked_sub(len) else {
                self.faults.error("too-much", "its rows say far more than the file has bytes", "left out this row and all after it");
                return Ok(true);
            };
            self.n_bytes_left = n_bytes_left;
            if self.row(row, &fields, layer, reference, is_one_of_several) {
                return Ok(true);
            }
        }
    }

    /// Adds a row. Whether no more can be added.
    fn row(&mut self, row: &Row<'_>, fields: &[Field], layer: &Layer, reference: Reference, is_one_of_several: bool) -> bool {
        for (at, field) in (1..).zip(fields) {
            if let Ok(value) = row.get_ref(at) {
                put(&mut self.builder, field, value);
            }
        }
        if is_one_of_several {
            self.builder.put(LAYER_COLUMN, Value::Text(&layer.table));
        }
        let read = match row.get_ref(0) {
            Ok(ValueRef::Null) | Err(_) => Ok(None),
            Ok(ValueRef::Blob(bytes)) => blob::read(bytes).map_err(|error| error.to_string()),
            Ok(_) => Err("its geometry is no geometry but a number or a text".to_owned()),
        };
        let geometry = match read {
            Ok(geometry) => geometry.and_then(|geometry| cleaned(geometry, reference, &mut self.faults)),
            Err(what) => {
                self.faults.error("bad-geometry", what, "kept without a place");
                None
            }
        };
        let full = self.builder.end_row(geometry.as_ref(), 0..0).err();
        if let Some(full) = full {
            self.faults.error("too-much", full.to_string(), "left out this row and all after it");
        }
        full.is_some()
    }

    fn reference(&mut self, srs_id: i64) -> Result<Reference, ReadError> {
        // The numbers that the standard keeps for "not known", of the plane and of the globe.
        if matches!(srs_id, 0 | -1) {
            self.faults.warning(
                "missing-crs",
                "the layer does not say what its coordinates are measured in",
                "took them for degrees of WGS 84",
            );
            return Ok(Reference::Degrees);
        }
        let query = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?";
        let told = self.connection.query_row(query, [srs_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional();
        let said = match told {
            Ok(Some((organisation, code, definition))) => {
                let (organisation, code, definition): (String, i64, String) = (organisation, code, definition);
                let by_code = Said::by_code(&organisation, code);
                let by_text = Said::by_text(&definition);
                let is_known = |said: &Said| matches!(said, Said::Known { .. });
                if is_known(&by_text) && !is_known(&by_code) { by_text } else { by_code }
            }
            Ok(None) | Err(_) => Said::by_code("EPSG", srs_id),
        };
        match said {
            Said::Known { reference, is_near } => {
                tell_reference(reference, is_near, &mut self.faults);
                Ok(reference)
            }
            Said::Other(name) => Err(ReadError::Refused(refusal(&name))),
        }
    }
}

/// About how many bytes a row takes, to tell how far the reading is.
fn len_of(row: &Row<'_>, n_columns: usize) -> u64 {
    let len = |at: usize| match row.get_ref(at) {
        Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => bytes.len() as u64 + 1,
        Ok(_) | Err(_) => 4,
    };
    (0..n_columns).map(len).sum()
}

/// One more than are read, where there are more.
fn layers(connection: &Connection) -> rusqlite::Result<Vec<Layer>> {
    let query = format!(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name \
         WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT {}",
        MAX_LAYERS + 1
    );
    let mut statement = connection.prepare(&query)?;
    let layer = |row: &Row<'_>| Ok(Layer { table: row.get(0)?, geometry_column: row.get(1)?, srs_id: row.get(2)? });
    statement.query_map([], layer)?.collect()
}

fn fields(connection: &Connection, layer: &Layer) -> rusqlite::Result<Vec<Field>> {
    let mut statement = connection.prepare("SELECT name, type, pk FROM pragma_table_info(?)")?;
    let column = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let columns = statement.query_map([&layer.table], column)?.collect::<rusqlite::Result<Vec<(String, String, i64)>>>()?;
    let is_number_of_row = |kind: &str, key: i64| key > 0 && kind.eq_ignore_ascii_case("integer");
    let wanted =
        columns.into_iter().filter(|(name, kind, key)| !name.eq_ignore_ascii_case(&layer.geometry_column) && !is_number_of_row(kind, *key));
    Ok(wanted.map(|(name, kind, _)| Field { name, is_boolean: kind.eq_ignore_ascii_case("boolean") }).collect())
}

/// A column of the file's own that is called as ours is called otherwise.
fn rename_taken(fields: &mut [Field]) {
    for field in fields.iter_mut().filter(|field| field.name == LAYER_COLUMN) {
        field.name = format!("{LAYER_COLUMN} (2)");
    }
}

fn put(builder: &mut Builder, field: &Field, value: ValueRef<'_>) {
    let name = field.name.as_str();
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(number @ (0 | 1)) if field.is_boolean => {
            builder.put(name, Value::Json(if number == 1 { "true" } else { "false" }));
        }
        ValueRef::Integer(number) => builder.put(name, Value::Number(&number.to_string())),
        ValueRef::Real(number) => {
            if let Some(text) = number_text(number) {
                builder.put(name, Value::Number(&text));
            }
        }
        ValueRef::Text(bytes) => builder.put(name, Value::Text(&String::from_utf8_lossy(bytes))),
        ValueRef::Blob(bytes) => builder.put(name, Value::Text(&format!("{} bytes", bytes.len()))),
    }
}
