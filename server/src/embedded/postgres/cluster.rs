//! The cluster's folder: where it is, who owns it, how it is made, and what a killed server left of it.

use std::{
    fs,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, chown, symlink},
    path::{Path, PathBuf},
};

use rustix::process::Signal;

use super::{ADMIN, ROLE};
use crate::{
    config::Programs,
    embedded::{EmbeddedError, child::Program, secret},
};

/// A cluster that has been made.
pub(super) struct Cluster {
    /// Postgres's own folder.
    pub data: PathBuf,
    pub role_password: String,
    pub admin_password: String,
    programs: PathBuf,
    owner: Option<Owner>,
}

/// The user Postgres runs as where we are root, which it refuses to be.
struct Owner {
    name: &'static str,
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Opens the cluster in the state folder; the first time it is made.
    pub async fn open(state: &Path, programs: &Programs) -> Result<Self, EmbeddedError> {
        let owner = owner()?;
        let folder = folder(state, owner.as_ref())?;
        let data = folder.join("data");
        let version = fs::read_to_string(data.join("PG_VERSION")).ok();
        let programs = find_programs(programs, version.as_deref().map(str::trim))?;
        let cluster = Self {
            data,
            role_password: secret::text(&state.join("postgres.role"))?,
            admin_password: secret::text(&state.join("postgres.admin"))?,
            programs,
            owner,
        };
        if version.is_none() {
            cluster.make(&folder).await?;
        }
        Ok(cluster)
    }

    /// One of Postgres's programs, as the cluster's owner.
    pub fn program(&self, name: &'static str) -> Program {
        let user = self.owner.as_ref().map(|owner| owner.name);
        // SIGINT: Postgres ends its connections and stops.
        Program { name, path: self.programs.join(name), user, end: Signal::INT }
    }

    /// Ends the Postgres of a server that was killed: the kernel asks it to end, and it may be at it still.
    pub async fn end_orphan(&self) -> Result<(), EmbeddedError> {
        let file = self.data.join("postmaster.pid");
        let Ok(text) = fs::read_to_string(&file) else {
            return Ok(());
        };
        let pid = text.lines().next().unwrap_or_default().trim();
        match fs::read(format!("/proc/{pid}/cmdline")) {
            Ok(line) if String::from_utf8_lossy(&line).contains(&*self.data.to_string_lossy()) => {
                tracing::info!(pid, "ending the Postgres of a server that was killed");
                let data = self.data.to_string_lossy();
                let args = ["stop", "-D", &*data, "-m", "fast", "-w", "-t", "60"];
                let stopped = self.run("pg_ctl", &args, "").await;
                // It may have ended by itself since we looked, which pg_ctl takes for a mistake.
                if file.exists() { stopped } else { Ok(()) }
            }
            // The number has gone to another program meanwhile: Postgres would take that for itself.
            Ok(_) => fs::remove_file(&file).map_err(|source| EmbeddedError::State { path: file, source }),
            Err(_) => Ok(()),
        }
    }

    /// Makes the cluster beside its place and moves it there, so that half a cluster is never taken for a whole one.
    async fn make(&self, folder: &Path) -> Result<(), EmbeddedError> {
        let new = folder.join("new");
        let failed = |source| EmbeddedError::State { path: new.clone(), source };
        if new.exists() {
            fs::remove_dir_all(&new).map_err(failed)?;
        }
        let path = new.to_string_lossy().into_owned();
        let locale = ["--encoding=UTF8", "--locale=C.UTF-8"];
        let args = ["-D", &path, "-U", ADMIN, "--auth=trust", locale[0], locale[1]];
        self.run("initdb", &args, "").await?;
        fs::write(new.join("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n").map_err(failed)?;
        // A server for nobody but us, before the first port is open.
        let setup = format!(
            "ALTER ROLE {ADMIN} PASSWORD '{}';\n\
             CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '{}';\n\
             CREATE DATABASE {ROLE} OWNER {ROLE};\n",
            self.admin_password, self.role_password
        );
        self.run("postgres", &["--single", "-D", &path, "-c", "exit_on_error=on", "postgres"], &setup)
            .await?;
        fs::rename(&new, &self.data).map_err(failed)
    }

    async fn run(&self, name: &'static str, args: &[&str], input: &str) -> Result<(), EmbeddedError> {
        self.program(name).run(args, input).await?;
        Ok(())
    }
}

/// The folder of the cluster in the state folder, or, where the cluster's owner can't get there (a home that only root may
/// enter), one under `/var/lib` that the state folder points to.
fn folder(state: &Path, owner: Option<&Owner>) -> Result<PathBuf, EmbeddedError> {
    let inside = state.join("postgres");
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| EmbeddedError::State { path, source }
    };
    if let Ok(there) = inside.canonicalize() {
        return Ok(there);
    }
    let reachable = owner.is_none() || state.ancestors().all(others_may_enter);
    let place = if reachable { inside.clone() } else { outside(state) };
    fs::DirBuilder::new().recursive(true).mode(0o711).create(&place).map_err(failed(&place))?;
    // Whatever the mask for new files is: its owner passes through the folders above it.
    for folder in
        place.ancestors().take_while(|above| above.starts_with("/var/lib/lectern") || **above == *place)
    {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).map_err(failed(folder))?;
    }
    if let Some(owner) = owner {
        chown(&place, Some(owner.uid), Some(owner.gid)).map_err(failed(&place))?;
    }
    if !reachable {
        // What a link may have left that is gone (dangling) is of no use.
        fs::remove_file(&inside).ok();
        symlink(&place, &inside).map_err(failed(&inside))?;
    }
    Ok(place)
}

fn others_may_enter(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().mode() & 0o001 != 0)
}

fn outside(state: &Path) -> PathBuf {
    let name = state.to_string_lossy().trim_matches('/').replace('/', "-");
    Path::new("/var/lib/lectern").join(name)
}

fn owner() -> Result<Option<Owner>, EmbeddedError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let path = Path::new("/etc/passwd");
    let users =
        fs::read_to_string(path).map_err(|source| EmbeddedError::State { path: path.to_owned(), source })?;
    let ids = users.lines().find_map(|line| {
        let fields = line.split(':').collect::<Vec<_>>();
        (fields.first() == Some(&"postgres")).then_some(())?;
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    });
    match ids {
        Some((uid, gid)) => Ok(Some(Owner { name: "postgres", uid, gid })),
        None => Err(EmbeddedError::Missing {
            program: "the user postgres",
            hint: "Postgres doesn't run as root; install Debian's package postgresql, start as another user, or set DATABASE_URL",
        }),
    }
}

/// The folder of Postgres's programs: as set, or of the cluster's version, or on PATH, or the newest one installed.
fn find_programs(programs: &Programs, version: Option<&str>) -> Result<PathBuf, EmbeddedError> {
    if let Some(folder) = &programs.postgres {
        return Ok(folder.clone());
    }
    let installed = Path::new("/usr/lib/postgresql");
    let mut versions: Vec<u32> = fs::read_dir(installed)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable();
    let newest = versions.last().map(u32::to_string);
    let debian = version.or(newest.as_deref()).map(|version| installed.join(version).join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .into_iter()
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .ok_or(EmbeddedError::Missing {
            program: "Postgres",
            hint: "install it (Debian: apt-get install postgresql), name its folder in LECTERN_POSTGRES_BIN, or set DATABASE_URL",
        })
}
