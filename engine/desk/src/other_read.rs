//! How the service's result is called on screen: an AI result, or the read of another reader whose identity the
//! scenario may keep hidden. No layout.

use overread_base::{Finding, LocalText, ServiceIdentity};
use overread_exam::{SessionState, SessionView};
use overread_scenario::ReadingMode;

use crate::finding_text;
use crate::words::{Word, Words};

/// Whose read the result of the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
enum Role {
    #[default]
    Service,
    FirstReader,
    SecondReader,
}

/// How the result of the service is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct OtherRead {
    role: Role,
    /// Whether nothing may tell that it is a service.
    pub(crate) is_anonymous: bool,
}

impl OtherRead {
    /// How it is called in a session now; after the end nothing is hidden any more.
    #[must_use]
    pub(crate) fn of(view: &SessionView<'_>) -> Self {
        let role = match view.mode {
            ReadingMode::AiFirstReader => Role::FirstReader,
            ReadingMode::AiSecondReader => Role::SecondReader,
            ReadingMode::Unaided
            | ReadingMode::Sequential
            | ReadingMode::Concurrent
            | ReadingMode::OnRequest
            | ReadingMode::Triage
            | ReadingMode::AutonomousAudit
            | ReadingMode::BandPass
            | ReadingMode::AiExpert => Role::Service,
        };
        let is_hidden = !view.design.reading.is_identity_shown;
        Self {
            role,
            is_anonymous: role != Role::Service && is_hidden && view.state != SessionState::Ended,
        }
    }

    /// Whether it is one of two reads of a double reading: until it is on screen it is called nothing else.
    #[must_use]
    pub(crate) fn is_of_reader(self) -> bool {
        self.role != Role::Service
    }

    /// The heading while it is awaited.
    #[must_use]
    pub(crate) fn awaited_heading(self) -> Word {
        match self.role {
            Role::Service => Word::AiHeading,
            Role::FirstReader => Word::FirstReaderHeading,
            Role::SecondReader => Word::SecondReaderHeading,
        }
    }

    /// The heading over the result.
    #[must_use]
    pub(crate) fn heading(self) -> Word {
        match (self.role, self.is_anonymous) {
            (Role::Service, _) => Word::AiHeading,
            (Role::FirstReader, true) => Word::FirstReaderHeading,
            (Role::FirstReader, false) => Word::FirstReaderIsAi,
            (Role::SecondReader, true) => Word::SecondReaderHeading,
            (Role::SecondReader, false) => Word::SecondReaderIsAi,
        }
    }

    /// What stands at a mark of it.
    #[must_use]
    pub(crate) fn caption(self, words: &Words, number: usize, finding: &Finding) -> String {
        let word = match (self.role, self.is_anonymous) {
            (_, false) | (Role::Service, true) => {
                return finding_text::caption(words, number, finding);
            }
            (Role::FirstReader, true) => Word::ReaderCaptionFirst,
            (Role::SecondReader, true) => Word::ReaderCaptionSecond,
        };
        words.with(word, &[("number", number.into())])
    }

    /// The button that shows and hides its marks.
    #[must_use]
    pub(crate) fn marks_word(self) -> Word {
        if self.is_anonymous {
            Word::ReaderMarksTool
        } else {
            Word::ToolAiMarks
        }
    }

    /// What is said over images that carry its marks.
    #[must_use]
    pub(crate) fn marks_notice(self, words: &Words, service: &ServiceIdentity) -> String {
        if self.is_anonymous {
            return words.text(Word::ReaderMarksNotice);
        }
        let name = crate::report::ai_panel::service_name(words, service);
        words.with(Word::AiOverlayNotice, &[("service", name.into())])
    }

    /// Whether a text of the service may stand on screen: one of an anonymous reader must not give it away.
    #[must_use]
    pub(crate) fn may_say(self, text: &str, service: &ServiceIdentity) -> bool {
        !self.is_anonymous || !tells(text, service)
    }
}

/// Words that give a service away.
const TELLING: [&str; 14] = [
    "ai",
    "ии",
    "cad",
    "algorithm",
    "алгоритм",
    "model",
    "модель",
    "neural",
    "нейросеть",
    "network",
    "software",
    "service",
    "сервис",
    "automated",
];

/// Whether a text says that its author is a service.
fn tells(text: &str, service: &ServiceIdentity) -> bool {
    let text = text.to_lowercase();
    let mut found = text.split(|c: char| !c.is_alphanumeric());
    let is_telling = found.any(|word| TELLING.contains(&word));
    let names = |name: &str| !name.is_empty() && text.contains(&name.to_lowercase());
    let is_named = |name: &LocalText| names(&name.value);
    is_telling || names(service.id.as_str()) || service.name.iter().any(is_named)
}
