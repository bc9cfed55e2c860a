//! Why a reader may not sit down now although scenario and files are sound. Words only.

/// What a form, a crossover or the rules of a certification say against a session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeatRefusal {
    /// The bank does not hold enough cases for a cell of the blueprint.
    #[error(
        "no form can be drawn: cell {cell} needs {needed} cases, {found} can be had, {used_up} were on too many forms before"
    )]
    Cell {
        /// The cell.
        cell: String,
        /// How many it needs.
        needed: u32,
        /// How many it can have beside the other cells.
        found: u32,
        /// How many cases of the cell have reached the limit of exposures.
        used_up: u32,
    },
    /// A certification is sat under a name.
    #[error("this is an examination for a certificate: the candidate's name is needed")]
    NoName,
    /// An examination goes on for whoever began it.
    #[error("this examination was begun by another candidate, who alone can go on with it")]
    OtherCandidate,
    /// The candidate has had every attempt.
    #[error("{name} has had {had} of {most} attempts at this examination")]
    NoAttemptLeft {
        /// Who.
        name: String,
        /// Attempts so far.
        had: u32,
        /// Attempts allowed.
        most: u32,
    },
    /// The next attempt comes too early.
    #[error(
        "{name} may sit this examination again in {days_left} days: {wait_days} days have to lie between attempts"
    )]
    AttemptTooEarly {
        /// Who.
        name: String,
        /// Days from now, rounded up.
        days_left: u64,
        /// Days between attempts.
        wait_days: u32,
    },
    /// The session before lies too short a time back.
    #[error(
        "the reader's session before ended {days} days ago, the wash-out is {washout_days} days"
    )]
    Washout {
        /// Whole days since.
        days: u32,
        /// Days of the wash-out.
        washout_days: u32,
    },
    /// The reader has been in every arm.
    #[error("the reader has finished all {n_periods} sessions of this crossover")]
    CrossoverDone {
        /// How many there are.
        n_periods: u32,
    },
    /// An earlier session of the crossover is not finished.
    #[error(
        "the reader has not finished session {session} of this crossover: take it up again first"
    )]
    Unfinished {
        /// The session.
        session: String,
    },
    /// The cases do not suffice for every arm.
    #[error("the scenario has {n_cases} cases for {n_arms} arms: at least one for each is needed")]
    TooFewCases {
        /// Cases.
        n_cases: usize,
        /// Arms.
        n_arms: usize,
    },
    /// The reader has met cases of every set that is left.
    #[error(
        "the reader has met cases of every set that is left: the scenario was changed between the sessions"
    )]
    CasesMet,
}
