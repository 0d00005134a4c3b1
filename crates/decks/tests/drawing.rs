//! Files of every kind through the child, walled in as it is in an installation.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

mod made;

use std::path::Path;
use std::time::{Duration, Instant};

use decks::{LARGE, Limits, Page, Renderer, SMALL, Said, Size, THUMB};
use domain::slides::Unfit;
use image::{ImageReader, Rgb, RgbImage};
use made::{HELVETICA, Pdf, WIDE, noise, stream, top_left};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// A file that was drawn.
struct Drawn {
    folder: TempDir,
    end: Result<(), Unfit>,
    said: Vec<Said>,
}

async fn draw(file: &[u8]) -> Drawn {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(decks::child::SOURCE), file).unwrap();
    let program = env!("CARGO_BIN_EXE_draw-deck").into();
    let renderer =
        Renderer::new(program, &[], Limits { a_page: Duration::from_secs(60), ..Limits::default() });
    let (send, mut news) = mpsc::channel(8);
    let place = folder.path().to_owned();
    let drawing = tokio::spawn(async move { renderer.draw(&place, &send).await });
    let mut said = vec![];
    while let Some(news) = news.recv().await {
        said.push(news);
    }
    Drawn { end: drawing.await.unwrap(), folder, said }
}

impl Drawn {
    fn pages(&self) -> Vec<&Page> {
        let pages = self.said.iter().filter_map(|said| match said {
            Said::Page(page) => Some(page),
            Said::Opened { .. } | Said::Outline { .. } | Said::Undrawable { .. } | Said::Unfit { .. } => None,
        });
        pages.collect()
    }

    fn undrawable(&self) -> Vec<u16> {
        let numbers = self.said.iter().filter_map(|said| match said {
            Said::Undrawable { number } => Some(*number),
            Said::Opened { .. } | Said::Outline { .. } | Said::Page(_) | Said::Unfit { .. } => None,
        });
        numbers.collect()
    }

    fn outline(&self) -> Vec<(u8, &str, u16)> {
        let headings = self.said.iter().filter_map(|said| match said {
            Said::Outline { headings } => Some(headings),
            Said::Opened { .. } | Said::Page(_) | Said::Undrawable { .. } | Said::Unfit { .. } => None,
        });
        headings.flatten().map(|heading| (heading.level, heading.title.as_str(), heading.page)).collect()
    }

    fn picture(&self, page: u16, size: Size) -> RgbImage {
        picture(&size.path(self.folder.path(), page))
    }

    fn text(&self, page: usize) -> Vec<&str> {
        self.pages()[page].text.iter().map(|line| line.text.as_str()).collect()
    }
}

fn picture(path: &Path) -> RgbImage {
    let reader = ImageReader::open(path).unwrap().with_guessed_format().unwrap();
    assert_eq!(reader.format(), Some(image::ImageFormat::WebP));
    reader.decode().unwrap().to_rgb8()
}

fn fifteen() -> Vec<u8> {
    let page = |n: u16| (WIDE.to_owned(), format!("BT /F 24 Tf 60 60 Td (Energy stays, page {n}) Tj ET"));
    Pdf::new(HELVETICA).pages((1..=15).map(page)).bytes()
}

#[tokio::test]
async fn pages_come_in_order_with_their_text_and_three_pictures() {
    let drawn = draw(&fifteen()).await;
    assert_eq!(drawn.end, Ok(()));
    assert_eq!(drawn.said[0], Said::Opened { pages: 15 });
    let numbers: Vec<u16> = drawn.pages().iter().map(|page| page.number).collect();
    assert_eq!(numbers, (1..=15).collect::<Vec<_>>());
    assert_eq!(drawn.text(6), ["Energy stays, page 7"]);
    let line = &drawn.pages()[6].text[0];
    assert!((600..=650).contains(&line.x) && (8400..=8900).contains(&line.y), "{line:?}");
    for (size, edges) in [(LARGE, (2048, 1152)), (SMALL, (1024, 576)), (THUMB, (256, 144))] {
        assert_eq!(drawn.picture(7, size).dimensions(), edges);
    }
}

