//! The document that a report is written into: where it goes, on what page, and in which styles.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Node};

use super::package::{Package, append, default_part, parse};
use super::xml::Xml;

/// Transitional `WordprocessingML` (ISO/IEC 29500-4), which Word and others write.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) const DOCUMENT: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
const STYLES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles";
const STYLES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";

/// What a paragraph of a template says where the report is to stand.
const PLACE: &str = "{{report}}";

/// A style that reports are written in, by the name that Word knows it by in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    Title,
    Subtitle,
    Heading1,
    Heading2,
    Cell,
    FootnoteText,
    FootnoteReference,
    Hyperlink,
    Table,
}

impl Style {
    const ALL: [Self; 9] = [
        Self::Title,
        Self::Subtitle,
        Self::Heading1,
        Self::Heading2,
        Self::Cell,
        Self::FootnoteText,
        Self::FootnoteReference,
        Self::Hyperlink,
        Self::Table,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Subtitle => "Subtitle",
            Self::Heading1 => "heading 1",
            Self::Heading2 => "heading 2",
            Self::Cell => "Ledger Cell",
            Self::FootnoteText => "footnote text",
            Self::FootnoteReference => "footnote reference",
            Self::Hyperlink => "Hyperlink",
            Self::Table => "Ledger Table",
        }
    }
}

/// A page, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paper {
    width: u32,
    height: u32,
    left: u32,
    right: u32,
}

impl Paper {
    /// How wide its text is.
    pub(super) const fn text_width(self) -> u32 {
        let text = self.width.saturating_sub(self.left + self.right);
        // A page all of margins is nobody's wish.
        if text < 2000 { 2000 } else { text }
    }

    const fn is_upright(self) -> bool {
        self.height > self.width
    }
}

/// A template, read.
#[derive(Debug)]
pub(super) struct Template {
    pub package: Package,
    /// The name of the main part.
    pub main: String,
    /// The main part, without the place that was marked for the report.
    text: String,
    /// Where the report goes in it.
    place: usize,
    /// What ended a section of the document at the place, to be said after the report.
    after: String,
    /// The page that the report stands on, as the template has it, and read.
    page: String,
    pub paper: Paper,
    styles: BTreeMap<Style, String>,
    /// How many footnotes are referred to before the report.
    pub notes_before: usize,
}

impl Template {
    /// Reads a template, and gives it what styles it lacks.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(mut package: Package) -> Result<Self, String> {
        let main = package.related(None, DOCUMENT)?;
        let main = main.ok_or("it is no Word document: it has no main part")?;
        let styles = styles(&mut package, &main)?;
        let text = package.text(&main)?.to_owned();
        let read = parse(&text)?;
        let root = read.root_element();
        if root.lookup_namespace_uri(Some("w")) != Some(W)
            || root.lookup_namespace_uri(Some("r")) != Some(R)
        {
            return Err(
                "it is of another kind than Word's own .docx (\"Strict\" Open XML, perhaps); \
                save it as \"Word document\""
                    .to_owned(),
            );
        }
        let body = child(root, "body").ok_or("it has no body")?;
        let found = place(body);
        let page = page_after(body, found.start).ok_or("it has no page set-up")?;
        let after = node_at(body, &found).and_then(|paragraph| child(paragraph, "pPr"));
        let after = after.filter(|one| child(*one, "sectPr").is_some());
        let after = after.map(|one| format!("<w:p>{}</w:p>", &text[one.range()]));
        let paper = paper(page);
        let is_note = |node: &Node<'_, '_>| node.has_tag_name((W, "footnoteReference"));
        let before = body.descendants().filter(is_note);
        let notes_before = before.filter(|node| node.range().start < found.start).count();
        let page = text[page.range()].to_owned();
        let (start, end) = (found.start, found.end);
        let rest = format!("{}{}", &text[..start], &text[end..]);
        let after = after.unwrap_or_default();
        Ok(Self {
            package,
            main,
            text: rest,
            place: start,
            after,
            page,
            paper,
            styles,
            notes_before,
        })
    }

    /// The id of a style in this document.
    pub(super) fn style(&self, style: Style) -> &str {
        self.styles.get(&style).map_or("", String::as_str)
    }

    /// What ends a section of upright pages before a wide part, and that part's section after it;
    /// none if the page is wide as it is, or the template cannot be parted.
    pub(super) fn turns(&self) -> Option<(String, String, Paper)> {
        // Each part would begin its numbers anew, or have a first page of its own.
        let is_one = self.page.contains("<w:pgNumType") || self.page.contains("<w:titlePg");
        if is_one || !self.paper.is_upright() {
            return None;
        }
        let Paper { width, height, .. } = self.paper;
        let wide = Paper { width: height, height: width, ..self.paper };
        let turned = turned(&self.page, wide)?;
        let paragraph = |page: &str| {
            let small =
                "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>";
            format!("<w:p><w:pPr>{small}{page}</w:pPr></w:p>")
        };
        Some((paragraph(&self.page), paragraph(&turned), wide))
    }

    /// The document with a report in it.
    pub(super) fn fill(self, report: &str) -> Package {
        let Self { mut package, main, text, place, after, .. } = self;
        let filled = format!("{}{report}{after}{}", &text[..place], &text[place..]);
        package.put(&main, filled);
        package
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|one| one.has_tag_name((W, name)))
}

