//! `./lectern bench asr`: how fast speech is recognised on one thread, how well, and in how much memory.
#![expect(clippy::expect_used, reason = "a bench ends at the first thing that goes wrong")]

use std::time::{Duration, Instant};

use domain::transcript::{Word, WordErrors, word_errors};
use testkit::bench::{Better, Figure, Report};
use worker::derive::{Grain, Material, derive};
use worker::speech::{Transcriber, listen, model};

const LECTURE: &[u8] = include_bytes!("../../../crates/testkit/fixtures/lecture.ogg");
const LECTURE_TEXT: &str = include_str!("../../../crates/testkit/fixtures/lecture.txt");
const LECTURE_SECONDS: f64 = 92.16;
const READING: &[u8] = include_bytes!("../../../crates/testkit/fixtures/reading.ogg");
const READING_TEXT: &str = include_str!("../../../crates/testkit/fixtures/reading.txt");
/// The fastest run counts: on a shared machine the others measure the neighbours.
const RUNS: usize = 3;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let name = std::env::var("LECTERN_SPEECH_MODEL").unwrap_or_else(|_| model::DEFAULT.to_owned());
    let path = runtime.block_on(model::fetch_cli(&name, &model::folder())).expect("the model");
    let before = memory("VmRSS");
    let began = Instant::now();
    let transcriber = Transcriber::open(&path, 1).expect("the model opens");
    let opening = began.elapsed();

    let hear = |file: &[u8]| listen(&transcriber, file, |_| ()).expect("the fixture is heard");
    let (mut wall, mut processor, mut words) = (f64::INFINITY, f64::INFINITY, Vec::new());
    for _ in 0..RUNS {
        let before = processor_seconds();
        let (took, heard) = timed(|| hear(LECTURE));
        processor = processor.min(processor_seconds() - before);
        wall = wall.min(took.as_secs_f64());
        words = heard;
    }
    let lecture = word_errors(LECTURE_TEXT, &text(&words));
    let reading = word_errors(READING_TEXT, &text(&hear(READING)));
    let cues = domain::transcript::cues(&words, None);
    let material = Material { cues: &cues, length_ms: 92_160, ..Material::default() };
    let (deriving, _) = timed(|| derive(&material, Grain::Coarse));

    let mut report = Report::new("asr");
    let factor = wall / LECTURE_SECONDS;
    let name = "real-time factor, 1 thread";
    report.push(Figure::new(name, factor, "", Better::Lower).aim(0.10).beside("prototype", 0.077));
    let name = "processor seconds a second";
    report.push(Figure::new(name, processor / LECTURE_SECONDS, "", Better::Lower));
    report.push(Figure::new("WER, lecture", percent(lecture), "%", Better::Lower).aim(10.0));
    report.push(Figure::new("WER, reading", percent(reading), "%", Better::Lower).aim(10.0));
    let peak = memory("VmHWM") - before;
    report.push(Figure::new("memory at its peak", peak, "MB", Better::Lower).beside("prototype", 196.0));
    report.push(Figure::new("opening the model", opening.as_secs_f64() * 1e3, "ms", Better::Lower));
    report.push(Figure::new("chapters and highlights", deriving.as_secs_f64() * 1e3, "ms", Better::Lower));
    report.publish().expect("the report is written");
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let made = work();
    (began.elapsed(), made)
}

fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn percent(errors: WordErrors) -> f64 {
    errors.rate() * 100.0
}

/// What this process has used of its processors, in seconds: on a busy machine the fairer measure. 0 where the system
/// doesn't say.
fn processor_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, in brackets, may hold spaces; user and system time are the 12th and 13th fields behind it.
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS_A_SECOND
}

/// A line of this process's memory account, in MB; 0 where the system keeps none.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|text| text.strip_prefix(line)?.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
