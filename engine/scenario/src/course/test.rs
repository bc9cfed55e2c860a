//! A knowledge test of a course: how many questions of which topic, how long, and which ones a seed draws. Judges nothing.

use overread_base::Seed;

use super::item::{CourseItem, ItemSet};
use super::model::CourseModule;

/// How a set of questions is held as a test: without feedback, against the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSpec {
    /// How long it takes at most, minutes.
    pub minutes: u32,
    /// How many questions of each topic, in the order of the file.
    pub draw: Vec<TopicCount>,
    /// How often one learner may sit it; `None` without limit.
    pub most_attempts: Option<u32>,
    /// The least time between two attempts, days.
    pub wait_days: u32,
}

/// How many questions of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCount {
    /// The topic.
    pub topic: String,
    /// How many.
    pub count: u32,
}

impl TestSpec {
    /// How many questions are asked.
    #[must_use]
    pub fn n_items(&self) -> u32 {
        let counts = self.draw.iter().map(|topic| topic.count);
        counts.fold(0, u32::saturating_add)
    }

    /// The questions that a seed draws, in the order in which they are asked. Equal seeds give equal tests; a topic with
    /// too few questions gives what it has.
    #[must_use]
    pub fn drawn<'a>(
        &self,
        module: &'a CourseModule,
        set: ItemSet,
        seed: Seed,
    ) -> Vec<&'a CourseItem> {
        let seed = seed.child("knowledge test").child(&module.id);
        let mut drawn = Vec::new();
        for wanted in &self.draw {
            let mut bank: Vec<&CourseItem> = module
                .items_of(set)
                .filter(|item| item.topic.as_deref() == Some(&wanted.topic))
                .collect();
            seed.child(&wanted.topic).rng().shuffle(&mut bank);
            bank.truncate(usize::try_from(wanted.count).unwrap_or(usize::MAX));
            drawn.extend(bank);
        }
        // Topics in a row would tell what is asked about.
        seed.child("order").rng().shuffle(&mut drawn);
        drawn
    }
}

#[cfg(test)]
mod tests;
