//! Installing, side by side, twice, cut short; what changed afterwards; grants; removing.

use std::cmp::Ordering;

use overread_base::FailureKind;

use super::*;
use crate::fixture::{key, packed};
use crate::keys::SecretKey;

const NOW: u64 = 1_800_000_000;
const WANTS: &str = "[wants]\nattributes = [\"KVP\", \"PatientAge\"]\ngpu = \"optional\"\n";

struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn store(&self) -> PluginStore {
        PluginStore::at(self.0.path().join("plugins"))
    }

    fn packed(&self, version: &str, more: &str) -> PathBuf {
        packed(
            self.0.path(),
            "org.example.guest",
            version,
            more,
            &[&vendor()],
        )
    }

    fn try_install(&self, path: &Path) -> Result<InstallOutcome, InstallError> {
        self.store().install(InstallRequest {
            path,
            trust: &trust(),
            now_unix_s: NOW,
            for_developers: false,
            checks: &mut |_| Ok(vec!["good".to_owned()]),
        })
    }

    fn install(&self, version: &str, more: &str) -> Installed {
        match self.try_install(&self.packed(version, more)) {
            Ok(InstallOutcome::Installed(installed)) => installed,
            other => panic!("{other:?}"),
        }
    }

    fn list(&self) -> Listing {
        self.store().list(&trust(), NOW)
    }

    fn only(&self) -> Installed {
        let listing = self.list();
        assert!(
            listing.broken.is_empty() && listing.leftovers.is_empty(),
            "{listing:?}"
        );
        assert_eq!(listing.plugins.len(), 1);
        listing.plugins[0].clone()
    }
}

fn vendor() -> SecretKey {
    key(1, "vendor:org.example")
}

fn trust() -> TrustStore {
    TrustStore {
        keys: vec![vendor().public()],
        ..TrustStore::default()
    }
}

#[test]
fn what_is_installed_is_listed_and_opens() {
    let site = Site::new();
    site.install("1.0.0", "");
    let installed = site.only();
    assert_eq!(installed.state(), InstalledState::Enabled);
    assert_eq!(
        (installed.installed_unix_s(), installed.checks()),
        (NOW, &["good".to_owned()][..])
    );
    assert_eq!(installed.open().unwrap().digest(), installed.digest());
    let name = installed.folder.file_name().unwrap().to_str().unwrap();
    assert_eq!(name, format!("1.0.0-{}", &installed.digest()[..12]));
}

#[test]
fn versions_stand_side_by_side_the_newest_first() {
    let site = Site::new();
    for version in ["1.9.0", "1.10.0-beta", "1.10.0", "1.2.0"] {
        site.install(version, "");
    }
    let listing = site.list();
    let versions: Vec<&str> = listing
        .plugins
        .iter()
        .map(|plugin| plugin.signed.manifest().version.as_str())
        .collect();
    assert_eq!(versions, ["1.10.0", "1.10.0-beta", "1.9.0", "1.2.0"]);
    let error = listing.one("org.example.guest").unwrap_err().to_string();
    assert!(
        error.contains("several versions") && error.contains("version 1.9.0"),
        "{error}"
    );
    let one = listing.one("org.example.guest@1.9.0").unwrap();
    assert_eq!(
        listing.one(&one.digest()[..8]).unwrap().digest(),
        one.digest()
    );
    let by_both = format!("org.example.guest@{}", &one.digest()[..12]);
    assert_eq!(listing.one(&by_both).unwrap().digest(), one.digest());
    assert!(listing.one(&one.digest()[..7]).is_err());
    assert!(listing.one("org.example").is_err());
}

#[test]
fn the_same_plugin_twice_is_there_once() {
    let site = Site::new();
    let path = site.packed("1.0.0", WANTS);
    site.try_install(&path).unwrap();
    let grants = Grants::all_of(&site.only().signed.manifest().wants);
    site.store().grant(&site.only(), grants.clone()).unwrap();
    let again = site.try_install(&path).unwrap();
    assert!(
        matches!(again, InstallOutcome::AlreadyThere(_)),
        "{again:?}"
    );
    // Another signature renews it, and what the user decided stays.
    crate::pack::sign(&path, &key(3, "reviewer")).unwrap();
    let renewed = site.try_install(&path).unwrap();
    assert!(matches!(renewed, InstallOutcome::Renewed(_)), "{renewed:?}");
    let installed = site.only();
    assert_eq!(installed.signed.signatures().len(), 2);
    assert_eq!(
        (installed.grants(), installed.state()),
        (&grants, InstalledState::Enabled)
    );
    // A damaged one is put back.
    fs::write(installed.bundle_folder().join("plugin.wasm"), b"else").unwrap();
    let renewed = site.try_install(&path).unwrap();
    assert!(matches!(renewed, InstallOutcome::Renewed(_)), "{renewed:?}");
    assert!(site.only().open().is_ok());
}

