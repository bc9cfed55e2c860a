//! `overread session grade`: one grade of one person for a free answer, kept beside the journal.

use anyhow::{Context as _, bail};
use overread_base::CaseId;
use overread_exam::{Event, HumanGrade, StampedEvent};
use overread_scenario::QuestionId;
use overread_seal::MANIFEST_FILE;
use overread_store::JournalReader;
use overread_workstation::add_grade;

use crate::args::Grade;

/// Keeps the grade and says where.
#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(super) fn run(wanted: &Grade) -> anyhow::Result<()> {
    let path = super::journal_path(&wanted.journal);
    let journal = JournalReader::read(&path)?;
    let is_ended = |event: &StampedEvent| matches!(event.event, Event::Ended(_));
    if !journal.events.iter().any(is_ended) {
        bail!("the session has not ended ({})", path.display());
    }
    if path.with_file_name(MANIFEST_FILE).exists() {
        bail!(
            "the session is sealed with its score, which a grade would change ({})",
            path.display()
        );
    }
    let question = QuestionId::new(&wanted.question);
    let grade = HumanGrade {
        case: CaseId::new(&wanted.case)?,
        question: question.with_context(|| format!("no question's id: {:?}", wanted.question))?,
        grader: wanted.grader.clone(),
        value: wanted.points,
    };
    let file = add_grade(&path, &journal.plan, &grade)?;
    eprintln!("kept in {}", file.display());
    Ok(())
}
