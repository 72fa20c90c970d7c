//! What a row was on the day that its list is compared with, where it differs.

use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::web::frame::Frame;

/// How a row stands on a day; none where nobody must deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub status: Option<Status>,
    pub timeliness: Option<Timeliness>,
}

/// What differs between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Since {
    pub moved: Option<Moved>,
    pub became: Option<Became>,
}

/// A status that is another than it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moved {
    pub then: Status,
    pub now: Status,
}

/// What became of a row's deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Became {
    pub text: String,
    /// What stands before it, by the name of a symbol.
    pub symbol: &'static str,
    pub is_overdue: bool,
}

impl Since {
    /// What differs; none if a reader would see no difference.
    pub(super) fn between(frame: &Frame, then: Standing, now: Standing) -> Option<Self> {
        let status = then.status.zip(now.status).filter(|(then, now)| then != now);
        let moved = status.map(|(then, now)| Moved { then, now });
        let timeliness = then.timeliness.zip(now.timeliness).filter(|(then, now)| then != now);
        let became = timeliness.and_then(|(then, now)| Became::new(frame, then, now));
        (moved.is_some() || became.is_some()).then_some(Self { moved, became })
    }
}

impl Became {
    /// What the status says by itself is not said again.
    fn new(frame: &Frame, then: Timeliness, now: Timeliness) -> Option<Self> {
        let (text, symbol) = match now {
            Timeliness::Overdue => (frame.t("web-list-became-overdue"), "warning"),
            Timeliness::DoneOnTime | Timeliness::DoneLate => {
                (frame.term("timeliness", now), "check")
            }
            Timeliness::InWindow if then == Timeliness::Upcoming => {
                (frame.t("web-list-became-open"), "clock")
            }
            _ if then == Timeliness::Overdue => (frame.t("web-list-became-not-overdue"), "minus"),
            Timeliness::Undated
            | Timeliness::NotDue
            | Timeliness::Upcoming
            | Timeliness::InWindow
            | Timeliness::Follows => return None,
        };
        Some(Self { text, symbol, is_overdue: now == Timeliness::Overdue })
    }
}
