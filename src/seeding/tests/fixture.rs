//! A small declaration of two states and a bureau, in German and French.

use std::collections::BTreeMap;

use crate::seeding::{SeedFiles, SeedSet, load};

pub const DECLARATION: &str = r#"
slug = "berg-2030"
prefix = "BERG"
title.de = "Bergerklärung"
title.fr = "Déclaration de la montagne"
adopted_on = "2030-02-01"
place.de = "Bern"
place.fr = "Berne"
languages = ["de", "fr"]
source = "Amtsblatt, 2. Februar 2030"

[text]
file = "text.de.txt"
language = "de"
date_words = ["Mai", "Juni"]
sections = [{ number = 1, lines = [2, 3] }, { number = 2, lines = [4, 4] }]
"#;

pub const PARTIES: &str = r#"
[[party]]
code = "CH"
kind = "state"
position = 1
name.de = "Schweiz"
name.fr = "Suisse"

[[party]]
code = "FR"
kind = "state"
position = 2
name.de = "Frankreich"
name.fr = "France"

[[party]]
code = "bureau"
kind = "secretariat"
position = 3
name.de = "Büro"
name.fr = "Bureau"

[[party]]
code = "alpine-states"
kind = "group"
position = 4
name.de = "Alpenstaaten"
name.fr = "États alpins"
members = ["CH", "FR"]

[[party]]
code = "friends"
kind = "group"
position = 5
name.de = "Freunde"
name.fr = "Amis"
"#;

pub const TEXT: &str = "\
Bergerklärung
1. Die Schweiz wird bis Mai 2031 einen Gipfel abhalten; Frankreich unterstützt dies.
Die Staaten danken dem Büro, und die Staaten danken dem Volk.
2. Schluss.
Unterschriften
";

pub const FIRST: &str = r#"
section = 1
coded = true
title.de = "Gipfel"
title.fr = "Sommet"

[[paragraph]]
number = 1
fr = "1. La Suisse tiendra un sommet avant mai 2031 ; la France le soutient."
uncoded = [{ text = "1", why = "numeral" }]

[[paragraph.item]]
letter = "a"
quote = "Die Schweiz wird bis Mai 2031 einen Gipfel abhalten"
verb = "wird"
strength = "decision"
kind = "event"
title.de = "Gipfel abhalten"
title.fr = "Tenir un sommet"
topics = ["mountains"]
sdgs = [15]
owes = { host = ["CH"], supporter = ["FR"] }
deadline = "../2031-05"
related = [{ item = "BERG-1.1b", how = "depends_on" }]

[[paragraph.item]]
letter = "b"
quote = "Frankreich unterstützt dies"
verb = "unterstützt"
strength = "support"
kind = "event"
title.de = "Den Gipfel unterstützen"
title.fr = "Soutenir le sommet"
topics = ["mountains"]
owes = { participant = ["FR", "friends"] }
deadline = "2031/2032"
recurrence = { rule = "FREQ=YEARLY;INTERVAL=2", until = "2035" }
refs = [{ kind = "meeting", de = "Gipfel", fr = "sommet", date = "2031" }]

[[paragraph]]
number = 2
fr = "Les États remercient le bureau, et les États remercient le peuple."
uncoded = [{ text = "und", why = "connective" }]

[[paragraph.item]]
letter = "a"
quote = "Die Staaten danken dem Büro"
verb = "danken"
strength = "acknowledgement"
kind = "position"
title.de = "Dem Büro danken"
title.fr = "Remercier le bureau"
topics = ["governance"]

[[paragraph.item]]
letter = "c"
quote = "die Staaten danken dem Volk"
verb = "danken"
strength = "position"
kind = "position"
title.de = "Dem Volk danken"
title.fr = "Remercier le peuple"
topics = ["social"]
owes = { participant = ["CH", "FR"] }
group = "alpine-states"
"#;

pub const SECOND: &str = r#"
section = 2
coded = false
title.de = "Schluss"
title.fr = "Fin"
"#;

/// The files, all right.
pub fn files() -> SeedFiles {
    let files = [
        ("declaration.toml", DECLARATION),
        ("parties.toml", PARTIES),
        ("text.de.txt", TEXT),
        ("sections/01.toml", FIRST),
        ("sections/02.toml", SECOND),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    SeedFiles { files: BTreeMap::from(files) }
}

/// The files with edits: in the file named first, the second text becomes the third.
pub fn edited(edits: &[(&str, &str, &str)]) -> SeedFiles {
    let mut files = files();
    for (path, old, new) in edits {
        let text = files.files.get_mut(*path).expect("a file of the fixture");
        assert!(text.contains(old), "{path} has no {old}");
        *text = text.replacen(old, new, 1);
    }
    files
}

/// The set that the edited files make.
pub fn set(edits: &[(&str, &str, &str)]) -> SeedSet {
    load(&edited(edits)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The faults of the edited files, one a line.
pub fn faults(edits: &[(&str, &str, &str)]) -> Vec<String> {
    faults_of(&edited(edits))
}

/// The faults of files, one a line.
pub fn faults_of(files: &SeedFiles) -> Vec<String> {
    match load(files) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.faults.iter().map(ToString::to_string).collect(),
    }
}
