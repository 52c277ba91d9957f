//! How the kernel's types are stored: the same on both databases.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::Connection;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Date, Text, Timestamp as SqlTimestamp};
use diesel::sqlite::Sqlite;

use super::Conn;
use crate::kernel::ids::{
    ApiTokenId, AttemptId, CertificateId, CourseId, DistrictId, DraftId, EnrolmentId, ExportId, GrantId, GroupId,
    GroupMemberId, InvitationId, JobId, LinkId, ListId, MailId, MembershipId, OrganisationId, PersonId, RequestId,
    SessionId, SettlementId, SignInId, SignatureId, UploadId, VersionId,
};
use crate::kernel::{Day, Lang, ReviewKind, Role, Slug, Timestamp};

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
    JobIdProxy JobId, RequestIdProxy RequestId, DraftIdProxy DraftId, SignatureIdProxy SignatureId, UploadIdProxy UploadId,
    OrganisationIdProxy OrganisationId, MembershipIdProxy MembershipId, InvitationIdProxy InvitationId, ApiTokenIdProxy ApiTokenId,
    SessionIdProxy SessionId, ExportIdProxy ExportId, ListIdProxy ListId, GroupIdProxy GroupId, GroupMemberIdProxy GroupMemberId,
}

stored!(SlugProxy, Slug, Text, String, str, Slug::as_str, |raw| Slug::parse(&raw));
stored!(LangProxy, Lang, Text, String, str, |lang| lang.code(), |raw| Lang::from_code(&raw));
stored!(ReviewKindProxy, ReviewKind, Text, String, str, |kind| kind.code(), |raw| ReviewKind::from_code(&raw));
stored!(RoleProxy, Role, Text, String, str, |role| role.code(), |raw| Role::from_code(&raw));

#[derive(AsExpression, FromSqlRow)]
#[diesel(foreign_derive, sql_type = SqlTimestamp)]
#[expect(dead_code, reason = "names the kernel type for the derive")]
struct TimestampProxy(Timestamp);

impl<DB: Backend> ToSql<SqlTimestamp, DB> for Timestamp
where
    NaiveDateTime: ToSql<SqlTimestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <NaiveDateTime as ToSql<SqlTimestamp, DB>>::to_sql(self.as_utc(), out)
    }
}

impl FromSql<SqlTimestamp, Sqlite> for Timestamp {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        let utc = read_written(&text).map_or_else(|| NaiveDateTime::parse_from_str(&text, "%F %T%.f"), Ok)?;
        Ok(Self::new(utc))
    }
}

impl FromSql<SqlTimestamp, Pg> for Timestamp {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(<NaiveDateTime as FromSql<SqlTimestamp, Pg>>::from_sql(value)?))
    }
}

impl FromSql<SqlTimestamp, <Conn as Connection>::Backend> for Timestamp {
    fn from_sql(value: <<Conn as Connection>::Backend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, SqlTimestamp>()
    }
}

/// Reads `2026-11-28 03:41:31.25` as the database library writes it to SQLite, ten times as fast as a reader of any
/// format: every page reads several. `None` if it is written otherwise.
fn read_written(text: &str) -> Option<NaiveDateTime> {
    let number = |range| number(text, range);
    let [hour, minute, second] = [number(11..13)?, number(14..16)?, number(17..19)?];
    if !are_apart(text, [(10, " "), (13, ":"), (16, ":")]) {
        return None;
    }
    let nanos = match text.get(19..)? {
        "" => 0,
        rest => {
            let digits = rest.strip_prefix('.').filter(|digits| (1..=9).contains(&digits.len()))?;
            let places = u32::try_from(digits.len()).ok()?;
            number(20..text.len())? * 10_u32.pow(9 - places)
        }
    };
    read_date(text)?.and_hms_nano_opt(hour, minute, second, nanos)
}

/// Reads the `2026-11-28` that a text begins with.
fn read_date(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = [number(text, 0..4)?, number(text, 5..7)?, number(text, 8..10)?];
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    date.filter(|_| are_apart(text, [(4, "-"), (7, "-")]))
}

/// The digits in a range.
fn number(text: &str, range: std::ops::Range<usize>) -> Option<u32> {
    let digits = text.get(range).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

/// True if these marks stand at these places.
fn are_apart<const N: usize>(text: &str, marks: [(usize, &str); N]) -> bool {
    marks.iter().all(|(at, mark)| text.get(*at..*at + 1) == Some(*mark))
}

#[derive(AsExpression, FromSqlRow)]
#[diesel(foreign_derive, sql_type = Date)]
#[expect(dead_code, reason = "names the kernel type for the derive")]
struct DayProxy(Day);

impl<DB: Backend> ToSql<Date, DB> for Day
where
    NaiveDate: ToSql<Date, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <NaiveDate as ToSql<Date, DB>>::to_sql(self.as_date(), out)
    }
}

impl FromSql<Date, Sqlite> for Day {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        let date = read_date(&text).filter(|_| text.len() == 10);
        Ok(Self::new(date.map_or_else(|| NaiveDate::parse_from_str(&text, "%F"), Ok)?))
    }
}

impl FromSql<Date, Pg> for Day {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(<NaiveDate as FromSql<Date, Pg>>::from_sql(value)?))
    }
}

impl FromSql<Date, <Conn as Connection>::Backend> for Day {
    fn from_sql(value: <<Conn as Connection>::Backend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Date>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_day_is_read_as_the_general_reader_reads_it() {
        for text in ["2026-11-28", "2024-02-29", "0999-12-31"] {
            assert_eq!(read_date(text), Some(NaiveDate::parse_from_str(text, "%F").expect("a day")), "{text}");
        }
        for text in ["", "2026-1-028", "2026-02-30", "2026/11/28", "+026-11-28", "28.11.2026"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_written_moment_is_read_as_the_general_reader_reads_it() {
        for text in [
            "2026-11-28 03:41:31",
            "2026-11-28 03:41:31.25",
            "0999-01-01 00:00:00.000001",
            "2024-02-29 23:59:59.999999999",
        ] {
            let general = NaiveDateTime::parse_from_str(text, "%F %T%.f").expect("a moment");
            assert_eq!(read_written(text), Some(general), "{text}");
        }
        for text in [
            "",
            "2026-11-28",
            "2026-11-28T03:41:31",
            "2026-13-28 03:41:31",
            "2026-11-28 03:41:31.",
            "+026-11-28 03:41:31",
            "2026-11-28 03:41:31.0000000001",
        ] {
            assert_eq!(read_written(text), None, "{text}");
        }
    }
}
