//! Synthetic studies with exact truth: a chest CT with nodules of given place, size and type, by seed.
//!
//! [`plan`] draws a patient's shapes once; [`render_slice`] is pure, so slices may be rendered on any threads in any
//! order and equal seeds give equal bits on every platform. Lesions are part of the object: they pass the same point
//! spread and stand under the same noise as the rest. Knows nothing of DICOM, files, clocks and threads.
//! Positions are patient LPS mm; every study is marked synthetic ([`SyntheticPatient`]).

mod case;
pub mod chest_ct;
mod error;
mod head_ct;
mod mammography;
mod num;
mod patient;
mod physics;
mod radiograph;
mod recipe;
mod sheet;
mod statistics;
mod study;
mod texture;

pub use case::{
    Acquisition, CaseRequest, Imitation, Phantom, draw_lesions, ground, ground_of_chest,
};
pub use error::{Fault, PhantomError};
pub use patient::{AgeGroup, Habitus, Scanner, Sex, SyntheticPatient, indication};
pub use physics::kernel::Kernel;
pub use recipe::{Content, Recipe, is_abnormal, lesion_table, parse_wish};
pub use sheet::{Outlines, Picture, contact_sheet, study_picture};
pub use statistics::{Measurement, figures, measure};
pub use study::{Modality, SyntheticSeries, SyntheticStudy, study_date};
