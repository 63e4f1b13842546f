//! A handout as files, in the form that is wanted.

use std::path::{Path, PathBuf};

use crate::briefing::{GoOn, HandoutForm, HandoutRequest, HandoutStep, numbered};
use crate::export::figure::Figure;
use crate::export::handout::{Handout, Sheet};
use crate::export::png::{self, PngError};
use crate::export::{PdfError, PptxError, html, pdf, pptx, svg_file};
use crate::wording;

/// Pixels for each point in pictures: of a wall of 1920 x 1080.
const SCALE: f32 = 3.13;

/// Why there are none.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error(transparent)]
    Pdf(#[from] PdfError),
    #[error(transparent)]
    Pptx(#[from] PptxError),
    #[error("the map of scene {number} cannot be drawn: {why}")]
    Png { number: usize, why: PngError },
    #[error("no scene of it has a map that could be a picture")]
    NoPictures,
    #[error("it was cancelled")]
    Cancelled,
}

/// What is to be written, and where: one file, or of pictures one for each scene.
///
/// # Errors
/// A map cannot be drawn, there is none, a format cannot hold what is in it, or it is not to go on.
pub fn files(handout: &Handout, request: &HandoutRequest, out: &Path, go_on: GoOn<'_>) -> Result<Vec<(PathBuf, Vec<u8>)>, FilesError> {
    let step = |done, of| if go_on(HandoutStep::Files(done, of)) { Ok(()) } else { Err(FilesError::Cancelled) };
    step(0, 1)?;
    let one = |bytes| Ok(vec![(out.to_owned(), bytes)]);
    match request.form {
        HandoutForm::Html => one(html(handout).into_bytes()),
        HandoutForm::Pdf(layout) => one(pdf(handout, layout)?),
        HandoutForm::Pptx => one(pptx(handout)?),
        form @ (HandoutForm::Png | HandoutForm::Svg) => {
            let pictures: Vec<(&Sheet, &Figure)> =
                handout.sheets.iter().filter_map(|sheet| Some((sheet, sheet.figure.as_ref()?))).collect();
            if pictures.is_empty() {
                return Err(FilesError::NoPictures);
            }
            let picture = |(at, (sheet, figure)): (usize, &(&Sheet, &Figure))| {
                step(at, pictures.len())?;
                let bytes = match form {
                    HandoutForm::Png => png::png(figure, SCALE).map_err(|why| FilesError::Png { number: sheet.number, why })?,
                    _ => svg_file(figure, 1.0, &sheet.title, &described(sheet)).into_bytes(),
                };
                let path = if request.is_named(out) { out.to_owned() } else { numbered(out, sheet.number) };
                Ok((path, bytes))
            };
            pictures.iter().enumerate().map(picture).collect()
        }
    }
}

/// What a picture shows, in words, and what of it is otherwise than it was prepared.
fn described(sheet: &Sheet) -> String {
    if sheet.faults.is_empty() {
        return sheet.figure_told.clone();
    }
    format!("{} {}", sheet.figure_told, wording::not_as_prepared(&sheet.faults)).trim_start().to_owned()
}
