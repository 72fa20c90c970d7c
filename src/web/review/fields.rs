//! The fields of a conflict, side by side, and reading one back that somebody wrote.

use serde_json::Value;

use crate::domain::fault::Fault;
use crate::error::Problem;

/// A field in which the sides differ from each other or from their base.
pub struct FieldRow {
    pub name: String,
    pub base: String,
    pub theirs: String,
    pub yours: String,
    /// A value of one's own: what is there, until somebody writes another.
    pub written: String,
    /// Whether it is plain text, and not JSON.
    pub is_text: bool,
    /// Whether the sides differ.
    pub is_disputed: bool,
}

/// The fields that are not alike everywhere, in the order of the base. A side that is none is a
/// deletion.
pub fn rows(base: &Value, theirs: Option<&Value>, yours: Option<&Value>) -> Vec<FieldRow> {
    let mut names: Vec<&String> = Vec::new();
    for side in [Some(base), theirs, yours].into_iter().flatten() {
        for name in side.as_object().into_iter().flat_map(serde_json::Map::keys) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let of = |side: Option<&Value>, name: &str| side.and_then(|side| side.get(name)).cloned();
    let differing = names.into_iter().filter_map(|name| {
        let sides = [of(Some(base), name), of(theirs, name), of(yours, name)];
        let [base, theirs, yours] = &sides;
        if base == theirs && base == yours {
            return None;
        }
        let is_text = sides.iter().flatten().all(|value| value.is_string() || value.is_null());
        Some(FieldRow {
            name: name.clone(),
            base: shown(base.as_ref()),
            theirs: shown(theirs.as_ref()),
            yours: shown(yours.as_ref()),
            written: shown(theirs.as_ref()),
            is_text,
            is_disputed: theirs != yours,
        })
    });
    differing.collect()
}

/// A value as a person reads and writes it: text as it is, nothing for null, JSON else.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// What somebody wrote into a field.
///
/// # Errors
/// [`Problem`] of kind `Invalid` if the field is JSON and this is none.
pub fn value_of(row: &FieldRow, text: &str) -> Result<Value, Problem> {
    // Browsers send line breaks as CR LF.
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    match (text.is_empty(), row.is_text) {
        (true, _) => Ok(Value::Null),
        (false, true) => Ok(Value::String(text.to_owned())),
        (false, false) => serde_json::from_str(text).map_err(|error| {
            let pointer = format!("/value/{}", row.name);
            Problem::invalid(vec![Fault::new(pointer, error.to_string())])
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_shown_and_reads_back() {
        let base = json!({"verb": "to hold", "note": null, "sdgs": [1]});
        let theirs = json!({"verb": "to hold", "note": "In Osh.", "sdgs": [1, 2]});
        let yours = json!({"verb": "to hold", "note": "В Оше.", "sdgs": [1, 2]});
        let rows = rows(&base, Some(&theirs), Some(&yours));
        let names: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.is_disputed)).collect();
        assert_eq!(names, [("note", true), ("sdgs", false)]);
        assert_eq!((rows[0].base.as_str(), rows[0].theirs.as_str()), ("", "In Osh."));
        for row in &rows {
            assert_eq!(value_of(row, &row.yours).unwrap(), yours[&row.name]);
            assert_eq!(value_of(row, &row.base).unwrap(), base[&row.name]);
        }
        assert!(value_of(&rows[1], "[1,").unwrap_err().detail.contains("sdgs"));
    }

    #[test]
    fn a_deletion_is_a_side_without_values() {
        let base = json!({"verb": "to hold"});
        let rows = rows(&base, None, Some(&json!({"verb": "to host"})));
        assert_eq!((rows[0].theirs.as_str(), rows[0].yours.as_str()), ("", "to host"));
    }
}
