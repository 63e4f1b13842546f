//! Codes of military symbols: those of the standards' tables, those of real data, and any others.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use sandtable::symbols::{
    Box2, Context, Drawing, Echelon, Fields, Fill, FrameIdentity, Function, Lack, StandardIdentity, Status, SymbolCode, SymbolNames,
};

/// What becomes of each row of the tables: file, rows, and why. Rows one after another with the same verdict stand together.
const VERDICTS: &str = include_str!("data/symbol-verdicts.tsv");

/// The number of the set that a table of edition D lists.
const SETS: [(&str, &str); 19] = [
    ("Air missile", "02"),
    ("Air", "01"),
    ("Space missile", "06"),
    ("Space", "05"),
    ("Land unit", "10"),
    ("Land civilian", "11"),
    ("Land equipment", "15"),
    ("Land installation", "20"),
    ("Control Measures", "25"),
    ("Sea surface", "30"),
    ("Sea subsurface", "35"),
    ("Mine warfare", "36"),
    ("Activities", "40"),
    ("Signals intelligence", "50"),
    ("Cyberspace", "60"),
    ("Signals intelligence", "51"),
    ("Signals intelligence", "52"),
    ("Signals intelligence", "53"),
    ("Signals intelligence", "54"),
];

fn tables() -> Option<PathBuf> {
    common::shared("data/conformance/mil-std-2525-tables/tsv-tables", "the tables of MIL-STD-2525")
}

/// The files of a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The columns that are asked for, of each row after the first.
fn rows(text: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut lines = text.lines();
    let heads: Vec<_> = lines.next().unwrap().split('\t').map(str::trim).collect();
    let at: Vec<_> = columns.iter().map(|column| heads.iter().position(|head| head == column).unwrap()).collect();
    lines.map(|line| at.iter().map(|at| line.split('\t').nth(*at).unwrap_or_default().trim().to_owned()).collect()).collect()
}

/// The codes of a friend that the rows of a table stand for, in each set that has it.
fn codes(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    if !file.parent().unwrap().ends_with("2525d") {
        let columns = ["codingscheme", "battledimension", "functionid"];
        return rows(&text, &columns).into_iter().map(|row| format!("{}F{}P{}", row[0], row[1], row[2])).collect();
    }
    let name = file.file_stem().unwrap().to_str().unwrap();
    let (table, sector) = name.split_once(" sector ").unwrap_or((name, ""));
    let sets: Vec<_> = SETS.iter().filter(|(known, _)| *known == table).map(|(_, set)| *set).collect();
    assert!(!sets.is_empty(), "{name}");
    let code = |row: &Vec<String>| match sector {
        "" => format!("{}0000", row[0]),
        "1" => format!("000000{}00", row[0]),
        _ => format!("00000000{}", row[0]),
    };
    let tails: Vec<_> = rows(&text, &["Code"]).iter().map(code).collect();
    sets.iter().flat_map(|set| tails.iter().map(move |tail| format!("1003{set}0000{tail}"))).collect()
}

fn verdict(code: &str) -> String {
    let n_digits = code.bytes().filter(u8::is_ascii_digit).count();
    match SymbolCode::read(code) {
        // Rows at the end of a table keep a range for later (`09-98`), or have a code of another length.
        Err(_) if code.starts_with('1') && n_digits != 20 => "no code: a range, or cut short".to_owned(),
        Err(error) => format!("refused: {error}"),
        Ok(code) => match Drawing::of(&code, &Fields::new(), Fill::Identity).lacks.as_slice() {
            [] => "drawn".to_owned(),
            // Which it is says the row.
            [Lack::Entity(_)] => "framed: no icon is known of this entity".to_owned(),
            [Lack::Modifier(..)] => "framed: no picture is known of this modifier".to_owned(),
            lacks => format!("framed: {}", lacks.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        },
    }
}

#[test]
fn every_row_of_the_standards_tables_is_drawn_framed_or_refused_as_the_table_has_it() {
    let Some(folder) = tables() else { return };
    let (mut lines, mut n_codes, mut n_drawn) = (String::new(), 0, 0);
    for standard in files(&folder) {
        for file in files(&standard) {
            let verdicts: Vec<_> = codes(&file).iter().map(|code| verdict(code)).collect();
            let name = file.strip_prefix(&folder).unwrap().to_str().unwrap();
            n_codes += verdicts.len();
            n_drawn += verdicts.iter().filter(|verdict| *verdict == "drawn").count();
            let mut row = 1;
            for run in verdicts.chunk_by(|one, next| one == next) {
                writeln!(lines, "{name}\t{row}-{}\t{}", row + run.len() - 1, run[0]).unwrap();
                row += run.len();
            }
        }
    }
    if std::env::var_os("UPDATE_VERDICTS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/symbol-verdicts.tsv"), &lines).unwrap();
    }
    for (line, expected) in lines.lines().zip(VERDICTS.lines()) {
        assert_eq!(line, expected);
    }
    assert_eq!(lines.lines().count(), VERDICTS.lines().count());
    assert!(n_codes > 5000 && n_drawn > 3000, "{n_drawn} of {n_codes}");
}

