//! Files that go out as they are read: neither memory nor a connection of the database is held for who downloads slowly.

use std::sync::Arc;

use actix_web::web::Bytes;
use tokio_stream::wrappers::ReceiverStream;

use crate::db::{Conn, Database};
use crate::kernel::Result;

/// The parts of a file. `next` reads the one after a place, and says at which place it ends; none if nothing is left. It is
/// asked for a part once the one before it is on its way.
pub fn in_parts<P, F>(database: Database, head: String, next: F) -> ReceiverStream<Result<Bytes>>
where
    P: Send + 'static,
    F: Fn(&mut Conn, Option<&P>) -> Result<Option<(String, P)>> + Send + Sync + 'static,
{
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let next = Arc::new(next);
    tokio::spawn(async move {
        let (mut text, mut after) = (head, None);
        loop {
            let (next, place): (_, Option<P>) = (Arc::clone(&next), after.take());
            let (part, is_last) = match database.read_long(move |conn| next(conn, place.as_ref())).await {
                Ok(Some((lines, last))) => {
                    after = Some(last);
                    text.push_str(&lines);
                    (Ok(std::mem::take(&mut text)), false)
                }
                Ok(None) => (Ok(std::mem::take(&mut text)), true),
                // What was sent so far is no whole file, and the browser says so.
                Err(error) => (Err(error), true),
            };
            if sender.send(part.map(Bytes::from)).await.is_err() || is_last {
                return;
            }
        }
    });
    ReceiverStream::new(receiver)
}
