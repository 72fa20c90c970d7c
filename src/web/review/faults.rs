//! Why a decision could not be carried out, in the reader's language.

use crate::domain::commitment::{Kind as ItemKind, Strength};
use crate::domain::terms::Term;
use crate::domain::topic::Topic;
use crate::error::{Kind, Problem};
use crate::web::frame::Frame;

/// What is told of a refusal; none for what is no fault of the decision's, and is told on a page of
/// its own. Of a bad field is told what would be right.
pub(super) fn texts(frame: &Frame, problem: &Problem) -> Option<Vec<String>> {
    match problem.kind {
        Kind::Forbidden => Some(vec![frame.t("web-fault-session")]),
        Kind::Conflict => Some(vec![frame.t(of_conflict(problem))]),
        Kind::Invalid if problem.errors.is_empty() => Some(vec![frame.t("web-fault-form")]),
        Kind::Invalid => {
            let mut texts = vec![frame.t("web-review-invalid")];
            for fault in &problem.errors {
                let text = of_place(frame, &fault.pointer);
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            Some(texts)
        }
        _ => None,
    }
}

/// What has become of the conflict or its item in the meantime shows in what the problem brings
/// along.
fn of_conflict(problem: &Problem) -> &'static str {
    match &problem.current {
        Some(current) if current.get("resolution").is_some() => "web-review-decided",
        Some(_) => "web-review-meanwhile",
        None => "web-review-nothing-there",
    }
}

fn of_place(frame: &Frame, pointer: &str) -> String {
    match pointer.strip_prefix("/value/") {
        Some(place) => {
            let field = place.split('/').next().unwrap_or(place);
            let colon = frame.language().marks().colon;
            format!("{}{colon}{}", frame.field(field), right(frame, field))
        }
        None if pointer == "/keep" => frame.t("web-review-yours-not-right"),
        None if pointer.is_empty() => frame.t("web-fault-characters"),
        None => frame.t("web-fault-form"),
    }
}

/// What would be right in a field.
fn right(frame: &Frame, field: &str) -> String {
    match field {
        "quote" => frame.t("web-review-right-quote"),
        "quote_start" => frame.t("web-review-right-quote-start"),
        "title" => frame.t("web-review-right-title"),
        "deadline" => frame.t("web-review-right-deadline"),
        "strength" => one_of::<Strength>(frame),
        "kind" => one_of::<ItemKind>(frame),
        "topics" => frame.with("web-review-right-topics", &words::<Topic>()),
        "sdgs" => frame.t("web-review-right-sdgs"),
        "refs" => frame.t("web-review-right-refs"),
        "related" => frame.t("web-review-right-related"),
        "group" | "party" => frame.t("web-review-right-party"),
        "obligations" => frame.t("web-review-right-obligations"),
        "due" | "done_on" => frame.t("web-fault-day"),
        _ => frame.t("web-review-right-text"),
    }
}

fn one_of<T: Term>(frame: &Frame) -> String {
    frame.with("web-review-right-word", &words::<T>())
}

fn words<T: Term>() -> String {
    T::ALL.iter().map(|term| term.as_str()).collect::<Vec<_>>().join(", ")
}
