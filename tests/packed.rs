#![cfg(test)]
//! Packed situations: archives that are built to harm are refused by the name of what is wrong, sound ones give their files, and what is
//! packed is the same bytes every time.

#[path = "common/zip.rs"]
mod zip;

use std::collections::BTreeMap;
use std::process::Command;

use proptest::prelude::*;
use sandtable::formats::packed::{Archive, MAX_ENTRIES, PackedError, pack};
use zip::{ENCRYPTED, Entry, TOLD_LATER, zip, zip_of};

const HEADER: &[u8] = br#"{"format": 1, "title": "T"}"#;

fn header() -> Entry {
    Entry::stored("situation.json", HEADER)
}

fn refused(bytes: &[u8]) -> String {
    Archive::of(bytes).map(|archive| archive.names().map(str::to_owned).collect::<Vec<_>>()).unwrap_err().to_string()
}

/// The words of the refusal of an archive with one more entry.
fn refused_with(entry: Entry) -> String {
    refused(&zip(&[header(), entry]))
}

/// All files of an archive, with why a file could not be read.
fn files(bytes: &[u8]) -> BTreeMap<String, Result<Vec<u8>, PackedError>> {
    let archive = Archive::of(bytes).unwrap();
    archive.names().map(|name| (name.to_owned(), archive.read(name, 1 << 30).unwrap())).collect()
}

#[test]
fn stored_and_deflated_files_are_read_wherever_their_sizes_are_told() {
    let text = "words and words and words ".repeat(90);
    let sound = [
        header(),
        Entry::deflated("events.json", text.as_bytes()),
        Entry::deflated("texts/a.txt", text.as_bytes()).told_later(),
        Entry::stored("texts/Курск.txt", b"x").told_later(),
        Entry::stored("reports.json", b""),
        Entry { attributes: 0o040_755 << 16, ..Entry::stored("texts/", b"") },
    ];
    let files = files(&zip(&sound));
    assert_eq!(files.keys().collect::<Vec<_>>(), ["events.json", "reports.json", "situation.json", "texts/a.txt", "texts/Курск.txt"]);
    assert_eq!(files["texts/a.txt"].as_deref(), Ok(text.as_bytes()));
    assert_eq!(files["events.json"].as_deref(), Ok(text.as_bytes()));
    assert_eq!(files["texts/Курск.txt"].as_deref(), Ok(&b"x"[..]));
}

#[test]
fn names_that_lead_out_of_the_folder_or_are_none_everywhere_are_refused() {
    let deep = "a/".repeat(16) + "a";
    let long = "a".repeat(1025);
    let names = [
        ("../evil", "leads out"),
        ("texts/../../evil", "leads out"),
        ("..", "leads out"),
        ("/etc/passwd", "leads out"),
        ("\\\\server\\share\\evil", "leads out"),
        ("..\\evil", "leads out"),
        ("texts\\..\\..\\evil", "leads out"),
        ("C:\\evil", "leads out"),
        ("c:evil", "leads out"),
        ("events.json:stream", "leads out"),
        ("texts\\a.txt", "on every system"),
        ("./a", "on every system"),
        ("texts//a", "on every system"),
        ("", "on every system"),
        ("texts/a\0.txt", "on every system"),
        ("texts/a\n.txt", "on every system"),
        ("texts/CON", "on every system"),
        ("nul.txt", "on every system"),
        ("COM1.json", "on every system"),
        ("texts/lpt\u{b9}", "on every system"),
        ("texts/a.", "on every system"),
        ("texts/a ", "on every system"),
        ("texts/wh?t", "on every system"),
        (deep.as_str(), "folders deep"),
        (long.as_str(), "longer than"),
    ];
    for (name, words) in names {
        let told = refused_with(Entry::stored(name, b"x"));
        assert!(told.starts_with("the entry \"") && told.contains(words), "{name:?}: {told}");
        assert!(pack([("situation.json", HEADER), (name, &b"x"[..])]).is_err(), "{name:?} is not packed either");
        assert!(!told.contains(['\n', '\0']), "{told:?}");
    }
    let folder = Entry { attributes: 0o040_755 << 16, ..Entry::stored("../out/", b"") };
    assert!(refused_with(folder).contains("leads out"));
    let not_utf8 = header().told(|told| told.name = b"texts/\xE5.txt".to_vec());
    assert!(refused_with(not_utf8).contains("not UTF-8"));
    assert!(refused_with(Entry::stored("__MACOSX/../../x", b"")).contains("leads out"), "what is left out is checked too");
}

