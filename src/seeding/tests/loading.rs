//! What the loader accepts, and every fault that it finds.

use super::fixture::{SECOND, edited, faults, faults_of, files, set};
use crate::domain::party::Role;
use crate::seeding::{SeedFiles, load, load_folder, shipped};

const ONE: &str = "sections/01.toml";
const TWO: &str = "sections/02.toml";

#[test]
fn shipped_seeds_load_and_tile_their_text() {
    let shipped = shipped();
    assert!(!shipped.is_empty());
    for files in shipped {
        let set = load(&files).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(!set.items.is_empty());
        for paragraph in &set.declaration.paragraphs {
            let quotes = set
                .items
                .iter()
                .map(|item| &item.commitment)
                .filter(|c| (c.section, c.paragraph) == (paragraph.section, paragraph.number));
            let mut spans: Vec<(i32, String)> = quotes
                .map(|c| (c.quote_start.unwrap(), c.quote.clone().unwrap()))
                .chain(paragraph.uncoded.iter().map(|span| (span.start, span.text.clone())))
                .collect();
            spans.sort();
            let mut end = 0;
            for (start, text) in &spans {
                assert_eq!(*start, end, "{}.{}", paragraph.section, paragraph.number);
                end += i32::try_from(text.chars().count()).unwrap();
            }
            let texts: String = spans.into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts, paragraph.text);
        }
        let mut keys: Vec<&str> =
            set.items.iter().map(|item| item.commitment.sort_key.as_str()).collect();
        assert!(keys.is_sorted());
        keys.dedup();
        assert_eq!(keys.len(), set.items.len());
    }
}

#[test]
fn a_folder_loads_as_the_binary_carries_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sections")).unwrap();
    for (path, text) in &files().files {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    assert_eq!(load_folder(folder.path()), load(&files()));
    let faults = load_folder(&folder.path().join("nowhere")).unwrap_err();
    assert!(faults.to_string().contains("declaration.toml: is missing"));
}

#[test]
fn items_become_records() {
    let set = set(&[]);
    let codes: Vec<&str> = set.items.iter().map(|item| item.commitment.code.as_str()).collect();
    assert_eq!(codes, ["BERG-1.1a", "BERG-1.1b", "BERG-1.2a", "BERG-1.2c"]);
    let summit = &set.items[0];
    assert_eq!(summit.commitment.quote_start, Some(3));
    assert_eq!(summit.commitment.opens_on, None);
    assert_eq!(summit.commitment.due_on.unwrap().to_string(), "2031-05-31");
    let owed: Vec<_> = summit.obligations.iter().map(|o| (o.party.as_str(), o.role)).collect();
    assert_eq!(owed, [("CH", Role::Host), ("FR", Role::Supporter)]);
    let yearly: Vec<_> = set.items[1]
        .obligations
        .iter()
        .map(|o| (o.party.as_str(), o.occurrence.as_deref().unwrap(), o.due_on.unwrap()))
        .map(|(party, occurrence, due_on)| format!("{party} {occurrence} {due_on}"))
        .collect();
    assert_eq!(
        yearly,
        [
            "FR 2031 2032-12-31",
            "FR 2033 2034-12-31",
            "FR 2035 2036-12-31",
            "friends 2031 2032-12-31",
            "friends 2033 2034-12-31",
            "friends 2035 2036-12-31",
        ]
    );
    assert!(set.items[2].obligations.is_empty());
    assert_eq!(set.items[3].commitment.party_group.as_deref(), Some("alpine-states"));
    let spans: Vec<_> = set.declaration.paragraphs[0]
        .uncoded
        .iter()
        .map(|span| (span.start, span.text.as_str(), span.why.as_str()))
        .collect();
    assert_eq!(
        spans,
        [
            (0, "1", "numeral"),
            (1, ". ", "punctuation"),
            (54, "; ", "punctuation"),
            (83, ".", "punctuation")
        ]
    );
    assert_eq!(set.declaration.paragraphs[2].text, "2. Schluss.");
}

