//! What each reading mode allows: one table that session, views and scores read.

use overread_scenario::ReadingMode;

/// When the AI result comes on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AiTiming {
    /// Never.
    Never,
    /// As soon as it is there.
    FromStart,
    /// Once the reader asked for it.
    OnRequest,
    /// Once the first answer is locked.
    AfterLock,
    /// Once the first answer is locked, and only if it disagrees with the service, or the service did not read.
    AfterLockIfDiscordant,
}

/// The rules of a reading mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModeRules {
    /// When the AI result comes on screen.
    pub timing: AiTiming,
    /// Whether the reader's own answer is locked before the final one.
    pub needs_lock: bool,
    /// Whether the reader may take any unread case.
    pub is_order_free: bool,
    /// Whether results are taken for cases that are not open: they order the worklist or decide cases.
    pub takes_results_ahead: bool,
    /// Whether the service may decide cases that no reader reads: none is opened before its result is there.
    pub decides_alone: bool,
    /// Whether disagreement between reader and service opens an arbitration.
    pub arbitrates: bool,
    /// Whether every AI finding needs a verdict before signing.
    pub needs_verdicts: bool,
    /// Whether the case needs a rating and the required report sections.
    pub needs_report: bool,
}

impl ModeRules {
    /// Whether a first answer is kept: locked by the reader, or with the request for the AI result.
    #[must_use]
    pub fn has_first_read(&self) -> bool {
        self.needs_lock || self.timing == AiTiming::OnRequest
    }
}

/// The rules of a mode.
#[must_use]
pub fn rules(mode: ReadingMode) -> ModeRules {
    let sequential = ModeRules {
        timing: AiTiming::AfterLock,
        needs_lock: true,
        is_order_free: false,
        takes_results_ahead: false,
        decides_alone: false,
        arbitrates: false,
        needs_verdicts: true,
        needs_report: true,
    };
    let concurrent = ModeRules {
        timing: AiTiming::FromStart,
        needs_lock: false,
        ..sequential
    };
    match mode {
        ReadingMode::Unaided => ModeRules {
            timing: AiTiming::Never,
            needs_lock: false,
            needs_verdicts: false,
            ..sequential
        },
        ReadingMode::Sequential => sequential,
        ReadingMode::Concurrent => concurrent,
        ReadingMode::OnRequest => ModeRules {
            timing: AiTiming::OnRequest,
            ..concurrent
        },
        ReadingMode::Triage => ModeRules {
            is_order_free: true,
            takes_results_ahead: true,
            ..concurrent
        },
        ReadingMode::AutonomousAudit | ReadingMode::BandPass => ModeRules {
            takes_results_ahead: true,
            decides_alone: true,
            ..concurrent
        },
        ReadingMode::AiFirstReader => ModeRules {
            needs_lock: true,
            arbitrates: true,
            needs_verdicts: false,
            ..concurrent
        },
        ReadingMode::AiSecondReader => ModeRules {
            timing: AiTiming::AfterLockIfDiscordant,
            arbitrates: true,
            needs_verdicts: false,
            ..sequential
        },
        ReadingMode::AiExpert => ModeRules {
            needs_verdicts: false,
            needs_report: false,
            ..concurrent
        },
    }
}
