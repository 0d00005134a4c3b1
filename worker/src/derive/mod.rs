//! What is found in a class's speech once it is written down: chapters with titles, and highlights. No model, no
//! network: an hour of speech takes a fraction of a second.

mod evidence;
mod first_words;
mod highlights;
mod language;
mod segment;
mod terms;
mod titles;

use domain::ids::Offset;
use domain::replay::{Derived, FoundChapter};
use domain::transcript::Cue;

use language::Language;
use segment::{LEAST_MS, Unit};
use terms::{Term, Terms};
use titles::Stretch;

/// What a class left behind that chapters and highlights are found in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Material<'a> {
    /// The transcript, in order.
    pub cues: &'a [Cue],
    /// Where the teacher's own chapters begin, in any order. They stand; none is found close to one.
    pub markers: &'a [Offset],
    /// When chat messages came, in any order.
    pub chat: &'a [Offset],
    /// What was written for the class and when it was shown, in any order: its title, what polls asked. Titles are never
    /// taken from it (it is sealed with other people's keys), but what it names counts more where it is said.
    pub hints: &'a [(Offset, String)],
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
    let language = Language::of(cues.iter().map(|cue| cue.text.as_str()));
    let splitter = Terms::new(language);
    let terms: Vec<Vec<Term>> = cues.iter().map(|cue| splitter.of(&cue.text)).collect();
    let marked = marked(cues, material.markers);
    let units = units(cues, &terms, &marked);
    let mut starts = vec![0];
    starts.extend(segment::boundaries(&units, end_ms, wanted(end_ms - cues[0].start_ms, grain)));
    let ends = starts.iter().skip(1).copied().chain([cues.len()]);
    let stretches: Vec<Stretch<'_>> = starts
        .iter()
        .zip(ends)
        .map(|(&from, to)| Stretch {
            texts: cues[from..to].iter().map(|cue| cue.text.as_str()).collect(),
            terms: joined(&cues[from..to], &terms[from..to]),
            hints: hints(
                material,
                cues[from].start_ms,
                cues.get(to).map_or(end_ms, |next| next.start_ms),
                &splitter,
            ),
        })
        .collect();
    let near_marker = |at: i64| material.markers.iter().any(|marker| (marker.0 - at).abs() < LEAST_MS);
    starts
        .iter()
        .zip(titles::titles(&stretches, language))
        .filter(|(start, _)| !near_marker(cues[**start].start_ms))
        .filter_map(|(&start, title)| {
            Some(FoundChapter { offset: Offset(cues[start].start_ms), title: title? })
        })
        .collect()
}

/// The words of cues that follow one another: a cue that goes on with the sentence before it begins none.
fn joined(cues: &[Cue], terms: &[Vec<Term>]) -> Vec<Term> {
    let mut all: Vec<Term> = Vec::new();
    let mut ended = true;
    for (cue, terms) in cues.iter().zip(terms) {
        let from = all.len();
        all.extend_from_slice(terms);
        if let Some(first) = all.get_mut(from) {
            first.begins_sentence = ended;
        }
        ended = cue.text.trim_end().ends_with(['.', '?', '!', '…']);
    }
    all
}

/// The words of what was shown between two times.
fn hints(material: &Material<'_>, from_ms: i64, until_ms: i64, splitter: &Terms) -> Vec<Term> {
    let shown = material.hints.iter().filter(|(at, _)| (from_ms..until_ms).contains(&at.0));
    shown.flat_map(|(_, text)| splitter.of(text)).collect()
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
