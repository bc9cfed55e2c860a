//! The scenario of a study of one's own: a folder of DICOM files, read alone or with a service. Has no truth.

/// A scenario of one case: a folder of DICOM files, read with the service if there is one. It has no truth, so it is
/// not graded.
#[must_use]
pub fn study_scenario(folder: &str, service: Option<&str>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let reading = match service {
        Some(service) => format!("mode = \"sequential\"\nservice = {}", quoted(service)),
        None => "mode = \"unaided\"".to_owned(),
    };
    let folder = quoted(folder);
    format!(
        r#"schema = 1
id = "study.single"
title = {{ en = "A study of your own", ru = "Собственное исследование" }}
{reading}

[hit]
rule = "centre-distance"
least_radius_mm = 7.5

[questions]
labels = [{{ id = "finding", text = {{ en = "Finding", ru = "Находка" }} }}]

[[questions.sections]]
id = "findings"
title = {{ en = "Findings", ru = "Описание" }}
required = false

[[questions.sections]]
id = "impression"
title = {{ en = "Impression", ru = "Заключение" }}
required = true

[[cases]]
id = "study"
title = {{ en = "Study", ru = "Исследование" }}
dicom = {{ folder = {folder} }}
"#
    )
}
