//! Reading what the recorder wrote: its frames for speech recognition, its whole clusters after a crash.

use super::Codec;
use super::ebml::{Element, element, id, uint};

/// What the head of a file says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Info {
    /// What the track holds.
    pub codec: Codec,
    /// Milliseconds; `None` in a file that was never sealed.
    pub duration_ms: Option<u64>,
    /// How many places the index names; 0 where there is none.
    pub cues: usize,
}

/// One encoded frame (a video picture or an Opus packet).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Milliseconds on the file's own clock.
    pub time_ms: u64,
    /// Whether decoding can begin here (always so for sound).
    pub keyframe: bool,
    /// The encoded bytes.
    pub data: &'a [u8],
}

/// Why a file is not one of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebmError {
    /// The bytes are no WebM, or end before their first cluster.
    #[error("not a WebM file: {0} is missing")]
    Missing(&'static str),
    /// A codec that the recorder doesn't write.
    #[error("a WebM track of an unknown codec ({0})")]
    UnknownCodec(String),
}

/// Reads the head (and counts the index) of a file.
pub fn info(file: &[u8]) -> Result<Info, WebmError> {
    let segment = segment(file)?;
    let top = Children::new(file, segment);
    let mut codec = None;
    let mut duration_ms = None;
    let mut cues = 0;
    for child in top {
        match child.id {
            id::INFO => {
                let duration = find(file, child, id::DURATION).map(|e| float(content(file, e)));
                duration_ms = duration.map(|ms| ms as u64);
            }
            id::TRACKS => codec = Some(track_codec(file, child)?),
            id::CUES => cues = Children::new(file, child).filter(|e| e.id == id::CUE_POINT).count(),
            _ => {}
        }
    }
    let codec = codec.ok_or(WebmError::Missing("the track"))?;
    Ok(Info { codec, duration_ms, cues })
}

/// Walks over the frames of a file in order; a torn end is left out.
#[derive(Debug, Clone)]
pub struct Frames<'a> {
    file: &'a [u8],
    clusters: Children<'a>,
    blocks: Option<Children<'a>>,
    cluster_ms: u64,
}

impl<'a> Frames<'a> {
    /// The frames of a whole file.
    pub fn new(file: &'a [u8]) -> Result<Self, WebmError> {
        let clusters = Children::new(file, segment(file)?);
        Ok(Self { file, clusters, blocks: None, cluster_ms: 0 })
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        loop {
            let Some(child) = self.blocks.as_mut().and_then(Iterator::next) else {
                let cluster = self.clusters.find(|child| child.id == id::CLUSTER)?;
                self.blocks = Some(Children::new(self.file, cluster));
                continue;
            };
            let bytes = content(self.file, child);
            match child.id {
                id::TIMESTAMP => self.cluster_ms = uint(bytes),
                id::SIMPLE_BLOCK => {
                    if let Some(frame) = block(self.cluster_ms, bytes) {
                        return Some(frame);
                    }
                }
                _ => {}
            }
        }
    }
}

/// How much of a stretch of clusters is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WholeClusters {
    /// Bytes up to the end of the last whole cluster.
    pub length: usize,
    /// The time of the last frame in them, in milliseconds.
    pub last_ms: Option<u64>,
}

/// Measures the whole clusters at the start of `bytes`: what a crash tore off (or an index behind them) doesn't count.
pub(crate) fn whole_clusters(bytes: &[u8]) -> WholeClusters {
    let mut whole = WholeClusters { length: 0, last_ms: None };
    while let Some(cluster) = element(bytes, whole.length) {
        let Some(end) = cluster.end.filter(|end| *end <= bytes.len()) else {
            break;
        };
        if cluster.id != id::CLUSTER {
            break;
        }
        let mut start_ms = 0;
        for child in Children::new(bytes, cluster) {
            match child.id {
                id::TIMESTAMP => start_ms = uint(content(bytes, child)),
                id::SIMPLE_BLOCK => {
                    let frame = block(start_ms, content(bytes, child));
                    whole.last_ms = whole.last_ms.max(frame.map(|frame| frame.time_ms));
                }
                _ => {}
            }
        }
        whole.length = end;
    }
    whole
}

fn segment(file: &[u8]) -> Result<Element, WebmError> {
    let header =
        element(file, 0).filter(|e| e.id == id::EBML).ok_or(WebmError::Missing("the EBML header"))?;
    let after = header.end.ok_or(WebmError::Missing("the EBML header's size"))?;
    element(file, after).filter(|e| e.id == id::SEGMENT).ok_or(WebmError::Missing("the segment"))
}

fn track_codec(file: &[u8], tracks: Element) -> Result<Codec, WebmError> {
    let entry = find(file, tracks, id::TRACK_ENTRY).ok_or(WebmError::Missing("the track's entry"))?;
    let codec = find(file, entry, id::CODEC_ID).ok_or(WebmError::Missing("the codec"))?;
    let pixels = |id| {
        let video = find(file, entry, id::VIDEO)?;
        find(file, video, id).map(|e| uint(content(file, e)) as u16)
    };
    let width = pixels(id::PIXEL_WIDTH).unwrap_or(0);
    let height = pixels(id::PIXEL_HEIGHT).unwrap_or(0);
    match content(file, codec) {
        b"A_OPUS" => Ok(Codec::Opus),
        b"V_VP8" => Ok(Codec::Vp8 { width, height }),
        b"V_VP9" => Ok(Codec::Vp9 { width, height }),
        other => Err(WebmError::UnknownCodec(String::from_utf8_lossy(other).into_owned())),
    }
}

fn block(cluster_ms: u64, bytes: &[u8]) -> Option<Frame<'_>> {
    let [_track, high, low, flags, data @ ..] = bytes else {
        return None;
    };
    let offset = i64::from(i16::from_be_bytes([*high, *low]));
    let time_ms = cluster_ms.saturating_add_signed(offset);
    Some(Frame { time_ms, keyframe: flags & 0x80 != 0, data })
}

fn find(file: &[u8], parent: Element, id: u32) -> Option<Element> {
    Children::new(file, parent).find(|child| child.id == id)
}

fn content(file: &[u8], element: Element) -> &[u8] {
    file.get(element.start..element.end.unwrap_or(file.len())).unwrap_or(&[])
}

fn float(bytes: &[u8]) -> f64 {
    match bytes.len() {
        4 => f64::from(f32::from_bits(uint(bytes) as u32)),
        _ => f64::from_bits(uint(bytes)),
    }
}

/// Walks over the whole elements inside another.
#[derive(Debug, Clone)]
struct Children<'a> {
    file: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Children<'a> {
    fn new(file: &'a [u8], parent: Element) -> Self {
        let end = parent.end.unwrap_or(file.len()).min(file.len());
        Self { file, at: parent.start, end }
    }
}

impl Iterator for Children<'_> {
    type Item = Element;

    fn next(&mut self) -> Option<Element> {
        if self.at >= self.end {
            return None;
        }
        let child = element(self.file, self.at)?;
        let end = child.end.filter(|end| *end <= self.end)?;
        self.at = end;
        Some(child)
    }
}
