//! Names of UIDs against those of the dictionary's constants.

use super::{sop_class_name, transfer_syntax_name};

#[test]
fn classes_and_syntaxes_have_the_names_of_the_standard() {
    assert_eq!(
        sop_class_name("1.2.840.10008.5.1.4.1.1.88.34"),
        Some("Comprehensive 3D SR Storage")
    );
    assert_eq!(
        sop_class_name("1.2.840.10008.5.1.4.1.1.66.4"),
        Some("Segmentation Storage")
    );
    assert_eq!(sop_class_name("1.2.3"), None);
    assert_eq!(
        transfer_syntax_name("1.2.840.10008.1.2.1"),
        "Explicit VR Little Endian"
    );
    assert_eq!(transfer_syntax_name("1.2.3"), "1.2.3");
}
