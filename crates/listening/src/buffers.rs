//! What a post's analysis is written into, used again for the next post.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

use crate::analysis::Builder;

/// Most buffers that a thread keeps for later.
const KEPT: usize = 4;
/// Largest text whose buffers are kept, in bytes: one long article must not hold its memory for ever.
const KEPT_BYTES: usize = 1 << 18;

thread_local! {
    #[allow(clippy::vec_box, reason = "a loan moves the box, not the bits in it")]
    static POOL: RefCell<Vec<Box<Buffers>>> = const { RefCell::new(Vec::new()) };
}

#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub(crate) builder: Builder,
    /// By entry: the hash of its key.
    pub(crate) hashes: Vec<u64>,
}

/// Buffers on loan from the thread that analyses; they go back when the post is done with.
#[derive(Debug)]
pub(crate) struct Loan(Option<Box<Buffers>>);

impl Loan {
    /// Returns empty buffers.
    pub(crate) fn take() -> Self {
        let pooled = POOL.try_with(|pool| pool.try_borrow_mut().ok().and_then(|mut pool| pool.pop())).ok().flatten();
        let mut buffers = pooled.unwrap_or_default();
        buffers.builder.clear();
        buffers.hashes.clear();
        Self(Some(buffers))
    }
}

impl Deref for Loan {
    type Target = Buffers;

    fn deref(&self) -> &Buffers {
        self.0.as_ref().expect("buffers stay until the loan is dropped")
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut Buffers {
        self.0.as_mut().expect("buffers stay until the loan is dropped")
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let Some(buffers) = self.0.take().filter(|buffers| buffers.builder.capacity() <= KEPT_BYTES) else { return };
        // Nobody to give them back to while a thread ends.
        let _ = POOL.try_with(|pool| {
            if let Ok(mut pool) = pool.try_borrow_mut()
                && pool.len() < KEPT
            {
                pool.push(buffers);
            }
        });
    }
}
