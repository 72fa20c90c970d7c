//! The fields of a conflict, side by side, and reading one back that somebody wrote.

use serde_json::{Map, Value};

use crate::domain::fault::Fault;
use crate::error::Problem;

/// A field in which the sides differ from each other or from their base.
pub struct FieldRow {
    pub name: String,
    /// None where there is no such side, or it says nothing.
    pub base: Option<Value>,
    pub theirs: Option<Value>,
    pub yours: Option<Value>,
    shape: Shape,
}

/// As what a value is written by hand.
#[derive(Debug, PartialEq, Eq)]
enum Shape {
    Text,
    /// Words or numbers, between commas.
    List,
    /// Its parts, each by itself.
    Parts(Vec<(String, Shape)>),
    Json,
}

/// A place where somebody writes a value, or a part of one.
pub struct Entry {
    /// What of the field; empty if it is the whole.
    pub part: String,
    pub name: String,
    pub text: String,
    pub is_json: bool,
}

impl FieldRow {
    /// Whether the sides differ.
    pub fn is_disputed(&self) -> bool {
        self.theirs != self.yours
    }

    /// Where a value of one's own is written: what is there, until somebody writes another.
    pub fn entries(&self) -> Vec<Entry> {
        let whole = [(String::new(), &self.shape)];
        let parts = match &self.shape {
            Shape::Parts(parts) => {
                parts.iter().map(|(part, shape)| (part.clone(), shape)).collect()
            }
            _ => Vec::from(whole),
        };
        let entry = |(part, shape): (String, &Shape)| {
            let value = match part.as_str() {
                "" => self.theirs.as_ref(),
                part => self.theirs.as_ref().and_then(|whole| whole.get(part)),
            };
            Entry {
                name: entry_name(&self.name, &part),
                text: written(value),
                is_json: *shape == Shape::Json,
                part,
            }
        };
        parts.into_iter().map(entry).collect()
    }
}

fn entry_name(field: &str, part: &str) -> String {
    if part.is_empty() { format!("value.{field}") } else { format!("value.{field}.{part}") }
}

/// The fields that are not alike everywhere, in the order of the base. A side that is none is a
/// deletion.
pub fn rows(base: &Value, theirs: Option<&Value>, yours: Option<&Value>) -> Vec<FieldRow> {
    let sides = [Some(base), theirs, yours];
    let differing = names(sides.into_iter().flatten()).into_iter().filter_map(|name| {
        let of = |side: Option<&Value>| side?.get(&name).filter(|v| !v.is_null()).cloned();
        let [base, theirs, yours] = sides.map(of);
        if base == theirs && base == yours {
            return None;
        }
        let shape = Shape::of(&[&base, &theirs, &yours].into_iter().flatten().collect::<Vec<_>>());
        Some(FieldRow { name, base, theirs, yours, shape })
    });
    differing.collect()
}

/// The names in objects, each once.
fn names<'a>(objects: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in objects.filter_map(Value::as_object).flat_map(Map::keys) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

impl Shape {
    /// That of what the sides say.
    fn of(values: &[&Value]) -> Self {
        let is_plain = |value: &Value| value.is_string() || value.is_number();
        if values.iter().all(|value| value.is_string()) {
            return Self::Text;
        }
        if values.iter().all(|value| value.as_array().is_some_and(|all| all.iter().all(is_plain))) {
            return Self::List;
        }
        if !values.iter().all(|value| value.is_object()) {
            return Self::Json;
        }
        let parts = names(values.iter().copied()).into_iter().filter_map(|part| {
            let of = |value: &&Value| value.get(&part).filter(|v| !v.is_null()).cloned();
            let said: Vec<Value> = values.iter().filter_map(of).collect();
            let shape = Self::of(&said.iter().collect::<Vec<_>>());
            (!said.is_empty()).then_some((part, shape))
        });
        Self::Parts(parts.collect())
    }

