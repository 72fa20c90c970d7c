//! Reading: lists, tables in every form, files, and what is told of wrong input.

use unicode_width::UnicodeWidthStr;

use crate::desk::{Desk, update};
use crate::harness::run;

const DAY: &[&str] = &["--as-of", "2026-01-15"];

#[test]
fn a_table_is_right_in_every_language_and_form() {
    let desk = Desk::new();
    for lang in ["en", "ru", "zh"] {
        let words = [&["overdue", "--lang", lang], DAY].concat();
        let table = run(desk.command(&words).env("COLUMNS", "100")).done();
        assert!(table.lines().all(|line| line.width() <= 100), "{table}");
        // The last column begins at one place, however wide the letters before it are.
        let heads = ["Commitment", "Содержание", "承诺"];
        let head = table.lines().next().expect("a head");
        let at = heads.iter().find_map(|title| head.find(title)).expect("a title's column");
        let at = head[..at].width();
        for line in table.lines().filter(|line| line.width() > at) {
            let is_edge = |(place, _): &(usize, char)| line[..*place].width() == at;
            let edge = line.char_indices().find(is_edge);
            let (place, first) = edge.unwrap_or_else(|| panic!("{line:?} runs over {at}"));
            assert!(first != ' ' && line[..place].ends_with("  "), "{line:?} is not set at {at}");
        }
        insta::assert_snapshot!(format!("overdue_{lang}"), table);
        let markdown = desk.run(&[words, vec!["--format", "md"]].concat()).done();
        insta::assert_snapshot!(format!("overdue_{lang}_md"), markdown);
    }
    let csv = desk.run(&[&["overdue", "--format", "csv"], DAY].concat()).done();
    insta::assert_snapshot!("overdue_csv", csv);
    let api = desk.api("/api/v1/obligations?timeliness=overdue&as_of=2026-01-15");
    assert_eq!(desk.json(&[&["overdue"], DAY].concat())["items"], api["items"]);
    let by_locale = run(desk.command(&[&["overdue"], DAY].concat()).env("LANG", "ru_RU.UTF-8"));
    assert!(by_locale.done().contains("просрочено на"), "the locale says the language");

    let shown = run(desk.command(&[&["show", "AST25-12.7b"], DAY].concat()).env("COLUMNS", "100"));
    insta::assert_snapshot!("show", shown.done());
    let api = desk.api("/api/v1/commitments/AST25-12.7b?as_of=2026-01-15");
    assert_eq!(desk.json(&[&["show", "AST25-12.7b"], DAY].concat()), api);
    let items =
        desk.json(&["list", "--items", "--section", "12", "--as-of", "2026-01-15", "--all"]);
    assert_eq!(
        items["items"],
        desk.api("/api/v1/commitments?section=12&as_of=2026-01-15&limit=500")["items"]
    );
}

#[test]
fn pages_are_turned_and_what_is_left_is_said() {
    let desk = Desk::new();
    let count = |words: &[&str]| desk.json(words)["items"].as_array().expect("a list").len();
    let all = count(&["list", "--all", "--tracked", "all"]);
    let (mut there, mut cursor) = (0, String::new());
    loop {
        let page = desk.api(&format!("/api/v1/obligations?limit=500&tracked=all{cursor}"));
        there += page["items"].as_array().expect("a list").len();
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(all, there);
    assert_eq!(count(&["list"]), 50);
    assert_eq!(count(&["list", "--limit", "7"]), 7);
    let first = desk.run(&["list", "--limit", "7"]);
    assert!(first.stderr.contains("Rows shown: 7"), "{first:?}");
    let none = desk.run(&["list", "--q", "zzz"]);
    assert!(none.stderr.contains("Nothing matches."), "{none:?}");
    assert_eq!(none.done(), "");
}

#[test]
fn check_tells_by_its_exit_code() {
    let desk = Desk::new();
    let check = |words: &[&str]| desk.run(&[&["check"], words].concat());
    let found = check(&["--fail-on-overdue", "--as-of", "2026-01-15"]);
    assert_eq!(found.code, Some(3), "{found:?}");
    assert_eq!(found.stdout.lines().count(), 7, "a head and six rows: {found:?}");
    assert_eq!(check(&["--as-of", "2026-01-15"]).code, Some(0), "it only tells");
    let none = check(&["--fail-on-overdue", "--as-of", "2026-01-15", "--party", "KZ"]);
    assert!(none.stderr.contains("Nothing is overdue."), "{none:?}");
    none.done();
    check(&["--fail-on-overdue", "--as-of", "2025-07-01"]).done();
    check(&["--timeliness", "upcoming"]).refused(2, "--timeliness");
}

/// What is misspelt, and what is said of it.
const MISSPELT: &[([&str; 2], &str)] = &[
    (["--party", "KZ,KX"], "--party (party): KX is not known; known are CN, KZ, KG"),
    (["--section", "99"], "--section (section): 99 is not known; known are 0, 1, 2"),
    (
        ["--declaration", "typo"],
        "--declaration (declaration): typo is not known; known are astana-",
    ),
];

#[test]
fn what_is_misspelt_is_never_nothing() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    let listing: [&[&str]; 4] =
        [&["list"], &["list", "--items"], &["overdue"], &["check", "--fail-on-overdue"]];
    for (flag, said) in MISSPELT {
        for command in listing {
            let words = [command, flag].concat();
            desk.run(&words).refused(2, said);
            desk.run(&[&words[..], &["--offline"]].concat()).refused(2, said);
        }
        for command in [&["export"][..], &["report"], &["diff", "2026-01-01", "2026-01-15"]] {
            desk.run(&[command, flag].concat()).refused(2, said);
        }
        let path = desk.database.path("out.xlsx");
        let book = ["export", "--format", "xlsx", "--output", &path];
        desk.run(&[&book[..], flag].concat()).refused(2, said);
    }
    let kept = desk.run(&["report", "--save", "--section", "99"]);
    kept.refused(2, "--section (/section): 99 is not known; known are 0, 1, 2");
    // What there is and owes nothing is no mistake.
    for there in [["--party", "KZ"], ["--section", "16"], ["--declaration", "astana-2025"]] {
        let words = [&["check", "--fail-on-overdue", "--as-of", "2025-07-01"][..], &there].concat();
        desk.run(&words).done();
        desk.run(&[&words[..], &["--offline"]].concat()).done();
    }
    desk.run(&["report", "--section", "0", "--party", "KZ"]).done();
}

