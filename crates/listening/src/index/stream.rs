//! Lists of queries, each with its gate beside it, in one piece of memory.

/// Smallest room for a list, in units.
const LEAST: usize = 8;
/// Units before a list: the class of its room, and how many units are used.
const HEAD: usize = 3;

/// Lists of postings: a slot in two units, the length of its gate, and the gate: signs by their short hashes.
///
/// Reading one list is reading one run of memory. Room comes in powers of two; what a list leaves when it grows is
/// used by the next of that size.
#[derive(Debug, Clone, Default)]
pub(super) struct Stream {
    units: Vec<u16>,
    /// By class: rooms that are free.
    free: Vec<Vec<u32>>,
}

/// Where a list stands.
pub(super) type At = u32;

impl Stream {
    /// Returns an empty list with room for one posting of a usual length.
    pub(super) fn new_list(&mut self) -> At {
        self.room(1)
    }

    fn room(&mut self, class: u16) -> At {
        let class_index = usize::from(class);
        if self.free.len() <= class_index {
            self.free.resize_with(class_index + 1, Vec::new);
        }
        let at = self.free[class_index].pop().unwrap_or_else(|| {
            let at = self.units.len();
            self.units.resize(at + (LEAST << class), 0);
            u32::try_from(at).expect("fewer than 2^32 units fit in memory")
        });
        self.units[at as usize] = class;
        self.set_used(at, 0);
        at
    }

    /// Gives a list's room back.
    pub(super) fn drop_list(&mut self, at: At) {
        let class = usize::from(self.units[at as usize]);
        self.free[class].push(at);
    }

    /// Returns how many units a list has.
    #[inline]
    pub(super) fn used(&self, at: At) -> usize {
        let at = at as usize;
        usize::from(self.units[at + 1]) | usize::from(self.units[at + 2]) << 16
    }

    fn set_used(&mut self, at: At, used: usize) {
        let at = at as usize;
        let [low, high] = split(u32::try_from(used).expect("a list fits in the stream"));
        self.units[at + 1] = low;
        self.units[at + 2] = high;
    }

    pub(super) fn is_empty(&self, at: At) -> bool {
        self.used(at) == 0
    }

    /// Returns how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.units) + self.free.iter().map(|free| size_of_val(&**free)).sum::<usize>()
    }

    /// Adds a posting; returns where the list stands now.
    pub(super) fn push(&mut self, at: At, slot: u32, gate: impl ExactSizeIterator<Item = u16>) -> At {
        let used = self.used(at);
        let more = HEAD + gate.len();
        let class = self.units[at as usize];
        let to = if HEAD + used + more <= LEAST << class { at } else { self.grown(at, HEAD + used + more) };
        let [low, high] = split(slot);
        let len = u16::try_from(gate.len()).expect("a gate is short");
        let from = to as usize + HEAD + used;
        self.units[from..from + HEAD].copy_from_slice(&[low, high, len]);
        for (unit, sign) in self.units[from + HEAD..].iter_mut().zip(gate) {
            *unit = sign;
        }
        self.set_used(to, used + more);
        to
    }

    fn grown(&mut self, at: At, needed: usize) -> At {
        let class = (needed.div_ceil(LEAST)).next_power_of_two().trailing_zeros();
        let to = self.room(u16::try_from(class).expect("a class is below 64"));
        let used = self.used(at);
        let from = at as usize + HEAD;
        self.units.copy_within(from..from + used, to as usize + HEAD);
        self.set_used(to, used);
        self.drop_list(at);
        to
    }

    /// Removes every posting of a slot.
    pub(super) fn remove(&mut self, at: At, slot: u32) {
        let begin = at as usize + HEAD;
        let mut end = begin + self.used(at);
        let mut from = begin;
        while from < end {
            let next = from + HEAD + usize::from(self.units[from + 2]);
            if self.units[from..from + 2] == split(slot) {
                self.units.copy_within(next..end, from);
                end -= next - from;
            } else {
                from = next;
            }
        }
        self.set_used(at, end - begin);
    }

    /// Calls `each` with the slot of every posting without a gate or with one of whose signs `has` says yes; returns how
    /// many others there are.
    #[inline]
    pub(super) fn open(&self, (at, used): (At, usize), has: impl Fn(u16) -> bool, mut each: impl FnMut(u32)) -> usize {
        let from = at as usize + HEAD;
        let mut rest = &self.units[from..from + used];
        let mut shut = 0;
        while let [low, high, len, tail @ ..] = rest {
            let (gate, next) = tail.split_at(usize::from(*len));
            if gate.is_empty() || gate.iter().any(|sign| has(*sign)) {
                each(u32::from(*low) | u32::from(*high) << 16);
            } else {
                shut += 1;
            }
            rest = next;
        }
        shut
    }
}

#[allow(clippy::cast_possible_truncation, reason = "both halves are kept")]
fn split(number: u32) -> [u16; 2] {
    [number as u16, (number >> 16) as u16]
}
