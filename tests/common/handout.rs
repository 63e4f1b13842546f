//! A handout to write: what the sample situation says, with maps drawn by hand.
#![cfg(test)]

use sandtable::briefing::blocks;
use sandtable::export::figure::{Colour, Piece, Segment, Shape, Stroke, Text};
use sandtable::export::handout::{Cited, Endnote, Sheet, SourceLine};
use sandtable::export::{Figure, Handout};
use sandtable::map::Role;
use sandtable::model::{EventId, PlaceId, RecordId};
use sandtable::theme::Weight;
use sandtable::viewpoint::Item;

const SIZE: [f32; 2] = [613.0, 345.0];
const SEA: Colour = [0xE8, 0xEE, 0xF3, 0xFF];
const LAND: Colour = [0xFF, 0xFF, 0xFF, 0xFF];
const COAST: Colour = [0x8A, 0x8F, 0x94, 0xFF];
const INK: Colour = [0x2B, 0x32, 0x38, 0xFF];
const MARK: Colour = [0xB0, 0x3A, 0x00, 0xFF];
const FAINT: Colour = [0xB0, 0x3A, 0x00, 0x30];
const WHITE: Colour = [0xFF, 0xFF, 0xFF, 0xFF];

/// Opening, two maps, a card, closing: every kind of shape, block and statement occurs.
pub fn sample() -> Handout {
    Handout {
        title: "North Korea and Russia: a treaty and reported troops, October 2024".to_owned(),
        language: "en".to_owned(),
        handling: Some("Public: made from one news article".to_owned()),
        as_of: Some("as of 25 Oct 2024, UTC".to_owned()),
        authors: vec!["Sandtable sample".to_owned()],
        sheets: vec![opening(), treaty(), troops(), answers(), closing()],
        sources: sources(),
        credits: vec!["Made with Natural Earth".to_owned(), "Place names: GeoNames, CC BY 4.0".to_owned()],
        release: None,
        removed: Vec::new(),
        fault: None,
        sha256: "3f1a9c0b5d7e24681122334455667788990aabbccddeeff00112233445566778".to_owned(),
    }
}

/// The same, reduced for somebody: nobody's notes, a source without its name.
pub fn reduced() -> Handout {
    let mut handout = sample();
    handout.release = Some("Partners".to_owned());
    handout.removed = vec!["The notes of 5 scenes".to_owned(), "The name of 1 source; its letter stays".to_owned()];
    for sheet in &mut handout.sheets {
        sheet.notes.clear();
        for cited in sheet.endnotes.iter_mut().flat_map(|note| &mut note.statements).filter(|cited| cited.source == "US officials") {
            cited.source = "Source 1".to_owned();
        }
    }
    handout.sources.iter_mut().filter(|line| line.name == "US officials").for_each(|line| line.name = "Source 1".to_owned());
    handout
}

/// Strings that mean something to HTML, to XML, to scripts, or nothing at all, wherever a word can stand.
pub const HOSTILE: &str = "</script></style>]]>--><img src=http://x.example/a.png onerror=alert(1)>&amp;\"'\\\u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{feff}\u{fffe}\u{ffff}\u{202e}\u{2028}\r\n\t𝕏 하나 שלום";

/// A handout all of whose words are [`HOSTILE`].
pub fn hostile() -> Handout {
    let word = || HOSTILE.to_owned();
    let mut handout = sample();
    handout.title = word();
    handout.language = "en\"><script>".to_owned();
    handout.handling = Some(word());
    handout.as_of = Some(word());
    handout.authors = vec![word()];
    handout.credits = vec![word()];
    handout.release = Some(word());
    handout.removed = vec![word()];
    handout.sha256 = word();
    let link = || Some("javascript:alert(1)//\"><script>".to_owned());
    for sheet in &mut handout.sheets {
        sheet.title = word();
        sheet.section = Some(word());
        sheet.figure_told = word();
        sheet.told = vec![word()];
        sheet.faults = vec![word()];
        for run in sheet.text.iter_mut().chain(&mut sheet.notes).flat_map(|block| &mut block.runs) {
            run.text = word();
            run.link = link();
        }
        for note in &mut sheet.endnotes {
            note.title = word();
            note.told = word();
            note.standing = word();
            for cited in &mut note.statements {
                *cited = Cited {
                    stance: word(),
                    source: word(),
                    via: Some(word()),
                    date: word(),
                    grade: word(),
                    excerpt: Some(word()),
                    url: link(),
                };
            }
        }
        for piece in sheet.figure.iter_mut().flat_map(|figure| &mut figure.pieces) {
            for shape in &mut piece.shapes {
                if let Shape::Text(text) = shape {
                    *text = line(&word(), text.at, text.size, text.weight);
                }
            }
        }
    }
    for line in &mut handout.sources {
        *line = SourceLine { name: word(), kind: word(), reliability: word(), n_reports: usize::MAX, url: link() };
    }
    handout
}

