//! The paragraph that an item stands in, in its languages, with the quote marked.

use crate::reading::views::Item;
use crate::records::declaration::{Declaration, Paragraph};
use crate::web::fields::language;
use crate::web::frame::Frame;

/// The paragraph in one language; the quote is marked where it was taken from.
pub(super) struct Column {
    pub lang: String,
    /// What the language is called by itself.
    pub name: String,
    pub is_original: bool,
    pub before: String,
    pub quote: String,
    pub after: String,
}

/// The text that is quoted, then the reader's language, then others.
pub(super) fn columns(
    frame: &Frame,
    item: &Item,
    declaration: Option<&Declaration>,
    paragraph: Option<&Paragraph>,
) -> Vec<Column> {
    let Some(paragraph) = paragraph else { return Vec::new() };
    let original = declaration.map_or("", |declaration| &declaration.text_language);
    let (before, quote, after) = cut(&paragraph.text, item);
    let mut columns = vec![Column {
        lang: original.to_owned(),
        name: language(original),
        is_original: true,
        before,
        quote,
        after,
    }];
    let mut others: Vec<(&String, &String)> = paragraph.translations.iter().collect();
    others.sort_by_key(|(lang, _)| (**lang != frame.language().to_string(), *lang));
    columns.extend(others.into_iter().map(|(lang, text)| Column {
        lang: lang.clone(),
        name: language(lang),
        is_original: false,
        before: text.clone(),
        quote: String::new(),
        after: String::new(),
    }));
    columns
}

/// What stands before the quote, the quote, and what stands after it.
fn cut(text: &str, item: &Item) -> (String, String, String) {
    let whole = || (text.to_owned(), String::new(), String::new());
    let (Some(quote), Some(start)) = (&item.quote, item.quote_start) else { return whole() };
    let Ok(start) = usize::try_from(start) else { return whole() };
    let length = quote.chars().count();
    let part = |from: usize, count: usize| text.chars().skip(from).take(count).collect::<String>();
    let marked = part(start, length);
    // A text that was edited since may have moved under an old version's quote.
    if marked != *quote {
        return whole();
    }
    (part(0, start), marked, part(start + length, usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(quote: &str, start: i32) -> Item {
        let json = serde_json::json!({
            "code": "X", "declaration": "x", "section": 1, "paragraph": 1, "quote": quote,
            "quote_start": start, "verb": null, "strength": "decision", "kind": "event",
            "tracked": true, "title": {}, "deadline": null, "group": null, "topics": [],
            "sdgs": [], "refs": [], "related": [], "note": null, "no_deadline": null,
            "obligations": [], "status": null, "timeliness": null, "conflicts": 0, "version": 1,
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_quote_is_cut_by_characters_and_not_by_bytes() {
        let parts = cut("各方重申立场，并强调。", &item("立场", 4));
        assert_eq!(parts, ("各方重申".to_owned(), "立场".to_owned(), "，并强调。".to_owned()));
    }

    #[test]
    fn a_quote_that_stands_elsewhere_is_not_marked() {
        for (quote, start) in [("立场", 3), ("立场", -1), ("立场", 900)] {
            let (before, marked, after) = cut("各方重申立场。", &item(quote, start));
            assert_eq!(
                (before.as_str(), marked.as_str(), after.as_str()),
                ("各方重申立场。", "", "")
            );
        }
    }
}
