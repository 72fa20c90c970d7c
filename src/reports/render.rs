//! A report in one of its forms.

use super::form::Form;
use super::model::ProgressReport;
use crate::error::Problem;

/// The report in a form, as the bytes of a file.
///
/// # Errors
/// If the form cannot be made here.
pub fn render(report: &ProgressReport, form: Form) -> Result<Vec<u8>, Problem> {
    match form {
        Form::Json => serde_json::to_vec(report).map_err(Problem::internal),
        _ => Err(Problem::internal("unrendered")),
    }
}
