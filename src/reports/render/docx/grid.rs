//! Grids of a Word document: rows that no page breaks, and cells that may cover several others.

use super::template::Style;
use super::text::Writer;
use super::xml::Xml;

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Side {
    #[default]
    Left,
    Centre,
    Right,
}

/// Whether a cell is one with those below and above it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    None,
    /// The first of those that are one.
    Begins,
    Goes,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// In twentieths of a point.
    pub width: u32,
    /// How many columns of the grid it covers; 0 as 1.
    pub span: usize,
    /// Behind the text: red, green and blue.
    pub shade: Option<u32>,
    pub side: Side,
    /// Whether it is of a head, whose texts stand on its lower edge.
    pub is_head: bool,
    /// Whether the text runs upwards.
    pub is_turned: bool,
    /// Whether the row is to be on one page with the next.
    pub is_kept: bool,
    pub merge: Merge,
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grid {
    /// It has a head.
    Table,
    /// It has a head, and so many columns that the cells have hardly a margin.
    Matrix,
    /// It has no head.
    Bare,
}

/// A table with columns of these widths.
pub(super) fn frame(
    xml: &mut Xml,
    writer: &Writer<'_>,
    grid: Grid,
    widths: &[u32],
    rows: impl FnOnce(&mut Xml),
) {
    let total = widths.iter().sum::<u32>().to_string();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.val("w:tblStyle", writer.style(Style::Table));
            xml.empty("w:tblW", &[("w:w", &total), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            if grid == Grid::Matrix {
                xml.element("w:tblCellMar", &[], |xml| {
                    for side in ["w:left", "w:right"] {
                        xml.empty(side, &[("w:w", "10"), ("w:type", "dxa")]);
                    }
                });
            }
            // Some readers know the old mask alone, others the names.
            let (mask, head) = if grid == Grid::Bare { ("0600", "0") } else { ("0620", "1") };
            let look =
                [("w:val", mask), ("w:firstRow", head), ("w:noHBand", "1"), ("w:noVBand", "1")];
            xml.empty("w:tblLook", &look);
        });
        xml.element("w:tblGrid", &[], |xml| {
            for width in widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        rows(xml);
    });
    // Two tables that touch would be one.
    gap(xml);
}

/// A little room below a table.
pub(super) fn gap(xml: &mut Xml) {
    xml.raw(
        "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" \
        w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>",
    );
}

/// A row that no page breaks; `height` in twentieths of a point, where it is not the text's.
pub(super) fn row(xml: &mut Xml, is_head: bool, height: Option<u32>, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if let Some(height) = height {
                xml.empty("w:trHeight", &[("w:val", &height.to_string()), ("w:hRule", "atLeast")]);
            }
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

/// A cell.
pub(super) fn cell(
    xml: &mut Xml,
    writer: &Writer<'_>,
    look: Frame,
    content: impl FnOnce(&mut Xml),
) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &look.width.to_string()), ("w:type", "dxa")]);
            if look.span > 1 {
                xml.val("w:gridSpan", &look.span.to_string());
            }
            match look.merge {
                Merge::None => {}
                Merge::Begins => xml.val("w:vMerge", "restart"),
                Merge::Goes => xml.val("w:vMerge", "continue"),
            }
            if let Some(shade) = look.shade {
                let fill = format!("{shade:06X}");
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", &fill)]);
            }
            if look.is_turned {
                xml.val("w:textDirection", "btLr");
                xml.val("w:vAlign", "center");
            } else if look.is_head {
                xml.val("w:vAlign", "bottom");
            }
        });
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.val("w:pStyle", writer.style(Style::Cell));
                if look.is_kept {
                    xml.empty("w:keepNext", &[]);
                }
                match look.side {
                    Side::Left => {}
                    Side::Centre => xml.val("w:jc", "center"),
                    Side::Right => xml.val("w:jc", "right"),
                }
            });
            content(xml);
        });
    });
}
