#![cfg(test)]
//! `sandtable merge` as the merge driver of a real git repository, and `sandtable diff` between paths, revisions and moments.

#[path = "common/folder.rs"]
mod folder;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use folder::sample_in;
use serde_json::Value;

const SANDTABLE: &str = env!("CARGO_BIN_EXE_sandtable");

/// A repository with the sample in `war/`; `None` where there is no git, after saying what is left out.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("left out: merging in a git repository (git is not there)");
            return None;
        }
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        for (key, value) in [
            ("user.name", "A. Analyst"),
            ("user.email", "analyst@example.org"),
            ("commit.gpgsign", "false"),
            ("merge.sandtable.name", "situations by record and member"),
            ("merge.sandtable.driver", &format!("'{SANDTABLE}' merge %O %A %B --name %P")),
        ] {
            repository.git(&["config", key, value]);
        }
        let war = sample_in(repository.path("war"));
        fs::write(war.join("history.jsonl"), line(1, "first")).unwrap();
        fs::write(
            repository.path(".gitattributes"),
            "war/*.json merge=sandtable\nwar/*.geojson merge=sandtable\nwar/*.jsonl merge=sandtable\n",
        )
        .unwrap();
        repository.commit("base");
        Some(repository)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new("git").args(args).current_dir(self.folder.path()).output().unwrap()
    }

    fn git(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file}: {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// What the other branch makes of the base, and then what this one does; both committed.
    fn two_branches(&self, theirs: impl FnOnce(&Self), mine: impl FnOnce(&Self)) {
        self.git(&["checkout", "--quiet", "-b", "theirs"]);
        theirs(self);
        self.commit("theirs");
        self.git(&["checkout", "--quiet", "main"]);
        mine(self);
        self.commit("mine");
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }
}

fn line(second: u8, step: &str) -> String {
    format!("{{\"at\": \"2024-10-25T00:00:{second:02}Z\", \"step\": \"{step}\", \"record\": \"event:concern\", \"field\": \"title\"}}\n")
}

fn sandtable(within: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(SANDTABLE).args(args).current_dir(within).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn git_merges_what_two_made_of_neighbouring_lines_and_of_one_list() {
    let Some(repository) = Repository::new() else { return };
    repository.two_branches(
        |theirs| {
            theirs.replace("war/events.json", "\"title\": \"South Korea supports Ukraine in stages\"", "\"title\": \"Aid in stages\"");
            theirs.replace("war/events.json", "\"tags\": [\"warning\"]", "\"tags\": [\"warning\", \"theirs\"]");
            theirs.replace("war/places.geojson", "\"name\": \"Kazan\"", "\"name\": \"Kazan (theirs)\"");
            fs::write(theirs.path("war/history.jsonl"), line(1, "first") + &line(2, "theirs")).unwrap();
        },
        |mine| {
            mine.replace(
                "war/events.json",
                "\"mode\": \"conditional\",\n \"when\": \"[2024-10-25..]\"",
                "\"mode\": \"expected\",\n \"when\": \"2024-11\"",
            );
            mine.replace("war/events.json", "\"tags\": [\"warning\"]", "\"tags\": [\"mine\", \"warning\"]");
            mine.replace("war/situation.json", "\"title\"", "\"x\": 1,\n \"title\"");
            fs::write(mine.path("war/history.jsonl"), line(1, "first") + &line(3, "mine")).unwrap();
        },
    );
    repository.git(&["merge", "--quiet", "--no-edit", "theirs"]);
    let events = repository.text("war/events.json");
    for expected in ["Aid in stages", "\"mode\": \"expected\"", "\"when\": \"2024-11\"", "[\"mine\", \"warning\", \"theirs\"]"] {
        assert!(events.contains(expected), "{expected}");
    }
    assert!(repository.text("war/places.geojson").contains("Kazan (theirs)"));
    assert_eq!(repository.text("war/history.jsonl"), line(1, "first") + &line(2, "theirs") + &line(3, "mine"));
    // Other records keep their lines.
    assert_eq!(repository.git(&["diff", "--numstat", "HEAD~1", "--", "war/events.json"]).split('\t').next(), Some("2"));
    assert_eq!(sandtable(repository.folder.path(), &["check", "war"]).0, 0);
}

#[test]
fn a_conflict_stops_git_is_described_and_leaves_a_file_that_can_be_read() {
    let Some(repository) = Repository::new() else { return };
    repository.two_branches(
        |theirs| {
            theirs.replace("war/events.json", "\"title\": \"South Korea supports Ukraine in stages\"", "\"title\": \"Theirs\"");
            theirs.replace("war/events.json", "\"category\": \"diplomacy\"", "\"category\": \"talks\"");
        },
        |mine| mine.replace("war/events.json", "\"title\": \"South Korea supports Ukraine in stages\"", "\"title\": \"Mine\""),
    );
    let merge = repository.run(&["merge", "--no-edit", "theirs"]);
    let told = String::from_utf8_lossy(&merge.stderr).into_owned();
    assert_eq!(merge.status.code(), Some(1), "{told}");
    assert!(told.contains("conflict in war/events.json: aid-in-stages \"title\": was \"South Korea supports"), "{told}");
    assert!(told.contains("mine is \"Mine\", theirs is \"Theirs\""), "{told}");
    assert!(repository.git(&["status", "--porcelain"]).contains("UU war/events.json"));
    let events = repository.text("war/events.json");
    serde_json::from_str::<Value>(&events).unwrap();
    assert!(events.contains("\"Mine\"") && events.contains("\"talks\"") && !events.contains("<<<<"), "{events}");
}

#[test]
fn a_file_that_is_no_list_of_records_is_a_conflict_as_a_whole_and_stays_mine() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("base", "[{\"id\": \"a\"}]"), ("mine", "[{\"id\": \"a\", \"x\": 1}]"), ("theirs", "[{\"id\": \"a\", \"y\": 2},]")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let (code, out, told) = sandtable(folder.path(), &["merge", "base", "mine", "theirs", "--json"]);
    assert_eq!(code, 1);
    assert!(told.contains("both changed it, and it cannot be merged by record"), "{told}");
    assert_eq!(fs::read_to_string(folder.path().join("mine")).unwrap(), "[{\"id\": \"a\", \"x\": 1}]");
    let conflicts: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(conflicts["conflicts"][0]["theirs"], "[{\"id\": \"a\", \"y\": 2},]", "nothing is lost");
    let (code, _, _) = sandtable(folder.path(), &["merge", "base", "mine", "gone"]);
    assert_eq!(code, 1);
    assert_eq!(sandtable(folder.path(), &["merge", "base", "mine"]).0, 2);
}

