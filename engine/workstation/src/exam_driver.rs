//! Drives the exam plugin of a session on a thread of its own: one call at a time, each answer a fact for the journal.
//!
//! The plugin's state lives here only. After a restart it is computed again from the journal, and every turn that is
//! there already is compared with what the plugin says now.

use std::collections::VecDeque;
use std::sync::Arc;

use overread_base::{FailureKind, Millis};
use overread_exam::{
    Casebook, ExamCall, ExamFact, ExamFault, ExamGrade, ExamPlan, ExamTurn, PlanError, Session,
    SessionState, StampedEvent, StampedExamEvent, TurnRecord,
};
use overread_plugin_host::{ExamContext, ExamPlugin};

use crate::exam_tape::{Tape, is_same_turn, record, recorded};
use crate::worker::{Worker, WorkerError};

/// The exam plugin of a session, or why there is none.
#[derive(Debug, Clone)]
pub enum ExamSource {
    /// Ready for calls.
    Ready(Arc<ExamPlugin>),
    /// It is gone, or it is not the one that the session began with.
    Missing {
        /// The class of the fault.
        kind: FailureKind,
        /// Details for people.
        message: String,
    },
}

enum Wish {
    Step {
        number: usize,
        context: Box<ExamContext>,
        plan: Arc<ExamPlan>,
        event: Box<StampedExamEvent>,
    },
    Grade {
        context: Box<ExamContext>,
        plan: Arc<ExamPlan>,
        events: Vec<StampedExamEvent>,
    },
}

enum Done {
    Stepped(usize, Result<ExamTurn, ExamFault>),
    Graded(Result<ExamGrade, ExamFault>),
}

/// The driver of one session's exam.
pub(crate) struct ExamDriver {
    tape: Tape,
    plan: Arc<ExamPlan>,
    worker: Worker<Wish, Done>,
    /// Answers that need no call.
    ready: VecDeque<Done>,
    /// Turns of the journal that have not been computed again yet.
    recorded: VecDeque<TurnRecord>,
    /// Steps asked for.
    n_asked: usize,
    is_busy: bool,
    is_missing: Option<(FailureKind, String)>,
}

impl ExamDriver {
    /// The driver of a session with these events.
    pub(crate) fn start(
        session: &Session,
        book: Casebook,
        events: &[StampedEvent],
        source: ExamSource,
    ) -> Result<Option<Self>, StartError> {
        let Some(seat) = &session.plan().exam else {
            return Ok(None);
        };
        let (plugin, is_missing) = match source {
            ExamSource::Ready(plugin) => (Some(plugin), None),
            ExamSource::Missing { kind, message } => (None, Some((kind, message))),
        };
        // The state is needed only where the plugin still has something to say.
        let is_running = session.view(Millis(0)).state != SessionState::Ended;
        let view = session.view(Millis(0)).exam;
        let is_asked = view.is_some_and(|exam| exam.fault.is_none())
            && (is_running || session.is_awaiting_exam());
        let recorded = if is_asked {
            recorded(events).0
        } else {
            Vec::new()
        };
        let mut state = Vec::new();
        let worker = Worker::start("exam", move |wish| match &plugin {
            Some(plugin) => call(plugin, &mut state, wish),
            // Nothing is asked of a plugin that is missing.
            None => Done::Graded(Err(fault(
                ExamCall::Step,
                FailureKind::Cancelled,
                "no exam plugin",
            ))),
        })?;
        Ok(Some(Self {
            plan: Arc::new(seat.plan.clone()),
            tape: Tape::of(session.plan(), seat, book, events)?,
            worker,
            ready: VecDeque::new(),
            recorded: recorded.into(),
            n_asked: 0,
            is_busy: false,
            is_missing,
        }))
    }

    /// Hears of an event that the session has just applied.
    pub(crate) fn hear(&mut self, session: &Session, applied: &StampedEvent) {
        self.tape.hear(session, applied);
    }