// -------------------------------------------------------------------------------------------------------------- scenes

fn opening() -> Sheet {
    Sheet {
        number: 1,
        title: "North Korea and Russia: a treaty and reported troops".to_owned(),
        section: Some("Opening".to_owned()),
        text: blocks(
            "What **one news article** of Friday 25 October 2024 says, and what it does not.\n\nEverything here is graded F6: nothing is known of how good it is.",
        ),
        notes: blocks(
            "Say at once that all of this hangs on one article.\n\n- Its text is not held.\n- No viewpoint is named: nobody is friend or foe.",
        ),
        figure: None,
        told: vec!["Days in UTC".to_owned()],
        ..Sheet::default()
    }
}

fn treaty() -> Sheet {
    let mut figure = ground("Treaty and vote");
    figure.pieces.push(mark("moscow", [86.0, 120.0]));
    figure.pieces.push(mark("pyongyang", [498.0, 240.0]));
    figure.pieces.push(arc("treaty", [86.0, 120.0], [498.0, 240.0]));
    figure.pieces.extend([label("Moscow", [96.0, 116.0], 13.0), label("Pyongyang 평양", [506.0, 236.0], 13.0)]);
    let endnotes = vec![
        Endnote {
            number: 1,
            pins: vec![[86.0, 100.0]],
            title: "Russia's lower house votes for the treaty".to_owned(),
            told: "Happened, Thu 24 Oct 2024 (resolved from a weekday or the like)".to_owned(),
            standing: "1 asserts; 1 comments".to_owned(),
            statements: vec![
                cited("asserts", "News article of 25 October 2024", "25 Oct 2024", Some("unanimous vote")),
                cited("comments", "South Korea's government", "24 to 25 Oct 2024", Some("grave concern")),
            ],
        },
        Endnote {
            number: 2,
            pins: vec![[292.0, 92.0]],
            title: "The parties owe each other help if one is attacked".to_owned(),
            told: "Conditional".to_owned(),
            standing: "1 asserts".to_owned(),
            statements: vec![cited("asserts", "News article of 25 October 2024", "25 Oct 2024", Some("mutual assistance"))],
        },
    ];
    Sheet {
        number: 2,
        title: "The lower house has voted; the upper house is expected to follow".to_owned(),
        section: Some("The treaty".to_owned()),
        text: blocks(
            "## What it says\n\n- A *comprehensive strategic partnership*, signed in June\n- Help if one of them is attacked\n  1. by whom, is not said\n  2. with what, is not said\n\n> unanimous vote\n\nSee [the records](https://example.org/treaty?a=1&b=2).",
        ),
        notes: blocks("The date of the vote is resolved from a weekday."),
        figure: Some(figure),
        figure_told: "Map from western Russia to Korea. Marks at Moscow and Pyongyang, joined by an arc.".to_owned(),
        told: vec!["24 Oct 2024 to 25 Oct 2024, happened".to_owned(), "5 of 32 events: 27 outside the window".to_owned()],
        faults: Vec::new(),
        endnotes,
    }
}

