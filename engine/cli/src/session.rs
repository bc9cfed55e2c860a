//! `overread session`: whole sessions without a screen, and what their journals hold.

use std::path::{Path, PathBuf};

use anyhow::bail;
use overread_certificate::Timestamp;
use overread_exam::{Event, Session, StampedEvent};
use overread_scenario::Scenario;
use overread_store::{JournalReader, SessionFolder, Verified};
use overread_workstation::{
    Debrief, ExamOutcome, debrief_json, debrief_with, grades_beside, read_scenario,
};

use crate::args::{Replay, SessionCommand, Verify};
use crate::{events, score};

mod cohort;
mod exam;
mod export;
mod grade;
mod scored;
pub(crate) mod seal;
mod simulate;

pub(crate) use cohort::CohortArgs;
pub(crate) use export::Export;

/// Does what was asked.
pub(crate) fn run(command: SessionCommand) -> anyhow::Result<()> {
    match command {
        SessionCommand::Simulate(wanted) => simulate::run(&wanted),
        SessionCommand::Cohort(wanted) => cohort::run(&wanted),
        SessionCommand::Export(wanted) => export::run(&wanted),
        SessionCommand::Replay(wanted) => replay(&wanted),
        SessionCommand::Score(wanted) => scored::run(&wanted),
        SessionCommand::Grade(wanted) => grade::run(&wanted),
        SessionCommand::Verify(wanted) => verify(&wanted),
        SessionCommand::Seal(wanted) => seal::seal(&wanted),
        SessionCommand::Prove(wanted) => seal::prove(&wanted),
    }
}

/// Prints the score, and the exam if there is one.
#[expect(clippy::print_stdout, reason = "the program's own output")]
fn show(debrief: &Debrief, as_json: bool) {
    if as_json {
        println!("{}", debrief_json(debrief));
        return;
    }
    print!("{}", score::table(&debrief.score));
    if let Some(decision) = &debrief.pass {
        print!("\n{}", score::pass_text(decision));
    }
    if let Some(text) = scored::text(debrief) {
        print!("\n{text}");
    }
    if let Some(text) = exam::text(debrief.exam.as_ref()) {
        print!("\n{text}");
    }
}

/// Prints what a journal holds and, if the session has ended, its score.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
fn replay(wanted: &Replay) -> anyhow::Result<()> {
    let path = journal_path(&wanted.journal);
    let journal = JournalReader::read(&path)?;
    warn_of_torn_end(&journal);
    if !wanted.json {
        print!("{}", head(&journal));
        for (idx, event) in journal.events.iter().enumerate() {
            println!("{}", events::line(idx + 1, event));
        }
    }
    let is_ended = |event: &StampedEvent| matches!(event.event, Event::Ended(_));
    if !journal.events.iter().any(is_ended) {
        // A score would tell the reader what is in the cases.
        if wanted.json {
            bail!(
                "the session has not ended, so it has no score ({})",
                path.display()
            );
        }
        eprintln!("the session has not ended, so it has no score");
        return Ok(());
    }
    let scenario_path = wanted.scenario.clone().unwrap_or_else(|| beside(&path));
    let scenario = scenario_of(&journal, &scenario_path)?;
    let grades = grades_beside(&path, &journal.plan)?;
    let debrief = debrief_with(&journal.plan, &scenario, &journal.events, grades)?;
    if !wanted.json {
        println!();
    }
    show(&debrief, wanted.json);
    if let Some(line) = exam::repeat(&journal, &scenario, &wanted.plugins)? {
        eprintln!("{line}");
    }
    Ok(())
}

/// Checks a journal and says what was checked.
#[expect(clippy::print_stdout, reason = "the program's own output")]
fn verify(wanted: &Verify) -> anyhow::Result<()> {
    if seal::is_proof(&wanted.journal) {
        return seal::verify_proof(&wanted.journal, &wanted.trust);
    }
    let path = journal_path(&wanted.journal);
    // By code of its own first, which tells what it found whatever comes of the rest.
    let report = seal::report(&path, &wanted.trust)?;
    let found = JournalReader::read(&path)?;
    warn_of_torn_end(&found);
    seal::refuse(&report)?;
    Session::replay(found.plan.clone(), &found.events)?;
    print!("{}", head(&found));
    println!(
        "sound: {} records, {} bytes, hash chain {}",
        found.n_records, found.sound_bytes, found.chain_hex
    );
    if found.plan.exam.is_some() {
        let outcome = ExamOutcome::of(&found.plan, &found.events);
        print!("{}", exam::text(outcome.as_ref()).unwrap_or_default());
        let scenario = scenario_of(&found, &beside(&path))?;
        if let Some(line) = exam::repeat(&found, &scenario, &wanted.plugins)? {
            println!("{line}");
        }
    }
    Ok(())
}

/// The copy of the scenario beside a journal.
pub(crate) fn beside(journal: &Path) -> PathBuf {
    SessionFolder::at(journal.parent().unwrap_or(Path::new("."))).scenario_path()
}

/// The scenario in a file, if it is the one that a session was read on.
pub(crate) fn scenario_of(journal: &Verified, path: &Path) -> anyhow::Result<Scenario> {
    let text = read_scenario(path)?;
    let (scenario, found) = overread_scenario::check(&text);
    let Some(scenario) = scenario else {
        let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        bail!("{}\n({})", faults.join("\n"), path.display());
    };
    let (expected, found) = (journal.plan.scenario_hash, scenario.hash);
    if expected != found {
        bail!(
            "the session was read on another scenario: expected hash {expected}, found {found} ({})",
            path.display()
        );
    }
    Ok(scenario)
}

pub(crate) fn journal_path(given: &Path) -> PathBuf {
    if given.is_dir() {
        SessionFolder::at(given).journal_path()
    } else {
        given.to_owned()
    }
}

#[expect(clippy::print_stderr, reason = "the program's own output")]
fn warn_of_torn_end(journal: &Verified) {
    if let Some(torn) = journal.torn {
        eprintln!(
            "warning: the journal ends in {} bytes of a torn record, which had never been called saved; taking the session up again cuts them off",
            torn.lost_bytes
        );
    }
}

/// Who read what under which rules.
fn head(journal: &Verified) -> String {
    let plan = &journal.plan;
    let service = plan.service.as_ref().map_or_else(
        || "none".to_owned(),
        |service| format!("{} {}", service.id, service.version),
    );
    format!(
        "session {}\nreader {}\nscenario {} (hash {})\nmode {}, AI service {service}\nseed {}, {}, {}\nstarted {}\n",
        plan.session,
        plan.reader,
        plan.scenario,
        plan.scenario_hash,
        plan.mode.word(),
        plan.seed.0,
        score::cases(u32::try_from(plan.cases.len()).unwrap_or(u32::MAX)),
        plan.software,
        utc(journal.started_unix_s)
    )
}

/// Date and time, as `2026-11-25 10:47:58 UTC`; seconds since 1970 beyond the year 9999.
pub(crate) fn utc(unix_s: u64) -> String {
    let Some(time) = Timestamp::of_unix_seconds(unix_s) else {
        return format!("{unix_s} s after 1970");
    };
    format!(
        "{} UTC",
        time.to_string().replace('T', " ").trim_end_matches('Z')
    )
}

#[cfg(test)]
mod tests;