#[test]
fn each_gate_keeps_it_out_and_nothing_is_left() {
    let site = Site::new();
    let unsigned = packed(site.0.path(), "org.example.guest", "1.0.0", "", &[]);
    let error = site.try_install(&unsigned).unwrap_err();
    assert!(matches!(&error, InstallError::NotTrusted { .. }), "{error}");
    assert!(error.to_string().contains("not signed at all"), "{error}");
    let signed = site.packed("1.0.0", "");
    let mut n_checks = 0;
    let failed = site.store().install(InstallRequest {
        path: &signed,
        trust: &trust(),
        now_unix_s: NOW,
        for_developers: false,
        checks: &mut |_| {
            n_checks += 1;
            Err(vec!["determinism: two answers".to_owned()])
        },
    });
    assert!(
        matches!(failed, Err(InstallError::FailedChecks { .. })),
        "{failed:?}"
    );
    let mut bytes = fs::read(&signed).unwrap();
    let end = bytes.len() - 60;
    bytes[end] ^= 1;
    fs::write(&signed, bytes).unwrap();
    let error = site.try_install(&signed).unwrap_err();
    assert!(matches!(error, InstallError::Bundle(_)), "{error}");
    // What is not trusted or not whole is never run by the checks.
    assert_eq!(n_checks, 1);
    let listing = site.list();
    assert!(
        listing.plugins.is_empty() && listing.broken.is_empty() && listing.leftovers.is_empty()
    );
}

#[test]
fn an_unsigned_plugin_is_for_developers_only() {
    let site = Site::new();
    let unsigned = packed(site.0.path(), "org.example.guest", "1.0.0", "", &[]);
    let request = InstallRequest {
        path: &unsigned,
        trust: &trust(),
        now_unix_s: NOW,
        for_developers: true,
        checks: &mut |_| Ok(Vec::new()),
    };
    site.store().install(request).unwrap();
    assert_eq!(site.only().state(), InstalledState::DeveloperOnly);
}

#[test]
fn what_changed_afterwards_is_seen() {
    let site = Site::new();
    let installed = site.install("1.0.0", "");
    let component = installed.bundle_folder().join("plugin.wasm");
    // Other contents of the same size are found when it is opened, other sizes in the list already.
    fs::write(&component, b"\0ASM").unwrap();
    assert_eq!(site.only().state(), InstalledState::Enabled);
    let error = site.only().open().unwrap_err();
    assert_eq!(error.kind, FailureKind::BadSignature);
    fs::write(&component, b"longer").unwrap();
    let InstalledState::Refused(faults) = site.only().state() else {
        panic!("{:?}", site.only().state());
    };
    assert!(
        faults[0].contains("expected 4 bytes, found 6"),
        "{faults:?}"
    );
    fs::write(&component, b"\0asm").unwrap();
    fs::write(installed.bundle_folder().join("more.txt"), b"").unwrap();
    assert!(
        site.only()
            .open()
            .unwrap_err()
            .to_string()
            .contains("nothing else may lie")
    );
    fs::remove_file(installed.bundle_folder().join("more.txt")).unwrap();
    // Trust that was lost is lost at once.
    let nobody = site.store().list(&TrustStore::default(), NOW);
    assert!(matches!(
        nobody.plugins[0].state(),
        InstalledState::Refused(_)
    ));
    // A manifest that is another one, without signatures, is not the one that was installed.
    let manifest = installed.bundle_folder().join("plugin.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("Guest", "Other")).unwrap();
    assert_eq!(site.list().broken.len(), 1, "its signature does not hold");
    fs::remove_file(installed.bundle_folder().join("SIGNATURES")).unwrap();
    let InstalledState::Refused(faults) = site.only().state() else {
        panic!("{:?}", site.only().state());
    };
    assert!(
        faults[0].contains("not the one that was installed"),
        "{faults:?}"
    );
    fs::write(installed.folder.join(RECORD), "schema = 9").unwrap();
    let listing = site.list();
    assert!(
        listing.broken[0].reason.contains("only schema 1"),
        "{listing:?}"
    );
    site.store().remove_broken(&listing.broken[0]).unwrap();
    assert!(site.list().broken.is_empty());
}

#[test]
fn grants_are_decided_one_by_one_and_never_more_than_asked_for() {
    let site = Site::new();
    site.install("1.0.0", WANTS);
    assert_eq!(site.only().state(), InstalledState::AwaitsGrants);
    let only_kvp = Grants {
        attributes: ["KVP".to_owned()].into(),
        ..Grants::default()
    };
    site.store().grant(&site.only(), only_kvp.clone()).unwrap();
    assert_eq!(
        (site.only().grants(), site.only().state()),
        (&only_kvp, InstalledState::Enabled)
    );
    let more = [
        Grants {
            attributes: ["PatientName".to_owned()].into(),
            ..Grants::default()
        },
        Grants {
            prior_studies: true,
            ..Grants::default()
        },
    ];
    for (grants, says) in more
        .into_iter()
        .zip(["the attributes PatientName", "prior studies"])
    {
        let error = site
            .store()
            .grant(&site.only(), grants)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(says) && error.contains("it asks for KVP, PatientAge"),
            "{error}"
        );
    }
    assert_eq!(site.only().grants(), &only_kvp);
    site.store().set_enabled(&site.only(), false).unwrap();
    assert_eq!(site.only().state(), InstalledState::Disabled);
    site.store().grant(&site.only(), Grants::default()).unwrap();
    assert_eq!(
        site.only().state(),
        InstalledState::Disabled,
        "grants do not switch it on"
    );
}

