//! Updates: every fault, by its pointer.

use proptest::prelude::*;

use super::*;
use crate::domain::terms::Term;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn good(status: UpdateStatus) -> NewUpdate {
    NewUpdate {
        id: None,
        basis: Basis::Declared,
        status,
        as_of: day("2026-01-15"),
        done_on: (status == UpdateStatus::Complete).then(|| day("2026-01-15")),
        narrative: "The festival was held.".to_owned(),
        reason: None,
        corrects: (status == UpdateStatus::Withdrawn).then(|| Uuid::from_u128(1)),
        seen: None,
        evidence: vec![good_evidence()],
    }
}

fn good_evidence() -> NewEvidence {
    NewEvidence {
        url: "https://example.org/节?page=1#2".to_owned(),
        title: "节日".to_owned(),
        lang: "zh-Hans".to_owned(),
        published_on: Some(day("2026-01-10")),
        sha256: Some("0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD".to_owned()),
    }
}

fn pointers(update: &NewUpdate, seen: Option<UpdateStatus>) -> Vec<String> {
    let faults = update.faults(seen);
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn a_good_update_of_each_status_has_no_faults() {
    for status in UpdateStatus::ALL {
        assert_eq!(good(*status).faults(None), []);
    }
}

#[test]
fn every_fault_is_named_at_once() {
    let update = NewUpdate {
        done_on: Some(day("2026-01-16")),
        narrative: " \u{3000}\n".to_owned(),
        evidence: vec![
            good_evidence(),
            NewEvidence {
                url: "javascript:alert(1)".to_owned(),
                title: String::new(),
                lang: "中文".to_owned(),
                sha256: Some("abc".to_owned()),
                ..good_evidence()
            },
        ],
        ..good(UpdateStatus::Complete)
    };
    assert_eq!(
        pointers(&update, Some(UpdateStatus::Superseded)),
        [
            "/done_on",
            "/narrative",
            "/reason",
            "/evidence/1/url",
            "/evidence/1/title",
            "/evidence/1/lang",
            "/evidence/1/sha256",
        ]
    );
}

#[test]
fn complete_needs_done_on_and_nothing_else_may_have_one() {
    for status in UpdateStatus::ALL {
        let complete = *status == UpdateStatus::Complete;
        let with = NewUpdate { done_on: Some(day("2026-01-15")), ..good(*status) };
        let without = NewUpdate { done_on: None, ..good(*status) };
        assert_eq!(with.faults(None).is_empty(), complete);
        assert_eq!(without.faults(None).is_empty(), !complete);
    }
    let tomorrow = Some(day("2026-01-16"));
    let ahead = NewUpdate { done_on: tomorrow, ..good(UpdateStatus::Complete) };
    assert_eq!(pointers(&ahead, None), ["/done_on"]);
}

#[test]
fn withdrawn_needs_what_it_takes_back() {
    let update = NewUpdate { corrects: None, ..good(UpdateStatus::Withdrawn) };
    assert_eq!(pointers(&update, None), ["/corrects"]);
}

/// "Closing and reopening": a reason is required only if the update that was seen was closed.
#[test]
fn hard_case_closing_and_reopening_asks_for_a_reason_by_what_was_seen() {
    let silent = good(UpdateStatus::InProgress);
    let blank = NewUpdate { reason: Some(" ".to_owned()), ..silent.clone() };
    let reasoned = NewUpdate { reason: Some("It was reopened.".to_owned()), ..silent.clone() };
    for seen in UpdateStatus::ALL {
        let closed = matches!(
            seen,
            UpdateStatus::Complete | UpdateStatus::Abandoned | UpdateStatus::Superseded
        );
        let expected: &[&str] = if closed { &["/reason"] } else { &[] };
        assert_eq!(pointers(&silent, Some(*seen)), expected);
        assert_eq!(pointers(&blank, Some(*seen)), expected);
        assert_eq!(reasoned.faults(Some(*seen)), []);
    }
    assert_eq!(silent.faults(None), [], "nothing seen, nothing closed");
}

#[test]
fn lengths_are_counted_in_characters() {
    let just = NewUpdate { narrative: "节".repeat(10_000), ..good(UpdateStatus::Ongoing) };
    assert_eq!(just.faults(None), []);
    let over = NewUpdate { narrative: "节".repeat(10_001), ..just };
    assert_eq!(pointers(&over, None), ["/narrative"]);
    let mut update = good(UpdateStatus::Ongoing);
    update.evidence[0].url = format!("https://e.org/{}", "节".repeat(1_986));
    assert_eq!(update.faults(None), []);
    update.evidence[0].url.push('节');
    assert_eq!(pointers(&update, None), ["/evidence/0/url"]);
}

#[test]
fn texts_that_postgres_cannot_hold_are_refused() {
    let mut update = good(UpdateStatus::Ongoing);
    update.narrative.push('\0');
    update.reason = Some("\0".to_owned());
    update.evidence[0].title.push('\0');
    let expected = ["/narrative", "/reason", "/evidence/0/title"];
    assert_eq!(pointers(&update, None), expected);
}

#[test]
fn links_are_http_or_https_with_a_host() {
    for url in ["http://a", "HTTPS://example.org", "https://[::1]:8080/x", "https://新华网.cn/"]
    {
        assert!(is_link(url), "{url}");
    }
    for url in [
        "",
        "example.org",
        "ftp://example.org",
        "https://",
        "https:///x",
        "https://?x",
        " https://example.org",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://example.org/\"><script>",
    ] {
        assert!(!is_link(url), "{url}");
    }
}

#[test]
fn languages_have_the_shape_of_bcp_47() {
    for tag in ["zh", "en", "ru", "kk-Cyrl-KZ", "tg", "zh-Hans-CN", "de-1996", "yue"] {
        assert!(is_language_tag(tag), "{tag}");
    }
    for tag in ["", "z", "z1", "zh_CN", "zh-", "-zh", "zh--CN", "englishes", "中文", "zh-Hans CN"]
    {
        assert!(!is_language_tag(tag), "{tag}");
    }
}

proptest! {
    #[test]
    fn any_text_is_judged_without_panic(
        text in "\\PC{0,40}",
        seen in prop::option::of(prop::sample::select(UpdateStatus::ALL)),
    ) {
        let mut update = good(UpdateStatus::Ongoing);
        update.narrative.clone_from(&text);
        update.reason = Some(text.clone());
        update.evidence[0] = NewEvidence {
            url: text.clone(),
            title: text.clone(),
            lang: text.clone(),
            sha256: Some(text),
            ..good_evidence()
        };
        let faults = update.faults(seen);
        prop_assert!(faults.iter().all(|fault| fault.pointer.starts_with('/')));
        prop_assert!(pointers(&update, seen).contains(&"/evidence/0/sha256".to_owned()));
    }
}
