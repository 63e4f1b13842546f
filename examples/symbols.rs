//! Military symbols as a picture, and beside those of another program.
//!
//!     cargo run --example symbols -- sheet OUT.png [CODE...]
//!     cargo run --example symbols -- compare FOLDER EXCEPTIONS.tsv
//!
//! `sheet` draws the codes, or one of each kind where none are given. `compare` reads what `tests/symbols/reference.mjs` wrote, draws the
//! same codes, and says how far the shapes agree: the share of pixels that both cover among those that either does (IoU), of everything drawn
//! and of its dark lines alone. EXCEPTIONS lists beginnings of codes that may differ, each with why. It fails where the median is under 0.95,
//! or any other code under 0.8. Both programs' pictures of the least alike are put side by side in FOLDER/worst.png.

use std::fmt::Write as _;
use std::process::ExitCode;

use image::{Rgba, RgbaImage, imageops};
use sandtable::map::{Halo, paint_symbol};
use sandtable::symbols::{Drawing, Fields, Fill, Lack, SymbolCode};
use tiny_skia::{Pixmap, Transform};

type Failure = Box<dyn std::error::Error>;

/// The reference shows -100 to 300 of the units of symbols, in this many pixels.
const SIDE: u32 = 600;
const PIXELS_PER_UNIT: f32 = 1.5;
const FIRST_UNIT: f32 = -100.0;

const LEAST_MEDIAN: f64 = 0.95;
const LEAST: f64 = 0.8;

/// One of each kind of frame, mark and notation.
const SHEET: [&str; 32] = [
    "SFGPUCI----D---",
    "SHGPUCA----F---",
    "SNGPUCFRMS-H---",
    "SUGPUSM---AI---",
    "SPGPUCD---BG---",
    "SAGPUCR---EE---",
    "SSGPUCIZ--GH---",
    "SFGAUCE---CJ---",
    "130310041812110027000000000000",
    "130610011612050000000000000000",
    "130410022113010000000000000000",
    "130110002313030100000000000000",
    "131310001412110000000000000000",
    "132310001512050000000000000000",
    "131510001512050000000000000000",
    "131610001512050000000000000000",
    "130315003312020000000000000000",
    "130615003511090000000000000000",
    "130415003211110000000000000000",
    "130115004113010000000000000000",
    "130320000012070200000000000000",
    "130620000011110000000000000000",
    "130327007111010100000000000000",
    "130627000011020600000000000000",
    "130340000011010700000000000000",
    "130640000013010000000000000000",
    "130301000011010400000000000000",
    "130605000011010000000000000000",
    "130430000012020200000000000000",
    "130135000011010000000000000000",
    "130360000011010000000000000000",
    "100325000013010000000000000000",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sheet", out] => sheet(out, &SHEET),
        ["sheet", out, codes @ ..] => sheet(out, codes),
        ["compare", folder, exceptions] => compare(folder, exceptions),
        _ => Err("symbols sheet OUT.png [CODE...], or symbols compare FOLDER EXCEPTIONS.tsv".into()),
    };
    match done {
        Ok(report) => {
            say(&report);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "a tool of the checks, with a report to give")]
fn say(report: &str) {
    println!("{report}");
}

fn drawn(code: &str) -> Result<Drawing, Failure> {
    let read = SymbolCode::read(code).map_err(|error| format!("{code}: {error}"))?;
    Ok(Drawing::of(&read, &Fields::new(), Fill::Identity))
}

fn sheet(out: &str, codes: &[&str]) -> Result<String, Failure> {
    const CELL: u32 = 180;
    const COLUMNS: u32 = 8;
    let n_rows = (codes.len() as u32).div_ceil(COLUMNS);
    let mut pixmap = Pixmap::new(COLUMNS * CELL, n_rows * CELL).ok_or("the sheet has no size")?;
    // As dark and as light as the map.
    pixmap.fill(tiny_skia::Color::from_rgba8(26, 37, 48, 255));
    let mut report = String::new();
    for (at, code) in (0..).zip(codes) {
        let drawing = drawn(code)?;
        let scale = 0.5;
        let [x, y] = [at % COLUMNS, at / COLUMNS].map(|cell| (cell * CELL + CELL / 2) as f32 - 100.0 * scale);
        let by = Transform::from_row(scale, 0.0, 0.0, scale, x, y);
        paint_symbol(&mut pixmap, &drawing, by, scale, Some(Halo { colour: [239; 3], reach: 1.5 }));
        writeln!(report, "{code} {:?}", drawing.lacks)?;
    }
    pixmap.save_png(out)?;
    Ok(report)
}

/// A code, drawn by both.
struct Pair {
    code: String,
    theirs: RgbaImage,
    ours: RgbaImage,
    lacks: Vec<Lack>,
    /// Of everything that is drawn.
    covered: f64,
    /// Of what is dark.
    ink: f64,
}