fn troops() -> Sheet {
    let mut figure = ground("Reported troops");
    figure.pieces.insert(1, area("kursk-region", [64.0, 150.0]));
    figure.pieces.push(mark("vladivostok", [520.0, 214.0]));
    figure.pieces.push(arc("transfer", [498.0, 240.0], [64.0, 150.0]));
    figure.pieces.push(symbol("soldiers-in-russia", [300.0, 200.0]));
    figure.pieces.extend([label("Kursk region Курская область", [74.0, 172.0], 13.0), label("Vladivostok", [528.0, 210.0], 11.5)]);
    let denial = cited("denies", "North Korea's mission to the United Nations", "by 25 Oct 2024", Some("groundless, stereotyped rumours"));
    let endnotes = vec![
        Endnote {
            number: 3,
            pins: vec![[300.0, 172.0], [520.0, 194.0]],
            title: "3,000 North Korean soldiers are in Russia".to_owned(),
            told: "Happened, by 23 Oct 2024".to_owned(),
            standing: "2 assert, 1 denies (a party: North Korea), inherited".to_owned(),
            statements: vec![
                cited("asserts", "US officials", "23 Oct 2024", Some("3,000 North Korean soldiers")),
                cited("asserts", "South Korean officials", "23 Oct 2024", Some("3,000 North Korean soldiers")),
                denial.clone(),
            ],
        },
        Endnote {
            number: 4,
            pins: vec![[64.0, 128.0]],
            title: "North Korean forces are stationed in the Kursk region".to_owned(),
            told: "Ongoing, by 24 Oct 2024".to_owned(),
            standing: "1 asserts, 1 denies (a party: North Korea), inherited".to_owned(),
            statements: vec![
                Cited {
                    url: Some("https://example.org/gur/2024-10-24?a=1&b=2".to_owned()),
                    ..cited("asserts", "Ukraine's military intelligence service", "24 Oct 2024", Some("already been stationed"))
                },
                denial,
            ],
        },
        Endnote {
            number: 5,
            pins: Vec::new(),
            title: "North Korean troops are moved".to_owned(),
            told: "Happened, by 24 Oct 2024".to_owned(),
            standing: "1 asserts; 1 declines to say".to_owned(),
            statements: vec![
                cited("asserts", "Satellite images", "by 24 Oct 2024", Some("North Korean troop movements")),
                cited("declines to say", "Vladimir Putin", "24 Oct 2024", Some("avoided addressing")),
            ],
        },
    ];
    Sheet {
        number: 3,
        title: "Three sources report soldiers in Russia; North Korea denies it".to_owned(),
        section: Some("The troops".to_owned()),
        text: blocks(
            "**3,000 soldiers**, say US and South Korean officials. *Where* is not said: the mark stands for all of Russia.\n\nNorth Korea's mission calls it rumours.",
        ),
        notes: blocks("Both counts are of one body of men: do not add them up."),
        figure: Some(figure),
        figure_told: "Map from western Russia to Korea. The Kursk region is marked as an area; an arc leads there from North Korea."
            .to_owned(),
        told: vec!["by 25 Oct 2024, happened".to_owned()],
        faults: vec!["The layer “control.geojson” is not open, so it is not shown.".to_owned()],
        endnotes,
    }
}

fn answers() -> Sheet {
    let endnotes = vec![Endnote {
        number: 6,
        pins: Vec::new(),
        title: "South Korea supports Ukraine in stages".to_owned(),
        told: "Conditional, from 25 Oct 2024".to_owned(),
        standing: "1 asserts".to_owned(),
        statements: vec![cited("asserts", "Yoon Suk Yeol", "by 25 Oct 2024", Some("support Ukraine in stages"))],
    }];
    Sheet {
        number: 4,
        title: "South Korea may give military aid to Ukraine".to_owned(),
        section: Some("The answers".to_owned()),
        text: blocks(
            "It has *refrained from directly supplying lethal weapons*; this position might change.\n\n1. Aid in stages\n2. Measures for the peninsula",
        ),
        endnotes,
        ..Sheet::default()
    }
}

fn closing() -> Sheet {
    Sheet {
        number: 5,
        title: "What is open".to_owned(),
        section: Some("The answers".to_owned()),
        text: blocks(
            "- Will Russia's upper house pass the treaty, and when?\n- Will North Korean troops take part in the war?\n- What do the satellite images show, and whose are they?",
        ),
        notes: blocks("Ask for questions."),
        ..Sheet::default()
    }
}

fn cited(stance: &str, source: &str, date: &str, excerpt: Option<&str>) -> Cited {
    Cited {
        stance: stance.to_owned(),
        source: source.to_owned(),
        via: (source != "News article of 25 October 2024").then(|| "News article of 25 October 2024".to_owned()),
        date: date.to_owned(),
        grade: "F6".to_owned(),
        excerpt: excerpt.map(|words| format!("“{words}”")),
        url: None,
    }
}

fn sources() -> Vec<SourceLine> {
    let line = |name: &str, kind: &str, n_reports| SourceLine {
        name: name.to_owned(),
        kind: kind.to_owned(),
        reliability: "F: the source's reliability cannot be judged".to_owned(),
        n_reports,
        url: None,
    };
    let mut lines = vec![
        line("News article of 25 October 2024", "News", 1),
        line("North Korea's mission to the United Nations", "Official", 1),
        line("Satellite images", "Imagery", 1),
        line("South Korea's government", "Official", 1),
        line("South Korea's Ministry of Foreign Affairs", "Official", 1),
        line("South Korean officials", "Official", 1),
        line("Ukraine's military intelligence service", "Intelligence", 1),
        line("US officials", "Official", 1),
        line("Vladimir Putin", "Official", 2),
        line("Yoon Suk Yeol", "Official", 2),
    ];
    lines[6].url = Some("https://example.org/gur".to_owned());
    lines
}

