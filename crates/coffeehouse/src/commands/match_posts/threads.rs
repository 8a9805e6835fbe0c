//! Several threads match, and what they find comes out in the order of the input.

use std::io::{self, Read};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::input::{self, Batch};
use super::matcher::{Matcher, Output};

/// A batch and where what it gives goes.
type Work = (Batch, SyncSender<Output>);

/// What a whole input gives, in its order. Dropped early, the threads end by themselves once their input moves.
///
/// Memory is bounded: a few batches for each thread wait, be it for a thread or for their turn.
pub struct Outputs {
    /// One receiver for each batch, in the order of the input.
    turns: Receiver<Receiver<Output>>,
    turn: Option<Receiver<Output>>,
    reader: JoinHandle<io::Result<()>>,
    workers: Vec<JoinHandle<()>>,
}

impl Outputs {
    /// Begins to read and match.
    ///
    /// # Errors
    /// When the machine gives no more threads.
    pub fn start(matcher: Matcher, input: impl Read + Send + 'static, count: NonZero<usize>) -> io::Result<Self> {
        let matcher = Arc::new(matcher);
        let (work, queue) = sync_channel::<Work>(count.get());
        let (turn, turns) = sync_channel(2 * count.get());
        let queue = Arc::new(Mutex::new(queue));
        let workers = (0..count.get()).map(|_| {
            let (matcher, queue) = (Arc::clone(&matcher), Arc::clone(&queue));
            thread::Builder::new().name("match".into()).spawn(move || {
                while let Some((batch, output)) = next(&queue) {
                    matcher.look(&batch, |found| match output.send(found) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    });
                }
            })
        });
        let workers = workers.collect::<io::Result<_>>()?;
        let reader = thread::Builder::new().name("read".into()).spawn(move || {
            input::cut(input, |batch| {
                let (output, outputs) = sync_channel(1);
                // The turn first: whoever takes the batch finds somebody waiting for it.
                if turn.send(outputs).is_ok() && work.send((batch, output)).is_ok() {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })
        })?;
        Ok(Self { turns, turn: None, reader, workers })
    }

    /// Waits for the threads after the last output.
    ///
    /// # Errors
    /// What reading gave, when it ended the input too early.
    pub fn finish(self) -> io::Result<()> {
        let Self { turns, turn, reader, workers } = self;
        drop((turns, turn));
        for worker in workers {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl Iterator for Outputs {
    type Item = Output;

    fn next(&mut self) -> Option<Output> {
        loop {
            if let Some(output) = self.turn.as_ref().and_then(|turn| turn.recv().ok()) {
                return Some(output);
            }
            self.turn = Some(self.turns.recv().ok()?);
        }
    }
}

fn next(queue: &Mutex<Receiver<Work>>) -> Option<Work> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
