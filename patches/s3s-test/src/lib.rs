//! What s3s-fs's build script calls, and nothing else: the real crate brings some sixty others, compiled for the build script
//! alone.

/// The part for build scripts.
pub mod build {
    /// Collects nothing.
    pub fn collect_info() {}
}
