//! What the manifest says to people: names, clinical claims, settings.

use overread_base::LocalText;
use overread_bundle::{Manifest, PluginKind};

use crate::report::Judged;

const MANIFEST: &str = "plugin.toml";
/// The languages that the program is complete in.
const LANGUAGES: [&str; 2] = ["en", "ru"];

pub(super) fn names(manifest: &Manifest, judged: &mut Judged) {
    missing_languages("plugin.name", &manifest.name, judged);
}

fn missing_languages(key: &str, texts: &[LocalText], judged: &mut Judged) {
    for language in LANGUAGES {
        if !texts.iter().any(|text| text.locale == language) {
            judged
                .found
                .warn(MANIFEST, format!("{key} has no text in {language:?}"));
        }
    }
}

pub(super) fn clinical(manifest: &Manifest, judged: &mut Judged) {
    match manifest.kind {
        PluginKind::AiService => {}
        PluginKind::ExamScenario => {
            judged.note("an exam scenario makes no clinical claims");
            return;
        }
    }
    let clinical = &manifest.clinical;
    if clinical.intended_use.is_empty() {
        judged
            .found
            .warn(MANIFEST, "clinical.intended-use is missing");
    } else {
        missing_languages("clinical.intended-use", &clinical.intended_use, judged);
    }
    if clinical.modalities.is_empty() {
        judged.found.warn(
            MANIFEST,
            "clinical.modalities is missing: nobody knows which studies the service is for",
        );
    }
    if clinical.findings.is_empty() {
        judged.found.warn(
            MANIFEST,
            "clinical.findings is missing: nobody knows what its absence of findings means",
        );
    }
    let Some(point) = &clinical.operating_point else {
        judged.found.warn(
            MANIFEST,
            "clinical.operating-point is missing: readers see \"not stated\" beside each result",
        );
        return;
    };
    if point.dataset.trim().is_empty() {
        judged.found.error(
            MANIFEST,
            "clinical.operating-point names no data set: figures without their data are no claim",
        );
    }
    if point.sensitivity.is_none()
        && point.specificity.is_none()
        && point.false_positives_per_study.is_none()
    {
        judged.found.warn(
            MANIFEST,
            "clinical.operating-point has a threshold and no figure measured at it",
        );
    }
}

pub(super) fn settings(manifest: &Manifest, judged: &mut Judged) {
    for (name, setting) in &manifest.settings {
        if !setting.allows(&setting.default) {
            judged.found.error(
                MANIFEST,
                format!(
                    "settings.{name}: the default {:?} is none of its values",
                    setting.default
                ),
            );
        }
    }
    judged.note(format!("{} settings", manifest.settings.len()));
}
