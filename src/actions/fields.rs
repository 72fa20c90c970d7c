//! Reading the fields of a JSON object, collecting every fault by its pointer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::deadline::Deadline;
use crate::domain::fault::Fault;
use crate::domain::terms::Term;

/// The longest text that a field takes where nothing else is said, in characters.
const LONGEST: usize = 2_000;

/// An object that is being read. What is read is taken out, so that what remains is unknown.
#[derive(Debug)]
pub struct Fields<'a> {
    object: Map<String, Value>,
    /// Where the object stands in the body, as a JSON pointer.
    at: String,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Fields<'a> {
    pub const fn new(object: Map<String, Value>, at: String, faults: &'a mut Vec<Fault>) -> Self {
        Self { object, at, faults }
    }

    /// Notes a fault of a field.
    pub fn fault(&mut self, name: &str, message: impl Into<String>) {
        // RFC 6901 escapes ~ and /.
        let name = name.replace('~', "~0").replace('/', "~1");
        self.faults.push(Fault::new(format!("{}/{name}", self.at), message));
    }

    /// Notes a fault of something within a field, by its path from here.
    pub fn fault_at(&mut self, path: &str, message: impl Into<String>) {
        self.faults.push(Fault::new(format!("{}/{path}", self.at), message));
    }

    /// Finds fault with every field that was not read.
    pub fn end(mut self) {
        let unknown: Vec<String> = self.object.keys().cloned().collect();
        for name in unknown {
            self.fault(&name, "is not a field that can be set here");
        }
    }

    /// Takes a field out; `null` is as good as absent.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.object.remove(name).filter(|value| !value.is_null())
    }

    fn parsed<T>(
        &mut self,
        name: &str,
        wanted: &str,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(name)?;
        let parsed = parse(&value);
        if parsed.is_none() {
            self.fault(name, format!("must be {wanted}"));
        }
        parsed
    }

    /// A value that must be there: notes the fault if it is not, unless one is noted already.
    pub fn required<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self, &str) -> Option<T>,
    ) -> Option<T> {
        let there = self.object.get(name).is_some_and(|value| !value.is_null());
        let value = read(self, name);
        if !there {
            self.fault(name, "must be given");
        }
        value
    }

    /// A text that is not blank.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.text_up_to(name, LONGEST)
    }

    /// A text that is not blank and has at most `longest` characters.
    pub fn text_up_to(&mut self, name: &str, longest: usize) -> Option<String> {
        let text = self.any_text(name)?;
        if text.trim().is_empty() {
            self.fault(name, "must not be blank");
        } else if text.chars().count() > longest {
            self.fault(name, format!("must have at most {longest} characters"));
        } else if text.contains('\0') {
            self.fault(name, "must not contain a null character");
        } else {
            return Some(text);
        }
        None
    }

    /// A text, to be judged elsewhere.
    pub fn any_text(&mut self, name: &str) -> Option<String> {
        self.parsed(name, "a text", |value| value.as_str().map(str::to_owned))
    }

    /// A whole number, not negative.
    pub fn integer(&mut self, name: &str) -> Option<i32> {
        self.parsed(name, "a whole number, not negative", |value| {
            value.as_i64().and_then(|n| i32::try_from(n).ok()).filter(|n| *n >= 0)
        })
    }

    /// A day.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.parsed(name, "a day such as 2026-01-15", |value| value.as_str().and_then(date))
    }

    /// An id.
    pub fn uuid(&mut self, name: &str) -> Option<Uuid> {
        self.parsed(name, "a UUID", |value| value.as_str().and_then(|text| text.parse().ok()))
    }

    /// A word of a closed list.
    pub fn term<T: Term>(&mut self, name: &str) -> Option<T> {
        let word = self.any_text(name)?;
        match T::parse(&word) {
            Ok(term) => Some(term),
            Err(unknown) => {
                self.fault(name, unknown.to_string());
                None
            }
        }
    }

    /// An EDTF expression.
    pub fn edtf(&mut self, name: &str) -> Option<Deadline> {
        let text = self.any_text(name)?;
        match Deadline::parse(&text) {
            Ok(deadline) => Some(deadline),
            Err(error) => {
                self.fault(name, error.to_string());
                None
            }
        }
    }

    /// A text by language.
    pub fn texts(&mut self, name: &str) -> Option<BTreeMap<String, String>> {
        let object = self.object_of(name)?;
        let languages: Vec<String> = object.keys().cloned().collect();
        let mut fields = self.nested(object, name);
        let mut texts = BTreeMap::new();
        for language in languages {
            if let Some(text) = fields.text_up_to(&language, 500) {
                texts.insert(language, text);
            }
        }
        fields.end();
        Some(texts)
    }

    /// An object within this one.
    pub fn object_of(&mut self, name: &str) -> Option<Map<String, Value>> {
        self.parsed(name, "an object", |value| value.as_object().cloned())
    }

    /// Whether a field is there and holds an object.
    pub fn holds_object(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(Value::is_object)
    }

    /// A list; absent is empty.
    pub fn list(&mut self, name: &str) -> Vec<Value> {
        self.parsed(name, "a list", |value| value.as_array().cloned()).unwrap_or_default()
    }

    /// A reader of an object within this one.
    pub fn nested(&mut self, object: Map<String, Value>, name: &str) -> Fields<'_> {
        Fields::new(object, format!("{}/{name}", self.at), self.faults)
    }

    /// A list of objects, each read by `read`.
    pub fn objects<T>(
        &mut self,
        name: &str,
        read: impl Fn(&mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (i, value) in self.list(name).into_iter().enumerate() {
            let place = format!("{name}/{i}");
            let Value::Object(object) = value else {
                self.fault_at(&place, "must be an object");
                continue;
            };
            let mut fields = self.nested(object, &place);
            all.extend(read(&mut fields));
            fields.end();
        }
        all
    }

    /// A value that serde reads whole, such as a list of plain values.
    pub fn plain<T: DeserializeOwned>(&mut self, name: &str, wanted: &str) -> Option<T> {
        self.parsed(name, wanted, |value| serde_json::from_value(value.clone()).ok())
    }
}

/// A day written YYYY-MM-DD and not otherwise: Postgres does not know every year that chrono does.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.len() == 10 && day.format("%Y-%m-%d").to_string() == text).then_some(day)
}
