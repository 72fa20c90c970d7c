//! How many obligations stand where: the counting that totals, rows and cells share.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, Object, ObjectBuilder, Schema, Type};

use crate::domain::status::Status;
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;

/// A count for every word of a closed list, zeros too, in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts<T>(Vec<u64>, std::marker::PhantomData<T>);

impl<T: Term> Default for Counts<T> {
    fn default() -> Self {
        Self(vec![0; T::ALL.len()], std::marker::PhantomData)
    }
}

impl<T: Term> Counts<T> {
    /// Counts one more of `term`.
    pub fn add(&mut self, term: T) {
        let place = T::ALL.iter().position(|one| *one == term);
        if let Some(count) = place.and_then(|i| self.0.get_mut(i)) {
            *count += 1;
        }
    }

    /// How many of `term` there are.
    #[must_use]
    pub fn get(&self, term: T) -> u64 {
        let place = T::ALL.iter().position(|one| *one == term);
        place.and_then(|i| self.0.get(i)).copied().unwrap_or(0)
    }

    /// How many there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl<T: Term> Serialize for Counts<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (term, count) in T::ALL.iter().zip(&self.0) {
            map.serialize_entry(term.as_str(), count)?;
        }
        map.end()
    }
}

/// The schema of [`Counts`]: every word of the list, and no other.
fn schema<T: Term>() -> Object {
    T::ALL
        .iter()
        .fold(ObjectBuilder::new(), |object, term| {
            let count = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0.0));
            object.property(term.as_str(), count).required(term.as_str())
        })
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
        .build()
}

/// Where obligations stand, by both axes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Standings {
    pub total: u64,
    #[schema(schema_with = schema::<Status>)]
    pub by_status: Counts<Status>,
    #[schema(schema_with = schema::<Timeliness>)]
    pub by_timeliness: Counts<Timeliness>,
}

impl Standings {
    /// Counts one obligation, or one item.
    pub fn add(&mut self, status: Status, timeliness: Timeliness) {
        self.total += 1;
        self.by_status.add(status);
        self.by_timeliness.add(timeliness);
    }

    /// The statuses that there are, with how many are in each, in the order of the list.
    #[must_use]
    pub fn parts(&self) -> Vec<(Status, u64)> {
        let parts = Status::ALL.iter().map(|status| (*status, self.by_status.get(*status)));
        parts.filter(|(_, count)| *count > 0).collect()
    }

    /// How many of them anybody has said anything about.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage {
            reported: self.total - self.by_status.get(Status::NotReported),
            total: self.total,
        }
    }
}

/// How much has been reported at all: it stands beside every rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coverage {
    pub reported: u64,
    pub total: u64,
}
