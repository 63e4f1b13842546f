//! KMZ: KML in a zip archive.

use crate::base::Bytes;
use crate::formats::opening::ReadError;
use crate::formats::packed::{Archive, MAX_LEN, MAX_RATIO, PackedError};

/// The KML of an archive: `doc.kml`, or else the first file of KML, of those in the fewest folders.
///
/// # Errors
/// The archive is damaged, built to harm, too large, or holds no KML; the disk does not give it.
pub(super) fn kml_of(source: &Bytes) -> Result<Bytes, ReadError> {
    let refused = |error: PackedError| ReadError::Refused(error.to_string());
    if source.len() > MAX_LEN {
        return Err(refused(PackedError::TooLarge));
    }
    let bytes = source.read(0..source.len())?;
    let archive = Archive::of_any(&bytes, MAX_RATIO).map_err(refused)?;
    let name = main_name(&archive).ok_or_else(|| ReadError::Refused("there is no KML in this archive".to_owned()))?;
    let kml = archive.read(name, MAX_LEN).and_then(Result::ok);
    kml.map(Bytes::from).ok_or_else(|| ReadError::Refused(format!("{name} in this archive is damaged")))
}

/// A picture of an archive, by a name in its KML; `None` where there is none of that name, or it is damaged.
pub(super) fn picture_of(source: &Bytes, name: &str) -> Option<Vec<u8>> {
    let bytes = source.read(0..source.len()).ok()?;
    let archive = Archive::of_any(&bytes, MAX_RATIO).ok()?;
    let wanted = name.trim().trim_start_matches("./").replace("%20", " ");
    let name = archive.names().find(|name| *name == wanted)?.to_owned();
    archive.read(&name, MAX_LEN)?.ok()
}

fn main_name<'a>(archive: &'a Archive<'_>) -> Option<&'a str> {
    let all = archive.names().filter(|name| is_kml(name));
    all.min_by_key(|name| (name.matches('/').count(), !name.eq_ignore_ascii_case("doc.kml"), *name))
}

fn is_kml(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".kml")
}

/// Whether a zip archive has KML in it.
pub fn is_kmz(source: &Bytes) -> bool {
    let Ok(bytes) = source.read(0..source.len().min(MAX_LEN)) else { return false };
    Archive::of_any(&bytes, MAX_RATIO).is_ok_and(|archive| main_name(&archive).is_some())
}