#[test]
fn two_entries_that_would_be_one_file_are_refused() {
    assert!(refused(&zip(&[header(), header()])).contains("\"situation.json\" has the same name"));
    assert!(refused_with(Entry::stored("Situation.JSON", b"")).contains("but for small and capital letters"));
    let clash = |first: &str, second: &str| refused(&zip(&[header(), Entry::stored(first, b""), Entry::stored(second, b"")]));
    assert!(clash("texts/КУРСК.txt", "texts/курск.txt").contains("same name"));
    assert!(clash("texts", "texts/a.txt").contains("a file and a folder"));
    assert!(clash("texts/a.txt", "TEXTS").contains("a file and a folder"));
    assert!(pack([("situation.json", HEADER), ("texts/A", b""), ("texts/a", b"")]).is_err());
}

#[test]
fn links_devices_encrypted_and_oddly_compressed_entries_are_refused() {
    let of_kind = |mode: u32| Entry { attributes: mode << 16, ..Entry::stored("texts/a.txt", b"../../secret") };
    assert!(refused_with(of_kind(0o120_777)).contains("it is a link"));
    for mode in [0o020_644, 0o060_644, 0o010_644, 0o140_644, 0o040_755] {
        assert!(refused_with(of_kind(mode)).contains("neither a file nor a folder"), "{mode:o}");
    }
    let secret = Entry::stored("texts/a.txt", b"x").told(|told| told.flags |= ENCRYPTED);
    assert_eq!(refused_with(secret), "the entry \"texts/a.txt\": it is encrypted");
    let strange = Entry::stored("texts/a.txt", b"x").told(|told| told.method = 14);
    assert!(refused_with(strange).contains("compressed in a way that is not read"));
    let full_folder = Entry { attributes: 0, ..Entry::stored("texts/", b"x") };
    assert!(refused_with(full_folder).contains("a folder with content"));
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![0; 8 << 20];
    assert!(refused_with(Entry::deflated("events.json", &zeros)).contains("a bomb"));
    let small = Entry::deflated("events.json", zeros.get(..1 << 20).unwrap());
    assert_eq!(files(&zip(&[header(), small]))["events.json"].as_ref().unwrap().len(), 1 << 20, "what stays small is none");
    let many: Vec<Entry> = (0..=MAX_ENTRIES).map(|n| Entry::stored(&format!("texts/{n}"), b"")).collect();
    assert!(refused(&zip(&many)).contains("more than 20000 entries"));
    // Each says that it becomes 600 MiB.
    let large = |name: &str| Entry::deflated(name, &noise(4 << 20)).told(|told| told.len = 600 << 20);
    assert!(refused(&zip(&[header(), large("texts/a"), large("texts/b")])).contains("bytes once unpacked"));
    let huge = Entry::deflated("texts/a", &noise(4 << 20)).told(|told| {
        told.len = u32::MAX;
        told.extra = [&[1, 0, 8, 0][..], &(1_u64 << 40).to_le_bytes()].concat();
    });
    assert!(refused_with(huge).contains("a bomb"));
}

/// Bytes that cannot be packed smaller.
fn noise(len: usize) -> Vec<u8> {
    let mut seed = 1_u64;
    let next = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed.to_be_bytes()[0]
    };
    (0..len).map(next).collect()
}

