//! What is wrong with the address of a page, in the reader's language, and addresses that are right.

use actix_web::HttpRequest;
use strsim::levenshtein;
use url::form_urlencoded::{self, Serializer};

use super::fields::language;
use super::frame::{Frame, together};
use super::lists::columns::{Column, CommitmentColumn, ObligationColumn};
use super::lists::names::Names;
use crate::app::AppState;
use crate::domain::fault::{Fault, Reason};
use crate::domain::terms::Term;
use crate::error::Kind;

/// An address that was refused.
pub struct Refused {
    pub faults: Vec<Told>,
    /// The same page without what could not be read.
    pub without: String,
}

/// A fault of an address, as it is told.
pub struct Told {
    /// What the parameter is called in the address, and on pages, if they have a word for it.
    pub name: String,
    pub label: Option<String>,
    pub text: String,
    /// What there is.
    pub known: Vec<Link>,
    /// That there is more.
    pub more: Option<String>,
    /// What somebody may have meant.
    pub near: Option<Link>,
}

/// What would have been right, with the address that has it.
pub struct Link {
    pub text: String,
    pub address: String,
}

impl Refused {
    /// What is told of a problem; none where it is no fault of the address.
    pub async fn read(
        request: &HttpRequest,
        state: &AppState,
        frame: &Frame,
        kind: Kind,
        faults: &[Fault],
    ) -> Option<Self> {
        if !matches!(kind, Kind::BadQuery | Kind::BadCursor) {
            return None;
        }
        let pairs = form_urlencoded::parse(request.query_string().as_bytes()).into_owned();
        let pairs: Vec<(String, String)> =
            pairs.filter(|(_, value)| !value.is_empty()).fold(Vec::new(), together);
        let right = mended(&pairs, faults);
        let is_named =
            |fault: &Fault| matches!(fault.pointer.as_str(), "party" | "declaration" | "section");
        let names = if faults.iter().any(is_named) {
            let slug = right.iter().find(|(name, _)| name == "declaration");
            let slugs: Vec<String> = slug.map(|(_, slug)| slug.clone()).into_iter().collect();
            let read = async |conn: &mut _| Names::read(conn, frame.language(), &slugs).await;
            // Without their names they are told by their codes.
            state.db.read(read).await.ok()
        } else {
            None
        };
        let telling = Telling { frame, names, path: request.path(), pairs, right };
        let mut told: Vec<Told> = faults.iter().map(|fault| telling.fault(fault)).collect();
        if told.is_empty() {
            told.push(telling.tell("cursor", frame.t("web-address-cursor")));
        }
        Some(Self { faults: told, without: telling.address(&telling.right) })
    }
}

/// The pairs that are right; of a list of words those that there are.
fn mended(pairs: &[(String, String)], faults: &[Fault]) -> Vec<(String, String)> {
    let mut right = pairs.to_vec();
    // A place in a list holds only for the list that it was given out for.
    right.retain(|(name, _)| name != "cursor");
    for fault in faults {
        if let Some((_, value)) = right.iter_mut().find(|(name, _)| *name == fault.pointer)
            && let Some(Reason::Choice { typed, known, more }) = &fault.reason
        {
            let is_known = |word: &&str| {
                let word = word.trim();
                known.iter().any(|one| one == word) || (*more > 0 && word != typed)
            };
            *value = value.split(',').filter(is_known).collect::<Vec<_>>().join(",");
        } else {
            right.retain(|(name, _)| *name != fault.pointer);
        }
    }
    right.retain(|(_, value)| !value.is_empty());
    right
}

struct Telling<'a> {
    frame: &'a Frame,
    /// Read only where one of them is asked for.
    names: Option<Names>,
    path: &'a str,
    /// Those of the address, and those of them that are right.
    pairs: Vec<(String, String)>,
    right: Vec<(String, String)>,
}

