//! A scripted reader at a session: whole sessions without a person. Decides nothing itself: that is the policy's.
//!
//! The loop looks at the session and does the next thing, so that it can take up a session in the middle as well.

use overread_base::{CaseId, CaseTruth, Millis, SeriesUid, Vec3, VolumeGeometry};
use overread_exam::{
    AiView, CasePhase, Command, Policy, PolicyCase, Refusal, SessionState, SliceDwell,
    StampedEvent, ViewerFact,
};

use crate::clock::ManualClock;
use crate::images::CaseImages;
use crate::library::truth_of;
use crate::runner::{ImagesState, RunError, SessionRunner};

/// How long a scripted reader looks at each slice.
const LOOK: Millis = Millis(150);
/// How long each act of a scripted reader takes.
const ACT: Millis = Millis(2_000);

/// A policy with the clock that it moves on.
#[derive(Debug)]
pub struct ScriptedReader<'a> {
    /// How it reads.
    pub policy: Policy,
    /// The clock that the session was given; times are equal on every run because only the script moves it.
    pub clock: &'a ManualClock,
}

impl ScriptedReader<'_> {
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
    series: SeriesUid,
    bounds: (Vec3, Vec3),
}

impl Desk<'_> {
    /// Does the next thing; `false` once the session has ended.
    fn act(&mut self) -> Result<bool, RunError> {
        self.runner.wait_for_exam()?;
        self.tell();
        let view = self.runner.view();
        let has_next = view.worklist.iter().any(|row| row.is_next);
        match (view.state, view.case.map(|case| case.phase)) {
            (SessionState::Ended, _) => return Ok(false),
            (SessionState::Paused, _) => self.send(Command::Resume)?,
            (SessionState::Running, None | Some(CasePhase::Signed)) if has_next => {
                self.send(Command::NextCase)?;
                self.look()?;
            }
            (SessionState::Running, None | Some(CasePhase::Signed)) => {
                self.send(Command::Finish)?;
            }
            (SessionState::Running, Some(CasePhase::FirstRead)) => {
                self.own_answer()?;
                self.send(Command::LockFirstRead)?;
            }
            (SessionState::Running, Some(CasePhase::AwaitingAi)) => self.await_ai()?,
            (SessionState::Running, Some(CasePhase::FinalRead)) => self.final_answer()?,
        }
        Ok(true)
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

    fn await_ai(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_images()?;
        self.runner.wait_for_ai()?;
        self.tell();
        let phase = self.runner.view().case.map(|case| case.phase);
        if phase == Some(CasePhase::AwaitingAi) {
            return Err(RunError::NoAiResult);
        }
        Ok(())
    }

    /// Verdicts, report and signature.
    fn final_answer(&mut self) -> Result<(), RunError> {
        self.runner.wait_for_images()?;
        self.tell();
        let view = self.runner.view();
        let is_rated = view.case.as_ref().is_some_and(|case| case.rating.is_some());
        let revealed = view.case.and_then(|case| match case.ai {
            AiView::Revealed(ai) => Some(ai.result.clone()),
            AiView::NotUsed
            | AiView::Hidden
            | AiView::Pending
            | AiView::OnRequest
            | AiView::Withheld => None,
        });
        match (revealed, self.told()?) {
            (Some(result), Some(told)) => {
                let commands = self
                    .reader
                    .policy
                    .final_read(&self.policy_case(&told), &result);
                commands.into_iter().try_for_each(|c| self.send(c))?;
            }
            (None, _) if !is_rated => self.own_answer()?,
            (_, _) => {}
        }
        let questions = self.runner.plan().questions.clone();
        let report = self.reader.policy.report(&questions);
        report.into_iter().try_for_each(|c| self.send(c))?;
        self.send(Command::Sign)
    }

    fn told(&self) -> Result<Option<Told>, RunError> {
        let ImagesState::Ready(images) = self.runner.images() else {
            return Ok(None);
        };
        let (Some(series), Some(open)) = (images.series.first(), self.runner.view().case) else {
            return Ok(None);
        };
        let case = open.case.clone();
        let listed = self.runner.scenario().cases.iter().find(|c| c.id == case);
        let truth = listed.map(truth_of).transpose()?.flatten();
        Ok(Some(Told {
            truth,
            series: series.facts.uid.clone(),
            bounds: bounds_of(images),
            case,
        }))
    }

    fn policy_case<'t>(&'t self, told: &'t Told) -> PolicyCase<'t> {
        let plan = self.runner.plan();
        let cases = &self.runner.scenario().cases;
        let listed = cases.iter().find(|case| case.id == told.case);
        PolicyCase {
            case: &told.case,
            design: &plan.design,
            key: listed.map_or(&[], |case| &case.key),
            planted: None,
            series: &told.series,
            bounds: told.bounds,
            truth: told.truth.as_ref(),
            questions: &plan.questions,
            hit_rule: plan.hit_rule,
            seed: plan.seed.child("scripted reader").child(told.case.as_str()),
        }
    }

    fn send(&mut self, command: Command) -> Result<(), RunError> {
        self.reader.clock.advance(ACT);
        let sent = self.runner.send(command);
        self.tell();
        match sent {
            // The exam closed the case in the middle of an answer: the reader goes on with the next one.
            Ok(()) | Err(RunError::Refused(Refusal::TimedOut { .. })) => {}
            Err(error) => return Err(error),
        }
        self.runner.wait_for_exam()?;
        self.tell();
        Ok(())
    }

    /// Tells of the events that were saved since the last time.
    fn tell(&mut self) {
        for (idx, event) in self.runner.events().iter().enumerate().skip(self.n_told) {
            (self.saved)(idx + 1, event);
        }
        self.n_told = self.runner.events().len();
    }
}

/// The box around the first series.
fn bounds_of(images: &CaseImages) -> (Vec3, Vec3) {
    let nowhere = Vec3::new(0.0, 0.0, 0.0);
    let grid: Option<&VolumeGeometry> = images.series.first().map(|s| s.volume.geometry());
    let Some(grid) = grid else {
        return (nowhere, nowhere);
    };
    let last = grid.size.map(|n| f64::from(n) - 1.0);
    let corner = |idx: usize| {
        let [x, y, z] = [0, 1, 2].map(|axis| {
            if idx >> axis & 1 == 0 {
                0.0
            } else {
                last[axis]
            }
        });
        grid.patient_from_voxel(Vec3::new(x, y, z))
    };
    (1..8).fold((corner(0), corner(0)), |(low, high), idx| {
        (low.min(corner(idx)), high.max(corner(idx)))
    })
}
