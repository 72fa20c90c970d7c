//! Texts for pages: no line breaks before a dash, within a date, or between a number and its unit.
//!
//! Plain forms (CSV, Markdown, a terminal) keep ordinary spaces, so this is done where a page is
//! made, and not where its words are.

/// The no-break space.
const BOUND: char = '\u{a0}';

/// What Chinese writes right behind a number.
const UNITS: &str = "年月日天个項项条份次";

/// What stands between two numbers, and is no unit.
const LINKS: &[&str] = &["of ", "and ", "or ", "to ", "из ", "и ", "или ", "до "];

/// The elements whose text is to stay as it is: it is sent or copied, or has no lines.
const VERBATIM: &[&str] = &["script", "style", "textarea", "title", "option", "pre", "code", "svg"];

/// A text whose lines break where they should. Chinese has no spaces to bind: there `keep` makes of
/// each number with its units what does not break.
#[must_use]
pub fn text(text: &str, keep: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() { with_units(rest) } else { 0 };
        if length > 0 {
            out.push_str(&keep(&rest[..length]));
            rest = &rest[length..];
            continue;
        }
        rest = &rest[first.len_utf8()..];
        out.push(if first == ' ' && is_bound(&out, rest) { BOUND } else { first });
    }
    out
}

/// A page of HTML, of which what stands between its tags is typeset.
#[must_use]
pub fn html(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 64);
    let mut rest = page;
    let mut verbatim: Option<&str> = None;
    while let Some(start) = rest.find('<') {
        let (between, tag) = rest.split_at(start);
        if verbatim.is_some() {
            out.push_str(between);
        } else {
            let keep = |kept: &str| format!("<span class=\"kept\">{kept}</span>");
            out.push_str(&text(between, keep));
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let name = tag[1..end].split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next();
        let name = name.unwrap_or_default();
        match verbatim {
            Some(open) if name.strip_prefix('/') == Some(open) => verbatim = None,
            None => verbatim = VERBATIM.iter().copied().find(|one| *one == name),
            Some(_) => {}
        }
        out.push_str(&tag[..end]);
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// How much of a text, which begins with a digit, are numbers with their Chinese units.
fn with_units(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        match rest[digits..].chars().next() {
            Some(unit) if digits > 0 && UNITS.contains(unit) => length += digits + unit.len_utf8(),
            _ => return length,
        }
    }
}

/// Whether the space between what is written and what comes is not to break.
fn is_bound(before: &str, after: &str) -> bool {
    if before.is_empty() || before.ends_with([' ', '\n']) {
        return false;
    }
    if after.starts_with(['–', '—']) {
        return true;
    }
    let is_letter = |c: char| c.is_alphabetic() && !('\u{2e80}'..='\u{9fff}').contains(&c);
    let is_word = after.starts_with(is_letter) && !LINKS.iter().any(|link| after.starts_with(link));
    let number = before.rsplit(|c: char| !c.is_ascii_digit() && c != ',' && c != BOUND).next();
    let number = number.unwrap_or_default().trim_start_matches([',', BOUND]);
    let ahead = &before[..before.len() - number.len()];
    if !number.is_empty() && before.ends_with(|c: char| c.is_ascii_digit()) {
        // Of a year only what says that it is one.
        let is_year = number.len() == 4;
        let is_part = ahead.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-'));
        let is_unit =
            if is_year { after.starts_with("г.") || after.starts_with("год") } else { is_word };
        return is_unit && !is_part;
    }
    // A month behind its day, before its year.
    let month = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let day = before[..before.len() - month.len()].strip_suffix(BOUND);
    let is_day = day.is_some_and(|day| {
        let digits = day.len() - day.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        (1..=2).contains(&digits)
    });
    let year = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    !month.is_empty() && is_day && year == 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::terms::Term;
    use crate::language::Language;

    /// With a tilde for each space that does not break, and brackets about what Chinese keeps.
    fn shown(plain: &str) -> String {
        text(plain, |kept| format!("[{kept}]")).replace(BOUND, "~")
    }

    #[test]
    fn dates_do_not_break_in_any_language() {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
        let written: Vec<String> =
            Language::ALL.iter().map(|one| shown(&one.texts().day(day))).collect();
        assert_eq!(written, ["[2025年9月1日]", "1~September~2025", "1~сентября~2025~г."]);
        assert_eq!(
            shown("до 31 декабря 2030 г. включительно"),
            "до 31~декабря~2030~г. включительно"
        );
        assert_eq!(shown("2025 год"), "2025~год");
        assert_eq!(shown("截至2025年9月1日共90天"), "截至[2025年9月1日]共[90天]");
    }

    #[test]
    fn dashes_and_units_stay_with_what_is_before_them() {
        assert_eq!(shown("Китай – Центральная Азия — форум"), "Китай~– Центральная Азия~— форум");
        assert_eq!(shown("– first, China–Central Asia"), "– first, China–Central Asia");
        assert_eq!(shown("in 90 days, 5 of 6 rows"), "in 90~days, 5 of 6~rows");
        assert_eq!(shown("1,200 rows, 12\u{a0}000 строк"), "1,200~rows, 12~000~строк");
        assert_eq!(
            shown("in 2025 the AST25-12 item of 12.7 and"),
            "in 2025 the AST25-12 item of 12.7 and"
        );
        assert_eq!(shown("a  – b"), "a  – b");
        assert_eq!(shown("May 2025"), "May 2025", "it stands behind no day");
    }

    #[test]
    fn only_what_is_read_of_a_page_is_typeset() {
        let page = "<title>a – b</title><p title=\"a – b\">a – b &#34; 1 May 2025</p>\
            <textarea name=x>a – b <b></textarea><option>1 May</option><svg><text>3天</text></svg><p>3天 <code>a – b</code>";
        let typeset = "<title>a – b</title><p title=\"a – b\">a~– b &#34; 1~May~2025</p>\
            <textarea name=x>a – b <b></textarea><option>1 May</option><svg><text>3天</text></svg>\
            <p><span class=\"kept\">3天</span> <code>a – b</code>";
        assert_eq!(html(page).replace(BOUND, "~"), typeset);
        assert_eq!(html("no tags – at all"), "no tags – at all");
    }
}
