//! `overread session simulate`: a whole session with a scripted reader, and how far it is while it runs.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use overread_base::{ReaderId, Seed};
use overread_exam::{Candidate, CaseFact, Event, Order, Policy, SignedOrder, StampedEvent};
use overread_scenario::ReadingMode;
use overread_seal::{SecretKey, sign_order};
use overread_workstation::{
    Folders, Guard, ImagesMode, ManualClock, ScriptedReader, SessionRunner, Sitting,
    SittingOptions, Supervisor, in_mode, sit_down,
};

use crate::args::Simulate;
use crate::events;

/// Reads the scenario with a scripted reader and prints its score.
#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(super) fn run(wanted: &Simulate) -> anyhow::Result<()> {
    let mut folders = Folders::of_user(None);
    if let Some(sessions) = &wanted.sessions {
        folders.sessions.clone_from(sessions);
    }
    folders.studies.clone_from(&wanted.studies);
    folders.plugins.splice(0..0, wanted.plugins.iter().cloned());
    let supervisor = wanted.supervisor_key.as_deref();
    let supervisor = supervisor.map(SecretKey::read).transpose()?;
    let clock = Arc::new(ManualClock::default());
    let sitting = sitting(wanted, &folders, &clock)?;
    let mut runner = sit_down(sitting, &folders)
        .with_context(|| format!("cannot begin {}", wanted.scenario.display()))?;
    eprintln!("journal {}", runner.journal_path().display());
    let policy = wanted.reader.policy;
    read_aloud(
        &mut runner,
        policy,
        &clock,
        supervisor.as_ref(),
        wanted.events,
    )?;
    let debrief = runner.debrief()?.context("the session has not ended")?;
    super::show(&debrief, wanted.json);
    Ok(())
}

fn sitting(
    wanted: &Simulate,
    folders: &Folders,
    clock: &Arc<ManualClock>,
) -> anyhow::Result<Sitting> {
    let name = wanted.name.clone();
    let name = name.unwrap_or_else(|| format!("scripted-{}", wanted.reader.name));
    let mut sitting = Sitting::at_scenario(
        &wanted.scenario,
        folders,
        ReaderId::new(name)?,
        Seed(wanted.seed),
        "en",
        clock.clone(),
    )?;
    if let Some(word) = &wanted.mode {
        let Some(mode) = ReadingMode::from_word(word) else {
            let words: Vec<&str> = ReadingMode::ALL.iter().map(|mode| mode.word()).collect();
            bail!(
                "expected a reading mode ({}), found {word:?}",
                words.join(", ")
            );
        };
        sitting.scenario_text = in_mode(&sitting.scenario_text, mode)?;
    }
    let guard = |is_overridden| {
        if is_overridden {
            Guard::Overridden
        } else {
            Guard::Held
        }
    };
    sitting.options = SittingOptions {
        images: if wanted.no_images {
            ImagesMode::None
        } else {
            ImagesMode::Opened
        },
        washout: guard(wanted.washout_override),
        attempts: guard(wanted.attempt_override),
        ..SittingOptions::default()
    };
    sitting.candidate = wanted.candidate.clone().map(|name| Candidate {
        name,
        number: wanted.number.clone(),
    });
    Ok(sitting)
}

/// Lets the scripted reader read, and says how far it is.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
fn read_aloud(
    runner: &mut SessionRunner,
    policy: Policy,
    clock: &ManualClock,
    supervisor: Option<&SecretKey>,
    with_events: bool,
) -> anyhow::Result<()> {
    let cases = runner.plan().cases.clone();
    let mut saved = |number: usize, event: &StampedEvent| {
        if with_events {
            println!("{}", events::line(number, event));
        }
        if let Event::Case { case, fact } = &event.event
            && let Some(step) = step(fact)
        {
            let place = cases
                .iter()
                .position(|c| c == case)
                .map_or(0, |idx| idx + 1);
            eprintln!("case {place} of {} ({case}): {step}", cases.len());
        }
    };
    let sign = |session: &str, number: u32, order: Order| match supervisor {
        Some(key) => signed(key, session, number, order),
        // Never called: without a key there is no supervisor.
        None => SignedOrder {
            order,
            number,
            key: String::new(),
            signature: String::new(),
        },
    };
    let sign: Supervisor<'_> = &sign;
    let reader = ScriptedReader {
        supervisor: supervisor.is_some().then_some(sign),
        ..ScriptedReader::new(policy, clock)
    };
    Ok(reader.read(runner, &mut saved)?)
}

/// An order with a supervisor's signature.
pub(super) fn signed(key: &SecretKey, session: &str, number: u32, order: Order) -> SignedOrder {
    let words = match order {
        Order::Start => overread_seal::Order::Start,
        Order::Pause => overread_seal::Order::Pause,
        Order::Resume => overread_seal::Order::Resume,
        Order::Extend(by) => overread_seal::Order::Extend(by.0),
        Order::Seal => overread_seal::Order::Seal,
    };
    let signed = sign_order(key, session, number, words);
    SignedOrder {
        order,
        number: signed.number,
        key: signed.key,
        signature: signed.signature,
    }
}

/// What is said of a step of a case; most acts are no step.
fn step(fact: &CaseFact) -> Option<&'static str> {
    match fact {
        CaseFact::Opened => Some("reading"),
        CaseFact::FirstReadLocked => Some("waiting for the AI service"),
        CaseFact::Signed => Some("signed"),
        CaseFact::TimedOut => Some("time is over"),
        CaseFact::DecidedByAi(_) => Some("decided by the service alone"),
        CaseFact::ArbitrationOpened => Some("arbitration"),
        CaseFact::MarkSet(_)
        | CaseFact::MarkDeleted(_)
        | CaseFact::Rated(_)
        | CaseFact::AiReceived(_)
        | CaseFact::AiRevealed
        | CaseFact::VerdictGiven { .. }
        | CaseFact::ReportEdited { .. }
        | CaseFact::Answered { .. }
        | CaseFact::AiRequested
        | CaseFact::AiWithheld
        | CaseFact::ImagesFailed(_)
        | CaseFact::AiPlanted(_)
        | CaseFact::HintAsked
        | CaseFact::HintGiven(_)
        | CaseFact::Viewer(_) => None,
    }
}
