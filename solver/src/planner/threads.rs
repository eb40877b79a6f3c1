//! The threads of runs: pools of their own, so that an embedding program's is left alone.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Stack of a thread: that of a main thread, so that a run needs no other limits in a pool than outside.
const STACK: usize = 8 << 20;

/// Pools that nobody uses just now, by their number of threads: whoever plans a thousand small instances makes threads once.
static IDLE: OnceLock<Mutex<BTreeMap<usize, Vec<ThreadPool>>>> = OnceLock::new();

fn idle(
    change: impl FnOnce(&mut Vec<ThreadPool>) -> Option<ThreadPool>,
    threads: usize,
) -> Option<ThreadPool> {
    let pools = IDLE.get_or_init(Mutex::default);
    let mut pools = pools.lock().unwrap_or_else(PoisonError::into_inner);
    change(pools.entry(threads).or_default())
}

/// Does some work in a pool of so many threads; 0 means one per core. Runs at the same time have a pool each, so none waits for another. Where
/// the system gives no threads the work is done in the caller's.
pub(super) fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let cores = || std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let threads = if threads == 0 { cores() } else { threads };
    let builder = || ThreadPoolBuilder::new().stack_size(STACK);
    let new = || {
        let many = builder().num_threads(threads).build();
        many.or_else(|_| builder().num_threads(1).build()).ok()
    };
    let Some(pool) = idle(Vec::pop, threads).or_else(new) else {
        return work();
    };
    let done = pool.install(work);
    idle(
        |pools| {
            pools.push(pool);
            None
        },
        threads,
    );
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::ThreadId;

    /// Threads that no other test asks for.
    const THREADS: usize = 3;

    #[test]
    fn threads_are_made_once_and_runs_at_one_time_have_their_own() {
        let worker = || std::thread::current().id();
        let here = worker();
        let mut seen: Vec<ThreadId> = Vec::new();
        let inner = in_pool(THREADS, || {
            seen.push(worker());
            assert_eq!(rayon::current_num_threads(), THREADS);
            std::thread::spawn(move || in_pool(THREADS, worker)).join()
        });
        assert!(seen[0] != here && inner.ok() != Some(seen[0]));
        // both are idle now
        let n_idle = || {
            let mut n = 0;
            idle(
                |pools| {
                    n = pools.len();
                    None
                },
                THREADS,
            );
            n
        };
        assert_eq!(n_idle(), 2, "both are idle now");
        in_pool(THREADS, || ());
        assert_eq!(n_idle(), 2, "and one of them was enough");
    }
}
