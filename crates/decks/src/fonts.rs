//! Fonts that a file names and doesn't hold: those of the machine, where it has them.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fontdb::{Database, ID};
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;

/// Where Linux keeps fonts.
pub const FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// Families that hold the letters of a script, the best first.
const CHINESE: [&str; 5] = [
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
];
const TAIWANESE: [&str; 3] = ["Noto Sans CJK TC", "WenQuanYi Micro Hei", "Droid Sans Fallback"];
const JAPANESE: [&str; 4] = ["Noto Sans CJK JP", "IPAexGothic", "VL Gothic", "Droid Sans Fallback"];
const KOREAN: [&str; 4] = ["Noto Sans CJK KR", "NanumGothic", "UnDotum", "Droid Sans Fallback"];

/// The machine's fonts, read when the first is asked for.
pub struct Fonts {
    folders: Vec<PathBuf>,
    database: OnceLock<Arc<Database>>,
    read: Mutex<HashMap<ID, FontData>>,
    replaced: Mutex<BTreeSet<String>>,
}

impl Fonts {
    /// Those in the folders and below them.
    pub fn new(folders: &[&str]) -> Self {
        Self {
            folders: folders.iter().map(PathBuf::from).collect(),
            database: OnceLock::new(),
            read: Mutex::default(),
            replaced: Mutex::default(),
        }
    }

    /// All of them.
    pub fn database(&self) -> &Arc<Database> {
        self.database.get_or_init(|| {
            let mut database = Database::new();
            for folder in &self.folders {
                database.load_fonts_dir(folder);
            }
            Arc::new(database)
        })
    }

    /// The font to draw with, and its number in its file.
    pub fn resolve(&self, query: &FontQuery) -> Option<(FontData, u32)> {
        match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(wanted) => {
                let name = wanted.post_script_name.as_ref().or(wanted.font_name.as_ref());
                if let Some(name) = name {
                    self.replaced.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
                }
                self.of_script(wanted).or_else(|| Some(wanted.pick_standard_font().get_font_data()))
            }
        }
    }

    /// The names of fonts that were replaced since this was asked last.
    pub fn take_replaced(&self) -> Vec<String> {
        let mut replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *replaced).into_iter().collect()
    }

    fn of_script(&self, wanted: &FallbackFontQuery) -> Option<(FontData, u32)> {
        let families: &[&str] = match wanted.character_collection.as_ref()?.family {
            CidFamily::AdobeGB1 => &CHINESE,
            CidFamily::AdobeCNS1 => &TAIWANESE,
            CidFamily::AdobeJapan1 => &JAPANESE,
            CidFamily::AdobeKorea1 => &KOREAN,
            // Another collection's numbers say nothing about letters.
            _ => return None,
        };
        let database = self.database();
        let is_of =
            |family: &str| database.faces().find(|face| face.families.iter().any(|(name, _)| name == family));
        let face = families.iter().find_map(|family| is_of(family))?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(data) = read.get(&face.id) {
            return Some((Arc::clone(data), face.index));
        }
        let data: FontData = Arc::new(database.with_face_data(face.id, |data, _| data.to_vec())?);
        read.insert(face.id, Arc::clone(&data));
        Some((data, face.index))
    }
}