#[tokio::test]
async fn pages_have_the_boxes_they_are_shown_with() {
    let pages = [
        (WIDE.to_owned(), top_left("1 0 0 1 20 500")),
        ("/MediaBox[0 0 595 842]/Rotate 90".to_owned(), top_left("0 1 -1 0 40 20")),
        (
            "/MediaBox[0 0 1000 1000]/CropBox[100 200 700 1000]/UserUnit 2".to_owned(),
            format!("1 0 0 rg 0 0 90 1000 re f 0 g {}", top_left("1 0 0 1 120 960")),
        ),
    ];
    let drawn = draw(&Pdf::new(HELVETICA).pages(pages).bytes()).await;
    let ratios = drawn.pages().iter().map(|page| page.width / page.height).collect::<Vec<_>>();
    for (ratio, right) in ratios.iter().zip([1.778, 1.415, 0.75]) {
        assert!((ratio - right).abs() < 0.001, "{ratios:?}");
    }
    assert_eq!((drawn.pages()[2].width, drawn.pages()[2].height), (1200.0, 1600.0));
    for page in drawn.pages() {
        let line = &page.text[0];
        assert_eq!(line.text, "TOP LEFT");
        assert!(line.x < 600 && line.y < 900 && line.width > line.height, "{line:?}");
    }
    let cropped = drawn.picture(3, LARGE);
    assert_eq!(cropped.dimensions(), (1536, 2048));
    assert!(!cropped.pixels().any(|pixel| pixel.0[0] > 200 && pixel.0[1] < 60), "what is cropped isn't seen");
}

#[tokio::test]
async fn a_photo_stands_as_its_camera_was_held() {
    let drawn = draw(&made::photo(400, 200, 6)).await;
    assert_eq!((drawn.pages()[0].width, drawn.pages()[0].height), (200.0, 400.0));
    assert_eq!(drawn.picture(1, LARGE).dimensions(), (200, 400));
}

#[tokio::test]
async fn the_outline_leads_to_pages_and_notes_are_apart_from_the_text() {
    let page = |note: &str| {
        let note = format!("<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/F 2/Contents{note}>>");
        let link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(a link)>>";
        (format!("{WIDE}/Annots[{note}{link}]"), top_left("1 0 0 1 20 500"))
    };
    // Pages are objects 4, 6 and 8; the first object of one's own is 10.
    let file = Pdf::new(HELVETICA)
        .catalog("/Outlines 10 0 R/Names<</Dests<</Kids[15 0 R]>>>>/Dests<</old[8 0 R/Fit]>>")
        .pages([page("(Say hello.)"), page("<FEFF80FD>"), page("()")])
        .object(b"<</First 11 0 R/Last 13 0 R>>".to_vec())
        .object(b"<</Title(Waves)/Dest[4 0 R/Fit]/First 12 0 R/Next 13 0 R>>".to_vec())
        .object(b"<</Title(In ropes)/A<</S/GoTo/D(ropes)>>/Next 14 0 R>>".to_vec())
        .object(b"<</Title(Thanks)/Dest/old/Next 11 0 R>>".to_vec())
        .object(b"<</Title(Elsewhere)/A<</S/URI/URI(http://127.0.0.1:9/)>>>>".to_vec())
        .object(b"<</Names[(ropes)<</D[6 0 R/XYZ 0 0 0]>>]>>".to_vec())
        .bytes();
    let drawn = draw(&file).await;
    assert_eq!(drawn.end, Ok(()));
    // The last leads back to the first.
    assert_eq!(drawn.outline(), [(1, "Waves", 1), (2, "In ropes", 2), (1, "Thanks", 3)]);
    let notes: Vec<&str> = drawn.pages().iter().map(|page| page.notes.as_str()).collect();
    assert_eq!(notes, ["Say hello.", "能", ""]);
    assert_eq!(drawn.text(0), ["TOP LEFT"]);
    assert_eq!(draw(&fifteen()).await.outline(), []);
}

