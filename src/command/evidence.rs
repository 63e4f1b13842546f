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

/// A file of a situation's folder, looked at.
#[derive(Clone, Debug)]
pub struct Examined {
    /// As the report names it.
    pub file: String,
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
    /// As it is in the file, or made smaller to fit a screen.
    pub large: Arc<ColorImage>,
}
