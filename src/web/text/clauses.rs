//! Paragraphs cut into clauses: what an item quotes, and what stands between.

use super::filter::Dimming;
use crate::domain::status::Status;
use crate::reading::text::{ParagraphText, TextView};
use crate::reading::views::Item;
use crate::web::frame::Frame;

/// A section as it is shown.
#[derive(Debug)]
pub struct SectionView<'a> {
    /// What the address calls it, as `s6`.
    pub id: String,
    /// None of the preamble.
    pub number: Option<i32>,
    pub title: String,
    pub paragraphs: Vec<ParagraphView<'a>>,
}

/// A paragraph, in the text's language and beside it in another.
#[derive(Debug)]
pub struct ParagraphView<'a> {
    pub id: String,
    pub pieces: Vec<Piece<'a>>,
    /// Items of the paragraph that quote nothing of it, or what another quotes.
    pub unquoted: Vec<Mark>,
    pub translation: Option<&'a str>,
    /// All items, for the end of the translation.
    pub marks: Vec<Mark>,
}

/// A stretch of a paragraph.
#[derive(Debug)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// The item that quotes it.
    pub clause: Option<Mark>,
}

/// What leads to an item.
#[derive(Debug, Clone)]
pub struct Mark {
    pub code: String,
    /// The code without the declaration's prefix.
    pub short: String,
    pub title: String,
    /// The status' class, sign and word; none of what nobody is to do.
    pub status: Option<(String, char, String)>,
    pub is_overdue: bool,
    pub is_dim: bool,
    /// This page with the item beside it.
    pub address: String,
}

/// Cuts the text up.
pub fn sections<'a>(
    frame: &Frame,
    view: &'a TextView,
    dimming: &Dimming,
    beside: Option<&str>,
    prefix: &str,
) -> Vec<SectionView<'a>> {
    let mark = |item: &Item| Mark::new(frame, item, dimming, prefix);
    let sections = view.sections.iter().map(|section| SectionView {
        id: format!("s{}", section.number),
        number: (section.number > 0).then_some(section.number),
        title: frame.language().pick(&section.title).to_owned(),
        paragraphs: section
            .paragraphs
            .iter()
            .map(|paragraph| {
                let id = format!("p{}-{}", section.number, paragraph.number);
                ParagraphView::new(id, paragraph, beside, &mark)
            })
            .collect(),
    });
    sections.collect()
}

impl<'a> ParagraphView<'a> {
    fn new(
        id: String,
        paragraph: &'a ParagraphText,
        beside: Option<&str>,
        mark: &impl Fn(&Item) -> Mark,
    ) -> Self {
        let mut items: Vec<&Item> = paragraph.items.iter().collect();
        items.sort_by_key(|item| item.quote_start);
        let (mut pieces, mut unquoted) = (Vec::new(), Vec::new());
        let mut rest = paragraph.text.as_str();
        // In characters, as quotes are counted.
        let mut done = 0;
        for item in &items {
            let quote = item.quote.as_deref().zip(item.quote_start);
            let start = quote.and_then(|(_, start)| usize::try_from(start).ok());
            let ahead = start.and_then(|start| start.checked_sub(done));
            let (Some((quote, _)), Some(ahead)) = (quote, ahead) else {
                unquoted.push(mark(item));
                continue;
            };
            let (before, from) = rest.split_at(bytes(rest, ahead));
            let length = quote.chars().count();
            let (clause, after) = from.split_at(bytes(from, length));
            if !before.is_empty() {
                pieces.push(Piece { text: before, clause: None });
            }
            pieces.push(Piece { text: clause, clause: Some(mark(item)) });
            rest = after;
            done += ahead + length;
        }
        if !rest.is_empty() {
            pieces.push(Piece { text: rest, clause: None });
        }
        Self {
            id,
            pieces,
            unquoted,
            translation: beside.and_then(|one| paragraph.translations.get(one)).map(String::as_str),
            marks: items.into_iter().map(mark).collect(),
        }
    }
}

/// How many bytes so many characters of `text` take.
fn bytes(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(place, _)| place)
}

impl Mark {
    fn new(frame: &Frame, item: &Item, dimming: &Dimming, prefix: &str) -> Self {
        let short = item.code.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
        let status = item.status.filter(|_| item.tracked);
        let shown =
            |status: Status| (frame.class(status), status.sign(), frame.term("status", status));
        Self {
            short: short.unwrap_or(&item.code).to_owned(),
            title: frame.language().pick(&item.title).to_owned(),
            status: status.map(shown),
            is_overdue: item.timeliness == Some(crate::domain::timeliness::Timeliness::Overdue),
            is_dim: dimming.is_set() && !dimming.lets(item),
            address: format!("{}#item", frame.here("item", &item.code)),
            code: item.code.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(bytes("支持a", 0), 0);
        assert_eq!(bytes("支持a", 1), 3);
        assert_eq!(bytes("支持a", 3), 7);
        assert_eq!(bytes("支持a", 9), 7);
    }
}