#[tokio::test]
async fn a_page_that_cannot_be_drawn_costs_no_other() {
    let wide = WIDE.to_owned();
    let pages = [
        ("/MediaBox[0 0 14400 14400]".to_owned(), "BT /F 900 Tf 300 13000 Td (HUGE) Tj ET".to_owned()),
        (wide.clone(), "960 0 0 540 0 0 cm /I Do".to_owned()),
        (wide.clone(), "/Pattern cs /P scn 0 0 960 540 re f".to_owned()),
        (wide, top_left("1 0 0 1 20 500")),
    ];
    let image =
        "/Type/XObject/Subtype/Image/Width 20000/Height 20000/BitsPerComponent 1/ColorSpace/DeviceGray";
    let tiling = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 90000 90000]/XStep 90000\
                  /YStep 90000/Resources<<>>";
    let file = Pdf::new(HELVETICA)
        .resources("/XObject<</I 12 0 R>>/Pattern<</P 13 0 R>>")
        .pages(pages)
        .object(stream(&vec![0; 20_000 * 2500], image))
        .object(stream(b"1 0 0 rg 0 0 50 50 re f", tiling))
        .bytes();
    let began = Instant::now();
    let second = async { (draw(&fifteen()).await, began.elapsed()) };
    let (drawn, (second, waited)) = tokio::join!(draw(&file), second);
    assert_eq!((second.end, second.pages().len()), (Ok(()), 15));
    // Three times as long as it may take, for machines that do other things at the same time.
    assert!(waited < Duration::from_secs(60), "a second deck waits for the heavy one: {waited:?}");
    assert_eq!(drawn.end, Ok(()));
    assert_eq!(drawn.pages().len() + drawn.undrawable().len(), 4, "each page is spoken of once");
    let last = drawn.pages().into_iter().find(|page| page.number == 4).unwrap();
    assert_eq!(last.text[0].text, "TOP LEFT");
    for page in drawn.pages() {
        let (width, height) = drawn.picture(page.number, LARGE).dimensions();
        assert!(width.max(height) <= 4096);
    }
}

#[tokio::test]
async fn what_cannot_be_shown_says_why() {
    let page = |n: u16| (WIDE.to_owned(), format!("BT /F 24 Tf 60 60 Td ({n}) Tj ET"));
    let many = Pdf::new(HELVETICA).pages((1..=2000).map(page)).bytes();
    let cut = fifteen()[..300].to_vec();
    for (file, why) in [
        (vec![], Unfit::Empty),
        (cut, Unfit::Broken),
        (noise(50_000), Unfit::OtherKind),
        (many, Unfit::TooManyPages),
        (made::LOCKED.to_vec(), Unfit::Locked),
        (b"\x89PNG\r\n\x1a\nand nothing more".to_vec(), Unfit::Broken),
        (b"PK\x03\x04....word/document.xml".to_vec(), Unfit::NoOffice),
    ] {
        let drawn = draw(&file).await;
        assert_eq!((drawn.end, drawn.said.len()), (Err(why), 0), "{why:?}");
    }
}

#[tokio::test]
async fn who_may_only_not_change_a_file_may_show_it() {
    let drawn = draw(made::OWNED).await;
    assert_eq!((drawn.end, drawn.pages().len()), (Ok(()), 15));
}

#[tokio::test]
async fn pictures_and_drawings_are_decks_of_one_page() {
    let red = RgbImage::from_pixel(40, 20, Rgb([255, 0, 0]));
    let mut png = std::io::Cursor::new(vec![]);
    red.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let drawn = draw(png.get_ref()).await;
    assert_eq!((drawn.pages()[0].width, drawn.pages()[0].height), (40.0, 20.0));
    assert_eq!(drawn.picture(1, LARGE).dimensions(), (40, 20), "what is small isn't blown up");

    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><script>x()</script>
                   <rect width="40" height="20" fill="#00f"/></svg>"##;
    let drawn = draw(svg).await;
    assert_eq!(drawn.picture(1, THUMB).dimensions(), (256, 128));
    assert!(drawn.picture(1, THUMB).get_pixel(9, 9).0[2] > 240);
}

/// What a file could ask for is refused by the kernel: this asks for it in the child's place.
#[tokio::test]
async fn the_child_is_walled_in() {
    let folder = tempfile::tempdir().unwrap();
    let probe = std::process::Command::new(env!("CARGO_BIN_EXE_draw-deck"))
        .args(["--try-walls", folder.path().to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8(probe.stdout).unwrap();
    assert_eq!(
        said,
        "connect refused\nstart a program refused\nread /etc/hostname refused\nwrite outside refused\n"
    );
}
