use proptest::prelude::*;

use super::*;

fn grid() -> Grid {
    let column = |name, heading: &str, wraps| Column {
        name,
        heading: heading.to_owned(),
        is_shown: name != "days",
        wraps,
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
    assert_eq!(grid().aligned(None, false), wide);
    let narrow = "Item         Commitment\n\
        AST25-12.7b  在吉尔吉斯斯坦举办\n             “和平与发展”青年\n             \
        节，邀请各国代表参\n             加。\n\
        X|1          Провести молодёжный\n             фестиваль, \"Мир\"\n";
    assert_eq!(grid().aligned(Some(32), false), narrow);
    let narrower = grid().aligned(Some(26), false);
    assert!(narrower.lines().all(|line| line.width() <= 26), "{narrower}");
    assert!(narrower.contains("AST25-1…"), "{narrower}");
}

#[test]
fn colour_is_added_to_words_and_widens_nothing() {
    let painted = grid().aligned(Some(40), true);
    assert!(painted.contains("\x1b[31m在吉尔吉斯斯坦"), "{painted}");
    let bare: String = ["\x1b[31m", "\x1b[2m", "\x1b[0m"]
        .iter()
        .fold(painted, |text, code| text.replace(code, ""));
    let trimmed: Vec<&str> = bare.lines().map(str::trim_end).collect();
    assert_eq!(trimmed, grid().aligned(Some(40), false).lines().collect::<Vec<_>>());
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
    let column = |name, wraps| Column { name, heading: name.to_owned(), is_shown: true, wraps };
    let grid = Grid {
        columns: vec![column("code", false), column("role", false), column("title", true)],
        rows: vec![vec![
            Cell::plain("AST25-12.7b/2027"),
            Cell::said("lead", "in charge of it"),
            Cell::plain("a title of many words"),
        ]],
    };
    let narrow = grid.aligned(Some(46), false);
    assert!(narrow.contains("AST25-12.7b/2027  "), "{narrow}");
    assert!(narrow.lines().all(|line| line.width() <= 46), "{narrow}");
}

#[test]
fn a_terminal_is_given_no_orders_by_a_title() {
    let mut grid = grid();
    grid.rows[0][2].words = "\x1b[2Jgone\nnew".to_owned();
    assert!(grid.aligned(None, false).contains("AST25-12.7b  [2Jgone new\n"));
}

proptest! {
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
