//! Which bundle served which session, out of the journals. Changes none of them.

use overread_base::ServiceIdentity;
use overread_store::{JournalReader, SessionFolder, sessions_in};
use overread_workstation::Folders;

/// A session with the bundles that served it.
pub(super) struct Served {
    pub(super) session: String,
    pub(super) reader: String,
    pub(super) is_developer_mode: bool,
    /// What they did there, and who they are.
    pub(super) by: Vec<(&'static str, ServiceIdentity)>,
}

/// All sessions of this machine, and the journals that cannot be read, with the reasons.
pub(super) fn all(folders: &Folders) -> anyhow::Result<(Vec<Served>, Vec<String>)> {
    let mut served = Vec::new();
    let mut unread = Vec::new();
    for folder in sessions_in(&folders.sessions)? {
        match one(&folder) {
            Ok(session) => served.push(session),
            Err(problem) => unread.push(format!("{}: {problem}", folder.path().display())),
        }
    }
    Ok((served, unread))
}

fn one(folder: &SessionFolder) -> anyhow::Result<Served> {
    let plan = JournalReader::read(&folder.journal_path())?.plan;
    let service = plan.service.map(|identity| ("AI service", identity));
    let exam = plan.exam.map(|exam| ("exam", exam.plugin));
    Ok(Served {
        session: plan.session.to_string(),
        reader: plan.reader.to_string(),
        is_developer_mode: plan.is_developer_mode,
        by: service.into_iter().chain(exam).collect(),
    })
}

/// How many sessions a bundle served.
pub(super) fn served_by(folders: &Folders, digest: &str) -> usize {
    let Ok((served, _)) = all(folders) else {
        return 0;
    };
    let is_served = |session: &&Served| {
        session
            .by
            .iter()
            .any(|(_, identity)| identity.bundle_digest.as_deref() == Some(digest))
    };
    served.iter().filter(is_served).count()
}
