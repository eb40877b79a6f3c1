//! The version whose runs may be used together.

/// That of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
