//! The languages that people read the ledger in, and every word that it says in them.
//!
//! The words stand in Fluent files (<https://projectfluent.org>) under `locales/`, one folder a
//! language; code names them by their keys.

mod format;
mod texts;
pub mod typeset;

use std::str::FromStr;

use unic_langid::LanguageIdentifier;

use crate::domain::terms::{Term, terms};

pub use format::{Marks, Numbers};
pub use texts::{Args, Texts};

terms! {
    /// A language of the interface.
    Language {
        Zh = "zh",
        En = "en",
        Ru = "ru",
    }
}

impl Language {
    /// The words of this language.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        Texts::of(self)
    }

    /// What plurals and other rules of the language go by (BCP 47).
    fn identifier(self) -> LanguageIdentifier {
        // Two letters always make one.
        self.as_str().parse().unwrap_or_default()
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }

    /// The best language for an Accept-Language header (RFC 9110, 12.5.4): of those that we have,
    /// the one of the greatest weight. None if it names none of them.
    #[must_use]
    pub fn preferred(header: &str) -> Option<Self> {
        let wish = |range: &str| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), f32::from_str).ok()?;
            let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
            let language = primary.parse().ok()?;
            (weight > 0.0).then_some((weight, language))
        };
        let wishes = header.split(',').filter_map(wish);
        // Of equal wishes the first counts.
        let best = wishes.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, language)| language)
    }

    /// Of texts by language, the one in this language; else in another that there is.
    #[must_use]
    pub fn pick(self, texts: &std::collections::BTreeMap<String, String>) -> &str {
        let in_order = [self, Self::En, Self::Ru, Self::Zh];
        let found = in_order.iter().find_map(|language| texts.get(&language.to_string()));
        found.or_else(|| texts.values().next()).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests;