// ---------------------------------------------------------------------------------------------------------------- maps

/// Sea, land, borders, a caption, a scale bar and credits.
fn ground(caption: &str) -> Figure {
    let sea = filled(rectangle([0.0, 0.0], SIZE), SEA);
    let russia = polygon(&[
        [-20.0, 20.0],
        [60.0, 60.0],
        [150.0, 40.0],
        [260.0, 10.0],
        [420.0, 30.0],
        [640.0, 20.0],
        [640.0, 90.0],
        [575.0, 120.0],
        [560.0, 190.0],
        [524.0, 220.0],
        [500.0, 200.0],
        [470.0, 206.0],
        [440.0, 170.0],
        [330.0, 190.0],
        [230.0, 180.0],
        [150.0, 210.0],
        [120.0, 190.0],
        [110.0, 235.0],
        [60.0, 190.0],
        [-20.0, 170.0],
    ]);
    let south = polygon(&[
        [-20.0, 170.0],
        [60.0, 190.0],
        [110.0, 235.0],
        [150.0, 210.0],
        [230.0, 180.0],
        [330.0, 190.0],
        [440.0, 170.0],
        [470.0, 206.0],
        [500.0, 200.0],
        [516.0, 224.0],
        [505.0, 240.0],
        [520.0, 262.0],
        [514.0, 288.0],
        [500.0, 286.0],
        [496.0, 250.0],
        [470.0, 246.0],
        [480.0, 290.0],
        [450.0, 360.0],
        [60.0, 360.0],
        [40.0, 300.0],
        [-20.0, 290.0],
    ]);
    let edge = Some(Stroke { width: 0.8, colour: COAST, dash: None, is_round: false });
    let border = vec![Segment::Move([490.0, 250.0]), Segment::Quad([500.0, 246.0], [515.0, 254.0])];
    let land = [russia, south].into_iter().map(|path| Shape::Path { path, fill: Some(LAND), stroke: edge });
    let disputed = Shape::Path {
        path: border,
        fill: None,
        stroke: Some(Stroke { width: 1.0, colour: COAST, dash: Some([3.0, 2.0]), is_round: false }),
    };
    let shapes = std::iter::once(sea).chain(land).chain([disputed]).collect();
    let card =
        vec![filled(rectangle([12.0, 12.0], [210.0, 46.0]), WHITE), Shape::Text(line(caption, [20.0, 34.0], 15.0, Weight::Semibold))];
    let bar = Shape::Path {
        path: vec![Segment::Move([20.0, 325.0]), Segment::Line([100.0, 325.0])],
        fill: None,
        stroke: Some(Stroke { width: 2.0, colour: INK, dash: None, is_round: false }),
    };
    let scale = vec![bar, Shape::Text(line("1,000 km", [20.0, 320.0], 11.5, Weight::Regular))];
    let credits = vec![Shape::Text(line("Made with Natural Earth", [470.0, 338.0], 8.0, Weight::Regular))];
    let pieces = vec![
        Piece { kind: Role::Ground, item: None, opacity: 1.0, shapes },
        label("RUSSIA", [300.0, 100.0], 15.0),
        Piece { kind: Role::Furniture, item: None, opacity: 1.0, shapes: card },
        Piece { kind: Role::Furniture, item: None, opacity: 1.0, shapes: scale },
        Piece { kind: Role::Furniture, item: None, opacity: 1.0, shapes: credits },
    ];
    Figure { size: SIZE, pieces }
}

fn area(id: &str, centre: [f32; 2]) -> Piece {
    let [x, y] = centre;
    let path = polygon(&[[x - 22.0, y - 8.0], [x + 2.0, y - 14.0], [x + 24.0, y - 2.0], [x + 14.0, y + 12.0], [x - 16.0, y + 10.0]]);
    let shapes = vec![
        Shape::Glow { centre, radius: 40.0, stops: vec![(0.0, FAINT), (0.6, FAINT), (1.0, [MARK[0], MARK[1], MARK[2], 0])] },
        Shape::Path { path, fill: Some(FAINT), stroke: Some(Stroke { width: 1.2, colour: MARK, dash: None, is_round: false }) },
    ];
    Piece { kind: Role::Area, item: Some(place(id)), opacity: 1.0, shapes }
}

