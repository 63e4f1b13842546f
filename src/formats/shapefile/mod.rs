//! Shapefiles (ESRI Shapefile Technical Description, July 1998): a .shp with the files that belong to it, or a zip archive of such.
//!
//! Main functions: [`read`] of a .shp whose other files lie beside it, [`read_zipped`] of all in an archive.
//!
//! **Does not:** read the index (.shx), as records stand one after the other; nor texts kept in memo files.

mod layer;
mod records;
mod table;

use crate::base::{Problems, Spool, Task};
use crate::dataset::{Builder, Dataset};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::Archive;
use crate::formats::row_faults::RowFaults;

use layer::{Layer, Parts};

/// What the first bytes of a .shp are.
pub const MARK: [u8; 4] = [0, 0, 0x27, 0x0A];

/// Archives of more bytes are not read: they are unpacked from memory.
pub const MAX_ARCHIVE_LEN: u64 = 512 << 20;
/// Tables of blanks grow by as much as DEFLATE lets them when they are unpacked, which is done piece by piece.
pub const MAX_RATIO: u64 = 1_100;
/// Files of a few words (.cpg, .prj) are read up to so many bytes.
const MAX_WORDS_LEN: u64 = 1 << 16;

const FORMAT: &str = "shapefile";
const ZIPPED_FORMAT: &str = "zipped shapefile";

/// The column that says from which of several layers a row is.
pub const LAYER_COLUMN: &str = "layer";

/// Reads a .shp. Its rows are what the .dbf beside it says, its letters those that the .cpg names.
///
/// # Errors
/// It is none, its coordinates are in a system that is not read, the disk does not give it, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let Opening { name, source, task, beside, .. } = *opening;
    let words = |ending: &str| beside.file(ending).and_then(|file| file.read(0..MAX_WORDS_LEN).ok().map(std::borrow::Cow::into_owned));
    let parts = Parts { shp: source.clone(), dbf: beside.file("dbf"), cpg: words("cpg"), prj: words("prj") };
    task.expect(parts.len());
    let mut builder = Builder::spooled(name, FORMAT);
    let mut faults = RowFaults::new(name, problems);
    Layer::open(&parts, false, &mut faults)?.read(None, &mut builder, &mut faults, task)?;
    Ok(builder.finish()?)
}

/// Whether an archive holds a shapefile.
pub fn is_in(archive: &Archive<'_>) -> bool {
    archive.names().any(|name| with_ending(name, ".shp"))
}

fn with_ending(name: &str, ending: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ending)
}

/// Reads all shapefiles of a zip archive; where there are several, the column `layer` says from which a row is.
///
/// # Errors
/// The archive is damaged or hostile, none of its layers can be read, or it was cancelled.
pub fn read_zipped(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let Opening { name, source, task, .. } = *opening;
    if source.len() > MAX_ARCHIVE_LEN {
        return Err(ReadError::Refused(format!(
            "it is a zip archive of {} bytes; at most {MAX_ARCHIVE_LEN} are read. Unpack it and open the .shp",
            source.len()
        )));
    }
    let bytes = source.read(0..source.len())?;
    let archive = Archive::of_any(&bytes, MAX_RATIO).map_err(|error| ReadError::Refused(error.to_string()))?;
    let layers: Vec<&str> = archive.names().filter(|name| with_ending(name, ".shp")).collect();
    let mut builder = Builder::spooled(name, ZIPPED_FORMAT);
    let mut faults = RowFaults::new(name, problems);
    let (mut n_read, mut refusals) = (0, Vec::new());
    for path in &layers {
        let stem = path.get(..path.len() - 4).unwrap_or_default();
        let layer = stem.rsplit('/').next().unwrap_or_default();
        let is_one_of_several = layers.len() > 1;
        faults.layer = is_one_of_several.then(|| layer.to_owned());
        let said = is_one_of_several.then_some(layer);
        match read_entry(&archive, path, stem, said, &mut builder, &mut faults, task) {
            Ok(()) => n_read += 1,
            Err(ReadError::Refused(words)) if is_one_of_several => {
                faults.row = 0;
                faults.error("layer-not-read", words.clone(), "left out the layer");
                refusals.push(words);
            }
            Err(error) => return Err(error),
        }
    }
    match refusals.into_iter().next() {
        Some(words) if n_read == 0 => Err(ReadError::Refused(words)),
        _ => Ok(builder.finish()?),
    }
}

fn read_entry(
    archive: &Archive<'_>,
    path: &str,
    stem: &str,
    layer: Option<&str>,
    builder: &mut Builder,
    faults: &mut RowFaults<'_>,
    task: &Task,
) -> Result<(), ReadError> {
    let beside =
        |ending: &str| archive.names().find(|name| name.len() == path.len() && name.starts_with(stem) && with_ending(name, ending));
    let unpacked = |name: &str| -> Result<_, ReadError> {
        task.expect(archive.len_of(name).unwrap_or_default());
        let mut spool = Spool::default();
        archive.unpack(name, &mut spool, task)?;
        Ok(spool.into_bytes()?)
    };
    let words = |ending: &str| beside(ending).and_then(|name| archive.read(name, MAX_WORDS_LEN)).and_then(Result::ok);
    let shp = unpacked(path)?;
    let dbf = match beside(".dbf").map(unpacked) {
        Some(Err(ReadError::Refused(words))) => {
            faults.error("bad-dbf", words, "read without its columns");
            None
        }
        Some(other) => Some(other?),
        None => None,
    };
    let parts = Parts { shp, dbf, cpg: words(".cpg"), prj: words(".prj") };
    task.expect(parts.len());
    Layer::open(&parts, layer.is_some(), faults)?.read(layer, builder, faults, task)
}

#[cfg(test)]
mod tests;
