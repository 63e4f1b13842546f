//! Writes a situation in whose every free text stands something hostile: endless, invisible, backwards, stacked, or made to look like code.
//!
//!     cargo run --example naughty_situation -- DIR [STRINGS.txt]
//!
//! There are as many records of each kind as strings, and each field of them has each string once. The strings of a file, one a line and
//! none where the line begins with `#`, come on top of those that stand here.

mod layout;

use std::error::Error;
use std::fs;
use std::path::Path;

use layout::{Member, Records, object, objects, properties, quoted, record};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("usage: naughty_situation DIR [STRINGS.txt]")?;
    let folder = Path::new(&folder);
    let mut strings = built_in();
    if let Some(path) = words.next() {
        let bytes = fs::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        strings.extend(text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned));
    }
    fs::create_dir_all(folder.join("texts"))?;
    fs::write(folder.join(TEXT), strings.join("\n"))?;
    fs::write(folder.join("situation.json"), header(&strings) + "\n")?;

    // Half a character, which JSON can write and Unicode cannot hold.
    let all: Vec<String> = strings.iter().map(|text| quoted(text)).chain(["\"half \\ud83d, other half \\ude00\"".to_owned()]).collect();
    let ids: Vec<String> = strings.iter().filter(|text| (1..=200).contains(&text.chars().count())).map(|text| quoted(text)).collect();
    for (file, write) in FILES {
        let mut records = Records::create(folder, file)?;
        for index in 0..all.len() {
            records.put(&write(index, &mut Texts { all: &all, ids: &ids, index, n_taken: 0 }))?;
        }
        records.finish()?;
    }
    Ok(())
}

const TEXT: &str = "texts/naughty.txt";

/// A kind of record: from its number and what is to stand in it to its members.
type Write = fn(usize, &mut Texts<'_>) -> Vec<Member>;

const FILES: [(&str, Write); 6] = [
    ("places.geojson", place),
    ("actors.json", actor),
    ("sources.json", source),
    ("events.json", event),
    ("reports.json", report),
    ("scenes.json", scene),
];

/// The strings for one record, as JSON.
struct Texts<'a> {
    all: &'a [String],
    /// Those that can be ids.
    ids: &'a [String],
    index: usize,
    n_taken: usize,
}

impl Texts<'_> {
    /// The text for the next field: in a field, each record has another.
    fn next(&mut self) -> String {
        self.from(self.all)
    }

    fn next_id(&mut self) -> String {
        self.from(self.ids)
    }

    fn from(&mut self, texts: &[String]) -> String {
        self.n_taken += 1;
        texts.get((self.index + (self.n_taken - 1) * 7) % texts.len().max(1)).cloned().unwrap_or_default()
    }
}

