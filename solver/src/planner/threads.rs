//! The threads of a run: a pool of its own, so that an embedding program's is left alone.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Stack of a thread: that of a main thread, so that a run needs no other limits in a pool than outside.
const STACK: usize = 8 << 20;

/// A pool of so many threads; 0 means one per core. `None` where the system gives none; the run then makes do without.
pub(super) fn pool(threads: usize) -> Option<ThreadPool> {
    let cores = || std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let threads = if threads == 0 { cores() } else { threads };
    let builder = || ThreadPoolBuilder::new().stack_size(STACK);
    let many = builder().num_threads(threads).build();
    many.or_else(|_| builder().num_threads(1).build()).ok()
}
