//! Tables: how columns share a terminal's width, and what data they give.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::wrap::{cut, longest_word};
use super::*;

/// A grid for people, in so many columns of a terminal.
fn aligned(grid: &Grid, width: Option<usize>, in_colour: bool) -> String {
    grid.aligned(width, in_colour, &|label, value| format!("{label}: {value}"))
}

fn grid() -> Grid {
    let column = |name, heading: &str, wraps| Column {
        name,
        heading: heading.to_owned(),
        is_shown: name != "days",
        wraps,
        weight: u8::from(!wraps),
    };
    let row = |code: &str, days: &str, title: &str, tone| {
        vec![Cell::plain(code), Cell::plain(days), Cell::said("t", title).toned(tone)]
    };
    Grid {
        columns: vec![
            column("code", "Item", false),
            column("days", "Days", false),
            column("title", "Commitment", true),
        ],
        rows: vec![
            row(
                "AST25-12.7b",
                "137",
                "在吉尔吉斯斯坦举办“和平与发展”青年节，邀请各国代表参加。",
                Tone::Bad,
            ),
            row("X|1", "", "Провести молодёжный фестиваль, \"Мир\"", Tone::Plain),
        ],
    }
}

#[test]
fn columns_stand_where_chinese_says_so() {
    let wide = "Item         Commitment\n\
        AST25-12.7b  在吉尔吉斯斯坦举办“和平与发展”青年节，邀请各国代表参加。\n\
        X|1          Провести молодёжный фестиваль, \"Мир\"\n";
    assert_eq!(aligned(&grid(), None, false), wide);
    let narrow = "Item         Commitment\n\
        AST25-12.7b  在吉尔吉斯斯坦举办\n             “和平与发展”青年\n             \
        节，邀请各国代表参\n             加。\n\
        X|1          Провести молодёжный\n             фестиваль, \"Мир\"\n";
    assert_eq!(aligned(&grid(), Some(32), false), narrow);
    let narrower = "Item\n\
        AST25-12.7b\n\
        \x20 Commitment: 在吉尔吉斯斯\n\
        \x20 坦举办“和平与发展”青年\n\
        \x20 节，邀请各国代表参加。\n\
        X|1\n\
        \x20 Commitment: Провести\n\
        \x20 молодёжный фестиваль,\n\
        \x20 \"Мир\"\n";
    assert_eq!(aligned(&grid(), Some(26), false), narrower);
    let cut = aligned(&grid(), Some(8), false);
    assert!(cut.contains("AST25-1…\n"), "only where not even the first column fits: {cut}");
}

#[test]
fn colour_is_added_to_words_and_widens_nothing() {
    let painted = aligned(&grid(), Some(40), true);
    assert!(painted.contains("\x1b[31m在吉尔吉斯斯坦"), "{painted}");
    let bare: String = ["\x1b[31m", "\x1b[2m", "\x1b[0m"]
        .iter()
        .fold(painted, |text, code| text.replace(code, ""));
    let trimmed: Vec<&str> = bare.lines().map(str::trim_end).collect();
    assert_eq!(trimmed, aligned(&grid(), Some(40), false).lines().collect::<Vec<_>>());
}

#[test]
fn data_has_all_columns_and_what_has_a_meaning_is_escaped() {
    let csv = "code,days,title\nAST25-12.7b,137,t\nX|1,,t\n";
    assert_eq!(grid().csv(), csv);
    let markdown = grid().markdown();
    assert!(markdown.starts_with("| Item | Commitment |\n| --- | --- |\n| AST25-12.7b | 在"));
    assert!(markdown.contains("| X\\|1 | Провести"), "{markdown}");
}

#[test]
fn no_cell_of_data_is_a_formula() {
    let mut grid = grid();
    grid.rows[1][2].data = "=1+1".to_owned();
    grid.rows[1][0].data = "-2".to_owned();
    assert!(grid.csv().ends_with("\n'-2,,'=1+1\n"), "{}", grid.csv());
}