/// Our own making. Whatever turns the direction of writing, or is not to be seen, is written as an escape.
fn built_in() -> Vec<String> {
    let marks: String = ('\u{300}'..='\u{36f}').collect();
    let zalgo: String = "situation".chars().flat_map(|c| std::iter::once(c).chain(marks.chars().step_by(3))).collect();
    let mut strings = vec![
        "W".repeat(10_000),
        "endless talk of nothing much at all, ".repeat(270),
        "\u{444}".repeat(10_000),
        "a\n".repeat(2_000),
        "x".to_owned() + &marks.repeat(40),
        zalgo,
        format!("before {} after", "\u{202e}desrever\u{202c} ".repeat(20)),
        "e\u{301}\u{327}\u{323} ".repeat(60),
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}".repeat(30),
    ];
    let short = [
        // White space and what cannot be seen.
        "",
        " ",
        "                                        ",
        "\t\tindented\tby\ttabs\t",
        "first line\r\nsecond line\n\n\n\nlast line\n",
        "\u{a0}\u{2003}\u{3000}\u{2028}\u{2029}\u{85}",
        "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}",
        "soft\u{ad}hy\u{ad}phens\u{ad}every\u{ad}where",
        "in\u{200b}vis\u{200b}ible\u{200b}ly cut",
        // Control characters.
        "nothing\0after this",
        "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{b}\u{c}\u{e}\u{f}\u{10}\u{1b}\u{1f}",
        "\u{7f}\u{80}\u{90}\u{9b}31mred?\u{9f}",
        "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}",
        "\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}\u{e000}\u{f8ff}",
        "\u{fffd}\u{fffd} lost",
        // From right to left, and turned around.
        "وصلت قافلة إلى البلدة قبل الفجر",
        "שיירה הגיעה לעיירה לפני עלות השחר",
        "mixed عربي and עברית with 12/34 (brackets) and 5% signs",
        "\u{202e}exe.gpj\u{202c}",
        "\u{2066}left \u{2067}right \u{2068}first",
        "\u{200f}\u{200e}\u{61c}marks alone turn\u{200f}",
        // Scripts that join, stack, or have no spaces.
        "車隊於黎明前抵達小鎮，無人知其來歷",
        "새벽 전에 차량 행렬이 마을에 도착했다",
        "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} in pieces",
        "ขบวนรถมาถึงเมืองก่อนรุ่งสางโดยไม่มีใครรู้ว่ามาจากไหน",
        "भोर से पहले काफ़िला क़स्बे में पहुँचा",
        "ཁོང་ཚོ་སྔ་དྲོ་སླེབས་སོང་།",
        "İstanbul'da ısınma: ıIiİ, ß ẞ, ſ, ŉ, ﬃ, Ǆ",
        "\u{1d400}\u{1d41e}\u{1d42c}\u{1d42d} \u{1d4dc}\u{1d4ea}\u{1d4f9} \u{1d538}\u{1d552}",
        "ⓒⓘⓡⓒⓛⓔⓓ ｗｉｄｅ ₛᵤᵦ ˢᵘᵖ",
        "𠜎𠜱𡃁 \u{20b9f}\u{2070e}",
        // Pictures.
        "🚚🚚🚚 🏳\u{fe0f}\u{200d}🌈 👍🏿 🇺🇦🇰🇷🇺 1\u{fe0f}\u{20e3} ☂\u{fe0e} ☂\u{fe0f}",
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        // What some program would take for code.
        "<b>bold</b><img src=x onerror=alert(1)>&lt;&amp;&#0;&nbsp;",
        "</title></script><script>alert('map')</script><!-- ]]>",
        "%s%s%s%n %d {} {0} {name} ${HOME} $(reboot) `id` %{x} #{x} {{x}}",
        "'; DROP TABLE events; -- \" OR \"1\"=\"1",
        "=HYPERLINK(\"file:///etc/passwd\";\"click\")",
        "+1+1|' /C calc'!A0",
        "../../../../etc/passwd\0.png",
        "\\\\server\\share\\file C:\\CON\\NUL|aux:",
        "\"quoted\" \\ back \\u0041 \\\\ 'single' \u{201c}curly\u{201d}",
        "{\"id\": \"e000\", \"title\": [null]}],",
        "**bold** [link](javascript:alert(1)) # heading | cell |\n---",
        "null undefined NaN Infinity true 1e999 -0 0x1F 1,5 2024-02-30",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzentwurfsvorlagenverzeichnisnummernblattsammlung",
        "https://user:word@example.org:99999/%00/%ff?q=%E2%80%AE#\u{202e}",
        "a/b\\c:d*e?f\"g<h>i|j",
    ];
    strings.extend(short.map(str::to_owned));
    strings
}

