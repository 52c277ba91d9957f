//! A group of the demo: the trainer leads it, some of those in its course belong to it.

use super::people::Character;
use super::{DemoError, Filling};
use crate::groups::{Details, GroupName, Made, NewGroup, Whose, find_group, join, make};
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, Error, Role};

/// Its name.
const NAME: &str = "Талғар, бастапқы топ";
/// Its course.
const COURSE: &str = "leadership";
/// Who belongs to it at most.
const MEMBERS: usize = 12;

impl Filling {
    /// Makes the group and lets people join it by its code.
    pub(super) async fn group(&self, joining: &[(&Character, PersonId)]) -> Result<(), DemoError> {
        let (app, courses) = (&self.issuing.app, self.issuing.library.shelf());
        let leads = |character: &Character| character.roles.contains(&Role::Trainer);
        let Some((_, trainer)) = joining.iter().find(|(character, _)| leads(character)).copied() else { return Ok(()) };
        let Some(course) = courses.course(COURSE).map(|published| published.course_id) else { return Ok(()) };
        self.clock.set(self.now.plus_seconds(-1800));
        let (today, seed, base) = (app.today(), app.random.seed(), app.base_url.to_string());
        let name = GroupName::parse(NAME).ok_or_else(|| Error::internal("a made-up name is no name"))?;
        let (starts_on, ends_on) = (today.minus_days(7), today.plus_days(21));
        let details = Details { name, starts_on, ends_on, organisation: None, places: Some(20) };
        let new = NewGroup { run: "demo".to_owned(), course, trainer, details };
        let made = app.write(Actor::Person(trainer), move |conn, ctx| {
            match make(conn, ctx, Whose::All, &new, (seed, &base))? {
                Made::Yes(id) | Made::AlreadySo(id) | Made::Before(Some(id)) => {
                    find_group(conn, Whose::All, id)?.ok_or(Error::NotFound)
                }
                Made::Before(None) => Err(Error::NotFound),
            }
        });
        let group = made.await?;
        let learns = |character: &Character| {
            character.roles.is_empty()
                && !character.is_disabled
                && character.courses.iter().any(|(key, _)| *key == COURSE)
        };
        for (_, person) in joining.iter().filter(|(character, _)| learns(character)).take(MEMBERS).copied() {
            let (code, courses) = (group.code.clone(), std::sync::Arc::clone(&courses));
            let work = move |conn: &mut _, ctx: &_| join(conn, ctx, (person, today), &code, &courses).map(drop);
            app.write(Actor::Person(person), work).await?;
        }
        Ok(())
    }
}
