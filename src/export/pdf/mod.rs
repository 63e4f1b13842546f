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

use crate::export::figure::{Figure, PieceKind};
use crate::export::handout::Handout;
use crate::export::pins;
use crate::export::typeset::Typesetter;
use crate::theme::Theme;
use crate::viewpoint::ThemeKind;

/// What it is to be printed on, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub paper: Paper,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 x 297 mm.
    #[default]
    A4,
    /// 8.5 x 11 inches.
    Letter,
    /// 16:9, 13.33 x 7.5 inches: for a screen.
    Slide,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// For the hand: each scene with its text and its endnotes.
    #[default]
    Handout,
    /// Each scene on a page across, the evidence behind all of them.
    FullPage,
}

#[derive(Debug, Error)]
#[error("it cannot be written as PDF: {0}")]
pub struct PdfError(String);

/// A handout as the bytes of a PDF file. Figures without pins get them, each endnote where its places are.
pub fn pdf(handout: &Handout, layout: Layout) -> Result<Vec<u8>, PdfError> {
    let types = Typesetter::built_in();
    let handout = &pinned(handout, &types);
    let sizes = compose::sizes(layout);
    let marking = write::marking(handout, compose::PageShape::of(layout, 0, sizes), sizes, &types);
    let n_marking = marking.map_or(0, |(_, lines)| lines.len());
    let book = compose::compose(handout, layout, &types, n_marking);
    write::write(handout, book, &types)
}

fn pinned(handout: &Handout, types: &Typesetter) -> Handout {
    let mut handout = handout.clone();
    for sheet in &mut handout.sheets {
        let has_pins = |figure: &Figure| figure.pieces.iter().any(|piece| piece.kind == PieceKind::Pin);
        if !sheet.figure.as_ref().is_some_and(has_pins) {
            pins::add(sheet, types, Theme::of(ThemeKind::Projector));
        }
    }
    handout
}
