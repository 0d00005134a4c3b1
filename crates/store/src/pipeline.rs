//! What the pipeline keeps. Everything may be saved twice: the same rows come out.

use std::collections::BTreeSet;

use classroom::ports::event_log::ClassKey;
use classroom::ports::records::{Derived, StoreError};
use domain::ids::{Offset, UserId};
use domain::media::Source;
use domain::recording::Track;
use domain::transcript::Cue;
use domain::words::Words;

use crate::Store;
use crate::error::Fault;
use crate::seal::{Holder, Opened, SealContext};
use crate::tenant::{self, Tx};

/// Something in object storage that a step made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// What it is (`audio`, `captions` …).
    pub kind: String,
    /// Its key in object storage.
    pub key: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

impl Store {
    /// The tracks of a class that lie whole in object storage, by where they begin.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn tracks(&self, class: ClassKey) -> Result<Vec<Track>, StoreError> {
        Ok(tracks(self, class).await?)
    }

    /// Replaces the class's transcript. Each cue is sealed with its speaker's key.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn save_transcript(&self, class: ClassKey, cues: &[Cue]) -> Result<(), StoreError> {
        Ok(save_transcript(self, class, cues).await?)
    }

    /// Replaces what was found in the class; the teacher's own chapters stay. Titles are sealed with the
    /// teacher's key: they are made of what the teacher said.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn save_derived(&self, class: ClassKey, derived: &Derived) -> Result<(), StoreError> {
        Ok(save_derived(self, class, derived).await?)
    }

    /// Keeps an artifact, or its newer version.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn save_artifact(&self, class: ClassKey, artifact: &Artifact) -> Result<(), StoreError> {
        Ok(save_artifact(self, class, artifact).await?)
    }

    /// The class's artifacts of a kind.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn artifacts(&self, class: ClassKey, kind: &str) -> Result<Vec<Artifact>, StoreError> {
        Ok(artifacts(self, class, kind).await?)
    }
}

async fn tracks(store: &Store, class: ClassKey) -> Result<Vec<Track>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let rows = sqlx::query!(
        "select id, recording_id, user_id, source, offset_ms, duration_ms, key, bytes, mime from recording_tracks
         where tenant_id = $1 and session_id = $2 and finished order by offset_ms, id",
        class.tenant.0,
        class.session.0
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    rows.into_iter()
        .map(|row| {
            Ok(Track {
                id: row.id.into(),
                recording: row.recording_id.into(),
                user: row.user_id.into(),
                source: source(&row.source)?,
                offset: Offset(row.offset_ms),
                duration_ms: row.duration_ms,
                key: row.key,
                bytes: row.bytes,
                mime: row.mime,
            })
        })
        .collect()
}

fn source(word: &str) -> Result<Source, Fault> {
    Source::ALL
        .into_iter()
        .find(|source| source.word() == word)
        .ok_or_else(|| Fault::Broken(format!("a track from \"{word}\"")))
}

async fn save_transcript(store: &Store, class: ClassKey, cues: &[Cue]) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    lock(&mut tx, class).await?;
    let holders: Vec<_> = cues.iter().map(|cue| Holder::of(class.tenant, cue.speaker)).collect();
    let (keys, fresh) = store.keys.to_write(&mut tx, class.tenant, holders.iter().copied().collect()).await?;
    let mut sealed = Vec::with_capacity(cues.len());
    for (cue, holder) in cues.iter().zip(&holders) {
        let place = SealContext::Cue(class.session, cue.start_ms);
        sealed.push(keys.seal(*holder, place, &cue.text.as_str().into())?);
    }
    sqlx::query!(
        "delete from transcript_cues where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into transcript_cues (tenant_id, session_id, place, start_ms, end_ms, speaker, holder, sealed)
         select $1, $2, (place - 1)::int, start_ms, end_ms, speaker, holder, sealed
         from unnest($3::bigint[], $4::bigint[], $5::uuid[], $6::uuid[], $7::bytea[]) with ordinality
              as cue(start_ms, end_ms, speaker, holder, sealed, place)",
        class.tenant.0,
        class.session.0,
        &cues.iter().map(|cue| cue.start_ms).collect::<Vec<_>>(),
        &cues.iter().map(|cue| cue.end_ms).collect::<Vec<_>>(),
        &cues.iter().map(|cue| cue.speaker).collect::<Vec<_>>() as &[Option<UserId>],
        &holders.iter().map(|holder| holder.0).collect::<Vec<_>>(),
        &sealed as &[Option<Vec<u8>>],
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    store.keys.remember(class.tenant, &fresh);
    Ok(())
}

