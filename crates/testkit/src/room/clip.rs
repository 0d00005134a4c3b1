//! Sound and pictures to send, encoded once by ffmpeg and played in a loop.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use str0m::format::Codec;

/// An encoded clip. Its first frame can be decoded by itself, so that it can be looped.
#[derive(Debug, Clone)]
pub struct Clip {
    pub(super) frames: Arc<[Arc<[u8]>]>,
    /// From one frame to the next.
    pub(super) step: Duration,
    pub(super) codec: Codec,
    /// Whether it begins anew when a keyframe is asked for.
    pub(super) begins_anew: bool,
}

impl Clip {
    /// A tone as Opus in packets of 20 ms.
    pub fn tone(hertz: u32, seconds: u32) -> anyhow::Result<Self> {
        Self::sound(&format!("sine=frequency={hertz}:sample_rate=48000:duration={seconds}"))
    }

    /// Noise: no packet is like another, so that [`Clip::when`] finds each.
    pub fn noise(seconds: u32) -> anyhow::Result<Self> {
        Self::sound(&format!("anoisesrc=sample_rate=48000:duration={seconds}:seed=7:amplitude=0.3"))
    }

    /// A moving test picture as VP8, with a keyframe every two seconds.
    pub fn picture(width: u32, height: u32, rate: u32, seconds: u32) -> anyhow::Result<Self> {
        Self::video(Codec::Vp8, (width, height), rate, 2 * rate, seconds)
    }

    /// [`Clip::picture`] of keyframes alone: never begun anew, it stays in step with what is sent beside it.
    pub fn keyframes(width: u32, height: u32, rate: u32, seconds: u32) -> anyhow::Result<Self> {
        Self::video(Codec::Vp8, (width, height), rate, 1, seconds)
    }

    /// [`Clip::picture`] as VP9.
    pub fn picture_vp9(width: u32, height: u32, rate: u32, seconds: u32) -> anyhow::Result<Self> {
        Self::video(Codec::Vp9, (width, height), rate, 2 * rate, seconds)
    }

    /// How long the clip plays until it begins again.
    pub fn length(&self) -> Duration {
        self.step * self.frames.len() as u32
    }

    /// When in the clip this very frame is; `None` for one that isn't in it.
    pub fn when(&self, frame: &[u8]) -> Option<Duration> {
        let index = self.frames.iter().position(|there| &**there == frame)?;
        Some(self.step * index as u32)
    }

    fn sound(input: &str) -> anyhow::Result<Self> {
        let options = ["-c:a", "libopus", "-b:a", "32k", "-frame_duration", "20", "-f", "ogg"];
        let packets = opus_packets(&ffmpeg(input, &options)?)?;
        Self::new(packets, Duration::from_millis(20), Codec::Opus, false)
    }

    fn video(
        codec: Codec,
        (width, height): (u32, u32),
        rate: u32,
        keyframe_every: u32,
        seconds: u32,
    ) -> anyhow::Result<Self> {
        let input = format!("testsrc2=size={width}x{height}:rate={rate}:duration={seconds}");
        let encoder = if codec == Codec::Vp9 { "libvpx-vp9" } else { "libvpx" };
        let keyframes = keyframe_every.to_string();
        let realtime =
            ["-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-auto-alt-ref", "0"];
        let size = ["-b:v", "1M", "-g", &keyframes, "-pix_fmt", "yuv420p", "-f", "ivf"];
        let options = [&["-c:v", encoder], &realtime[..], &size].concat();
        let step = Duration::from_secs(1) / rate;
        let frames = ivf_frames(&ffmpeg(&input, &options)?)?;
        Self::new(frames, step, codec, keyframe_every > 1)
    }

    fn new(frames: Vec<Arc<[u8]>>, step: Duration, codec: Codec, begins_anew: bool) -> anyhow::Result<Self> {
        ensure!(!frames.is_empty(), "ffmpeg encoded nothing");
        Ok(Self { frames: frames.into(), step, codec, begins_anew })
    }
}

fn ffmpeg(input: &str, options: &[&str]) -> anyhow::Result<Vec<u8>> {
    let quiet = ["-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", input];
    let mut command = Command::new("ffmpeg");
    command.args(quiet).args(options).arg("-").stdin(Stdio::null());
    let output = command.output().context("ffmpeg can't be started")?;
    ensure!(output.status.success(), "ffmpeg failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}

/// IVF: a header of 32 bytes, then frames, each after 12 bytes of which the first four are its length.
fn ivf_frames(file: &[u8]) -> anyhow::Result<Vec<Arc<[u8]>>> {
    let mut rest = file.get(32..).context("no IVF file")?;
    let mut frames = Vec::new();
    while let [a, b, c, d, _, _, _, _, _, _, _, _, tail @ ..] = rest {
        let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        let Some(data) = tail.get(..length) else { bail!("a torn IVF frame") };
        frames.push(data.into());
        rest = &tail[length..];
    }
    Ok(frames)
}

/// The packets of an Ogg file behind Opus's two headers.
fn opus_packets(file: &[u8]) -> anyhow::Result<Vec<Arc<[u8]>>> {
    let mut reader = ogg::PacketReader::new(std::io::Cursor::new(file));
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet()? {
        packets.push(packet.data.into());
    }
    Ok(packets.split_off(2.min(packets.len())))
}
