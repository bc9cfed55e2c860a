//! The bodies of the fuzz targets as a library.

pub mod bodies;
pub mod dicom;
pub mod scenario;
