//! The job queue on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use erikti::db::Database;
use erikti::jobs::bell::Stop;
use erikti::jobs::events::{Event, EventKind, raise};
use erikti::jobs::forget::forget_done;
use erikti::jobs::model::{Failure, NewJob, Queued};
use erikti::jobs::queue::enqueue;
use erikti::jobs::registry::Registry;
use erikti::jobs::retry::retry;
use erikti::jobs::runner::Runner;
use erikti::jobs::schedule::Schedule;
use erikti::kernel::ids::{EnrolmentId, JobId};
use erikti::kernel::{Clock, Error};

use crate::databases::{StoppedClock, each};

#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn up(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

async fn queue(db: &Database, clock: &StoppedClock, key: Option<&str>) -> Queued<JobId> {
    let ctx = clock.ctx();
    let job = NewJob { kind: "count", key: key.map(str::to_owned), payload: "{}".to_owned(), run_at: ctx.now };
    db.write(move |conn| enqueue(conn, &ctx, &job)).await.unwrap()
}

#[tokio::test]
async fn a_key_queues_once_and_a_rolled_back_job_never_runs() {
    for fresh in each() {
        let (db, clock, count) = (fresh.db.clone(), StoppedClock::new(), Count::default());
        assert!(matches!(queue(&db, &clock, Some("a")).await, Queued::New(_)));
        assert_eq!(queue(&db, &clock, Some("a")).await, Queued::Before);
        let ctx = clock.ctx();
        let undone: Result<(), Error> = db
            .write(move |conn| {
                let job = NewJob { kind: "count", key: None, payload: String::new(), run_at: ctx.now };
                enqueue(conn, &ctx, &job)?;
                Err(Error::Conflict)
            })
            .await;
        assert!(undone.is_err());
        let counted = count.clone();
        let registry = Registry::new().on("count", move |_| {
            counted.up();
            async { Ok(()) }
        });
        let runner = Runner::new(db.clone(), Arc::new(clock.clone()), registry);
        assert_eq!(runner.run_due(&Stop::default()).await.unwrap(), 1);
        assert_eq!(runner.run_due(&Stop::default()).await.unwrap(), 0);
        assert_eq!(queue(&db, &clock, Some("a")).await, Queued::Before, "a done job keeps its key");
        assert_eq!(count.get(), 1);

        clock.forward(91 * 24 * 3600);
        let before = clock.ctx().now.plus_hours(-24 * 90);
        assert_eq!(db.write(move |conn| forget_done(conn, before, 10)).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn failures_panics_and_refusals_each_take_their_way() {
    for fresh in each() {
        let (db, clock, count) = (fresh.db.clone(), StoppedClock::new(), Count::default());
        let counted = count.clone();
        let registry = Registry::new().on("count", move |_| {
            let number = counted.up();
            async move {
                match number {
                    1 => Err(Failure::from(Error::Unavailable("away".to_owned()))),
                    2 => panic!("a bug"),
                    3 => Err(Failure::from(Error::NotFound)),
                    _ => Ok(()),
                }
            }
        });
        let runner = Runner::new(db.clone(), Arc::new(clock.clone()), registry);
        let Queued::New(id) = queue(&db, &clock, None).await else { panic!("queued before") };
        let stop = Stop::default();
        assert_eq!(runner.run_due(&stop).await.unwrap(), 1);
        assert_eq!(runner.run_due(&stop).await.unwrap(), 0, "not before its time");
        clock.forward(10);
        assert_eq!(runner.run_due(&stop).await.unwrap(), 1);
        clock.forward(60);
        assert_eq!(runner.run_due(&stop).await.unwrap(), 1);
        clock.forward(7 * 24 * 3600);
        assert_eq!(runner.run_due(&stop).await.unwrap(), 0, "given up");
        let ctx = clock.ctx();
        db.write(move |conn| retry(conn, &ctx, id)).await.unwrap();
        assert_eq!(runner.run_due(&stop).await.unwrap(), 1);
        let ctx = clock.ctx();
        let again = db.write(move |conn| retry(conn, &ctx, id)).await;
        assert!(matches!(again, Err(Error::NotFound)), "a done job is not retried");
        assert_eq!(count.get(), 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_servers_do_each_job_once() {
    for fresh in each() {
        let (db, clock, count) = (fresh.db.clone(), StoppedClock::new(), Count::default());
        for number in 0..20 {
            queue(&db, &clock, Some(&number.to_string())).await;
        }
        let servers: Vec<_> = (0..4)
            .map(|_| {
                let (counted, every) = (count.clone(), count.clone());
                let registry = Registry::new()
                    .on("count", move |_| {
                        counted.up();
                        async { Ok(()) }
                    })
                    .every(Schedule::hours("clean-up", 1), move |_| {
                        every.up();
                        async { Ok(()) }
                    });
                let runner = Runner::new(db.clone(), Arc::new(clock.clone()), registry);
                tokio::spawn(async move { while runner.run_due(&Stop::default()).await.unwrap() > 0 {} })
            })
            .collect();
        for server in servers {
            server.await.unwrap();
        }
        assert_eq!(count.get(), 21, "twenty jobs and one clean-up");
    }
}

#[tokio::test]
async fn periodic_work_comes_back_and_missed_times_are_not_made_up_for() {
    for fresh in each() {
        let (clock, count) = (StoppedClock::new(), Count::default());
        let counted = count.clone();
        let registry = Registry::new().every(Schedule::minutes("clean-up", 10), move |_| {
            counted.up();
            async { Ok(()) }
        });
        let runner = Runner::new(fresh.db.clone(), Arc::new(clock.clone()), registry);
        for (forward, expected) in [(0, 1), (599, 1), (1, 2), (36_000, 3), (0, 3)] {
            clock.forward(forward);
            runner.run_due(&Stop::default()).await.unwrap();
            assert_eq!(count.get(), expected, "after {forward} more seconds");
        }
    }
}

#[tokio::test]
async fn an_event_is_heard_once_by_every_listener() {
    for fresh in each() {
        let (db, clock, count) = (fresh.db.clone(), StoppedClock::new(), Count::default());
        let event = Event::CourseCompleted { enrolment: EnrolmentId(7) };
        for _ in 0..2 {
            let ctx = clock.ctx();
            db.write(move |conn| raise(conn, &ctx, event)).await.unwrap();
        }
        let mut registry = Registry::new();
        for _ in 0..2 {
            let counted = count.clone();
            registry = registry.on_event(EventKind::CourseCompleted, move |heard| {
                assert_eq!(heard, event);
                counted.up();
                async { Ok(()) }
            });
        }
        let nobody = Runner::new(db.clone(), Arc::new(clock.clone()), Registry::new());
        assert_eq!(nobody.run_due(&Stop::default()).await.unwrap(), 0, "an event waits for a server that listens");
        let runner = Runner::new(db.clone(), Arc::new(clock.clone()), registry);
        assert_eq!(runner.run_due(&Stop::default()).await.unwrap(), 1);
        assert_eq!(count.get(), 2);
        assert!(clock.now().unix() > 0);
    }
}
