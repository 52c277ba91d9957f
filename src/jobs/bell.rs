//! Waking and stopping the workers.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// Workers look by themselves this often: for what falls due, and for what another server queued.
const POLL: Duration = Duration::from_secs(5);

/// Wakes the workers of this server. Ring it after a transaction that may have queued something; ringing often costs
/// nothing, and a ring that is lost costs `POLL`.
#[derive(Debug, Clone)]
pub struct Bell(Arc<watch::Sender<u64>>);

impl Default for Bell {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Bell {
    /// Wakes every worker that waits.
    pub fn ring(&self) {
        self.0.send_modify(|rings| *rings = rings.wrapping_add(1));
    }
}

/// Tells workers to finish what they have begun and end.
#[derive(Debug, Clone)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// From now on workers begin nothing new.
    pub fn now(&self) {
        self.0.send_replace(true);
    }

    /// True once [`Self::now`] was called.
    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until [`Self::now`] is called.
    pub async fn wait(&self) {
        // The sender lives in `self`, so the wait cannot fail.
        let _ = self.0.subscribe().wait_for(|stop| *stop).await;
    }

    /// Waits for this long, or until told to stop.
    async fn rest(&self, pause: Duration) {
        let _ = timeout(pause, self.wait()).await;
    }
}

/// Runs rounds of work: at once, then whenever the bell rings or `POLL` has passed. A round answers with how long to
/// rest in any case. Ends after the round during which it was told to stop.
pub async fn pulse<F, Round>(bell: &Bell, stop: &Stop, mut round: F)
where
    F: FnMut() -> Round + Send,
    Round: Future<Output = Duration> + Send,
{
    let mut ear = bell.0.subscribe();
    while !stop.is_set() {
        ear.mark_unchanged();
        let pause = round().await;
        stop.rest(pause).await;
        tokio::select! {
            _ = ear.changed() => {}
            () = sleep(POLL) => {}
            () = stop.wait() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn the_bell_wakes_and_stop_ends() {
        let (bell, stop, rounds) = (Bell::default(), Stop::default(), Arc::new(AtomicU32::new(0)));
        let worker = tokio::spawn({
            let (bell, stop, rounds) = (bell.clone(), stop.clone(), Arc::clone(&rounds));
            async move {
                let round = || async {
                    rounds.fetch_add(1, Ordering::SeqCst);
                    Duration::ZERO
                };
                pulse(&bell, &stop, round).await;
            }
        });
        let reached = async |number| {
            while rounds.load(Ordering::SeqCst) < number {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(4), reached(1)).await.expect("a first round");
        tokio::task::yield_now().await;
        bell.ring();
        timeout(Duration::from_secs(4), reached(2)).await.expect("a second round, sooner than by itself");
        stop.now();
        timeout(Duration::from_secs(4), worker).await.expect("an end").expect("no panic");
    }
}
