//! The audit log.

use diesel::dsl::{max, sql};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::accounts::audit::{Entry, Filter, Logged, Whom};
use crate::accounts::audit_words::NAMING;
use crate::db::schema::audit;
use crate::db::{Conn, beginning};
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, Ctx, Result, Timestamp};

pub(in crate::accounts) fn insert_audit(conn: &mut Conn, ctx: &Ctx, entry: &Entry) -> Result<()> {
    diesel::insert_into(audit::table)
        .values((
            audit::at.eq(ctx.now),
            audit::actor.eq(ctx.actor.code()),
            audit::actor_id.eq(ctx.actor.person()),
            audit::action.eq(entry.action),
            audit::subject.eq(entry.subject),
            audit::subject_id.eq(entry.subject_id),
            audit::details.eq(entry.details.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// True if the one who acts has done this to this thing since a moment, with the same further facts.
pub(in crate::accounts) fn has_logged(
    conn: &mut Conn,
    actor: Actor,
    (action, (subject, id), details): (&str, (&str, i64), &serde_json::Value),
    since: Timestamp,
) -> Result<bool> {
    let done = audit::table
        .filter(audit::subject.eq(subject))
        .filter(audit::subject_id.eq(id))
        .filter(audit::actor_id.eq(actor.person()))
        .filter(audit::action.eq(action))
        .filter(audit::details.eq(details.to_string()))
        .filter(audit::at.gt(since));
    Ok(done.count().get_result::<i64>(conn)? > 0)
}

type Found<'a> = audit::BoxedQuery<'a, <Conn as Connection>::Backend>;
type LoggedRow = (Timestamp, String, Option<PersonId>, String, String, Option<i64>, String);
type Columns =
    (audit::at, audit::actor, audit::actor_id, audit::action, audit::subject, audit::subject_id, audit::details);
const COLUMNS: Columns =
    (audit::at, audit::actor, audit::actor_id, audit::action, audit::subject, audit::subject_id, audit::details);

fn logged((at, actor, person, action, subject, subject_id, details): LoggedRow) -> Logged {
    Logged { at, actor, person, action, subject, subject_id, details }
}

/// How this database reads the number under a field of the details, as a text.
fn number_under(conn: &Conn, field: &str) -> String {
    match conn {
        Conn::Sqlite(_) => format!("CAST(json_extract(audit.details, '$.{field}') AS TEXT)"),
        Conn::Postgres(_) => format!("(audit.details::json ->> '{field}')"),
    }
}

/// The rows that a filter finds. What something was done to is looked up by its index; what details name, in the rows of
/// actions that name something.
fn found<'a>(conn: &Conn, filter: &'a Filter) -> Found<'a> {
    let mut query = audit::table.into_boxed();
    if let Some(whom) = &filter.whom {
        let mut whom = whom.iter().filter(|whom| !whom.ids.is_empty());
        let of = |whom: &'a Whom| audit::subject.eq(whom.subject).and(audit::subject_id.eq_any(&whom.ids));
        // A condition that always holds or never does would take the indices away.
        query = match whom.next() {
            Some(first) => query.filter(of(first)),
            None => query.filter(audit::id.is_null()),
        };
        for whom in whom {
            query = query.or_filter(of(whom));
        }
        for named in filter.named.iter().filter(|named| !named.ids.is_empty()) {
            let ids: Vec<String> = named.ids.iter().map(ToString::to_string).collect();
            let number = sql::<Text>(&number_under(conn, named.subject));
            query = query.or_filter(audit::action.eq_any(NAMING).and(number.eq_any(ids)));
        }
    }
    if let Some(people) = &filter.who {
        query = query.filter(audit::actor_id.eq_any(people));
    }
    if let Some(action) = filter.action {
        query = query.filter(audit::action.eq(action));
    }
    if filter.minors {
        // Written by `serde_json`, without blanks.
        query = query.filter(audit::details.like("%\"minor\":true%"));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit::at.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(audit::at.lt(to));
    }
    query
}

/// A page of the log, the newest first, and how many rows there are in all.
pub(in crate::accounts) fn list_log(
    conn: &mut Conn,
    filter: &Filter,
    (offset, limit): (i64, i64),
) -> Result<(Vec<Logged>, i64)> {
    let total = count_log(conn, filter)?;
    let rows: Vec<LoggedRow> =
        found(conn, filter).order(audit::id.desc()).offset(offset).limit(limit).select(COLUMNS).load(conn)?;
    Ok((rows.into_iter().map(logged).collect(), total))
}

/// How many rows there are in all.
pub(in crate::accounts) fn count_log(conn: &mut Conn, filter: &Filter) -> Result<i64> {
    Ok(found(conn, filter).count().get_result(conn)?)
}

/// The next rows before one, with their ids, the newest first.
pub(in crate::accounts) fn list_before(
    conn: &mut Conn,
    filter: &Filter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(i64, Logged)>> {
    let mut query = found(conn, filter);
    if let Some(before) = before {
        query = query.filter(audit::id.lt(before));
    }
    let rows: Vec<(i64, LoggedRow)> =
        query.order(audit::id.desc()).limit(limit).select((audit::id, COLUMNS)).load(conn)?;
    Ok(rows.into_iter().map(|(id, row)| (id, logged(row))).collect())
}

diesel::infix_operator!(Globs, " GLOB ");
diesel::infix_operator!(Matches, " ~ ");

/// How this database reads the names that details note, in one text, with something before each.
fn names_in(conn: &Conn) -> String {
    let text = |field: &str| match conn {
        Conn::Sqlite(_) => format!("COALESCE(json_extract(audit.details, '$.{field}'), '')"),
        Conn::Postgres(_) => format!("COALESCE(audit.details::json ->> '{field}', '')"),
    };
    format!("(' ' || {} || ' ' || {})", text("new"), text("old"))
}

/// What rows of these actions may note by names with words that begin like these folded ones, each once: subject, id,
/// details; those with the highest ids, at most so many.
pub(in crate::accounts) fn list_noting(
    conn: &mut Conn,
    actions: &[&str],
    words: &[&str],
    limit: i64,
) -> Result<Vec<(String, i64, String)>> {
    let about = audit::table.filter(audit::action.eq_any(actions)).filter(audit::subject_id.is_not_null());
    let mut query = about
        .select((audit::subject, audit::subject_id.assume_not_null(), audit::details))
        .distinct()
        .order(audit::subject_id.desc())
        .limit(limit)
        .into_boxed();
    let names = names_in(conn);
    let names = || sql::<Text>(&names);
    for word in words {
        let [word, marks] = beginning(conn, word).map(IntoSql::into_sql::<Text>);
        query = match conn {
            Conn::Sqlite(_) => query.filter(Globs::new(names(), word).or(Globs::new(names(), marks))),
            Conn::Postgres(_) => query.filter(Matches::new(names(), word).or(Matches::new(names(), marks))),
        };
    }
    Ok(query.load(conn)?)
}

/// Of each of these things the newest row of these actions.
pub(in crate::accounts) fn list_newest(conn: &mut Conn, actions: &[&str], things: &[Whom]) -> Result<Vec<Logged>> {
    let mut things = things.iter().filter(|things| !things.ids.is_empty());
    let of = |things: &'_ Whom| audit::subject.eq(things.subject).and(audit::subject_id.eq_any(things.ids.clone()));
    let Some(first) = things.next() else { return Ok(Vec::new()) };
    let newest = audit::table.group_by((audit::subject, audit::subject_id)).select(max(audit::id));
    let mut newest = newest.filter(of(first)).into_boxed();
    for things in things {
        newest = newest.or_filter(of(things));
    }
    let newest: Vec<Option<i64>> = newest.filter(audit::action.eq_any(actions)).load(conn)?;
    let newest = audit::table.filter(audit::id.eq_any(newest.into_iter().flatten()));
    Ok(newest.select(COLUMNS).load::<LoggedRow>(conn)?.into_iter().map(logged).collect())
}
