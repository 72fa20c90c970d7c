//! Days as people say them to a command.

use std::str::FromStr;

use chrono::{Days, Local, NaiveDate, Utc};
use chrono_tz::Tz;

/// A day, by its date or from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    On(NaiveDate),
    Today,
    Yesterday,
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "today" => Ok(Self::Today),
            "yesterday" => Ok(Self::Yesterday),
            // chrono takes `2026-1-5` too, which no ISO 8601 reader does.
            _ if text.split('-').map(str::len).eq([4, 2, 2]) => {
                text.parse().map(Self::On).map_err(|_| format!("there is no day {text}"))
            }
            _ => Err("give a day such as 2026-11-23, today or yesterday".to_owned()),
        }
    }
}

impl Day {
    /// The date, if it is `today` today.
    pub(super) fn date(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::On(date) => date,
            Self::Today => today,
            Self::Yesterday => today.checked_sub_days(Days::new(1)).unwrap_or(today),
        }
    }
}

/// Today in that time zone, else where this machine is.
pub(super) fn today(zone: Option<Tz>) -> NaiveDate {
    match zone {
        Some(zone) => Utc::now().with_timezone(&zone).date_naive(),
        None => Local::now().date_naive(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_or_words() {
        let today: NaiveDate = "2026-03-01".parse().unwrap();
        let date = |text: &str| text.parse::<Day>().map(|day| day.date(today).to_string());
        assert_eq!(date("2026-11-23").as_deref(), Ok("2026-11-23"));
        assert_eq!(date("today").as_deref(), Ok("2026-03-01"));
        assert_eq!(date("yesterday").as_deref(), Ok("2026-02-28"));
        assert!(date("2026-02-30").is_err_and(|said| said.contains("2026-02-30")));
        for wrong in ["tomorrow", "2026-1-5", "23.11.2026", "", "2026-11-23T00"] {
            assert!(date(wrong).is_err_and(|said| said.contains("2026-11-23, today")), "{wrong}");
        }
    }
}
