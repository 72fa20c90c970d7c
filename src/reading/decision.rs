//! What somebody decides of a conflict, as it is sent.

use serde_json::{Map, Value};

use crate::actions::fields::Fields;
use crate::actions::resolve_conflict::Decision;
use crate::domain::fault::Fault;
use crate::error::Problem;
use crate::records::conflict::Resolution;

/// Reads a decision: `keep`, with `value` the fields of the group, and the `version` that was seen.
///
/// # Errors
/// 422 with every bad field.
pub fn decision(object: &Map<String, Value>) -> Result<Decision, Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut fields = Fields::new(object.clone(), String::new(), &mut faults);
    let keep = fields.required("keep", Fields::term);
    let value = fields.object_of("value");
    match keep {
        Some(Resolution::Value) if value.is_none() => {
            fields.fault("value", "must be given when value is kept");
        }
        Some(Resolution::Theirs | Resolution::Yours) if value.is_some() => {
            fields.fault("value", "must be left out unless value is kept");
        }
        _ => {}
    }
    let version = fields.plain("version", "a whole number");
    fields.end();
    match keep {
        Some(keep) if faults.is_empty() => Ok(Decision { keep, value, version }),
        _ => Err(Problem::invalid(faults)),
    }
}
