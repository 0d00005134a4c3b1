//! Reads the live channel's frames with serde, and nothing else: `./lectern bench json` weighs it beside `read_by_lean`.

use domain::wire::ServerFrame;

fn main() {
    let frames = std::env::args().filter_map(|text| serde_json::from_str::<ServerFrame>(&text).ok());
    std::hint::black_box(frames.collect::<Vec<_>>());
}
