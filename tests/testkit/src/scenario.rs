//! Scenario files of schema 1 over folders of DICOM files, as short as they can be.

use std::fmt::Write as _;

/// How a scenario is read.
#[derive(Debug, Clone, Copy)]
pub enum Reading<'a> {
    /// Without AI.
    Unaided,
    /// Own answer first, then with this service.
    Sequential(&'a str),
}

/// A case of a scenario.
#[derive(Debug, Clone)]
pub struct TinyCase {
    /// Its id.
    pub id: String,
    /// Where its images come from, as the scenario file says it: `dicom = { ... }` or `phantom = { ... }`.
    pub source: String,
}

impl TinyCase {
    /// A folder of DICOM files with lesions `[x, y, z, radius]` in patient mm; no list at all is an unknown truth.
    #[must_use]
    pub fn dicom(id: &str, folder: &str, lesions: Option<&[[f64; 4]]>) -> Self {
        let lesions = lesions.map_or_else(String::new, |lesions| {
            let one = |(idx, [x, y, z, radius]): (usize, &[f64; 4])| {
                format!("{{ id = \"l{idx}\", centre_mm = [{x}, {y}, {z}], radius_mm = {radius} }}")
            };
            let all: Vec<String> = lesions.iter().enumerate().map(one).collect();
            format!(", lesions = [{}]", all.join(", "))
        });
        Self {
            id: id.to_owned(),
            source: format!("dicom = {{ folder = \"{folder}\"{lesions} }}"),
        }
    }

    /// A synthetic chest CT of 16 slices, the fewest that there may be.
    #[must_use]
    pub fn phantom(id: &str, seed: u64, nodules: &str) -> Self {
        Self {
            id: id.to_owned(),
            source: format!(
                "phantom = {{ kind = \"chest-ct\", seed = {seed}, slices = 16, nodules = [{nodules}] }}"
            ),
        }
    }
}

/// The text of a scenario `test.tiny`: marks count within 5 mm, or the lesion's radius if that is larger.
#[must_use]
pub fn scenario_text(reading: Reading<'_>, cases: &[TinyCase]) -> String {
    let mode = match reading {
        Reading::Unaided => "mode = \"unaided\"".to_owned(),
        Reading::Sequential(service) => format!("mode = \"sequential\"\nservice = \"{service}\""),
    };
    let mut text = format!(
        r#"schema = 1
id = "test.tiny"
title = {{ en = "Tiny" }}
{mode}
soft_limit_s = 60

[hit]
rule = "centre-distance"
least_radius_mm = 5

[questions]
labels = [{{ id = "nodule", text = {{ en = "Nodule" }} }}]
sections = [{{ id = "impression", title = {{ en = "Impression" }}, required = true }}]
"#
    );
    for TinyCase { id, source } in cases {
        let case =
            format!("\n[[cases]]\nid = \"{id}\"\ntitle = {{ en = \"Case {id}\" }}\n{source}\n");
        // A string takes every text.
        let written = text.write_str(&case);
        debug_assert!(written.is_ok(), "a string takes every text");
    }
    text
}
