//! Positions read from what a person typed: decimal degrees, degrees with minutes and seconds, MGRS and UTM.

use geoconvert::{LatLon, UtmUps};

use crate::earth::LonLat;

/// Longer texts are no position.
const MOST_CHARS: usize = 80;
const SQUARE_M: f64 = 100_000.0;

/// The positions that a text can mean, the likeliest first: two where it does not say which number is the latitude, or whether a letter S
/// means the southern half or a band of the northern one. None where it is no position, or not one on earth.
pub fn read_positions(text: &str) -> Vec<LonLat> {
    if text.chars().count() > MOST_CHARS {
        return Vec::new();
    }
    let text = plain(text);
    let grid = mgrs(&text).map_or_else(|| utm(&text), |position| vec![position]);
    if grid.is_empty() { degrees(&text) } else { grid }
}

/// In capitals, with one sign for each of the many that look alike, and without the words that only name what follows.
fn plain(text: &str) -> String {
    let signs = text.chars().map(|c| match c {
        '−' | '–' | '‒' | '﹣' | '－' => '-',
        '′' | '’' | '‘' | 'ʹ' | 'ʼ' | '`' | '´' => '\'',
        '″' | '”' | '“' | '„' | 'ʺ' => '"',
        'º' | '˚' | '∘' => '°',
        '；' | ';' | '，' | '/' | '|' => ';',
        c if c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '=') => ' ',
        c => c.to_ascii_uppercase(),
    });
    let text: String = signs.collect::<String>().replace("''", "\"");
    ["LATITUDE", "LONGITUDE", "LAT", "LON", "LNG", "LONG", "MGRS", "UTM"].into_iter().fold(text, |text, word| text.replace(word, " "))
}

// ------------------------------------------------------------------------------------------------------------- the grids

/// Zone, band, square, and as many figures for the easting as for the northing, gaps anywhere: the middle of the square it names.
fn mgrs(text: &str) -> Option<LonLat> {
    /// Without I and O, which look like figures.
    const COLUMNS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    const ROWS: &str = "ABCDEFGHJKLMNPQRSTUV";
    const MOST_FIGURES: usize = 10;
    const M_PER_DEGREE: f64 = 110_000.0;
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | ';' | ',')).collect();
    let (zone, rest) = leading_zone(&text)?;
    let mut letters = rest.chars();
    let (band, column, row) = (letters.next()?, letters.next()?, letters.next()?);
    let figures = letters.as_str();
    let n = figures.len() / 2;
    if figures.len() > MOST_FIGURES || figures.len() % 2 > 0 || !figures.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let column = COLUMNS.find(column)?.checked_sub((zone as usize - 1) % 3 * 8).filter(|column| *column < 8)? + 1;
    let row = (ROWS.find(row)? + if zone % 2 == 0 { ROWS.len() - 5 } else { 0 }) % ROWS.len();
    let size_m = SQUARE_M / 10_f64.powi(i32::try_from(n).ok()?);
    let (easting, northing) = figures.split_at_checked(n)?;
    let offset = |figures: &str| (figures.parse::<f64>().unwrap_or(0.0) + 0.5) * size_m;
    let (easting_m, northing_m) = (column as f64 * SQUARE_M + offset(easting), row as f64 * SQUARE_M + offset(northing));
    let (south_deg, north_deg) = band_of(band)?;
    let is_north = band >= 'N';
    // Rows are lettered anew every 2,000 km: the band says which of them it is. A square that a band's edge cuts belongs to both.
    let beyond = |position: &LonLat| (south_deg - position.lat_deg()).max(position.lat_deg() - north_deg);
    let candidates = (0..5_u8).filter_map(|turn| utm_position(zone, is_north, easting_m, northing_m + 2_000_000.0 * f64::from(turn)));
    let nearest = candidates.min_by(|a, b| beyond(a).total_cmp(&beyond(b)))?;
    (beyond(&nearest) <= size_m / M_PER_DEGREE + 1e-4).then_some(nearest)
}

/// The latitudes of a band: 8 degrees from C at 80 degrees south, X is 12 high.
fn band_of(letter: char) -> Option<(f64, f64)> {
    let at = u32::try_from("CDEFGHJKLMNPQRSTUVWX".find(letter)?).ok()?;
    let south_deg = -80.0 + 8.0 * f64::from(at);
    Some((south_deg, if letter == 'X' { 84.0 } else { south_deg + 8.0 }))
}

