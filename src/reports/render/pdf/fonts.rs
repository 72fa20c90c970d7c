//! The fonts of the system that a report is set in.

use std::fmt;

use typst::text::FontBook;

use crate::language::Language;
use crate::reports::outline::{Block, Cell, Outline};

/// A script that a report may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Latin,
    Cyrillic,
    Han,
}

impl Script {
    const ALL: [Self; 3] = [Self::Latin, Self::Cyrillic, Self::Han];

    /// The script of a character; none of signs, which any font may have.
    const fn of(character: char) -> Option<Self> {
        match character {
            'A'..='Z' | 'a'..='z' => Some(Self::Latin),
            '\u{400}'..='\u{52f}' => Some(Self::Cyrillic),
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(Self::Han),
            _ => None,
        }
    }

    /// A character that every font of the script has.
    const fn sample(self) -> char {
        match self {
            Self::Latin => 'n',
            Self::Cyrillic => 'и',
            Self::Han => '的',
        }
    }

    /// Families that suit, best first.
    const fn families(self) -> &'static [&'static str] {
        match self {
            Self::Latin | Self::Cyrillic => {
                &["Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "Helvetica Neue"]
            }
            Self::Han => &[
                "Noto Sans CJK SC",
                "Noto Sans SC",
                "Source Han Sans SC",
                "Source Han Sans CN",
                "Microsoft YaHei",
                "PingFang SC",
                "WenQuanYi Zen Hei",
                "WenQuanYi Micro Hei",
                "SimSun",
            ],
        }
    }
}

/// Scripts of the report that no font here has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(Vec<Script>);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|script| match script {
            Script::Latin => "Latin",
            Script::Cyrillic => "Cyrillic",
            Script::Han => "Chinese",
        });
        let package =
            if self.0.contains(&Script::Han) { "fonts-noto-cjk" } else { "fonts-noto-core" };
        write!(
            f,
            "No font with {} characters is installed where the service runs, so the report cannot \
             be set as PDF. Whoever runs it has to install one, such as Debian's package {package}, \
             and start it anew; other forms need no fonts.",
            names.collect::<Vec<_>>().join(" and ")
        )
    }
}

/// The families that a report is set in, as typst looks for them.
///
/// # Errors
/// The scripts of the report that no font has.
pub fn families(book: &FontBook, outline: &Outline) -> Result<Vec<String>, Missing> {
    let mut used = [false; Script::ALL.len()];
    for script in
        texts(outline).flat_map(|text| text.chars().filter_map(Script::of).collect::<Vec<_>>())
    {
        used[script as usize] = true;
    }
    let mut families = Vec::new();
    let mut missing = Vec::new();
    for script in Script::ALL.into_iter().filter(|script| used[*script as usize]) {
        match family(book, script) {
            Some(family) => families.push(family),
            None => missing.push(script),
        }
    }
    if outline.language == Language::Zh {
        // Quotation marks and dashes between Chinese words are to be Chinese ones; Latin letters are
        // set in the Latin font by the page.
        families.sort_by_key(|family| !Script::Han.families().contains(&family.as_str()));
    }
    families.dedup();
    if missing.is_empty() { Ok(families) } else { Err(Missing(missing)) }
}

/// The best family for a script: one that suits, else any that has it.
fn family(book: &FontBook, script: Script) -> Option<String> {
    let has = |name: &str| {
        let mut indices = book.select_family(name);
        indices.any(|index| {
            let info = book.info(index);
            info.is_some_and(|info| info.coverage.contains(script.sample().into()))
        })
    };
    // The book knows families in lower case.
    let suits = script.families().iter().find(|name| has(&name.to_lowercase()));
    if let Some(suits) = suits {
        return Some((*suits).to_owned());
    }
    book.families().map(|(name, _)| name).find(|name| has(&name.to_lowercase())).map(str::to_owned)
}

/// Every text of a report that is not a number.
fn texts(outline: &Outline) -> impl Iterator<Item = String> {
    let mut all = vec![outline.title.clone(), outline.subject.clone()];
    all.extend(outline.facts.iter().flat_map(|(name, text)| [name.clone(), text.clone()]));
    let cell = |cell: &Cell| cell.text(outline.language);
    for section in &outline.sections {
        all.push(section.heading.clone());
        for block in &section.blocks {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => all.push(text.clone()),
                Block::Table(table) => {
                    all.extend(table.columns.iter().map(|column| column.title.clone()));
                    all.extend(table.rows.iter().flatten().map(cell));
                    all.push(table.empty.clone());
                }
                Block::Matrix(matrix) => {
                    all.extend(matrix.columns.iter().map(|(_, title)| title.clone()));
                    all.extend(matrix.rows.iter().map(|(party, _)| party.clone()));
                    all.push(matrix.legend.clone());
                }
                Block::Bars(bars) => all.extend(bars.iter().map(|bar| bar.label.clone())),
                Block::Timeline(_) => {}
                Block::Notes(notes) => {
                    all.extend(
                        notes.iter().flat_map(|note| [note.title.clone(), note.more.clone()]),
                    );
                }
            }
        }
    }
    all.into_iter()
}