#[test]
fn removing_one_version_leaves_the_other() {
    let site = Site::new();
    site.install("1.0.0", "");
    site.install("2.0.0", "");
    let listing = site.list();
    site.store()
        .remove(listing.one("org.example.guest@1.0.0").unwrap())
        .unwrap();
    assert_eq!(site.only().signed.manifest().version, "2.0.0");
    site.store().remove(&site.only()).unwrap();
    assert!(folders_in(&site.store().root).is_empty());
}

#[test]
fn leftovers_are_named_and_cleared_by_the_next_installation() {
    let site = Site::new();
    let left = site
        .store()
        .root
        .join("org.example.guest")
        .join(".partial-1-0-1.0.0-abc/plugin");
    fs::create_dir_all(&left).unwrap();
    let listing = site.list();
    assert_eq!((listing.plugins.len(), listing.leftovers.len()), (0, 1));
    site.install("1.0.0", "");
    site.only();
}

/// What a killed installation leaves: the plugin that was there set aside, the new one not in its place.
fn set_aside(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let aside = folder.with_file_name(format!(".partial-old-{name}"));
    fs::rename(folder, &aside).unwrap();
    aside
}

#[test]
fn a_plugin_whose_renewal_was_cut_short_comes_back() {
    let site = Site::new();
    let path = site.packed("1.0.0", "");
    site.try_install(&path).unwrap();
    set_aside(&site.only().folder);
    let listing = site.list();
    assert_eq!((listing.plugins.len(), listing.leftovers.len()), (0, 1));
    let again = site.try_install(&path).unwrap();
    assert!(
        matches!(again, InstallOutcome::AlreadyThere(_)),
        "{again:?}"
    );
    site.only();
}

#[test]
fn a_broken_plugin_that_is_removed_does_not_come_back_as_an_older_one() {
    let site = Site::new();
    let folder = site.install("1.0.0", "").folder;
    // Set aside and replaced, and then the new one broke.
    let aside = set_aside(&folder);
    fs::create_dir(&folder).unwrap();
    let listing = site.list();
    assert_eq!((listing.broken.len(), &listing.leftovers[0]), (1, &aside));
    site.store().remove_broken(&listing.broken[0]).unwrap();
    site.install("2.0.0", "");
    assert_eq!(site.only().signed.manifest().version, "2.0.0");
}

#[test]
fn versions_are_ordered() {
    let ordered = [
        "0.9.9",
        "1.0.0-alpha",
        "1.0.0-beta",
        "1.0.0",
        "1.0.0+b1",
        "1.0.1",
        "1.2.0",
        "1.10.0",
    ];
    for pair in ordered.windows(2) {
        assert_eq!(version_order(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        assert_eq!(
            version_order(pair[1], pair[0]),
            Ordering::Greater,
            "{pair:?}"
        );
        assert_eq!(version_order(pair[0], pair[0]), Ordering::Equal, "{pair:?}");
    }
}
