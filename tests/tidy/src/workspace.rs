//! The crates of the workspace and what they depend on, from `cargo metadata`. Nothing is resolved or fetched.

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::checkout;

/// One crate.
#[derive(Debug, Clone)]
pub(crate) struct Crate {
    /// The package's name.
    pub(crate) name: String,
    /// Its folder; those in `engine/` without that word, as the tables of ARCHITECTURE name them.
    pub(crate) folder: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One dependency as a manifest names it.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Only for tests, benches and examples.
    pub(crate) is_dev: bool,
}

/// All crates, sorted by folder.
pub(crate) fn crates() -> Vec<Crate> {
    let metadata = MetadataCommand::new()
        .manifest_path(checkout::root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .unwrap();
    let root = metadata.workspace_root.clone();
    let mut crates: Vec<Crate> = metadata
        .packages
        .into_iter()
        .map(|package| {
            let folder = package.manifest_path.parent().unwrap();
            let folder = folder.strip_prefix(&root).unwrap().as_str();
            let dependency = |dependency: cargo_metadata::Dependency| Dependency {
                is_dev: dependency.kind == DependencyKind::Development,
                name: dependency.name,
            };
            Crate {
                name: package.name.to_string(),
                folder: folder.strip_prefix("engine/").unwrap_or(folder).to_owned(),
                dependencies: package.dependencies.into_iter().map(dependency).collect(),
            }
        })
        .collect();
    crates.sort_by(|a, b| a.folder.cmp(&b.folder));
    crates
}

/// A crate for the refused side of a rule: `dependencies` that begin with `dev ` are only for tests.
pub(crate) fn example(name: &str, folder: &str, dependencies: &[&str]) -> Crate {
    let dependency = |word: &&str| Dependency {
        name: word.trim_start_matches("dev ").to_owned(),
        is_dev: word.starts_with("dev "),
    };
    Crate {
        name: name.to_owned(),
        folder: folder.to_owned(),
        dependencies: dependencies.iter().map(dependency).collect(),
    }
}

#[test]
fn the_crates_are_found() {
    let crates = crates();
    let find = |name: &str| crates.iter().find(|found| found.name == name).unwrap();
    assert_eq!(find("overread-base").folder, "base");
    assert_eq!(find("tidy").folder, "tests/tidy");
    let is_dev = |name: &str, of: &str| {
        let found = find(name).dependencies.iter().find(|one| one.name == of);
        found.unwrap().is_dev
    };
    assert!(!is_dev("tidy", "toml"));
    assert!(is_dev("overread-image", "proptest"));
}
