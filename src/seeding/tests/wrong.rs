//! Every kind of fault, one at a time.

use super::fixture::faults;

const ONE: &str = "sections/01.toml";

/// One edit, and the one fault that it makes.
fn one(path: &str, old: &str, new: &str, fault: &str) {
    assert_eq!(faults(&[(path, old, new)]), [fault]);
}

#[test]
fn faults_of_the_declaration() {
    let file = "declaration.toml";
    one(
        file,
        "\"berg-2030\"",
        "\"Berg 2030\"",
        "declaration.toml: slug must be of lower-case letters, digits and hyphens, as astana-2025",
    );
    one(
        file,
        "\"2030-02-01\"",
        "\"2030-02-30\"",
        "declaration.toml: adopted_on input is out of range",
    );
    one(file, "place.fr = \"Berne\"", "", "declaration.toml: place.fr is missing");
    one(
        file,
        "\"Amtsblatt, 2. Februar 2030\"",
        "\" \"",
        "declaration.toml: source must say where the text was taken from",
    );
    one(
        file,
        "lines = [4, 4]",
        "lines = [3, 4]",
        "declaration.toml, text.sections, section 2: lines [3, 4] must follow on those of the \
         section before",
    );
    one(
        file,
        "lines = [4, 4]",
        "lines = [4, 9]",
        "declaration.toml, text.sections, section 2: lines [4, 9]: the text has 5",
    );
    let found = faults(&[(file, "language = \"de\"", "language = \"it\"")]);
    assert!(found.contains(&"declaration.toml: text.language must be one of languages".to_owned()));
    let found = faults(&[(file, "[\"de\", \"fr\"]", "[\"de\", \"fr\", \"de\"]")]);
    assert_eq!(found, ["declaration.toml: languages must name at least one, and none twice"]);
}

#[test]
fn faults_of_parties() {
    let file = "parties.toml";
    one(
        file,
        "code = \"bureau\"",
        "code = \"büro\"",
        "parties.toml, büro: code must be of letters, digits and hyphens, as KZ or relevant-parties",
    );
    one(file, "code = \"bureau\"", "code = \"CH\"", "parties.toml, CH: code is there twice");
    one(
        file,
        "kind = \"secretariat\"",
        "kind = \"state\"\nmembers = [\"CH\"]",
        "parties.toml, bureau: members belong to a group only",
    );
    one(file, "name.fr = \"Bureau\"", "", "parties.toml, bureau: name.fr is missing");
    one(
        file,
        "members = [\"CH\", \"FR\"]",
        "members = [\"CH\", \"FR\", \"CH\"]",
        "parties.toml, alpine-states: members names CH twice",
    );
    let found = faults(&[(file, "members = [\"CH\", \"FR\"]", "members = [\"CH\", \"friends\"]")]);
    assert!(found[0].ends_with("members names friends, which is no party here"), "{}", found[0]);
    let found = faults(&[(file, "kind = \"secretariat\"", "kind = \"office\"")]);
    assert_eq!(found, ["parties.toml, bureau: kind must be one of state, secretariat, group"]);
}

#[test]
fn faults_of_quotes() {
    let item = "sections/01.toml, 1.2c";
    let quote = "quote = \"die Staaten danken dem Volk\"";
    one(
        ONE,
        quote,
        "quote = \"Staaten danken dem\"",
        &format!(
            "{item}: quote stands there more than once: give its start, one of 4, 37 (paragraph 2)"
        ),
    );
    one(
        ONE,
        quote,
        "quote = \"Staaten danken dem\"\nstart = 5",
        &format!("{item}: quote does not stand at 5, but at 4, 37 (paragraph 2)"),
    );
    one(
        ONE,
        quote,
        "quote = \"Staaten danken dem\"\nstart = 4",
        &format!("{item}: quote overlaps that of the item before"),
    );
    one(
        ONE,
        quote,
        "quote = \", und die Staaten danken dem Volk\"",
        &format!(
            "{item}: quote must not begin or end with a mark that separates clauses (paragraph 2)"
        ),
    );
    one(
        ONE,
        "verb = \"wird\"",
        "verb = \"will\"",
        "sections/01.toml, 1.1a: verb is not in paragraph 1",
    );
    let swapped = faults(&[
        (ONE, "\"Die Schweiz wird bis Mai 2031 einen Gipfel abhalten\"", "\"QUOTE\""),
        (
            ONE,
            "\"Frankreich unterstützt dies\"",
            "\"Die Schweiz wird bis Mai 2031 einen Gipfel abhalten\"",
        ),
        (ONE, "\"QUOTE\"", "\"Frankreich unterstützt dies\""),
    ]);
    assert_eq!(
        swapped,
        ["sections/01.toml, 1.1b: quote stands in the text before that of the item before"]
    );
}

