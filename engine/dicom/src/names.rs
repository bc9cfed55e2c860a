//! Names of UIDs, for people. Nothing is decided by them.

use dicom_encoding::transfer_syntax::TransferSyntaxIndex as _;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

/// The name of a transfer syntax, or its UID where there is none.
#[must_use]
pub fn transfer_syntax_name(uid: &str) -> &str {
    TransferSyntaxRegistry.get(uid).map_or(uid, |ts| ts.name())
}

/// The name of a SOP class that a reading station meets (PS3.6 table A-1); `None` for others.
#[must_use]
pub fn sop_class_name(uid: &str) -> Option<&'static str> {
    let suffix = uid.strip_prefix("1.2.840.10008.5.1.4.1.1.")?;
    SOP_CLASSES
        .iter()
        .find(|(known, _)| *known == suffix)
        .map(|(_, name)| *name)
}

/// By the part after `1.2.840.10008.5.1.4.1.1.`.
const SOP_CLASSES: [(&str, &str); 45] = [
    ("1", "Computed Radiography Image Storage"),
    ("1.1", "Digital X-Ray Image Storage - For Presentation"),
    ("1.1.1", "Digital X-Ray Image Storage - For Processing"),
    (
        "1.2",
        "Digital Mammography X-Ray Image Storage - For Presentation",
    ),
    (
        "1.2.1",
        "Digital Mammography X-Ray Image Storage - For Processing",
    ),
    ("2", "CT Image Storage"),
    ("2.1", "Enhanced CT Image Storage"),
    ("2.2", "Legacy Converted Enhanced CT Image Storage"),
    ("3.1", "Ultrasound Multi-frame Image Storage"),
    ("4", "MR Image Storage"),
    ("4.1", "Enhanced MR Image Storage"),
    ("4.2", "MR Spectroscopy Storage"),
    ("4.3", "Enhanced MR Color Image Storage"),
    ("6.1", "Ultrasound Image Storage"),
    ("7", "Secondary Capture Image Storage"),
    (
        "7.1",
        "Multi-frame Single Bit Secondary Capture Image Storage",
    ),
    (
        "7.2",
        "Multi-frame Grayscale Byte Secondary Capture Image Storage",
    ),
    (
        "7.3",
        "Multi-frame Grayscale Word Secondary Capture Image Storage",
    ),
    (
        "7.4",
        "Multi-frame True Color Secondary Capture Image Storage",
    ),
    ("11.1", "Grayscale Softcopy Presentation State Storage"),
    ("11.2", "Color Softcopy Presentation State Storage"),
    ("12.1", "X-Ray Angiographic Image Storage"),
    ("12.2", "X-Ray Radiofluoroscopic Image Storage"),
    ("13.1.3", "Breast Tomosynthesis Image Storage"),
    ("20", "Nuclear Medicine Image Storage"),
    ("30", "Parametric Map Storage"),
    ("66", "Raw Data Storage"),
    ("66.1", "Spatial Registration Storage"),
    ("66.4", "Segmentation Storage"),
    ("66.7", "Label Map Segmentation Storage"),
    ("67", "Real World Value Mapping Storage"),
    ("88.11", "Basic Text SR Storage"),
    ("88.22", "Enhanced SR Storage"),
    ("88.33", "Comprehensive SR Storage"),
    ("88.34", "Comprehensive 3D SR Storage"),
    ("88.50", "Mammography CAD SR Storage"),
    ("88.59", "Key Object Selection Document Storage"),
    ("88.65", "Chest CAD SR Storage"),
    ("88.67", "X-Ray Radiation Dose SR Storage"),
    ("104.1", "Encapsulated PDF Storage"),
    ("128", "Positron Emission Tomography Image Storage"),
    ("130", "Enhanced PET Image Storage"),
    ("481.1", "RT Image Storage"),
    ("481.2", "RT Dose Storage"),
    ("481.3", "RT Structure Set Storage"),
];

#[cfg(test)]
mod tests;
