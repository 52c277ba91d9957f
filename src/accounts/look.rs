//! Who of the staff looked at whose data.

use super::audit;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// Notes that the one who acts looked at a person.
///
/// # Errors
/// The database's.
pub fn note_look(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    let details = serde_json::Value::Null;
    let action = "person looked at";
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
