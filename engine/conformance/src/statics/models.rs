//! Whether the model files are there and may be given to the inference runtime. Opens none.

use overread_bundle::Bundle;
use overread_infer::{ModelLimits, model_faults};

use crate::report::Judged;

pub(super) fn judge(bundle: &Bundle, judged: &mut Judged) {
    for entry in &bundle.manifest().models {
        let bytes = match bundle.source().read_model(entry) {
            Ok(bytes) => bytes,
            Err((_, message)) => {
                judged.found.error(&entry.file, message);
                continue;
            }
        };
        let limits = ModelLimits {
            max_opset: entry.opset_max.map(u64::from),
            ..ModelLimits::default()
        };
        for fault in model_faults(&bytes, &limits) {
            judged.found.error(&entry.file, fault.to_string());
        }
        let mib = bytes.len() as f64 / f64::from(1 << 20);
        judged.note(format!("{}: {mib:.1} MiB", entry.name));
    }
    if bundle.manifest().models.is_empty() {
        judged.note("no models");
    }
}
