//! A question of a course, its key, and what an answer is worth.

use overread_base::LocalText;

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseItem {
    /// Its id, unique in the module.
    pub id: String,
    /// Where it is asked.
    pub set: ItemSet,
    /// What it is about, a word; tests draw by it.
    pub topic: Option<String>,
    /// What is asked, per language.
    pub text: Vec<LocalText>,
    /// The options in the order of the file; none where a number is asked for.
    pub options: Vec<ItemOption>,
    /// The right answer.
    pub key: ItemKey,
    /// Why it is right, per language.
    pub explanation: Vec<LocalText>,
    /// The page where it is taught, of the same module.
    pub page: Option<String>,
    /// Where the right answer comes from.
    pub source: ItemSource,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemOption {
    /// Its id, unique in the question.
    pub id: String,
    /// What it says, per language.
    pub text: Vec<LocalText>,
}

/// The right answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKey {
    /// One option.
    One(String),
    /// Some of them, and no other.
    Several(Vec<String>),
    /// A number.
    Number {
        /// The right one.
        value: f64,
        /// How far off it still counts.
        tolerance: f64,
        /// Its unit (UCUM).
        unit: String,
    },
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemAnswer {
    /// Options; one for questions that have one key.
    Options(Vec<String>),
    /// A number.
    Number(f64),
}

/// Where a right answer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemSource {
    /// A publication or a computation, in words, per language.
    Stated(Vec<LocalText>),
    /// Nobody has checked it at its source.
    Unverified,
}

/// Where a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemSet {
    /// Between the steps, with feedback at once.
    Review,
    /// At the end of a module, with feedback at the end.
    SelfAssessment,
    /// In the knowledge test of the certification.
    Knowledge,
}

impl ItemSet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Review, Self::SelfAssessment, Self::Knowledge];

    /// The word for it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::SelfAssessment => "self-assessment",
            Self::Knowledge => "knowledge",
        }
    }
}

impl CourseItem {
    /// What an answer is worth, 0 to 1: all or nothing, but for a question with several right options, where each
    /// option that is rightly chosen or left counts, less those that are not, and never less than nothing.
    #[must_use]
    pub fn points(&self, answer: &ItemAnswer) -> f64 {
        match (&self.key, answer) {
            (ItemKey::One(key), ItemAnswer::Options(chosen)) => {
                f64::from(chosen.len() == 1 && chosen.first() == Some(key))
            }
            (ItemKey::Several(keys), ItemAnswer::Options(chosen)) => {
                let is_right =
                    |option: &ItemOption| keys.contains(&option.id) == chosen.contains(&option.id);
                let n_right = self.options.iter().filter(|o| is_right(o)).count() as f64;
                let n = self.options.len().max(1) as f64;
                // What guessing alone gives is half of the options.
                ((2.0 * n_right - n) / n).max(0.0)
            }
            (
                ItemKey::Number {
                    value, tolerance, ..
                },
                ItemAnswer::Number(found),
            ) => f64::from((found - value).abs() <= *tolerance),
            (ItemKey::One(_) | ItemKey::Several(_), ItemAnswer::Number(_))
            | (ItemKey::Number { .. }, ItemAnswer::Options(_)) => 0.0,
        }
    }

    /// The right answer as a learner would give it.
    #[must_use]
    pub fn right_answer(&self) -> ItemAnswer {
        match &self.key {
            ItemKey::One(key) => ItemAnswer::Options(vec![key.clone()]),
            ItemKey::Several(keys) => ItemAnswer::Options(keys.clone()),
            ItemKey::Number { value, .. } => ItemAnswer::Number(*value),
        }
    }
}
