//! Grades that people give to free answers. Kept beside the session, never in it: they come after its end.

use overread_base::CaseId;
use overread_scenario::QuestionId;

/// The grade of one grader for one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HumanGrade {
    /// The case.
    pub case: CaseId,
    /// The question.
    pub question: QuestionId,
    /// Who graded; a grader's last grade for an answer counts.
    pub grader: String,
    /// 0 to 10; a higher number counts as 10.
    pub value: u8,
}

/// What people have said about an answer so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Graded {
    /// Enough graders, close enough: the mean over 10, 0 to 1.
    Share(f64),
    /// So many graders are still wanted. Not graded is not wrong.
    Awaited(u8),
}

/// The outcome of double marking: the mean of all grades once there are `n_graders` that lie no farther apart than
/// `most_apart`; where they do, one grader more is wanted, and then the mean of all counts.
#[must_use]
pub fn graded(values: &[u8], n_graders: u8, most_apart: u8) -> Graded {
    let n = u8::try_from(values.len()).unwrap_or(u8::MAX);
    let wanted = n_graders.max(1);
    if n < wanted {
        return Graded::Awaited(wanted - n);
    }
    let capped = values.iter().map(|value| (*value).min(10));
    let (low, high) = (capped.clone().min(), capped.clone().max());
    let apart = high.unwrap_or(0) - low.unwrap_or(0);
    if n == wanted && wanted > 1 && apart > most_apart {
        return Graded::Awaited(1);
    }
    let sum: f64 = capped.map(f64::from).sum();
    Graded::Share(sum / f64::from(n) / 10.0)
}

#[cfg(test)]
mod tests;