fn mark(id: &str, centre: [f32; 2]) -> Piece {
    let shapes = vec![filled(disc(centre, 6.5), WHITE), filled(disc(centre, 5.0), MARK)];
    Piece { kind: Role::Mark, item: Some(place(id)), opacity: 1.0, shapes }
}

/// A hostile frame with a letter within.
fn symbol(id: &str, [x, y]: [f32; 2]) -> Piece {
    let frame = polygon(&[[x, y - 16.0], [x + 16.0, y], [x, y + 16.0], [x - 16.0, y]]);
    let shapes = vec![
        Shape::Path {
            path: frame,
            fill: Some([0xFF, 0x80, 0x80, 0xFF]),
            stroke: Some(Stroke { width: 1.6, colour: [0, 0, 0, 0xFF], dash: Some([4.0, 2.0]), is_round: false }),
        },
        Shape::Path {
            path: vec![
                Segment::Move([x - 8.0, y - 8.0]),
                Segment::Line([x + 8.0, y + 8.0]),
                Segment::Move([x + 8.0, y - 8.0]),
                Segment::Line([x - 8.0, y + 8.0]),
            ],
            fill: None,
            stroke: Some(Stroke { width: 1.6, colour: [0, 0, 0, 0xFF], dash: None, is_round: false }),
        },
        Shape::Text(line("3000", [x + 18.0, y + 4.0], 11.5, Weight::Semibold)),
    ];
    Piece { kind: Role::Symbol, item: Some(place(id)), opacity: 1.0, shapes }
}

fn arc(id: &str, [x, y]: [f32; 2], [to_x, to_y]: [f32; 2]) -> Piece {
    let (top, step) = (y.min(to_y) - 60.0, (to_x - x) / 3.0);
    let path = vec![Segment::Move([x, y]), Segment::Cubic([x + step, top], [to_x - step, top], [to_x, to_y])];
    let side = 8.0 * (to_x - x).signum();
    let head = polygon(&[[to_x, to_y], [to_x - side, to_y - 9.0], [to_x - 1.5 * side, to_y - 2.0]]);
    let shapes = vec![
        Shape::Path { path, fill: None, stroke: Some(Stroke { width: 2.5, colour: MARK, dash: None, is_round: false }) },
        filled(head, MARK),
    ];
    Piece { kind: Role::Arc, item: Some(Item::Record(RecordId::Event(EventId::from(id)))), opacity: 1.0, shapes }
}

fn label(text: &str, at: [f32; 2], size: f32) -> Piece {
    Piece { kind: Role::Label, item: None, opacity: 1.0, shapes: vec![Shape::Text(line(text, at, size, Weight::Regular))] }
}

fn line(text: &str, at: [f32; 2], size: f32, weight: Weight) -> Text {
    let n_chars = text.chars().count();
    let offsets = (0..=n_chars).map(|n| n as f32 * size * 0.56).collect();
    Text { text: text.to_owned(), at, offsets, size, weight, colour: INK, halo: Some((WHITE, 2.0)) }
}

fn place(id: &str) -> Item {
    Item::Record(RecordId::Place(PlaceId::from(id)))
}

fn filled(path: Vec<Segment>, colour: Colour) -> Shape {
    Shape::Path { path, fill: Some(colour), stroke: None }
}

fn polygon(corners: &[[f32; 2]]) -> Vec<Segment> {
    let first = corners.iter().take(1).map(|at| Segment::Move(*at));
    first.chain(corners.iter().skip(1).map(|at| Segment::Line(*at))).chain([Segment::Close]).collect()
}

fn rectangle([left, top]: [f32; 2], [right, bottom]: [f32; 2]) -> Vec<Segment> {
    polygon(&[[left, top], [right, top], [right, bottom], [left, bottom]])
}

/// Of four Bézier curves.
fn disc([x, y]: [f32; 2], r: f32) -> Vec<Segment> {
    let k = r * 0.552_284_8;
    vec![
        Segment::Move([x + r, y]),
        Segment::Cubic([x + r, y + k], [x + k, y + r], [x, y + r]),
        Segment::Cubic([x - k, y + r], [x - r, y + k], [x - r, y]),
        Segment::Cubic([x - r, y - k], [x - k, y - r], [x, y - r]),
        Segment::Cubic([x + k, y - r], [x + r, y - k], [x + r, y]),
        Segment::Close,
    ]
}
