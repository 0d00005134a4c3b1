//! Has the linker keep its relocations, by which the launcher splits later parts off a program.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-bins=--emit-relocs");
}
