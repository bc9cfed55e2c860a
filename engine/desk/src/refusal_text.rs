//! Why the last command had no effect, in the reader's language where the core gives the reason as a value.

use overread_base::CaseId;
use overread_exam::Refusal;

use crate::ScenarioTexts;
use crate::finding_text::plain;
use crate::words::{Word, Words};

/// What went wrong, as the host knows it.
#[derive(Debug, Clone, Copy)]
pub enum DeskError<'a> {
    /// The session's rules say no.
    Refused(&'a Refusal),
    /// The journal could not be written, for this reason of the system.
    NotSaved(&'a str),
    /// Anything else, in words already.
    Other(&'a str),
}

/// The error in words; cases are called by their titles.
#[must_use]
pub(crate) fn text(words: &Words, texts: &ScenarioTexts, error: DeskError<'_>) -> String {
    match error {
        DeskError::Refused(refusal) => refused(words, texts, refusal),
        DeskError::NotSaved(reason) => {
            words.with(Word::ErrorNotSaved, &[("reason", plain(reason).into())])
        }
        DeskError::Other(text) => plain(text),
    }
}

/// What is said of a case, by the title that the worklist shows: an id may give away what is in it.
fn of_case(words: &Words, texts: &ScenarioTexts, word: Word, case: &CaseId) -> String {
    let texts = texts.cases.get(case);
    let title = texts.map_or(&[][..], |texts| &texts.title);
    let title = plain(words.case_title(case, title));
    words.with(word, &[("case", title.into())])
}

fn refused(words: &Words, texts: &ScenarioTexts, refusal: &Refusal) -> String {
    let case_text = |word, case: &CaseId| of_case(words, texts, word, case);
    match refusal {
        Refusal::SessionEnded => words.text(Word::RefusedEnded),
        Refusal::Paused => words.text(Word::RefusedPaused),
        Refusal::NoOpenCase => words.text(Word::RefusedNoCase),
        Refusal::CaseOpen { case } => case_text(Word::RefusedCaseOpen, case),
        Refusal::OutOfOrder { expected, .. } => case_text(Word::RefusedOutOfOrder, expected),
        Refusal::NoCaseLeft => words.text(Word::RefusedNoCaseLeft),
        Refusal::Signed { case } => case_text(Word::RefusedSigned, case),
        Refusal::TimedOut { case } => case_text(Word::RefusedTimedOut, case),
        Refusal::AwaitingExam => words.text(Word::RefusedAwaitingExam),
        Refusal::AiHiddenByExam => words.text(Word::RefusedHiddenByExam),
        Refusal::AlreadyLocked => words.text(Word::RefusedLocked),
        Refusal::NotLockable(_) => words.text(Word::RefusedNotLockable),
        Refusal::NotSignable(_) => words.text(Word::RefusedNotSignable),
        Refusal::NotInThisMode(_) => words.text(Word::RefusedMode),
        Refusal::AiNotRevealed => words.text(Word::RefusedNotRevealed),
        Refusal::AiArrivedBefore { case } => case_text(Word::RefusedAiBefore, case),
        Refusal::OtherService { expected, found } => words.with(
            Word::RefusedOtherService,
            &[
                ("expected", plain(expected).into()),
                ("found", plain(found).into()),
            ],
        ),
        Refusal::Shape => words.text(Word::RefusedShape),
        Refusal::Place => words.text(Word::RefusedPlace),
        Refusal::Confidence { step, .. } => {
            words.with(Word::RefusedConfidence, &[("step", (*step).into())])
        }
        Refusal::Rating { .. } => words.text(Word::RefusedRating),
        Refusal::TooManyMarks { limit } => {
            words.with(Word::RefusedTooManyMarks, &[("limit", (*limit).into())])
        }
        Refusal::TextTooLong { limit, .. } => {
            words.with(Word::RefusedTextTooLong, &[("limit", (*limit).into())])
        }
        Refusal::Unread { left } => words.with(Word::RefusedUnread, &[("left", (*left).into())]),
        Refusal::NoHints => words.text(Word::RefusedNoHints),
        Refusal::NoHintLeft { .. } => words.text(Word::RefusedNoHintLeft),
        Refusal::NotStarted => words.text(Word::RefusedNotStarted),
        Refusal::NoPause => words.text(Word::RefusedNoPause),
        Refusal::NotAsked { .. } => words.text(Word::RefusedNotAsked),
        Refusal::Answer { problem, .. } => {
            words.with(Word::RefusedAnswer, &[("problem", plain(problem).into())])
        }
        Refusal::Order { problem } => {
            words.with(Word::RefusedOrder, &[("problem", plain(problem).into())])
        }
        // What only a fault of the program asks for has no words of its own: its sentence names the place.
        Refusal::UnknownCase { .. }
        | Refusal::UnknownFinding { .. }
        | Refusal::UnknownMark { .. }
        | Refusal::UnknownLabel { .. }
        | Refusal::UnknownSection { .. }
        | Refusal::ViewerFact
        | _ => words.with(
            Word::RefusedOther,
            &[("reason", refusal.to_string().into())],
        ),
    }
}

#[cfg(test)]
mod tests;
