//! What an item says: its strength, deadline, and who owes it.

use chrono::Datelike;

use super::Writing;
use crate::actions::draft::Draft;
use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::domain::deadline::Deadline;
use crate::domain::party::{PartyKind, Role};
use crate::generate::texts::Clause;
use crate::records::commitment::RecurrenceRule;
use crate::records::party::Party;

impl Writing<'_> {
    pub(super) fn draft(&mut self, start: i32, clause: Clause) -> Draft {
        let dice = &mut self.dice;
        let strength = dice.weighted(&[
            (15, Strength::Decision),
            (45, Strength::Undertaking),
            (22, Strength::Support),
            (11, Strength::Position),
            (7, Strength::Acknowledgement),
        ]);
        let kind = match strength {
            Strength::Position | Strength::Acknowledgement => Kind::Position,
            Strength::Decision | Strength::Undertaking | Strength::Support => dice.weighted(&[
                (14, Kind::Event),
                (12, Kind::Institution),
                (18, Kind::Instrument),
                (26, Kind::Programme),
                (30, Kind::Policy),
            ]),
        };
        let deadline = (strength.tracked() && dice.chance(600)).then(|| self.deadline()).flatten();
        let recurrence = deadline.as_ref().and_then(|deadline| self.recurrence(deadline));
        let obligations = self.obligations(strength);
        let dice = &mut self.dice;
        let no_deadline = deadline.is_none() && strength.tracked() && dice.chance(100);
        Draft {
            quote: Some(clause.quote),
            quote_start: Some(start),
            verb: Some(clause.verb.to_owned()),
            strength,
            kind,
            title: clause.title,
            urgency: (no_deadline && dice.chance(300)).then_some(Urgency::Asap),
            no_deadline: no_deadline.then(|| "The text names no day.".to_owned()),
            deadline,
            recurrence,
            group: None,
            topics: vec![clause.topic.to_owned()],
            sdgs: vec![i16::try_from(dice.between(1, 17)).unwrap_or(1)],
            refs: Vec::new(),
            related: Vec::new(),
            note: None,
            obligations,
        }
    }

    /// A deadline up to 2035, most of them within four years.
    fn deadline(&mut self) -> Option<Deadline> {
        let dice = &mut self.dice;
        let first = self.outline.adopted_on.year();
        let ahead =
            dice.weighted(&[(18, 0), (28, 1), (20, 2), (12, 3), (10, 4), (6, 6), (4, 8), (2, 12)]);
        let year = (first + ahead).clamp(2020, 2035);
        let (month, day) = (dice.between(1, 12), dice.between(1, 28));
        let edtf = match dice.below(100) {
            0..35 => format!("{year}"),
            35..60 => format!("{year}-{month:02}"),
            60..85 => format!("{year}-{month:02}-{day:02}"),
            85..95 => format!("{year}/{}", (year + 2).min(2035)),
            _ => format!("{year}-{}", dice.between(21, 24)),
        };
        let deadline = Deadline::parse(&edtf).ok()?;
        (deadline.due_on() > self.outline.adopted_on).then_some(deadline)
    }

    /// What comes round every year or two, of deadlines that are exact to the year.
    fn recurrence(&mut self, deadline: &Deadline) -> Option<RecurrenceRule> {
        // Nine occurrences at most; near the end of a declaration there is no room for so many.
        let has_room = self.members.len() * 9 <= self.left;
        if deadline.edtf().len() != 4 || !has_room || !self.dice.chance(120) {
            return None;
        }
        let rule = self.dice.pick(&["FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=2"]);
        let until = (deadline.due_on().year() + self.dice.between(2, 8)).min(2035);
        Some(RecurrenceRule { rule: rule.to_owned(), until: until.to_string() })
    }

    /// Who owes it: hosts or leads with their supporters, or all together.
    fn obligations(&mut self, strength: Strength) -> Vec<(String, Role)> {
        if strength == Strength::Acknowledgement {
            return Vec::new();
        }
        let dice = &mut self.dice;
        if strength != Strength::Position && dice.chance(40) {
            let others: Vec<&Party> =
                self.parties.iter().filter(|party| party.kind != PartyKind::State).collect();
            return others
                .get(dice.index(others.len()))
                .map_or_else(Vec::new, |party| vec![(party.code.clone(), Role::Lead)]);
        }
        let mut codes: Vec<&str> = self.members.iter().map(|party| party.code.as_str()).collect();
        let together = strength == Strength::Position || dice.chance(420);
        let turn = dice.skewed(codes.len());
        codes.rotate_left(turn);
        let (first, leads) = if together {
            (Role::Participant, codes.len())
        } else {
            (dice.pick(&[Role::Host, Role::Lead]), 1 + dice.skewed(3))
        };
        let others = dice.weighted(&[(45, 0), (55, codes.len())]);
        codes.truncate(leads.max(others));
        // The last ones of a declaration get what is left to be owed.
        codes.truncate(self.left);
        let role = |i| if i < leads { first } else { Role::Supporter };
        codes.iter().enumerate().map(|(i, code)| ((*code).to_owned(), role(i))).collect()
    }
}
