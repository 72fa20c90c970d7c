//! What an edit changed, told from the versions before and after it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A field before and after an edit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

/// The fields in which two versions differ, the version itself apart.
#[must_use]
pub fn changed(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let (Some(Value::Object(before)), Some(Value::Object(after))) = (before, after) else {
        return Vec::new();
    };
    let null = Value::Null;
    after
        .iter()
        .filter(|(field, _)| *field != "version")
        .map(|(field, value)| (field, before.get(field).unwrap_or(&null), value))
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| FieldChange {
            field: field.clone(),
            before: before.clone(),
            after: after.clone(),
        })
        .collect()
}
