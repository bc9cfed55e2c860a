//! A small course to read: one tiny study, again and again.

use std::fs;
use std::path::{Path, PathBuf};

use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

/// An unaided scenario of `n` cases over one tiny study; every second case is normal.
pub(crate) fn course(home: &Path, n: usize) -> PathBuf {
    TinyCt::numbered(1).write(&home.join("one")).unwrap();
    let lesions: [&[[f64; 4]]; 2] = [&[[20.0, 20.0, 20.0, 4.0]], &[]];
    let cases: Vec<TinyCase> = (0..n)
        .map(|idx| TinyCase::dicom(&format!("c{idx}"), "one", Some(lesions[idx % 2])))
        .collect();
    let path = home.join("scenario.toml");
    fs::write(&path, scenario_text(Reading::Unaided, &cases)).unwrap();
    path
}
