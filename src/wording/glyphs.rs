//! What is said of characters that no built-in font has.

use std::collections::BTreeSet;

use crate::base::counted;

/// So many of them are named.
const MOST_NAMED: usize = 6;

/// "3 characters of scene 2 have no glyph in the built-in fonts: ..." The signs themselves stand beside their numbers, for fonts that have them.
/// `of` is what they are in, as " of scene 2".
fn told(signs: &BTreeSet<char>, of: &str) -> Option<String> {
    let n = signs.len();
    if n == 0 {
        return None;
    }
    let named: Vec<String> = signs.iter().take(MOST_NAMED).map(|sign| format!("{sign} (U+{:04X})", u32::from(*sign))).collect();
    let more = if n > MOST_NAMED { format!(" and {} more", n - MOST_NAMED) } else { String::new() };
    let have = if n == 1 { "has" } else { "have" };
    let what = counted(n, "character", "characters");
    Some(format!("{what}{of} {have} no glyph in the built-in fonts and can be boxes: {}{more}.", named.join(", ")))
}

pub fn lacking_in_scene(signs: &BTreeSet<char>, number: usize) -> Option<String> {
    told(signs, &format!(" of scene {number}"))
}

/// The same of the title, of sources and of all else that is of no scene.
pub fn lacking_beside_scenes(signs: &BTreeSet<char>) -> Option<String> {
    told(signs, " of title and sources")
}

pub fn lacking_in_picture(signs: &BTreeSet<char>) -> Option<String> {
    told(signs, " of the picture")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_named_by_sign_and_number_and_counted() {
        let signs = "条".chars().collect();
        assert_eq!(
            lacking_in_scene(&signs, 2).unwrap(),
            "1 character of scene 2 has no glyph in the built-in fonts and can be boxes: 条 (U+6761)."
        );
        let told = lacking_in_picture(&"条约معاهدة".chars().collect()).unwrap();
        assert!(told.starts_with("8 characters of the picture have") && told.ends_with(" and 2 more."), "{told}");
        assert_eq!(lacking_beside_scenes(&BTreeSet::new()), None);
    }
}
