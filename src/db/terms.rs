//! Closed lists of words as Postgres enums: each [`Term`] reads and writes its written form.

use std::io::Write;

use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Nullable;

use crate::domain::commitment::{Kind, Strength, Urgency};
use crate::domain::party::{PartyKind, Role};
use crate::domain::status::{Basis, Status, UpdateStatus};
use crate::domain::terms::Term;
use crate::domain::timeliness::Timeliness;
use crate::domain::user::UserRole;
use crate::records::change::{Entity, Op};
use crate::records::conflict::{ConflictGroup, Resolution};
use crate::schema::sql_types;

macro_rules! postgres_enum {
    ($($term:ty => $sql:ty),+ $(,)?) => {
        $(
            impl ToSql<$sql, Pg> for $term {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    out.write_all(self.as_str().as_bytes())?;
                    Ok(IsNull::No)
                }
            }

            impl ToSql<Nullable<$sql>, Pg> for $term {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    ToSql::<$sql, Pg>::to_sql(self, out)
                }
            }

            impl FromSql<$sql, Pg> for $term {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    Ok(<$term>::parse(std::str::from_utf8(value.as_bytes())?)?)
                }
            }

            impl Queryable<$sql, Pg> for $term {
                type Row = Self;

                fn build(row: Self) -> deserialize::Result<Self> {
                    Ok(row)
                }
            }

            postgres_enum!(@expression $term, $sql, $sql);
            postgres_enum!(@expression $term, $sql, Nullable<$sql>);
        )+
    };
    (@expression $term:ty, $sql:ty, $target:ty) => {
        impl AsExpression<$target> for $term {
            type Expression = Bound<$target, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<$target> for &'a $term {
            type Expression = Bound<$target, &'a $term>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    };
}

postgres_enum! {
    Basis => sql_types::Basis,
    ConflictGroup => sql_types::ConflictGroup,
    Entity => sql_types::Entity,
    Kind => sql_types::Kind,
    Op => sql_types::ChangeOp,
    PartyKind => sql_types::PartyKind,
    Resolution => sql_types::Resolution,
    Role => sql_types::PartyRole,
    Status => sql_types::Status,
    Strength => sql_types::Strength,
    Timeliness => sql_types::Timeliness,
    UpdateStatus => sql_types::UpdateStatus,
    Urgency => sql_types::Urgency,
    UserRole => sql_types::UserRole,
}
