//! AI objects as other programs see them: written from results on a synthetic study and on real ones.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod fixture;
mod key_objects;
mod reports;
mod segmentations;
mod validators;
