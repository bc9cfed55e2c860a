//! Whether the manifest pins every file of the bundle, and the bundle holds nothing else.

use overread_base::Severity;
use overread_bundle::Bundle;

use crate::report::Judged;

pub(super) fn judge(bundle: &Bundle, judged: &mut Judged) {
    let manifest = bundle.manifest();
    let unpinned = bundle.signed().unpinned();
    for path in unpinned {
        judged.found.error(
            path,
            "not in [files]: another file could take its place unseen",
        );
    }
    for fault in bundle.warnings().all() {
        // A model that is missing or another one is a matter of its own rule; what is not pinned was said above.
        let is_model = manifest.models.iter().any(|m| m.file == fault.place);
        if is_model || unpinned.contains(&fault.place) {
            continue;
        }
        match fault.severity {
            Severity::Warning => judged.found.warn(&fault.place, &fault.message),
            Severity::Error => judged.found.error(&fault.place, &fault.message),
        }
    }
    judged.note(format!(
        "{} files and {} models pinned",
        manifest.files.len(),
        manifest.models.len()
    ));
}
