//! What is said about one obligation over the years: its updates, without their texts.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use uuid::{Builder, Uuid};

use super::dice::{About, Dice};
use crate::domain::fold::{UpdateFact, fold};
use crate::domain::party::Role;
use crate::domain::status::{Basis, Status, UpdateStatus};

/// What the story of an obligation depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owed {
    pub number: u32,
    pub role: Role,
    pub tracked: bool,
    pub adopted_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
}

/// One update of a story.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub fact: UpdateFact,
    pub at: DateTime<Utc>,
    /// The update that counted when it was written, and whether that one had closed the matter.
    pub seen: Option<Uuid>,
    pub reopens: bool,
}

/// Days after the adoption on which the first update may be filed.
const FIRST: u64 = 30;

/// How many updates there are: most about who must deliver, few about who follows.
const OF_DELIVERERS: &[(u32, u32)] = &[
    (8, 0),
    (7, 1),
    (8, 2),
    (8, 3),
    (9, 4),
    (9, 5),
    (9, 6),
    (9, 8),
    (9, 10),
    (9, 12),
    (7, 15),
    (5, 18),
    (3, 24),
];
const OF_SUPPORTERS: &[(u32, u32)] = &[(45, 0), (15, 1), (13, 2), (10, 3), (7, 5), (5, 8), (5, 12)];
const OF_UNTRACKED: &[(u32, u32)] = &[(55, 0), (20, 1), (12, 2), (8, 4), (5, 8)];

/// What becomes of it in the end, and when.
#[derive(Debug, Clone, Copy)]
struct Course {
    end: UpdateStatus,
    day: NaiveDate,
}

/// All that is said about the obligation before `until`, in the order of filing.
pub(super) fn story(seed: u64, owed: &Owed, until: NaiveDate) -> Vec<Told> {
    let mut dice = Dice::new(seed, About::Obligation, owed.number.into());
    let count = dice.weighted(match (owed.tracked, owed.role) {
        (false, _) => OF_UNTRACKED,
        (true, Role::Supporter) => OF_SUPPORTERS,
        (true, Role::Host | Role::Lead | Role::Participant) => OF_DELIVERERS,
    });
    let course = course(&mut dice, owed);
    let is_watched = dice.chance(450);
    let mut told: Vec<Told> = Vec::new();
    let mut facts: Vec<UpdateFact> = Vec::new();
    for at in times(&mut dice, count, owed, until) {
        let basis = if is_watched && dice.chance(500) { Basis::Assessed } else { Basis::Declared };
        let earlier = facts.iter().rev().find(|fact| fact.basis == basis).copied();
        let fact = fact(&mut dice, owed, course, at, basis, earlier);
        let state = fold(&facts, None);
        let seen = state.update.filter(|_| dice.chance(900));
        told.push(Told { fact, at, seen, reopens: seen.is_some() && state.status.is_closed() });
        facts.push(fact);
    }
    told
}

/// When updates are filed, each at another moment.
fn times(
    dice: &mut Dice,
    count: u32,
    owed: &Owed,
    until: NaiveDate,
) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    let first = owed.adopted_on + Days::new(FIRST);
    let last = owed.due_on.unwrap_or(owed.adopted_on + Days::new(1300)) + Days::new(500);
    let span = last.min(until).signed_duration_since(first).num_seconds();
    let span = u32::try_from(span.saturating_sub(i64::from(count))).unwrap_or(0);
    let mut seconds: Vec<u32> = match span {
        0 => Vec::new(),
        _ => (0..count).map(|_| dice.below(span)).collect(),
    };
    seconds.sort_unstable();
    let begin = first.and_time(NaiveTime::MIN).and_utc();
    let micros: Vec<u32> = seconds.iter().map(|_| dice.below(1_000_000)).collect();
    // A second more for each keeps them apart.
    seconds.into_iter().zip(micros).zip(0i64..).map(move |((second, micros), n)| {
        begin + Duration::seconds(i64::from(second) + n) + Duration::microseconds(micros.into())
    })
}