fn node_at<'a, 'i>(body: Node<'a, 'i>, range: &Range<usize>) -> Option<Node<'a, 'i>> {
    body.children().find(|one| !range.is_empty() && one.range() == *range)
}

/// The paragraph that marks the place, or an empty place before the last page set-up.
fn place(body: Node<'_, '_>) -> Range<usize> {
    let says = |paragraph: &Node<'_, '_>| {
        let texts = paragraph.descendants().filter(|one| one.has_tag_name((W, "t")));
        let text: String = texts.filter_map(|one| one.text()).collect();
        text.trim() == PLACE
    };
    let mut paragraphs = body.children().filter(|one| one.has_tag_name((W, "p")));
    if let Some(marked) = paragraphs.rfind(says) {
        return marked.range();
    }
    let last = body.children().rfind(Node::is_element);
    let at = match last {
        Some(page) if page.has_tag_name((W, "sectPr")) => page.range().start,
        Some(other) => other.range().end,
        None => body.range().end,
    };
    at..at
}

/// The page set-up that holds at a place: Word states it at the end of what it is for.
fn page_after<'a, 'i>(body: Node<'a, 'i>, place: usize) -> Option<Node<'a, 'i>> {
    let pages = body.descendants().filter(|one| one.has_tag_name((W, "sectPr")));
    pages.filter(|page| page.range().start >= place).min_by_key(|page| page.range().start)
}

/// The measures of a page; A4 with margins of an inch where it says nothing.
fn paper(page: Node<'_, '_>) -> Paper {
    let measure = |of: &str, name: &str| {
        let value = child(page, of).and_then(|one| one.attribute((W, name)));
        value.and_then(|value| value.parse::<u32>().ok())
    };
    Paper {
        width: measure("pgSz", "w").unwrap_or(11906),
        height: measure("pgSz", "h").unwrap_or(16838),
        left: measure("pgMar", "left").unwrap_or(1440),
        right: measure("pgMar", "right").unwrap_or(1440),
    }
}

/// A page set-up with its paper turned.
fn turned(page: &str, paper: Paper) -> Option<String> {
    // Alone it is bound to none of the prefixes, so it is read within an element that is.
    let open = format!("<x xmlns:w=\"{W}\" xmlns:r=\"{R}\">");
    let within = format!("{open}{page}</x>");
    let read = Document::parse(&within).ok()?;
    let section = child(read.root_element(), "sectPr")?;
    let size = child(section, "pgSz")?.range();
    let (width, height) = (paper.width.to_string(), paper.height.to_string());
    let mut xml = Xml::default();
    xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", "landscape")]);
    let (start, end) = (size.start - open.len(), size.end - open.len());
    Some(format!("{}{}{}", &page[..start], xml.finish(), &page[end..]))
}

/// Finds every style by its name; what is missing is taken over from the default document.
fn styles(package: &mut Package, main: &str) -> Result<BTreeMap<Style, String>, String> {
    let part = if let Some(part) = package.related(Some(main), STYLES)? {
        part
    } else {
        let part = "word/styles-of-the-report.xml";
        package.put(part, format!("<w:styles xmlns:w=\"{W}\"></w:styles>"));
        package.set_type(part, STYLES_TYPE)?;
        package.relate(Some(main), "ledgerStyles", STYLES, &format!("/{part}"))?;
        part.to_owned()
    };
    let own = default_part("word/styles.xml");
    let own_read = parse(own)?;
    let mut text = package.text(&part)?.to_owned();
    let mut ids = BTreeMap::new();
    for style in Style::ALL {
        if let Some(id) = id(&parse(&text)?, style) {
            ids.insert(style, id);
            continue;
        }
        let node = find(&own_read, style).ok_or("the default document lacks a style")?;
        text = append(&text, &own[node.range()])?;
        ids.extend(id(&own_read, style).map(|id| (style, id)));
    }
    package.put(&part, text);
    Ok(ids)
}

fn find<'a, 'i>(styles: &'a Document<'i>, style: Style) -> Option<Node<'a, 'i>> {
    let mut all = styles.root_element().children();
    all.find(|one| {
        let name = child(*one, "name").and_then(|name| name.attribute((W, "val")));
        one.has_tag_name((W, "style"))
            && name.is_some_and(|name| name.eq_ignore_ascii_case(style.name()))
    })
}

fn id(styles: &Document<'_>, style: Style) -> Option<String> {
    find(styles, style)?.attribute((W, "styleId")).map(str::to_owned)
}
