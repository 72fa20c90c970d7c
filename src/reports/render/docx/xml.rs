//! Writing XML, so that it is well-formed whatever the texts are.

/// XML that is being written.
#[derive(Debug, Default)]
pub(super) struct Xml(String);

/// Attributes: a name and a value each.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// What was written.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// XML that is well-formed already.
    pub(super) fn raw(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    /// An element with content.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.tag(name, attributes);
        self.0.push('>');
        content(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.0.push_str("/>");
    }

    /// An element whose one attribute is `w:val`, of which Word's XML is full.
    pub(super) fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
    }

    /// Text. What XML 1.0 has no way to write becomes the replacement character.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.0.push(character),
                '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => self.0.push('\u{fffd}'),
                _ => self.0.push(character),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text: String) {
            let mut xml = Xml::default();
            xml.element("a", &[("b", &text)], |xml| xml.text(&text));
            let written = xml.finish();
            let read = roxmltree::Document::parse(&written).unwrap();
            // Readers take every kind of line end for one, and attributes keep none.
            let bare = |text: &str| text.replace(|c: char| c.is_control() || c == '\u{fffd}', "");
            let within = read.root_element().text().unwrap_or_default();
            prop_assert_eq!(bare(within), bare(&text));
        }
    }
}
