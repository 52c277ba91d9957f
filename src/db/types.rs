//! How the kernel's types are stored: the same on both databases.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Date, Text, Timestamp as SqlTimestamp};

use crate::kernel::ids::{
    AttemptId, CertificateId, CourseId, DistrictId, EnrolmentId, GrantId, JobId, LinkId, MailId, PersonId,
    SettlementId, SignInId, VersionId,
};
use crate::kernel::{Day, Lang, Role, Slug, Timestamp};

/// Stores a kernel type as another: `stored!(Proxy, Type as SqlType by Rust type, out, back)`.
macro_rules! stored {
    ($proxy:ident, $type:ty, $sql:ty, $raw:ty, $bound:ty, $out:expr, $back:expr) => {
        #[derive(AsExpression, FromSqlRow)]
        #[diesel(foreign_derive, sql_type = $sql)]
        #[expect(dead_code, reason = "names the kernel type for the derive")]
        struct $proxy($type);

        impl<DB: Backend> ToSql<$sql, DB> for $type
        where
            $bound: ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                let borrow: fn(&$type) -> &$bound = $out;
                <$bound as ToSql<$sql, DB>>::to_sql(borrow(self), out)
            }
        }

        impl<DB: Backend> FromSql<$sql, DB> for $type
        where
            $raw: FromSql<$sql, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let raw = <$raw as FromSql<$sql, DB>>::from_sql(bytes)?;
                let read: fn($raw) -> Option<$type> = $back;
                read(raw).ok_or_else(|| concat!("not a stored ", stringify!($type)).into())
            }
        }
    };
}

macro_rules! stored_ids {
    ($($proxy:ident $id:ident),+ $(,)?) => {$(
        stored!($proxy, $id, BigInt, i64, i64, |id| &id.0, |raw| Some($id(raw)));
    )+};
}

stored_ids! {
    PersonIdProxy PersonId, GrantIdProxy GrantId, SignInIdProxy SignInId, LinkIdProxy LinkId,
    DistrictIdProxy DistrictId, SettlementIdProxy SettlementId, CourseIdProxy CourseId, VersionIdProxy VersionId,
    EnrolmentIdProxy EnrolmentId, AttemptIdProxy AttemptId, CertificateIdProxy CertificateId, MailIdProxy MailId,
    JobIdProxy JobId,
}

stored!(SlugProxy, Slug, Text, String, str, Slug::as_str, |raw| Slug::parse(&raw));
stored!(LangProxy, Lang, Text, String, str, |lang| lang.code(), |raw| Lang::from_code(&raw));
stored!(RoleProxy, Role, Text, String, str, |role| role.code(), |raw| Role::from_code(&raw));
stored!(
    TimestampProxy,
    Timestamp,
    SqlTimestamp,
    chrono::NaiveDateTime,
    chrono::NaiveDateTime,
    Timestamp::as_utc,
    |raw| Some(Timestamp::new(raw))
);
stored!(DayProxy, Day, Date, chrono::NaiveDate, chrono::NaiveDate, Day::as_date, |raw| Some(Day::new(raw)));
