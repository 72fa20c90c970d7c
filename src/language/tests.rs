//! Languages: every key is there and used, and numbers stand in the right forms.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Args, Language};
use crate::domain::terms::Term;

fn with(language: Language, key: &str, values: &[(&str, i64)]) -> String {
    let mut args = Args::new();
    for (name, value) in values {
        args.set((*name).to_owned(), *value);
    }
    language.texts().with(key, &args)
}

#[test]
fn russian_plurals_are_right() {
    let overdue =
        |n, days| with(Language::Ru, "report-summary-overdue", &[("overdue", n), ("days", days)]);
    assert_eq!(overdue(0, 0), "Просроченных нет.");
    assert_eq!(overdue(1, 1), "Просрочено 1 обязательство, просрочка — 1 день.");
    assert_eq!(overdue(3, 22), "Просрочены 3 обязательства, наибольшая просрочка — 22 дня.");
    assert_eq!(overdue(11, 111), "Просрочено 11 обязательств, наибольшая просрочка — 111 дней.");
    assert_eq!(overdue(21, 5), "Просрочено 21 обязательство, наибольшая просрочка — 5 дней.");
    let contested = |n| with(Language::Ru, "report-summary-contested", &[("contested", n)]);
    assert_eq!(contested(1), "Сообщения об одном обязательстве противоречат друг другу.");
    assert_eq!(contested(2), "Сообщения о 2 обязательствах противоречат друг другу.");
    assert_eq!(contested(11), "Сообщения об 11 обязательствах противоречат друг другу.");
    assert_eq!(contested(21), "Сообщения о 21 обязательстве противоречат друг другу.");
    let complete =
        |n, late| with(Language::Ru, "report-summary-complete", &[("complete", n), ("late", late)]);
    assert_eq!(complete(1, 1), "Выполнено 1 обязательство, с опозданием.");
    assert_eq!(complete(21, 1), "Выполнено 21 обязательство, из них с опозданием — 1.");
}

#[test]
fn days_and_numbers_are_written_as_the_language_does() {
    let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let written = Language::ALL.iter().map(|one| one.texts().day(day)).collect::<Vec<_>>();
    assert_eq!(written, ["2026年1月5日", "5 January 2026", "5 января 2026 г."]);
    assert_eq!(Language::En.numbers().whole(1_234_567), "1,234,567");
    assert_eq!(Language::Ru.numbers().whole(1234), "1234");
    assert_eq!(Language::Ru.numbers().whole(-12_345), "\u{2212}12\u{a0}345");
    assert_eq!(Language::Ru.numbers().percent(0.1289), "12,9\u{a0}%");
    assert_eq!(Language::Zh.numbers().percent(0.5), "50.0%");
    assert_eq!(Language::En.numbers().decimal(-0.25, 2), "\u{2212}0.25");
}

#[test]
fn chinese_joins_with_marks_of_its_own() {
    let joined = |language: Language| {
        let marks = language.marks();
        marks.in_brackets(&["a", "b"].join(marks.list), &["c", "d"].join(marks.semicolon))
    };
    assert_eq!(
        Language::ALL.iter().map(|one| joined(*one)).collect::<Vec<_>>(),
        ["a、b（c；d）", "a, b (c; d)", "a, b (c; d)"]
    );
}

#[test]
fn a_browser_gets_the_language_that_it_likes_best() {
    let best = Language::preferred;
    assert_eq!(best("ru-KZ,ru;q=0.9,en;q=0.8"), Some(Language::Ru));
    assert_eq!(best("de, en;q=0.3, zh-CN;q=0.7"), Some(Language::Zh));
    assert_eq!(best("en;q=0, ru;q=0.1"), Some(Language::Ru));
    assert_eq!(best("fr, *;q=0.1"), None);
    assert_eq!(best("en, zh"), Some(Language::En));
    assert_eq!(best(""), None);
}

#[test]
fn a_text_in_no_language_asked_for_comes_in_another() {
    let texts = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    };
    assert_eq!(Language::Ru.pick(&texts(&[("ru", "а"), ("en", "a")])), "а");
    assert_eq!(Language::Zh.pick(&texts(&[("ru", "а"), ("en", "a")])), "a");
    assert_eq!(Language::Zh.pick(&texts(&[("kk", "ә")])), "ә");
    assert_eq!(Language::Zh.pick(&texts(&[])), "");
}