/// Zone with hemisphere or band, easting, northing; polar positions have no zone.
fn utm(text: &str) -> Vec<LonLat> {
    let read = || {
        let (zone, rest) = leading_zone(text.trim_start()).unwrap_or((0, text.trim_start()));
        let rest = rest.trim_start();
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
        let numbers = rest.get(1..)?;
        // No letters but those after a number that say which it is.
        let mut metres = Vec::new();
        for word in numbers.split([' ', ';', ',']).filter(|word| !word.is_empty()) {
            let number = word.trim_end_matches(['E', 'N', 'M']);
            if number.is_empty() {
                continue;
            }
            let is_number = number.bytes().all(|c| c.is_ascii_digit() || c == b'.');
            metres.push(number.parse::<f64>().ok().filter(|_| is_number)?);
        }
        let [easting_m, northing_m] = metres.try_into().ok()?;
        // Fewer figures are degrees.
        (easting_m >= SQUARE_M).then_some((zone, letter, easting_m, northing_m))
    };
    let Some((zone, letter, easting_m, northing_m)) = read() else { return Vec::new() };
    let by_hemisphere = || utm_position(zone, letter == 'N', easting_m, northing_m).filter(|_| matches!(letter, 'N' | 'S'));
    let by_band = || {
        const AT_THE_EDGE_DEG: f64 = 0.02;
        let (south_deg, north_deg) = band_of(letter).filter(|_| zone > 0)?;
        let position = utm_position(zone, letter >= 'N', easting_m, northing_m)?;
        (south_deg - AT_THE_EDGE_DEG..north_deg + AT_THE_EDGE_DEG).contains(&position.lat_deg()).then_some(position)
    };
    let mut positions: Vec<LonLat> = by_hemisphere().into_iter().chain(by_band()).collect();
    positions.dedup();
    positions
}

/// A number from 1 to 60 at the start, and what follows it.
fn leading_zone(text: &str) -> Option<(i32, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    let (zone, rest) = text.split_at_checked(n).filter(|_| n <= 2)?;
    zone.parse().ok().filter(|zone| (1..=60).contains(zone)).map(|zone| (zone, rest))
}

/// Zone 0 is polar. The library is asked only for what it takes: it refuses the rest with an error.
fn utm_position(zone: i32, is_north: bool, easting_m: f64, northing_m: f64) -> Option<LonLat> {
    let utm = UtmUps::create(zone, is_north, easting_m, northing_m).ok()?;
    let at = LatLon::from_utmups(&utm);
    LonLat::new(at.longitude(), at.latitude())
}

// ----------------------------------------------------------------------------------------------------------- the degrees

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    /// With a sign, and whether it is whole; how many figures it has.
    Number {
        value: f64,
        is_signed: bool,
        is_whole: bool,
        n_figures: usize,
    },
    /// Of degrees, minutes, seconds: 0, 1, 2.
    Unit(usize),
    /// N, S, E or W.
    Side(char),
    Gap,
}

fn degrees(text: &str) -> Vec<LonLat> {
    // "51,73 36,19": commas within both numbers and none between them.
    let words: Vec<&str> = text.split([' ', ';']).filter(|word| !word.is_empty()).collect();
    let has_comma_inside = |word: &&str| word.split_once(',').is_some_and(|(whole, part)| is_number(whole) && is_figures(part));
    let text = if words.len() == 2 && words.iter().all(has_comma_inside) { text.replace(',', ".") } else { text.replace(',', ";") };
    let Some(pieces) = pieces(&text) else { return Vec::new() };
    let Some((first, second)) = halves(&pieces) else { return Vec::new() };
    let (Some((first, first_side)), Some((second, second_side))) = (angle(first), angle(second)) else { return Vec::new() };
    let at = |lat: f64, lon: f64| LonLat::new(lon, lat).filter(|_| lon.abs() <= 180.0);
    let is_lat = |side: Option<char>| side.map(|side| matches!(side, 'N' | 'S'));
    let has_marks = pieces.iter().any(|piece| matches!(piece, Piece::Unit(_)));
    let orders = match (is_lat(first_side), is_lat(second_side)) {
        (Some(true), Some(false) | None) | (None, Some(false)) => [at(first, second), None],
        (Some(false), Some(true) | None) | (None, Some(true)) => [at(second, first), None],
        (None, None) if has_marks => [at(first, second), None],
        (None, None) => [at(first, second), at(second, first)],
        _ => [None, None],
    };
    let mut positions: Vec<LonLat> = orders.into_iter().flatten().collect();
    positions.dedup();
    positions
}

fn is_figures(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    is_figures(text.trim_start_matches(['-', '+']))
}

