//! A handout as PDF: vectors, text that can be selected and found, tagged for those who do not see it (PDF/UA-1, ISO 14289-1), all fonts
//! in it. It has no date and no id by chance: the same handout gives the same bytes.
//!
//! Main function: [`pdf`]. A handout is composed into rows (`compose`, `evidence`, `text`), rows are put on pages (`rows`), pages are written
//! (`write`, `draw`) as parts of a structure (`tags`).
//!
//! **Does not:** decide what a handout says, or how figures look.

mod clean;
mod compose;
mod draw;
mod evidence;
mod rows;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod write;

use thiserror::Error;

use crate::briefing::Layout;
use crate::export::handout::Handout;
use crate::export::pins;
use crate::export::typeset::Typesetter;
use crate::theme::Theme;
use crate::viewpoint::ThemeKind;

#[derive(Debug, Error)]
#[error("it cannot be written as PDF: {0}")]
pub struct PdfError(String);

/// A handout as the bytes of a PDF file.
pub fn pdf(handout: &Handout, layout: Layout) -> Result<Vec<u8>, PdfError> {
    let types = Typesetter::built_in();
    let mut handout = handout.clone();
    handout.sheets.iter_mut().for_each(|sheet| pins::add(sheet, &types, Theme::of(ThemeKind::Projector)));
    let handout = &handout;
    let sizes = compose::sizes(layout);
    let marking = write::marking(handout, compose::PageShape::of(layout, 0, sizes), sizes, &types);
    let n_marking = marking.map_or(0, |(_, lines)| lines.len());
    let book = compose::compose(handout, layout, &types, n_marking);
    write::write(handout, book, &types)
}
