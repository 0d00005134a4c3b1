//! Reads the live channel's frames with serde, and nothing else: `./lectern bench json` weighs it beside `read_by_lean`.

use domain::wire::ServerFrame;

fn main() {
    // A browser's program has no arguments; what is read must not be known when it is compiled.
    let text = std::hint::black_box(String::new());
    std::hint::black_box(serde_json::from_str::<ServerFrame>(&text).ok());
}
