//! The program of a replay's page.

#![recursion_limit = "512"]

fn main() {
    app::living::take_over::<app::pages::replay::Replay>();
}
