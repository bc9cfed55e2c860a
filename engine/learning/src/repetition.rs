//! What comes back when: a question that was answered right comes back after a longer time, one that was wrong soon.
//!
//! Boxes after Leitner (So lernt man lernen, 1972): a right answer moves the card one box on, a wrong one back to the first.
//! The days of the boxes are our own choice.

use std::collections::BTreeMap;

use crate::event::{ItemId, LearnerAct, LearnerEvent};

const DAY_S: u64 = 86_400;

/// How long a card rests in each box, days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    days: Vec<u32>,
}

impl Default for Schedule {
    /// 1, 3, 7, 14, 30 and 60 days (unverified).
    fn default() -> Self {
        Self {
            days: vec![1, 3, 7, 14, 30, 60],
        }
    }
}

/// A question that was asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// In which box it lies, from 0.
    pub box_number: usize,
    /// When it is due, seconds since 1970.
    pub due_unix_s: u64,
    /// How often it was answered.
    pub n_answers: u32,
    /// How often wrongly.
    pub n_wrong: u32,
}

/// A question that is due, and why: its card says since when and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueItem {
    /// The question.
    pub item: ItemId,
    /// Its card.
    pub card: Card,
}

impl Schedule {
    /// A schedule of its own days; the usual one without any.
    #[must_use]
    pub fn of_days(days: Vec<u32>) -> Self {
        if days.is_empty() {
            return Self::default();
        }
        Self { days }
    }

    /// The cards of all questions that were answered, by their last answers. An answer before a card is due moves it
    /// only if it is wrong: what was read a minute ago proves no memory.
    #[must_use]
    pub fn cards(&self, events: &[LearnerEvent]) -> BTreeMap<ItemId, Card> {
        let mut out: BTreeMap<ItemId, Card> = BTreeMap::new();
        for event in events {
            let LearnerAct::ItemAnswered { item, points, .. } = &event.act else {
                continue;
            };
            let is_right = *points >= 1.0;
            let now = event.at_unix_s;
            match out.get_mut(item) {
                None => {
                    let card = Card {
                        box_number: 0,
                        due_unix_s: self.due(0, now),
                        n_answers: 1,
                        n_wrong: u32::from(!is_right),
                    };
                    out.insert(item.clone(), card);
                }
                Some(card) => {
                    card.n_answers += 1;
                    if !is_right {
                        card.n_wrong += 1;
                        card.box_number = 0;
                        card.due_unix_s = self.due(0, now);
                    } else if now >= card.due_unix_s {
                        card.box_number = (card.box_number + 1).min(self.days.len() - 1);
                        card.due_unix_s = self.due(card.box_number, now);
                    }
                }
            }
        }
        out
    }

    /// The questions that are due, those that have waited longest first; then those that were wrong most often.
    #[must_use]
    pub fn due_items(&self, events: &[LearnerEvent], now_unix_s: u64) -> Vec<DueItem> {
        let mut due: Vec<DueItem> = self
            .cards(events)
            .into_iter()
            .filter(|(_, card)| card.due_unix_s <= now_unix_s)
            .map(|(item, card)| DueItem { item, card })
            .collect();
        due.sort_by_key(|due| {
            let wrong_first = std::cmp::Reverse(due.card.n_wrong);
            (due.card.due_unix_s / DAY_S, wrong_first, due.item.clone())
        });
        due
    }

    fn due(&self, box_number: usize, now_unix_s: u64) -> u64 {
        let days = self.days.get(box_number).copied().unwrap_or(1);
        now_unix_s.saturating_add(u64::from(days) * DAY_S)
    }
}

#[cfg(test)]
mod tests;
