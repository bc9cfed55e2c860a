//! Names as they stand in files of several manufacturers.

use super::*;

#[track_caller]
fn check(kernel: &str, expected: Option<Sharpness>) {
    assert_eq!(kernel_sharpness(kernel), expected, "{kernel:?}");
}

#[test]
fn known_names_are_soft_or_sharp() {
    for soft in [
        "B30f", "B31s", "Br40d\\3", "I31f\\3", "H31s", "STANDARD", "soft ", "FC01", "FC13", "FC43",
        "B",
    ] {
        check(soft, Some(Sharpness::Soft));
    }
    for sharp in [
        "B60f", "B70s", "Br59", "Bl57d", "I70f", "Hr69", "LUNG", "BONEPLUS", "FC30", "FC51",
        "FC86", "YC",
    ] {
        check(sharp, Some(Sharpness::Sharp));
    }
}

#[test]
fn an_unknown_name_is_neither() {
    for unknown in ["", "7", "XY3", "B", "B1", "B123456789012", "ядро", "\\"] {
        if unknown != "B" {
            check(unknown, None);
        }
    }
}
