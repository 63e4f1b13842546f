//! What reports have attached: files of the situation's folder, read within bounds, hashed, and drawn where they are pictures.
//!
//! However many are asked for, one at a time is read and decoded: so they never take more memory than one does.

use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use egui::ColorImage;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::app::files::FileError;
use crate::app::home::Home;
use crate::command::{Examined, FoundFile, Pictures, ToExamine};
use crate::formats::native::sha256;
use crate::model::is_within_folder;
use crate::wording;

/// Larger files are not read.
pub const MAX_LEN: u64 = 64 * 1024 * 1024;
/// Pictures of more pixels are not drawn, nor those of which a side has more than [`MAX_SIDE_PX`].
const MAX_PIXELS: u64 = 100_000_000;
const MAX_SIDE_PX: u32 = 32_768;
/// What a picture may take of memory once decoded, and what the decoder may take besides, in bytes.
const MAX_DECODED: u64 = 256 * 1024 * 1024;
/// The longest side of what is drawn: of the thumbnail, and of the picture shown large.
const THUMBNAIL_PX: u32 = 320;
const LARGE_PX: u32 = 1920;

/// Whose turn it is.
static TURN: Mutex<()> = Mutex::new(());

/// Reads a file of the folder of the situation at a path, once no other is being read. A picture is told by its content, not by its name.
pub fn examine(situation: Option<&Path>, asked: ToExamine) -> Examined {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let file = &asked.file;
    let found = match situation {
        Some(situation) if is_within_folder(file) => {
            let bytes = Home::of(situation).read(file, MAX_LEN);
            bytes.map(|bytes| found(&bytes, asked.is_large)).map_err(|error| error.to_string())
        }
        _ => Err(FileError::BadName(file.clone()).to_string()),
    };
    Examined { asked, found }
}

fn found(bytes: &[u8], is_large: bool) -> FoundFile {
    let format = image::guess_format(bytes).ok().filter(|format| matches!(format, ImageFormat::Png | ImageFormat::Jpeg));
    FoundFile { len: bytes.len() as u64, sha256: sha256(bytes), pictures: format.map(|format| pictures(bytes, format, is_large)) }
}

fn pictures(bytes: &[u8], format: ImageFormat, is_large: bool) -> Result<Pictures, String> {
    let words = |error: image::ImageError| error.to_string();
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(MAX_SIDE_PX), Some(MAX_SIDE_PX), Some(MAX_DECODED));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(words)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(wording::too_many_pixels(width, height));
    }
    let orientation = decoder.orientation().map_err(words)?;
    let image = DynamicImage::from_decoder(decoder).map_err(words)?;
    // Turned only when it is small: turning takes as much memory again.
    let drawn = |most: u32| {
        let mut image = if width.max(height) > most { image.thumbnail(most, most) } else { image.clone() };
        image.apply_orientation(orientation);
        let image = image.into_rgba8();
        let size = [image.width() as usize, image.height() as usize];
        Arc::new(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
    };
    let is_on_its_side =
        matches!(orientation, Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH);
    let size_px = if is_on_its_side { [height, width] } else { [width, height] };
    Ok(Pictures { size_px, thumbnail: drawn(THUMBNAIL_PX), large: is_large.then(|| drawn(LARGE_PX)) })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::formats::packed::pack;

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

    fn asked(file: &str, is_large: bool) -> ToExamine {
        ToExamine { file: file.to_owned(), n_opened: 0, is_large }
    }

    fn words_of(folder: &Path, file: &str) -> String {
        examine(Some(folder), asked(file, false)).found.unwrap_err()
    }

    #[test]
    fn a_picture_is_told_by_its_content_and_made_to_fit() {
        let folder = folder();
        fs::write(folder.path().join("attachments/a.txt"), png(4000, 1000)).unwrap();
        fs::write(folder.path().join("attachments/b.png"), "no picture").unwrap();
        // The path of the header counts as that of the folder.
        let found = examine(Some(&folder.path().join("situation.json")), asked("attachments/a.txt", true)).found.unwrap();
        let pictures = found.pictures.unwrap().unwrap();
        assert_eq!((pictures.size_px, pictures.thumbnail.size, pictures.large.unwrap().size), ([4000, 1000], [320, 80], [1920, 480]));
        let found = examine(Some(folder.path()), asked("attachments/a.txt", false)).found.unwrap();
        assert!(found.pictures.unwrap().unwrap().large.is_none(), "only what is shown large is kept so");
        let found = examine(Some(folder.path()), asked("attachments/b.png", false)).found.unwrap();
        assert_eq!((found.len, found.pictures.is_none()), (10, true));
        assert_eq!(found.sha256, sha256(b"no picture"));
    }

    #[test]
    fn what_is_attached_to_a_packed_situation_is_found_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sandtable");
        let picture = png(40, 20);
        fs::write(&path, pack([("situation.json", &b"{}"[..]), ("attachments/a.png", &picture)]).unwrap()).unwrap();
        let found = examine(Some(&path), asked("attachments/a.png", false)).found.unwrap();
        assert_eq!((found.pictures.unwrap().unwrap().size_px, found.sha256), ([40, 20], sha256(&picture)));
        assert!(words_of(&path, "attachments/none.png").contains("no such file"));
        assert!(words_of(&path, "../a.png").contains("not a name"));
    }

    #[test]
    fn a_damaged_picture_says_so_and_one_that_promises_too_many_pixels_is_not_drawn() {
        let cut = png(64, 64).into_iter().take(60).collect::<Vec<u8>>();
        assert!(matches!(found(&cut, false).pictures, Some(Err(_))));
        let mut bomb = png(1, 1);
        // The width and height that the header of a PNG tells, and their checksum (ISO/IEC 15948).
        bomb.splice(16..24, [0, 0, 0x60, 0, 0, 0, 0x60, 0]);
        let crc = crc32(&bomb[12..29]).to_be_bytes();
        bomb.splice(29..33, crc);
        let words = found(&bomb, false).pictures.unwrap().unwrap_err();
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
