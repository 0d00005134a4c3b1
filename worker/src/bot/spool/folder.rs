//! A track's folder: `00001.part` and on, an index of places to begin playing, notes, and a lock that dies with its
//! process. Every part begins with a whole cluster (the first with the head), so the last one can be mended alone.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::manifest::{self, ClosedPart, End, Manifest, Sealed};
use super::{SpoolError, private};
use crate::bot::report::RecordedTrack;
use crate::bot::webm::{Cue, HEAD_LEN, Seal, cues, head, whole_clusters};

/// Storage takes no smaller part, except the last (5 MiB).
pub(super) const SMALLEST_PART: u64 = 5 * 1024 * 1024;

/// How the name of a folder begins that is still being made.
pub(super) const UNFINISHED: &str = ".new-";

/// Bytes of a cue in the index: time in milliseconds, place in bytes, both little-endian.
const CUE_LEN: usize = 16;

/// A picture's length where no next one tells it, in milliseconds.
const ONE_FRAME_MS: u64 = 33;

/// One cluster on its way to the disk.
#[derive(Debug)]
pub(in crate::bot) struct Cluster {
    pub bytes: Vec<u8>,
    /// The time of its first frame, in milliseconds.
    pub first_ms: u64,
    /// The time of its last frame, in milliseconds.
    pub last_ms: u64,
    /// Whether playing can begin at its first frame.
    pub seekable: bool,
}

/// An open folder; it is this process's own as long as the value lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    pub manifest: Manifest,
    /// The part being written, and its length.
    part: Option<(File, u64)>,
    last_ms: u64,
    _lock: File,
}

impl Folder {
    /// Makes a track's folder and writes its head. The folder gets its name once it is locked and whole, so that
    /// nobody adopts it half made.
    pub fn create(spool: &Path, track: RecordedTrack) -> Result<Self, SpoolError> {
        let name = track.id.to_string();
        let draft = spool.join(format!("{UNFINISHED}{name}"));
        private::make_folder(&draft)?;
        let lock = private::file().write(true).create(true).truncate(true).open(draft.join("lock"))?;
        lock.lock()?;
        let first = head(track.codec, None);
        let manifest = Manifest { track, closed: Vec::new(), sealed: None };
        let mut folder = Self { path: draft, manifest, part: None, last_ms: 0, _lock: lock };
        folder.save()?;
        folder.write(&first)?;
        let path = spool.join(name);
        fs::rename(&folder.path, &path)?;
        folder.path = path;
        Ok(folder)
    }

