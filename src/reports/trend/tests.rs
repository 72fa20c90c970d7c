//! The months of a trend, and what is folded from them.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn months_end_and_the_last_one_ends_on_the_day() {
    let ends = ends(day("2025-11-17"), day("2026-02-10"));
    assert_eq!(ends, ["2025-11-30", "2025-12-31", "2026-01-31", "2026-02-10"].map(day));
    assert_eq!(super::ends(day("2026-02-10"), day("2026-02-10")), [day("2026-02-10")]);
    assert_eq!(super::ends(day("2026-01-10"), day("2026-01-31")), [day("2026-01-31")]);
    assert_eq!(
        super::ends(day("2026-01-31"), day("2026-02-01")),
        [day("2026-01-31"), day("2026-02-01")]
    );
    assert!(super::ends(day("2026-02-10"), day("2026-02-09")).is_empty());
}