/// `None` where anything else stands in it.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            ' ' => {}
            ';' => pieces.push(Piece::Gap),
            '°' | 'D' => pieces.push(Piece::Unit(0)),
            '\'' | 'M' => pieces.push(Piece::Unit(1)),
            '"' => pieces.push(Piece::Unit(2)),
            'N' | 'S' | 'E' | 'W' => pieces.push(Piece::Side(c)),
            '-' | '+' | '.' | '0'..='9' => {
                let signs = usize::from(matches!(c, '-' | '+'));
                let figures = rest.get(signs..)?;
                length = signs + figures.bytes().take_while(|c| c.is_ascii_digit() || *c == b'.').count();
                let number = rest.get(..length)?;
                let value = number.parse::<f64>().ok()?;
                pieces.push(Piece::Number { value, is_signed: signs > 0, is_whole: !number.contains('.'), n_figures: length - signs });
            }
            _ => return None,
        }
        rest = rest.get(length..)?;
    }
    Some(pieces)
}

/// The two angles of a position.
fn halves(pieces: &[Piece]) -> Option<(&[Piece], &[Piece])> {
    let places = |is_wanted: &dyn Fn(&Piece) -> bool| -> Vec<usize> {
        pieces.iter().enumerate().filter(|(_, piece)| is_wanted(piece)).map(|(at, _)| at).collect()
    };
    let gaps = places(&|piece| *piece == Piece::Gap);
    let sides = places(&|piece| matches!(piece, Piece::Side(_)));
    let degrees = places(&|piece| *piece == Piece::Unit(0));
    let numbers = places(&|piece| matches!(piece, Piece::Number { .. }));
    let at = match (gaps.as_slice(), sides.as_slice(), degrees.as_slice()) {
        ([gap], _, _) => *gap,
        ([], [0, second], _) => *second,
        ([], [first, _], _) => first + 1,
        ([], _, [_, second]) => second.checked_sub(1)?,
        // Four bare numbers are more likely anything else.
        ([], _, []) if matches!(numbers.len(), 2 | 6) || numbers.len() == 4 && !sides.is_empty() => *numbers.get(numbers.len() / 2)?,
        _ => return None,
    };
    pieces.split_at_checked(at)
}

