//! A page that saves by itself: what it saved is its own, also where the answer to it was lost.

use super::super::super::model::{Action, FileChange, Saved, Visit};
use super::super::super::{self as authoring};
use super::Open;
use crate::kernel::Error;
use crate::kernel::ids::DraftId;
use crate::web::{Fields, Page, Problem, Trainer};

/// The field of the form that names its page.
const FIELD: &str = "visit";

/// The page that sends a form; none if it says nothing of itself.
pub(super) fn visit_in(typed: &Fields) -> Option<Visit> {
    Visit::parse(typed.get(FIELD))
}

/// For a page that is shown now.
pub(super) fn new_visit(page: &Page) -> Visit {
    Visit::drawn(page.app.random.seed())
}

/// Saves, as one change; `visit` is the page that shows what it saves, and may never hear of it.
pub(super) async fn save_from(
    trainer: &Trainer,
    draft: DraftId,
    (what, visit): ((Action, String), Option<Visit>),
    changes: Vec<FileChange>,
) -> Result<Saved, Problem> {
    let write = move |conn: &mut _, ctx: &_| {
        let what = (what.0, what.1.as_str());
        match &visit {
            Some(visit) => authoring::save_from(conn, ctx, draft, (what, visit), &changes),
            None => authoring::save(conn, ctx, draft, what, &changes),
        }
    };
    match trainer.page.app.write(trainer.actor(), write).await {
        Ok(Saved::Closed) => Err(Problem::Conflict),
        Ok(saved) => Ok(saved),
        Err(Error::Conflict) => Ok(Saved::Meanwhile),
        Err(error) => Err(error.into()),
    }
}

impl Open {
    /// The newest change of a file behind the one from which a page was made, if that very page made it by one of these
    /// actions.
    pub(super) async fn own_of(
        &self,
        trainer: &Trainer,
        (path, after): (&str, i64),
        (visit, actions): (&Visit, &'static [Action]),
    ) -> Result<Option<i64>, Problem> {
        let (id, path, me, visit) = (self.draft.id, path.to_owned(), trainer.id(), visit.clone());
        let read = move |conn: &mut _| authoring::find_own(conn, id, (&path, after), (me, &visit), actions);
        Ok(trainer.page.app.read(read).await?)
    }

    /// The page of this person that made a change, where one did.
    pub(super) async fn visit_of(&self, trainer: &Trainer, number: i64) -> Result<Option<Visit>, Problem> {
        let (id, me) = (self.draft.id, trainer.id());
        Ok(trainer.page.app.read(move |conn| authoring::find_visit(conn, (id, number), me)).await?)
    }
}