async fn save_derived(store: &Store, class: ClassKey, derived: &Derived) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let holder = Holder::of(class.tenant, lock(&mut tx, class).await?.map(Into::into));
    let (keys, fresh) = store.keys.to_write(&mut tx, class.tenant, BTreeSet::from([holder])).await?;
    replace_chapters(&mut tx, class, derived, holder, &keys).await?;
    replace_highlights(&mut tx, class, derived, holder, &keys).await?;
    tx.commit().await?;
    store.keys.remember(class.tenant, &fresh);
    Ok(())
}

async fn replace_chapters(
    tx: &mut Tx,
    class: ClassKey,
    derived: &Derived,
    holder: Holder,
    keys: &Opened,
) -> Result<(), Fault> {
    let mut sealed = Vec::with_capacity(derived.chapters.len());
    for chapter in &derived.chapters {
        let place = SealContext::Found(class.session, chapter.offset);
        sealed.push(keys.seal(holder, place, &Words::from(chapter.title.as_str()))?);
    }
    sqlx::query!(
        "delete from chapters where tenant_id = $1 and session_id = $2 and source = 'text'",
        class.tenant.0,
        class.session.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into chapters (tenant_id, session_id, source, holder, offset_ms, sealed)
         select $1, $2, 'text', $3, * from unnest($4::bigint[], $5::bytea[])",
        class.tenant.0,
        class.session.0,
        holder.0,
        &derived.chapters.iter().map(|chapter| chapter.offset.0).collect::<Vec<_>>(),
        &sealed as &[Option<Vec<u8>>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn replace_highlights(
    tx: &mut Tx,
    class: ClassKey,
    derived: &Derived,
    holder: Holder,
    keys: &Opened,
) -> Result<(), Fault> {
    let mut sealed = Vec::with_capacity(derived.highlights.len());
    for highlight in &derived.highlights {
        let place = SealContext::Found(class.session, highlight.offset);
        sealed.push(keys.seal(holder, place, &Words::from(highlight.title.as_str()))?);
    }
    sqlx::query!(
        "delete from highlights where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into highlights (tenant_id, session_id, holder, place, offset_ms, until_ms, reason, sealed)
         select $1, $2, $3, (place - 1)::int, offset_ms, until_ms, reason, sealed
         from unnest($4::bigint[], $5::bigint[], $6::text[], $7::bytea[]) with ordinality
              as highlight(offset_ms, until_ms, reason, sealed, place)",
        class.tenant.0,
        class.session.0,
        holder.0,
        &derived.highlights.iter().map(|highlight| highlight.offset.0).collect::<Vec<_>>(),
        &derived.highlights.iter().map(|highlight| highlight.until.0).collect::<Vec<_>>(),
        &derived.highlights.iter().map(|highlight| highlight.reason.as_str()).collect::<Vec<_>>()
            as &[&str],
        &sealed as &[Option<Vec<u8>>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Two workers that run one job (the first was thought dead) replace rows one after the other. Gives the
/// class's teacher.
async fn lock(tx: &mut Tx, class: ClassKey) -> Result<Option<uuid::Uuid>, Fault> {
    sqlx::query_scalar!(
        "select teacher from sessions where tenant_id = $1 and id = $2 for no key update",
        class.tenant.0,
        class.session.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| Fault::Broken(format!("there is no class {}", class.session)))
}

async fn save_artifact(store: &Store, class: ClassKey, artifact: &Artifact) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    sqlx::query!(
        "insert into artifacts (tenant_id, session_id, kind, key, bytes, sha256) values ($1, $2, $3, $4, $5, $6)
         on conflict (session_id, kind, key) do update set bytes = excluded.bytes, sha256 = excluded.sha256",
        class.tenant.0,
        class.session.0,
        artifact.kind,
        artifact.key,
        artifact.bytes,
        &artifact.sha256
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

async fn artifacts(store: &Store, class: ClassKey, kind: &str) -> Result<Vec<Artifact>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let rows = sqlx::query!(
        "select kind, key, bytes, sha256 from artifacts
         where tenant_id = $1 and session_id = $2 and kind = $3 order by key",
        class.tenant.0,
        class.session.0,
        kind
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    rows.into_iter()
        .map(|row| {
            let sha256 =
                row.sha256.try_into().map_err(|_| Fault::Broken(format!("the SHA-256 of {}", row.key)))?;
            Ok(Artifact { kind: row.kind, key: row.key, bytes: row.bytes, sha256 })
        })
        .collect()
}
