//! What is found in a class's speech once it is written down: chapters with titles, and highlights. No model, no
//! network: an hour of speech takes a fraction of a second.

mod evidence;
mod highlights;
#[cfg(test)]
mod measure;
mod segment;
mod terms;
mod titles;

use domain::ids::Offset;
use domain::replay::{Derived, FoundChapter};
use domain::transcript::Cue;

use segment::{LEAST_MS, Unit};
use terms::{Term, Terms};

/// What a class left behind that chapters and highlights are found in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Material<'a> {
    /// The transcript, in order.
    pub cues: &'a [Cue],
    /// Where the teacher's own chapters begin, in any order. They stand; none is found close to one.
    pub markers: &'a [Offset],
    /// When chat messages came, in any order.
    pub chat: &'a [Offset],
    /// How long the class was, in ms.
    pub length_ms: i64,
}

/// How many chapters to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grain {
    /// As people divide a lecture: about six in an hour, relatively more in short classes.
    #[default]
    Coarse,
    /// As people divide a text: one in two and a half minutes.
    Fine,
}

/// Finds chapters and highlights. The same material always gives the same result.
#[must_use]
pub fn derive(material: &Material<'_>, grain: Grain) -> Derived {
    let chat: Vec<i64> = material.chat.iter().map(|offset| offset.0).collect();
    Derived {
        chapters: chapters(material, grain),
        highlights: highlights::highlights(material.cues, &chat, material.length_ms),
    }
}

fn chapters(material: &Material<'_>, grain: Grain) -> Vec<FoundChapter> {
    let cues = material.cues;
    let Some(last) = cues.last() else {
        return Vec::new();
    };
    let end_ms = last.end_ms.max(material.length_ms);
    let terms: Vec<Vec<Term>> = {
        let splitter = Terms::default();
        cues.iter().map(|cue| splitter.of(&cue.text)).collect()
    };
    let marked = marked(cues, material.markers);
    let units = units(cues, &terms, &marked);
    let mut starts = vec![0];
    starts.extend(segment::boundaries(&units, end_ms, wanted(end_ms - cues[0].start_ms, grain)));
    let ends = starts.iter().skip(1).copied().chain([cues.len()]);
    let stretches: Vec<Vec<Term>> =
        starts.iter().zip(ends).map(|(&from, to)| terms[from..to].concat()).collect();
    let near_marker = |at: i64| material.markers.iter().any(|marker| (marker.0 - at).abs() < LEAST_MS);
    starts
        .iter()
        .zip(titles::titles(&stretches))
        .filter(|(start, _)| !near_marker(cues[**start].start_ms))
        .filter_map(|(&start, title)| {
            Some(FoundChapter { offset: Offset(cues[start].start_ms), title: title? })
        })
        .collect()
}

/// How many stretches a class of this length is divided into.
fn wanted(length_ms: i64, grain: Grain) -> usize {
    let minutes = length_ms.max(0) as f64 / 60_000.0;
    let coarse = 1.0 + 0.9 * minutes.powf(0.42);
    let stretches = match grain {
        Grain::Coarse => coarse,
        Grain::Fine => (minutes / 2.5).max(coarse),
    };
    stretches.round() as usize
}

/// Which cue each marker stands before: the first one that begins after it, or is not half over.
fn marked(cues: &[Cue], markers: &[Offset]) -> Vec<usize> {
    markers
        .iter()
        .filter_map(|marker| cues.iter().position(|cue| i64::midpoint(cue.start_ms, cue.end_ms) >= marker.0))
        .collect()
}

fn units(cues: &[Cue], terms: &[Vec<Term>], marked: &[usize]) -> Vec<Unit> {
    let mut units: Vec<Unit> = cues
        .iter()
        .zip(terms)
        .enumerate()
        .map(|(i, (cue, terms))| Unit {
            start_ms: cue.start_ms,
            stems: terms.iter().filter_map(|term| term.stem.clone()).collect(),
            factor: 1.0,
            fixed: marked.contains(&i),
        })
        .collect();
    let texts: Vec<&str> = cues.iter().map(|cue| cue.text.as_str()).collect();
    let factors = evidence::factors(&units, &texts);
    for (unit, factor) in units.iter_mut().zip(factors) {
        unit.factor = factor;
    }
    units
}

#[cfg(test)]
mod tests;