impl Telling<'_> {
    fn tell(&self, name: &str, text: String) -> Told {
        Told {
            label: label(self.frame, name),
            name: name.to_owned(),
            text,
            known: Vec::new(),
            more: None,
            near: None,
        }
    }

    fn fault(&self, fault: &Fault) -> Told {
        let name = fault.pointer.as_str();
        let frame = self.frame;
        match &fault.reason {
            Some(Reason::Choice { typed, known, more }) => {
                let words = known.iter().map(|word| (word.clone(), self.called(name, word)));
                Told {
                    near: nearest(typed, words).map(|place| self.link(name, &known[place])),
                    known: known.iter().map(|word| self.link(name, word)).collect(),
                    more: (*more > 0).then(|| frame.n("web-address-more", *more)),
                    ..self.tell(name, frame.with("web-address-choice", typed))
                }
            }
            Some(Reason::Name { known }) => {
                let words = known.iter().map(|word| ((*word).to_owned(), String::new()));
                let near = nearest(name, words).map(|place| self.renamed(name, known[place]));
                Told { near, ..self.tell(name, frame.t("web-address-name")) }
            }
            Some(Reason::Day { typed }) => self.tell(name, frame.with("web-address-day", typed)),
            Some(Reason::Time { typed }) => self.tell(name, frame.with("web-address-time", typed)),
            Some(Reason::Number { typed }) => {
                self.tell(name, frame.with("web-address-number", typed))
            }
            Some(Reason::Before(day)) => {
                self.tell(name, frame.with("web-address-before", &frame.date(*day)))
            }
            Some(Reason::Past) => self.tell(name, frame.t("web-address-past")),
            Some(Reason::Words) => self.tell(name, frame.t("web-address-words")),
            None => self.tell(name, frame.t("web-address-other")),
        }
    }

    fn address(&self, pairs: &[(String, String)]) -> String {
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        if query.is_empty() { self.path.to_owned() } else { format!("{}?{query}", self.path) }
    }

    /// The address with this word beside those that are right.
    fn link(&self, name: &str, word: &str) -> Link {
        let pairs = together(self.right.clone(), (name.to_owned(), word.to_owned()));
        Link { text: self.word(name, word), address: self.address(&pairs) }
    }

    /// The address with a parameter under another name.
    fn renamed(&self, name: &str, right: &str) -> Link {
        let value = self.pairs.iter().find(|(other, _)| other == name);
        let value = value.map(|(_, value)| value.clone()).unwrap_or_default();
        let pairs = together(self.right.clone(), (right.to_owned(), value));
        let text = label(self.frame, right).unwrap_or_else(|| right.to_owned());
        Link { text, address: self.address(&pairs) }
    }

    /// What a word of the address is called on pages, with the word where that is another.
    fn word(&self, name: &str, word: &str) -> String {
        let called = self.called(name, word);
        let is_code = matches!(name, "party" | "declaration") && called != word;
        if is_code { self.frame.marks().in_brackets(&called, word) } else { called }
    }

    fn called(&self, name: &str, word: &str) -> String {
        let frame = self.frame;
        let term = |list: &str| frame.t(&format!("{list}-{}", word.replace('_', "-")));
        match (name, &self.names) {
            ("party", Some(names)) => names.party(word),
            ("section", Some(names)) => {
                word.parse().map_or_else(|_| word.to_owned(), |number| names.section(number))
            }
            ("declaration", Some(names)) => {
                let title = names.declarations.iter().find(|(slug, _)| slug == word);
                title.map_or(word, |(_, title)| frame.language().pick(title)).to_owned()
            }
            ("status" | "rollup", _) => term("status"),
            ("role" | "strength" | "kind" | "timeliness" | "entity", _) => term(name),
            ("columns", _) => {
                let key = CommitmentColumn::parse(word).map(Column::heading);
                let key = key.or_else(|_| ObligationColumn::parse(word).map(Column::heading));
                key.map_or_else(|_| word.to_owned(), |key| frame.t(key))
            }
            _ => match WORDS.iter().find(|(of, one, _)| *of == name && *one == word) {
                Some((.., key)) => frame.t(key),
                None => language(word),
            },
        }
    }
}

