//! Everything that an exam plugin is told in a session, in order, each with the casebook of that moment. Calls nothing.

use std::sync::Arc;

use overread_base::{Millis, Seed, ServiceId};
use overread_exam::{
    CaseFact, Casebook, Event, ExamEvent, ExamFault, ExamPlan, ExamSeat, PlanError, Session,
    SessionPlan, StampedEvent, StampedExamEvent, TurnRecord,
};
use overread_plugin_host::ExamContext;
use overread_store::sha256;

use crate::exam_book;

/// One event for the plugin.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) event: StampedExamEvent,
    pub(crate) book: Arc<Casebook>,
}

/// The tape of one session.
#[derive(Debug, Clone)]
pub(crate) struct Tape {
    seat: Arc<ExamSeat>,
    seed: Seed,
    service: Option<ServiceId>,
    /// With what services have said so far.
    book: Arc<Casebook>,
    told: Vec<Told>,
}

impl Tape {
    /// The tape of a session that has just begun.
    pub(crate) fn new(plan: &SessionPlan, seat: &ExamSeat, book: Casebook) -> Self {
        let mut tape = Self {
            seat: Arc::new(seat.clone()),
            seed: plan.seed,
            service: plan.service.as_ref().map(|service| service.id.clone()),
            book: Arc::new(book),
            told: Vec::new(),
        };
        let items = seat.plan.items.iter();
        let planned = ExamEvent::Other {
            kind: "planned".to_owned(),
            fields: items
                .map(|item| (item.id.as_str().to_owned(), item.case.as_str().to_owned()))
                .collect(),
        };
        tape.tell(Millis(0), planned);
        tape.tell(Millis(0), ExamEvent::Started);
        tape
    }

    /// The tape of a session with these events.
    pub(crate) fn of(
        plan: &SessionPlan,
        seat: &ExamSeat,
        book: Casebook,
        events: &[StampedEvent],
    ) -> Result<Self, PlanError> {
        let mut tape = Self::new(plan, seat, book);
        let mut session = Session::new(plan.clone())?;
        for event in events {
            session.apply(event);
            tape.hear(&session, event);
        }
        Ok(tape)
    }

    /// Hears of an event that the session has just applied.
    pub(crate) fn hear(&mut self, session: &Session, applied: &StampedEvent) {
        if let Event::Case {
            case,
            fact: CaseFact::AiReceived(result),
        } = &applied.event
            && let Some(report) = result.report()
        {
            Arc::make_mut(&mut self.book).note_report(case, &result.service.id, report);
        }
        if let Some(StampedExamEvent { at, event }) = session.exam_event(applied) {
            self.tell(at, event);
        }
    }

    fn tell(&mut self, at: Millis, event: ExamEvent) {
        self.told.push(Told {
            event: StampedExamEvent { at, event },
            book: Arc::clone(&self.book),
        });
    }

    pub(crate) fn told(&self) -> &[Told] {
        &self.told
    }

    pub(crate) fn events(&self) -> Vec<StampedExamEvent> {
        self.told.iter().map(|told| told.event.clone()).collect()
    }

    pub(crate) fn plan(&self) -> &ExamPlan {
        &self.seat.plan
    }

    /// What a call is given that is made with this casebook.
    pub(crate) fn context(&self, book: &Arc<Casebook>) -> ExamContext {
        let service = self.service.as_ref();
        exam_book::context_of(&self.seat, self.seed, service, Arc::clone(book))
    }

    /// What grading is given: all that services have said.
    pub(crate) fn last_context(&self) -> ExamContext {
        self.context(&self.book)
    }
}

/// A turn as the journal keeps it.
pub(crate) fn record(number: usize, turn: overread_exam::ExamTurn) -> TurnRecord {
    TurnRecord {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        state_sha256: sha256(&turn.state),
        actions: turn.actions,
        notes: turn.notes,
        refused: Vec::new(),
    }
}

/// The turns of a journal, in order, and what went wrong in the exam.
pub(crate) fn recorded(events: &[StampedEvent]) -> (Vec<TurnRecord>, Vec<ExamFault>) {
    let (mut turns, mut faults) = (Vec::new(), Vec::new());
    for stamped in events {
        match &stamped.event {
            Event::Exam(overread_exam::ExamFact::Turned(turn)) => turns.push(turn.clone()),
            Event::Exam(overread_exam::ExamFact::Faulted(fault)) => faults.push(fault.clone()),
            Event::Exam(
                overread_exam::ExamFact::TimedOut(_) | overread_exam::ExamFact::Graded(_),
            )
            | Event::Case { .. }
            | Event::Paused
            | Event::Resumed
            | Event::Recovered { .. }
            | Event::Proctor(_)
            | Event::Ended(_) => {}
        }
    }
    (turns, faults)
}

/// Whether two turns are the same but for what the session made of them.
pub(crate) fn is_same_turn(a: &TurnRecord, b: &TurnRecord) -> bool {
    let bare = |turn: &TurnRecord| TurnRecord {
        refused: Vec::new(),
        ..turn.clone()
    };
    bare(a) == bare(b)
}