/// The table may not hide a fault: what is not drawn, in which tables, and how many rows of them.
#[test]
fn what_is_not_drawn_is_so_for_few_reasons() {
    let unframed = "framed: tactical graphics and weather are not drawn: a dot marks the place";
    let mut reasons: [(&str, &str, usize); 10] = [
        ("2525d/Control Measures", unframed, 654),
        ("2525b-change2/tactical-graphics", unframed, 474),
        ("2525c/tactical-graphics", unframed, 520),
        ("2525c/emergency-management", unframed, 2),
        ("2525d/Mine warfare", "framed: no icons are known of symbol set 36: only the frame is drawn", 66),
        // Mines at sea, which have no frame of their own.
        ("2525b-change2/sub-surface", "framed: no icon is known of this function", 11),
        ("2525c/sub-surface", "framed: no icon is known of this function", 42),
        // Headings.
        ("2525", "refused: position 3: no battle dimension or category '-'", 6),
        ("2525d", "no code: a range, or cut short", 61),
        // The flag of another version, 99.
        ("2525d", "framed: no picture is known of this modifier", 2),
    ];
    for line in VERDICTS.lines().filter(|line| !line.ends_with("\tdrawn")) {
        let reason = reasons.iter_mut().find(|(file, why, _)| line.starts_with(file) && line.ends_with(why));
        let (.., left) = reason.unwrap_or_else(|| panic!("no reason is known for {line}"));
        *left = left.checked_sub(n_rows(line)).unwrap_or_else(|| panic!("too many: {line}"));
    }
    assert!(reasons.iter().all(|(.., left)| *left == 0), "too few: {reasons:?}");
}

fn n_rows(line: &str) -> usize {
    let (first, last) = line.split('\t').nth(1).unwrap().split_once('-').unwrap();
    last.parse::<usize>().unwrap() + 1 - first.parse::<usize>().unwrap()
}

