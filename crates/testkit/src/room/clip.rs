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
}

impl Clip {
    /// A tone as Opus in packets of 20 ms.
    pub fn tone(hertz: u32, seconds: u32) -> anyhow::Result<Self> {
        let input = format!("sine=frequency={hertz}:sample_rate=48000:duration={seconds}");
        let options = ["-c:a", "libopus", "-b:a", "32k", "-frame_duration", "20", "-f", "ogg"];
        let packets = opus_packets(&ffmpeg(&input, &options)?)?;
        let step = Duration::from_millis(20);
        Self::new(packets, step, Codec::Opus)
    }

    /// A moving test picture as VP8, with a keyframe every two seconds.
    pub fn picture(width: u32, height: u32, rate: u32, seconds: u32) -> anyhow::Result<Self> {
        Self::video(Codec::Vp8, width, height, rate, seconds)
    }

    /// [`Clip::picture`] as VP9.
    pub fn picture_vp9(width: u32, height: u32, rate: u32, seconds: u32) -> anyhow::Result<Self> {
        Self::video(Codec::Vp9, width, height, rate, seconds)
    }

    fn video(codec: Codec, width: u32, height: u32, rate: u32, seconds: u32) -> anyhow::Result<Self> {
        let input = format!("testsrc2=size={width}x{height}:rate={rate}:duration={seconds}");
        let keyframes = (2 * rate).to_string();
        let encoder = if codec == Codec::Vp9 { "libvpx-vp9" } else { "libvpx" };
        let options = [
            "-c:v",
            encoder,
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-lag-in-frames",
            "0",
            "-auto-alt-ref",
            "0",
            "-b:v",
            "1M",
            "-g",
            &keyframes,
            "-pix_fmt",
            "yuv420p",
            "-f",
            "ivf",
        ];
        let step = Duration::from_secs(1) / rate;
        let frames = ivf_frames(&ffmpeg(&input, &options)?)?;
        Self::new(frames, step, codec)
    }

    fn new(frames: Vec<Arc<[u8]>>, step: Duration, codec: Codec) -> anyhow::Result<Self> {
        ensure!(!frames.is_empty(), "ffmpeg encoded nothing");
        Ok(Self { frames: frames.into(), step, codec })
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
