//! How cells of the workbook look: chosen once, for all sheets.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::domain::status::Status;

/// Text of little weight, lines, and what asks for attention.
const SOFT: Color = Color::RGB(0x0056_6273);
const LINE: Color = Color::RGB(0x00B9_BFC9);
const HEAD: Color = Color::RGB(0x00F0_F2F5);
pub(super) const ALERT: Color = Color::RGB(0x00A8_321A);
/// From nothing reported to all.
pub(super) const NONE_REPORTED: Color = Color::RGB(0x00F3_F4F6);
pub(super) const ALL_REPORTED: Color = Color::RGB(0x0063_9FD2);

/// Numbers with a sign before those that are not zero: lateness shows without colour as well.
const SIGNED: &str = "\"▲ \"#,##0;-#,##0;0";

/// The formats of all cells.
pub(super) struct Styles {
    pub title: Format,
    pub heading: Format,
    pub head: Format,
    /// The head of numbers.
    pub number_head: Format,
    pub label: Format,
    pub text: Format,
    pub wrapped: Format,
    /// Yes or no.
    pub flag: Format,
    pub whole: Format,
    pub late: Format,
    pub decimal: Format,
    pub percent: Format,
    pub day: Format,
    pub link: Format,
    /// What a conditional format does to a number that is late.
    pub alert: Format,
}

impl Styles {
    pub fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let number = |format: &str| {
            top.clone().set_align(FormatAlign::Right).set_indent(1).set_num_format(format)
        };
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_background_color(HEAD)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE);
        Self {
            title: Format::new().set_bold().set_font_size(18),
            heading: Format::new().set_bold().set_font_size(13),
            number_head: head.clone().set_align(FormatAlign::Right).set_indent(1),
            head,
            label: top.clone().set_font_color(SOFT),
            text: top.clone(),
            wrapped: top.clone().set_text_wrap(),
            flag: top.clone().set_align(FormatAlign::Center),
            whole: number("#,##0"),
            late: number(SIGNED),
            decimal: number("0.00"),
            percent: number("0.0%"),
            day: top.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: top.clone().set_text_wrap().set_hyperlink(),
            alert: Format::new().set_bold().set_font_color(ALERT),
        }
    }

    /// A cell with a status: its colour, paled so that the word stays readable.
    pub fn status(status: Status) -> Format {
        let format = Format::new().set_align(FormatAlign::Top);
        match status {
            // Nothing is known, and nothing is to be seen in it.
            Status::NotReported => format.set_font_color(SOFT),
            _ => format.set_background_color(Color::RGB(paled(status.colour()))),
        }
    }
}

/// A colour, two thirds of the way to white.
fn paled(colour: u32) -> u32 {
    [16, 8, 0].into_iter().fold(0, |paled, shift| {
        let part = (colour >> shift) & 0xFF;
        paled | ((255 - (255 - part) / 3) << shift)
    })
}
