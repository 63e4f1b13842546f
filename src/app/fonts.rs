//! Fonts of the system, for characters that no built-in font has. The window alone asks for them: pictures and tests look the same
//! everywhere.
//!
//! egui asks in the middle of a frame, and is told that there is none. Off the window's thread the system's fonts are then looked
//! through, at the first need, and those that are taken come behind all that are there. egui has no ear for answers that come late,
//! so it gets them as if they had been built in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use egui::epaint::text::{
    FallbackRequest, FontData, FontInsert, FontPriority, FontProvider, Fonts, InsertFontFamily, LayoutJob, TextOptions, VariationCoords,
};
use egui::{Color32, Context, FontDefinitions, FontFamily, FontId};
use fontdb::{Database, FaceInfo, ID};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::theme::Weight;

/// Limits, as texts and fonts come from strangers. So many characters are looked for,
const MOST_ASKED: usize = 20_000;
/// so many fonts are taken,
const MOST_FONTS: usize = 32;
/// with so many bytes in all (the largest in use, of Han, have 20 to 80 million),
const MOST_BYTES: usize = 200_000_000;
/// and in each search so many are read in vain.
const MOST_IN_VAIN: usize = 16;

/// Notes what no font has, and finds fonts for it.
#[derive(Default)]
pub struct SystemFonts {
    needs: Mutex<Needs>,
    shelf: Mutex<Shelf>,
}

/// A character, and how bold it is to be.
type Need = (Weight, char);

#[derive(Default)]
struct Needs {
    /// All that was ever looked for: what was not found then is not looked for again.
    asked: BTreeSet<Need>,
    open: BTreeSet<Need>,
    is_searching: bool,
}

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let need = (Weight::of(request.family), request.cluster.chars().next()?);
        let mut needs = lock(&self.needs);
        if needs.asked.len() < MOST_ASKED && needs.asked.insert(need) {
            needs.open.insert(need);
        }
        None
    }
}

impl SystemFonts {
    /// Whether there is something to look for and nobody does: then [`SystemFonts::search`] is to be called, on another thread.
    pub fn begin_search(&self) -> bool {
        let mut needs = lock(&self.needs);
        let begins = !needs.is_searching && !needs.open.is_empty();
        needs.is_searching |= begins;
        begins
    }

