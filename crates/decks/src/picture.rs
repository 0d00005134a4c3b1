//! Pictures and drawings: a deck of one page.

use std::io::Cursor;
use std::sync::Arc;

use domain::slides::Unfit;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits, Rgb, RgbImage, Rgba};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::fonts::Fonts;
use crate::write::LARGE;

/// Bytes that a decoded picture may take: 100 megapixels of four bytes.
const MOST_BYTES: u64 = 400_000_000;

/// A picture on white, upright as its camera says, and no larger than it is shown; with its own width and height.
///
/// # Errors
/// [`Unfit::TooManyPixels`], or [`Unfit::Broken`] where it can't be read.
pub fn picture(file: &[u8]) -> Result<(RgbImage, f32, f32), Unfit> {
    let reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Unfit::Broken)?;
    let mut decoder = reader.into_decoder().map_err(|_| Unfit::Broken)?;
    if decoder.total_bytes() > MOST_BYTES {
        return Err(Unfit::TooManyPixels);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    decoder.set_limits(limits).map_err(|_| Unfit::TooManyPixels)?;
    let orientation = decoder.orientation().map_err(|_| Unfit::Broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Broken)?;
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    if width.max(height) > LARGE.longest {
        let (width, height) = LARGE.fit(width as f32, height as f32);
        picture = picture.thumbnail_exact(width, height);
    }
    Ok((on_white(&picture), width as f32, height as f32))
}

/// A drawing on white, with its own width and height. Scripts aren't run, and nothing but what is in the file is read.
///
/// # Errors
/// [`Unfit::Broken`] where it can't be read or has no size.
pub fn drawing(file: &[u8], fonts: &Fonts) -> Result<(RgbImage, f32, f32), Unfit> {
    let options = Options {
        fontdb: Arc::clone(fonts.database()),
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_data(file, &options).map_err(|_| Unfit::Broken)?;
    let size = tree.size();
    let (width, height) = LARGE.fit(size.width(), size.height());
    let mut pixels = Pixmap::new(width, height).ok_or(Unfit::TooManyPixels)?;
    pixels.fill(Color::WHITE);
    let scale = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    let rgb = pixels.data().as_chunks().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    let picture = RgbImage::from_raw(width, height, rgb).ok_or(Unfit::Broken)?;
    Ok((picture, size.width(), size.height()))
}

/// What shines through is white, as on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let rgba = picture.to_rgba8();
    let mixed = |Rgba([r, g, b, alpha]): Rgba<u8>| {
        let over = |part: u8| {
            let alpha = u16::from(alpha);
            u8::try_from((u16::from(part) * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(r), over(g), over(b)])
    };
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| mixed(*rgba.get_pixel(x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_run_no_scripts_and_fetch_nothing() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
            <script>alert(1)</script><image href="http://127.0.0.1:9/x.png" width="40" height="20"/>
            <image href="/etc/hostname" width="40" height="20"/><rect width="20" height="20" fill="#f00"/></svg>"##;
        let (picture, width, height) = drawing(svg, &Fonts::new(&[])).unwrap();
        assert_eq!((width, height), (40.0, 20.0));
        assert_eq!((picture.width(), picture.height()), (2048, 1024));
        assert_eq!(picture.get_pixel(500, 500), &Rgb([255, 0, 0]));
        assert_eq!(picture.get_pixel(1500, 500), &Rgb([255, 255, 255]));
    }

    #[test]
    fn what_is_no_picture_is_broken() {
        assert_eq!(picture(b"\x89PNG\r\n\x1a\n").map(|_| ()), Err(Unfit::Broken));
        assert_eq!(drawing(b"<svg", &Fonts::new(&[])).map(|_| ()), Err(Unfit::Broken));
    }
}