#[test]
fn what_becomes_more_or_less_than_it_says_is_damaged_and_the_rest_is_read() {
    for len in [3, 100_000] {
        let liar = Entry::deflated("events.json", &[7; 50_000]).told(|told| told.len = len);
        let files = files(&zip(&[header(), liar]));
        assert!(files["events.json"].as_ref().unwrap_err().to_string().contains("\"events.json\": its content is damaged"));
        assert_eq!(files["situation.json"].as_deref(), Ok(HEADER));
    }
    let wrong = Entry::stored("events.json", b"[]").told(|told| told.crc ^= 1);
    assert!(files(&zip(&[header(), wrong]))["events.json"].is_err());
    let mut more = Entry::deflated("events.json", b"[]");
    more.data.extend(b"hidden");
    let len = u32::try_from(more.data.len()).unwrap();
    assert!(files(&zip(&[header(), more.told(|told| told.packed_len = len)]))["events.json"].is_err(), "bytes after the end of the data");
}

#[test]
fn what_was_written_to_a_stream_is_read_whatever_form_its_sizes_are_told_in_behind_the_data() {
    let entry = || Entry::deflated("events.json", b"[ [] [] [] ]").told_later();
    let zip64 = |entry: &mut Entry| {
        // As Python and Info-ZIP write where they do not know how long it will be.
        (entry.beside.packed_len, entry.beside.len) = (u32::MAX, u32::MAX);
        entry.beside.extra = [&[1, 0, 16, 0][..], &[0; 16]].concat();
    };
    let wide = |entry: &mut Entry| {
        let (told, sizes) = entry.descriptor.split_at(8);
        entry.descriptor = [told, &sizes[..4], &[0; 4], &sizes[4..], &[0; 4]].concat();
    };
    let bare = |entry: &mut Entry| drop(entry.descriptor.drain(..4));
    for forms in [&[&zip64 as &dyn Fn(&mut Entry), &wide][..], &[&zip64, &wide, &bare], &[&wide], &[&bare], &[&zip64]] {
        let mut entry = entry();
        forms.iter().for_each(|form| form(&mut entry));
        let read = files(&zip(&[header(), entry.clone()]));
        assert_eq!(read["events.json"].as_deref(), Ok(&b"[ [] [] [] ]"[..]));
        entry.descriptor.truncate(11);
        assert!(refused_with(entry).contains("twice, and not alike"));
    }
}

