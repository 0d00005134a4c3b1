//! Files that tests draw, made here.

/// A font that every program has.
pub const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
/// A page of 16:9.
pub const WIDE: &str = "/MediaBox[0 0 960 540]";

/// Two words at the left upper corner, by a text matrix.
pub fn top_left(matrix: &str) -> String {
    format!("BT /F 24 Tf {matrix} Tm (TOP LEFT) Tj ET")
}

/// A stream object.
pub fn stream(data: &[u8], more: &str) -> Vec<u8> {
    let mut object = format!("<</Length {}{more}>>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// A PDF: its catalog is object 1, its pages 2, its font 3, then each page and what is on it; the first object of one's own is
/// number 4 and twice the pages.
pub struct Pdf {
    font: String,
    catalog: String,
    resources: String,
    pages: Vec<(String, String)>,
    more: Vec<Vec<u8>>,
}

impl Pdf {
    pub fn new(font: &str) -> Self {
        Self {
            font: font.to_owned(),
            catalog: String::new(),
            resources: String::new(),
            pages: vec![],
            more: vec![],
        }
    }

    /// What the catalog has beside the pages.
    pub fn catalog(mut self, entries: &str) -> Self {
        self.catalog = entries.to_owned();
        self
    }

    /// What pages may use beside the font.
    pub fn resources(mut self, resources: &str) -> Self {
        self.resources = resources.to_owned();
        self
    }

    /// Adds pages: the attributes and the content of each.
    pub fn pages(mut self, pages: impl IntoIterator<Item = (String, String)>) -> Self {
        self.pages.extend(pages);
        self
    }

    pub fn object(mut self, object: Vec<u8>) -> Self {
        self.more.push(object);
        self
    }

    pub fn bytes(self) -> Vec<u8> {
        let kids: String = (0..self.pages.len()).map(|n| format!("{} 0 R ", 4 + 2 * n)).collect();
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog).into_bytes(),
            format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len()).into_bytes(),
            self.font.into_bytes(),
        ];
        for (n, (attributes, content)) in self.pages.iter().enumerate() {
            let page = format!(
                "<</Type/Page/Parent 2 0 R{attributes}/Resources<</Font<</F 3 0 R>>{}>>/Contents {} 0 R>>",
                self.resources,
                5 + 2 * n
            );
            objects.extend([page.into_bytes(), stream(content.as_bytes(), "")]);
        }
        objects.extend(self.more);
        let (mut file, mut places) = (b"%PDF-1.7\n".to_vec(), vec![]);
        for (n, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n", n + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let table = file.len();
        file.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
        for place in places {
            file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let end = format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
        file.extend_from_slice(end.as_bytes());
        file
    }
}

/// Bytes that are nothing, the same each time.
pub fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

/// A page behind a password (`secret`).
pub const LOCKED: &[u8] = include_bytes!("locked.pdf");
/// The same, which only its changing asks for a password.
pub const OWNED: &[u8] = include_bytes!("owned.pdf");

/// A JPEG that its camera held turned by a quarter: `orientation` as EXIF counts.
pub fn photo(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(vec![]);
    let red = image::RgbImage::from_pixel(width, height, image::Rgb([255, 0, 0]));
    red.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let jpeg = jpeg.into_inner();
    [&jpeg[..2], b"\xFF\xE1", &length, &exif, &jpeg[2..]].concat()
}
