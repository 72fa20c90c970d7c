//! Paragraphs and runs of a Word document, in the report's language.

use super::template::{Style, Template};
use super::xml::Xml;
use crate::language::{Language, typeset};

/// Writes text in the styles of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer<'a> {
    template: &'a Template,
    language: Language,
}

/// How a run differs from its paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub is_bold: bool,
    /// Red, green and blue.
    pub colour: Option<u32>,
    /// Behind the text.
    pub shade: Option<u32>,
}

impl Look {
    pub(super) fn bold() -> Self {
        Self { is_bold: true, ..Self::default() }
    }

    /// Text of a colour.
    pub(super) fn ink(colour: u32) -> Self {
        Self { colour: Some(colour), ..Self::default() }
    }
}

impl<'a> Writer<'a> {
    pub(super) const fn new(template: &'a Template, language: Language) -> Self {
        Self { template, language }
    }

    pub(super) fn style(&self, style: Style) -> &str {
        self.template.style(style)
    }

    /// A paragraph in a style.
    pub(super) fn paragraph(&self, xml: &mut Xml, style: Style, content: impl FnOnce(&mut Xml)) {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.val("w:pStyle", self.style(style)));
            content(xml);
        });
    }

    /// A paragraph of running text.
    pub(super) fn plain(&self, xml: &mut Xml, text: &str) {
        xml.element("w:p", &[], |xml| self.run(xml, text));
    }

    pub(super) fn run(&self, xml: &mut Xml, text: &str) {
        self.run_as(xml, None, Look::default(), text);
    }

    pub(super) fn styled(&self, xml: &mut Xml, style: Style, text: &str) {
        self.run_as(xml, Some(style), Look::default(), text);
    }

    pub(super) fn look(&self, xml: &mut Xml, look: Look, text: &str) {
        self.run_as(xml, None, look, text);
    }

    fn run_as(&self, xml: &mut Xml, style: Option<Style>, look: Look, text: &str) {
        xml.element("w:r", &[], |xml| {
            self.properties(xml, style, look);
            for (place, line) in text.lines().enumerate() {
                if place > 0 {
                    xml.empty("w:br", &[]);
                }
                xml.element("w:t", &[("xml:space", "preserve")], |xml| {
                    xml.text(&typeset::text(line, str::to_owned));
                });
            }
        });
    }

    /// What goes before the content of a run, in the order that the schema has.
    fn properties(&self, xml: &mut Xml, style: Option<Style>, look: Look) {
        xml.element("w:rPr", &[], |xml| {
            if let Some(style) = style {
                xml.val("w:rStyle", self.style(style));
            }
            if self.language == Language::Zh {
                // Else quotation marks and dashes are set in the Latin font.
                xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
            }
            if look.is_bold {
                xml.empty("w:b", &[]);
                xml.empty("w:bCs", &[]);
            }
            if let Some(colour) = look.colour {
                xml.val("w:color", &format!("{colour:06X}"));
            }
            if let Some(shade) = look.shade {
                let fill = format!("{shade:06X}");
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", &fill)]);
            }
            let tag = match self.language {
                Language::Zh | Language::En => "en-GB",
                Language::Ru => "ru-RU",
            };
            xml.empty("w:lang", &[("w:val", tag), ("w:eastAsia", "zh-CN")]);
        });
    }

    /// A run that holds the mark of a footnote.
    pub(super) fn reference(&self, xml: &mut Xml, mark: impl FnOnce(&mut Xml)) {
        xml.element("w:r", &[], |xml| {
            self.properties(xml, Some(Style::FootnoteReference), Look::default());
            mark(xml);
        });
    }

    /// A field with what it shows until Word computes it anew.
    pub(super) fn field(&self, xml: &mut Xml, code: &str, shown: &str) {
        self.reference(xml, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "begin")]));
        self.reference(xml, |xml| {
            xml.element("w:instrText", &[("xml:space", "preserve")], |xml| xml.text(code));
        });
        self.reference(xml, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "separate")]));
        self.reference(xml, |xml| xml.element("w:t", &[], |xml| xml.text(shown)));
        self.reference(xml, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "end")]));
    }
}