/// Packs the sample as a program does that writes to a pipe.
const TO_A_PIPE: &str = r#"
import os, sys, zipfile
with zipfile.ZipFile(sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as out:
    for name in sorted(os.listdir(sys.argv[1])):
        with open(os.path.join(sys.argv[1], name), "rb") as file:
            with out.open(name, "w", force_zip64=sys.argv[2] == "64") as entry:
                entry.write(file.read())
"#;

#[test]
fn what_other_programs_pack_into_a_pipe_is_read() {
    let sample = "data/dprk-russia-2024";
    let python = |bits: &str| Command::new("python3").args(["-c", TO_A_PIPE, sample, bits]).output();
    let zip = Command::new("zip").args(["-q", "-r", "-", "."]).current_dir(sample).output();
    for (program, output) in [("python3", python("32")), ("python3", python("64")), ("zip", zip)] {
        let Ok(output) = output else {
            eprintln!("left out: an archive of {program}, which is not there");
            continue;
        };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        let read = files(&output.stdout);
        assert!(read.len() >= 6, "{program}: {:?}", read.keys());
        for (name, bytes) in read {
            assert_eq!(bytes.unwrap(), std::fs::read(std::path::Path::new(sample).join(&name)).unwrap(), "{program}: {name}");
        }
    }
}

#[test]
fn entries_that_lie_over_each_other_are_refused() {
    // An entry within the data of another, as bombs are built that need no ratio.
    let inner = Entry::stored("texts/inner", b"inner");
    let outer = Entry::stored("texts/outer", &inner.bytes());
    let before = u32::try_from(header().bytes().len() + outer.bytes().len() - inner.bytes().len()).unwrap();
    let mut archive = vec![header(), outer];
    // Nothing of it stands by itself: only the directory tells of it.
    let whole = zip(&[header(), archive[1].clone(), Entry { offset: Some(before), ..inner.clone() }]);
    assert!(refused(&whole).contains("lies over another entry"), "{}", refused(&whole));
    archive.push(Entry { offset: Some(0), ..header().told(|told| told.name = b"texts/again.tx".to_vec()) });
    assert!(!refused(&zip(&archive)).is_empty());
    let beyond = Entry { offset: Some(1 << 30), ..Entry::stored("texts/a", b"x") };
    assert!(refused_with(beyond).contains("outside the archive"));
}

#[test]
fn an_archive_that_contradicts_itself_is_refused() {
    /// What of the entry is told twice, and how it comes to differ.
    type Case = (&'static str, fn(&mut Entry));
    let honest = || Entry::deflated("texts/a.txt", b"words words words");
    let cases: [Case; 10] = [
        ("name", |entry| entry.beside.name = b"texts/b.txt".to_vec()),
        ("way of compression", |entry| entry.beside.method = 0),
        ("flags", |entry| entry.beside.flags |= TOLD_LATER),
        ("flags", |entry| entry.beside.flags |= ENCRYPTED),
        ("size or checksum", |entry| entry.beside.len += 1),
        ("size or checksum", |entry| entry.beside.crc ^= 1),
        ("size or checksum", |entry| entry.directory.len += 1),
        ("size", |entry| *entry = Entry::stored("texts/a.txt", b"words").told(|told| told.len = 9)),
        ("size or checksum", |entry| {
            *entry = entry.clone().told_later();
            entry.descriptor[8] ^= 1;
        }),
        ("size or checksum", |entry| {
            *entry = entry.clone().told_later();
            entry.descriptor[4] ^= 1;
        }),
    ];
    for (what, change) in cases {
        let mut entry = honest();
        assert!(Archive::of(&zip(&[header(), entry.clone()])).is_ok());
        change(&mut entry);
        assert_eq!(refused_with(entry), format!("the entry \"texts/a.txt\": the archive tells its {what} twice, and not alike"));
    }
    assert!(refused(&zip_of(&[header()], 2)).contains("another number of entries"));
    assert!(refused(&zip_of(&[header(), honest()], 1)).contains("another number of entries"));
    let wide = |extra: Vec<u8>| {
        honest().told(|told| {
            told.packed_len = u32::MAX;
            told.extra.clone_from(&extra);
        })
    };
    for extra in [vec![], vec![1, 0, 4, 0, 1, 2, 3, 4], [&[1, 0, 8, 0][..], &u64::MAX.to_le_bytes()].concat()] {
        assert!(refused_with(wide(extra)).contains("outside the archive"));
    }
    let after = [zip(&[header()]), b"more".to_vec()].concat();
    assert!(refused(&after).contains("bytes after its end"));
}

#[test]
fn what_macs_add_and_one_folder_around_all_is_passed_over() {
    let inner = [
        Entry { attributes: 0o040_755 << 16, ..Entry::stored("korea/", b"") },
        Entry::stored("korea/situation.json", HEADER),
        Entry::stored("korea/texts/a.txt", b"A"),
        Entry::stored("korea/.DS_Store", b"m"),
        Entry::stored("__MACOSX/korea/._situation.json", b"m"),
    ];
    assert_eq!(files(&zip(&inner)).keys().collect::<Vec<_>>(), ["situation.json", "texts/a.txt"]);
    let beside = [inner.as_slice(), &[Entry::stored("readme.txt", b"")]].concat();
    assert_eq!(refused(&zip(&beside)), PackedError::NoSituation.to_string(), "several things at the top");
}

#[test]
fn cut_off_anywhere_an_archive_is_refused_and_with_any_byte_wrong_no_file_is_another() {
    let sound = zip(&[header(), Entry::deflated("events.json", b"[ [] [] [] ]").told_later(), Entry::stored("texts/a.txt", b"A")]);
    let whole = files(&sound);
    for len in 0..sound.len() {
        assert!(Archive::of(sound.get(..len).unwrap()).is_err(), "{len}");
    }
    let mut n_read = 0;
    for at in 0..sound.len() {
        for bit in 0..8 {
            let mut wrong = sound.clone();
            wrong[at] ^= 1 << bit;
            let Ok(archive) = Archive::of(&wrong) else { continue };
            for name in archive.names() {
                if let (Some(Ok(bytes)), Some(Ok(right))) = (archive.read(name, 1000), whole.get(name)) {
                    n_read += 1;
                    assert_eq!(&bytes, right, "{name}, byte {at}");
                }
            }
        }
    }
    assert!(n_read > 100, "{n_read}");
    assert!(Archive::of(&noise(100_000)).is_err() && Archive::of(b"").is_err());
}

#[test]
fn what_is_packed_has_the_same_bytes_every_time_and_the_header_first() {
    let files = [("texts/a.txt", &b"A"[..]), ("events.json", b"[]"), ("situation.json", HEADER), ("attachments/b.png", b"\x89PNG")];
    let packed = pack(files).unwrap();
    let mut turned = files;
    turned.reverse();
    assert_eq!(pack(turned).unwrap(), packed);
    assert_eq!(sandtable::formats::native::sha256(&packed), "07d7911016fb4411dcc71ac703e92b3195b6a51ae31f6377ca4cc4d0bd200491");
    let names = ["situation.json", "events.json", "attachments/b.png", "texts/a.txt"];
    let places = names.map(|name| packed.windows(name.len()).position(|window| window == name.as_bytes()).unwrap());
    assert!(places.is_sorted(), "{places:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_packed_is_read_as_it_was(
        texts in prop::collection::btree_map("[a-zа-я가-힣0-9 _-]{1,12}zx(/q[a-z.]{1,6}y){0,3}", prop::collection::vec(any::<u8>(), 0..300), 0..12)
    ) {
        let mut all: BTreeMap<&str, &[u8]> = texts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        all.insert("situation.json", HEADER);
        // None is one that Windows keeps for a device, but one may be the folder of another: then it is refused, as its archive would be.
        if let Ok(packed) = pack(all.iter().map(|(name, bytes)| (*name, *bytes))) {
            let read: BTreeMap<String, Vec<u8>> = files(&packed).into_iter().map(|(name, bytes)| (name, bytes.unwrap())).collect();
            prop_assert_eq!(read.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<BTreeMap<_, _>>(), all);
        } else {
            let is_folder = |name: &str| all.keys().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')));
            prop_assert!(all.keys().any(|name| is_folder(name)));
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read_within_bounds(
        entries in prop::collection::vec(("[a-z./\\\\]{0,8}", prop::collection::vec(any::<u8>(), 0..60), any::<u8>(), any::<u32>()), 0..5),
        wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut made: Vec<Entry> = entries.iter().map(|(name, content, choice, value)| {
            let entry = if choice % 2 == 0 { Entry::stored(name, content) } else { Entry::deflated(name, content) };
            let entry = if choice & 2 == 0 { entry } else { entry.told_later() };
            match choice >> 4 {
                0 => Entry { offset: Some(value % 400), ..entry },
                1 => Entry { attributes: *value, ..entry },
                2 => entry.told(|told| told.len = *value),
                3 => entry.told(|told| told.packed_len = *value),
                _ => entry,
            }
        }).collect();
        made.push(header());
        let mut bytes = zip(&made);
        for (at, byte) in wrong {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(archive) = Archive::of(&bytes) {
            for name in archive.names() {
                prop_assert!(!name.split('/').any(|part| part == "..") && !name.starts_with('/') && !name.contains('\\'));
                if let Some(Ok(content)) = archive.read(name, 100_000) {
                    prop_assert!(content.len() <= 100_000);
                }
            }
        }
    }
}
