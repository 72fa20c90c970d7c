//! SQL put together from parts with binds: for lists, whose shape depends on what is asked.
//!
//! `sql_query` is never kept as a prepared statement; a [`Statement`] is, by its text.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types;
use uuid::Uuid;

/// A value that a statement binds.
#[derive(Debug, Clone)]
pub enum Bind {
    Bool(bool),
    BigInt(i64),
    BigInts(Vec<i64>),
    Bytes(Vec<Vec<u8>>),
    Date(NaiveDate),
    MaybeTexts(Vec<Option<String>>),
    Text(String),
    Texts(Vec<String>),
    Time(DateTime<Utc>),
    Times(Vec<DateTime<Utc>>),
    Uuid(Uuid),
    Uuids(Vec<Uuid>),
}

macro_rules! bind_from {
    ($($variant:ident($value:ty)),+ $(,)?) => {
        $(impl From<$value> for Bind {
            fn from(value: $value) -> Self {
                Self::$variant(value)
            }
        })+
    };
}
bind_from! {
    Bool(bool), BigInt(i64), BigInts(Vec<i64>), Bytes(Vec<Vec<u8>>), Date(NaiveDate),
    MaybeTexts(Vec<Option<String>>), Text(String), Texts(Vec<String>), Time(DateTime<Utc>),
    Times(Vec<DateTime<Utc>>), Uuid(Uuid), Uuids(Vec<Uuid>),
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

    /// Adds a value, bound.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Bind>) -> Self {
        self.parts.push(Part::Bind(value.into()));
        self
    }

    /// Binds `value` wherever the text so far has `place`.
    #[must_use]
    pub fn substitute(self, place: &str, value: &(impl Into<Bind> + Clone)) -> Self {
        let mut all = Self::default();
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

impl Bind {
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        use sql_types::{Array, BigInt, Bool, Bytea, Date, Nullable, Text, Timestamptz};

        match self {
            Self::Bool(v) => out.push_bind_param::<Bool, _>(v),
            Self::BigInt(v) => out.push_bind_param::<BigInt, _>(v),
            Self::BigInts(v) => out.push_bind_param::<Array<BigInt>, _>(v),
            Self::Bytes(v) => out.push_bind_param::<Array<Bytea>, _>(v),
            Self::Date(v) => out.push_bind_param::<Date, _>(v),
            Self::MaybeTexts(v) => out.push_bind_param::<Array<Nullable<Text>>, _>(v),
            Self::Text(v) => out.push_bind_param::<Text, _>(v),
            Self::Texts(v) => out.push_bind_param::<Array<Text>, _>(v),
            Self::Time(v) => out.push_bind_param::<Timestamptz, _>(v),
            Self::Times(v) => out.push_bind_param::<Array<Timestamptz>, _>(v),
            Self::Uuid(v) => out.push_bind_param::<sql_types::Uuid, _>(v),
            Self::Uuids(v) => out.push_bind_param::<Array<sql_types::Uuid>, _>(v),
        }
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
        for part in &self.parts {
            match part {
                Part::Sql(sql) => out.push_sql(sql),
                Part::Bind(bind) => bind.push(&mut out)?,
            }
        }
        Ok(())
    }
}