#[test]
fn wrong_input_is_named_and_an_absent_server_is_told() {
    let desk = Desk::new();
    desk.run(&["list", "--nonsense", "1"]).refused(2, "--nonsense");
    desk.run(&["list", "--as-of", "tomorrow"]).refused(2, "today or yesterday");
    desk.run(&["list", "--lang", "fr"]).refused(2, "zh, en, ru");
    desk.run(&["list", "--format", "pdf"]).refused(2, "table, json, csv, md");
    let wrong = desk.run(&["list", "--status", "done", "--role", "king", "--section", "x"]);
    for part in ["--status (status): done: must be one of", "--role (role)", "--section (section)"]
    {
        assert!(wrong.stderr.contains(part), "{part}: {wrong:?}");
    }
    wrong.refused(2, "Refused (400)");
    desk.run(&["show", "AST25-99.9z"]).refused(1, "There is no commitment AST25-99.9z.");
    run(desk.anybody(&["list"]).env("LEDGER_TOKEN", "sl_wrong")).refused(1, "LEDGER_TOKEN");
    run(desk.anybody(&update("ongoing", "x")).env("LEDGER_LANG", "ru")).refused(1, "(401)");

    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    desk.run(&["list", "--server", &address]).refused(1, "does not answer");
    desk.run(&["list", "--server", &address, "--lang", "zh"]).refused(1, "没有应答");
    desk.run(&["list", "--server", "ledger"]).refused(1, "is no address of a server");
    desk.run(&["list", "--offline"]).refused(1, "summit-ledger pull");
    let not_ours = format!("{}/docs", desk.url());
    desk.run(&["list", "--server", &not_ours]).refused(1, "no");
}

#[test]
fn a_token_may_stand_in_a_file() {
    let desk = Desk::new();
    let path = desk.database.path("token");
    std::fs::write(&path, format!("{}\n", desk.aida)).expect("a file");
    let words = [update("ongoing", "by file"), vec!["--token-file", &path]].concat();
    run(&mut desk.anybody(&words)).done();
    assert_eq!(desk.filed("by file"), "1");
    run(&mut desk.anybody(&["list", "--token-file", "/nowhere"])).refused(1, "/nowhere");
    let strange = run(desk.anybody(&["list"]).env("LEDGER_TOKEN", "sl_ä"));
    strange.refused(1, "characters that no token has");
}

#[test]
fn an_export_reads_back_as_what_it_was() {
    use calamine::{Data, Reader, Xlsx, open_workbook};

    let desk = Desk::new();
    let path = desk.database.path("out.xlsx");
    let words =
        [&["export", "--format", "xlsx", "--timeliness", "overdue", "--output", &path], DAY];
    desk.run(&words.concat()).done();
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("one that reads");
    assert_eq!(sheet.height(), 7);
    let head: Vec<String> =
        sheet.rows().next().expect("a head").iter().map(ToString::to_string).collect();
    let at = |name: &str| head.iter().position(|title| title == name).expect("a column");
    for row in sheet.rows().skip(1) {
        assert!(matches!(row[at("Due")], Data::DateTime(_)), "{row:?}");
        assert!(matches!(row[at("Days overdue")], Data::Float(days) if days > 0.0), "{row:?}");
    }
    // The name of a file says its form, unless that is said.
    let by_name = desk.database.path("by-name.xlsx");
    let words = [&["export", "--timeliness", "overdue", "--output", &by_name], DAY];
    desk.run(&words.concat()).done();
    let mut same: Xlsx<_> = open_workbook(&by_name).expect("a workbook");
    assert_eq!(same.worksheet_range_at(0).expect("a sheet").expect("one that reads").height(), 7);
    let odd = desk.database.path("report.dox");
    desk.run(&["report", "--output", &odd]).refused(2, "--format: json, md, csv, html, xlsx, docx");
    desk.run(&["report", "--output", &odd, "--format", "md"]).done();
    desk.run(&["export", "--format", "xlsx"]).refused(2, "--output");
    let nowhere = desk.run(&["export", "--format", "xlsx", "--output", "/nowhere/x.xlsx"]);
    nowhere.refused(1, "/nowhere/x.xlsx");
    desk.run(&["export", "--output", "/nowhere/x.csv"]).refused(1, "/nowhere/x.csv cannot be");
}