#[test]
fn words_give_way_before_codes_and_days_do() {
    let column = |name: &'static str, wraps, weight| Column {
        name,
        heading: name.to_owned(),
        is_shown: true,
        wraps,
        weight,
    };
    let mut grid = Grid {
        columns: vec![column("code", false, 9), column("role", false, 1), column("title", true, 0)],
        rows: vec![vec![
            Cell::plain("AST25-12.7b/2027"),
            Cell::said("lead", "in charge of it"),
            Cell::plain("a title of many words"),
        ]],
    };
    let narrow = aligned(&grid, Some(46), false);
    assert!(narrow.contains("AST25-12.7b/2027  in"), "{narrow}");
    assert!(narrow.lines().all(|line| line.width() <= 46), "{narrow}");
    // Then the lightest columns go below, and several of them share a line.
    let lightest = "code              role\n\
        AST25-12.7b/2027  in charge of it\n\
        \x20 title: a title of many words\n";
    assert_eq!(aligned(&grid, Some(33), false), lightest);
    let both = "code\nAST25-12.7b/2027\n\x20 role: in charge\n\x20 of it\n\
        \x20 title: a title\n\x20 of many words\n";
    assert_eq!(aligned(&grid, Some(18), false), both);
    let all: Vec<Cell> = ["AST25-12.7b", "lead", "short"].map(Cell::plain).into();
    grid.rows[0] = all;
    let shared = "code\nAST25-12.7b\n\x20 role: lead\n\x20 title: short\n";
    assert_eq!(aligned(&grid, Some(15), false), shared);
}

#[test]
fn a_terminal_is_given_no_orders_by_a_title() {
    let mut grid = grid();
    grid.rows[0][2].words = "\x1b[2Jgone\nnew".to_owned();
    assert!(aligned(&grid, None, false).contains("AST25-12.7b  [2Jgone new\n"));
}

#[test]
fn a_sign_stays_with_its_word_and_chinese_may_part_anywhere() {
    let of = [
        "",
        "overdue by 137 days",
        "▲ overdue",
        "a · b",
        "逾期 137 天",
        "（截至2026年）",
        "举办“和",
    ];
    assert_eq!(of.map(longest_word), [0, 7, 9, 3, 3, 4, 3]);
}

proptest! {
    #[test]
    fn no_table_is_wider_than_its_terminal_and_no_word_of_it_is_cut(
        cells in prop::collection::vec(prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,3}", 4), 1..4),
        width in 20usize..90,
    ) {
        let column = |at: usize| {
            let name = ["status", "role", "title", "due"][at];
            let weight = u8::try_from(at).unwrap();
            Column { name, heading: name.to_owned(), is_shown: true, wraps: at == 2, weight }
        };
        let row = |row: &Vec<String>| row.iter().map(|cell| Cell::said("", cell)).collect();
        let columns = (0..4).map(column).collect();
        let grid = Grid { columns, rows: cells.iter().map(row).collect() };
        let table = aligned(&grid, Some(width), false);
        prop_assert!(table.lines().all(|line| line.width() <= width), "{table}");
        let mut words: Vec<&str> = table.split_whitespace().collect();
        for word in cells.iter().flatten().flat_map(|cell| cell.split(' ')) {
            let at = words.iter().position(|there| *there == word);
            prop_assert!(at.is_some(), "{word} is lost or cut in\n{table}");
            words.remove(at.unwrap());
        }
    }

    #[test]
    fn nothing_is_wider_than_it_may_be_and_nothing_is_lost(
        text in "[a-zа-я中文字，。 ]{0,80}", width in 4usize..30,
    ) {
        let lines = wrapped(&text, width);
        for line in &lines {
            // A closing mark may hang over by its own width.
            prop_assert!(line.width() <= width + 2, "{line:?} in {width}");
        }
        let letters = |text: &str| text.replace(' ', "");
        prop_assert_eq!(letters(&lines.concat()), letters(&text));
        prop_assert!(cut(&text, width).width() <= width);
    }
}