/// The samples that milsymbol is tested with: each code with what it looks like.
#[test]
fn the_samples_of_milsymbol_are_as_large_as_it_draws_them() {
    let Some(file) = common::shared("data/conformance/milsymbol/test/sample-symbol-svgs.js", "milsymbol's samples") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let view_boxes: Vec<[f32; 4]> = text
        .split("viewBox=\"")
        .skip(1)
        .map(|rest| {
            rest.split('"').next().unwrap().split(' ').map(|number| number.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap()
        })
        .collect();
    let keys = |line: &&str| line.contains(": friendlyGroundUnitSvg") || line.trim_end().ends_with(':');
    let codes: Vec<_> = text.lines().filter(keys).map(|line| line.trim().split(':').next().unwrap().trim_matches('"').to_owned()).collect();
    assert_eq!((codes.len(), view_boxes.len()), (11, 5), "{codes:?}");
    for (at, code) in codes.iter().enumerate() {
        let [left, top, width, height] = view_boxes[at.saturating_sub(codes.len() - view_boxes.len())];
        let drawing = drawn(code, Fill::Identity);
        assert_eq!(drawing.lacks, Vec::new(), "{code}");
        // It leaves the width of a line on every side, of which we count half.
        let Box2 { min, max } = drawing.bounds;
        for (ours, theirs) in [(min.x - 2.0, left), (min.y - 2.0, top), (max.x + 2.0, left + width), (max.y + 2.0, top + height)] {
            assert!((ours - theirs).abs() <= 5.0, "{code}: {:?} beside {left} {top} {width} {height}", drawing.bounds);
        }
    }
}

#[test]
fn every_set_that_milsymbol_is_tested_with_is_read_in_both_editions() {
    let Some(folder) = common::shared("data/conformance/milsymbol/test", "milsymbol's sets") else { return };
    let mut sets = BTreeSet::new();
    for file in files(&folder) {
        let text = std::fs::read_to_string(file).unwrap();
        for standard in ["ms2525d[\"", "ms2525e[\"", "app6d[\""] {
            sets.extend(text.split(standard).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    // What all sets have in common is listed as one.
    assert!(sets.remove("common"));
    assert!(sets.len() >= 16, "{sets:?}");
    for set in &sets {
        for code in [format!("1003{set}00000000000000"), format!("1303{set}000000000000000000000000")] {
            assert!(SymbolCode::read(&code).is_ok(), "{code}");
        }
        assert!(SymbolNames::embedded().set(set.parse().unwrap()).is_some(), "{set}");
    }
}

#[test]
fn the_units_of_a_war_map_are_read_and_drawn() {
    let Some(file) = common::shared("data/events/uawardata/csv/units_all.csv", "units of a war map") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let (mut n_read, mut odd) = (0, BTreeSet::new());
    for field in text.lines().skip(1).filter_map(|line| line.split(',').nth(3)).filter(|field| field.len() >= 10) {
        match SymbolCode::read(field) {
            Ok(code) => {
                n_read += 1;
                if !Drawing::of(&code, &Fields::new(), Fill::Identity).lacks.is_empty() {
                    odd.insert(field.to_owned());
                }
            }
            Err(error) => drop(odd.insert(format!("{field}: {error}"))),
        }
    }
    assert!(n_read > 2000, "{n_read}");
    assert_eq!(odd, BTreeSet::new());
}

fn drawn(code: &str, fill: Fill) -> Drawing {
    Drawing::of(&SymbolCode::read(code).unwrap(), &Fields::new(), fill)
}

#[test]
fn a_code_is_taken_apart() {
    let code = SymbolCode::read("SHGPUCIZ--BH").unwrap();
    assert_eq!((code.identity, code.status, code.context), (StandardIdentity::Hostile, Status::Present, Context::Reality));
    assert_eq!((code.is_headquarters, code.is_task_force, code.is_dummy), (true, true, false));
    assert_eq!(code.echelon(), Some(Echelon::Brigade));
    assert_eq!(SymbolCode::read("1003 1000 1512 1102 2713"), SymbolCode::read("10031000151211022713"));
    let code = SymbolCode::read("131510162212110201271300000643").unwrap();
    assert_eq!((code.context, code.identity, code.status), (Context::Exercise, StandardIdentity::Suspect, Status::Planned));
    assert_eq!((code.is_headquarters, code.is_task_force, code.is_dummy), (true, true, false));
    assert_eq!(code.echelon(), Some(Echelon::Corps));
    let Function::Numbers(numbers) = code.function else { panic!("{code}") };
    assert_eq!((numbers.set, numbers.entity, numbers.modifier_1, numbers.modifier_2, numbers.country), (10, 121_102, 101, 327, 643));
    assert_eq!(code.to_string(), "131510162212110201271300000643");
}

#[test]
fn an_identity_is_set_in_the_notation_of_the_code() {
    for (code, hostile) in [
        ("SUGPUCI----D---", "SHGPUCI----D---"),
        ("SFGPUCI----D", "SHGPUCI----D---"),
        ("10031000141211000000", "10061000141211000000"),
        ("130310001412110000000000000000", "130610001412110000000000000000"),
    ] {
        assert_eq!(SymbolCode::read(code).unwrap().with_identity(StandardIdentity::Hostile).to_string(), hostile);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_position() {
    for (code, said) in [
        ("", "it is empty"),
        ("SF", "2 letters: a code has up to 15, and no less than 3"),
        ("XFGPUCI---", "position 1: no coding scheme 'X'"),
        ("SQGPUCI---", "position 2: no standard identity 'Q'"),
        ("SFQPUCI---", "position 3: no battle dimension or category 'Q'"),
        ("SFGQUCI---", "position 4: no status 'Q'"),
        ("SFGPUCI---Z", "position 11: no modifier 'Z'"),
        ("SFGPUCI----Z", "position 12: no modifier 'Z'"),
        ("SFGPUCI---------", "16 letters: a code has up to 15, and no less than 3"),
        ("1003100014121100000", "19 digits: a code has 20 or 30"),
        ("10031000141211O00000", "position 15: 'O' is no digit"),
        ("99031000141211000000", "position 1-2: no version 99 of the standard"),
        ("10931000141211000000", "position 3: no context 9"),
        ("10091000141211000000", "position 4: no standard identity 9"),
        ("10039900141211000000", "position 5-6: no symbol set 99"),
        ("10031090141211000000", "position 7: no status 9"),
        ("10031009141211000000", "position 8: no headquarters, task force or dummy 9"),
        ("10031000991211000000", "position 9-10: no echelon or mobility 99"),
        ("SFGP\u{416}CI---", "'\u{416}' cannot stand in a symbol code"),
    ] {
        assert_eq!(SymbolCode::read(code).unwrap_err().to_string(), said, "{code}");
    }
    assert!(SymbolCode::read(&"1".repeat(1_000_000)).is_err());
}

#[test]
fn planned_and_assumed_are_dashed_and_nothing_else_is() {
    let dashed = |code: &str| {
        drawn(code, Fill::Identity).shapes.iter().any(|shape| shape.stroke.as_ref().is_some_and(|stroke| !stroke.dashes.is_empty()))
    };
    for code in [
        "SPGPUCI---",
        "SAGPUCI---",
        "SSGPUCI---",
        "SFGAUCI---",
        "10001000001211000000",
        "10021000001211000000",
        "10051000001211000000",
        "10031010001211000000",
    ] {
        assert!(dashed(code), "{code}");
    }
    for code in
        ["SFGPUCI---", "SHGPUCI---", "SNGPUCI---", "SUGPUCI---", "10031000001211000000", "10061000001211000000", "10031030001211000000"]
    {
        assert!(!dashed(code), "{code}");
    }
}

#[test]
fn without_a_viewpoint_the_frame_is_neutral_and_light_in_the_colour_of_the_side() {
    let of_side = drawn("SHGPUCI---", Fill::Side([120, 0, 0]));
    let neutral = drawn("SNGPUCI---", Fill::Identity);
    assert_eq!(of_side.shapes, neutral.shapes);
    assert_eq!(drawn("SSGPUCI---", Fill::Side([120, 0, 0])).shapes, neutral.shapes, "nobody assumes anything");
    let [red, green, blue] = of_side.fill;
    assert!(red > 190 && green > 140 && green == blue && red > green + 40, "{:?}", of_side.fill);
    assert_eq!(drawn("SHGPUCI---", Fill::Side([240, 228, 66])).fill, [240, 228, 66], "light enough as it is");
}

#[test]
fn a_headquarters_stands_on_the_foot_of_its_staff() {
    let unit = drawn("SFGPUCI----H", Fill::Identity);
    let headquarters = drawn("SFGPUCI---AH", Fill::Identity);
    assert_eq!((unit.anchor.x, unit.anchor.y), (100.0, 100.0));
    assert_eq!((headquarters.anchor.x, headquarters.anchor.y), (25.0, 250.0));
    assert!(headquarters.bounds.max.y >= 250.0 && unit.bounds.max.y < 155.0);
}

#[test]
fn what_has_no_artwork_draws_its_frame_and_says_so() {
    let lacks = |code: &str| drawn(code, Fill::Identity).lacks;
    assert_eq!(lacks("10033600001101000000"), [Lack::Set(36)]);
    assert_eq!(lacks("10032500001101000000"), [Lack::Unframed]);
    assert_eq!(lacks("GFGPGLB---"), [Lack::Unframed]);
    assert_eq!(lacks("10031000001299990000"), [Lack::Entity(129_999)]);
    assert_eq!(lacks("SFGPQQQQQQ"), [Lack::Function]);
    assert_eq!(lacks("10031100001101007700"), [Lack::Modifier(1, 77)]);
    for code in ["10033600001101000000", "10032500001101000000", "10031000001299990000"] {
        assert!(drawn(code, Fill::Identity).bounds.width() > 20.0, "{code}");
    }
    assert_eq!(StandardIdentity::Suspect.framed(), FrameIdentity::Hostile);
}

/// Codes that are often valid.
fn code() -> impl Strategy<Value = String> {
    prop_oneof![
        "1[0-4][0-2][0-6](0[0-6]|1[0-5]|2[057]|3[056]|40|5[0-4]|60)[0-5][0-7](0[0]|1[1-8]|2[1-6]|3[1-7])[0-9]{10}",
        "1[34][0-2][0-6](0[0-6]|1[0-5]|2[057]|3[056]|40|5[0-4]|60)[0-5][0-7](0[0]|1[1-8]|2[1-6]|7[12])[0-9]{10}[0-3]{2}[0-9A]0000[0-9]{3}",
        "[SGWIOEsgwioe][PUAFNSHGWMDLJKpf*-][PAGSUFXZVLIO][PACDXF*-][A-Z-]{0,6}[A-HMN-]?[A-NO-Y-]?[A-Z-]{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic_and_what_is_read_is_written_and_drawn(text in prop_oneof![1 => any::<String>(), 8 => code(), 1 => "[0-9A-Z*-]{0,40}"]) {
        let Ok(code) = SymbolCode::read(&text) else { return Ok(()) };
        prop_assert_eq!(SymbolCode::read(&code.to_string()), Ok(code));
        for fill in [Fill::Identity, Fill::Side([10, 20, 30])] {
            let drawing = Drawing::of(&code, &Fields::new(), fill);
            let bounds = drawing.bounds;
            prop_assert!(!drawing.shapes.is_empty());
            prop_assert!(bounds.width() > 4.0 && bounds.width() < 500.0 && bounds.height() > 4.0 && bounds.height() < 600.0, "{:?}", bounds);
        }
    }
}