#[test]
fn an_export_is_written_where_and_in_which_language_it_is_said() {
    let desk = Desk::new();
    let folder = desk.database.folder.path();
    let export =
        |words: &[&str]| run(desk.command(&[&["export"], words, DAY].concat()).current_dir(folder));
    // A bare name is in the folder where one is, and takes the place of nothing but itself.
    std::fs::write(folder.join("out.new"), "mine").expect("a file");
    for (name, form) in [("out.xlsx", "xlsx"), ("out.csv", "csv")] {
        export(&["--format", form, "--timeliness", "overdue", "--output", name]).done();
        assert!(folder.join(name).exists(), "{name}");
    }
    assert_eq!(std::fs::read_to_string(folder.join("out.new")).expect("it stays"), "mine");
    export(&["--output", "."]).refused(1, ". is a folder");
    let russian = export(&["--timeliness", "overdue", "--lang", "ru"]).done();
    assert!(russian.contains("просрочено") && russian.contains("Кыргызстан"), "{russian}");
    assert_eq!(russian.lines().count(), 7);
}

#[test]
fn what_is_no_ledger_gives_no_report() {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            let _ = client.read(&mut [0; 4096]);
            let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\
                Connection: close\r\n\r\nhi";
            let _ = client.write_all(page.as_bytes());
        }
    });
    let desk = Desk::new();
    let path = desk.database.path("report.md");
    for words in [&["report"][..], &["export"], &["report", "--output", &path], &["list"]] {
        let words = [words, &["--server", &url]].concat();
        desk.run(&words).refused(1, "gives an answer that cannot be used");
    }
    assert!(!std::path::Path::new(&path).exists());
}

/// What is shown as a table.
const TABLES: &[&[&str]] = &[
    &["overdue", "--as-of", "2026-01-15"],
    &["list", "--party", "KG", "--as-of", "2026-01-15"],
    &["list", "--items", "--section", "12", "--as-of", "2026-01-15"],
    &["show", "AST25-15.1a", "--as-of", "2026-01-15"],
    &["history", "AST25-12.7b"],
    &["diff", "2025-08-01", "2026-01-15"],
    &["status"],
];

#[test]
fn in_a_narrow_terminal_columns_give_way_and_no_word_is_cut() {
    let desk = Desk::new();
    desk.run(&["pull"]).done();
    desk.run(&update("in_progress", "The ministers met.")).done();
    desk.run(&[&update("ongoing", "It goes on.")[..], &["--queue"]].concat()).done();
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    for lang in ["en", "ru", "zh"] {
        for words in TABLES {
            let words = [words, &["--lang", lang][..]].concat();
            let wide = run(&mut desk.command(&words)).done();
            for width in [60, 40] {
                let mut command = desk.command(&words);
                let narrow = run(command.env("COLUMNS", width.to_string())).done();
                let is_within = |line: &str| line.width() <= width;
                assert!(narrow.lines().all(is_within), "{width} {words:?}: {narrow}");
                assert!(!narrow.contains('…'), "{width} {words:?}: {narrow}");
                // A heading that stands below has a colon.
                let all = narrow.split(|c: char| c.is_whitespace() || c == '：');
                let all: Vec<&str> = all.map(|word| word.trim_end_matches(':')).collect();
                // Chinese may part anywhere.
                let is_whole = |word: &&str| word.width() == word.chars().count();
                for word in wide.split_whitespace().filter(is_whole) {
                    let is_there = all.contains(&word.trim_end_matches(':'));
                    assert!(is_there, "{width} {words:?}: {word} is lost or cut in {narrow}");
                }
            }
        }
        let words = [TABLES[0], &["--lang", lang]].concat();
        let items = desk.json(&words)["items"].clone();
        for width in [60, 40] {
            let narrow = run(desk.command(&words).env("COLUMNS", width.to_string())).done();
            for one in items.as_array().expect("a list") {
                let title = one["commitment"]["title"][lang].as_str().expect("a title");
                assert!(solid(&narrow).contains(&solid(title)), "{width} {title}: {narrow}");
            }
            insta::assert_snapshot!(format!("overdue_{lang}_{width}"), narrow);
        }
    }
}
