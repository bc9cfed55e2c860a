//! The earlier sessions of a scenario on this machine: what forms, crossovers and attempts have to know. Changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use overread_base::{CaseId, ReaderId, ScenarioId};
use overread_exam::{ArmSeat, Candidate, CertificationSeat, Event, ProctorFact, StampedEvent};
use overread_store::{JournalReader, StoreError, Verified, sessions_in};

/// Seconds of a day.
pub(crate) const DAY_S: u64 = 86_400;

/// By how much the calendar ran ahead of the session's clock, as the journal has it; one that was set back counts as none.
pub(crate) fn jumped_ms(events: &[StampedEvent]) -> i128 {
    let jumps = events.iter().filter_map(|stamped| {
        let Event::Proctor(ProctorFact::ClockJumped { by_ms }) = &stamped.event else {
            return None;
        };
        Some(i128::from((*by_ms).max(0)))
    });
    jumps.sum()
}

/// One earlier session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Earlier {
    pub(crate) session: String,
    pub(crate) reader: ReaderId,
    pub(crate) started_unix_s: u64,
    /// The last that is known of it: its start, and its time at the desk after that.
    pub(crate) last_unix_s: u64,
    pub(crate) is_ended: bool,
    pub(crate) cases: Vec<CaseId>,
    pub(crate) arm: Option<ArmSeat>,
    pub(crate) certification: Option<CertificationSeat>,
}

impl Earlier {
    fn of(journal: Verified) -> Self {
        let at_ms = journal.events.last().map_or(0, |last| last.at.0);
        // The session's clock stands while the program is closed; the calendar does not.
        let passed_ms = i128::from(at_ms) + jumped_ms(&journal.events);
        let last = u64::try_from(passed_ms / 1000).unwrap_or(0);
        let is_end = |event: &StampedEvent| matches!(event.event, Event::Ended(_));
        Self {
            session: journal.plan.session.as_str().to_owned(),
            started_unix_s: journal.started_unix_s,
            last_unix_s: journal.started_unix_s.saturating_add(last),
            is_ended: journal.events.iter().any(is_end),
            reader: journal.plan.reader,
            cases: journal.plan.cases,
            arm: journal.plan.design.arm,
            certification: journal.plan.design.certification,
        }
    }
}

/// The earlier sessions of one scenario, the oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct History {
    pub(crate) sessions: Vec<Earlier>,
}

impl History {
    /// Reads the journals of a scenario's sessions. One that cannot be read is a warning: it counts for nothing.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the folder cannot be listed.
    pub(crate) fn read(sessions: &Path, scenario: &ScenarioId) -> Result<Self, StoreError> {
        // A session is called by its scenario first: journals of others are not opened.
        let start = format!("{scenario}-");
        let mut found = Vec::new();
        for folder in sessions_in(sessions)? {
            let name = folder.path().file_name().and_then(|name| name.to_str());
            if name.is_none_or(|name| !name.starts_with(&start)) {
                continue;
            }
            match JournalReader::read(&folder.journal_path()) {
                Ok(journal) if journal.plan.scenario == *scenario => {
                    found.push(Earlier::of(journal));
                }
                Ok(_) => {}
                Err(error) => tracing::warn!("an earlier session does not count: {error}"),
            }
        }
        found.sort_by(|a, b| {
            let key = |e: &Earlier| (e.started_unix_s, e.session.clone());
            key(a).cmp(&key(b))
        });
        Ok(Self { sessions: found })
    }

    /// On how many forms each case has been.
    pub(crate) fn exposures(&self) -> BTreeMap<&CaseId, u32> {
        let mut counts = BTreeMap::new();
        for case in self.sessions.iter().flat_map(|earlier| &earlier.cases) {
            *counts.entry(case).or_insert(0) += 1;
        }
        counts
    }

    /// The sessions of a reader, the oldest first.
    pub(crate) fn of_reader<'a>(
        &'a self,
        reader: &'a ReaderId,
    ) -> impl Iterator<Item = &'a Earlier> {
        self.sessions.iter().filter(move |e| e.reader == *reader)
    }

    /// The how-manieth reader of the scenario this one is, from 0; a new one comes after all others.
    pub(crate) fn arrival_of(&self, reader: &ReaderId) -> usize {
        let mut readers: Vec<&ReaderId> = Vec::new();
        for earlier in &self.sessions {
            if !readers.contains(&&earlier.reader) {
                readers.push(&earlier.reader);
            }
        }
        let found = readers.iter().position(|known| *known == reader);
        found.unwrap_or(readers.len())
    }

    /// The attempts of a candidate, the oldest first.
    pub(crate) fn attempts_of<'a>(
        &'a self,
        candidate: &'a Candidate,
    ) -> impl Iterator<Item = &'a Earlier> {
        self.sessions.iter().filter(move |earlier| {
            let seat = earlier.certification.as_ref();
            seat.is_some_and(|seat| is_same(&seat.candidate, candidate))
        })
    }
}

/// Whether two statements name one candidate: by the centre's number where both have one, else by the name.
#[must_use]
pub(super) fn is_same(a: &Candidate, b: &Candidate) -> bool {
    let numbers = (a.number.trim(), b.number.trim());
    if !numbers.0.is_empty() && !numbers.1.is_empty() {
        return numbers.0 == numbers.1;
    }
    let plain = |name: &str| {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    plain(&a.name) == plain(&b.name)
}

#[cfg(test)]
pub(super) mod tests;
