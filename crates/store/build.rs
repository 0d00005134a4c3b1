//! A changed migration makes the store anew: `sqlx::migrate!` alone doesn't tell cargo.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
