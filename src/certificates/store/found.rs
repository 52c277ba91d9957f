//! What is looked for in the register.

use diesel::prelude::*;

use super::super::model::{Certificate, PAGE_SIZE, Page, Search};
use super::super::number::CertificateNumber;
use super::{COLUMNS, CertificateRow};
use crate::db::schema::certificates;
use crate::db::{Conn, escape_like};
use crate::kernel::Result;
use crate::kernel::ids::CertificateId;
use crate::kernel::text::fold;

type Found = certificates::BoxedQuery<'static, <Conn as Connection>::Backend>;

/// A text that is a number finds that one; of any other all words are looked for in the names, in any order.
fn found(search: &Search) -> Found {
    let mut query = certificates::table.into_boxed();
    if let Some(course) = search.course {
        query = query.filter(certificates::course_id.eq(course));
    }
    match CertificateNumber::parse(&search.text) {
        Ok(number) => query.filter(certificates::number.eq(number.as_str().to_owned())),
        Err(_) => fold(&search.text).split(' ').filter(|word| !word.is_empty()).fold(query, |query, word| {
            query.filter(certificates::holder_folded.like(format!("%{}%", escape_like(word))).escape('\\'))
        }),
    }
}

/// How many there are on all pages.
pub(in crate::certificates) fn count(conn: &mut Conn, search: &Search) -> Result<i64> {
    Ok(found(search).count().get_result(conn)?)
}

/// One page of the register.
pub(in crate::certificates) fn list_page(conn: &mut Conn, search: &Search) -> Result<Page> {
    let total = count(conn, search)?;
    let rows = found(search)
        .order(certificates::id.desc())
        .limit(i64::from(PAGE_SIZE))
        .offset(i64::from(search.page) * i64::from(PAGE_SIZE))
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?;
    let certificates = rows.into_iter().map(Certificate::try_from).collect::<Result<_>>()?;
    Ok(Page { certificates, total: u64::try_from(total).unwrap_or_default() })
}

/// The next so many before one, the newest first; without one, the newest.
pub(in crate::certificates) fn list_before(
    conn: &mut Conn,
    search: &Search,
    before: Option<CertificateId>,
    limit: i64,
) -> Result<Vec<Certificate>> {
    let mut query = found(search);
    if let Some(before) = before {
        query = query.filter(certificates::id.lt(before));
    }
    let rows = query.order(certificates::id.desc()).limit(limit).select(COLUMNS).load::<CertificateRow>(conn)?;
    rows.into_iter().map(Certificate::try_from).collect()
}
