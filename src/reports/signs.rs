//! How a status shows in every form: its sign, its word and its colours.

use crate::domain::status::Status;
use crate::language::Language;

impl Status {
    /// A sign that goes with the word, so that colour never carries the meaning alone.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::NotReported => '·',
            Self::NotStarted => '○',
            Self::InProgress => '◔',
            Self::Substantial => '◕',
            Self::Complete => '●',
            Self::Ongoing => '◍',
            Self::Stalled => '◫',
            Self::Abandoned => '✕',
            Self::Superseded => '⇢',
        }
    }

    /// Its word after its sign, which no line parts.
    #[must_use]
    pub fn signed(self, language: Language) -> String {
        format!("{}\u{a0}{}", self.sign(), language.texts().term("status", self))
    }

    /// Its colour on white paper, as red, green and blue: of a scale that people with any of the
    /// usual colour blindnesses tell apart (Okabe and Ito, 2008), with grey for what is not known.
    #[must_use]
    pub const fn colour(self) -> u32 {
        match self {
            Self::NotReported => 0x00D9_DBDF,
            Self::NotStarted => 0x009A_A0A8,
            Self::InProgress => 0x0056_B4E9,
            Self::Substantial => 0x0000_72B2,
            Self::Complete => 0x0000_9E73,
            Self::Ongoing => 0x004D_BFA3,
            Self::Stalled => 0x00E6_9F00,
            Self::Abandoned => 0x00D5_5E00,
            Self::Superseded => 0x00CC_79A7,
        }
    }

    /// The colour of text upon [`Status::colour`]: black or white, whichever is read better
    /// (contrast as WCAG 2.2 has it).
    #[must_use]
    pub fn ink(self) -> u32 {
        let [_, red, green, blue] = self.colour().to_be_bytes();
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        // Where black and white contrast alike.
        if light > 0.179 { 0x0000_0000 } else { 0x00FF_FFFF }
    }
}
