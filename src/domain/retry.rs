//! When a delivery that failed is tried again.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// How long to wait after each failure, in seconds: a little over a day in all.
const WAITS: [u64; 7] = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/// The longest that a receiver may ask us to wait.
const LONGEST: Duration = Duration::from_secs(24 * HOUR);

/// How long to wait after the failure of that number, from 1; none once it is given up.
///
/// `roll` is a random number from 0 to 1, which moves the wait by up to a fifth either way, so that
/// what failed together does not come again together. `asked` is the receiver's Retry-After
/// (RFC 9110, 10.2.3): it is never shortened, but for the bound of a day.
#[must_use]
pub fn wait(failures: i32, roll: f64, asked: Option<Duration>) -> Option<Duration> {
    let place = usize::try_from(failures).ok()?.checked_sub(1)?;
    let wait = Duration::from_secs(*WAITS.get(place)?);
    let roll = roll.clamp(0.0, 1.0);
    let own = wait.mul_f64(0.8 + 0.4 * roll);
    let asked = asked.map(|asked| asked.min(LONGEST).mul_f64(1.0 + 0.2 * roll).min(LONGEST));
    Some(own.max(asked.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wait_is_within_a_fifth_of_its_place(failures in 1..=7i32, roll in 0.0..=1.0f64) {
            let plain = WAITS[usize::try_from(failures - 1).unwrap()];
            let waited = wait(failures, roll, None).unwrap();
            prop_assert!(waited >= Duration::from_secs(plain).mul_f64(0.8));
            prop_assert!(waited <= Duration::from_secs(plain).mul_f64(1.2));
        }

        #[test]
        fn all_of_them_span_about_a_day(rolls in proptest::collection::vec(0.0..=1.0f64, 7)) {
            let waits = (1..).zip(rolls).map(|(failures, roll)| wait(failures, roll, None).unwrap());
            let hours = waits.sum::<Duration>().as_secs() / HOUR;
            prop_assert!((22..=34).contains(&hours), "{} hours", hours);
            prop_assert_eq!(wait(8, 0.5, None), None);
        }

        #[test]
        fn what_the_receiver_asks_is_honoured_up_to_a_day(
            failures in 1..=7i32, roll in 0.0..=1.0f64, asked in 0..10_000_000u64,
        ) {
            let waited = wait(failures, roll, Some(Duration::from_secs(asked))).unwrap();
            prop_assert!(waited >= Duration::from_secs(asked).min(LONGEST));
            prop_assert!(waited >= wait(failures, roll, None).unwrap());
            prop_assert!(waited <= LONGEST);
        }

        #[test]
        fn it_is_given_up_at_last(failures in 8..i32::MAX, asked: Option<u16>) {
            let asked = asked.map(|asked| Duration::from_secs(asked.into()));
            prop_assert_eq!(wait(failures, 0.5, asked), None);
        }
    }

    #[test]
    fn nothing_is_waited_for_before_a_failure() {
        assert_eq!(wait(0, 0.5, None), None);
        assert_eq!(wait(-1, 0.5, None), None);
    }
}
