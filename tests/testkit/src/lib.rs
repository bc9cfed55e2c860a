//! Fixtures made from code, and the way to what lies beside the checkout or was built before. Nothing is downloaded.
//!
//! Knows none of our crates: what it writes is written as a stranger would write it.

mod ct;
mod guests;
mod head;
mod part10;
mod places;
mod projection;
mod scenario;

pub use ct::TinyCt;
pub use guests::{guest_component, hostile_bundle, module_component};
pub use head::TinyHead;
pub use places::{bundle, shared_dicom, shared_stats, skipped};
pub use projection::{Projection, TinyProjection};
pub use scenario::{Reading, TinyCase, scenario_text};
