//! Numbers and days as a language writes them.

use chrono::{Datelike, NaiveDate};

use super::{Args, Language, Texts};

/// How a language groups and parts digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// Between groups of three digits, in numbers of more than four where the language says so.
    group: char,
    /// Before the first digit that is less than one.
    decimal: char,
    /// What stands before the sign of per cent.
    before_percent: &'static str,
    /// The digits that a number must have before it is grouped.
    grouped_from: usize,
}

impl Language {
    /// How this language writes numbers (Unicode CLDR).
    #[must_use]
    pub const fn numbers(self) -> Numbers {
        match self {
            Self::En | Self::Zh => {
                Numbers { group: ',', decimal: '.', before_percent: "", grouped_from: 4 }
            }
            Self::Ru => {
                Numbers { group: '\u{a0}', decimal: ',', before_percent: "\u{a0}", grouped_from: 5 }
            }
        }
    }
}

/// The punctuation between pieces that are put together, with the spaces that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    pub colon: &'static str,
    pub semicolon: &'static str,
    /// Between the members of a list.
    pub list: &'static str,
    open: &'static str,
    close: &'static str,
}

impl Language {
    /// How this language joins pieces of text: Chinese has marks of its own, without spaces.
    #[must_use]
    pub const fn marks(self) -> Marks {
        match self {
            Self::En | Self::Ru => {
                Marks { colon: ": ", semicolon: "; ", list: ", ", open: " (", close: ")" }
            }
            Self::Zh => {
                Marks { colon: "：", semicolon: "；", list: "、", open: "（", close: "）" }
            }
        }
    }
}

impl Marks {
    /// A text with something more in brackets after it.
    #[must_use]
    pub fn in_brackets(self, text: &str, more: &str) -> String {
        [text, self.open, more, self.close].concat()
    }
}

impl Numbers {
    /// A whole number.
    #[must_use]
    pub fn whole(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::from(if number < 0 { "\u{2212}" } else { "" });
        for (place, digit) in digits.char_indices() {
            let left = digits.len() - place;
            if place > 0 && left.is_multiple_of(3) && digits.len() >= self.grouped_from {
                text.push(self.group);
            }
            text.push(digit);
        }
        text
    }

    /// A number to so many decimal places, with a true minus sign.
    #[must_use]
    pub fn decimal(self, number: f64, places: usize) -> String {
        let sign = if number < 0.0 { "\u{2212}" } else { "" };
        format!("{sign}{:.places$}", number.abs()).replace('.', &self.decimal.to_string())
    }

    /// A share from 0 to 1, in per cent to one decimal place.
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        format!("{}{}%", self.decimal(share * 100.0, 1), self.before_percent)
    }
}

impl Texts {
    /// A day in words and figures, as `15 January 2026`.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        let mut args = Args::new();
        args.set("day", day.day());
        args.set("month", day.month());
        // As text, lest its digits be grouped.
        args.set("year", day.year().to_string());
        self.with("day", &args)
    }
}