#[test]
fn every_fault_is_found_at_once_and_in_order() {
    let faults = faults(&[
        (ONE, "Die Schweiz wird bis", "Die Schweiz soll bis"),
        (ONE, "strength = \"support\"", "strength = \"strong\""),
        (ONE, "title.fr = \"Remercier le bureau\"", "title.it = \"Ringraziare\""),
        (ONE, "sdgs = [15]", "sdgs = [18]"),
        (TWO, "section = 2", "section = 3"),
        ("parties.toml", "position = 2", "position = 1"),
        ("declaration.toml", "\"BERG\"", "\"berg\""),
    ]);
    assert_eq!(
        faults,
        [
            "declaration.toml: prefix must be of 2 to 12 capitals and digits, as AST25",
            "declaration.toml: text.sections names section 2, which has no file",
            "parties.toml, FR: position must be from 0 to 999, and nobody else's",
            "sections/01.toml, 1.1a: quote is not there (paragraph 1)",
            "sections/01.toml, 1.1a: sdgs names 18; the goals are numbered 1 to 17",
            "sections/01.toml, 1.1a: related names BERG-1.1b, which is no item here",
            "sections/01.toml, 1.1b: strength must be one of decision, undertaking, support, \
             position, acknowledgement",
            "sections/01.toml, 1.2a: title.fr is missing",
            "sections/01.toml, 1.2a: title.it is in no language that belongs here",
            "sections/02.toml, 3: section is none that text.sections names",
        ]
    );
}

#[test]
fn toml_faults_have_their_line_and_hide_no_others() {
    let faults = faults(&[
        (ONE, "verb = \"wird\"", "werb = \"wird\""),
        (TWO, "coded = false", "coded = perhaps"),
        ("parties.toml", "position = 3", "position = 1"),
    ]);
    let starts: Vec<_> = faults.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
    assert_eq!(
        starts,
        ["parties.toml, bureau", "sections/01.toml, line 15", "sections/02.toml, line 3"]
    );
    assert!(faults[1].contains("werb"), "{}", faults[1]);
}

#[test]
fn files_that_are_missing_are_named() {
    assert_eq!(
        faults_of(&SeedFiles::default()),
        ["declaration.toml: is missing", "parties.toml: is missing"]
    );
    let mut without_text = files();
    without_text.files.remove("text.de.txt");
    assert_eq!(
        faults_of(&without_text),
        ["declaration.toml: text.file: there is no text.de.txt here"]
    );
    let mut twice = files();
    twice.files.insert("sections/03.toml".to_owned(), SECOND.to_owned());
    assert_eq!(faults_of(&twice), ["sections/03.toml, 2: section has another file too"]);
}

#[test]
fn a_start_tells_equal_quotes_apart() {
    let twice = set(&[
        (ONE, "\"Die Staaten danken dem Büro\"", "\"Staaten danken dem\"\nstart = 4"),
        (ONE, "\"die Staaten danken dem Volk\"", "\"Staaten danken dem\"\nstart = 37"),
        (ONE, "{ text = \"und\", why = \"connective\" }",
            "{ text = \"Die\", why = \"connective\" },
             { text = \"Büro, und die\", why = \"connective\" }, { text = \"Volk.\", why = \"explanation\" }"),
    ]);
    assert_eq!(twice.items[3].commitment.quote_start, Some(37));
    let spans = &twice.declaration.paragraphs[1].uncoded;
    assert_eq!(spans.last().unwrap().text, "Volk.");
}

#[test]
fn faults_print_one_a_line() {
    let faults = load(&edited(&[(ONE, "sdgs = [15]", "sdgs = [0]")])).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "sections/01.toml, 1.1a: sdgs names 0; the goals are numbered 1 to 17\n\
         1 fault; nothing was written"
    );
}