/// How the matter goes.
fn course(dice: &mut Dice, owed: &Owed) -> Course {
    let (end, offset) = match owed.due_on {
        Some(_) => dice.weighted(&[
            (38, (UpdateStatus::Complete, (-400, 0))),
            (24, (UpdateStatus::Complete, (1, 300))),
            (14, (UpdateStatus::InProgress, (0, 0))),
            (9, (UpdateStatus::Ongoing, (-300, 100))),
            (8, (UpdateStatus::Stalled, (-300, 200))),
            (4, (UpdateStatus::Abandoned, (-200, 300))),
            (3, (UpdateStatus::Superseded, (-200, 300))),
        ]),
        None => dice.weighted(&[
            (25, (UpdateStatus::Complete, (-700, 300))),
            (35, (UpdateStatus::Ongoing, (-900, 0))),
            (30, (UpdateStatus::InProgress, (0, 0))),
            (7, (UpdateStatus::Stalled, (-500, 300))),
            (3, (UpdateStatus::Abandoned, (-300, 300))),
        ]),
    };
    let due = owed.due_on.unwrap_or(owed.adopted_on + Days::new(1000));
    let day = due + Duration::days(dice.between(offset.0, offset.1).into());
    Course { end, day: day.max(owed.adopted_on + Days::new(FIRST)) }
}

/// The update that is filed at `at`; `earlier` is the last one of its basis.
fn fact(
    dice: &mut Dice,
    owed: &Owed,
    course: Course,
    at: DateTime<Utc>,
    basis: Basis,
    earlier: Option<UpdateFact>,
) -> UpdateFact {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    let id = Builder::from_unix_timestamp_millis(millis, &dice.bytes()).into_uuid();
    let lag = dice.weighted(&[(60, (0, 3)), (30, (3, 30)), (10, (30, 200))]);
    let lag = Duration::days(dice.between(lag.0, lag.1).into());
    let as_of = (at.date_naive() - lag).max(owed.adopted_on);
    let usual = |as_of, corrects| {
        let (status, done_on) = standing(course, owed.adopted_on, as_of);
        UpdateFact { id, basis, status, as_of, done_on, corrects }
    };
    let Some(earlier) = earlier else { return usual(as_of, None) };
    match dice.below(1000) {
        // A correction, one taken back, another word about the same day, something reopened.
        0..40 => usual(as_of.max(earlier.as_of), Some(earlier.id)),
        40..50 => UpdateFact {
            status: UpdateStatus::Withdrawn,
            done_on: None,
            corrects: Some(earlier.id),
            ..usual(earlier.as_of, None)
        },
        50..70 if earlier.status != UpdateStatus::InProgress => UpdateFact {
            status: UpdateStatus::InProgress,
            done_on: None,
            ..usual(earlier.as_of, None)
        },
        70..90 => {
            UpdateFact { status: UpdateStatus::InProgress, done_on: None, ..usual(as_of, None) }
        }
        _ => usual(as_of, None),
    }
}

/// How the matter stands on a day of its course.
fn standing(
    course: Course,
    adopted_on: NaiveDate,
    day: NaiveDate,
) -> (UpdateStatus, Option<NaiveDate>) {
    if day >= course.day {
        let done_on = (course.end.status() == Some(Status::Complete)).then_some(course.day);
        return (course.end, done_on);
    }
    let whole = course.day.signed_duration_since(adopted_on).num_days();
    let gone = day.signed_duration_since(adopted_on).num_days();
    let status = match gone * 100 / whole.max(1) {
        ..15 => UpdateStatus::NotStarted,
        15..75 => UpdateStatus::InProgress,
        _ => UpdateStatus::Substantial,
    };
    (status, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_keeps_the_rules_of_updates() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let until = day(2026, 6, 1);
        for number in 0..2000 {
            let owed = Owed {
                number,
                role: Role::Lead,
                tracked: true,
                adopted_on: day(2021, 3, 1),
                due_on: (number % 3 > 0).then(|| day(2023, 12, 31)),
            };
            let told = story(5, &owed, until);
            assert!(told.is_sorted_by(|a, b| a.at < b.at));
            for (i, one) in told.iter().enumerate() {
                let UpdateFact { status, as_of, done_on, corrects, basis, .. } = one.fact;
                assert!(one.at.date_naive() < until && as_of <= one.at.date_naive());
                assert_eq!(status == UpdateStatus::Complete, done_on.is_some());
                assert!(done_on.is_none_or(|done_on| done_on <= as_of));
                let before = |id: Uuid| told[..i].iter().find(|other| other.fact.id == id);
                assert!(one.seen.is_none_or(|id| before(id).is_some()));
                assert!(corrects.is_none_or(|id| before(id).unwrap().fact.basis == basis));
                assert!(status != UpdateStatus::Withdrawn || corrects.is_some());
            }
        }
    }
}
