//! A report in one of its forms.

use std::path::Path;

use super::form::Form;
use super::lay_out::lay_out;
use super::model::ProgressReport;
use crate::error::Problem;

pub mod csv;
pub mod docx;
pub mod html;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
mod widths;
mod xlsx;

/// The report in a form, as the bytes of a file; a Word document within `template` if there is one.
///
/// # Errors
/// If the form cannot be made here.
pub fn render(
    report: &ProgressReport,
    form: Form,
    template: Option<&Path>,
) -> Result<Vec<u8>, Problem> {
    match form {
        Form::Json => serde_json::to_vec(report).map_err(Problem::internal),
        Form::Csv => csv::render(report),
        Form::Md => Ok(markdown::render(&lay_out(report)).into_bytes()),
        Form::Html => Ok(html::render(report, &lay_out(report))?.into_bytes()),
        Form::Xlsx => xlsx::render(report, &lay_out(report)),
        Form::Docx => docx::render(&lay_out(report), report.known_at, template),
        #[cfg(feature = "pdf")]
        Form::Pdf => pdf::render(&lay_out(report), report.known_at),
        #[cfg(not(feature = "pdf"))]
        Form::Pdf => Err(Problem::internal("this build has no PDF")),
    }
}