    /// Asks for what is to be done next, if anything is.
    pub(crate) fn drive(&mut self, session: &Session) {
        if self.is_busy || !self.ready.is_empty() {
            return;
        }
        let is_stepping = session.is_awaiting_exam() || !self.recorded.is_empty();
        let told = self.tape.told().get(self.n_asked);
        let call = match (told, is_stepping) {
            (Some(_), true) => ExamCall::Step,
            (_, _) if session.wants_grade() => ExamCall::GradeExam,
            (_, _) => return,
        };
        self.is_busy = true;
        let plan = Arc::clone(&self.plan);
        let wish = match (call, told) {
            (ExamCall::Step, Some(told)) => Wish::Step {
                number: self.n_asked,
                context: Box::new(self.tape.context(&told.book)),
                plan,
                event: Box::new(told.event.clone()),
            },
            (ExamCall::Step | ExamCall::MakePlan | ExamCall::GradeExam, _) => Wish::Grade {
                context: Box::new(self.tape.last_context()),
                plan,
                events: self.tape.events(),
            },
        };
        let number = self.n_asked;
        self.n_asked += usize::from(call == ExamCall::Step);
        let problem = match &self.is_missing {
            Some((kind, message)) => Some(fault(call, *kind, message)),
            None => self.worker.ask(wish).err().map(|error| {
                let kind = FailureKind::Cancelled;
                fault(call, kind, &error.to_string())
            }),
        };
        if let Some(problem) = problem {
            self.ready.push_back(match call {
                ExamCall::GradeExam => Done::Graded(Err(problem)),
                ExamCall::Step | ExamCall::MakePlan => Done::Stepped(number, Err(problem)),
            });
        }
    }

    /// Whether an answer is awaited.
    pub(crate) fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// The next answer, if it is there, and the fact that it makes, if it makes one.
    pub(crate) fn poll(&mut self) -> Option<Option<ExamFact>> {
        let done = self.ready.pop_front().or_else(|| self.worker.poll())?;
        Some(self.take(done))
    }

    /// As [`ExamDriver::poll`], but waits while an answer is awaited.
    pub(crate) fn wait(&mut self) -> Option<Option<ExamFact>> {
        if !self.is_busy {
            return None;
        }
        let done = self.ready.pop_front().or_else(|| self.worker.wait())?;
        Some(self.take(done))
    }

    fn take(&mut self, done: Done) -> Option<ExamFact> {
        self.is_busy = false;
        match done {
            Done::Stepped(number, turn) => {
                let known = self.recorded.pop_front();
                let turn = turn.map(|turn| record(number, turn));
                let fact = match (turn, known) {
                    (Ok(turn), None) => ExamFact::Turned(turn),
                    (Ok(turn), Some(known)) if is_same_turn(&turn, &known) => return None,
                    (Ok(_), Some(_)) => ExamFact::Faulted(fault(
                        ExamCall::Step,
                        FailureKind::OutputInvalid,
                        &format!("turn {number} is not what it was when the session was read"),
                    )),
                    (Err(problem), _) => ExamFact::Faulted(problem),
                };
                if let ExamFact::Faulted(problem) = &fact {
                    tracing::warn!("the exam goes on in the order of its plan: {problem}");
                    // What was recorded stands; it is not asked for again.
                    self.recorded.clear();
                }
                Some(fact)
            }
            Done::Graded(Ok(grade)) => Some(ExamFact::Graded(grade)),
            Done::Graded(Err(problem)) => {
                tracing::warn!("the exam has no grade: {problem}");
                Some(ExamFact::Faulted(problem))
            }
        }
    }
}

/// Why a driver cannot start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error(transparent)]
    Worker(#[from] WorkerError),
    #[error(transparent)]
    Plan(#[from] PlanError),
}

fn call(plugin: &ExamPlugin, state: &mut Vec<u8>, wish: Wish) -> Done {
    match wish {
        Wish::Step {
            number,
            context,
            plan,
            event,
        } => {
            let turn = plugin.step(&context, &plan, state, &event);
            if let Ok(turn) = &turn {
                state.clone_from(&turn.state);
            }
            Done::Stepped(number, turn)
        }
        Wish::Grade {
            context,
            plan,
            events,
        } => Done::Graded(plugin.grade(&context, &plan, &events)),
    }
}

fn fault(call: ExamCall, kind: FailureKind, message: &str) -> ExamFault {
    ExamFault {
        call,
        kind,
        message: message.to_owned(),
    }
}
