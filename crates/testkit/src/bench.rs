//! What a bench prints and leaves: a table for people, `target/bench/NAME.json` for machines.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// Which way a figure should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// One measured figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    key: String,
    value: f64,
    unit: String,
    better: Better,
    aim: Option<f64>,
    beside: Vec<(String, f64)>,
    ratio: Option<f64>,
}

impl Figure {
    /// A figure without an aim.
    pub fn new(key: &str, value: f64, unit: &str, better: Better) -> Self {
        let (key, unit) = (key.to_owned(), unit.to_owned());
        Self { key, value, unit, better, aim: None, beside: Vec::new(), ratio: None }
    }

    /// What we want it to be at least (or at most, where lower is better).
    #[must_use]
    pub fn aim(mut self, aim: f64) -> Self {
        self.aim = Some(aim);
        self
    }

    /// A peer's or a floor's figure in the same unit; the ratio is taken to the first one.
    #[must_use]
    pub fn beside(mut self, name: &str, value: f64) -> Self {
        if self.beside.is_empty() && value != 0.0 {
            self.ratio = Some(self.value / value);
        }
        self.beside.push((name.to_owned(), value));
        self
    }

    /// Whether the aim is met; true where there is none.
    pub fn is_met(&self) -> bool {
        self.aim.is_none_or(|aim| match self.better {
            Better::Higher => self.value >= aim,
            Better::Lower => self.value <= aim,
        })
    }

    fn json(&self) -> Value {
        let beside: serde_json::Map<_, _> =
            self.beside.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({
            "key": self.key,
            "value": self.value,
            "unit": self.unit,
            "aim": self.aim,
            "better": match self.better { Better::Higher => "higher", Better::Lower => "lower" },
            "beside": beside,
            "ratio": self.ratio,
        })
    }
}

/// A bench's figures, in the order they are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    bench: String,
    figures: Vec<Figure>,
}

impl Report {
    /// An empty report of the bench `NAME` (`./lectern bench NAME`).
    pub fn new(bench: &str) -> Self {
        Self { bench: bench.to_owned(), figures: Vec::new() }
    }

    /// Adds a figure.
    pub fn push(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Prints the table and writes `target/bench/NAME.json`; returns the file's path. A missed aim is no error.
    pub fn publish(&self) -> std::io::Result<PathBuf> {
        print!("{}", self.table());
        let folder = target_folder().join("bench");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{}.json", self.bench));
        let text = serde_json::to_string_pretty(&self.json())?;
        std::fs::write(&path, text + "\n")?;
        println!("{}", path.display());
        Ok(path)
    }

    /// The figures as a table.
    pub fn table(&self) -> String {
        let mut rows = vec![["figure", "value", "aim", "", "beside"].map(str::to_owned)];
        for figure in &self.figures {
            let sign = if figure.better == Better::Higher { "≥" } else { "≤" };
            let beside = figure.beside.iter().map(|(name, value)| format!("{name} {}", number(*value)));
            let mut beside = beside.collect::<Vec<_>>().join(", ");
            if let Some(ratio) = figure.ratio {
                let _ = write!(beside, " (×{})", number(ratio));
            }
            rows.push([
                figure.key.clone(),
                format!("{} {}", number(figure.value), figure.unit),
                figure.aim.map(|aim| format!("{sign} {}", number(aim))).unwrap_or_default(),
                match (figure.aim, figure.is_met()) {
                    (None, _) => String::new(),
                    (_, true) => "met".to_owned(),
                    (_, false) => "MISSED".to_owned(),
                },
                beside,
            ]);
        }
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..5).map(width).collect();
        let mut out = format!("bench {} on {}\n", self.bench, machine());
        for row in &rows {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            let _ = writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
        }
        out
    }

    /// The report as the JSON that is written.
    pub fn json(&self) -> Value {
        let figures: Vec<Value> = self.figures.iter().map(Figure::json).collect();
        json!({ "bench": self.bench, "machine": machine(), "figures": figures })
    }
}

/// Four significant digits are enough to compare by.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 || v == v.trunc() => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 4,
    };
    format!("{value:.decimals$}")
}

/// The processor and how many of its cores we have.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpuinfo.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown processor");
    format!("{}, {cores} cores", model.trim_start_matches([' ', '\t', ':']))
}

/// Cargo's target folder: where the environment says, else the one that this program was built into.
fn target_folder() -> PathBuf {
    if let Some(given) = std::env::var_os("CARGO_TARGET_DIR") {
        return given.into();
    }
    let program = std::env::current_exe().unwrap_or_default();
    let of_program =
        program.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "target"));
    of_program.unwrap_or(Path::new("target")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::new("log");
        report.push(
            Figure::new("events", 27_000.4, "1/s", Better::Higher).aim(25_000.0).beside("rows", 3_600.0),
        );
        report.push(Figure::new("p99", 31.25, "ms", Better::Lower).aim(25.0));
        report.push(Figure::new("cores", 0.0123, "cores", Better::Lower));
        report
    }

    #[test]
    fn the_table_says_which_aims_are_missed() {
        let table = report().table();
        let lines: Vec<&str> = table.lines().collect();
        assert!(
            lines[2].contains("27000 1/s") && lines[2].contains("≥ 25000") && lines[2].contains("met"),
            "{table}"
        );
        assert!(lines[2].ends_with("rows 3600 (×7.50)"), "{table}");
        assert!(lines[3].contains("31.2 ms") && lines[3].contains("MISSED"), "{table}");
        assert!(lines[4].contains("0.0123 cores") && !lines[4].contains("MISSED"), "{table}");
    }

    #[test]
    fn the_json_has_the_agreed_keys() {
        let json = report().json();
        assert_eq!(json["bench"], "log");
        assert!(json["machine"].as_str().unwrap().contains("cores"));
        let first = &json["figures"][0];
        assert_eq!(first["key"], "events");
        assert_eq!(first["better"], "higher");
        assert_eq!(first["beside"]["rows"], 3_600.0);
        assert!((first["ratio"].as_f64().unwrap() - 7.5).abs() < 0.01);
        assert!(json["figures"][2]["aim"].is_null());
    }
}