#[test]
fn revisions_of_git_are_compared_and_what_git_does_not_know_is_told() {
    let Some(repository) = Repository::new() else { return };
    let within = repository.folder.path();
    repository.replace("war/places.geojson", "\"name\": \"Kazan\"", "\"name\": \"Kasan\"");
    repository.commit("renamed");
    for (old, new) in [("HEAD~1:war", "war"), ("HEAD~1:war", "HEAD:./war"), ("main~1:war", "HEAD:war/")] {
        let (code, out, told) = sandtable(within, &["diff", old, new, "--json"]);
        assert_eq!(code, 0, "{told}");
        let difference: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(
            difference["changed"],
            serde_json::json!([{"kind": "place", "id": "kazan", "field": "name", "old": "Kazan", "new": "Kasan"}])
        );
    }
    assert_eq!(sandtable(within, &["diff", "HEAD:war", "war"]).1, "Nothing differs.\n");
    for (bad, words) in [("nowhere:war", "git does not know the revision nowhere"), ("HEAD:peace", "has nothing at peace")] {
        let (code, _, told) = sandtable(within, &["diff", bad, "war"]);
        assert!(code == 1 && told.contains(words), "{bad}: {code} {told}");
    }
    let output = Command::new(SANDTABLE).args(["diff", "HEAD:war", "war"]).current_dir(within).env("PATH", "").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("git is not on the PATH"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_was_known_by_a_date_is_compared_with_now_and_a_page_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, told) = sandtable(Path::new("."), &["diff", "data/dprk-russia-2024", "--as-known", "23 Oct 2024", "--json"]);
    assert_eq!(code, 0, "{told}");
    let difference: Value = serde_json::from_str(&out).unwrap();
    let added: Vec<&str> = difference["added"].as_array().unwrap().iter().filter_map(|added| added["kind"].as_str()).collect();
    assert!(added.contains(&"report") && difference["withdrawn"].as_array().unwrap().is_empty(), "{out}");
    let page = folder.path().join("page.html");
    let args = ["diff", "data/dprk-russia-2024", "--as-known", "23 Oct 2024", "--as-known", "25 Oct 2024", "-o", page.to_str().unwrap()];
    assert_eq!(sandtable(Path::new("."), &args).0, 0);
    let html = fs::read_to_string(page).unwrap();
    assert!(html.contains("what was known by 23 Oct 2024") && html.contains("<h2>Added</h2>"), "{html}");
    for wrong in [&["--as-known", "someday"][..], &[], &["--as-known", "2024", "-o", "page.pdf"]] {
        assert_eq!(sandtable(Path::new("."), &[&["diff", "data/dprk-russia-2024"], wrong].concat()).0, 2, "{wrong:?}");
    }
}
