//! What a representation is known by (`ETag`), and whether the caller has it already.

use actix_web::HttpRequest;
use actix_web::http::header::IF_NONE_MATCH;
use sha2::{Digest, Sha256};

use crate::sync::envelope::hex;

/// The ETag of a representation: `"VERSION.HASH"`, or `"HASH"` where nothing has a version.
///
/// The hash covers the representation with its day and parameters; If-Match compares the version
/// alone, so neither midnight nor a party's update fails an editor's PATCH.
#[must_use]
pub fn etag(version: Option<i64>, body: impl AsRef<[u8]>) -> String {
    let hash = hex(&Sha256::digest(body)[..8]);
    version.map_or_else(|| format!("\"{hash}\""), |version| format!("\"{version}.{hash}\""))
}

/// Whether the caller has it, by If-None-Match.
#[must_use]
pub fn is_known(request: &HttpRequest, etag: &str) -> bool {
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    // Weak comparison (RFC 9110 13.1.2): a compressing proxy may have weakened ours.
    known.is_some_and(|known| {
        known
            .split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.trim_start_matches("W/") == etag)
    })
}
