//! The application without a server: for commands that need more than the database.

use std::sync::Arc;

use url::Url;

use super::issuing::Issuing;
use super::{Given, StartError, keys, library, sealing};
use crate::accounts::{Hasher, Sealer};
use crate::certificates::adopt_key::find_current_key_id;
use crate::certificates::keys::SigningKey;
use crate::config::Config;
use crate::content::Library;
use crate::db::{Database, Recall};
use crate::jobs::bell::Bell;
use crate::kernel::Error;
use crate::settings::Current;
use crate::web::App;
use crate::web::limits::Limits;
use crate::web::state::Parts;

/// Sign-ins that are kept in memory: more than look at pages at the same time, a few hundred bytes each.
const SIGN_INS: usize = 8192;

/// What issuing needs, on a database that a server has begun. Courses and key stay as they are.
///
/// # Errors
/// The key that signs is not there, or is not the register's; the database's.
pub async fn issuing(config: Config, db: Database, given: Given) -> Result<Issuing, StartError> {
    let expected = db.read(find_current_key_id).await?;
    if expected.is_none() {
        return Err(Error::internal("no key signs certificates yet: the first start of the server makes it").into());
    }
    let key = keys::read_fitting(&config.data, expected)?;
    let key = key.ok_or_else(|| Error::internal("a key that fits the register is there"))?;
    let library = Arc::new(library::read(&db).await?);
    let base_url = config.base_url_at(config.listen)?;
    let sealer = sealing::load_or_spare(&config.data, &given.random)?;
    Ok(together((config, base_url), db, given, (library, key, sealer)).await?)
}

/// Puts an application together, with the centre's settings as they are now.
pub(super) async fn together(
    (config, base_url): (Config, Url),
    db: Database,
    given: Given,
    (library, key, sealer): (Arc<Library>, SigningKey, Sealer),
) -> Result<Issuing, Error> {
    let app = App::new(Parts {
        db,
        clock: given.clock,
        random: given.random,
        config,
        base_url,
        hasher: Hasher::default(),
        sealer,
        sign_ins: Recall::new(SIGN_INS),
        limits: Limits::default(),
        bell: Bell::default(),
        centre: Current::default(),
    });
    let reading = app.clone();
    app.db.read(move |conn| reading.centre.refresh(conn)).await?;
    Ok(Issuing { app, library, key: Arc::new(key) })
}
