//! A reader who says what it was given, case by case: for trials of sessions that mark the truth. Decides nothing.

use overread_base::{AiResult, CaseId, Finding, FindingId, Millis};
use overread_exam::{AiView, Command, FindingVerdict, MarkAnswer, SessionState, ViewerFact};
use overread_scenario::{AnswerValue, QuestionId, STATE_QUESTION, StudyState};

use crate::clock::ManualClock;
use crate::images::CaseImages;
use crate::runner::{ImagesState, RunError, SessionRunner};

/// How long each act takes.
const ACT: Millis = Millis(1_000);

/// What is said of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenRead {
    /// What the study is.
    pub state: StudyState,
    /// The marks that are set.
    pub marks: Vec<MarkAnswer>,
    /// The verdicts on what lies beside the images.
    pub verdicts: Vec<(FindingId, FindingVerdict)>,
    /// The remark; it goes into the first section of the report.
    pub comment: String,
}

/// Reads every case that is left with what `say` gives for it, signs it and ends the session.
///
/// `say` hears the case, its images and what lies beside them. A case whose images cannot be opened is left unsaid and
/// signed.
///
/// # Errors
/// [`RunError`] as soon as something is refused or cannot be saved; what was saved stays.
pub fn read_given(
    runner: &mut SessionRunner,
    clock: &ManualClock,
    say: &mut dyn FnMut(&CaseId, &CaseImages, &[Finding]) -> GivenRead,
) -> Result<(), RunError> {
    let send = |runner: &mut SessionRunner, command: Command| {
        clock.advance(ACT);
        runner.tick()?;
        runner.send(command)
    };
    while runner.view().state == SessionState::Running {
        let view = runner.view();
        let next = view.worklist.iter().find(|row| row.is_next);
        let next = next.map(|row| row.case.clone());
        let Some(case) = next else {
            return send(runner, Command::Finish);
        };
        send(runner, Command::OpenCase(case.clone()))?;
        runner.wait_for_images()?;
        runner.wait_for_ai()?;
        if let ImagesState::Ready(images) = runner.images().clone() {
            send(runner, Command::Viewer(ViewerFact::ImagePainted))?;
            let said = say(&case, &images, &shown(runner));
            for command in commands(said, runner) {
                send(runner, command)?;
            }
        }
        send(runner, Command::Sign)?;
    }
    Ok(())
}

/// What lies beside the images.
fn shown(runner: &SessionRunner) -> Vec<Finding> {
    let result: Option<AiResult> = runner.view().case.and_then(|case| match case.ai {
        AiView::Revealed(ai) => Some(ai.result.clone()),
        AiView::NotUsed
        | AiView::Hidden
        | AiView::Pending
        | AiView::OnRequest
        | AiView::Withheld => None,
    });
    result.map_or_else(Vec::new, |result| result.findings().to_vec())
}

fn commands(said: GivenRead, runner: &SessionRunner) -> Vec<Command> {
    let rating = match said.state {
        StudyState::Abnormal => 100,
        StudyState::Normal => 0,
        StudyState::Unusable => 50,
    };
    let section = runner.plan().questions.sections.first();
    let comment = section.map(|section| Command::EditReport {
        section: section.id.clone(),
        text: said.comment,
    });
    let state = QuestionId::new(STATE_QUESTION).map(|question| Command::Answer {
        question,
        value: AnswerValue::Code(said.state.word().to_owned()),
    });
    let verdicts = said.verdicts.into_iter();
    let verdicts = verdicts.map(|(finding, verdict)| Command::GiveVerdict {
        finding,
        verdict,
        note: None,
    });
    said.marks
        .into_iter()
        .map(Command::AddMark)
        .chain([Command::RateCase(rating)])
        .chain(state)
        .chain(verdicts)
        .chain(comment)
        .collect()
}
