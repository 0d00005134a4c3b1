//! The program of a class's page.

#![recursion_limit = "512"]

fn main() {
    app::living::take_over::<app::api::class::ClassPage>();
}
