//! The way of a plugin as its vendor and a site go it on the command line: keys, packing, signing, installing, grants,
//! removing; and every refusal says what to do next.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use overread_testkit::{Reading, TinyCase, TinyCt, hostile_bundle, scenario_text};
use serde_json::Value;

const PACKED: &str = "test.guest-1.0.0.overread";
const WANTS: &str =
    "[wants]\nattributes = [\"KVP\", \"PatientAge\"]\n[limits]\nmemory-mib = 100000\n";

/// A vendor's or a site's folder, with the program and nothing else of this machine.
struct Home(tempfile::TempDir);

impl Home {
    /// With the bundle folder `guest` of a service that finds nothing.
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        hostile_bundle(&home.path().join("guest"), "declines_the_empty", WANTS).unwrap();
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_overread"));
        let home = self.path();
        command
            .current_dir(home)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env_remove("OVERREAD_PLUGINS")
            .env_remove("OVERREAD_CACHE")
            .env_remove("OVERREAD_LOG")
            .stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn ends(&self, arguments: &str, exit_code: i32) -> (String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = self
            .command()
            .args(arguments.split_whitespace())
            .output()
            .unwrap();
        let (out, err) = (
            String::from_utf8(stdout).unwrap(),
            String::from_utf8(stderr).unwrap(),
        );
        assert_eq!(status.code(), Some(exit_code), "{arguments}\n{out}\n{err}");
        (out, err)
    }

    /// Does it, and says what was printed.
    #[track_caller]
    fn does(&self, arguments: &str, says: &[&str]) -> String {
        let (out, _) = self.ends(arguments, 0);
        check_holds(&out, says);
        out
    }

    /// Is refused, and says why and what to do.
    #[track_caller]
    fn refuses(&self, arguments: &str, says: &[&str]) {
        let (_, err) = self.ends(arguments, 1);
        check_holds(&err, says);
    }

    fn json(&self, arguments: &str) -> Value {
        serde_json::from_str(&self.ends(arguments, 0).0).unwrap()
    }

    /// The plugins that did not come with the program.
    fn installed(&self) -> Vec<Value> {
        let listed = self.json("plugin list --json");
        let plugins = listed["plugins"].as_array().unwrap();
        let is_own = |plugin: &&Value| plugin["origin"] != "bundled";
        plugins.iter().filter(is_own).cloned().collect()
    }

