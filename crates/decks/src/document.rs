//! The pages of a PDF.

use std::sync::Arc;

use domain::slides::{MOST_PAGES, Unfit};
use hayro::hayro_interpret::util::TransformExt as _;
use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::Rect;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;

use crate::fonts::Fonts;
use crate::outline::notes;
use crate::said::{self, Line};
use crate::text::Text;
use crate::write::LARGE;

/// Where a PDF says that it ends.
const END: &[u8] = b"%%EOF";
/// A page's points are a 72nd of an inch times this (PDF 1.6).
const USER_UNIT: &[u8] = b"UserUnit";

/// Opens a PDF. What only keeps people from changing it opens it.
///
/// # Errors
/// [`Unfit::Locked`], [`Unfit::Broken`], [`Unfit::NoPages`], [`Unfit::TooManyPages`].
pub fn open(file: Vec<u8>) -> Result<Pdf, Unfit> {
    let whole = file.windows(END.len()).any(|part| part == END);
    let pdf = Pdf::new(file).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unfit::Locked,
        LoadPdfError::Decryption(
            DecryptionError::MissingIDEntry
            | DecryptionError::InvalidEncryption
            | DecryptionError::UnsupportedAlgorithm,
        ) => Unfit::Locked,
        LoadPdfError::Invalid => Unfit::Broken,
    })?;
    match pdf.pages().len() {
        0 if whole => Err(Unfit::NoPages),
        0 => Err(Unfit::Broken),
        pages if pages > usize::from(MOST_PAGES) => Err(Unfit::TooManyPages),
        _ => Ok(pdf),
    }
}

/// A page's largest picture, and what is said of it.
pub fn draw(page: &Page<'_>, number: u16, fonts: &Arc<Fonts>) -> (RgbImage, said::Page) {
    let resolver = Arc::clone(fonts);
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |query| resolver.resolve(query)),
        ..InterpreterSettings::default()
    };
    let (width, height) = page.render_dimensions();
    let text = text(page, &settings);
    let (across, down) = LARGE.fit(width, height);
    // The renderer cuts off what is left of a pixel.
    let scale = |pixels: u32, points: f32| (pixels as f32 + 0.01) / points;
    let sized =
        PixmapSettings { x_scale: scale(across, width), y_scale: scale(down, height), bg_color: WHITE };
    let pixels = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &sized);
    let (across, down) = (u32::from(pixels.width()), u32::from(pixels.height()));
    let rgb = pixels.data_as_u8_slice().as_chunks().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    let picture = RgbImage::from_raw(across, down, rgb).unwrap_or_else(|| RgbImage::new(across, down));
    let unit = page.raw().get::<f32>(USER_UNIT).filter(|unit| unit.is_finite() && *unit > 0.0).unwrap_or(1.0);
    let (replaced, notes) = (fonts.take_replaced(), notes(page));
    (picture, said::Page { number, width: width * unit, height: height * unit, text, replaced, notes })
}

fn text(page: &Page<'_>, settings: &InterpreterSettings) -> Vec<Line> {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let cache = InterpreterCache::new();
    let bounds = Rect::new(0.0, 0.0, width, height);
    let mut context = Context::new(upright, bounds, &cache, page.xref(), settings.clone());
    let mut text = Text::default();
    interpret_page(page, &mut context, &mut text);
    text.lines(width, height)
}
