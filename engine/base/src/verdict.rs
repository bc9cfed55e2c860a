//! What the reader decides about one finding of an AI service. Findings that the service missed are the reader's own marks.

/// The reader's verdict on one AI finding (IHE AIRAI's accepted, modified, rejected).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The finding is right as it stands.
    Accepted,
    /// There is something, but place, size or category had to be changed.
    Modified,
    /// There is nothing to report here.
    Rejected,
}
