//! What is printed of a real object.

use overread_base::Diagnostics;
use overread_dicom::{open_folder, read_ai_results};
use overread_testkit::shared_dicom;

use super::*;

#[test]
fn the_golden_report_is_told_with_places_in_mm() {
    let Some(shared) = shared_dicom("the_golden_report_is_told_with_places_in_mm") else {
        return;
    };
    let images = shared.join("chest_ct_lung_tumour");
    let library = open_folder(&images, &mut Diagnostics::default()).unwrap();
    let objects = shared.join("golden");
    let results = read_ai_results(&objects, &library, &mut Diagnostics::default()).unwrap();
    let text = told(&results[0]);
    for line in [
        "  service vendor.noddet \"NodDet\", version 1.2",
        "  status done, findings 2",
        "  looked for (36118008, SCT, \"Pneumothorax\") in series 1.3.6.1.4.1.14519.5.2.1.6655.2359.207154000096236603057216610983",
        "  finding N1 (27925004, SCT, \"Nodule\"), site (90572001, SCT, \"Lower lobe of lung\"), right, probability 0.93",
        "    mask of 9086 voxels from -103.7, -130.9, 196.0 to -27.4, -81.2, 204.0 mm, series 1.3.6.1.4.1.14519.5.2.1.6655.2359.207154000096236603057216610983",
        "    Diameter 50.1 mm",
    ] {
        assert!(
            text.lines().any(|l| l == line),
            "{line:?} is not in\n{text}"
        );
    }
}
