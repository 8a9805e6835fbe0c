//! Things that are made once for all who ask for the same.

use std::collections::HashMap;

/// Things by number, and by the text that makes two of them the same.
#[derive(Debug, Clone)]
pub(crate) struct Shelf<T> {
    places: Vec<Option<Held<T>>>,
    free: Vec<u32>,
    by_text: HashMap<Box<str>, u32>,
    /// Bytes of the things and texts themselves.
    held_bytes: usize,
}

#[derive(Debug, Clone)]
struct Held<T> {
    thing: T,
    uses: u32,
    text: Box<str>,
    bytes: usize,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { places: Vec::new(), free: Vec::new(), by_text: HashMap::new(), held_bytes: 0 }
    }
}

impl<T> Shelf<T> {
    /// Takes what a text stands for; `make` makes it if nobody has it, and says how many bytes it has elsewhere. `None` if
    /// it cannot be made.
    pub(super) fn take(&mut self, text: &str, make: impl FnOnce() -> Option<(T, usize)>) -> Option<u32> {
        if let Some(id) = self.by_text.get(text) {
            self.places[*id as usize].as_mut().expect("what is known by its text is there").uses += 1;
            return Some(*id);
        }
        let (thing, bytes) = make()?;
        // The text stands here and in the table.
        let held = Held { thing, uses: 1, text: text.into(), bytes: bytes + text.len() * 2 };
        self.held_bytes += held.bytes;
        let held = Some(held);
        let id = match self.free.pop() {
            Some(id) => {
                self.places[id as usize] = held;
                id
            }
            None => {
                self.places.push(held);
                u32::try_from(self.places.len() - 1).expect("fewer than 2^32 of them fit in memory")
            }
        };
        self.by_text.insert(text.into(), id);
        Some(id)
    }

    pub(super) fn give_back(&mut self, id: u32) {
        let place = &mut self.places[id as usize];
        let held = place.as_mut().expect("only what was taken is given back");
        held.uses -= 1;
        if held.uses == 0 {
            self.held_bytes -= held.bytes;
            self.by_text.remove(&held.text);
            *place = None;
            self.free.push(id);
        }
    }

    /// Returns a thing by its number.
    #[inline]
    pub(crate) fn thing(&self, id: u32) -> &T {
        &self.places[id as usize].as_ref().expect("a number is valid as long as it is not given back").thing
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.places.iter().flatten().map(|held| &held.thing)
    }

    /// Returns how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.places)
            + size_of_val(&*self.free)
            + self.by_text.capacity() * (size_of::<(Box<str>, u32)>() + 1)
            + self.held_bytes
    }
}
