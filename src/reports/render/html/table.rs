//! Tables of the page: what each cell says, and how it is set.

use super::class;
use crate::domain::timeliness::Timeliness;
use crate::language::Texts;
use crate::reports::outline::{Cell, Matrix, MatrixCell, Table, Width};

/// The first columns of a row that goes on about an item: its code and its title.
const SHARED: usize = 2;

/// More columns than so many have smaller headings, which are turned on paper.
const MANY: usize = 8;

/// A table as the template takes it.
pub(super) struct TableView<'a> {
    pub caption: String,
    pub class: &'static str,
    pub heads: Vec<Head<'a>>,
    pub rows: Vec<Row<'a>>,
    pub empty: &'a str,
    /// What the cells mean, below the table.
    pub legend: &'a str,
    /// What the short names of the columns stand for.
    pub keys: &'a [(String, String)],
}

/// The head of a column.
pub(super) struct Head<'a> {
    pub text: &'a str,
    /// In full, where the text is short for it.
    pub title: &'a str,
    pub class: &'static str,
}

pub(super) struct Row<'a> {
    pub cells: Vec<CellView<'a>>,
    /// Whether it is about the same item as the row above.
    pub goes_on: bool,
}

pub(super) struct CellView<'a> {
    pub text: String,
    pub class: String,
    /// The head of its column, which a narrow screen shows beside it.
    pub label: &'a str,
    pub is_head: bool,
    /// How many rows it stands beside.
    pub rows: usize,
    pub sign: Option<char>,
    /// The class of the status' colour.
    pub status: String,
    pub by: &'a str,
    pub notes: &'a [u32],
}

impl<'a> TableView<'a> {
    pub fn of_table(table: &'a Table, caption: String, texts: &'static Texts) -> Self {
        let is_list = table.columns.iter().any(|column| column.width == Width::Wide);
        let heads = table.columns.iter().enumerate().map(|(place, column)| Head {
            text: &column.title,
            title: "",
            class: if table.is_numeric(place) { "number" } else { "" },
        });
        let rows = table.rows.iter().enumerate().map(|(at, row)| {
            let of_item = table.rows_of_item(at);
            let goes_on = of_item == 0;
            let cells = row.iter().zip(&table.columns).enumerate();
            // What the rows of an item have in common stands once beside them all.
            let cells = cells.filter(|(place, _)| !(goes_on && *place < SHARED));
            let cells = cells.map(|(place, (cell, column))| {
                let mut view = CellView::new(cell, &column.title, texts);
                view.is_head = place == 0 && !is_list;
                if matches!(cell, Cell::Text(_)) && column.width == Width::Wide {
                    view.class = String::from(if place == 1 { "wide title" } else { "wide" });
                }
                if place < SHARED {
                    view.rows = of_item;
                }
                view
            });
            Row { cells: cells.collect(), goes_on }
        });
        let class = match (is_list, table.columns.len()) {
            (true, _) => "list",
            (false, ..=4) => "few",
            (false, ..=MANY) => "counts",
            (false, _) => "counts many",
        };
        Self {
            caption,
            class,
            heads: heads.collect(),
            rows: rows.collect(),
            empty: &table.empty,
            legend: "",
            keys: &[],
        }
    }

    pub fn of_matrix(matrix: &'a Matrix, caption: String) -> Self {
        let corner = Head { text: &matrix.corner, title: "", class: "" };
        let heads = matrix.columns.iter();
        let heads = heads.map(|(number, title)| Head { text: number, title, class: "" });
        let rows = matrix.rows.iter().map(|(party, cells)| {
            let head = CellView { is_head: true, ..CellView::text(party.clone(), &matrix.corner) };
            let cells = cells.iter().zip(&matrix.columns);
            let cells = cells.map(|(cell, (number, _))| CellView {
                class: cell.map(shade).unwrap_or_default(),
                ..CellView::text(cell.map(MatrixCell::text).unwrap_or_default(), number)
            });
            Row { cells: std::iter::once(head).chain(cells).collect(), goes_on: false }
        });
        Self {
            caption,
            class: "counts matrix",
            heads: std::iter::once(corner).chain(heads).collect(),
            rows: rows.collect(),
            empty: "",
            legend: &matrix.legend,
            keys: &matrix.columns,
        }
    }
}

impl<'a> CellView<'a> {
    fn text(text: String, label: &'a str) -> Self {
        Self {
            text,
            class: String::new(),
            label,
            is_head: false,
            rows: 1,
            sign: None,
            status: String::new(),
            by: "",
            notes: &[],
        }
    }

    fn new(cell: &'a Cell, label: &'a str, texts: &'static Texts) -> Self {
        let plain = Self::text(cell.text(texts.language()), label);
        match cell {
            Cell::Code(_) => Self { class: "code".to_owned(), ..plain },
            Cell::Day(_) => Self { class: "day".to_owned(), ..plain },
            Cell::Number(0) => Self { class: "number zero".to_owned(), ..plain },
            Cell::Number(_) | Cell::Decimal(..) | Cell::Percent(_) => {
                Self { class: "number".to_owned(), ..plain }
            }
            Cell::Status(status) => Self {
                sign: Some(status.sign()),
                status: class(*status),
                class: "state".to_owned(),
                ..plain
            },
            Cell::Timeliness(Timeliness::Overdue) => {
                Self {
                    class: "state late".to_owned(), text: format!("▲ {}", plain.text), ..plain
                }
            }
            // Who said it stands apart.
            Cell::Said { text, by, notes } => {
                Self { text: text.clone(), class: "wide".to_owned(), by, notes, ..plain }
            }
            Cell::Timeliness(_) => Self { class: "state".to_owned(), ..plain },
            Cell::Empty | Cell::Text(_) => plain,
        }
    }
}

/// The shade of a cell: the more is reported, the bluer; a line below where something is overdue.
fn shade(cell: MatrixCell) -> String {
    let steps = (cell.reported * 5).div_ceil(cell.total.max(1)).min(5);
    let late = if cell.overdue > 0 { " late" } else { "" };
    format!("c{steps}{late}")
}
