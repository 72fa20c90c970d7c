//! The rubrics: what the ledger's statuses come to on three published scales, and how much of the
//! ledger that covers. Sources and tables stand in `docs/statuses-and-scores.md`.

use std::iter::Sum;
use std::ops::AddAssign;

use super::status::Status;
use super::terms::{Term, terms};
use super::timeliness::Timeliness;

terms! {
    /// The compliance scale of the G7 and G20 Research Groups, University of Toronto.
    Toronto {
        /// −1: failure to comply, or action against the commitment.
        NonCompliance = "non_compliance",
        /// 0: partial compliance; work under way is read as such.
        PartialCompliance = "partial_compliance",
        /// +1: full compliance.
        FullCompliance = "full_compliance",
    }
}

terms! {
    /// The implementation scale of the Peace Accords Matrix, Kroc Institute.
    Kroc {
        /// 0
        NotInitiated = "not_initiated",
        /// 1
        Minimum = "minimum",
        /// 2
        Intermediate = "intermediate",
        /// 3
        Full = "full",
    }
}

terms! {
    /// The completion scale of the Independent Reporting Mechanism, Open Government Partnership.
    /// Its fifth code, "no evidence available", is what is left unscored.
    Ogp {
        NotStarted = "not_started",
        Limited = "limited",
        Substantial = "substantial",
        Complete = "complete",
    }
}

/// A published scale, as far as the ledger can be read on it.
pub trait Rubric: Term {
    /// The grade of one obligation; none where the ledger does not know enough to grade it.
    fn grade(status: Status, timeliness: Timeliness) -> Option<Self>;

    /// What the grade adds to the sum that the mean is taken of.
    fn points(self) -> i64;
}

impl Rubric for Toronto {
    /// Work that has not begun, or has stopped, fails only when its time is over or it has none.
    fn grade(status: Status, timeliness: Timeliness) -> Option<Self> {
        let overdue = timeliness == Timeliness::Overdue;
        match status {
            Status::NotReported | Status::Superseded => None,
            Status::NotStarted => match timeliness {
                Timeliness::Overdue | Timeliness::Undated => Some(Self::NonCompliance),
                Timeliness::NotDue
                | Timeliness::Upcoming
                | Timeliness::InWindow
                | Timeliness::DoneOnTime
                | Timeliness::DoneLate
                | Timeliness::Follows => None,
            },
            Status::Stalled if overdue => Some(Self::NonCompliance),
            Status::InProgress | Status::Substantial | Status::Stalled => {
                Some(Self::PartialCompliance)
            }
            Status::Ongoing if overdue => Some(Self::PartialCompliance),
            Status::Ongoing | Status::Complete => Some(Self::FullCompliance),
            Status::Abandoned => Some(Self::NonCompliance),
        }
    }

    fn points(self) -> i64 {
        match self {
            Self::NonCompliance => -1,
            Self::PartialCompliance => 0,
            Self::FullCompliance => 1,
        }
    }
}

impl Rubric for Kroc {
    /// The scale says how far, and not whether in time.
    fn grade(status: Status, _: Timeliness) -> Option<Self> {
        match status {
            Status::NotReported | Status::Superseded => None,
            Status::NotStarted | Status::Abandoned => Some(Self::NotInitiated),
            Status::InProgress | Status::Stalled => Some(Self::Minimum),
            Status::Substantial | Status::Ongoing => Some(Self::Intermediate),
            Status::Complete => Some(Self::Full),
        }
    }

    fn points(self) -> i64 {
        match self {
            Self::NotInitiated => 0,
            Self::Minimum => 1,
            Self::Intermediate => 2,
            Self::Full => 3,
        }
    }
}

impl Rubric for Ogp {
    /// The scale says how far, and not whether in time.
    fn grade(status: Status, _: Timeliness) -> Option<Self> {
        match status {
            Status::NotReported | Status::Superseded => None,
            Status::NotStarted | Status::Abandoned => Some(Self::NotStarted),
            Status::InProgress | Status::Stalled => Some(Self::Limited),
            Status::Substantial | Status::Ongoing => Some(Self::Substantial),
            Status::Complete => Some(Self::Complete),
        }
    }

    /// The mechanism publishes shares and no mean; the points are the ledger's own.
    fn points(self) -> i64 {
        match self {
            Self::NotStarted => 0,
            Self::Limited => 1,
            Self::Substantial => 2,
            Self::Complete => 3,
        }
    }
}