    fn read(&self, name: &str, written: &impl Fn(&str) -> String) -> Result<Value, String> {
        // Browsers send line breaks as CR LF.
        let text = written(name).replace("\r\n", "\n");
        let text = text.trim();
        Ok(match self {
            Self::Parts(parts) => {
                let mut object = Map::new();
                for (part, shape) in parts {
                    let value = shape.read(&format!("{name}.{part}"), written)?;
                    if !value.is_null() {
                        object.insert(part.clone(), value);
                    }
                }
                if object.is_empty() { Value::Null } else { Value::Object(object) }
            }
            Self::List => {
                let members = text.split([',', '，', '、']).map(str::trim);
                let member =
                    |word: &str| word.parse::<i64>().map_or_else(|_| word.into(), Value::from);
                members.filter(|word| !word.is_empty()).map(member).collect()
            }
            _ if text.is_empty() => Value::Null,
            Self::Text => Value::String(text.to_owned()),
            Self::Json => serde_json::from_str(text).map_err(|error| error.to_string())?,
        })
    }
}

/// A value as a person writes it: text as it is, nothing for null, members between commas, JSON
/// else.
fn written(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) if !all.iter().any(|one| one.is_object() || one.is_array()) => {
            let all: Vec<String> = all.iter().map(|one| written(Some(one))).collect();
            all.join(", ")
        }
        Some(Value::Number(number)) => number.to_string(),
        Some(other) => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// What somebody wrote into a field; `written` gives what stands in a place by its name.
///
/// # Errors
/// [`Problem`] of kind `Invalid` if the field is JSON and this is none.
pub fn value_of(row: &FieldRow, written: impl Fn(&str) -> String) -> Result<Value, Problem> {
    row.shape
        .read(&entry_name(&row.name, ""), &written)
        .map_err(|error| Problem::invalid(vec![Fault::new(format!("/value/{}", row.name), error)]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reads_back(row: &FieldRow) -> Value {
        let entries = row.entries();
        let text =
            |name: &str| entries.iter().find(|one| one.name == name).map(|one| one.text.clone());
        value_of(row, |name| text(name).unwrap_or_default()).unwrap()
    }

    #[test]
    fn only_what_differs_is_shown_and_reads_back() {
        let base = json!({"verb": "to hold", "note": null, "sdgs": [1], "refs": []});
        let theirs = json!({
            "verb": "to hold", "note": "In Osh.", "sdgs": [1, 2], "topics": ["water", "peace"],
            "title": {"en": "A", "ru": "Б"}, "refs": [{"kind": "treaty", "en": "T"}],
            "deadline": {"edtf": "2026", "urgency": null, "recurrence": null},
        });
        let yours = json!({"verb": "to hold", "note": "В Оше.", "sdgs": [1, 2], "refs": []});
        let rows = rows(&base, Some(&theirs), Some(&yours));
        let names: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.is_disputed())).collect();
        let disputed = [("note", true), ("sdgs", false), ("refs", true)];
        let others = [("topics", true), ("title", true), ("deadline", true)];
        assert_eq!(names, [disputed, others].concat());
        for row in &rows {
            let expected = match row.name.as_str() {
                "deadline" => json!({"edtf": "2026"}),
                name => theirs[name].clone(),
            };
            assert_eq!(reads_back(row), expected, "{}", row.name);
        }
        let titles: Vec<_> = rows[4].entries().into_iter().map(|one| one.name).collect();
        assert_eq!(titles, ["value.title.en", "value.title.ru"]);
        assert!(value_of(&rows[2], |_| "[1,".to_owned()).unwrap_err().detail.contains("refs"));
    }

    #[test]
    fn a_deletion_is_a_side_without_values() {
        let base = json!({"verb": "to hold", "note": null});
        let rows = rows(&base, None, Some(&json!({"verb": "to host", "note": null})));
        assert_eq!(rows.len(), 1, "what nobody fills is not shown");
        assert_eq!((&rows[0].theirs, &rows[0].yours), (&None, &Some(json!("to host"))));
    }
}
