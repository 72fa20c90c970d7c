//! SQL put together from parts with binds: for lists, whose shape depends on what is asked.
//!
//! `sql_query` is never kept as a prepared statement; a [`Statement`] is, by its text.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    self, Array, BigInt, Bool, Bytea, Date, Integer, Nullable, Text, Timestamptz,
};
use uuid::Uuid;

use crate::domain::commitment::{Kind, Strength};
use crate::domain::party::Role;
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::records::change::Entity;
use crate::schema::sql_types as pg;

macro_rules! binds {
    ($($variant:ident($value:ty) => $sql:ty),+ $(,)?) => {
        /// A value that a statement binds, by its own type: what Postgres has to cast first, it
        /// looks up in fewer of its statistics.
        #[derive(Debug, Clone)]
        pub enum Bind {
            $($variant($value),)+
        }

        impl Bind {
            fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
                match self {
                    $(Self::$variant(value) => out.push_bind_param::<$sql, _>(value),)+
                }
            }
        }

        $(impl From<$value> for Bind {
            fn from(value: $value) -> Self {
                Self::$variant(value)
            }
        })+
    };
}
binds! {
    Bool(bool) => Bool,
    BigInt(i64) => BigInt,
    BigInts(Vec<i64>) => Array<BigInt>,
    Bytes(Vec<Vec<u8>>) => Array<Bytea>,
    Date(NaiveDate) => Date,
    Entity(Entity) => pg::Entity,
    Entities(Vec<Entity>) => Array<pg::Entity>,
    Integer(i32) => Integer,
    Integers(Vec<i32>) => Array<Integer>,
    Kind(Kind) => pg::Kind,
    Kinds(Vec<Kind>) => Array<pg::Kind>,
    MaybeTexts(Vec<Option<String>>) => Array<Nullable<Text>>,
    Role(Role) => pg::PartyRole,
    Roles(Vec<Role>) => Array<pg::PartyRole>,
    Status(Status) => pg::Status,
    Statuses(Vec<Status>) => Array<pg::Status>,
    Strength(Strength) => pg::Strength,
    Strengths(Vec<Strength>) => Array<pg::Strength>,
    Text(String) => Text,
    Texts(Vec<String>) => Array<Text>,
    Time(DateTime<Utc>) => Timestamptz,
    Timelinesses(Vec<Timeliness>) => Array<pg::Timeliness>,
    Times(Vec<DateTime<Utc>>) => Array<Timestamptz>,
    Uuid(Uuid) => sql_types::Uuid,
    Uuids(Vec<Uuid>) => Array<sql_types::Uuid>,
}

#[derive(Debug, Clone)]
enum Part {
    Sql(String),
    Bind(Bind),
}

/// A query in parts. Text is always ours; whatever a caller sent is bound.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    parts: Vec<Part>,
    is_unprepared: bool,
}

impl Statement {
    #[must_use]
    pub fn new(sql: &str) -> Self {
        Self::default().sql(sql)
    }

    /// Adds text of ours.
    #[must_use]
    pub fn sql(mut self, sql: &str) -> Self {
        if let Some(Part::Sql(last)) = self.parts.last_mut() {
            last.push_str(sql);
        } else {
            self.parts.push(Part::Sql(sql.to_owned()));
        }
        self
    }

    /// Not to be kept as a prepared statement, but planned each time: of lists there are as many as
    /// there are ways to filter, and what is the best plan depends on the values.
    #[must_use]
    pub const fn unprepared(mut self) -> Self {
        self.is_unprepared = true;
        self
    }

    /// Adds a value, bound.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Bind>) -> Self {
        self.parts.push(Part::Bind(value.into()));
        self
    }

    /// Binds `value` wherever the text so far has `place`.
    #[must_use]
    pub fn substitute(self, place: &str, value: &(impl Into<Bind> + Clone)) -> Self {
        let mut all = Self { parts: Vec::new(), ..self };
        for part in self.parts {
            match part {
                Part::Sql(sql) => {
                    for (i, piece) in sql.split(place).enumerate() {
                        if i > 0 {
                            all = all.bind(value.clone());
                        }
                        all = all.sql(piece);
                    }
                }
                Part::Bind(bind) => all = all.bind(bind),
            }
        }
        all
    }

    /// Adds another statement's parts.
    #[must_use]
    pub fn append(mut self, other: Self) -> Self {
        for part in other.parts {
            self = match part {
                Part::Sql(sql) => self.sql(&sql),
                Part::Bind(bind) => self.bind(bind),
            };
        }
        self
    }
}

impl QueryId for Statement {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement {
    type SqlType = sql_types::Untyped;
}

impl<Conn> RunQueryDsl<Conn> for Statement {}

impl QueryFragment<Pg> for Statement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if self.is_unprepared {
            out.unsafe_to_cache_prepared();
        }
        for part in &self.parts {
            match part {
                Part::Sql(sql) => out.push_sql(sql),
                Part::Bind(bind) => bind.push(&mut out)?,
            }
        }
        Ok(())
    }
}