/// Whether an obligation belongs in a score at all: something is owed, and by this party itself.
///
/// Left out are what was superseded, what follows another, and what is never due because nothing
/// is to be done. What was abandoned is never due either, but was owed, and stays.
#[must_use]
pub const fn is_scorable(status: Status, timeliness: Timeliness) -> bool {
    match timeliness {
        Timeliness::Follows => false,
        Timeliness::NotDue => matches!(status, Status::Abandoned),
        Timeliness::Undated
        | Timeliness::Upcoming
        | Timeliness::InWindow
        | Timeliness::Overdue
        | Timeliness::DoneOnTime
        | Timeliness::DoneLate => !matches!(status, Status::Superseded),
    }
}

/// Counts of obligations on all three scales, to be added up and then read as [`Scores`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    total: u64,
    toronto: [u64; Toronto::ALL.len()],
    kroc: [u64; Kroc::ALL.len()],
    ogp: [u64; Ogp::ALL.len()],
}

impl Tally {
    /// Adds `count` obligations that share a status and a timeliness.
    pub fn add(&mut self, status: Status, timeliness: Timeliness, count: u64) {
        if is_scorable(status, timeliness) {
            self.total += count;
            add_grade::<Toronto>(&mut self.toronto, status, timeliness, count);
            add_grade::<Kroc>(&mut self.kroc, status, timeliness, count);
            add_grade::<Ogp>(&mut self.ogp, status, timeliness, count);
        }
    }

    /// The scores of what was added so far.
    #[must_use]
    pub fn scores(&self) -> Scores {
        Scores {
            toronto: Score::of::<Toronto>(&self.toronto, self.total),
            kroc: Score::of::<Kroc>(&self.kroc, self.total),
            ogp: Score::of::<Ogp>(&self.ogp, self.total),
        }
    }
}

fn add_grade<R: Rubric>(counts: &mut [u64], status: Status, timeliness: Timeliness, count: u64) {
    let grade = R::grade(status, timeliness);
    for (place, of_scale) in counts.iter_mut().zip(R::ALL) {
        if Some(*of_scale) == grade {
            *place += count;
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        for (mine, theirs) in [
            (&mut self.toronto[..], &other.toronto[..]),
            (&mut self.kroc[..], &other.kroc[..]),
            (&mut self.ogp[..], &other.ogp[..]),
        ] {
            for (place, count) in mine.iter_mut().zip(theirs) {
                *place += count;
            }
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

impl FromIterator<(Status, Timeliness)> for Tally {
    fn from_iter<I: IntoIterator<Item = (Status, Timeliness)>>(obligations: I) -> Self {
        let mut tally = Self::default();
        for (status, timeliness) in obligations {
            tally.add(status, timeliness, 1);
        }
        tally
    }
}

/// The same obligations on three published scales.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Scores {
    /// G7 and G20 Research Groups: −1, 0, +1.
    pub toronto: Score,
    /// Peace Accords Matrix: 0 to 3.
    pub kroc: Score,
    /// Open Government Partnership, completion: 0 to 3.
    pub ogp: Score,
}

/// How obligations do on one scale.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Score {
    /// The mean of the points of those scored, to 4 places; null if none is.
    pub mean: Option<f64>,
    /// How many there are of each grade, the lowest grade first.
    pub grades: Vec<GradeCount>,
    /// How many are graded.
    pub scored: u64,
    /// How many could be: those graded, those not reported, and those too early to grade.
    pub total: u64,
    /// The share of `total` that is scored, from 0 to 1, to 4 places; null if there are none.
    pub coverage: Option<f64>,
}

/// How many obligations have one grade.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct GradeCount {
    /// The grade's word.
    pub grade: String,
    /// The points that each of them has.
    pub points: i64,
    /// How many there are.
    pub count: u64,
}

impl Score {
    fn of<R: Rubric>(counts: &[u64], total: u64) -> Self {
        let grades: Vec<GradeCount> = R::ALL
            .iter()
            .zip(counts)
            .map(|(grade, count)| GradeCount {
                grade: grade.as_str().to_owned(),
                points: grade.points(),
                count: *count,
            })
            .collect();
        let scored = counts.iter().sum();
        let points =
            grades.iter().map(|grade| i128::from(grade.points) * i128::from(grade.count)).sum();
        Self {
            mean: ratio(points, scored),
            grades,
            scored,
            total,
            coverage: ratio(scored.into(), total),
        }
    }
}

/// `part / whole` to 4 places, halves away from zero; none if `whole` is 0. The rounding is in
/// whole numbers, so that every node prints the same digits and never a negative zero.
fn ratio(part: i128, whole: u64) -> Option<f64> {
    let whole = i128::from(whole);
    let ten_thousandths = (part.abs() * 20_000 + whole).checked_div(whole * 2)? * part.signum();
    i32::try_from(ten_thousandths).ok().map(|number| f64::from(number) / 10_000.0)
}

#[cfg(test)]
mod tests;
