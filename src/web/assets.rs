//! The few files that pages bring along: embedded, named by their content, and so never stale.

use std::fmt::Write;
use std::sync::LazyLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;
use actix_web::{HttpResponse, Responder};
use sha2::{Digest, Sha256};

use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::error::Problem;
use crate::sync::envelope::hex;

/// A file of the pages.
struct Asset {
    /// As templates call it.
    name: &'static str,
    media_type: &'static str,
    content: String,
    /// As browsers ask for it: with a hash of the content in it.
    file_name: String,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("ledger.css", "text/css; charset=utf-8", style()),
        Asset::new("ledger.js", "text/javascript; charset=utf-8", SCRIPTS.concat()),
        Asset::new("mark.svg", "image/svg+xml", include_str!("../../static/mark.svg").to_owned()),
    ]
});

/// The style, by the pages that need it.
const STYLES: &[&str] = &[
    include_str!("../../static/css/base.css"),
    include_str!("../../static/css/overview.css"),
    include_str!("../../static/css/lists.css"),
    include_str!("../../static/css/item.css"),
    include_str!("../../static/css/office.css"),
];

/// The scripts, likewise.
const SCRIPTS: &[&str] = &[
    include_str!("../../static/js/base.js"),
    include_str!("../../static/js/overview.js"),
    include_str!("../../static/js/lists.js"),
    include_str!("../../static/js/item.js"),
    include_str!("../../static/js/office.js"),
];

/// The whole style, before it the statuses' colours, which every form of a report shares.
fn style() -> String {
    let mut style = String::from(":root {");
    for status in Status::ALL {
        let name = status.as_str().replace('_', "-");
        // Writing to a text cannot fail.
        let _ = write!(
            style,
            " --{name}: #{:06x}; --on-{name}: #{:06x};",
            status.colour(),
            status.ink()
        );
    }
    style + " }\n" + &STYLES.concat()
}

impl Asset {
    fn new(name: &'static str, media_type: &'static str, content: String) -> Self {
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        let hash = hex(&Sha256::digest(&content)[..8]);
        Self { name, media_type, content, file_name: format!("{stem}.{hash}.{extension}") }
    }
}

/// The address of a file by its plain name.
#[must_use]
pub fn address(name: &str) -> String {
    let file = ASSETS.iter().find(|asset| asset.name == name);
    file.map_or_else(String::new, |asset| format!("/assets/{}", asset.file_name))
}

/// Gives a file, to be kept for ever: another content has another address.
///
/// # Errors
/// 404 for a name that no page has, as those of older versions.
pub async fn show(file: Path<String>) -> Result<impl Responder, Problem> {
    let asset = ASSETS.iter().find(|asset| asset.file_name == *file);
    let asset = asset.ok_or_else(|| Problem::not_found("There is no such file."))?;
    Ok(HttpResponse::Ok()
        .content_type(asset.media_type)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.content.as_str()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::STYLES;

    /// The class that each selector of a file begins with, where it begins with one.
    fn first_classes(style: &str) -> Vec<&str> {
        let selectors = style.split(['{', '}', ',', ';']).map(str::trim);
        let classes = selectors.filter_map(|text| text.strip_prefix('.'));
        classes
            .filter_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next())
            .collect()
    }

    /// All pages have one style: a class that two files of it give a look would look like both.
    #[test]
    fn no_class_is_given_its_look_by_two_files() {
        assert_eq!(first_classes(".a-b .c, .d:hover { x: y; }\n.e > i { }"), ["a-b", "d", "e"]);
        let mut homes = HashMap::new();
        // The first file is what all have in common.
        for (file, style) in STYLES.iter().enumerate().skip(1) {
            for class in first_classes(style) {
                let home = *homes.entry(class).or_insert(file);
                assert_eq!(home, file, ".{class}");
            }
        }
        assert!(homes.len() > 100, "{}", homes.len());
    }
}
