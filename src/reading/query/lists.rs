//! What lists and the feed are asked: filters, order, where to begin, how long to wait.

use std::time::Duration;

use super::Query;
use crate::db::change_filter::ChangeFilter;
use crate::db::filter::Filter;
use crate::db::moment::Sort;
use crate::domain::fault::Reason;
use crate::sync::cursor::FeedCursor;
use crate::sync::follow::Since;

/// The longest that somebody may ask to wait, in seconds: most proxies give up at a minute.
const LONGEST_WAIT: u64 = 60;

impl Query {
    /// How long to wait for something to come.
    pub fn wait(&mut self) -> Duration {
        let number = |typed| Reason::Number { typed };
        match self.parsed::<u64>("wait", "a whole number of seconds from 0 to 60", number) {
            Some(seconds) if seconds > LONGEST_WAIT => {
                self.fault("wait", format!("must be from 0 to {LONGEST_WAIT}, not {seconds}"));
                Duration::ZERO
            }
            seconds => Duration::from_secs(seconds.unwrap_or(0)),
        }
    }

    /// Where reading the feed begins.
    pub fn since(&mut self) -> Since {
        match self.text("since").as_deref() {
            None => Since::Beginning,
            Some("head") => Since::Head,
            Some(text) => self.feed_cursor("since", text),
        }
    }

    /// A cursor of the feed, which stood in the place `name`.
    pub fn feed_cursor(&mut self, name: &str, text: &str) -> Since {
        if let Some(cursor) = FeedCursor::decode(text) {
            return Since::Cursor(cursor);
        }
        self.fault(name, "must be a cursor of this feed as it was given");
        Since::Beginning
    }

    /// What the feed is narrowed to.
    pub fn change_filter(&mut self) -> ChangeFilter {
        ChangeFilter {
            entities: self.terms("entity"),
            declarations: self.texts("declaration"),
            parties: self.texts("party"),
        }
    }

    /// The filters that all lists share.
    pub fn filter(&mut self) -> Filter {
        Filter {
            declarations: self.texts("declaration"),
            sections: self.integers("section"),
            parties: self.texts("party"),
            roles: self.terms("role"),
            statuses: self.terms("status"),
            rollups: self.terms("rollup"),
            strengths: self.terms("strength"),
            kinds: self.terms("kind"),
            timeliness: self.terms("timeliness"),
            due_before: self.date("due_before"),
            due_after: self.date("due_after"),
            tracked: self.tracked(),
            q: self.words(),
            differing: false,
        }
    }

    /// `tracked`, and whether a filter asks for what is never tracked.
    fn tracked(&mut self) -> Option<bool> {
        match self.text("tracked").as_deref() {
            None | Some("true") => Some(true),
            Some("false") => Some(false),
            Some("all") => None,
            Some(other) => {
                let reason = Reason::choice(other, &["true", "false", "all"]);
                self.refuse("tracked", reason, format!("must be true, false or all, not {other}"));
                None
            }
        }
    }

    fn words(&mut self) -> Option<String> {
        let words = self.text("q")?;
        if words.chars().count() > 200 {
            self.refuse("q", Reason::Words, "must have at most 200 characters");
        }
        if !words.chars().any(char::is_alphanumeric) {
            self.refuse("q", Reason::Words, "must have a word in it");
        }
        Some(words)
    }

    /// The order of the list; `default` where nothing is said.
    pub fn sort(&mut self, allowed: &[(&str, Sort)], default: Sort) -> Sort {
        let Some(word) = self.text("sort") else { return default };
        if let Some((_, sort)) = allowed.iter().find(|(name, _)| *name == word) {
            return *sort;
        }
        let names: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
        let message = format!("must be one of {}, not {word}", names.join(", "));
        self.refuse("sort", Reason::choice(&word, &names), message);
        default
    }
}