#[test]
fn faults_of_the_cover() {
    let paragraph = "sections/01.toml, 1.2";
    let listed = "uncoded = [{ text = \"und\", why = \"connective\" }]";
    one(
        ONE,
        listed,
        "",
        &format!("{paragraph}: “und” is in no quote, and uncoded does not list it here"),
    );
    one(
        ONE,
        listed,
        "uncoded = [{ text = \"und\", why = \"filler\" }]",
        &format!(
            "{paragraph}: uncoded.why must be one of numeral, connective, explanation, past_fact, narrative"
        ),
    );
    let found = faults(&[(ONE, listed, "uncoded = [{ text = \"oder\", why = \"connective\" }]")]);
    assert_eq!(
        found,
        [
            format!("{paragraph}: “und” is in no quote, and uncoded does not list it here"),
            format!("{paragraph}: uncoded lists “oder”, which is no gap here"),
        ]
    );
    // Where the section is not marked as coded, gaps may stay open.
    assert_eq!(faults(&[(ONE, listed, ""), (ONE, "coded = true", "coded = false")]), [""; 0]);
}

#[test]
fn faults_of_paragraphs_and_letters() {
    one(
        ONE,
        "letter = \"c\"",
        "letter = \"C\"",
        "sections/01.toml, 1.2C: letter must be a to z, or aa to zz",
    );
    let found = faults(&[(ONE, "letter = \"c\"", "letter = \"a\"")]);
    assert_eq!(found, ["sections/01.toml, 1.2a: letter must come after that of the item before"]);
    let found = faults(&[(ONE, "number = 2", "number = 4")]);
    assert_eq!(
        found,
        [
            "sections/01.toml, 1: paragraph 4 is none of the text's",
            "sections/01.toml, 1.2: paragraph is missing, but the section is marked as coded",
        ]
    );
    let found = faults(&[(ONE, "fr = \"Les États", "it = \"Les États")]);
    assert_eq!(
        found,
        [
            "sections/01.toml, 1.2: translation.fr is missing",
            "sections/01.toml, 1.2: translation.it is in no language that belongs here",
        ]
    );
}

#[test]
fn faults_of_titles_and_lists() {
    let long = "a".repeat(120);
    one(
        ONE,
        "title.de = \"Gipfel abhalten\"",
        &format!("title.de = \"{long}\""),
        "sections/01.toml, 1.1a: title.de has 120 characters; it must have fewer than 120",
    );
    one(
        ONE,
        "topics = [\"social\"]",
        "topics = []",
        "sections/01.toml, 1.2c: topics must be 1 to 3",
    );
    one(
        ONE,
        "topics = [\"social\"]",
        "topics = [\"gossip\"]",
        "sections/01.toml, 1.2c: topics names gossip, which is on no list of ours",
    );
    one(
        ONE,
        "topics = [\"social\"]",
        "topics = [\"social\", \"social\"]",
        "sections/01.toml, 1.2c: topics and sdgs must name nothing twice",
    );
    one(
        ONE,
        "kind = \"meeting\"",
        "kind = \"party\"",
        "sections/01.toml, 1.1b: refs.kind must be one of resolution, treaty, document, meeting, \
         body, initiative, infrastructure",
    );
    one(
        ONE,
        "how = \"depends_on\"",
        "how = \"likes\"",
        "sections/01.toml, 1.1a: related.how must be one of depends_on, follows_up, repeats, part_of",
    );
    one(ONE, "BERG-1.1b", "BERG-1.1a", "sections/01.toml, 1.1a: related names the item itself");
    one(
        ONE,
        "BERG-1.1b",
        "BERG-9.9z",
        "sections/01.toml, 1.1a: related names BERG-9.9z, which is no item here",
    );
}

