//! What several tests of this crate need: folders below one place, and a service that was only recorded.

use std::path::Path;

use overread_base::{ServiceId, ServiceIdentity};

use crate::folders::Folders;
use crate::services::Service;

/// Everything below one folder; no plugins, studies or courses.
pub(crate) fn folders_in(root: &Path) -> Folders {
    Folders {
        sessions: root.join("sessions"),
        compile_cache: root.join("compiled"),
        plugins: Vec::new(),
        bundled: Vec::new(),
        site: root.join("site"),
        studies: None,
        courses: Vec::new(),
        scenarios: Vec::new(),
        onnxruntime: None,
    }
}

pub(crate) fn recorded_identity() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("test.recorded").unwrap(),
        name: Vec::new(),
        version: "1.0.0".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

/// A service that has an answer to no study.
pub(crate) fn nothing_recorded() -> Service {
    Service::recorded(recorded_identity(), std::iter::empty())
}
