//! What the process says while it runs: a short line an event for a person at a terminal, or an object a line for machines.
//! Both go to standard error; standard output is for who starts it.

use std::fmt;
use std::io::IsTerminal as _;

use chrono::Local;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use crate::config::Log;

/// What the job library says of each job it takes is no news, and strangers' calls that object storage refuses aren't errors;
/// who wants them names them in the filter.
const QUIET: &str = "graphile_worker=warn,sqlx::postgres::notice=warn,s3s=off";

/// Begins to write the log. Called once.
pub fn write(log: &Log) {
    let filter = EnvFilter::new(format!("{QUIET},{}", log.filter));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if log.json {
        lines.json().init();
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).event_format(LineFormat).init();
    }
}

/// The time of day, what happened, and with what. Where something went wrong also how bad it is, and what was being done.
struct LineFormat;

impl<S, N> FormatEvent<S, N> for LineFormat
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let level = *event.metadata().level();
        write!(writer, "  {}  ", Local::now().format("%H:%M:%S"))?;
        if level <= Level::WARN {
            write!(writer, "{level} ")?;
        }
        context.field_format().format_fields(writer.by_ref(), event)?;
        if level <= Level::WARN {
            for span in context.event_scope().into_iter().flatten() {
                let about = span.extensions();
                let fields = about.get::<FormattedFields<N>>().map_or("", |fields| fields.as_str());
                write!(writer, "  in {} {fields}", span.name())?;
            }
        }
        writeln!(writer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Result, Write};
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::fmt::MakeWriter;

    use super::LineFormat;

    /// What was written so far.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Written {
        type Writer = Self;
        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    #[test]
    fn what_happens_is_short_and_what_goes_wrong_says_where() {
        let written = Written::default();
        let lines =
            tracing_subscriber::fmt().with_writer(written.clone()).with_ansi(false).event_format(LineFormat);
        tracing::subscriber::with_default(lines.finish(), || {
            let _request = tracing::error_span!("request", id = 7).entered();
            tracing::info!(class = "3f2a", "chat.posted");
            tracing::warn!("the relay is away");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        // After the time of day.
        let lines: Vec<&str> = text.lines().map(|line| &line["  00:00:00  ".len()..]).collect();
        assert_eq!(lines, [r#"chat.posted class="3f2a""#, "WARN the relay is away  in request id=7"]);
    }
}
