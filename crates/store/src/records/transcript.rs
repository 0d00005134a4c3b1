//! The transcript and what was found in it, opened with the keys of those who spoke.

use classroom::ports::event_log::ClassKey;
use classroom::ports::records::{Derived, FoundChapter, Highlight};
use domain::ids::Offset;
use domain::transcript::Cue;

use crate::error::Fault;
use crate::seal::{Holder, SealContext};
use crate::{Store, tenant};

/// Cues whose speaker was erased are left out.
pub(super) async fn transcript(store: &Store, class: ClassKey) -> Result<Vec<Cue>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let rows = sqlx::query!(
        "select start_ms, end_ms, speaker, holder, sealed from transcript_cues
         where tenant_id = $1 and session_id = $2 order by place",
        class.tenant.0,
        class.session.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let holders = rows.iter().map(|row| Holder(row.holder)).collect();
    let keys = store.keys.to_read(&mut tx, class.tenant, holders).await?;
    tx.commit().await?;
    let mut cues = Vec::with_capacity(rows.len());
    for row in rows {
        let place = SealContext::Cue(class.session, row.start_ms);
        if let Some(text) = keys.open(Holder(row.holder), place, row.sealed.as_deref())?.0 {
            let speaker = row.speaker.map(Into::into);
            cues.push(Cue { start_ms: row.start_ms, end_ms: row.end_ms, text, speaker });
        }
    }
    Ok(cues)
}

/// Chapters and highlights whose words were erased are left out.
pub(super) async fn derived(store: &Store, class: ClassKey) -> Result<Derived, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let chapters = sqlx::query!(
        "select offset_ms, holder, sealed from chapters
         where tenant_id = $1 and session_id = $2 and source = 'text' order by offset_ms",
        class.tenant.0,
        class.session.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let highlights = sqlx::query!(
        "select offset_ms, until_ms, reason, holder, sealed from highlights
         where tenant_id = $1 and session_id = $2 order by place",
        class.tenant.0,
        class.session.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let holders = chapters
        .iter()
        .map(|row| row.holder)
        .chain(highlights.iter().map(|row| row.holder))
        .map(Holder)
        .collect();
    let keys = store.keys.to_read(&mut tx, class.tenant, holders).await?;
    tx.commit().await?;

    let mut derived = Derived::default();
    for row in chapters {
        let offset = Offset(row.offset_ms);
        let place = SealContext::Found(class.session, offset);
        if let Some(title) = keys.open(Holder(row.holder), place, row.sealed.as_deref())?.0 {
            derived.chapters.push(FoundChapter { offset, title });
        }
    }
    for row in highlights {
        let (offset, until) = (Offset(row.offset_ms), Offset(row.until_ms));
        let place = SealContext::Found(class.session, offset);
        if let Some(title) = keys.open(Holder(row.holder), place, row.sealed.as_deref())?.0 {
            derived.highlights.push(Highlight { offset, until, title, reason: row.reason });
        }
    }
    Ok(derived)
}