    /// Keys of a vendor and a reviewer, and the packed plugin signed by the vendor.
    fn with_signed() -> Self {
        let home = Self::new();
        home.does(
            "plugin keys new vendor --role vendor:test --owner test",
            &[],
        );
        home.does(
            "plugin keys new reviewer --role reviewer --owner clinic",
            &[],
        );
        home.does(
            "plugin pack guest --key vendor.secret",
            &["signed: test.guest 1.0.0 by test"],
        );
        home
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

#[track_caller]
fn check_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn a_vendors_plugin_comes_to_a_site_and_goes_again() {
    let home = Home::new();
    home.does(
        "plugin keys new vendor --role vendor:test --owner test",
        &[
            "secret half: vendor.secret (yours alone",
            "overread plugin keys add",
        ],
    );
    home.does(
        "plugin pack guest",
        &[
            PACKED,
            "newly pinned: plugin.wasm",
            "next: overread plugin sign",
        ],
    );
    home.does(
        &format!("plugin sign {PACKED} --key vendor.secret"),
        &["signatures: 1"],
    );
    home.refuses(
        &format!("plugin install {PACKED}"),
        &[
            "is not trusted here",
            "unknown key",
            "overread plugin keys add",
        ],
    );
    assert!(home.installed().is_empty());
    home.does(
        "plugin keys add vendor.pub",
        &["whose id is test or begins with test."],
    );
    home.does(
        "plugin keys list",
        &[
            "vendor:test",
            "training asks for: vendor",
            "an exam asks for: vendor and reviewer",
        ],
    );
    home.does(
        &format!("plugin install {PACKED}"),
        &[
            "installed: test.guest 1.0.0",
            "signed by: test (vendor:test",
            "rules hold",
            "memory: asks for 100000 MiB, gets 1024 MiB",
            "asks for KVP, PatientAge",
        ],
    );
    assert_eq!(home.installed()[0]["state"], "awaits-grants");
    home.does(
        "plugin grant test.guest --attribute KVP",
        &["granted: KVP; it asks for KVP, PatientAge", "switched on"],
    );
    home.does("plugin grant test.guest", &["granted: KVP"]);
    let plugin = home.installed().remove(0);
    assert_eq!(plugin["state"], "enabled");
    assert_eq!(plugin["grants"]["attributes"], serde_json::json!(["KVP"]));
    home.does(&format!("plugin install {PACKED}"), &["already installed"]);
    assert_eq!(home.installed().len(), 1);
    home.does(
        "plugin list",
        &["test.guest 1.0.0  ai-service", "installed, enabled"],
    );
    home.does("plugin grant test.guest --disable", &["switched off"]);
    home.does("plugin remove test.guest", &["removed: test.guest 1.0.0"]);
    assert!(home.installed().is_empty());
}

#[test]
fn a_secret_key_is_written_for_its_owner_alone_and_never_printed() {
    let home = Home::new();
    let (out, err) = home.ends("plugin keys new vendor --role vendor:test --owner test", 0);
    let secret = fs::read_to_string(home.file("vendor.secret")).unwrap();
    let secret = secret.split(' ').nth(2).unwrap();
    assert_eq!(secret.len(), 64);
    assert!(!out.contains(secret) && !err.contains(secret));
    home.refuses(
        "plugin keys new vendor --role reviewer --owner test",
        &["vendor.secret is there already", "choose another name"],
    );
    home.refuses("plugin keys add vendor.secret", &["not a public key"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |mode| {
            fs::set_permissions(home.file("vendor.secret"), fs::Permissions::from_mode(mode))
        };
        assert_eq!(
            fs::metadata(home.file("vendor.secret"))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            0o600
        );
        mode(0o644).unwrap();
        home.refuses(
            "plugin pack guest --key vendor.secret",
            &["can be read by others (mode 644)", "chmod 600"],
        );
        assert!(!home.file(PACKED).exists());
    }
}

#[test]
fn every_refusal_says_what_to_do_next() {
    let home = Home::with_signed();
    home.refuses("plugin keys site", &["overread plugin keys add"]);
    home.refuses(
        "plugin pack nowhere",
        &["no bundle folder", "overread plugin build"],
    );
    home.refuses(
        &format!("plugin sign {PACKED} --key nothing.secret"),
        &["no secret key", "overread plugin keys new"],
    );
    home.refuses(
        "plugin sign guest --key vendor.secret",
        &["does not pin", "overread plugin pack"],
    );
    home.does(
        "plugin keys new other --role vendor:org.other --owner other",
        &[],
    );
    home.refuses(
        &format!("plugin sign {PACKED} --key other.secret"),
        &["vendor:org.other, which does not cover test.guest"],
    );
    home.refuses(
        "plugin keys new x --role boss --owner x",
        &["`boss` is no role", "vendor:ID-PREFIX"],
    );
    home.refuses("plugin keys add gone.pub", &["no such file", "NAME.pub"]);
    home.refuses(
        "plugin keys remove 0123456789",
        &["overread plugin keys list"],
    );
    home.refuses("plugin keys revoke", &["--key ID or --digest DIGEST"]);
    home.refuses(
        "plugin keys rules exam --all-of vendor",
        &["`vendor` and `reviewer`"],
    );
    home.refuses(
        "plugin grant test.gone --all",
        &["no plugin is named `test.gone`", "overread plugin list"],
    );
    home.refuses(
        "plugin remove test.gone",
        &["no installed plugin", "overread plugin list"],
    );
    home.refuses(
        "plugin install gone.overread",
        &["no such folder or packed plugin", "get the file again"],
    );
    home.does("plugin keys add vendor.pub", &[]);
    home.refuses("plugin keys add vendor.pub", &["trusted already"]);
    let mut bytes = fs::read(home.file(PACKED)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(home.file("changed.overread"), bytes).unwrap();
    home.refuses(
        "plugin install changed.overread",
        &["not installed", "get the file again"],
    );
    home.does(
        &format!("plugin install {PACKED} --grant-all"),
        &["granted: KVP, PatientAge"],
    );
    home.refuses(
        "plugin grant test.guest --attribute PatientName",
        &[
            "does not ask for the attributes PatientName",
            "it asks for KVP",
        ],
    );
}

#[test]
fn wrong_arguments_end_with_2() {
    let home = Home::new();
    home.ends("plugin grant test.guest --all --none", 2);
    home.ends("plugin keys rules --minimum 2", 2);
    home.ends("plugin install", 2);
}

#[test]
fn a_plugin_that_breaks_the_contract_is_not_installed() {
    let home = Home::new();
    hostile_bundle(&home.file("bad"), "unreachable", "").unwrap();
    home.does(
        "plugin keys new vendor --role vendor:test --owner test",
        &[],
    );
    home.does("plugin keys add vendor.pub", &[]);
    home.does("plugin pack bad --key vendor.secret", &[]);
    home.refuses(
        &format!("plugin install {PACKED}"),
        &["failed the checks", "overread plugin check FILE"],
    );
    assert!(home.installed().is_empty());
}

#[test]
fn an_unsigned_plugin_is_installed_for_developers_only() {
    let home = Home::new();
    home.does("plugin pack guest", &[]);
    home.refuses(
        &format!("plugin install {PACKED}"),
        &["not signed at all", "--developer"],
    );
    home.does(
        &format!("plugin install --developer {PACKED} --grant-all"),
        &["DEVELOPER MODE", "no certificates"],
    );
    assert_eq!(home.installed()[0]["state"], "developer-only");
    home.does(
        "plugin list",
        &["DEVELOPER MODE: not trusted here", "signed by: nobody"],
    );
}

#[test]
fn two_versions_stand_side_by_side() {
    let home = Home::with_signed();
    home.does("plugin keys add vendor.pub", &[]);
    home.does(&format!("plugin install {PACKED} --grant-all"), &[]);
    let manifest = home.file("guest/plugin.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("1.0.0", "1.1.0")).unwrap();
    home.does(
        "plugin pack guest --key vendor.secret --out next.overread",
        &[],
    );
    home.does(
        "plugin install next.overread",
        &["installed: test.guest 1.1.0"],
    );
    let versions: Vec<Value> = home
        .installed()
        .iter()
        .map(|p| p["version"].clone())
        .collect();
    assert_eq!(versions, ["1.1.0", "1.0.0"]);
    home.refuses(
        "plugin remove test.guest",
        &["several versions are installed", "version 1.1.0"],
    );
    home.refuses(
        "plugin grant test.guest --all",
        &["several plugins are named so", "test.guest@1.0.0"],
    );
    home.does(
        "plugin remove test.guest@1.0.0",
        &["removed: test.guest 1.0.0"],
    );
    assert_eq!(home.installed()[0]["version"], "1.1.0");
}

#[test]
fn what_was_revoked_runs_no_more() {
    let home = Home::with_signed();
    home.does("plugin keys add vendor.pub", &[]);
    home.does(&format!("plugin install {PACKED} --grant-all"), &[]);
    let digest = home.installed()[0]["digest"].as_str().unwrap().to_owned();
    home.does(
        &format!("plugin keys revoke --digest {digest} --reason wrong-side"),
        &["version 1", "bundles 1"],
    );
    let plugin = home.installed().remove(0);
    assert_eq!(plugin["state"], "refused");
    check_holds(
        plugin["objection"].as_str().unwrap(),
        &["revoked: wrong-side"],
    );
    home.does("plugin keys revoke --renew", &["version 2"]);
    // The list of a version that was seen is not put back.
    let list = home.file("data/overread/trust/revoked.toml");
    let newer = fs::read_to_string(&list).unwrap();
    home.does("plugin keys revoke --renew", &["version 3"]);
    fs::write(&list, newer).unwrap();
    home.refuses(
        "plugin keys list",
        &["has version 2, version 3 was seen already"],
    );
    home.refuses(
        &format!("plugin install {PACKED}"),
        &["version 3 was seen already"],
    );
    let (_, warned) = home.ends("plugin list", 0);
    check_holds(&warned, &["warning: refused: the revocation list"]);
}

#[test]
fn rules_are_set_within_what_a_use_needs() {
    let home = Home::with_signed();
    home.does("plugin keys rules", &["training asks for: vendor\n"]);
    home.does(
        "plugin keys rules exam --all-of vendor,reviewer --any-of reviewer,site --minimum 2",
        &["an exam asks for: vendor and reviewer and at least 2 of reviewer, site"],
    );
    home.does(
        "plugin keys rules training --any-of vendor,site",
        &["training asks for: at least 1 of vendor, site"],
    );
    let rules = home.json("plugin keys list --json");
    assert_eq!(rules["rules"]["exam"]["minimum"], 2);
}

#[test]
fn the_record_tells_which_bundle_served_which_session() {
    let home = Home::with_signed();
    home.does("plugin keys add vendor.pub", &[]);
    home.does(&format!("plugin install {PACKED} --grant-all"), &[]);
    let digest = home.installed()[0]["digest"].as_str().unwrap().to_owned();
    TinyCt::numbered(1).write(&home.file("one")).unwrap();
    let cases = [TinyCase::dicom("a", "one", Some(&[]))];
    let text = scenario_text(Reading::Sequential("test.guest"), &cases);
    fs::write(home.file("scenario.toml"), text).unwrap();
    home.does("session simulate scenario.toml", &[]);
    home.does(
        "plugin list --sessions",
        &["AI service: test.guest 1.0.0", &digest],
    );
    let of = |digits: &str| home.json(&format!("plugin list --sessions --json --digest {digits}"));
    let sessions = of(&digest[..12]);
    assert_eq!(
        sessions["sessions"][0]["plugins"][0]["digest"],
        digest.as_str()
    );
    assert_eq!(sessions["sessions"][0]["developer_mode"], false);
    assert_eq!(of("ffff")["sessions"], serde_json::json!([]));
    home.does(
        "plugin remove test.guest",
        &["sessions that it served: 1; they keep their record"],
    );
    home.does("plugin list --sessions", &[&digest]);
}
