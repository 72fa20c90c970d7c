//! What a side of a conflict changed of the base, so that it can be marked.

use crate::web::fields::Said;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Kept,
    Added,
    Removed,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub fate: Fate,
    pub text: String,
}

/// One thing that a field says, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub label: Option<String>,
    pub lang: Option<String>,
    pub pieces: Vec<Piece>,
}

/// What the base says, as it is.
pub fn plain(base: &[Said]) -> Vec<Line> {
    base.iter().map(|one| line(one, vec![piece(Fate::Kept, &one.text)])).collect()
}

/// What a side says, with what it added and what it removed: word by word where it is a wording.
pub fn compare(base: &[Said], side: &[Said], is_wording: bool) -> Vec<Line> {
    // Members of a list are themselves or others; a single text is another wording.
    let is_list = base.len() > 1 || side.len() > 1;
    let is_twin = |one: &Said, other: &Said| {
        one.label == other.label && (one.label.is_some() || !is_list || one.text == other.text)
    };
    let changed = side.iter().map(|one| match base.iter().find(|other| is_twin(one, other)) {
        Some(other) if is_wording || one.text == other.text => {
            line(one, reworded(&other.text, &one.text))
        }
        Some(other) => line(one, replaced(&other.text, &one.text)),
        None => line(one, vec![piece(Fate::Added, &one.text)]),
    });
    let gone = base.iter().filter(|one| !side.iter().any(|other| is_twin(one, other)));
    let gone = gone.map(|one| line(one, vec![piece(Fate::Removed, &one.text)]));
    changed.chain(gone).collect()
}

fn line(said: &Said, pieces: Vec<Piece>) -> Line {
    Line { label: said.label.clone(), lang: said.lang.clone(), pieces }
}

fn piece(fate: Fate, text: &str) -> Piece {
    Piece { fate, text: text.to_owned() }
}

fn replaced(old: &str, new: &str) -> Vec<Piece> {
    vec![piece(Fate::Removed, old), piece(Fate::Kept, " "), piece(Fate::Added, new)]
}

/// What two wordings have in common at both ends, and what stands between.
fn reworded(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (words(old), words(new));
    let shorter = a.len().min(b.len());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let ends = a.iter().rev().zip(b.iter().rev()).take(shorter - head);
    let tail = ends.take_while(|(x, y)| x == y).count();
    let pieces = [
        piece(Fate::Kept, &a[..head].concat()),
        piece(Fate::Removed, &a[head..a.len() - tail].concat()),
        piece(Fate::Added, &b[head..b.len() - tail].concat()),
        piece(Fate::Kept, &a[a.len() - tail..].concat()),
    ];
    pieces.into_iter().filter(|piece| !piece.text.is_empty()).collect()
}

/// The words of a text, and all that stands between them; each Chinese character is one.
fn words(text: &str) -> Vec<&str> {
    let is_inner = |c: char| c.is_alphanumeric() && !matches!(c, '\u{2e80}'..='\u{9fff}');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inner = rest.find(|c| !is_inner(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(inner.max(first.len_utf8()));
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[&str]) -> Vec<Said> {
        all.iter().map(|one| Said::from((*one).to_owned())).collect()
    }

    /// As `kept [-removed-] {+added+}`.
    fn marked(lines: &[Line]) -> Vec<String> {
        let mark = |piece: &Piece| match piece.fate {
            Fate::Kept => piece.text.clone(),
            Fate::Added => format!("{{+{}+}}", piece.text),
            Fate::Removed => format!("[-{}-]", piece.text),
        };
        lines.iter().map(|line| line.pieces.iter().map(mark).collect()).collect()
    }

    fn compared(base: &[&str], side: &[&str]) -> Vec<String> {
        marked(&compare(&texts(base), &texts(side), true))
    }

    #[test]
    fn a_wording_is_marked_by_whole_words_and_chinese_by_characters() {
        assert_eq!(compared(&["in Osh now"], &["in Osh now"]), ["in Osh now"]);
        assert_eq!(compared(&["in Osh now"], &["in Oslo now"]), ["in [-Osh-]{+Oslo+} now"]);
        assert_eq!(compared(&["2025年举行"], &["2026年举行"]), ["[-2025-]{+2026+}年举行"]);
        assert_eq!(compared(&["举行会议"], &["举办会议"]), ["举[-行-]{+办+}会议"]);
        assert_eq!(compared(&["a a"], &["a a a"]), ["a a{+ a+}"]);
        assert_eq!(compared(&[], &["new"]), ["{+new+}"]);
        assert_eq!(compared(&["old"], &[]), ["[-old-]"]);
    }

    #[test]
    fn members_of_a_list_are_come_and_gone() {
        let told = compared(&["water", "peace"], &["water", "sport"]);
        assert_eq!(told, ["water", "{+sport+}", "[-peace-]"]);
    }

    #[test]
    fn what_has_a_label_is_compared_with_its_like() {
        let of = |label: &str, text: &str| Said {
            label: Some(label.to_owned()),
            ..Said::from(text.to_owned())
        };
        let base = [of("KG", "host"), of("KZ", "lead")];
        let side = [of("KG", "lead"), of("UZ", "host")];
        let told = compare(&base, &side, false);
        assert_eq!(marked(&told), ["[-host-] {+lead+}", "{+host+}", "[-lead-]"]);
    }
}
