//! The program from outside: exit codes, results on stdout, diagnostics on stderr, JSON as scripts read it.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use sandtable::formats::packed::pack;
use serde_json::Value;
use tempfile::TempDir;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dprk-russia-2024");

fn sandtable(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sandtable")).args(args).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn good() -> TempDir {
    folder(&[
        (
            "situation.json",
            r#"{"format": 1, "title": "Two places", "as_of": "2024-10-25", "time_zone": "Asia/Seoul", "handling": "Public"}"#,
        ),
        (
            "places.geojson",
            r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [170, 10]}, "properties": {"name": "A"}},
{"type": "Feature", "id": "b", "geometry": {"type": "Point", "coordinates": [-170, 20]}, "properties": {"name": "B"}}
]}"#,
        ),
        ("actors.json", r#"[{"id": "x", "name": "X"}]"#),
        ("sources.json", r#"[{"id": "s", "name": "S"}]"#),
        ("events.json", r#"[{"id": "e", "title": "E", "mode": "happened", "when": "2024-10-24"}]"#),
        (
            "reports.json",
            r#"[{"id": "r", "source": "s", "published": "2024-10-25", "about": [{"event": "e", "stance": "asserts", "troops": {"strength": 3}}]}]"#,
        ),
        ("scenes.json", "[{\"id\": \"a\", \"title\": \"A\", \"order\": 1}, {\"id\": \"b\", \"title\": \"B\", \"order\": 2}]"),
    ])
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

/// The files of a folder packed into one of that name in another folder.
fn packed(files: &[(&str, &str)], name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let archive = pack(files.iter().map(|(name, text)| (*name, text.as_bytes()))).unwrap();
    fs::write(folder.path().join(name), archive).unwrap();
    folder
}

#[test]
fn info_gives_counts_box_and_time_span() {
    let folder = good();
    let output = sandtable(&["info", path(&folder), "--json"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    let expected = serde_json::json!({"paths": [{
        "path": path(&folder),
        "format": "situation",
        "title": "Two places",
        "counts": {"places": 2, "actors": 1, "sources": 1, "events": 1, "reports": 1, "troop_reports": 1, "scenes": 2},
        "bbox": [170.0, 10.0, -170.0, 20.0],
        "time": {"earliest": "2024-10-24T00:00:00+09:00", "latest": "2024-10-25T23:59:59+09:00"},
        "problems": {"errors": 0, "warnings": 0}
    }]});
    assert_eq!(json(&output), expected);
    let words = stdout(&sandtable(&["info", path(&folder)]));
    for part in ["Two places", "troop reports", "170.0000 10.0000 to -170.0000 20.0000", "none"] {
        assert!(words.contains(part), "{part} is not in: {words}");
    }
}

#[test]
fn info_tells_of_a_data_layer_what_applies_to_it() {
    let folder = folder(&[("a.geojson", r#"{"type": "Point", "coordinates": [1, 2]}"#)]);
    let file = folder.path().join("a.geojson");
    let output = sandtable(&["info", file.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let expected = serde_json::json!({"paths": [{
        "path": file.to_str(),
        "format": "GeoJSON",
        "title": null,
        "counts": {"features": 1},
        "bbox": [1.0, 2.0, 1.0, 2.0],
        "time": null,
        "problems": {"errors": 0, "warnings": 0}
    }]});
    assert_eq!(json(&output), expected);
}

#[test]
fn check_of_good_input_finds_nothing() {
    let folder = good();
    let output = sandtable(&["check", path(&folder), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output), serde_json::json!({"errors": 0, "warnings": 0, "problems": []}));
    assert_eq!(stdout(&sandtable(&["check", path(&folder)])), "problems: none\n");
}

#[test]
fn check_of_bad_input_gives_file_line_and_column_and_goes_on() {
    let folder = good();
    fs::write(
        folder.path().join("events.json"),
        "[\n{\"id\": \"e\", \"title\": \"E\", \"mode\": \"happened\", \"when\": \"soon\"},\n{oops}]",
    )
    .unwrap();
    let file = folder.path().join("events.json");
    let output = sandtable(&["check", path(&folder), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    assert_eq!((found["errors"].as_u64(), found["warnings"].as_u64()), (Some(2), Some(0)));
    let first = &found["problems"][0];
    assert_eq!(
        (first["severity"].as_str(), first["kind"].as_str(), first["record"].as_str()),
        (Some("error"), Some("bad-date"), Some("e"))
    );
    assert_eq!((first["file"].as_str(), first["line"].as_u64(), first["column"].as_u64()), (file.to_str(), Some(2), Some(55)));
    assert!(first["detail"].as_str().unwrap().contains("soon") && !first["done"].as_str().unwrap().is_empty());
    assert_eq!(found["problems"][1]["kind"], "not-json");
    let words = stdout(&sandtable(&["check", path(&folder)]));
    assert!(words.contains(&format!("{}:2:55: error: ", file.display())), "{words}");
    assert!(words.ends_with("problems: 2 errors\n"), "{words}");
    assert_eq!(sandtable(&["info", path(&folder)]).status.code(), Some(1), "info tells of errors too");
}

#[test]
fn what_cannot_be_opened_is_said() {
    let empty = folder(&[("readme.txt", "hello")]);
    let csv = empty.path().join("readme.txt");
    let cases = [
        ("/nope/none", "cannot-open", "no such file or folder"),
        (path(&empty), "not-a-situation", "no situation.json"),
        (csv.to_str().unwrap(), "unknown-format", "cannot be opened"),
    ];
    for (at, kind, words) in cases {
        let output = sandtable(&["check", at, "--json"]);
        assert_eq!(output.status.code(), Some(1), "{at}");
        assert_eq!(json(&output)["problems"][0]["kind"], kind, "{at}");
        let output = sandtable(&["info", at]);
        assert_eq!(output.status.code(), Some(1), "{at}");
        assert!(stderr(&output).contains(words), "{at}: {}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = good();
    let file = folder.path().join("events.json");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_ok() {
        println!("left out: this user may read everything");
        return;
    }
    let output = sandtable(&["check", path(&folder), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["problems"][0]["kind"], "unreadable-file");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_hangs_nothing() {
    let folder = good();
    let pipe = folder.path().join("history.jsonl");
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        println!("left out: no mkfifo on this machine");
        return;
    }
    let started = Instant::now();
    for (at, kind) in [(pipe.as_path(), "cannot-open"), (folder.path(), "unreadable-file")] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandtable"))
            .args([Path::new("check"), at, Path::new("--json")])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > Duration::from_secs(60) {
                child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", at.display());
        assert_eq!(json(&output)["problems"][0]["kind"], kind);
    }
}

#[test]
fn wrong_usage_exits_with_2_and_help_with_0() {
    for (args, code) in [
        (&["info"][..], 2),
        (&["check", "--jsn", "x"], 2),
        (&["render", "x"], 2),
        (&["render", "x", "-o", "y.gif"], 2),
        (&["render", "x", "-o", "y.png", "--size", "big"], 2),
        (&["--help"], 0),
        (&["render", "--help"], 0),
        (&["--version"], 0),
    ] {
        assert_eq!(sandtable(args).status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn render_of_nothing_says_so() {
    let output = sandtable(&["render", "/nope/none", "-o", "/nope/out.png"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("/nope/none"), "{}", stderr(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_the_window_names_what_works_without_one() {
    let output = sandtable(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("render"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let folder = good();
    let records: Vec<String> = (0..5000).map(|n| format!("{{\"id\": \"e{n}\"}}")).collect();
    fs::write(folder.path().join("events.json"), format!("[{}]", records.join(",\n"))).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sandtable"))
        .args(["check", path(&folder)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(1), ""), "the input has errors; the pipe is none");
}

#[test]
fn texts_of_strangers_cannot_steer_the_terminal() {
    let hostile = folder(&[
        ("situation.json", r#"{"format": 1, "title": "A\u001b[2J\u202eB\nproblems: none"}"#),
        ("actors.json", r#"[{"id": "a", "name": "A", "names": {"\u001b[31m\u202e": 1}}]"#),
    ]);
    for command in ["info", "check"] {
        let output = sandtable(&[command, path(&hostile)]);
        let shown = stdout(&output) + &stderr(&output);
        assert!(shown.contains("\\u{"), "{shown}");
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{shown:?}");
        assert!(!shown.lines().any(|line| line == "problems: none"), "{shown:?}");
    }
}

#[test]
fn a_packed_situation_is_opened_wherever_a_folder_is_and_its_problems_name_the_file_within() {
    let files = [
        ("situation.json", r#"{"format": 1, "title": "Packed"}"#),
        ("events.json", "[{\"id\": \"e\", \"title\": \"E\", \"mode\": \"happened\"},\n {\"id\": 7}]"),
        ("texts/a.txt", "A"),
    ];
    for name in ["now.sandtable", "Now.SandTable", "now.zip"] {
        let folder = packed(&files, name);
        let file = format!("{}/{name}", path(&folder));
        let info = json(&sandtable(&["info", &file, "--json"]));
        assert_eq!((&info["paths"][0]["title"], &info["paths"][0]["counts"]["events"]), (&"Packed".into(), &1.into()));
        let checked = sandtable(&["check", &file]);
        assert_eq!(checked.status.code(), Some(1));
        assert!(stdout(&checked).contains(&format!("{file}/events.json:2:")), "{}", stdout(&checked));
        assert_eq!(json(&sandtable(&["query", &file, "--json"]))["matched"]["surely"], 1);
        let picture = format!("{}/out.png", path(&folder));
        assert_eq!(sandtable(&["render", &file, "-o", &picture, "--size", "200x100"]).status.code(), Some(1));
        assert!(fs::read(picture).unwrap().starts_with(b"\x89PNG"));
    }
}

#[test]
fn what_is_no_packed_situation_is_told_in_words_and_others_archives_stay_unknown() {
    let folder = folder(&[("a.sandtable", "no zip"), ("b.sandtable", "")]);
    fs::write(folder.path().join("notes.zip"), pack([("notes.txt", &b"notes"[..])]).unwrap()).unwrap();
    let cases = [("a.sandtable", "bad-archive"), ("b.sandtable", "bad-archive"), ("notes.zip", "unknown-format")];
    for (name, kind) in cases {
        let output = sandtable(&["check", &format!("{}/{name}", path(&folder)), "--json"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(json(&output)["problems"][0]["kind"], kind, "{name}");
    }
}

#[test]
fn a_folder_is_packed_and_unpacked_again_without_a_byte_changed() {
    let folder = folder(&[("situation.json", "{\"format\": 1,\r\n \"title\": \"T\"}"), ("events.json", "[oops"), ("notes.md", "x")]);
    fs::create_dir(folder.path().join("texts")).unwrap();
    fs::write(folder.path().join("texts/a.txt"), b"\xFF not UTF-8").unwrap();
    let at = |name: &str| format!("{}/{name}", path(&folder));
    let convert = |from: &str, to: &str| sandtable(&["convert", from, "-o", to]);
    let output = convert(path(&folder), &at("a.sandtable"));
    assert_eq!(stdout(&output), format!("3 files in {}\n", at("a.sandtable")), "{}", stderr(&output));
    assert!(stderr(&output).contains("taken along as they are"), "{}", stderr(&output));
    assert!(stderr(&output).contains("Not taken along, as no part of the situation: 1 file (notes.md)"), "{}", stderr(&output));
    assert_eq!(convert(&at("a.sandtable"), &at("back")).status.code(), Some(0));
    for name in ["situation.json", "events.json", "texts/a.txt"] {
        assert_eq!(fs::read(at(&format!("back/{name}"))).unwrap(), fs::read(at(name)).unwrap(), "{name}");
    }
    assert_eq!(convert(&at("back"), &at("b.sandtable")).status.code(), Some(0));
    assert_eq!(fs::read(at("b.sandtable")).unwrap(), fs::read(at("a.sandtable")).unwrap());
    for (from, to, code, words) in [
        (path(&folder).to_owned(), at("a.sandtable"), 1, "already"),
        (at("a.sandtable"), at("back"), 1, "already"),
        (at("a.sandtable"), at("map.doc"), 2, "cannot be written"),
        (at("a.sandtable"), at("nowhere/b.sandtable"), 1, "no such file or folder"),
        (at("notes.md"), at("c.sandtable"), 1, "notes.md looks like"),
    ] {
        let output = convert(&from, &to);
        assert_eq!(output.status.code(), Some(code), "{to}");
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
}

#[test]
fn rows_of_several_files_and_events_of_situations_are_put_together_in_one() {
    let folder = folder(&[
        ("towns.csv", "name,lat,lon\nAlpha,50,10\nBeta,51,11\n"),
        (
            "line.geojson",
            r#"{"type": "Feature", "properties": {"name": "Road"}, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}"#,
        ),
    ]);
    let at = |name: &str| format!("{}/{name}", path(&folder));
    let output = sandtable(&["convert", &at("towns.csv"), &at("line.geojson"), SAMPLE, "-o", &at("all.geojson")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written: Value = serde_json::from_str(&fs::read_to_string(at("all.geojson")).unwrap()).unwrap();
    let rows = written["features"].as_array().unwrap();
    let of = |layer: &str| rows.iter().filter(|row| row["properties"]["layer"] == layer).count();
    assert_eq!((of("towns"), of("line")), (2, 1));
    let events: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row["properties"]["layer"] == "dprk-russia-2024")
        .filter_map(|row| row["properties"]["id"].as_str())
        .collect();
    let told = stdout(&sandtable(&["info", SAMPLE]));
    assert!(told.lines().any(|line| line.contains("events") && line.contains(&events.len().to_string())), "{} in {told}", events.len());
    let output = sandtable(&["convert", &at("towns.csv"), SAMPLE, "-o", &at("b.sandtable")]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}