fn header(strings: &[String]) -> String {
    let text = |nth: usize| quoted(strings.get(nth).map_or("", String::as_str));
    let list = format!("[{}]", strings.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "));
    record(&[
        ("format", "1".to_owned()),
        ("title", text(6)),
        ("summary", quoted(&strings.join("\n"))),
        ("as_of", quoted("2024-10-25")),
        ("languages", list.clone()),
        ("viewpoint", text(5)),
        ("authors", list.clone()),
        ("handling", text(0)),
        ("questions", list),
        ("remark", text(1)),
    ])
}

fn id(prefix: &str, index: usize) -> String {
    format!("\"{prefix}{index:05}\"")
}

/// By language; one of them is hostile too.
fn names(texts: &mut Texts<'_>) -> String {
    let names = ["ar", "en", "he", "ko", "x-own"].map(|language| (language, texts.next()));
    let mut json = object(&names);
    json.pop();
    json + &format!(", {}: {}}}", texts.next(), texts.next())
}

fn graded(member: &'static str, grade: &str, texts: &mut Texts<'_>) -> String {
    object(&[("on", quoted("2024-10-25")), ("by", texts.next()), (member, grade.to_owned()), ("why", texts.next())])
}

fn place(index: usize, texts: &mut Texts<'_>) -> Vec<Member> {
    let (lon, lat) = (20.0 + (index % 24) as f64, 40.0 + (index / 24) as f64 * 0.8);
    let kind = ["city", "region", "country", "facility", "area", "sea"].get(index % 6).copied().unwrap_or_default();
    let of_place = properties(&[
        ("name", texts.next()),
        ("names", names(texts)),
        ("kind", quoted(kind)),
        ("precision", if kind == "area" { "30000".to_owned() } else { quoted("settlement") }),
        ("note", texts.next()),
        ("title", texts.next()),
        ("description", texts.next()),
        ("marker-symbol", texts.next()),
        ("remark", texts.next()),
    ]);
    let geometry = format!("{{\"type\": \"Point\", \"coordinates\": [{lon}, {lat:.1}]}}");
    vec![("type", quoted("Feature")), ("id", id("p", index)), ("geometry", geometry), ("properties", of_place)]
}

fn actor(index: usize, texts: &mut Texts<'_>) -> Vec<Member> {
    let kind = ["state", "force", "organisation", "person"].get(index % 4).copied().unwrap_or_default();
    vec![
        ("id", id("a", index)),
        ("name", texts.next()),
        ("names", names(texts)),
        ("kind", quoted(kind)),
        ("role", texts.next()),
        ("side", texts.next()),
        ("note", texts.next()),
        ("remark", texts.next()),
    ]
}

fn source(index: usize, texts: &mut Texts<'_>) -> Vec<Member> {
    vec![
        ("id", id("s", index)),
        ("name", texts.next()),
        ("names", names(texts)),
        ("kind", quoted("news")),
        ("actor", id("a", index)),
        ("url", texts.next()),
        ("note", texts.next()),
        ("graded", objects(&[graded("reliability", "\"B\"", texts), graded("reliability", "\"D\"", texts)])),
        ("remark", texts.next()),
    ]
}

fn event(index: usize, texts: &mut Texts<'_>) -> Vec<Member> {
    let assessment = object(&[
        ("statement", texts.next()),
        ("likelihood", quoted("likely")),
        ("confidence", quoted("low")),
        ("basis", texts.next()),
        ("by", texts.next()),
        ("on", quoted("2024-10-25")),
    ]);
    let mut members = vec![
        ("id", id("e", index)),
        ("title", texts.next()),
        ("summary", texts.next()),
        ("mode", quoted("happened")),
        ("when", quoted(&format!("2024-10-{:02}", 1 + index % 25))),
        ("places", objects(&[object(&[("place", id("p", index)), ("role", quoted("at"))])])),
        ("actors", objects(&[object(&[("actor", id("a", index)), ("role", texts.next())])])),
        ("category", texts.next()),
        ("tags", format!("[{}, {}, {}]", texts.next(), texts.next(), texts.next())),
    ];
    if index > 0 {
        let link = object(&[("event", id("e", index - 1)), ("rel", quoted("follows")), ("remark", texts.next())]);
        members.push(("links", objects(&[link])));
    }
    members.extend([("assessments", objects(&[assessment])), ("remark", texts.next())]);
    members
}

fn report(index: usize, texts: &mut Texts<'_>) -> Vec<Member> {
    let troops = object(&[
        ("actor", id("a", index)),
        ("body", texts.next_id()),
        ("strength", texts.next()),
        ("unit", texts.next()),
        ("echelon", texts.next()),
        ("equipment", texts.next()),
        ("activity", texts.next()),
        ("from", id("p", index)),
        ("sidc", texts.next()),
    ]);
    let span = object(&[("start", "0".to_owned()), ("end", "9".to_owned()), ("before", texts.next()), ("after", texts.next())]);
    let stance = ["asserts", "confirms", "denies", "comments", "retracts"].get(index % 5).copied().unwrap_or_default();
    let mut about = vec![object(&[
        ("event", id("e", index)),
        ("stance", quoted(stance)),
        ("as_said", texts.next()),
        ("credibility", "3".to_owned()),
        ("graded", format!("[{}]", graded("credibility", "3", texts))),
        ("excerpt", texts.next()),
        ("span", span),
        ("troops", troops),
    ])];
    if index > 0 {
        about.push(object(&[
            ("report", id("r", index - 1)),
            ("stance", quoted("comments")),
            ("as_said", texts.next()),
            ("excerpt", texts.next()),
        ]));
    }
    vec![
        ("id", id("r", index)),
        ("source", id("s", index)),
        ("basis", format!("[{}]", texts.next_id())),
        ("title", texts.next()),
        ("url", texts.next()),
        ("archived", texts.next()),
        ("text", object(&[("file", quoted(TEXT))])),
        ("lang", texts.next()),
        ("translation", texts.next()),
        ("published", quoted("2024-10-25")),
        ("reliability", object(&[("reliability", quoted("C")), ("why", texts.next()), ("by", texts.next())])),
        ("about", objects(&about)),
        ("remark", texts.next()),
    ]
}

fn scene(index: usize, texts: &mut Texts<'_>) -> Vec<Member> {
    vec![("id", id("c", index)), ("title", texts.next()), ("text", texts.next()), ("notes", texts.next())]
}
