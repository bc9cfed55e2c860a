//! A row of questions: which is asked, what has been answered, what it came to. No drawing.

use overread_exam::meets_cut;
use overread_learning::DueItem;
use overread_scenario::{Course, CourseItem, CourseModule, ItemAnswer, ItemKey, ItemSet};

/// Questions being answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quiz {
    asked: Vec<Asked>,
    at: usize,
    /// Whether each answer is judged at once; else all of them after the last.
    pub(super) is_judged_at_once: bool,
    /// From which share on it is passed, %.
    pub(super) pass_percent: Option<u8>,
    /// Whether it is a test: answers are told of at its end alone.
    pub(super) is_test: bool,
    /// What is chosen and not given yet.
    pub(super) chosen: Vec<String>,
    pub(super) number: String,
}

/// A question of the row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) module: String,
    pub(super) item: String,
    /// What was answered, and what it is worth.
    pub(super) given: Option<(ItemAnswer, f64)>,
}

impl Quiz {
    /// The questions of a set of a module.
    pub(super) fn of_set(module: &CourseModule, set: ItemSet, pass_percent: Option<u8>) -> Self {
        let asked = module.items_of(set).map(|item| Asked {
            module: module.id.clone(),
            item: item.id.clone(),
            given: None,
        });
        Self::new(asked.collect(), set == ItemSet::Review, pass_percent)
    }

    /// The questions that were drawn for a test.
    pub(super) fn of_test(module: &CourseModule, drawn: &[&CourseItem]) -> Self {
        let asked = drawn.iter().map(|item| Asked {
            module: module.id.clone(),
            item: item.id.clone(),
            given: None,
        });
        Self {
            is_test: true,
            ..Self::new(asked.collect(), false, None)
        }
    }

    /// Each question with its answer, in order; `None` where none was given.
    pub(super) fn answers(self) -> Vec<(String, Option<ItemAnswer>)> {
        let asked = self.asked.into_iter();
        asked
            .map(|asked| (asked.item, asked.given.map(|(answer, _)| answer)))
            .collect()
    }

    /// Questions that come back.
    pub(super) fn of_due(due: &[DueItem]) -> Self {
        let asked = due.iter().map(|due| Asked {
            module: due.item.module.clone(),
            item: due.item.item.clone(),
            given: None,
        });
        Self::new(asked.collect(), true, None)
    }

    fn new(asked: Vec<Asked>, is_judged_at_once: bool, pass_percent: Option<u8>) -> Self {
        Self {
            asked,
            at: 0,
            is_judged_at_once,
            pass_percent,
            is_test: false,
            chosen: Vec::new(),
            number: String::new(),
        }
    }

    pub(super) fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// The question that is asked now; `None` after the last.
    pub(super) fn current(&self) -> Option<&Asked> {
        self.asked.get(self.at)
    }

    /// Its number, from 1, and how many there are.
    pub(super) fn position(&self) -> (usize, usize) {
        ((self.at + 1).min(self.asked.len()), self.asked.len())
    }

    /// Chooses an option, or takes it back.
    pub(super) fn choose(&mut self, item: &CourseItem, option: &str) {
        if self.current().is_some_and(|asked| asked.given.is_some()) {
            return;
        }
        match &item.key {
            ItemKey::Several(_) => {
                if let Some(at) = self.chosen.iter().position(|chosen| chosen == option) {
                    self.chosen.remove(at);
                } else {
                    self.chosen.push(option.to_owned());
                }
            }
            ItemKey::One(_) | ItemKey::Number { .. } => self.chosen = vec![option.to_owned()],
        }
    }

    /// What would be answered now; `None` while nothing is.
    pub(super) fn answer(&self, item: &CourseItem) -> Option<ItemAnswer> {
        match &item.key {
            ItemKey::Number { .. } => {
                let typed = self.number.trim().replace(',', ".");
                let number: f64 = typed.parse().ok()?;
                number.is_finite().then_some(ItemAnswer::Number(number))
            }
            ItemKey::One(_) | ItemKey::Several(_) => {
                let is_chosen = !self.chosen.is_empty();
                is_chosen.then(|| ItemAnswer::Options(self.chosen.clone()))
            }
        }
    }

    /// Gives the answer; what it is worth.
    pub(super) fn give(&mut self, item: &CourseItem) -> Option<(ItemAnswer, f64)> {
        let answer = self.answer(item)?;
        let points = item.points(&answer);
        let asked = self.asked.get_mut(self.at)?;
        if asked.given.is_some() {
            return None;
        }
        asked.given = Some((answer.clone(), points));
        if !self.is_judged_at_once {
            self.go_on();
        }
        Some((answer, points))
    }

    /// To the next question.
    pub(super) fn go_on(&mut self) {
        self.at += 1;
        self.chosen.clear();
        self.number.clear();
    }

    /// The share of full marks; `None` where nothing was asked.
    pub(super) fn share(&self) -> Option<f64> {
        let points = self.asked.iter().filter_map(|asked| asked.given.as_ref());
        let sum: f64 = points.map(|(_, points)| points).sum();
        (!self.asked.is_empty()).then(|| sum / self.asked.len() as f64)
    }

    /// Whether it is passed; `None` where there is no pass mark.
    pub(super) fn is_passed(&self) -> Option<bool> {
        let cut = f64::from(self.pass_percent?) / 100.0;
        Some(meets_cut(self.share()?, cut))
    }
}

impl Asked {
    /// The question itself.
    pub(super) fn item<'a>(&self, course: &'a Course) -> Option<&'a CourseItem> {
        let module = course.module(&self.module)?;
        module.items.iter().find(|item| item.id == self.item)
    }
}

#[cfg(test)]
mod tests;
