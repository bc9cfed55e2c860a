//! What differs between the packages that are handed over: plugins and courses. Zip form, signatures and trust are the same.

/// A kind of package.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// The name of the manifest, which is the first file.
    pub(crate) manifest: &'static str,
    /// What people call the whole.
    pub(crate) what: &'static str,
    /// What stands before the manifest in a signed message: a signature for one kind is one for nothing else.
    pub(crate) context: &'static [u8],
    /// The most files in it.
    pub(crate) most_files: usize,
    /// The largest manifest, in bytes.
    pub(crate) most_manifest_bytes: u64,
}

/// A packed plugin.
pub(crate) const PLUGIN: Form = Form {
    manifest: "plugin.toml",
    what: "packed plugin",
    context: b"overread plugin manifest 1\n",
    most_files: 1200,
    most_manifest_bytes: 1 << 20,
};

/// A packed course: studies have many files.
pub(crate) const COURSE: Form = Form {
    manifest: "course-pack.toml",
    what: "packed course",
    context: b"overread course manifest 1\n",
    most_files: 20_000,
    most_manifest_bytes: 8 << 20,
};

/// The name of the file of signatures in a package.
pub(crate) const SIGNATURES: &str = "SIGNATURES";

impl Form {
    /// The manifest comes first, the signatures after it.
    pub(crate) fn rank(&self, name: &str) -> u8 {
        if name == self.manifest {
            0
        } else if name == SIGNATURES {
            1
        } else {
            2
        }
    }
}
