//! Pictures with a world file beside them: six numbers, a line each, that say how the picture lies (Esri, "World files for raster datasets").

use crate::base::Problems;
use crate::dataset::{Builder, Dataset, GroundPicture, Lies, Plane, Role, Value};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::references::{Reference, Said, refusal, tell_reference};
use crate::formats::row_faults::RowFaults;

/// What the format is called.
pub const FORMAT: &str = "a picture with a world file";

/// Pixels at most: what is laid out in memory is four times as many bytes.
pub const MAX_PIXELS: u64 = 64_000_000;
/// A world file is six numbers.
const MAX_WORDS_LEN: u64 = 4_096;
/// Endings of world files, by that of the picture, then the one of all.
const ENDINGS: [&str; 7] = ["pgw", "pngw", "jgw", "jpgw", "jpegw", "tfw", "wld"];

/// Reads a PNG or JPEG whose world file lies beside it, in degrees of WGS 84 or in metres of Web Mercator: as a .prj beside it says, else as the
/// numbers do. It becomes a layer of one row.
///
/// # Errors
/// It is no such picture, it is too large, nothing says where it lies, or that is nowhere on earth.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let Opening { name, source, beside, .. } = *opening;
    let words = |ending: &str| {
        beside.file(ending).and_then(|file| file.read(0..MAX_WORDS_LEN.min(file.len())).ok().map(std::borrow::Cow::into_owned))
    };
    let size = size_of(&source.read(0..source.len().min(HEAD))?)?;
    let Some(world_file) = ENDINGS.iter().find_map(|ending| words(ending)) else {
        return Err(ReadError::Refused(
            "it is a picture, and nothing says where it lies: a world file beside it does, called as it is but for the ending .pgw, .jgw or .wld, \
             with six numbers, a line each: degrees a column goes east, 0, 0, degrees a row goes north (below 0), longitude and latitude of \
             the middle of the upper left pixel"
                .to_owned(),
        ));
    };
    let mut faults = RowFaults::new(name, problems);
    let numbers = six_numbers(&String::from_utf8_lossy(&world_file))
        .ok_or_else(|| ReadError::Refused("its world file is not six numbers".to_owned()))?;
    let lies = lies(numbers, words("prj").as_deref(), &mut faults)?;
    let picture = GroundPicture { row: 0, encoded: source.clone(), size, lies };
    if !picture.is_on_earth() {
        return Err(ReadError::Refused("by its world file it does not lie on earth".to_owned()));
    }
    let mut builder = Builder::spooled(name, FORMAT);
    builder.set_roles(&[(Role::Title, "name")]);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    builder.put("name", Value::Text(stem));
    let outline = picture.outline().into();
    builder.set_picture(picture);
    builder.end_row(Some(&outline), 0..0).map_err(std::io::Error::other)?;
    Ok(builder.finish()?)
}

/// Width and height stand in the first bytes.
const HEAD: u64 = 1 << 20;

/// Width and height of a PNG or JPEG, as it begins.
///
/// # Errors
/// It is no such picture, or too large.
pub fn size_of(head: &[u8]) -> Result<[u32; 2], ReadError> {
    let size = imagesize::blob_size(head).map_err(|error| ReadError::Refused(format!("the picture cannot be read: {error}")))?;
    let [width, height] = [size.width as u64, size.height as u64];
    if width.saturating_mul(height) > MAX_PIXELS {
        return Err(ReadError::Refused(format!("the picture is of {width} by {height} pixels, more than {MAX_PIXELS}")));
    }
    if width == 0 || height == 0 {
        return Err(ReadError::Refused("the picture is of no pixels".to_owned()));
    }
    Ok([width as u32, height as u32])
}

