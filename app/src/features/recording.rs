//! What is still being made of the class, and how far it is.

use domain::ids::CommandId;
use domain::pipeline::Progress;
use domain::step::Step;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::replay::restart_step;
use crate::playback::watching::{Making, Watching};
use crate::ui::{FormState, Glyph, Icon, ProgressBar};

/// One line in the header: what is being made now, or what failed.
#[component]
pub(crate) fn Summary() -> impl IntoView {
    let making = Watching::expect().making;
    let line = Memo::new(move |_| making.with(line));
    // Why it failed is shown only to those who may have it run again.
    let again = Memo::new(move |_| {
        making.with(|making| making.failure().filter(|(_, why)| !why.is_empty()).map(|(step, _)| step))
    });
    let line = move || {
        line.get().map(|StatusLine { words, part }| view! {
            <div class="pipeline" role="status">
                <div class="pipeline__step" data-state=if part.is_some() { "running" } else { "failed" }>
                    {words}
                    {part.map(|part| view! { <ProgressBar value=Signal::stored(part) label=words/> })}
                    {part.map(|part| view! { <span class="num">{format!("{:.0} %", part * 100.0)}</span> })}
                </div>
            </div>
        })
    };
    view! {
        {line}
        {move || again.get().map(|step| view! { <TryAgain step/> })}
    }
}

/// Has a failed step run again.
#[component]
fn TryAgain(step: Step) -> impl IntoView {
    let watching = Watching::expect();
    let request = FormState::default();
    // Pressed again after an answer was lost, it is the same command.
    let command = StoredValue::new(CommandId(Uuid::new_v4()));
    let press = move |_| {
        let restarted = restart_step(watching.session, command.get_value(), step);
        request.send(restarted, move |()| watching.restarted(step));
    };
    // Once it runs, this is not there any more.
    let busy = move || request.pending() || request.sent();
    view! {
        <button class="button button--small" type="button" disabled=busy on:click=press>"Try again"</button>
        {move || request.refused().map(|why| view! { <span class="field__error" role="alert">{why}</span> })}
    }
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq)]
struct StatusLine {
    words: &'static str,
    /// How much of it is done, 0 to 1; none for what failed.
    part: Option<f64>,
}

fn line(making: &Making) -> Option<StatusLine> {
    if let Some((step, _)) = making.failure() {
        let words = if step < Step::Derive { "No transcript" } else { "No further chapters" };
        return Some(StatusLine { words, part: None });
    }
    let (step, percent) = making.current()?;
    Some(StatusLine { words: noun(step), part: Some(f64::from(percent) / 100.0) })
}

/// Every step with its state, where the transcript will be.
#[component]
pub(crate) fn StepList() -> impl IntoView {
    let making = Watching::expect().making;
    let step = move |step: Step| {
        let progress = Memo::new(move |_| making.with(|making| making.steps[step as usize].clone()));
        move || {
            let (state, glyph, percent) = match progress.get() {
                Progress::Finished => ("done", Glyph::CircleCheck, None),
                Progress::Working { percent } => ("running", Glyph::CircleDashed, Some(percent)),
                Progress::Waiting => ("waiting", Glyph::CircleDashed, None),
                Progress::Failed { .. } => ("failed", Glyph::CircleAlert, None),
            };
            view! {
                <div class="pipeline__step" data-state=state>
                    <Icon glyph/>
                    <span>{work(step)}</span>
                    {percent.map(|percent| view! {
                        <ProgressBar value=Signal::stored(f64::from(percent) / 100.0) label=work(step)/>
                        <span class="num">{percent}" %"</span>
                    })}
                </div>
            }
        }
    };
    view! {
        <div class="pipeline" aria-live="polite">
            <p>"The transcript is being made. It appears here by itself; the class plays already."</p>
            {Step::ALL.map(step).into_iter().collect_view()}
        </div>
    }
}

fn noun(step: Step) -> &'static str {
    match step {
        Step::Extract => "Sound",
        Step::Transcribe => "Transcript",
        Step::Align => "Captions",
        Step::Derive => "Chapters",
    }
}

fn work(step: Step) -> &'static str {
    match step {
        Step::Extract => "Taking the sound out of the recording",
        Step::Transcribe => "Writing down what was said",
        Step::Align => "Placing words on the class’s clock",
        Step::Derive => "Finding chapters",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_what_is_made_now_what_failed_or_nothing() {
        let making = |transcribe: Progress, rest: Progress| Making {
            recorded: true,
            complete: true,
            steps: [Progress::Finished, transcribe, rest.clone(), rest],
        };
        let at_work = making(Progress::Working { percent: 64 }, Progress::Waiting);
        assert_eq!(line(&at_work), Some(StatusLine { words: "Transcript", part: Some(0.64) }));
        let failed = making(Progress::Failed { reason: String::new() }, Progress::Waiting);
        assert_eq!(line(&failed), Some(StatusLine { words: "No transcript", part: None }));
        assert_eq!(line(&making(Progress::Finished, Progress::Finished)), None);
    }

    #[test]
    fn a_step_stands_at_its_place() {
        for (place, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(step as usize, place);
        }
    }
}
