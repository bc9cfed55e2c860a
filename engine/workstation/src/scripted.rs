//! A scripted reader at a session: whole sessions without a person, in every reading mode. Decides nothing itself: that
//! is the policy's.
//!
//! The loop looks at the session and does the next thing, so that it can take up a session in the middle as well.

mod marks;

use overread_base::{AiResult, CaseId, CaseTruth, Millis};
use overread_exam::{
    AiView, CasePhase, Command, Order, Policy, PolicyCase, ProctorFact, ReadPhase, Refusal,
    SessionState, SignedOrder, SliceDwell, StampedEvent, ViewerFact, rules,
};
use overread_scenario::{AiErrorKind, AnswerValue, Difficulty, QuestionId, ReadingMode};

use crate::clock::ManualClock;
use crate::ground::CasePlace;
use crate::runner::{ImagesMode, ImagesState, RunError, SessionRunner};

pub use marks::{GivenRead, read_given};

/// How long a scripted reader looks at each slice.
const LOOK: Millis = Millis(150);
/// How long each act of a scripted reader takes.
const ACT: Millis = Millis(2_000);
/// How long a scripted reader waits for results ahead that it can do without.
const PATIENCE: Millis = Millis(60_000);

/// Signs an order of this number for a session: the supervisor of a scripted reader.
pub type Supervisor<'a> = &'a dyn Fn(&str, u32, Order) -> SignedOrder;

/// A policy with the clock that it moves on.
#[derive(Clone, Copy)]
pub struct ScriptedReader<'a> {
    /// How it reads.
    pub policy: Policy,
    /// The clock that the session was given; times are equal on every run because only the script moves it.
    pub clock: &'a ManualClock,
    /// Who starts an examination that begins with a signed order only.
    pub supervisor: Option<Supervisor<'a>>,
}

impl std::fmt::Debug for ScriptedReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScriptedReader")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl<'a> ScriptedReader<'a> {
    /// A reader whom nobody supervises.
    #[must_use]
    pub fn new(policy: Policy, clock: &'a ManualClock) -> Self {
        Self {
            policy,
            clock,
            supervisor: None,
        }
    }

    /// Reads every case of the session that is left, signs it and ends the session.
    ///
    /// `saved` hears of each event once it is on the disk, with its number from 1.
    ///
    /// # Errors
    /// [`RunError`] as soon as something is refused or cannot be saved; what was saved stays.
    pub fn read(
        &self,
        runner: &mut SessionRunner,
        saved: &mut dyn FnMut(usize, &StampedEvent),
    ) -> Result<(), RunError> {
        let mut desk = Desk {
            n_told: runner.events().len(),
            reader: self,
            runner,
            saved,
        };
        while desk.act()? {}
        Ok(())
    }
}

/// The scripted reader and the session before it.
struct Desk<'a> {
    reader: &'a ScriptedReader<'a>,
    runner: &'a mut SessionRunner,
    saved: &'a mut dyn FnMut(usize, &StampedEvent),
    n_told: usize,
}

/// What the policy is told of the open case.
struct Told {
    case: CaseId,
    truth: Option<CaseTruth>,
    place: CasePlace,
    difficulty: Option<Difficulty>,
    key: Vec<(QuestionId, AnswerValue)>,
    planted: Option<AiErrorKind>,
}