/// An angle in degrees, and the side of the equator or the meridian that it says.
fn angle(pieces: &[Piece]) -> Option<(f64, Option<char>)> {
    let mut side = None;
    let mut parts: Vec<f64> = Vec::new();
    let mut last = None;
    let mut is_signed = false;
    for piece in pieces.iter().filter(|piece| **piece != Piece::Gap) {
        match *piece {
            Piece::Side(letter) if side.is_none() => side = Some(letter),
            Piece::Unit(unit) if last.is_some() && unit + 1 == parts.len() => last = None,
            // Only the first has a sign, and only the last a fraction.
            Piece::Number { value, is_signed: has_sign, is_whole, n_figures } => {
                let follows = parts.len() < 3 && !has_sign && !matches!(last, Some((false, _)));
                if !(parts.is_empty() || follows && parts.iter().all(|part| part.fract() == 0.0)) {
                    return None;
                }
                is_signed |= has_sign;
                parts.push(value);
                last = Some((is_whole, n_figures));
            }
            _ => return None,
        }
    }
    if is_signed && side.is_some() {
        return None;
    }
    // "514414N": the figures of degrees, minutes and seconds in one.
    if let ([value], Some((true, 4..=7)), Some(_)) = (parts.as_slice(), last, side) {
        let n_figures = last.map_or(0, |(_, n_figures)| n_figures);
        let seconds = if n_figures >= 6 { value % 100.0 } else { 0.0 };
        let minutes = if n_figures >= 6 { (value / 100.0).floor() } else { *value };
        parts = vec![(minutes / 100.0).floor(), minutes % 100.0, seconds];
    }
    let [degrees, minutes, seconds] = [0, 1, 2].map(|at| parts.get(at).copied().unwrap_or(0.0));
    if parts.is_empty() || minutes >= 60.0 || seconds >= 60.0 {
        return None;
    }
    let size = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    let is_negative = degrees.is_sign_negative() || matches!(side, Some('S' | 'W'));
    let limit = if matches!(side, Some('N' | 'S')) { 90.0 } else { 180.0 };
    (size <= limit).then_some((if is_negative { -size } else { size }, side))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::earth::{Notation, distance_m};

    fn at(lat_deg: f64, lon_deg: f64) -> LonLat {
        LonLat::new(lon_deg, lat_deg).unwrap()
    }

    #[test]
    fn degrees_are_read_however_they_are_written() {
        let kursk = at(51.73, 36.19);
        for text in [
            "51.73 36.19",
            "51.73, 36.19",
            "51.73,36.19",
            "51.73;36.19",
            "51,73 36,19",
            "51,73; 36,19",
            "51.73N 36.19E",
            "51.73° N, 36.19° E",
            "N51.73 E36.19",
            "n 51.73, e 36.19",
            "36.19E 51.73N",
            "E36.19 N51.73",
            "lat 51.73 lon 36.19",
            "Latitude: 51.73, Longitude: 36.19",
            "(51.73, 36.19)",
            "+51.73 +36.19",
            "51°43'48\"N 36°11'24\"E",
            "51° 43′ 48″ N, 36° 11′ 24″ E",
            "51º43’48”N 36º11’24”E",
            "51 43 48 N 36 11 24 E",
            "51 43 48 36 11 24",
            "51°43.8'N 36°11.4'E",
            "51°43'48'' 36°11'24''",
            "N 51 43.8 E 36 11.4",
            "514348N 0361124E",
        ] {
            let read = read_positions(text);
            assert!(read.first().is_some_and(|first| distance_m(*first, kursk) < 1.0), "{text}: {read:?}");
        }
    }

    #[test]
    fn where_the_order_is_open_the_latitude_comes_first_and_the_other_order_is_offered_too() {
        assert_eq!(read_positions("51.73 36.19"), [at(51.73, 36.19), at(36.19, 51.73)]);
        assert_eq!(read_positions("126.98 37.57"), [at(37.57, 126.98)], "no latitude is that far from the equator");
        assert_eq!(read_positions("−33.45, −70.66"), [at(-33.45, -70.66), at(-70.66, -33.45)]);
        assert_eq!(read_positions("33.45S 70.66W"), [at(-33.45, -70.66)]);
        assert_eq!(read_positions("10 10"), [at(10.0, 10.0)]);
    }

    #[test]
    fn grid_references_are_read_to_any_precision() {
        for (text, lat_deg, lon_deg, within_m) in [
            ("37U CT 05796 35564", 51.7373, 36.1873, 1.5),
            ("37UCT0579635564", 51.7373, 36.1873, 1.5),
            ("37u ct 0579 3556", 51.7373, 36.1873, 10.0),
            ("37U CT 057 355", 51.7373, 36.1873, 100.0),
            ("37UCT", 51.7373, 36.1873, 90_000.0),
            ("52S CG 21609 60025", 37.57, 126.98, 1.5),
            ("19H CC 45713 97592", -33.45, -70.66, 1.5),
            ("37N 305797 E 5735565 N", 51.7373, 36.1873, 1.5),
            ("37U 305797 5735565", 51.7373, 36.1873, 1.5),
            ("37 U 305797mE 5735565mN", 51.7373, 36.1873, 1.5),
            ("UTM 37U 305797, 5735565", 51.7373, 36.1873, 1.5),
        ] {
            let read = read_positions(text);
            assert!(read.first().is_some_and(|first| distance_m(*first, at(lat_deg, lon_deg)) < within_m), "{text}: {read:?}");
        }
        // An S is the southern half, as we write it, or the band of Seoul.
        let both = read_positions("52S 321609 4160025");
        assert!(both.len() == 2 && both[0].lat_deg() < 0.0 && distance_m(both[1], at(37.57, 126.98)) < 1.5, "{both:?}");
    }

    #[test]
    fn what_is_no_position_on_earth_is_refused() {
        for text in [
            "",
            " ",
            "51.73",
            "kursk",
            "Kursk 51.73",
            "91 181",
            "95.0 100.0",
            "51.73N 36.19N",
            "51.73N 181E",
            "95N 36E",
            "-51N 36E",
            "51°60'N 36°E",
            "51°43'61\"N 36°E",
            "1.2.3 4",
            "51 36 12",
            "1 2 3 4",
            "61U CT 05796 35564",
            "37I CT 05796 35564",
            "37U JT 05796 35564",
            "37U CT 05796 3556",
            "37T CT 05796 35564",
            "37U 305797 57",
            "37U 999999999 5735565",
            "0N 305797 5735565",
            "inf nan",
            "1e5 2",
            "- -",
            "°",
            "N E",
        ] {
            assert_eq!(read_positions(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_the_program_writes_it_reads(lon_deg in -180.0..=180.0_f64, lat_deg in -90.0..=90.0_f64) {
            let position = at(lat_deg, lon_deg);
            for notation in Notation::ALL {
                let text = notation.text(position, 5);
                let read = read_positions(&text);
                let within_m = if notation == Notation::Dms { 25.0 } else { 2.5 };
                prop_assert!(read.first().is_some_and(|first| distance_m(*first, position) < within_m), "{text}: {read:?}");
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,40}", like in "[0-9NSEWUCTX°'\",;. +\\-]{0,30}", grid in "[0-9]{1,2} ?[A-Z]{1,3} ?[0-9]{0,9} ?[0-9]{0,9}") {
            for text in [text, like, grid] {
                for position in read_positions(&text) {
                    prop_assert!(position.lat_deg().abs() <= 90.0 && position.lon_deg().abs() <= 180.0);
                }
            }
        }
    }
}
