//! What is found out about the files that reports have attached.

use std::sync::Arc;

use egui::ColorImage;

/// How far it is known what a file is.
#[derive(Clone, Debug)]
pub enum Held {
    /// It is being read.
    Asked,
    Known(Examined),
}

/// A file that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToExamine {
    /// As the report names it.
    pub file: String,
    /// Of which opening of a situation it is asked: the file of another may have the same name.
    pub n_opened: u64,
    /// Whether a picture is wanted large too.
    pub is_large: bool,
}

/// A file of a situation's folder, looked at.
#[derive(Clone, Debug)]
pub struct Examined {
    pub asked: ToExamine,
    /// What it is, or in words why it could not be read.
    pub found: Result<Found, String>,
}

#[derive(Clone, Debug)]
pub struct Found {
    /// In bytes.
    pub len: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// Of a file that is a picture: that, or in words why it cannot be drawn.
    pub pictures: Option<Result<Pictures, String>>,
}

/// A picture in the sizes that are drawn.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// Width and height in pixels as it stands in the file.
    pub size_px: [u32; 2],
    pub thumbnail: Arc<ColorImage>,
    /// As it is in the file, or made smaller to fit a screen; only of the picture that is shown large.
    pub large: Option<Arc<ColorImage>>,
}
