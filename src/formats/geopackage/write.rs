//! A layer as a GeoPackage of one table. It is made in memory. A column of values of several kinds is one of texts; lists and objects are
//! texts of JSON.

use std::collections::HashSet;
use std::io::Write;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, MAIN_DB, params_from_iter};

use crate::base::Task;
use crate::dataset::{Dataset, Said};
use crate::earth::Bounds;
use crate::formats::geopackage::{blob, quoted};
use crate::formats::writing::{Kind, Survey, WriteError, layer_name};

/// WGS 84 in degrees, under the number that the standard has for it.
const SRS_ID: i32 = 4326;

/// "GPKG" and version 1.3.0, as they stand in the header of the database.
const APPLICATION_ID: i32 = 0x4750_4B47;
const USER_VERSION: i32 = 10_300;

/// Always the same, so that the same layer is the same bytes.
const LAST_CHANGE: &str = "1970-01-01T00:00:00.000Z";

const WGS_84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]";

/// The tables that every GeoPackage has (OGC 12-128r19, annex C).
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
";

/// Writes rows as a database of one layer, called as the layer's file is.
///
/// # Errors
/// As of [`crate::formats::writing::write`].
pub fn write(
    dataset: &Dataset,
    survey: &Survey,
    rows: impl Iterator<Item = u32>,
    out: &mut dyn Write,
    task: &Task,
) -> Result<(), WriteError> {
    let mut connection = Connection::open_in_memory()?;
    let table =
        format!("{}{}", if layer_name(dataset).to_ascii_lowercase().starts_with("gpkg_") { "layer_" } else { "" }, layer_name(dataset));
    let geometry_type = if survey.is_of_points { "POINT" } else { "GEOMETRY" };
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", USER_VERSION)?;
    let wgs_84 = "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84 geodetic', ?1, 'EPSG', ?1, ?2, 'longitude and latitude in degrees')";
    transaction.execute(wgs_84, (SRS_ID, WGS_84))?;
    let columns = column_names(survey);
    let [key, geometry_column, ..] = columns.as_slice() else { return Ok(()) };
    transaction.execute_batch(&definition(&table, &columns, survey, geometry_type))?;
    let places = vec!["?"; columns.len() - 1].join(", ");
    let mut insert = transaction.prepare(&format!("INSERT INTO {} VALUES (NULL, {places})", quoted(&table)))?;
    let mut bounds: Option<Bounds> = None;
    let mut bytes = Vec::new();
    for row in rows {
        task.advance(1)?;
        let values = survey.row(dataset, row)?;
        bytes.clear();
        if let Some(geometry) = dataset.geometry(row) {
            blob::write(&geometry, SRS_ID, &mut bytes);
        }
        let own = dataset.bounds_of(row);
        bounds = bounds.map_or(own, |bounds| Some(own.map_or(bounds, |own| bounds.union(own))));
        let geometry = if bytes.is_empty() { ValueRef::Null } else { ValueRef::Blob(&bytes) };
        let fields =
            values.iter().zip(&survey.columns).map(|(said, (_, kind))| said.as_ref().map_or(ValueRef::Null, |said| value(said, *kind)));
        insert.execute(params_from_iter(std::iter::once(geometry).chain(fields).map(ToSqlOutput::Borrowed)))?;
    }
    drop(insert);
    let [west, south, east, north] = bounds.map_or([None; 4], |bounds| bounds.to_array().map(Some));
    // A box from west to east of the antimeridian has no other form in this format than the whole round.
    let [west, east] = if bounds.is_some_and(Bounds::crosses_antimeridian) { [Some(-180.0), Some(180.0)] } else { [west, east] };
    let contents = "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, '', ?2, ?3, ?4, ?5, ?6, ?7)";
    transaction.execute(contents, (&table, LAST_CHANGE, west, south, east, north, SRS_ID))?;
    let geometries = "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)";
    transaction.execute(geometries, (&table, geometry_column, geometry_type, SRS_ID))?;
    log::debug!("the rows of {table} are numbered in {key}");
    transaction.commit()?;
    out.write_all(&connection.serialize(MAIN_DB)?)?;
    Ok(())
}

/// The names of all columns: the number of a row and its geometry under names that no other has, then those of the layer. Capital letters do
/// not tell names of SQL apart.
fn column_names(survey: &Survey) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let own = survey.columns.iter().map(|(name, _)| {
        let plain = name.replace('\0', "");
        let plain = if plain.is_empty() { "column".to_owned() } else { plain };
        let names = std::iter::once(plain.clone()).chain((2..).map(move |n| format!("{plain} ({n})")));
        names.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    });
    let own: Vec<String> = own.collect();
    let free = |name: &str| {
        let names = std::iter::once(name.to_owned()).chain((2..).map(|n| format!("{name}_{n}")));
        names.into_iter().find(|name| !taken.contains(name.as_str())).unwrap_or_default()
    };
    [free("fid"), free("geom")].into_iter().chain(own).collect()
}

fn definition(table: &str, columns: &[String], survey: &Survey, geometry_type: &str) -> String {
    let kinds = survey.columns.iter().map(|(_, kind)| match kind {
        Kind::Integers => "INTEGER",
        Kind::Numbers => "REAL",
        Kind::Truths => "BOOLEAN",
        Kind::Days => "DATE",
        Kind::Moments => "DATETIME",
        Kind::Nothing | Kind::Texts => "TEXT",
    });
    let kinds = ["INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", geometry_type].into_iter().chain(kinds);
    let columns: Vec<String> = columns.iter().zip(kinds).map(|(name, kind)| format!("{} {kind}", quoted(name))).collect();
    format!("CREATE TABLE {} ({})", quoted(table), columns.join(", "))
}

fn value(said: &Said, kind: Kind) -> ValueRef<'_> {
    let text = said.as_str();
    let number = match kind {
        Kind::Integers => text.parse().ok().map(ValueRef::Integer),
        Kind::Numbers => text.parse().ok().map(ValueRef::Real),
        Kind::Truths => Some(ValueRef::Integer(i64::from(text == "true"))),
        Kind::Nothing | Kind::Days | Kind::Moments | Kind::Texts => None,
    };
    number.unwrap_or(ValueRef::Text(text.as_bytes()))
}
