//! What a filter may name: the declarations, sections and parties that there are.

use crate::db::connect::Failure;
use crate::db::filter::Filter;
use crate::db::{Conn, declarations, parties};
use crate::domain::fault::{Fault, Reason};
use crate::error::Problem;
use crate::records::declaration::Declaration;

/// How many of what there is are told; whoever mistypes one of hundreds looks them up.
const TOLD: usize = 50;

/// What a caller names, and the ledger has to have: of what is misspelt nothing is ever overdue.
#[derive(Debug, Clone, Copy, Default)]
pub struct Named<'a> {
    /// By slug.
    pub declarations: &'a [String],
    /// By number.
    pub sections: &'a [i32],
    /// By code.
    pub parties: &'a [String],
}

/// What there is.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Slugs, each with the numbers of its sections.
    pub declarations: Vec<(String, Vec<i32>)>,
    /// Codes, in protocol order.
    pub parties: Vec<String>,
}

impl<'a> From<&'a Filter> for Named<'a> {
    fn from(filter: &'a Filter) -> Self {
        Self {
            declarations: &filter.declarations,
            sections: &filter.sections,
            parties: &filter.parties,
        }
    }
}

impl Named<'_> {
    /// Refuses what there is not, naming what there is. Nothing is read where nothing is named.
    ///
    /// # Errors
    /// A bad query with a fault for each parameter; or if the database does not answer.
    pub async fn check(self, conn: &mut Conn) -> Result<(), Failure> {
        let mut known = Known::default();
        if !(self.declarations.is_empty() && self.sections.is_empty()) {
            let mut found = declarations::sections(conn, self.declarations).await?;
            // One of them is a stranger: then it is told which there are.
            if found.len() < self.declarations.len() {
                found = declarations::sections(conn, &[]).await?;
            }
            known.declarations = found;
        }
        if !self.parties.is_empty() {
            known.parties = parties::list(conn).await?.into_iter().map(|one| one.code).collect();
        }
        Ok(known.check(self)?)
    }
}

impl Known {
    /// The same by what was read already.
    ///
    /// # Errors
    /// A bad query with a fault for each parameter.
    pub fn check(&self, named: Named<'_>) -> Result<(), Problem> {
        let faults = self.faults(named);
        if faults.is_empty() { Ok(()) } else { Err(Problem::bad_query(faults)) }
    }

    fn faults(&self, Named { declarations, sections, parties }: Named<'_>) -> Vec<Fault> {
        let slugs: Vec<&str> = self.declarations.iter().map(|(slug, _)| &**slug).collect();
        let mut numbers: Vec<i32> = self
            .declarations
            .iter()
            .filter(|(slug, _)| declarations.is_empty() || declarations.contains(slug))
            .flat_map(|(_, numbers)| numbers.iter().copied())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let codes: Vec<&str> = self.parties.iter().map(|code| &**code).collect();
        let mut faults = Vec::new();
        let mut fault = |name: &str, stranger: &str, known: &[&str]| {
            let told = &known[..known.len().min(TOLD)];
            let reason = Reason::Choice {
                typed: stranger.to_owned(),
                known: told.iter().map(|&one| one.to_owned()).collect(),
                more: known.len() - told.len(),
            };
            let message = match known {
                [] => format!("{stranger} is not known; there are none"),
                known if known.len() > TOLD => {
                    let (told, more) = (told.join(", "), known.len() - TOLD);
                    format!("{stranger} is not known; known are {told} and {more} more")
                }
                known => format!("{stranger} is not known; known are {}", known.join(", ")),
            };
            faults.push(Fault::new(name, message).because(reason));
        };
        let stranger = declarations.iter().find(|slug| !slugs.contains(&slug.as_str()));
        if let Some(slug) = stranger {
            fault("declaration", slug, &slugs);
        // Which sections an unknown declaration has is not known either.
        } else if let Some(number) = sections.iter().find(|number| !numbers.contains(number)) {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
            fault("section", &number.to_string(), &numbers);
        }
        if let Some(code) = parties.iter().find(|code| !codes.contains(&code.as_str())) {
            fault("party", code, &codes);
        }
        faults
    }
}

/// A declaration's slug, and the numbers of its sections.
#[must_use]
pub fn sections(declaration: &Declaration) -> (String, Vec<i32>) {
    let numbers = declaration.sections.iter().map(|section| section.number);
    (declaration.slug.clone(), numbers.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(declarations: &[&str], sections: &[i32], parties: &[&str]) -> Vec<(String, String)> {
        let known = Known {
            declarations: vec![("a".to_owned(), vec![0, 1, 2]), ("b".to_owned(), vec![2, 7])],
            parties: vec!["KZ".to_owned(), "KG".to_owned()],
        };
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let (declarations, parties) = (owned(declarations), owned(parties));
        let named = Named { declarations: &declarations, sections, parties: &parties };
        let faults = known.faults(named).into_iter();
        faults.map(|fault| (fault.pointer, fault.message)).collect()
    }

    #[test]
    fn what_there_is_not_is_told_with_what_there_is() {
        let fault = |name: &str, message: &str| vec![(name.to_owned(), message.to_owned())];
        assert_eq!(told(&[], &[], &[]), []);
        assert_eq!(told(&["a", "b"], &[2, 7, 0], &["KG", "KZ"]), []);
        let expected = fault("section", "9 is not known; known are 0, 1, 2, 7");
        assert_eq!(told(&[], &[0, 9], &[]), expected);
        // Of the declarations that are asked for.
        let expected = fault("section", "7 is not known; known are 0, 1, 2");
        assert_eq!(told(&["a"], &[7], &[]), expected);
        let expected = [
            fault("declaration", "c is not known; known are a, b"),
            fault("party", "kg is not known; known are KZ, KG"),
        ];
        assert_eq!(told(&["a", "c"], &[99], &["KZ", "kg"]), expected.concat());
        let named = Named { parties: &["KG".to_owned()], ..Named::default() };
        let none = Known::default().faults(named);
        assert_eq!(none[0].message, "KG is not known; there are none");
        let parties: Vec<String> = (0..52).map(|number| format!("P{number}")).collect();
        let many = Known { parties, ..Known::default() }.faults(named);
        assert!(many[0].message.starts_with("KG is not known; known are P0, P1, "));
        assert!(many[0].message.ends_with(", P49 and 2 more"), "{}", many[0].message);
    }
}
