//! A page's pictures: WebP in three sizes, named after the page.

use std::io;
use std::path::{Path, PathBuf};

use image::RgbImage;
use image::imageops::thumbnail;

/// The picture that fills a stage.
pub const LARGE: Size = Size { word: "large", longest: 2048 };
/// The one for a phone or a slow line.
pub const SMALL: Size = Size { word: "small", longest: 1024 };
/// The one in a strip of pages.
pub const THUMB: Size = Size { word: "thumb", longest: 256 };
/// Between artefacts at the edges of letters, and files too large for a phone.
const QUALITY: f32 = 82.0;

/// A size of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its word in names of files.
    pub word: &'static str,
    /// Pixels of its longer edge; a picture that has fewer isn't enlarged.
    pub longest: u32,
}

impl Size {
    /// Every size, the largest first.
    pub const ALL: [Self; 3] = [LARGE, SMALL, THUMB];

    /// Where a page's picture of this size lies in its deck's folder.
    #[must_use]
    pub fn path(self, folder: &Path, page: u16) -> PathBuf {
        folder.join(format!("{page}.{}.webp", self.word))
    }

    /// Width and height in pixels of a page of these measures: 1 or more each, the longer edge exactly [`Size::longest`].
    #[must_use]
    pub fn fit(self, width: f32, height: f32) -> (u32, u32) {
        let scale = self.longest as f32 / width.max(height);
        let edge = |length: f32| ((length * scale).round() as u32).clamp(1, self.longest);
        (edge(width), edge(height))
    }
}

/// Writes a page's pictures, made of its largest.
///
/// # Errors
/// Where the folder can't be written, or the encoder gives up.
pub fn write(folder: &Path, page: u16, large: RgbImage) -> io::Result<()> {
    let mut picture = large;
    for size in Size::ALL {
        if picture.width().max(picture.height()) > size.longest {
            let (width, height) = size.fit(picture.width() as f32, picture.height() as f32);
            picture = thumbnail(&picture, width, height);
        }
        let encoder = webp::Encoder::from_rgb(&picture, picture.width(), picture.height());
        let encoded = encoder.encode_simple(false, QUALITY);
        let encoded = encoded.map_err(|error| io::Error::other(format!("{error:?}")))?;
        std::fs::write(size.path(folder, page), &*encoded)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fit_their_size_whatever_their_shape() {
        assert_eq!(LARGE.fit(960.0, 540.0), (2048, 1152));
        assert_eq!(SMALL.fit(540.0, 960.0), (576, 1024));
        assert_eq!(THUMB.fit(14_400.0, 1.0), (256, 1));
    }
}
