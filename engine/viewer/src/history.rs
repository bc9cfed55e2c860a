//! Taking changes back and doing them again, of anything that can be kept as a whole. Knows nothing of what it keeps.

use std::collections::VecDeque;

/// A state with those before it and those taken back.
///
/// A drag is one step however many changes it makes: changes of the same drag replace one another.
#[derive(Debug, Clone, PartialEq)]
pub struct History<T> {
    past: VecDeque<T>,
    now: T,
    future: Vec<T>,
    most: usize,
    drag: Option<u64>,
}

impl<T: Clone + PartialEq> History<T> {
    /// Begins with a state; at most `most` steps can be taken back, the oldest are forgotten first.
    #[must_use]
    pub fn new(now: T, most: usize) -> Self {
        Self {
            past: VecDeque::new(),
            now,
            future: Vec::new(),
            most,
            drag: None,
        }
    }

    /// The state now.
    #[must_use]
    pub fn now(&self) -> &T {
        &self.now
    }

    /// A new state, as a step of its own. A state equal to the one now is no step.
    pub fn change(&mut self, state: T) {
        self.drag = None;
        self.step(state);
    }

    /// A new state of a drag: with the changes of the same `drag` before it, one step.
    pub fn change_in_drag(&mut self, drag: u64, state: T) {
        if self.drag == Some(drag) {
            self.now = state;
            // A drag that came back to where it began was none.
            if self.past.back() == Some(&self.now) {
                self.past.pop_back();
                self.drag = None;
            }
        } else if state != self.now {
            self.step(state);
            self.drag = (self.most > 0).then_some(drag);
        }
    }

    fn step(&mut self, state: T) {
        if state == self.now {
            return;
        }
        self.future.clear();
        self.past.push_back(std::mem::replace(&mut self.now, state));
        while self.past.len() > self.most {
            self.past.pop_front();
        }
    }

    /// A new state that is no step: what it replaces cannot be had back.
    pub fn replace(&mut self, state: T) {
        self.now = state;
    }

    /// Takes the last step back; the state then, or `None` if there is none to take back.
    pub fn undo(&mut self) -> Option<&T> {
        let before = self.past.pop_back()?;
        self.drag = None;
        self.future.push(std::mem::replace(&mut self.now, before));
        Some(&self.now)
    }

    /// Does again what was taken back last; the state then, or `None` if nothing was.
    pub fn redo(&mut self) -> Option<&T> {
        let after = self.future.pop()?;
        self.drag = None;
        self.past.push_back(std::mem::replace(&mut self.now, after));
        Some(&self.now)
    }

    /// Whether there is a step to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests;
