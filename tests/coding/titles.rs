//! Titles in three languages: complete, short, and saying the same.

use std::collections::BTreeSet;

use super::{assert_none, astana};

/// Names that must stand in all three titles or in none: zh, en, ru by their stems.
const NAMES: &[(&str, &[&str], &[&str])] = &[
    ("天津", &["Tianjin"], &["Тяньцзин"]),
    ("阿什哈巴德", &["Ashgabat"], &["Ашхабад"]),
    ("撒马尔罕", &["Samarkand"], &["Самарканд"]),
    ("杜尚别", &["Dushanbe"], &["Душанб"]),
    ("比什凯克", &["Bishkek"], &["Бишкек"]),
    ("阿拉木图", &["Almaty"], &["Алматы"]),
    ("铁尔梅兹", &["Termez"], &["Термез"]),
    ("鲁班工坊", &["Luban Workshop"], &["Лу Бан"]),
    ("一带一路", &["Belt and Road"], &["Один пояс, один путь"]),
    ("阿富汗", &["Afghan"], &["Афган", "афган"]),
    ("新疆", &["Xinjiang"], &["Синьцзян"]),
    ("巴黎协定", &["Paris Agreement"], &["Парижск"]),
    ("多哈", &["Doha"], &["Дохийск", "Доха", "Дохе", "Дохи"]),
];

fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn titles_agree_in_numbers_and_years() {
    let mut faults = Vec::new();
    for item in &astana().items {
        let title = &item.commitment.title;
        let (zh, en, ru) = (&title["zh"], &title["en"], &title["ru"]);
        let years = |text: &str| -> BTreeSet<String> {
            numbers(text).into_iter().filter(|number| number.len() == 4).collect()
        };
        if years(zh) != years(en) || years(en) != years(ru) {
            faults.push(format!("{}: {zh} | {en} | {ru}", item.commitment.code));
        }
    }
    assert_none(&faults);
}

#[test]
fn titles_agree_in_names() {
    let mut faults = Vec::new();
    for item in &astana().items {
        let title = &item.commitment.title;
        for (zh, en, ru) in NAMES {
            let is_there =
                |text: &str, stems: &[&str]| stems.iter().any(|stem| text.contains(stem));
            let in_each =
                [title["zh"].contains(zh), is_there(&title["en"], en), is_there(&title["ru"], ru)];
            if in_each.contains(&true) && in_each.contains(&false) {
                faults.push(format!("{}: {zh} {in_each:?} {:?}", item.commitment.code, title.0));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn titles_are_short_unlike_each_other_and_in_their_own_script() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for item in &astana().items {
        let code = &item.commitment.code;
        for (language, title) in &item.commitment.title.0 {
            let has =
                |range: std::ops::RangeInclusive<char>| title.chars().any(|c| range.contains(&c));
            let is_own = match language.as_str() {
                "zh" => has('一'..='鿿'),
                "ru" => has('а'..='я') && !has('一'..='鿿'),
                _ => !has('а'..='я') && !has('一'..='鿿'),
            };
            if !is_own || title.chars().count() >= 120 || title.ends_with(['.', '。']) {
                faults.push(format!("{code} {language}: {title}"));
            }
            if !seen.insert((language.clone(), title.clone())) {
                faults.push(format!("{code} {language} is another item's title: {title}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_paragraph_has_its_working_translations() {
    for paragraph in &astana().declaration.paragraphs {
        let place = (paragraph.section, paragraph.number);
        for (language, least) in [("en", 1.2), ("ru", 1.2)] {
            let text = &paragraph.translations[language];
            let length = ratio(text, &paragraph.text);
            assert!(length > least, "{place:?} {language} is too short to be whole: {text}");
        }
    }
}

/// How many times longer than `than` a text is, in characters.
fn ratio(text: &str, than: &str) -> f64 {
    let length = |text: &str| u32::try_from(text.chars().count()).unwrap();
    f64::from(length(text)) / f64::from(length(than))
}
