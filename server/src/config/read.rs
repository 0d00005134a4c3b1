//! Reading settings one by one while collecting what is wrong with them.

use std::{collections::BTreeMap, fmt, net::IpAddr};

use ipnet::IpNet;
use url::Url;

use super::{MasterKey, NAMES};

/// Every setting that is missing or can't be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// The variable and what is wrong with it, in the order they were read.
    pub problems: Vec<(String, String)>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => writeln!(f, "one setting is wrong:")?,
            n => writeln!(f, "{n} settings are wrong:")?,
        }
        for (name, problem) in &self.problems {
            writeln!(f, "  {name} {problem}")?;
        }
        f.write_str("Every setting and its default is in .env.example.")
    }
}

/// The variables that are set, and the problems found so far.
pub(super) struct Reader {
    set: BTreeMap<String, String>,
    problems: Vec<(String, String)>,
}

impl Reader {
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let set = pairs
            .into_iter()
            .map(|(name, value)| (name, value.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        Self { set, problems: Vec::new() }
    }

    pub fn problem(&mut self, name: &str, problem: impl Into<String>) {
        self.problems.push((name.to_owned(), problem.into()));
    }

    /// Whether something is wrong with a setting.
    pub fn is_wrong(&self, name: &str) -> bool {
        self.problems.iter().any(|(wrong, _)| wrong == name)
    }

    pub fn finish<T>(self, config: T) -> Result<T, ConfigError> {
        if self.problems.is_empty() { Ok(config) } else { Err(ConfigError { problems: self.problems }) }
    }

    /// Names of ours that we don't know.
    pub fn unknown(&self) -> Vec<String> {
        let ours = |name: &&String| {
            name.starts_with("LECTERN_")
                && !name.starts_with("LECTERN_TEST_")
                && !NAMES.contains(&name.as_str())
        };
        self.set.keys().filter(ours).cloned().collect()
    }

    pub fn text(&self, name: &str) -> Option<String> {
        debug_assert!(NAMES.contains(&name), "{name} is missing in NAMES");
        self.set.get(name).cloned()
    }

    /// A variable that isn't ours.
    pub fn foreign(&self, name: &str) -> Option<String> {
        self.set.get(name).cloned()
    }

    /// An address with one of `schemes`. The value is not repeated in the problem: it may hold a password.
    pub fn url(&mut self, name: &str, schemes: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme)?.strip_prefix("://"));
        if rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(' ')) {
            return Some(text);
        }
        let wanted = schemes.iter().map(|scheme| format!("{scheme}://")).collect::<Vec<_>>().join(" or ");
        self.problem(name, format!("is no address that begins with {wanted}"));
        None
    }

    /// An address without a path; the slash at its end is dropped.
    pub fn origin(&mut self, name: &str, schemes: &[&str]) -> Option<String> {
        let url = self.url(name, schemes)?;
        let url = url.trim_end_matches('/');
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let is_more =
            |c: char| matches!(c, '/' | '\\' | '?' | '#' | '@') || c.is_whitespace() || c.is_control();
        if after_scheme.contains(is_more) || host(url).is_none() {
            self.problem(name, "takes a scheme, a host and a port only, such as https://media.example.org");
            return None;
        }
        Some(url.to_owned())
    }

    /// One of the named values; the first is the default.
    pub fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        self.optional_choice(name, choices).unwrap_or(choices[0].1)
    }

    /// One of the named values, or `None` where it is not set (or wrong, which is noted).
    pub fn optional_choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let words = choices.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        self.problem(name, format!("is \"{text}\"; it takes one of: {words}"));
        None
    }

    /// All of `names`, or `None` where none is set. Some but not all is a problem for each one that lacks.
    pub fn all_or_none<const N: usize>(&mut self, what: &str, names: [&str; N]) -> Option<[String; N]> {
        let (set, unset): (Vec<&str>, Vec<&str>) =
            names.iter().partition(|name| self.set.contains_key(**name));
        if set.is_empty() {
            return None;
        }
        let given = set.join(", ");
        for name in &unset {
            self.problem(
                name,
                format!("is missing: {what} needs it beside {given} (unset them all to do without)"),
            );
        }
        unset.is_empty().then(|| names.map(|name| self.text(name).unwrap_or_default()))
    }

    /// A part of Lectern alone shares with the others what they all use: none of it can be inside one process.
    pub fn needs(&mut self, part: &str, names: [&str; 4]) {
        let of = self.text(part).unwrap_or_default();
        for name in names.into_iter().filter(|name| !self.set.contains_key(*name)) {
            self.problems.push((
                name.to_owned(),
                format!("is missing: servers and workers share it, and {part} is \"{of}\""),
            ));
        }
    }

    /// Networks and single addresses, with commas between them; none where it is not set.
    pub fn networks(&mut self, name: &str) -> Vec<IpNet> {
        let text = self.text(name).unwrap_or_default();
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let read = |word: &str| word.parse().or_else(|_| word.parse::<IpAddr>().map(IpNet::from));
        let (known, unknown): (Vec<_>, Vec<_>) =
            words.map(|word| read(word).map_err(|_| word)).partition(Result::is_ok);
        if let Some(Err(word)) = unknown.first() {
            self.problem(
                name,
                format!("has \"{word}\"; it takes addresses and networks such as 10.0.0.0/8, with commas"),
            );
        }
        known.into_iter().flatten().collect()
    }

    /// 32 bytes as 64 hexadecimal digits.
    pub fn master_key(&mut self, name: &str) -> Option<MasterKey> {
        let text = self.text(name)?;
        let key = parse_key(&text);
        if key.is_none() {
            self.problem(name, "is no key: it takes 64 hexadecimal digits (openssl rand -hex 32)");
        }
        key
    }
}

/// The host of an address, as those read it who are asked for it: without login, port and brackets.
pub(super) fn host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.host_str().map(|host| host.trim_matches(['[', ']']).to_owned())
}

/// 32 bytes as 64 hexadecimal digits.
pub(super) fn parse_key(text: &str) -> Option<MasterKey> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(MasterKey(key))
}
