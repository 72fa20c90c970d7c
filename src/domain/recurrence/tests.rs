//! Recurrence rules: which are taken, and which refused.

use proptest::prelude::*;

use super::*;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_rule_is_kept_as_written_and_read_in_months() {
    let horizon = Some(ymd(2040, 12, 31));
    for (rule, step) in [
        ("FREQ=YEARLY", 12),
        ("FREQ=YEARLY;INTERVAL=2", 24),
        ("INTERVAL=3;FREQ=MONTHLY", 3),
        ("freq=yearly;interval=02", 24),
    ] {
        let recurrence = Recurrence::parse(rule, horizon).unwrap();
        assert_eq!(recurrence.rule(), rule);
        assert_eq!(recurrence.step(), step);
        assert_eq!(recurrence.last_opening(), horizon);
    }
}

#[test]
fn the_earlier_of_until_and_horizon_ends_it() {
    let rule = "FREQ=YEARLY;UNTIL=20351231";
    let by_rule = Recurrence::parse(rule, Some(ymd(2040, 1, 1))).unwrap();
    assert_eq!(by_rule.last_opening(), Some(ymd(2035, 12, 31)));
    let by_horizon = Recurrence::parse(rule, Some(ymd(2030, 1, 1))).unwrap();
    assert_eq!(by_horizon.last_opening(), Some(ymd(2030, 1, 1)));
    let alone = Recurrence::parse(rule, None).unwrap();
    assert_eq!(alone.last_opening(), Some(ymd(2035, 12, 31)));
}

#[test]
fn what_is_no_rule_is_refused_with_what_would_be_right() {
    use RecurrenceError::{
        Count, Endless, Frequency, Interval, NotARule, RepeatedPart, UnknownPart, Until,
        UntilAndCount,
    };
    for (rule, error) in [
        ("", NotARule),
        ("every two years", NotARule),
        ("FREQ=YEARLY;", NotARule),
        ("RRULE:FREQ=YEARLY;COUNT=2", UnknownPart("RRULE:FREQ".to_owned())),
        ("FREQ=YEARLY;BYMONTH=3;COUNT=2", UnknownPart("BYMONTH".to_owned())),
        ("FREQ=YEARLY;WKST=MO;COUNT=2", UnknownPart("WKST".to_owned())),
        ("FREQ=YEARLY;FREQ=YEARLY", RepeatedPart("FREQ".to_owned())),
        ("INTERVAL=2;COUNT=2", Frequency),
        ("FREQ=WEEKLY;COUNT=2", Frequency),
        ("FREQ=YEARLY;INTERVAL=0;COUNT=2", Interval),
        ("FREQ=YEARLY;INTERVAL=-1;COUNT=2", Interval),
        ("FREQ=YEARLY;INTERVAL=+1;COUNT=2", Interval),
        ("FREQ=YEARLY;INTERVAL=1001;COUNT=2", Interval),
        ("FREQ=YEARLY;INTERVAL=99999999999;COUNT=2", Interval),
        ("FREQ=YEARLY;COUNT=0", Count),
        ("FREQ=YEARLY;COUNT=401", Count),
        ("FREQ=YEARLY;UNTIL=2035", Until),
        ("FREQ=YEARLY;UNTIL=20350230", Until),
        ("FREQ=YEARLY;UNTIL=20351231T000000Z", Until),
        ("FREQ=YEARLY;UNTIL=30351231", Until),
        ("FREQ=YEARLY;UNTIL=20351231;COUNT=3", UntilAndCount),
        ("FREQ=YEARLY", Endless),
    ] {
        assert_eq!(Recurrence::parse(rule, None), Err(error), "{rule}");
    }
    assert_eq!(
        Recurrence::parse("FREQ=YEARLY", Some(ymd(3000, 1, 1))),
        Err(RecurrenceError::Horizon)
    );
}

proptest! {
    #[test]
    fn any_text_is_a_rule_or_refused(text in "\\PC{0,40}|[A-Z=;0-9]{0,40}") {
        if let Ok(recurrence) = Recurrence::parse(&text, Some(ymd(2030, 1, 1))) {
            prop_assert_eq!(recurrence.rule(), text);
            prop_assert!(recurrence.step() > 0);
        }
    }
}
