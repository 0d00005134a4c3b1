//! A private Postgres for the time of one command: tests and benches.

use std::{ffi::OsString, path::Path, process::ExitStatus};

use super::{
    EmbeddedError,
    postgres::{Durability, Postgres},
    state,
};
use crate::config::Programs;

/// Runs `command` with `DATABASE_URL` (the application's role) and `LECTERN_TEST_DATABASE_URL` (a superuser) pointing at a cluster in
/// `folder`, which is stopped when the command has ended or we are asked to end.
///
/// # Errors
/// Where the cluster or the command doesn't start.
pub async fn lend_postgres(
    folder: &Path,
    programs: &Programs,
    durability: Durability,
    command: &[OsString],
) -> Result<Option<ExitStatus>, EmbeddedError> {
    let state = state::open(folder)?;
    let postgres = Postgres::start(&state.path, programs, durability).await?;
    let failed =
        |error: std::io::Error| EmbeddedError::Failed { program: "the command", reason: error.to_string() };
    let Some((program, args)) = command.split_first() else {
        return Err(failed(std::io::Error::other("none was given")));
    };
    let child = tokio::process::Command::new(program)
        .args(args)
        .env("DATABASE_URL", postgres.url())
        .env("LECTERN_TEST_DATABASE_URL", postgres.admin_url())
        .kill_on_drop(true)
        .spawn();
    let ended = match child {
        Ok(mut child) => tokio::select! {
            status = child.wait() => status.map(Some),
            () = crate::signals::asked_to_end() => Ok(None),
        },
        Err(error) => Err(error),
    };
    postgres.stop().await;
    ended.map_err(failed)
}
