//! The patient's side. Always the patient's, never the screen's.

/// A side of the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Laterality {
    /// The patient's right.
    Right,
    /// The patient's left.
    Left,
    /// Both sides.
    Bilateral,
    /// On or across the midline.
    Midline,
}
