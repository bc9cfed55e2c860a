//! `overread session score`: the score computed anew from the journal, and what was planted and passed, in words.

use std::fmt::Write as _;

use anyhow::bail;
use overread_base::LocalText;
use overread_exam::{Event, StampedEvent};
use overread_store::JournalReader;
use overread_workstation::{Debrief, debrief_with, grades_beside, read_grades, score_json};

use crate::args::Score;

/// Computes the score and prints it: equal bytes however often.
pub(super) fn run(wanted: &Score) -> anyhow::Result<()> {
    let path = super::journal_path(&wanted.journal);
    let journal = JournalReader::read(&path)?;
    super::warn_of_torn_end(&journal);
    let is_ended = |event: &StampedEvent| matches!(event.event, Event::Ended(_));
    if !journal.events.iter().any(is_ended) {
        // A score would tell the reader what is in the cases.
        bail!(
            "the session has not ended, so it has no score ({})",
            path.display()
        );
    }
    let beside = || super::beside(&path);
    let scenario = wanted.scenario.clone().unwrap_or_else(beside);
    let scenario = super::scenario_of(&journal, &scenario)?;
    let mut grades = grades_beside(&path, &journal.plan)?;
    for file in &wanted.grades {
        grades.extend(read_grades(file, &journal.plan)?);
    }
    let debrief = debrief_with(&journal.plan, &scenario, &journal.events, grades)?;
    super::show(&debrief, wanted.json);
    super::seal::compare_score(&path, &score_json(&debrief.score))
}

/// What was planted, as lines for people; `None` where nothing was.
pub(super) fn text(debrief: &Debrief) -> Option<String> {
    if debrief.planted.is_empty() {
        return None;
    }
    let mut text = "planted errors\n".to_owned();
    for (case, record) in &debrief.planted {
        let told = LocalText::pick(&record.told, "en").unwrap_or_default();
        let void = if record.is_void {
            ", could not be planted"
        } else {
            ""
        };
        let (kind, severity) = (record.kind.word(), record.severity.word());
        let written = writeln!(text, "  {case}: {kind}, {severity}{void}. {told}");
        debug_assert!(written.is_ok(), "a string takes every line");
    }
    Some(text)
}
