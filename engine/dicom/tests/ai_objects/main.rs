//! AI objects as other programs see them: written from results on a synthetic study and on real ones.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod attributes;
mod fixture;
mod key_objects;
mod pictures;
mod presentation_states;
mod real;
mod reports;
mod round_trip;
mod segmentations;
mod template;
mod validators;
