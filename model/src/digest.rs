//! Digests that say which content something was made from.

use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal.
pub fn sha256(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// The first 16 digits of it: enough to tell one content from another where people read it.
pub fn checksum(content: &[u8]) -> String {
    sha256(content).chars().take(16).collect()
}
