//! What happens around a session: the supervisor's signed orders, focus, incidents, interruptions, clocks. No rules.

use overread_base::Millis;

/// Something around the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProctorFact {
    /// A supervisor's order, whose signature the host has checked.
    Ordered(SignedOrder),
    /// The window lost the focus of the system.
    FocusLost,
    /// The window has the focus again.
    FocusGained,
    /// A report of something that went wrong, in the words of who reports it.
    Incident(String),
    /// Something interrupts the reader; `id` is that of the scenario's interruption, `n` counts from 1.
    Interrupted {
        /// Which one.
        id: String,
        /// The how-manieth.
        n: u32,
    },
    /// The reader dealt with the interruption `n` and is back at the case.
    TurnedBack {
        /// The how-manieth.
        n: u32,
    },
    /// The wall clock jumped against the steady one by so many milliseconds; flagged, never punished.
    ClockJumped {
        /// Forward is positive.
        by_ms: i64,
    },
    /// Time that is left of the whole session, kept so that a restart does not take any.
    TimeLeft(Millis),
    /// The time of the whole session is over.
    TimeUp,
}

/// An order of a supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The examination may begin.
    Start,
    /// Time stands still.
    Pause,
    /// Time goes on.
    Resume,
    /// The candidate gets more time.
    Extend(Millis),
    /// The session ends now and is sealed.
    Seal,
}

/// An order with its signature by Ed25519 over the text that `overread-seal` defines for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOrder {
    /// What is ordered.
    pub order: Order,
    /// Orders of a session count up from 1: none counts twice.
    pub number: u32,
    /// The supervisor's public key, lower-case hex.
    pub key: String,
    /// The signature, lower-case hex.
    pub signature: String,
}