proptest! {
    #[test]
    fn a_grouped_number_has_the_digits_of_the_number(number: i64) {
        for language in Language::ALL {
            let text = language.numbers().whole(number);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits, number.unsigned_abs().to_string());
            prop_assert_eq!(text.starts_with('\u{2212}'), number < 0);
        }
    }
}

/// The messages of a language: each key with the names of the values that it is filled in with.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.to_string());
    let mut all = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let read = fluent_bundle::FluentResource::try_new(text);
        let resource = read.unwrap_or_else(|(_, faults)| panic!("{language}: {faults:?}"));
        let mut key = String::new();
        for line in resource.source().lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                name.clone_into(&mut key);
                assert!(
                    all.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{language} {key} twice"
                );
            }
            for rest in line.split('$').skip(1) {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let name = rest[..end.unwrap_or(rest.len())].to_owned();
                all.get_mut(&key).unwrap().insert(name);
            }
        }
    }
    all
}

#[test]
fn every_language_has_the_same_texts() {
    let english = messages(Language::En);
    assert!(english.len() > 100, "{}", english.len());
    for language in Language::ALL {
        let own = messages(*language);
        let keys =
            |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&own), keys(&english), "{language}");
        for (key, values) in &own {
            assert!(values.is_subset(&english[key]), "{language} {key}: {values:?}");
        }
    }
}

/// Every key that the code names: literals that begin like a text's key, and the terms of lists.
fn named() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for folder in ["src", "templates/web"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut keys);
    }
    keys
}

fn collect(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, keys);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html")
            && !path.ends_with("language/tests.rs")
        {
            let code = std::fs::read_to_string(&path).unwrap();
            keys.extend(code.split('"').skip(1).step_by(1).map(str::to_owned));
        }
    }
}

#[test]
fn every_text_is_used_and_every_used_one_is_there() {
    use crate::domain::commitment::{Kind, Strength};
    use crate::domain::party::Role;
    use crate::domain::reference::ReferenceKind;
    use crate::domain::rubric::{Kroc, Ogp, Toronto};
    use crate::domain::status::{Basis, Status};
    use crate::domain::timeliness::Timeliness;
    use crate::domain::topic::Topic;
    use crate::domain::user::UserRole;
    use crate::domain::webhook::WebhookState;
    use crate::records::change::{Entity, Op};
    use crate::records::conflict::{ConflictGroup, Resolution};
    use crate::reports::form::Form;
    use crate::web::visitor::Order;

    fn terms<T: Term>(list: &str) -> Vec<String> {
        T::ALL.iter().map(|term| format!("{list}-{}", term.as_str().replace('_', "-"))).collect()
    }
    let there: BTreeSet<String> = messages(Language::En).into_keys().collect();
    let of_lists: BTreeSet<String> = [
        terms::<Status>("status"),
        terms::<Timeliness>("timeliness"),
        terms::<Basis>("basis"),
        terms::<Role>("role"),
        terms::<Strength>("strength"),
        terms::<Kind>("kind"),
        terms::<Toronto>("toronto"),
        terms::<Kroc>("kroc"),
        terms::<Ogp>("ogp"),
        terms::<Entity>("entity"),
        terms::<Op>("op"),
        terms::<UserRole>("user-role"),
        terms::<ConflictGroup>("conflict-group"),
        terms::<Resolution>("resolution"),
        terms::<Order>("order"),
        terms::<WebhookState>("webhook-state"),
        terms::<Form>("form"),
        terms::<Topic>("topic"),
        terms::<ReferenceKind>("reference"),
    ]
    .concat()
    .into_iter()
    .collect();
    let literals = named();
    let prefixes = ["report-", "command-", "web-"];
    let is_key = |literal: &&String| {
        prefixes.iter().any(|prefix| literal.starts_with(prefix))
            && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let missing: Vec<&String> = literals
        .iter()
        .filter(is_key)
        .chain(&of_lists)
        .filter(|key| !there.contains(*key))
        .collect();
    assert!(missing.is_empty(), "in no file: {missing:?}");
    let unused: Vec<&String> =
        there.iter().filter(|key| !of_lists.contains(*key) && !literals.contains(*key)).collect();
    assert!(unused.is_empty(), "in no code: {unused:?}");
}