impl Desk<'_> {
    /// Does the next thing; `false` once the session has ended.
    fn act(&mut self) -> Result<bool, RunError> {
        self.runner.wait_for_exam()?;
        self.tell();
        let view = self.runner.view();
        let (number, awaits_start) = (view.clock.next_order, view.clock.awaits_start);
        let is_paused_by_order = view.clock.is_paused_by_order;
        match (view.state, view.case.map(|case| case.phase)) {
            (SessionState::Ended, _) => return Ok(false),
            (_, _) if awaits_start => self.be_ordered(Order::Start, number)?,
            (SessionState::Paused, _) if is_paused_by_order => {
                self.be_ordered(Order::Resume, number)?;
            }
            (SessionState::Paused, _) => self.send(Command::Resume)?,
            (SessionState::Running, None | Some(CasePhase::Signed)) => self.go_on()?,
            (SessionState::Running, Some(CasePhase::FirstRead)) => {
                self.own_answer()?;
                // As second reader beside a service the result is on screen already, and asked about.
                let shown = self.revealed();
                self.answer(ReadPhase::First, shown.as_ref())?;
                self.send(Command::LockFirstRead)?;
            }
            (SessionState::Running, Some(CasePhase::AwaitingAi)) => self.await_ai()?,
            (SessionState::Running, Some(CasePhase::FinalRead)) => self.final_answer()?,
        }
        Ok(true)
    }

    /// The supervisor's next order.
    fn be_ordered(&mut self, order: Order, number: u32) -> Result<(), RunError> {
        let supervisor = self.reader.supervisor.ok_or(RunError::NoSupervisor)?;
        let session = self.runner.plan().session.clone();
        let signed = supervisor(session.as_str(), number, order);
        let done = self.runner.order(signed);
        self.tell();
        done
    }

    /// Takes the next case, the most urgent first where that is free, or ends the session.
    fn go_on(&mut self) -> Result<(), RunError> {
        let rules = rules(self.runner.plan().mode);
        if rules.takes_results_ahead {
            self.await_results_ahead(PATIENCE)?;
            if !self.has_next() && self.runner.next_ai_due().is_some() {
                // The service might decide what is left: nothing can be opened before its results are there.
                return self.await_results_ahead(Millis(u64::MAX));
            }
        }
        let view = self.runner.view();
        if view.state != SessionState::Running {
            return Ok(());
        }
        let next = view.worklist.iter().find(|row| row.is_next);
        let next = next.map(|row| row.case.clone());
        match next {
            // The first that may be opened is the most urgent where the order is free.
            Some(case) => {
                self.send(Command::OpenCase(case))?;
                self.look()
            }
            None => self.send(Command::Finish),
        }
    }

    fn has_next(&self) -> bool {
        self.runner.view().worklist.iter().any(|row| row.is_next)
    }

    /// Lets the results come that order the worklist or decide cases; one that is later than that is not waited for.
    fn await_results_ahead(&mut self, at_most: Millis) -> Result<(), RunError> {
        self.runner.wait_for_jobs()?;
        while let Some(due) = self.runner.next_ai_due() {
            let wait = due.since(self.runner.now());
            if wait > at_most {
                break;
            }
            self.reader.clock.advance(wait);
            self.runner.tick()?;
            self.tell();
        }
        Ok(())
    }

    /// Opens the images and scrolls through the first series once.
    fn look(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_images()?;
        self.tell();
        let ImagesState::Ready(images) = self.runner.images().clone() else {
            return Ok(());
        };
        self.send(Command::Viewer(ViewerFact::ImagePainted))?;
        let Some(series) = images.series.first() else {
            return Ok(());
        };
        let n_slices = series.volume.geometry().size[2];
        self.reader
            .clock
            .advance(Millis(LOOK.0 * u64::from(n_slices)));
        let shown = (0..n_slices).map(|slice_idx| SliceDwell {
            slice_idx,
            shown_for: LOOK,
        });
        self.send(Command::Viewer(ViewerFact::SlicesShown {
            series: series.facts.uid.clone(),
            n_slices,
            shown: shown.collect(),
        }))
    }

    /// Marks and rating of the reader alone. Marks of an interrupted attempt are taken away first.
    fn own_answer(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_images()?;
        self.tell();
        let marks = self.runner.view().case.map(|case| case.marks.to_vec());
        for mark in marks.unwrap_or_default() {
            self.send(Command::DeleteMark(mark.id))?;
        }
        match self.told()? {
            Some(told) => {
                let commands = self.reader.policy.first_read(&self.policy_case(&told));
                commands.into_iter().try_for_each(|c| self.send(c))
            }
            // Nothing was seen, so nothing is said.
            None => self.send(Command::RateCase(0)),
        }
    }

    /// Answers the questions that are open now.
    fn answer(&mut self, phase: ReadPhase, result: Option<&AiResult>) -> Result<(), RunError> {
        let Some(told) = self.told()? else {
            return Ok(());
        };
        let policy = self.reader.policy;
        let commands = policy.answers(&self.policy_case(&told), phase, result);
        for command in commands {
            if self.is_open(&command) {
                self.send(command)?;
            }
        }
        Ok(())
    }

    /// Whether an answer's question can be answered now.
    fn is_open(&self, command: &Command) -> bool {
        let Command::Answer { question, .. } = command else {
            return true;
        };
        let case = self.runner.view().case;
        case.is_some_and(|case| {
            let mut rows = case.questions.iter();
            rows.any(|row| row.question.id == *question && row.is_open)
        })
    }

    fn await_ai(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_images()?;
        self.wait_for_result()?;
        let phase = self.runner.view().case.map(|case| case.phase);
        if phase == Some(CasePhase::AwaitingAi) {
            return Err(RunError::NoAiResult);
        }
        Ok(())
    }

    /// Waits for the result of the open case, however late it is.
    fn wait_for_result(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_ai()?;
        if self.is_pending()
            && let Some(due) = self.runner.next_ai_due()
        {
            self.reader.clock.advance(due.since(self.runner.now()));
            self.runner.tick()?;
        }
        self.tell();
        Ok(())
    }

    fn is_pending(&self) -> bool {
        let case = self.runner.view().case;
        case.is_some_and(|case| case.phase == CasePhase::AwaitingAi || case.ai == AiView::Pending)
    }

    /// The AI result that is on screen.
    fn revealed(&self) -> Option<AiResult> {
        self.runner.view().case.and_then(|case| match case.ai {
            AiView::Revealed(ai) => Some(ai.result.clone()),
            AiView::NotUsed
            | AiView::Hidden
            | AiView::Pending
            | AiView::OnRequest
            | AiView::Withheld => None,
        })
    }

    /// Own answer where none was locked before, verdicts, questions, report and signature.
    fn final_answer(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_images()?;
        self.tell();
        let mode = self.runner.plan().mode;
        let rules = rules(mode);
        let is_rated = self
            .runner
            .view()
            .case
            .is_some_and(|case| case.rating.is_some());
        if !is_rated && (rules.needs_report || mode == ReadingMode::OnRequest) {
            self.own_answer()?;
        }
        let is_offered = self
            .runner
            .view()
            .case
            .is_some_and(|case| case.ai == AiView::OnRequest);
        if is_offered {
            self.answer(ReadPhase::First, None)?;
            self.send(Command::RequestAi)?;
        }
        // Nothing is signed while a result is awaited.
        self.wait_for_result()?;
        let phase = self.runner.view().case.map(|case| case.phase);
        if phase != Some(CasePhase::FinalRead) {
            return Ok(());
        }
        let revealed = self.revealed();
        if let (Some(result), Some(told)) = (&revealed, self.told()?)
            && rules.needs_report
        {
            let policy = self.reader.policy;
            let commands = policy.final_read(&self.policy_case(&told), result);
            commands.into_iter().try_for_each(|c| self.send(c))?;
        }
        self.answer(ReadPhase::Final, revealed.as_ref())?;
        if rules.needs_report {
            let questions = self.runner.plan().questions.clone();
            let report = self.reader.policy.report(&questions);
            report.into_iter().try_for_each(|c| self.send(c))?;
        }
        self.send(Command::Sign)
    }

    /// What is known of the open case; `None` where its images cannot be seen.
    fn told(&mut self) -> Result<Option<Told>, RunError> {
        let Some(case) = self.runner.view().case.map(|open| open.case.clone()) else {
            return Ok(None);
        };
        let place = match (self.runner.images(), self.runner.images_mode()) {
            (ImagesState::Ready(images), _) => CasePlace::of_images(images),
            (_, ImagesMode::None) => Some(self.runner.ground(&case)?.place.clone()),
            (_, ImagesMode::Opened) => None,
        };
        let Some(place) = place else { return Ok(None) };
        let listed = self.runner.scenario().cases.iter().find(|c| c.id == case);
        let key = listed.map_or_else(Vec::new, |listed| listed.key.clone());
        Ok(Some(Told {
            difficulty: listed.and_then(|listed| listed.difficulty),
            truth: self.runner.ground(&case)?.truth.clone(),
            planted: self.runner.planted_kind(&case),
            place,
            key,
            case,
        }))
    }

    fn policy_case<'t>(&'t self, told: &'t Told) -> PolicyCase<'t> {
        let plan = self.runner.plan();
        PolicyCase {
            case: &told.case,
            series: &told.place.series,
            bounds: told.place.bounds,
            difficulty: told.difficulty,
            truth: told.truth.as_ref(),
            questions: &plan.questions,
            design: &plan.design,
            key: &told.key,
            planted: told.planted,
            hit_rule: plan.hit_rule,
            seed: plan.seed.child("scripted reader").child(told.case.as_str()),
        }
    }

    fn send(&mut self, command: Command) -> Result<(), RunError> {
        self.reader.clock.advance(ACT);
        self.runner.tick()?;
        if let Some(interruption) = self.runner.view().clock.interruption {
            let n = interruption.n;
            self.reader.clock.advance(ACT);
            self.take(Command::Proctor(ProctorFact::TurnedBack { n }))?;
        }
        self.take(command)?;
        self.runner.wait_for_exam()?;
        self.tell();
        Ok(())
    }

    /// Sends a command; one that comes after the end of the case's or the session's time is dropped.
    fn take(&mut self, command: Command) -> Result<(), RunError> {
        let sent = self.runner.send(command);
        self.tell();
        match sent {
            // The clock closed the case in the middle of an answer: the reader goes on with the next one.
            Ok(())
            | Err(RunError::Refused(
                Refusal::TimedOut { .. } | Refusal::SessionEnded | Refusal::TimeUp,
            )) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Tells of the events that were saved since the last time.
    fn tell(&mut self) {
        for (idx, event) in self.runner.events().iter().enumerate().skip(self.n_told) {
            (self.saved)(idx + 1, event);
        }
        self.n_told = self.runner.events().len();
    }
}
