//! The rubrics: every status on every scale.

use proptest::prelude::*;

use super::*;

/// The table of `docs/statuses-and-scores.md`: status, then the grades on Toronto's scale before
/// the due day, after it and without one, then on the other two.
type Row = (Status, [Option<i64>; 3], Option<i64>, Option<i64>);
const TABLE: &[Row] = &[
    (Status::NotReported, [None, None, None], None, None),
    (Status::NotStarted, [None, Some(-1), Some(-1)], Some(0), Some(0)),
    (Status::InProgress, [Some(0), Some(0), Some(0)], Some(1), Some(1)),
    (Status::Substantial, [Some(0), Some(0), Some(0)], Some(2), Some(2)),
    (Status::Complete, [Some(1), Some(1), Some(1)], Some(3), Some(3)),
    (Status::Ongoing, [Some(1), Some(0), Some(1)], Some(2), Some(2)),
    (Status::Stalled, [Some(0), Some(-1), Some(0)], Some(1), Some(1)),
    (Status::Abandoned, [Some(-1), Some(-1), Some(-1)], Some(0), Some(0)),
    (Status::Superseded, [None, None, None], None, None),
];

fn points<R: Rubric>(status: Status, timeliness: Timeliness) -> Option<i64> {
    R::grade(status, timeliness).map(R::points)
}

#[test]
fn the_grades_are_those_of_the_published_table() {
    assert_eq!(TABLE.len(), Status::ALL.len());
    let times = [Timeliness::InWindow, Timeliness::Overdue, Timeliness::Undated];
    for (status, toronto, kroc, ogp) in TABLE {
        for (timeliness, expected) in times.into_iter().zip(toronto) {
            assert_eq!(points::<Toronto>(*status, timeliness), *expected, "{status}");
            assert_eq!(points::<Kroc>(*status, timeliness), *kroc, "{status}");
            assert_eq!(points::<Ogp>(*status, timeliness), *ogp, "{status}");
        }
        let upcoming = points::<Toronto>(*status, Timeliness::Upcoming);
        assert_eq!(upcoming, toronto[0], "{status}: upcoming and in_window are graded alike");
    }
}

#[test]
fn what_is_not_reported_lowers_the_coverage_and_not_the_mean() {
    let known = [
        (Status::Complete, Timeliness::DoneLate),
        (Status::InProgress, Timeliness::Overdue),
        (Status::Stalled, Timeliness::Overdue),
    ];
    let silent = [(Status::NotReported, Timeliness::Overdue); 5];
    let of_known = known.into_iter().collect::<Tally>().scores();
    let of_all = known.into_iter().chain(silent).collect::<Tally>().scores();
    assert_eq!(of_known.kroc.mean, Some(1.6667));
    assert_eq!(of_all.kroc.mean, of_known.kroc.mean);
    assert_eq!(of_all.toronto.mean, Some(0.0));
    assert_eq!((of_all.ogp.scored, of_all.ogp.total), (3, 8));
    assert_eq!((of_known.ogp.coverage, of_all.ogp.coverage), (Some(1.0), Some(0.375)));
}

/// "Totals": a supporter's obligation counts in no total, coverage or score.
#[test]
fn hard_case_totals_leave_out_supporters_the_superseded_and_what_is_never_due() {
    let left_out: Tally = [
        (Status::Complete, Timeliness::Follows),
        (Status::NotReported, Timeliness::Follows),
        (Status::Superseded, Timeliness::NotDue),
        (Status::InProgress, Timeliness::NotDue),
    ]
    .into_iter()
    .collect();
    assert_eq!(left_out, Tally::default());
    let abandoned: Tally = [(Status::Abandoned, Timeliness::NotDue)].into_iter().collect();
    assert_eq!(abandoned.scores().toronto.mean, Some(-1.0));
}

#[test]
fn nothing_has_no_mean_and_no_coverage() {
    let scores = Tally::default().scores();
    for score in [&scores.toronto, &scores.kroc, &scores.ogp] {
        assert_eq!((score.mean, score.coverage, score.scored, score.total), (None, None, 0, 0));
    }
}

#[test]
fn the_json_is_plain_and_ordered() {
    let mut tally = Tally::default();
    tally.add(Status::Complete, Timeliness::Undated, 2);
    tally.add(Status::Abandoned, Timeliness::NotDue, 1);
    let json = serde_json::to_string(&tally.scores().toronto).unwrap();
    assert_eq!(
        json,
        r#"{"mean":0.3333,"grades":[{"grade":"non_compliance","points":-1,"count":1},{"grade":"partial_compliance","points":0,"count":0},{"grade":"full_compliance","points":1,"count":2}],"scored":3,"total":3,"coverage":1.0}"#
    );
}

#[test]
fn ratios_are_rounded_half_away_from_zero_and_never_negative_zero() {
    assert_eq!(ratio(1, 0), None);
    assert_eq!(ratio(2, 3), Some(0.6667));
    assert_eq!(ratio(-2, 3), Some(-0.6667));
    assert_eq!(ratio(1, 20_000), Some(0.0001));
    assert!(ratio(-1, 1_000_000).unwrap().is_sign_positive());
}

fn obligations() -> impl Strategy<Value = Vec<(Status, Timeliness)>> {
    let one = (prop::sample::select(Status::ALL), prop::sample::select(Timeliness::ALL));
    prop::collection::vec(one, 0..40)
}

type Obligations = Vec<(Status, Timeliness)>;

/// The same in the given order and in any other.
fn with_shuffled(all: Obligations) -> impl Strategy<Value = (Obligations, Obligations)> {
    (Just(all.clone()), Just(all).prop_shuffle())
}

proptest! {
    #[test]
    fn counts_means_and_coverage_agree(obligations in obligations()) {
        let tally: Tally = obligations.iter().copied().collect();
        let scores = tally.scores();
        for (score, lowest, highest) in
            [(&scores.toronto, -1.0, 1.0), (&scores.kroc, 0.0, 3.0), (&scores.ogp, 0.0, 3.0)]
        {
            let graded: u64 = score.grades.iter().map(|grade| grade.count).sum();
            prop_assert_eq!(graded, score.scored);
            prop_assert!(score.scored <= score.total);
            prop_assert!(score.total <= obligations.len() as u64);
            prop_assert_eq!(score.mean.is_none(), score.scored == 0);
            prop_assert!(score.mean.is_none_or(|mean| (lowest..=highest).contains(&mean)));
            prop_assert!(score.coverage.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }

    #[test]
    fn parts_add_up_in_any_order(
        (ordered, shuffled) in obligations().prop_flat_map(with_shuffled),
        parts in 1..6_usize,
    ) {
        let whole: Tally = ordered.into_iter().collect();
        let sum: Tally = shuffled.chunks(parts).map(|part| part.iter().copied().collect()).sum();
        prop_assert_eq!(whole, sum);
    }

    #[test]
    fn silence_never_moves_a_mean(obligations in obligations(), silent in 0..50_u64) {
        let mut tally: Tally = obligations.into_iter().collect();
        let before = tally.scores();
        tally.add(Status::NotReported, Timeliness::Overdue, silent);
        let after = tally.scores();
        prop_assert_eq!(before.toronto.mean, after.toronto.mean);
        prop_assert_eq!(before.kroc.mean, after.kroc.mean);
        prop_assert_eq!(before.ogp.mean, after.ogp.mean);
        prop_assert_eq!(before.ogp.total + silent, after.ogp.total);
    }
}
