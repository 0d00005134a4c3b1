//! The start as a person sees it: each step with the time it took.

use std::time::{Duration, Instant};

/// A step that has begun.
pub struct Step {
    name: &'static str,
    since: Instant,
}

impl Step {
    /// Begins a step; `name` is for the log of one that never ends.
    pub fn begin(name: &'static str) -> Self {
        tracing::debug!(step = name, "begins");
        Self { name, since: Instant::now() }
    }

    /// Prints the step as done.
    pub fn done(self, text: &str) {
        let took = self.since.elapsed();
        tracing::debug!(step = self.name, ?took, "done");
        println!("{}", line(text, took));
    }
}

/// The same line as the launcher prints for its own steps.
fn line(text: &str, took: Duration) -> String {
    format!("  ✓ {text:<34}{:>7.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_below_each_other() {
        let short = line("database ready", Duration::from_millis(1234));
        let long = line("LiveKit ready", Duration::from_secs(123));
        assert_eq!(short, "  ✓ database ready                        1.2 s");
        assert_eq!(short.chars().count(), long.chars().count());
    }
}