impl Pair {
    fn new(folder: &str, number: usize, code: &str) -> Result<Self, Failure> {
        let theirs = image::open(format!("{folder}/{number}.png"))?.into_rgba8();
        let drawing = drawn(code)?;
        let mut pixmap = Pixmap::new(SIDE, SIDE).ok_or("no picture")?;
        let shift = -FIRST_UNIT * PIXELS_PER_UNIT;
        let by = Transform::from_row(PIXELS_PER_UNIT, 0.0, 0.0, PIXELS_PER_UNIT, shift, shift);
        paint_symbol(&mut pixmap, &drawing, by, PIXELS_PER_UNIT, None);
        let ours = RgbaImage::from_raw(SIDE, SIDE, pixmap.take()).ok_or("no picture")?;
        let is_covered = |pixel: &Rgba<u8>| pixel.0[3] > 127;
        let is_ink = |pixel: &Rgba<u8>| is_covered(pixel) && pixel.0[..3].iter().map(|part| u32::from(*part)).sum::<u32>() < 200;
        let (covered, ink) = (overlap(&theirs, &ours, is_covered), overlap(&theirs, &ours, is_ink));
        Ok(Self { code: code.to_owned(), theirs, ours, lacks: drawing.lacks, covered, ink })
    }

    fn least(&self) -> f64 {
        self.covered.min(self.ink)
    }
}

/// Intersection over union of the pixels that are meant.
fn overlap(one: &RgbaImage, other: &RgbaImage, is_meant: impl Fn(&Rgba<u8>) -> bool) -> f64 {
    let (mut both, mut either) = (0_u32, 0_u32);
    for (one, other) in one.pixels().zip(other.pixels()) {
        let (one, other) = (is_meant(one), is_meant(other));
        both += u32::from(one && other);
        either += u32::from(one || other);
    }
    if either == 0 { 1.0 } else { f64::from(both) / f64::from(either) }
}

fn compare(folder: &str, exceptions: &str) -> Result<String, Failure> {
    const SHOWN: usize = 12;
    let exceptions = std::fs::read_to_string(exceptions)?;
    let exceptions: Vec<(&str, &str)> = exceptions.lines().filter_map(|line| line.split_once('\t')).collect();
    let codes = std::fs::read_to_string(format!("{folder}/codes.txt"))?;
    let (mut least, mut covered, mut ink, mut worst) = (Vec::new(), Vec::new(), Vec::new(), Vec::<Pair>::new());
    for (number, code) in codes.lines().enumerate() {
        let pair = Pair::new(folder, number, code)?;
        least.push(pair.least());
        covered.push(pair.covered);
        ink.push(pair.ink);
        // Only pictures of the least alike are kept.
        worst.push(pair);
        worst.sort_by(|a, b| a.least().total_cmp(&b.least()));
        let n_kept = worst.iter().filter(|pair| pair.least() < LEAST).count().max(SHOWN);
        worst.truncate(n_kept);
    }
    side_by_side(worst.get(..SHOWN).unwrap_or(&worst)).save(format!("{folder}/worst.png"))?;
    let mut report = String::new();
    let mut n_unexplained = 0;
    for pair in worst.iter().filter(|pair| pair.least() < LEAST) {
        let why = exceptions.iter().find(|(pattern, _)| is_like(&pair.code, pattern)).map(|(_, why)| *why);
        n_unexplained += usize::from(why.is_none());
        writeln!(report, "{:.3} {} {}{:?}", pair.least(), pair.code, why.unwrap_or("NOT EXPLAINED "), pair.lacks)?;
    }
    for (name, shares) in [("covered", &mut covered), ("ink", &mut ink), ("the less of both", &mut least)] {
        shares.sort_by(f64::total_cmp);
        let at = |part: usize| shares.get(shares.len() / part).copied().unwrap_or(0.0);
        writeln!(report, "{name}: median {:.3}, worst twentieth {:.3}, worst {:.3}", at(2), at(20), at(usize::MAX))?;
    }
    let median = least.get(least.len() / 2).copied().unwrap_or(0.0);
    write!(report, "{} codes, {n_unexplained} under {LEAST} without an explanation; worst.png lies in {folder}", least.len())?;
    if median < LEAST_MEDIAN || n_unexplained > 0 { Err(report.into()) } else { Ok(report) }
}

/// `?` in a pattern stands for any character; a code may be longer.
fn is_like(code: &str, pattern: &str) -> bool {
    pattern.len() <= code.len() && pattern.chars().zip(code.chars()).all(|(wanted, there)| wanted == '?' || wanted == there)
}

/// Theirs on the left, ours on the right.
fn side_by_side(pairs: &[Pair]) -> RgbaImage {
    const CELL: u32 = 300;
    const COLUMNS: usize = 2;
    let n_rows = pairs.len().div_ceil(COLUMNS) as u32;
    let mut picture = RgbaImage::from_pixel(2 * CELL * COLUMNS as u32, n_rows.max(1) * CELL, Rgba([255; 4]));
    for (at, pair) in pairs.iter().enumerate() {
        let (x, y) = (i64::from(2 * CELL) * (at % COLUMNS) as i64, i64::from(CELL) * (at / COLUMNS) as i64);
        for (column, image) in (0..).zip([&pair.theirs, &pair.ours]) {
            let small = imageops::resize(image, CELL, CELL, imageops::FilterType::Triangle);
            imageops::overlay(&mut picture, &small, x + column * i64::from(CELL), y);
        }
    }
    picture
}
