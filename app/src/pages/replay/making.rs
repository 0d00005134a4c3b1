//! What is still being made of the class, and how far it is.

use domain::pipeline::{Progress, Stage};
use leptos::prelude::*;

use super::watching::{Making, Watching};
use crate::ui::{Glyph, Icon, ProgressBar};

/// One line in the header: what is being made now, or what failed.
#[component]
pub(super) fn Summary() -> impl IntoView {
    let making = Watching::expect().making;
    let line = Memo::new(move |_| making.with(line));
    move || {
        line.get().map(|Line { words, part }| view! {
            <div class="pipeline" role="status">
                <span class="pipeline__stage" data-state=if part.is_some() { "running" } else { "failed" }>
                    {words}
                    {part.map(|part| view! { <ProgressBar value=Signal::stored(part) label=words/> })}
                    {part.map(|part| view! { <span class="num">{format!("{:.0} %", part * 100.0)}</span> })}
                </span>
            </div>
        })
    }
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    words: &'static str,
    /// How much of it is done, 0 to 1; none for what failed.
    part: Option<f64>,
}

fn line(making: &Making) -> Option<Line> {
    if let Some((stage, _)) = making.failure() {
        let words = if stage < Stage::Derive { "No transcript" } else { "No further chapters" };
        return Some(Line { words, part: None });
    }
    let (stage, percent) = making.current()?;
    Some(Line { words: noun(stage), part: Some(f64::from(percent) / 100.0) })
}

/// Every stage with its state, where the transcript will be.
#[component]
pub(super) fn StageList() -> impl IntoView {
    let making = Watching::expect().making;
    let stage = move |stage: Stage| {
        let progress = Memo::new(move |_| making.with(|making| making.stages[stage as usize].clone()));
        move || {
            let (state, glyph, percent) = match progress.get() {
                Progress::Finished => ("done", Glyph::CircleCheck, None),
                Progress::Working { percent } => ("running", Glyph::CircleDashed, Some(percent)),
                Progress::Waiting => ("waiting", Glyph::CircleDashed, None),
                Progress::Failed { .. } => ("failed", Glyph::CircleAlert, None),
            };
            view! {
                <div class="pipeline__stage" data-state=state>
                    <Icon glyph/>
                    <span>{work(stage)}</span>
                    {percent.map(|percent| view! {
                        <ProgressBar value=Signal::stored(f64::from(percent) / 100.0) label=work(stage)/>
                        <span class="num">{percent}" %"</span>
                    })}
                </div>
            }
        }
    };
    view! {
        <div class="pipeline" aria-live="polite">
            <p>"The transcript is being made. It appears here by itself; the class plays already."</p>
            {Stage::ALL.map(stage).into_iter().collect_view()}
        </div>
    }
}

fn noun(stage: Stage) -> &'static str {
    match stage {
        Stage::Extract => "Sound",
        Stage::Transcribe => "Transcript",
        Stage::Align => "Captions",
        Stage::Derive => "Chapters",
    }
}

fn work(stage: Stage) -> &'static str {
    match stage {
        Stage::Extract => "Taking the sound out of the recording",
        Stage::Transcribe => "Writing down what was said",
        Stage::Align => "Placing words on the class’s clock",
        Stage::Derive => "Finding chapters",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_what_is_made_now_what_failed_or_nothing() {
        let making = |transcribe: Progress, rest: Progress| Making {
            complete: true,
            stages: [Progress::Finished, transcribe, rest.clone(), rest],
        };
        let at_work = making(Progress::Working { percent: 64 }, Progress::Waiting);
        assert_eq!(line(&at_work), Some(Line { words: "Transcript", part: Some(0.64) }));
        let failed = making(Progress::Failed { reason: String::new() }, Progress::Waiting);
        assert_eq!(line(&failed), Some(Line { words: "No transcript", part: None }));
        assert_eq!(line(&making(Progress::Finished, Progress::Finished)), None);
    }

    #[test]
    fn a_stage_stands_at_its_place() {
        for (place, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, place);
        }
    }
}
