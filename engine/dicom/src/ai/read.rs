//! AI results of other systems, read from their DICOM objects.
