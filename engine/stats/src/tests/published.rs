//! Published numbers for tests: each group of `expected.json` has one test here, which fails while a value of the group is
//! not compared. They skip by name where the folder is absent.

mod act_maths;
mod asah;
mod dbm;
mod imrmc;
mod ledger;
mod lsat6;
mod mrmcaov;
mod obuchowski_rockette;
mod smooth_curves;
mod tony01;
mod toys;

use std::path::{Path, PathBuf};

use ledger::Ledger;

/// `../shared/stats` beside the checkout, or under `OVERREAD_SHARED`; `None` after naming the skipped test.
///
/// Not taken from the test kit: that would make these few light tests wait for the phantom and image crates.
pub(crate) fn folder(test: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("OVERREAD_SHARED")
        .map_or(beside, PathBuf::from)
        .join("stats");
    if found.is_dir() {
        return Some(found);
    }
    eprintln!("SKIPPED {test}: no ../shared/stats");
    None
}

fn file(test: &str) -> Option<serde_json::Value> {
    let text = std::fs::read_to_string(folder(test)?.join("expected.json")).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// A test for each group, and the list of the groups that have one.
macro_rules! groups {
    ($($test:ident: $group:literal by $compare:path,)*) => {
        $(
            #[test]
            fn $test() {
                let Some(mut file) = file(stringify!($test)) else { return };
                let mut ledger = Ledger::new($group, file[$group].take());
                $compare(&mut ledger);
                ledger.finish();
            }
        )*

        const GROUPS: &[&str] = &[$($group),*];
    };
}

groups! {
    about: "about" by toys::about,
    vandyke_orh: "rjafroc_vandyke_OR" by obuchowski_rockette::van_dyke,
    vandyke_dbm: "rjafroc_vandyke_DBM" by dbm::van_dyke,
    vandyke_delong: "rjafroc_vandyke_DeLong_components" by obuchowski_rockette::van_dyke_by_delong,
    vandyke_power: "rjafroc_power" by obuchowski_rockette::power,
    vandyke_binormal: "rjafroc_binormal_vandyke_t1_r1" by smooth_curves::binormal,
    vandyke_contaminated_binormal: "rjafroc_cbm_vandyke_t1_r1" by smooth_curves::contaminated_binormal,
    vandyke_mrmcaov: "mrmcaov_vandyke" by mrmcaov::van_dyke,
    vandyke_u_statistics: "imrmc_vandyke_full" by imrmc::van_dyke,
    vandyke_exact_degrees: "imrmc_note" by imrmc::note,
    tony01_orh: "rjafroc_tony01_wAFROC_OR_RRRC" by tony01::obuchowski_rockette,
    tony01_afroc1: "rjafroc_tony01_FOM_AFROC1" by tony01::afroc1,
    tony01_inferred_roc: "rjafroc_tony01_FOM_HrAuc" by tony01::inferred_roc,
    tony01_sensitivity: "rjafroc_tony01_FOM_HrSe" by tony01::sensitivity,
    tony01_specificity: "rjafroc_tony01_FOM_HrSp" by tony01::specificity,
    tony01_max_llf: "rjafroc_tony01_FOM_MaxLLF" by tony01::max_llf,
    tony01_max_nlf_normal: "rjafroc_tony01_FOM_MaxNLF" by tony01::max_nlf_normal,
    tony01_max_nlf: "rjafroc_tony01_FOM_MaxNLFAllCases" by tony01::max_nlf,
    tony01_wafroc1: "rjafroc_tony01_FOM_wAFROC1" by tony01::wafroc1,
    proc_asah: "proc_asah" by asah::proc,
    equating_actmath: "equating_actmath" by act_maths::equate,
    irt: "irt" by lsat6::irt,
    ctt: "ctt" by lsat6::ctt,
    standard_setting_toy: "standard_setting_toy" by toys::standard_setting,
    reliance_toy: "reliance_toy" by toys::reliance,
    calibration_toy: "calibration_toy" by toys::calibration,
}

/// Hashes and signatures, which the crates of certificates compare.
const NOT_STATISTICS: [&str; 2] = ["merkle_rfc6962", "ob3_eddsa_rdfc"];

#[test]
fn every_group_has_its_test() {
    let Some(file) = file("every_group_has_its_test") else {
        return;
    };
    let groups = file.as_object().unwrap().keys().map(String::as_str);
    let has_none = |group: &&str| !GROUPS.contains(group) && !NOT_STATISTICS.contains(group);
    let found: Vec<&str> = groups.filter(has_none).collect();
    assert!(found.is_empty(), "groups without a test: {found:?}");
}
