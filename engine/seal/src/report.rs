//! What a verifier tells: a named verdict for each check.

use std::fmt;

/// The most lines that one check tells.
const MOST_LINES: usize = 50;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckName {
    /// Every record of the journal is whole and has its check sum.
    Journal,
    /// The hash chain holds from the first record to the last.
    Chain,
    /// Every payload is a header or an event.
    Payloads,
    /// Number of records, chain and Merkle root are those of the manifest.
    Root,
    /// What the manifest says of the session is what the journal says.
    Facts,
    /// Every signature on the manifest holds.
    Signatures,
    /// A trusted key is among those that signed.
    KnownKeys,
    /// The copy of the scenario is the one that was sealed.
    Scenario,
    /// Every AI result comes from the service that the plan names.
    Services,
    /// Every supervisor's order is signed over this session by one of its supervisors, and counts once.
    Orders,
    /// The session began by a supervisor's order, where its terms ask for it.
    SignedStart,
    /// The session has ended, and nothing was answered after it.
    Ended,
    /// Clocks that went back or jumped.
    Clock,
    /// Lost focus, incidents, torn records.
    Incidents,
    /// The score in the manifest has the hash that is signed.
    ScoreHash,
    /// The score computed again is the sealed one.
    Score,
    /// The disclosed records are in the sealed journal.
    Disclosed,
}

impl CheckName {
    /// Its words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Chain => "hash chain",
            Self::Payloads => "payloads",
            Self::Root => "merkle root",
            Self::Facts => "manifest",
            Self::Signatures => "signatures",
            Self::KnownKeys => "known keys",
            Self::Scenario => "scenario copy",
            Self::Services => "services",
            Self::Orders => "orders",
            Self::SignedStart => "signed start",
            Self::Ended => "end",
            Self::Clock => "clock",
            Self::Incidents => "incidents",
            Self::ScoreHash => "score hash",
            Self::Score => "score",
            Self::Disclosed => "disclosed records",
        }
    }
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It holds, and a person should look at what is told.
    Flagged,
    /// It does not hold: the record is refused.
    Failed,
    /// It could not be judged, which is told and is not a pass.
    NotChecked,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub name: CheckName,
    /// How it came out.
    pub verdict: Verdict,
    /// What was seen, a line each.
    pub told: Vec<String>,
}

impl Check {
    pub(crate) fn passed(name: CheckName, told: impl Into<String>) -> Self {
        Self::new(name, Verdict::Passed, vec![told.into()])
    }

    pub(crate) fn failed(name: CheckName, told: impl Into<String>) -> Self {
        Self::new(name, Verdict::Failed, vec![told.into()])
    }

    pub(crate) fn not_checked(name: CheckName, told: impl Into<String>) -> Self {
        Self::new(name, Verdict::NotChecked, vec![told.into()])
    }

    /// `verdict` if there is something to tell, else a pass with other words.
    pub(crate) fn told(
        name: CheckName,
        verdict: Verdict,
        told: Vec<String>,
        else_told: impl Into<String>,
    ) -> Self {
        if told.is_empty() {
            Self::passed(name, else_told)
        } else {
            Self::new(name, verdict, told)
        }
    }

    pub(crate) fn new(name: CheckName, verdict: Verdict, mut told: Vec<String>) -> Self {
        let n_more = told.len().saturating_sub(MOST_LINES);
        if n_more > 0 {
            told.truncate(MOST_LINES);
            told.push(format!("and {n_more} more"));
        }
        Self {
            name,
            verdict,
            told,
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Passed => "ok",
            Verdict::Flagged => "flagged",
            Verdict::Failed => "REFUSED",
            Verdict::NotChecked => "not checked",
        };
        write!(f, "{verdict:<12}{}", self.name.words())?;
        match self.told.as_slice() {
            [] => Ok(()),
            [one] => write!(f, ": {one}"),
            lines => lines
                .iter()
                .try_for_each(|line| write!(f, "\n              {line}")),
        }
    }
}

/// All checks of a record, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The checks.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether a check failed.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.checks
            .iter()
            .any(|check| check.verdict == Verdict::Failed)
    }

    /// The first check of a name.
    #[must_use]
    pub fn of(&self, name: CheckName) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// The names of the checks that failed.
    #[must_use]
    pub fn refused(&self) -> Vec<CheckName> {
        let failed = self.checks.iter().filter(|c| c.verdict == Verdict::Failed);
        failed.map(|check| check.name).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.checks
            .iter()
            .try_for_each(|check| writeln!(f, "{check}"))
    }
}
