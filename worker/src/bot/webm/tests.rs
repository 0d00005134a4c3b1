//! What is written reads back, and a file cut anywhere keeps its whole clusters.

use super::ebml::{element, id, put_bytes, put_size, put_uint, put_void};
use super::read::WholeClusters;
use super::*;

const VIDEO: Codec = Codec::Vp8 { width: 1280, height: 720 };

fn cluster(start_ms: u64, frames: &[(u64, bool, &[u8])]) -> Vec<u8> {
    let mut builder = ClusterBuilder::new(start_ms);
    for (time_ms, keyframe, data) in frames {
        builder.push(*time_ms, *keyframe, data);
    }
    builder.finish()
}

/// Three clusters, sealed, as the recorder leaves them.
fn sealed(codec: Codec) -> Vec<u8> {
    let clusters = [
        cluster(0, &[(0, true, b"first"), (33, false, b"second")]),
        cluster(1_000, &[(1_000, true, b"third")]),
        cluster(70_000, &[(70_000, true, &[7; 300])]),
    ];
    let mut places = Vec::new();
    let mut body = Vec::new();
    for (bytes, time_ms) in clusters.iter().zip([0, 1_000, 70_000]) {
        places.push(Cue { time_ms, at: (HEAD_LEN + body.len()) as u64 });
        body.extend_from_slice(bytes);
    }
    let cues_at = (HEAD_LEN + body.len()) as u64;
    let index = cues(&places);
    let seal = Seal { duration_ms: 70_033, cues_at, total: cues_at + index.len() as u64 };
    [head(codec, Some(seal)), body, index].concat()
}

#[test]
fn a_sealed_file_reads_back() {
    let file = sealed(VIDEO);
    assert_eq!(info(&file), Ok(Info { codec: VIDEO, duration_ms: Some(70_033), cues: 3 }));
    let frames: Vec<_> = Frames::new(&file).unwrap().map(|f| (f.time_ms, f.keyframe, f.data.len())).collect();
    assert_eq!(frames, [(0, true, 5), (33, false, 6), (1_000, true, 5), (70_000, true, 300)]);
}

#[test]
fn the_seek_head_points_at_the_cues_and_the_cues_at_clusters() {
    let file = sealed(Codec::Opus);
    let segment_start = 48;
    let seek_head = element(&file, segment_start).unwrap();
    assert_eq!(seek_head.id, id::SEEK_HEAD);
    let seek = element(&file, seek_head.start).unwrap();
    let seek_id = element(&file, seek.start).unwrap();
    let position = element(&file, seek_id.end.unwrap()).unwrap();
    let cues_at = ebml::uint(&file[position.start..position.end.unwrap()]) as usize + segment_start;
    let cues = element(&file, cues_at).unwrap();
    assert_eq!(cues.id, id::CUES);
    assert_eq!(cues.end, Some(file.len()), "the index is the last thing in the file");
}

#[test]
fn head_has_one_length_so_that_the_sealed_one_fits_in_its_place() {
    let seal = Seal { duration_ms: u64::MAX >> 12, cues_at: 1 << 50, total: 1 << 51 };
    for codec in [Codec::Opus, VIDEO, Codec::Vp9 { width: u16::MAX, height: u16::MAX }] {
        assert_eq!(head(codec, None).len(), HEAD_LEN);
        assert_eq!(head(codec, Some(seal)).len(), HEAD_LEN);
    }
}

#[test]
fn an_unsealed_file_reads_back_without_duration() {
    let file = [head(VIDEO, None), cluster(0, &[(0, true, b"only")])].concat();
    assert_eq!(info(&file), Ok(Info { codec: VIDEO, duration_ms: None, cues: 0 }));
    assert_eq!(Frames::new(&file).unwrap().count(), 1);
}

#[test]
fn a_file_cut_anywhere_keeps_its_whole_clusters() {
    let whole = [cluster(0, &[(0, true, b"a"), (20, true, b"b")]), cluster(1_000, &[(1_040, true, b"c")])];
    let first = whole[0].len();
    let bytes = whole.concat();
    for cut in 0..=bytes.len() {
        let kept = whole_clusters(&bytes[..cut]);
        let expected = match cut {
            cut if cut < first => WholeClusters { length: 0, last_ms: None },
            cut if cut < bytes.len() => WholeClusters { length: first, last_ms: Some(20) },
            _ => WholeClusters { length: bytes.len(), last_ms: Some(1_040) },
        };
        assert_eq!(kept, expected, "cut at {cut}");
    }
}

#[test]
fn an_index_behind_the_clusters_is_no_cluster() {
    let bytes = cluster(0, &[(0, true, b"a")]);
    let length = bytes.len();
    let with_index = [bytes, cues(&[Cue { time_ms: 0, at: 512 }])].concat();
    assert_eq!(whole_clusters(&with_index).length, length);
}

#[test]
fn noise_is_refused_and_never_panics() {
    let mut state = 1_u32;
    for length in 0..2_000 {
        let bytes: Vec<u8> = (0..length % 97)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        let torn = [&sealed(VIDEO)[..length % 900], &bytes].concat();
        let _ = info(&torn);
        if let Ok(frames) = Frames::new(&torn) {
            frames.for_each(drop);
        }
        whole_clusters(&bytes);
    }
    assert_eq!(info(b"OggS"), Err(WebmError::Missing("the EBML header")));
}

#[test]
fn sizes_take_as_few_bytes_as_hold_them() {
    for (size, expected) in
        [(0, vec![0x80]), (126, vec![0xFE]), (127, vec![0x40, 0x7F]), (16_383, vec![0x20, 0x3F, 0xFF])]
    {
        let mut out = Vec::new();
        put_size(&mut out, size);
        assert_eq!(out, expected, "size {size}");
    }
}

#[test]
fn voids_and_numbers_have_the_length_asked_for() {
    for length in [2, 3, 127, 128, 129, 400] {
        let mut out = Vec::new();
        put_void(&mut out, length);
        assert_eq!(out.len(), length);
        assert_eq!(element(&out, 0).unwrap().end, Some(length));
    }
    let mut out = Vec::new();
    put_uint(&mut out, id::TIMESTAMP, 0);
    assert_eq!(out, [0xE7, 0x81, 0]);
    out.clear();
    put_bytes(&mut out, id::VOID, &[0; 200]);
    assert_eq!(element(&out, 0).unwrap().end, Some(out.len()));
}
