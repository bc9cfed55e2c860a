//! A note in a session's folder of where its DICOM studies lay, so that the session can be taken up again.
//!
//! A convenience and no record: without it the images of DICOM cases are said to be missing, and the rest goes on.

use std::path::{Path, PathBuf};

const NOTE: &str = "studies-folder";

/// Notes the folder; a note that cannot be written is a warning.
pub(crate) fn write(session: &Path, studies: &Path) {
    let whole = studies
        .canonicalize()
        .unwrap_or_else(|_| studies.to_owned());
    let Some(text) = whole.to_str() else {
        tracing::warn!("the studies' folder is not noted: its name is not UTF-8");
        return;
    };
    if let Err(error) = std::fs::write(session.join(NOTE), text) {
        tracing::warn!("the studies' folder is not noted: {error}");
    }
}

/// The folder that a session's DICOM cases lay in when it began: the one noted, or the session's own folder without a note.
#[must_use]
pub fn studies_of_session(session: &Path) -> PathBuf {
    std::fs::read_to_string(session.join(NOTE)).map_or_else(
        |_| session.to_owned(),
        |text| PathBuf::from(text.trim_end()),
    )
}
