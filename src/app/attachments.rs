//! What reports have attached: files of the situation's folder, read within bounds, hashed, and drawn where they are pictures.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use egui::ColorImage;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::app::files::{self, FileError};
use crate::command::{Examined, FoundFile, Pictures};
use crate::formats::native::sha256;
use crate::model::is_within_folder;
use crate::wording;

/// Larger files are not read.
pub const MAX_LEN: u64 = 64 * 1024 * 1024;
/// Pictures of more pixels are not drawn, nor those of which a side has more than [`MAX_SIDE_PX`].
const MAX_PIXELS: u64 = 64 * 1024 * 1024;
const MAX_SIDE_PX: u32 = 32_768;
/// What decoding may take of memory, in bytes.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;
/// The longest side of what is drawn: of the thumbnail, and of the picture shown large.
const THUMBNAIL_PX: u32 = 320;
const LARGE_PX: u32 = 1920;

/// Reads a file of the folder of the situation at a path. A picture is told by its content, not by its name.
pub fn examine(situation: Option<&Path>, file: String) -> Examined {
    let found = match situation {
        Some(situation) if is_within_folder(&file) => {
            let folder = files::folder_of(situation);
            files::read_within(folder, &folder.join(&file), MAX_LEN).map(|bytes| found(&bytes)).map_err(|error| error.to_string())
        }
        _ => Err(FileError::BadName(file.clone()).to_string()),
    };
    Examined { file, found }
}

fn found(bytes: &[u8]) -> FoundFile {
    let format = image::guess_format(bytes).ok().filter(|format| matches!(format, ImageFormat::Png | ImageFormat::Jpeg));
    FoundFile { len: bytes.len() as u64, sha256: sha256(bytes), pictures: format.map(|format| pictures(bytes, format)) }
}

fn pictures(bytes: &[u8], format: ImageFormat) -> Result<Pictures, String> {
    let words = |error: image::ImageError| error.to_string();
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(MAX_SIDE_PX), Some(MAX_SIDE_PX), Some(MAX_MEMORY));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(words)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(wording::too_many_pixels(width, height));
    }
    let orientation = decoder.orientation().map_err(words)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(words)?;
    image.apply_orientation(orientation);
    let fitted = |most: u32| if image.width().max(image.height()) > most { image.thumbnail(most, most) } else { image.clone() };
    let drawn = |image: DynamicImage| {
        let image = image.into_rgba8();
        let size = [image.width() as usize, image.height() as usize];
        Arc::new(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
    };
    Ok(Pictures { size_px: [image.width(), image.height()], thumbnail: drawn(fitted(THUMBNAIL_PX)), large: drawn(fitted(LARGE_PX)) })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("situation.json"), "{}").unwrap();
        fs::create_dir(folder.path().join("attachments")).unwrap();
        folder
    }

    fn words_of(folder: &Path, file: &str) -> String {
        examine(Some(folder), file.to_owned()).found.unwrap_err()
    }

    #[test]
    fn a_picture_is_told_by_its_content_and_made_to_fit() {
        let folder = folder();
        fs::write(folder.path().join("attachments/a.txt"), png(4000, 1000)).unwrap();
        fs::write(folder.path().join("attachments/b.png"), "no picture").unwrap();
        // The path of the header counts as that of the folder.
        let found = examine(Some(&folder.path().join("situation.json")), "attachments/a.txt".to_owned()).found.unwrap();
        let pictures = found.pictures.unwrap().unwrap();
        assert_eq!((pictures.size_px, pictures.thumbnail.size, pictures.large.size), ([4000, 1000], [320, 80], [1920, 480]));
        let found = examine(Some(folder.path()), "attachments/b.png".to_owned()).found.unwrap();
        assert_eq!((found.len, found.pictures.is_none()), (10, true));
        assert_eq!(found.sha256, sha256(b"no picture"));
    }

    #[test]
    fn a_damaged_picture_says_so_and_one_that_promises_too_many_pixels_is_not_drawn() {
        let cut = png(64, 64).into_iter().take(60).collect::<Vec<u8>>();
        assert!(matches!(found(&cut).pictures, Some(Err(_))));
        let mut bomb = png(1, 1);
        // The width and height that the header of a PNG tells, and their checksum (ISO/IEC 15948).
        bomb.splice(16..24, [0, 0, 0x60, 0, 0, 0, 0x60, 0]);
        let crc = crc32(&bomb[12..29]).to_be_bytes();
        bomb.splice(29..33, crc);
        let words = found(&bomb).pictures.unwrap().unwrap_err();
        assert!(words.contains("24576"), "{words}");
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes
            .iter()
            .fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())))
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let (outer, folder) = (tempfile::tempdir().unwrap(), folder());
        fs::write(outer.path().join("secret"), "s").unwrap();
        for file in ["../secret", "/etc/hostname", "attachments/../../secret", ""] {
            assert!(words_of(folder.path(), file).contains("not a name"), "{file}");
        }
        assert!(words_of(folder.path(), "attachments/none.png").contains("no such file"));
        assert!(words_of(folder.path(), "attachments").contains("a folder"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("secret"), folder.path().join("attachments/link")).unwrap();
            assert!(words_of(folder.path(), "attachments/link").contains("leads out"));
        }
    }
}
