//! What a file is, by what is in it: names and what browsers say of types are hints at best.

use domain::slides::Unfit;

/// How much of a file's beginning tells its kind.
const HEAD: usize = 4096;

/// A kind of file that becomes a deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// A picture of pixels: PNG, JPEG, WebP or GIF.
    Picture,
    /// A drawing in SVG.
    Svg,
}

impl Kind {
    /// The kind of a file.
    ///
    /// # Errors
    /// [`Unfit::Empty`], [`Unfit::NoOffice`] for documents of office programs, [`Unfit::OtherKind`] for all else.
    pub fn of(file: &[u8]) -> Result<Self, Unfit> {
        let head = &file[..file.len().min(HEAD)];
        let holds = |word: &[u8]| head.windows(word.len()).any(|part| part == word);
        if head.is_empty() {
            Err(Unfit::Empty)
        } else if holds(b"%PDF-") {
            Ok(Self::Pdf)
        } else if image::guess_format(head).is_ok_and(is_drawn) {
            Ok(Self::Picture)
        } else if is_text(head) && holds(b"<svg") {
            Ok(Self::Svg)
        } else if is_office(head, file) {
            Err(Unfit::NoOffice)
        } else {
            Err(Unfit::OtherKind)
        }
    }
}

fn is_drawn(format: image::ImageFormat) -> bool {
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};
    matches!(format, Png | Jpeg | WebP | Gif)
}

fn is_text(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// The older kind of document, or an archive with the parts of a newer one.
fn is_office(head: &[u8], file: &[u8]) -> bool {
    let parts: [&[u8]; 4] = [b"ppt/", b"word/", b"xl/", b"mimetypeapplication/vnd.oasis.opendocument"];
    let holds = |word: &[u8]| file.windows(word.len()).any(|part| part == word);
    head.starts_with(b"\xD0\xCF\x11\xE0") || (head.starts_with(b"PK") && parts.into_iter().any(holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_is_in_it() {
        assert_eq!(Kind::of(b""), Err(Unfit::Empty));
        assert_eq!(Kind::of(b"junk before %PDF-1.4 and after"), Ok(Kind::Pdf));
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n...."), Ok(Kind::Picture));
        assert_eq!(Kind::of(b"\xEF\xBB\xBF <?xml version='1.0'?><svg/>"), Ok(Kind::Svg));
        assert_eq!(Kind::of(b"<html><p>no</p></html>"), Err(Unfit::OtherKind));
        assert_eq!(Kind::of(b"PK\x03\x04....ppt/slides/slide1.xml"), Err(Unfit::NoOffice));
        assert_eq!(Kind::of(b"PK\x03\x04....readme.txt"), Err(Unfit::OtherKind));
        assert_eq!(Kind::of(b"BM......"), Err(Unfit::OtherKind), "a bitmap isn't drawn");
    }
}