/// What a parameter is called on pages, if they have a word for it.
fn label(frame: &Frame, name: &str) -> Option<String> {
    LABELS.iter().find(|(one, _)| *one == name).map(|(_, key)| frame.t(key))
}

const LABELS: &[(&str, &str)] = &[
    ("as_of", "web-as-of"),
    ("beside", "web-field-lang"),
    ("columns", "web-list-columns"),
    ("compare_to", "web-compare-with"),
    ("declaration", "web-list-declaration"),
    ("due_after", "web-list-due-after"),
    ("due_before", "web-list-due-before"),
    ("entity", "web-activity-entity"),
    ("kind", "web-list-kind"),
    ("known_at", "web-list-known-at"),
    ("lang", "web-field-lang"),
    ("party", "web-list-party"),
    ("q", "web-list-words"),
    ("report_lang", "web-reports-language"),
    ("role", "web-list-role"),
    ("rollup", "web-list-rollup"),
    ("section", "web-list-section"),
    ("sort", "web-list-order"),
    ("status", "web-list-status"),
    ("strength", "web-list-strength"),
    ("timeliness", "web-list-timeliness"),
    ("tracked", "web-list-tracked"),
];

/// Words of addresses that are on no list of terms.
const WORDS: &[(&str, &str, &str)] = &[
    ("sort", "code", "web-list-by-code"),
    ("sort", "due_on", "web-list-by-due"),
    ("sort", "-due_on", "web-list-by-due-last"),
    ("sort", "-changed_at", "web-list-by-changed"),
    ("state", "open", "web-review-open"),
    ("state", "resolved", "web-review-resolved"),
    ("tracked", "true", "web-list-tracked-only"),
    ("tracked", "false", "web-list-untracked-only"),
    ("tracked", "all", "web-list-tracked-all"),
];

/// The place of what somebody may have meant, among words with what they are called: one that is
/// the same but for a third of its letters.
fn nearest(typed: &str, known: impl Iterator<Item = (String, String)>) -> Option<usize> {
    let typed = typed.trim().to_lowercase();
    let away = |(word, name): (String, String)| {
        [word, name].iter().map(|one| levenshtein(&typed, &one.to_lowercase())).min()
    };
    let (away, place) =
        known.zip(0..).filter_map(|(one, place)| Some((away(one)?, place))).min()?;
    (away * 3 <= typed.chars().count()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(typed: &str, known: &[(&str, &str)]) -> Option<usize> {
        nearest(typed, known.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    #[test]
    fn what_somebody_may_have_meant_is_near_in_its_letters() {
        let parties = [("KZ", "Казахстан"), ("KG", "Кыргызстан")];
        assert_eq!(meant("kg", &parties), Some(1));
        assert_eq!(meant("Киргизстан", &parties), Some(1));
        assert_eq!(meant("KX", &parties), None, "it is as near to either");
        assert_eq!(meant("in progress", &[("complete", ""), ("in_progress", "")]), Some(1));
        assert_eq!(meant("x", &[]), None);
    }

    #[test]
    fn what_is_right_of_an_address_stays() {
        let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let reason = Reason::choice("kg", &["KG", "KZ"]);
        let party = Fault::new("party", "").because(reason);
        let day = Fault::new("as_of", "").because(Reason::Day { typed: "soon".to_owned() });
        let all = pairs(&[("party", "KZ,kg"), ("as_of", "soon"), ("q", "x"), ("cursor", "c")]);
        let right = mended(&all, &[party, day]);
        assert_eq!(right, pairs(&[("party", "KZ"), ("q", "x")]));
        assert_eq!(mended(&all, &[]), pairs(&[("party", "KZ,kg"), ("as_of", "soon"), ("q", "x")]));
    }
}
