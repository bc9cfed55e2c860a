//! Synthetic studies with exact truth, by seed: CT of chest and head, radiographs of the chest, mammograms.
//!
//! [`Phantom::plan`] draws all shapes of a [`CaseRequest`] once; [`Phantom::render`] is pure, so slices may be rendered
//! on any threads in any order and equal requests give equal bits on every platform. [`ground`] gives a study and its
//! truth without pixels; a [`Recipe`] makes the requests of a run of cases; [`measure`] and [`figures`] hold studies
//! against published values; [`study_picture`] and [`contact_sheet`] draw them for people.
//! Lesions are part of the object: they pass the same point spread and stand under the same noise as the rest.
//! Knows nothing of DICOM, files, clocks and threads. Positions are patient LPS mm, on projections mm on the detector;
//! every study is marked synthetic ([`SyntheticPatient`]).

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
