//! The static part: what can be said of a bundle without running any of it.

mod claims;
mod component;
mod files;
mod locales;
mod models;

use overread_bundle::Bundle;

use crate::checking::Checking;
use crate::rules;

/// Judges all static rules.
pub(crate) fn check(checking: &mut Checking<'_>, bundle: &Bundle) {
    let manifest = bundle.manifest();
    // What does not open is no `Bundle`; what is left of the manifest's faults are its warnings.
    checking.judge(rules::MANIFEST, |judged| {
        judged.note(format!(
            "kind {}, api {}",
            manifest.kind.word(),
            manifest.api
        ));
    });
    checking.judge(rules::FILES, |judged| files::judge(bundle, judged));
    checking.judge(rules::NAMES, |judged| claims::names(manifest, judged));
    checking.judge(rules::CLAIMS, |judged| claims::clinical(manifest, judged));
    checking.judge(rules::SETTINGS, |judged| claims::settings(manifest, judged));
    checking.judge(rules::LOCALES, |judged| {
        locales::judge(bundle.locales(), judged);
    });
    let component = bundle.component();
    let place = manifest.component.as_str();
    checking.judge(rules::COMPONENT, |judged| {
        component::judge(component, place, judged);
    });
    checking.judge(rules::IMPORTS, |judged| {
        component::imports(component, place, judged);
    });
    checking.judge(rules::WORLD, |judged| {
        component::world(component, place, manifest.kind, judged);
    });
    checking.judge(rules::API, |judged| {
        component::api(component, manifest.api, judged);
    });
    checking.judge(rules::MODELS, |judged| models::judge(bundle, judged));
    // A bundle with a signature that does not hold does not open; whom to trust is the site's matter.
    checking.judge(rules::SIGNATURE, |judged| {
        let signatures = bundle.signed().signatures();
        if signatures.is_empty() {
            judged.note("not signed");
        }
        for signature in signatures {
            judged.note(format!("signed by key {}", signature.key.id()));
        }
    });
}
