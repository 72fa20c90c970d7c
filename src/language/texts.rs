//! The texts of one language, found by their keys.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::Language;
use crate::domain::terms::Term;

/// The values that a text is filled in with.
pub type Args<'a> = FluentArgs<'a>;

/// What of the files a language has; the same in each.
macro_rules! files {
    ($folder:literal) => {
        [
            include_str!(concat!("../../locales/", $folder, "/terms.ftl")),
            include_str!(concat!("../../locales/", $folder, "/report.ftl")),
            include_str!(concat!("../../locales/", $folder, "/command.ftl")),
            include_str!(concat!("../../locales/", $folder, "/web.ftl")),
            include_str!(concat!("../../locales/", $folder, "/web_overview.ftl")),
            include_str!(concat!("../../locales/", $folder, "/web_lists.ftl")),
            include_str!(concat!("../../locales/", $folder, "/web_item.ftl")),
            include_str!(concat!("../../locales/", $folder, "/web_office.ftl")),
        ]
    };
}

/// All texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Those of `language`, read once.
    pub(super) fn of(language: Language) -> &'static Self {
        static ALL: OnceLock<Vec<Texts>> = OnceLock::new();
        let all = ALL.get_or_init(|| Language::ALL.iter().map(|one| Self::read(*one)).collect());
        let place = Language::ALL.iter().position(|one| *one == language);
        &all[place.unwrap_or_default()]
    }

    fn read(language: Language) -> Self {
        let files = match language {
            Language::Zh => files!("zh"),
            Language::En => files!("en"),
            Language::Ru => files!("ru"),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // All three are written from left to right; marks of direction would only get in the way
        // of whoever searches or compares the text.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Zh => |value, _| whole(Language::Zh, value),
            Language::En => |value, _| whole(Language::En, value),
            Language::Ru => |value, _| whole(Language::Ru, value),
        }));
        for text in files {
            // What cannot be read is left out; a test finds it.
            let resource =
                FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of a key. One that is not there shows as its key, and is logged.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.find(key, None)
    }

    /// The text of a key, filled in.
    #[must_use]
    pub fn with(&self, key: &str, args: &Args<'_>) -> String {
        self.find(key, Some(args))
    }

    /// The word for a term of a closed list, by the list's key, as `status` for `status-complete`.
    #[must_use]
    pub fn term(&self, list: &str, term: impl Term) -> String {
        self.text(&format!("{list}-{}", term.as_str().replace('_', "-")))
    }

    fn find(&self, key: &str, args: Option<&Args<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            log::error!(key, language:% = self.language; "a text is missing");
            return key.to_owned();
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut faults).into_owned();
        for fault in faults {
            log::error!(key, language:% = self.language, cause:% = fault; "a text is faulty");
        }
        text
    }
}

/// Whole numbers as the language writes them, wherever a text has one.
fn whole(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number, and no huge one")]
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(language.numbers().whole(number.value as i64))
        }
        _ => None,
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}
