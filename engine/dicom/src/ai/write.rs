//! AI results and final reports, written as DICOM objects.