fn six_numbers(text: &str) -> Option<[f64; 6]> {
    let numbers: Vec<f64> = text.split_whitespace().map(|word| word.replace(',', ".").parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// The numbers come column by column, and the last two are of the middle of the first pixel.
fn lies([a, d, b, e, middle_x, middle_y]: [f64; 6], prj: Option<&[u8]>, faults: &mut RowFaults<'_>) -> Result<Lies, ReadError> {
    let (c, f) = (middle_x - (a + b) / 2.0, middle_y - (d + e) / 2.0);
    let reference = match prj.map(|prj| Said::by_text(&String::from_utf8_lossy(prj))) {
        Some(Said::Known { reference, is_near }) => {
            tell_reference(reference, is_near, faults);
            reference
        }
        Some(Said::Other(name)) => return Err(ReadError::Refused(refusal(&name))),
        None if middle_x.abs() > 360.0 || middle_y.abs() > 90.0 => {
            faults.warning(
                "other-crs",
                "the numbers of its world file are too large for degrees",
                "took them for metres of Web Mercator (EPSG:3857)",
            );
            Reference::WebMercator
        }
        None => Reference::Degrees,
    };
    let lies = match reference {
        Reference::Degrees => Lies::new(Plane::Degrees, [a, b, c, d, e, f]),
        Reference::WebMercator => {
            let round_m = Reference::WebMercator.from_degrees(geo::Coord { x: 360.0, y: 0.0 }).x;
            Lies::new(Plane::World, [a / round_m, b / round_m, c / round_m + 0.5, -d / round_m, -e / round_m, 0.5 - f / round_m])
        }
    };
    lies.ok_or_else(|| ReadError::Refused("its world file lays it on a line".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;
    use crate::formats::opening::Beside;

    /// A PNG as far as its size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), &[8, 6, 0, 0, 0, 0, 0, 0, 0]].concat()
    }

    fn read_with(picture: &[u8], beside: &[(&str, &str)]) -> (Result<Dataset, String>, Vec<String>) {
        let (source, mut problems) = (Bytes::from(picture), Problems::default());
        let find = |ending: &str| beside.iter().find(|(of, _)| *of == ending).map(|(_, text)| Bytes::from(text.as_bytes()));
        let read = read(&Opening { beside: Beside::new(&find), ..Opening::of("map.png", &source) }, &mut problems);
        (read.map_err(|error| error.to_string()), problems.iter().map(|problem| problem.kind.to_owned()).collect())
    }

    #[test]
    fn the_middle_of_the_first_pixel_is_where_the_world_file_says() {
        let (read, told) = read_with(&png(100, 50), &[("pgw", "0.1\n0\n0\n-0.2\n30.05\n59.9\n")]);
        let layer = read.unwrap();
        let picture = layer.picture_of(0).unwrap();
        let near = |[x, y]: [f64; 2], [to_x, to_y]: [f64; 2]| (x - to_x).abs() < 1e-9 && (y - to_y).abs() < 1e-9;
        assert!(
            near(picture.lies.place(0.0, 0.0), [30.0, 60.0]) && near(picture.lies.place(100.0, 50.0), [40.0, 50.0]),
            "{:?}",
            picture.lies
        );
        assert!(told.is_empty() && layer.n_rows() == 1 && layer.title(0) == "map.png", "{told:?}");
        assert_eq!(layer.bounds_of(0).map(|bounds| bounds.width_deg().round()), Some(10.0));
    }

    #[test]
    fn metres_are_told_by_the_file_beside_it_or_by_their_size() {
        let metres = "1000\n0\n0\n-1000\n4000500\n6999500\n";
        for (beside, kinds) in [
            (vec![("wld", metres)], vec!["other-crs"]),
            (vec![("wld", metres), ("prj", "PROJCS[\"WGS 84 / Pseudo-Mercator\"]")], vec!["other-crs"]),
        ] {
            let (read, told) = read_with(&png(10, 10), &beside);
            let [lon_deg, lat_deg] = read.unwrap().picture_of(0).unwrap().lies.place(0.0, 0.0);
            assert!((lon_deg - 35.932_6).abs() < 1e-3 && (lat_deg - 53.121).abs() < 1e-1, "{lon_deg} {lat_deg}");
            assert_eq!(told, kinds);
        }
    }

    #[test]
    fn what_lies_nowhere_is_refused_with_what_to_do() {
        let one = vec![("pgw", "1\n0\n0\n-1\n1\n1\n")];
        let cases = [
            (png(10, 10), vec![], "world file beside it"),
            (png(10, 10), vec![("pgw", "1\n2\n3\n")], "not six numbers"),
            (png(10, 10), vec![("pgw", "0\n0\n0\n0\n1\n1\n")], "on a line"),
            (png(10, 10), vec![("pgw", "1e307\n0\n0\n-1\n1\n1\n")], "not lie on earth"),
            (png(60_000, 60_000), one.clone(), "60000 by 60000"),
            (b"\x89PNG".to_vec(), one, "cannot be read"),
        ];
        for (picture, beside, words) in cases {
            let (read, _) = read_with(&picture, &beside);
            assert!(read.as_ref().is_err_and(|told| told.contains(words)), "{words}: {:?}", read.err());
        }
    }
}
