//! One way to declare a closed list of words that stands alike in Rust, JSON, URLs and Postgres.

/// A word that is on none of a closed list's places.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be one of {allowed}")]
pub struct UnknownTerm {
    /// The words that would have been right, separated by commas.
    pub allowed: String,
}

/// A closed list of words: an enum without data whose variants each have one written form.
pub trait Term: Copy + Eq + Sized + 'static {
    /// Every variant, in the order of the list.
    const ALL: &'static [Self];

    /// The written form, snake case.
    fn as_str(self) -> &'static str;

    /// Reads the written form back.
    ///
    /// # Errors
    /// [`UnknownTerm`], which lists the words that are allowed.
    fn parse(word: &str) -> Result<Self, UnknownTerm> {
        Self::ALL.iter().copied().find(|term| term.as_str() == word).ok_or_else(|| UnknownTerm {
            allowed: Self::ALL.iter().map(|term| term.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// Declares an enum as a [`Term`]: written form, parsing, serde and the OpenAPI schema from one list.
macro_rules! terms {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:tt,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)+
        }

        impl $crate::domain::terms::Term for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::domain::terms::Term::as_str(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::terms::UnknownTerm;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                $crate::domain::terms::Term::parse(word)
            }
        }
    };
}
pub(crate) use terms;
