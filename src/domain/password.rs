//! Passwords: what one has to be, and what of it may be kept.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The fewest characters of a password: length is what makes one hard to guess (NIST SP 800-63B).
pub const SHORTEST: usize = 12;
/// The most, so that nobody can have us hash a book.
pub const LONGEST: usize = 200;

/// What is wrong with a password that somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    TooShort,
    TooLong,
    /// It is the user's name, or one character again and again.
    TooEasy,
    /// The second time something else was written.
    Differs,
}

/// A password that may be used. It shows itself nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes a password that was chosen by the user of that name, and written twice.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn choose(text: &str, again: &str, user: &str) -> Result<Self, PasswordFault> {
        let length = text.chars().count();
        let first = text.chars().next();
        if length < SHORTEST {
            Err(PasswordFault::TooShort)
        } else if length > LONGEST {
            Err(PasswordFault::TooLong)
        } else if text.to_lowercase().contains(&user.to_lowercase()) && length < user.len() + 8
            || text.chars().all(|c| Some(c) == first)
        {
            Err(PasswordFault::TooEasy)
        } else if text != again {
            Err(PasswordFault::Differs)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// What is kept of it: its argon2id hash with a salt of its own (RFC 9106), as a PHC string.
    /// It takes a good part of a second: for a thread that may block.
    ///
    /// # Errors
    /// If the machine has no random numbers.
    pub fn hash(&self) -> Result<String, argon2::password_hash::Error> {
        Ok(Argon2::default().hash_password(self.0.as_bytes())?.to_string())
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Whether `text` is the password of this hash. Where there is none, it takes as long to say no,
/// so that nobody learns who has one. For a thread that may block.
#[must_use]
pub fn is_right(text: &str, hash: Option<&str>) -> bool {
    static NOBODYS: LazyLock<Option<String>> =
        LazyLock::new(|| Password("a password of nobody".to_owned()).hash().ok());
    let is_somebodys = hash.is_some();
    let Some(hash) = hash.or(NOBODYS.as_deref()) else { return false };
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    text.chars().count() <= LONGEST
        && Argon2::default().verify_password(text.as_bytes(), &hash).is_ok()
        && is_somebodys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let password = Password::choose("верный конь 2026", "верный конь 2026", "aida").unwrap();
        let hash = password.hash().unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(!hash.contains("конь") && !format!("{password:?}").contains("конь"));
        assert_ne!(hash, password.hash().unwrap(), "each has a salt of its own");
        assert!(is_right("верный конь 2026", Some(&hash)));
        assert!(!is_right("верный конь 2025", Some(&hash)));
        assert!(!is_right("a password of nobody", None));
        assert!(!is_right("верный конь 2026", Some("no hash at all")));
    }

    #[test]
    fn what_is_easily_guessed_is_refused() {
        let choose = |text: &str| Password::choose(text, text, "bolat").err();
        assert_eq!(choose("elevenchars"), Some(PasswordFault::TooShort));
        assert_eq!(choose("二十四节气歌春雨惊春清"), Some(PasswordFault::TooShort));
        assert_eq!(choose(&"ab".repeat(101)), Some(PasswordFault::TooLong));
        assert_eq!(choose("aaaaaaaaaaaaaa"), Some(PasswordFault::TooEasy));
        assert_eq!(choose("Bolat-123456"), Some(PasswordFault::TooEasy));
        assert_eq!(choose("bolat rides a brown horse"), None);
        let differs = Password::choose("long enough 1", "long enough 2", "bolat");
        assert_eq!(differs, Err(PasswordFault::Differs));
    }
}