    /// Takes over a folder that a crash (or an outage) left; `None` while a living process has it.
    pub fn adopt(path: &Path) -> Result<Option<Self>, SpoolError> {
        let lock = match OpenOptions::new().write(true).open(path.join("lock")) {
            Ok(lock) => lock,
            // Its owner has just finished with it.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let Some(manifest) = manifest::read::<Manifest>(&path.join("track.json"))? else {
            return Ok(None);
        };
        let mut folder = Self { path: path.to_owned(), manifest, part: None, last_ms: 0, _lock: lock };
        if folder.manifest.sealed.is_none() {
            folder.mend()?;
        }
        Ok(Some(folder))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn part_path(&self, number: u32) -> PathBuf {
        self.path.join(format!("{number:05}.part"))
    }

    /// Appends a cluster. Returns the number of the part that it completed, if any.
    pub fn append(&mut self, cluster: &Cluster) -> Result<Option<u32>, SpoolError> {
        if cluster.seekable {
            let cue = Cue { time_ms: cluster.first_ms, at: self.length() };
            let entry = [cue.time_ms.to_le_bytes(), cue.at.to_le_bytes()].concat();
            private::file().create(true).append(true).open(self.path.join("cues"))?.write_all(&entry)?;
        }
        self.write(&cluster.bytes)?;
        self.last_ms = cluster.last_ms;
        let is_full = self.part.as_ref().is_some_and(|(_, length)| *length >= SMALLEST_PART);
        is_full.then(|| self.close_part()).transpose()
    }

    /// Writes the index and the final head. After this only sending is left.
    pub fn seal(&mut self, end: End) -> Result<(), SpoolError> {
        let cues_at = self.length();
        let index = cues(&self.places(cues_at)?);
        self.write(&index)?;
        let bytes = self.length();
        self.close_part()?;
        let duration_ms = end.duration_ms.max(self.last_ms);
        let seal = Seal { duration_ms, cues_at, total: bytes };
        let mut first = OpenOptions::new().write(true).open(self.part_path(1))?;
        first.write_all(&head(self.manifest.track.codec, Some(seal)))?;
        first.sync_data()?;
        if let Some(offset) = end.offset {
            self.manifest.track.offset = offset;
        }
        self.manifest.sealed = Some(Sealed { duration_ms, bytes, pauses: end.pauses });
        self.save()
    }

    /// What can still be said of the end of a track whose writer died.
    pub fn end_after_crash(&self) -> End {
        let tail = if self.manifest.track.codec.size().is_some() { ONE_FRAME_MS } else { 20 };
        End { duration_ms: self.last_ms + tail, ..End::default() }
    }

    /// Removes the folder: its track lies in storage, or holds nothing.
    pub fn remove(self) -> Result<(), SpoolError> {
        fs::remove_dir_all(&self.path)?;
        Ok(())
    }

    /// Whether any frame was written.
    pub fn is_empty(&self) -> bool {
        self.length() <= HEAD_LEN as u64
    }

    /// Bytes of the track so far.
    fn length(&self) -> u64 {
        let closed: u64 = self.manifest.closed.iter().map(|part| part.length).sum();
        closed + self.part.as_ref().map_or(0, |(_, length)| *length)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), SpoolError> {
        if self.part.is_none() {
            let path = self.part_path(self.manifest.closed.len() as u32 + 1);
            let file = private::file().write(true).create(true).truncate(true).open(path)?;
            self.part = Some((file, 0));
        }
        let Some((file, length)) = &mut self.part else {
            return Ok(());
        };
        if let Err(error) = file.write_all(bytes) {
            // A full disk may have taken half a cluster: what follows must begin where a whole one ended.
            file.set_len(*length)?;
            file.seek(SeekFrom::Start(*length))?;
            return Err(error.into());
        }
        *length += bytes.len() as u64;
        Ok(())
    }

    fn close_part(&mut self) -> Result<u32, SpoolError> {
        if let Some((file, length)) = self.part.take() {
            file.sync_data()?;
            self.manifest.closed.push(ClosedPart { length, last_ms: self.last_ms });
            self.save()?;
        }
        Ok(self.manifest.closed.len() as u32)
    }

    /// Finds the end of the last whole cluster in the part that was open, and cuts off what is behind it.
    fn mend(&mut self) -> Result<(), SpoolError> {
        let number = self.manifest.closed.len() as u32 + 1;
        self.last_ms = self.manifest.closed.last().map_or(0, |part| part.last_ms);
        let mut options = private::file();
        let mut file =
            options.create(true).truncate(false).read(true).write(true).open(self.part_path(number))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let head_length = if number == 1 { HEAD_LEN } else { 0 };
        let length = if bytes.len() < head_length {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&head(self.manifest.track.codec, None))?;
            head_length
        } else {
            let whole = whole_clusters(&bytes[head_length..]);
            self.last_ms = whole.last_ms.unwrap_or(self.last_ms);
            head_length + whole.length
        };
        file.set_len(length as u64)?;
        file.seek(SeekFrom::End(0))?;
        self.part = Some((file, length as u64));
        Ok(())
    }

    /// The places noted while writing, without those that a crash cut off.
    fn places(&self, cues_at: u64) -> Result<Vec<Cue>, SpoolError> {
        let bytes = match fs::read(self.path.join("cues")) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let number =
            |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let (entries, _) = bytes.as_chunks::<CUE_LEN>();
        let mut places: Vec<Cue> = entries
            .iter()
            .map(|entry| Cue { time_ms: number(&entry[..8]), at: number(&entry[8..]) })
            .collect();
        places.retain(|cue| cue.at < cues_at);
        // A cluster that failed half-way is noted twice: the later note is the right one.
        places.reverse();
        places.dedup_by_key(|cue| cue.at);
        places.reverse();
        Ok(places)
    }

    fn save(&self) -> Result<(), SpoolError> {
        manifest::write(&self.path.join("track.json"), &self.manifest)
    }
}
