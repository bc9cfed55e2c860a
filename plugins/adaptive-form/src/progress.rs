//! The items of an adaptive exam and the answers so far, as the bytes that a step hands on: a line an item.

use crate::ability::{Response, information};

/// All items in the order of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Progress {
    items: Vec<Held>,
}

/// One item: its case, its parameters, and in which place it was answered and how.
#[derive(Debug, Clone, PartialEq)]
struct Held {
    item: String,
    case: String,
    discrimination: f64,
    difficulty: f64,
    answered: Option<(usize, bool)>,
}

impl Progress {
    /// The items of a plan, `(item, case)`; those whose case has no parameters are left out.
    pub(crate) fn of(
        items: Vec<(String, String)>,
        parameters: impl Fn(&str) -> Option<(f64, f64)>,
    ) -> Self {
        let held = |(item, case): (String, String)| {
            let (discrimination, difficulty) = parameters(&case)?;
            Some(Held {
                item,
                case,
                discrimination,
                difficulty,
                answered: None,
            })
        };
        Self {
            items: items.into_iter().filter_map(held).collect(),
        }
    }

    /// `None` for bytes that no step of this exam wrote.
    pub(crate) fn read(state: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(state).ok()?;
        let items = text.lines().map(Held::read).collect::<Option<_>>()?;
        Some(Self { items })
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let lines: Vec<String> = self.items.iter().map(Held::write).collect();
        lines.join("\n").into_bytes()
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn case_of(&self, item: &str) -> Option<&str> {
        let held = self.items.iter().find(|held| held.item == item)?;
        Some(&held.case)
    }

    /// Notes the answer to an item; the first one counts.
    pub(crate) fn note(&mut self, item: &str, is_right: bool) {
        let place = self.answered().len();
        let held = self.items.iter_mut().find(|held| held.item == item);
        if let Some(held) = held.filter(|held| held.answered.is_none()) {
            held.answered = Some((place, is_right));
        }
    }

    /// The answers in the order in which they were given.
    pub(crate) fn answered(&self) -> Vec<(&str, Response)> {
        let mut answered: Vec<(usize, &str, Response)> = self
            .items
            .iter()
            .filter_map(|held| {
                let (place, is_right) = held.answered?;
                let response = Response {
                    discrimination: held.discrimination,
                    difficulty: held.difficulty,
                    is_right,
                };
                Some((place, held.item.as_str(), response))
            })
            .collect();
        answered.sort_by_key(|(place, ..)| *place);
        let answered = answered.into_iter();
        answered
            .map(|(_, item, response)| (item, response))
            .collect()
    }

    pub(crate) fn responses(&self) -> Vec<Response> {
        let answered = self.answered().into_iter();
        answered.map(|(_, response)| response).collect()
    }

    /// The items without an answer, the most informative at an ability first; of equal ones the first of the plan.
    pub(crate) fn by_information(&self, theta: f64) -> Vec<String> {
        let open = self.items.iter().filter(|held| held.answered.is_none());
        let mut open: Vec<(f64, &Held)> = open
            .map(|held| {
                (
                    information(held.discrimination, held.difficulty, theta),
                    held,
                )
            })
            .collect();
        open.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        open.into_iter()
            .map(|(_, held)| held.item.clone())
            .collect()
    }
}

impl Held {
    /// Ids hold neither tabs nor line ends.
    fn write(&self) -> String {
        let answered = match self.answered {
            Some((place, is_right)) => format!("{place}{}", if is_right { '+' } else { '-' }),
            None => "?".to_owned(),
        };
        let Self { item, case, .. } = self;
        // Rust prints the shortest text that reads back as the same number.
        let (a, b) = (self.discrimination, self.difficulty);
        format!("{item}\t{case}\t{a}\t{b}\t{answered}")
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let mut part = || parts.next();
        let (item, case) = (part()?.to_owned(), part()?.to_owned());
        let (discrimination, difficulty) = (part()?.parse().ok()?, part()?.parse().ok()?);
        let answered = match part()? {
            "?" => None,
            text => {
                let is_right = text.ends_with('+');
                let place = text.trim_end_matches(['+', '-']).parse().ok()?;
                Some((place, is_right))
            }
        };
        Some(Self {
            item,
            case,
            discrimination,
            difficulty,
            answered,
        })
    }
}

#[cfg(test)]
mod tests;