    /// Finds fonts for all that is needed and gives them to the window, which then draws again.
    pub fn search(&self, ctx: &Context) {
        loop {
            let open = {
                let mut needs = lock(&self.needs);
                needs.is_searching = !needs.open.is_empty();
                std::mem::take(&mut needs.open)
            };
            if open.is_empty() {
                return;
            }
            let found = lock(&self.shelf).find(&open);
            for font in found {
                ctx.add_font(font);
                ctx.request_repaint();
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The system's fonts, and what was taken of them.
#[derive(Default)]
struct Shelf {
    /// `None` before the first need.
    database: Option<Database>,
    /// As both weights may have the same file.
    taken: BTreeMap<ID, FontData>,
    n_bytes: usize,
    n_fonts: usize,
}

/// A font that has some of what is needed.
struct Candidate {
    id: ID,
    name: String,
    /// How bold it is to be.
    boldness: u16,
    has: Vec<char>,
}

impl Shelf {
    /// The best font for each character, as far as there is one.
    fn find(&mut self, needs: &BTreeSet<Need>) -> Vec<FontInsert> {
        let begun = Instant::now();
        let database = self.database.take().unwrap_or_else(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            database
        });
        let (mut found, mut n_in_vain) = (Vec::new(), 0);
        for weight in [Weight::Regular, Weight::Semibold] {
            let mut missing: BTreeSet<char> = needs.iter().filter(|need| need.0 == weight).map(|need| need.1).collect();
            for candidate in candidates(&database, weight, &missing) {
                let text: String = candidate.has.iter().filter(|c| missing.contains(c)).collect();
                if text.is_empty() || self.n_fonts >= MOST_FONTS || n_in_vain >= MOST_IN_VAIN {
                    continue;
                }
                let Some(data) = self.take(&database, candidate.id, &text) else {
                    n_in_vain += 1;
                    continue;
                };
                missing.retain(|c| !text.contains(*c));
                self.n_fonts += 1;
                log::info!("the system's font {} is used for what the built-in fonts lack", candidate.name);
                found.push(inserted(candidate, weight, data));
            }
        }
        let (n_faces, n_needs, ms) = (database.len(), needs.len(), begun.elapsed().as_millis());
        log::info!("looked for {n_needs} characters in {n_faces} fonts of the system: {} more used, {ms} ms", found.len());
        self.database = Some(database);
        found
    }

    /// The font's file, where there is room for it and it draws the text. It is copied: `fontdb` maps files, but only while it looks
    /// into them, as one that changes under us could end the program.
    fn take(&mut self, database: &Database, id: ID, text: &str) -> Option<FontData> {
        if let Some(data) = self.taken.get(&id) {
            return Some(data.clone());
        }
        let room = MOST_BYTES - self.n_bytes;
        let read = |bytes: &[u8], index| (bytes.len() <= room).then(|| FontData { index, ..FontData::from_owned(bytes.to_vec()) });
        let data = database.with_face_data(id, read)??;
        if !unharmed(|| draws(&data, text)) {
            return None;
        }
        self.n_bytes += data.bytes().len();
        self.taken.insert(id, data.clone());
        Some(data)
    }
}

/// The fonts that have any of some characters, the best first.
fn candidates(database: &Database, weight: Weight, missing: &BTreeSet<char>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for face in database.faces().filter(|face| face.style == fontdb::Style::Normal) {
        let mut has = Vec::new();
        let is_sound = unharmed(|| {
            let read = |bytes: &[u8], index| has.extend(missing.iter().filter(covered_by(bytes, index)));
            database.with_face_data(face.id, read).is_some()
        });
        if is_sound && !has.is_empty() {
            let name = face.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
            let boldness = boldness(weight, &has);
            let is_odd_width = face.stretch != fontdb::Stretch::Normal;
            let off_weight = (face.weight.0.abs_diff(boldness), Reverse(face.weight));
            // Where a file has Han in the shapes of several regions: what the built-in fonts lack is mostly simplified.
            let is_other_region = !name.ends_with(" SC");
            let rank = (strangeness(face, &name), is_odd_width, off_weight, Reverse(has.len()), is_other_region, name.clone());
            candidates.push((rank, Candidate { id: face.id, name, boldness, has }));
        }
    }
    candidates.sort_by(|(a, _), (b, _)| a.cmp(b));
    candidates.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How bold a font for some characters is to be. Han never is: no more are the few of its signs and the Hangul that are built in, and
/// its files are large.
fn boldness(weight: Weight, has: &[char]) -> u16 {
    let is_han = |c: &char| matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    match weight {
        Weight::Semibold if !has.iter().any(is_han) => fontdb::Weight::SEMIBOLD.0,
        _ => fontdb::Weight::NORMAL.0,
    }
}

/// How badly a font goes with Noto Sans, by its name.
fn strangeness(face: &FaceInfo, name: &str) -> u8 {
    let is_any = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if is_any(&["LastResort", "Unifont", "Emoji", "Symbol"]) {
        5
    } else if face.monospaced || is_any(&["Mono"]) {
        4
    } else if is_any(&["Noto Sans"]) {
        0
    } else if is_any(&["Sans", " UI"]) {
        1
    } else if is_any(&["Serif", "Mincho", "Ming", "Song", "Times"]) {
        3
    } else {
        2
    }
}

/// Says of a character whether a font has it.
fn covered_by<'a>(bytes: &'a [u8], index: u32) -> impl Fn(&&char) -> bool + 'a {
    let charmap = FontRef::from_index(bytes, index).ok().map(|font| font.charmap());
    move |c| charmap.as_ref().and_then(|charmap| charmap.map(**c)).is_some_and(|glyph| glyph != GlyphId::NOTDEF)
}

/// Whether egui can read a font and draws something for a text: not so for fonts of coloured pictures, or broken ones.
fn draws(data: &FontData, text: &str) -> bool {
    let mut definitions = FontDefinitions::empty();
    definitions.font_data.insert(String::new(), Arc::new(data.clone()));
    definitions.families.insert(FontFamily::Proportional, vec![String::new()]);
    let mut fonts = Fonts::new(TextOptions::default(), definitions);
    let job = LayoutJob::simple_singleline(text.to_owned(), FontId::proportional(16.0), Color32::WHITE);
    fonts.layout_uncached(1.0, Arc::new(job)).num_vertices > 0 || text.chars().all(char::is_whitespace)
}

/// Whether something is so; not where a stranger's font lets a library panic.
fn unharmed(check: impl FnOnce() -> bool) -> bool {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or(false)
}

/// A font as egui takes it in, behind those that are there.
fn inserted(candidate: Candidate, weight: Weight, mut data: FontData) -> FontInsert {
    // One file may hold every weight.
    if data.variation_axes().iter().any(|axis| axis.tag == *b"wght") {
        data.tweak.coords = VariationCoords::new([(b"wght", f32::from(candidate.boldness))]);
    }
    let families = match weight {
        Weight::Regular => vec![weight.family(), FontFamily::Monospace],
        Weight::Semibold => vec![weight.family()],
    };
    let families = families.into_iter().map(|family| InsertFontFamily { family, priority: FontPriority::Lowest }).collect();
    FontInsert { name: format!("{weight:?} {} {}", candidate.id, candidate.name), data, families }
}

#[cfg(test)]
mod tests {
    use egui::{FontTweak, RawInput};

    use super::*;

    const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
    const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf");
    const HANGUL: &[u8] = include_bytes!("../../assets/fonts/NotoSansKR-subset.ttf");

    /// A system that has these files.
    fn shelf(files: &[&[u8]]) -> Shelf {
        let mut database = Database::new();
        for file in files {
            database.load_font_data(file.to_vec());
        }
        Shelf { database: Some(database), ..Shelf::default() }
    }

    fn needs(weight: Weight, text: &str) -> BTreeSet<Need> {
        text.chars().map(|c| (weight, c)).collect()
    }

    /// Which files are found for a text.
    fn found(shelf: &mut Shelf, weight: Weight, text: &str) -> BTreeSet<&'static str> {
        let files = [(REGULAR, "regular"), (SEMIBOLD, "semibold"), (HANGUL, "hangul")];
        let name = |font: FontInsert| files.iter().find(|(file, _)| *file == font.data.bytes()).unwrap().1;
        shelf.find(&needs(weight, text)).into_iter().map(name).collect()
    }

    #[test]
    fn each_character_comes_from_a_font_that_has_it_in_the_weight_that_is_asked_for() {
        for files in [[HANGUL, SEMIBOLD, REGULAR], [REGULAR, SEMIBOLD, HANGUL]] {
            assert_eq!(found(&mut shelf(&files), Weight::Regular, "Жук"), BTreeSet::from(["regular"]));
            assert_eq!(found(&mut shelf(&files), Weight::Semibold, "Жук"), BTreeSet::from(["semibold"]));
            assert_eq!(found(&mut shelf(&files), Weight::Regular, "Ж한글"), BTreeSet::from(["hangul", "regular"]));
        }
        assert!(found(&mut shelf(&[REGULAR, HANGUL]), Weight::Regular, "بيت").is_empty());
        assert!(found(&mut shelf(&[]), Weight::Regular, "Ж").is_empty());
    }

    #[test]
    fn a_font_goes_behind_those_of_its_weight_and_a_file_is_held_once() {
        let mut shelf = shelf(&[HANGUL]);
        let both = needs(Weight::Regular, "한").union(&needs(Weight::Semibold, "한")).copied().collect();
        let [regular, semibold] = <[FontInsert; 2]>::try_from(shelf.find(&both)).unwrap();
        let families = |font: &FontInsert| font.families.iter().map(|into| into.family.clone()).collect::<Vec<_>>();
        assert_eq!(families(&regular), [Weight::Regular.family(), FontFamily::Monospace]);
        assert_eq!(families(&semibold), [Weight::Semibold.family()]);
        assert!(regular.families.iter().chain(&semibold.families).all(|into| into.priority == FontPriority::Lowest));
        assert_ne!(regular.name, semibold.name, "egui takes a second font of the same name for the first");
        assert_eq!(regular.data.bytes().as_ptr(), semibold.data.bytes().as_ptr());
        assert_eq!(shelf.n_bytes, HANGUL.len());
        assert_eq!(regular.data.tweak, FontTweak::default(), "this one has but one weight");
    }

    #[test]
    fn plain_sans_fonts_come_first_and_han_is_never_bold() {
        let database = shelf(&[REGULAR]).database.unwrap();
        let face = database.faces().next().unwrap();
        let mut names = ["Noto Color Emoji", "Noto Sans Mono CJK SC", "Noto Serif Hebrew", "Geeza Pro", "DejaVu Sans", "Noto Sans Arabic"];
        names.sort_by_key(|name| strangeness(face, name));
        assert_eq!(
            names,
            ["Noto Sans Arabic", "DejaVu Sans", "Geeza Pro", "Noto Serif Hebrew", "Noto Sans Mono CJK SC", "Noto Color Emoji"]
        );
        let boldness_of = |text: &str| boldness(Weight::Semibold, &text.chars().collect::<Vec<_>>());
        assert_eq!(["بيت", "ที่", "京", "かな"].map(boldness_of), [600, 600, 400, 400]);
    }

    #[test]
    fn a_broken_font_harms_nobody_and_the_next_is_taken() {
        let text = "Ж";
        for n_bytes in (0..REGULAR.len()).step_by(REGULAR.len() / 40) {
            let mut torn = REGULAR.to_vec();
            torn.truncate(n_bytes);
            let mut shelf = shelf(&[&torn, b"no font", b"", SEMIBOLD]);
            let fonts = shelf.find(&needs(Weight::Regular, text));
            assert_eq!(fonts.len(), 1, "torn at {n_bytes}");
            assert!(draws(&fonts[0].data, text));
            assert_eq!(shelf.n_bytes, fonts[0].data.bytes().len(), "what is no use is not kept");
        }
        assert!(!unharmed(|| panic!("what a library may do")));
        assert!(!draws(&FontData::from_static(HANGUL), "\u{AD}"), "has it and draws nothing");
    }

    #[test]
    fn there_is_an_end_to_what_is_taken() {
        let mut full = Shelf { n_bytes: MOST_BYTES - HANGUL.len() + 1, ..shelf(&[HANGUL]) };
        assert!(found(&mut full, Weight::Regular, "한").is_empty());
        let mut many = Shelf { n_fonts: MOST_FONTS, ..shelf(&[HANGUL]) };
        assert!(found(&mut many, Weight::Regular, "한").is_empty());
        let fonts = SystemFonts::default();
        for c in ('\u{1000}'..).take(MOST_ASKED + 10) {
            fonts.font_for(&FallbackRequest { cluster: &c.to_string(), family: &FontFamily::Proportional });
        }
        assert_eq!(lock(&fonts.needs).open.len(), MOST_ASKED);
    }

    /// Lays a text out as a frame does, and says whether every character has a glyph.
    fn is_drawn(ctx: &Context, text: &str) -> bool {
        let mut is_drawn = false;
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            ui.label(text);
            is_drawn = ui.fonts_mut(|fonts| fonts.has_glyphs(&FontId::proportional(13.0), text));
        });
        output.textures_delta.clear();
        is_drawn
    }

    #[test]
    fn what_is_missing_is_looked_for_once_and_drawn_in_the_frame_after() {
        let ctx = Context::default();
        let mut built_in = FontDefinitions::empty();
        built_in.font_data.insert("hangul".to_owned(), Arc::new(FontData::from_static(HANGUL)));
        for family in [FontFamily::Proportional, FontFamily::Monospace] {
            built_in.families.insert(family, vec!["hangul".to_owned()]);
        }
        ctx.set_fonts(built_in);
        let fonts = Arc::new(SystemFonts { shelf: Mutex::new(shelf(&[REGULAR])), ..SystemFonts::default() });
        ctx.add_font_provider(Arc::<SystemFonts>::clone(&fonts));

        assert!(is_drawn(&ctx, "한"));
        assert!(!fonts.begin_search(), "nothing is looked for before the first need");
        assert!(!is_drawn(&ctx, "Жب"));
        assert!(fonts.begin_search());
        assert!(!fonts.begin_search(), "somebody does already");
        fonts.search(&ctx);
        assert!(is_drawn(&ctx, "한Ж"));
        assert!(!is_drawn(&ctx, "ب"), "no font has it");
        assert!(!fonts.begin_search(), "what was not found is not looked for again");
        let families = ctx.fonts(|fonts| fonts.definitions().families.clone());
        assert_eq!(families[&FontFamily::Proportional][0], "hangul", "what is built in comes first");
    }
}