#[test]
fn faults_of_dates() {
    one(
        ONE,
        "deadline = \"../2031-05\"",
        "",
        "sections/01.toml, 1.1a: quote holds a date: give a deadline, or say in no_deadline why there is none",
    );
    one(
        ONE,
        "deadline = \"../2031-05\"",
        "no_deadline = \" \"",
        "sections/01.toml, 1.1a: no_deadline must say why",
    );
    one(
        ONE,
        "deadline = \"../2031-05\"",
        "deadline = \"2031-05\"\nno_deadline = \"Why?\"",
        "sections/01.toml, 1.1a: no_deadline stands beside a deadline",
    );
    one(
        ONE,
        "deadline = \"../2031-05\"",
        "deadline = \"May 2031\"",
        "sections/01.toml, 1.1a: deadline must be an EDTF date such as 2027, 2025-08, 2025-08-31 or 2025/2026",
    );
    one(
        ONE,
        "FREQ=YEARLY;INTERVAL=2",
        "FREQ=DAILY",
        "sections/01.toml, 1.1b: recurrence.rule must have FREQ=YEARLY or FREQ=MONTHLY",
    );
    one(
        ONE,
        "deadline = \"2031/2032\"",
        "",
        "sections/01.toml, 1.1b: recurrence must start from a deadline",
    );
    one(
        ONE,
        "deadline = \"../2031-05\"",
        "deadline = \"../2031-05\"\nurgency = \"soon\"",
        "sections/01.toml, 1.1a: urgency must be one of asap",
    );
}

#[test]
fn faults_of_who_owes() {
    let owes = "owes = { host = [\"CH\"], supporter = [\"FR\"] }";
    let item = "sections/01.toml, 1.1a";
    one(
        ONE,
        owes,
        "owes = { host = [\"CH\", \"XX\"] }",
        &format!("{item}: owes names XX, which is no party here"),
    );
    one(
        ONE,
        owes,
        "owes = { host = [\"CH\"], lead = [\"CH\"] }",
        &format!("{item}: owes names CH twice"),
    );
    one(
        ONE,
        owes,
        "owes = { host = [\"CH\"], guest = [\"FR\"] }",
        &format!("{item}: owes must be one of host, lead, participant, supporter"),
    );
    one(
        ONE,
        owes,
        "owes = { participant = [\"CH\"], supporter = [\"FR\"] }",
        &format!("{item}: owes must have a host or lead for its supporters to follow"),
    );
    one(ONE, owes, "", &format!("{item}: owes must name at least one party that owes it"));
    one(
        ONE,
        owes,
        "owes = { host = [\"alpine-states\"] }",
        &format!("{item}: owes names alpine-states: name its members, and give it as the group"),
    );
    one(
        ONE,
        "topics = [\"governance\"]",
        "topics = [\"governance\"]\nowes = { lead = [\"CH\"] }",
        "sections/01.toml, 1.2a: owes must be empty: an acknowledgement is owed by nobody",
    );
    one(
        ONE,
        "owes = { participant = [\"CH\", \"FR\"] }",
        "owes = { participant = [\"CH\"] }",
        "sections/01.toml, 1.2c: group alpine-states: owes must name its members and nobody else",
    );
    one(
        ONE,
        "group = \"alpine-states\"",
        "group = \"friends\"",
        "sections/01.toml, 1.2c: group friends has unstated members: it owes itself, as a party",
    );
    one(
        ONE,
        "group = \"alpine-states\"",
        "group = \"CH\"",
        "sections/01.toml, 1.2c: group names CH, which is no group here",
    );
}
