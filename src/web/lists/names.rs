//! What things in a list are called, in the reader's language.

use crate::db::connect::Failure;
use crate::db::{Conn, declarations, parties};
use crate::language::Language;
use crate::reading::views::TextsView;
use crate::records::declaration::Section;
use crate::records::party::Party;
use crate::records::texts::Texts;
use crate::web::visitor::Order;

/// The most declarations that a reader is given to choose among.
pub const MOST_DECLARATIONS: usize = 50;

/// A text in the reader's language, or in another where there is none.
#[derive(Debug, Clone)]
pub struct Title {
    pub text: String,
    /// The language, where it is not the reader's.
    pub lang: Option<String>,
}

impl Title {
    #[must_use]
    pub fn pick(language: Language, texts: &TextsView) -> Self {
        let text = language.pick(texts);
        let is_own = texts.contains_key(&language.to_string());
        let lang = texts.iter().find(|(_, one)| one.as_str() == text).map(|(lang, _)| lang.clone());
        Self { text: text.to_owned(), lang: lang.filter(|_| !is_own) }
    }
}

/// The names that filters and rows need.
#[derive(Debug)]
pub struct Names {
    pub language: Language,
    /// In protocol order.
    parties: Vec<Party>,
    /// One more than [`MOST_DECLARATIONS`] where there are too many to choose among.
    pub declarations: Vec<(String, Texts)>,
    /// Of the one declaration that the list is about, if it is about one.
    pub sections: Vec<Section>,
}

impl Names {
    /// Reads them; `slugs` are the declarations that the list is narrowed to.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(
        conn: &mut Conn,
        language: Language,
        slugs: &[String],
    ) -> Result<Self, Failure> {
        let limit = i64::try_from(MOST_DECLARATIONS + 1).unwrap_or(i64::MAX);
        let titles = declarations::titles(conn, limit).await?;
        let only = match (slugs, titles.as_slice()) {
            ([one], _) | ([], [(one, _)]) => Some(one),
            _ => None,
        };
        let found = match only {
            Some(slug) => declarations::find(conn, slug).await?,
            None => None,
        };
        Ok(Self {
            language,
            parties: parties::list(conn).await?,
            declarations: titles,
            sections: found.map(|one| one.sections.0).unwrap_or_default(),
        })
    }

    /// Puts parties into the order that the visitor chose.
    pub fn arrange(&mut self, order: Order) {
        order.arrange(&mut self.parties, self.language, |party| &party.name.0);
    }

    /// The codes and names of parties, in their order.
    pub fn parties(&self) -> impl Iterator<Item = (String, String)> {
        let name = |party: &Party| self.language.pick(&party.name).to_owned();
        self.parties.iter().map(move |party| (party.code.clone(), name(party)))
    }

    /// What a party is called; its code where nobody knows it.
    #[must_use]
    pub fn party(&self, code: &str) -> String {
        let found = self.parties.iter().find(|party| party.code == code);
        found.map_or(code, |party| self.language.pick(&party.name)).to_owned()
    }

    /// The numbers and titles of sections.
    pub fn sections(&self) -> impl Iterator<Item = (String, String)> {
        let title = |one: &Section| match one.number {
            0 => self.language.pick(&one.title).to_owned(),
            number => format!("{number}. {}", self.language.pick(&one.title)),
        };
        self.sections.iter().map(move |one| (one.number.to_string(), title(one)))
    }

    /// What a section is called; its number where its title is not at hand.
    #[must_use]
    pub fn section(&self, number: i32) -> String {
        let number = number.to_string();
        let found = self.sections().find(|(other, _)| *other == number);
        found.map_or(number, |(_, title)| title)
    }

    /// The slugs and titles of declarations, where there are several and not too many.
    #[must_use]
    pub fn declarations(&self) -> Vec<(String, String)> {
        if !(2..=MOST_DECLARATIONS).contains(&self.declarations.len()) {
            return Vec::new();
        }
        let title = |texts: &Texts| self.language.pick(texts).to_owned();
        self.declarations.iter().map(|(slug, texts)| (slug.clone(), title(texts))).collect()
    }

    /// Whether there are too many declarations to choose among.
    #[must_use]
    pub const fn are_declarations_many(&self) -> bool {
        self.declarations.len() > MOST_DECLARATIONS
    }
}
