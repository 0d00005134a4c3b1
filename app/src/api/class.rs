//! A class: its page, the way into its room, its start and its end.

use domain::ids::{CommandId, ConnectionId, SessionId};
use domain::poll::Prepared;
use leptos::prelude::*;

use crate::error::PageError;
use crate::model::class::{ClassPage, Ticket};

#[cfg(feature = "ssr")]
use crate::context::RequestContext;

/// The class as it is, for who belongs to it.
#[server(name = AskClassPage, prefix = "/rpc", endpoint = "class_page")]
pub async fn class_page(
    /// The class.
    session: SessionId,
) -> Result<ClassPage, PageError> {
    let page = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        let row = context.classroom.records.class(seat.class, seat.actor.user).await?;
        let row = row.ok_or(classroom::Refusal::NotFound)?;
        let class = context.classroom.classes.open(seat.class).await?;
        let prepared = context.classroom.prepared_for(&seat, row.lesson).await?;
        Ok(class.read(|view| shown::class_page(&seat, &row, view, prepared, context.classroom.clock.now())))
    });
    page.await
}

/// Whether the caller belongs to the class; the error says why not.
#[server(prefix = "/rpc", endpoint = "may_enter")]
pub async fn may_enter(
    /// The class.
    session: SessionId,
) -> Result<(), PageError> {
    RequestContext::answer(|context| async move { context.seat(session).await.map(drop) }).await
}

/// The polls that are prepared for the class's lesson now; none for who doesn't run polls.
#[server(prefix = "/rpc", endpoint = "prepared_polls")]
pub async fn prepared_polls(
    /// The class.
    session: SessionId,
) -> Result<Vec<Prepared>, PageError> {
    let polls = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        let class = context.classroom.classes.open(seat.class).await?;
        let lesson = class.read(|view| view.core.schedule.as_ref().and_then(|schedule| schedule.lesson));
        context.classroom.prepared_for(&seat, lesson).await
    });
    polls.await
}

/// The way into the class's room, for who is in the class through a live channel.
#[server(prefix = "/rpc", endpoint = "join")]
pub async fn join(
    /// The class.
    session: SessionId,
    /// The tab, by the id of its live channel.
    #[server(default)]
    connection: Option<ConnectionId>,
) -> Result<Ticket, PageError> {
    let joined = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.join(&seat, connection).await
    });
    let ticket = joined.await?;
    Ok(Ticket { way: domain::route::ROOM.to((session, ticket.connection)), publish: ticket.publish })
}

/// Begins the class.
#[server(prefix = "/rpc", endpoint = "start")]
pub async fn start(
    /// The class.
    session: SessionId,
    /// The command's id: sent twice it has one effect.
    command: CommandId,
) -> Result<(), PageError> {
    let done = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.start(&seat, command).await.map(drop)
    });
    done.await
}

/// Ends the class for everybody.
#[server(prefix = "/rpc", endpoint = "end")]
pub async fn end(
    /// The class.
    session: SessionId,
    /// The command's id: sent twice it has one effect.
    command: CommandId,
) -> Result<(), PageError> {
    let done = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.end(&seat, command).await.map(drop)
    });
    done.await
}

#[cfg(feature = "ssr")]
mod shown {
    use chrono::{DateTime, Utc};
    use classroom::command::Seat;
    use domain::ClassView;
    use domain::catalog::ClassRow;
    use domain::policy::Action;
    use domain::session::Phase;

    use crate::model::class::Rights;
    use crate::model::class::{ClassPage, OpenedClass};
    use crate::model::waiting::WaitingView;
    use crate::zone::Reader;
    use domain::poll::Prepared;
    use domain::route;

    pub fn class_page(
        seat: &Seat,
        row: &ClassRow,
        view: &ClassView,
        prepared: Vec<Prepared>,
        now: DateTime<Utc>,
    ) -> ClassPage {
        let session = seat.class.session;
        let rights = Rights {
            start: seat.may(Action::StartClass),
            end: seat.may(Action::EndClass),
            publish: seat.may(Action::PublishMedia),
            remove_chat: seat.may(Action::RemoveChat),
            mark_chapter: seat.may(Action::MarkChapter),
        };
        let changes = seat.may(Action::ScheduleClass) && matches!(row.phase, Phase::Scheduled);
        let waiting = WaitingView {
            session,
            user: seat.viewer().user,
            title: row.title.clone(),
            course: row.course_title.clone(),
            teacher: row.teacher.clone(),
            starts: Reader::of_request(now).moment(&row.zone, row.starts_at),
            length_min: row.minutes.into(),
            left_s: row.starts_at.signed_duration_since(now).num_seconds(),
            edit_href: changes.then(|| route::EDIT_CLASS.to(session)),
            file_href: route::CLASS_FILE.to(session),
            cancelled_because: row.cancelled_because.clone(),
        };
        let opened = OpenedClass {
            session,
            viewer: seat.viewer(),
            name: seat.actor.name.clone(),
            rights,
            course: row.course_title.clone(),
            view: view.seen_by(&seat.viewer()),
            now,
            prepared,
        };
        ClassPage { opened, waiting }
    }
}
