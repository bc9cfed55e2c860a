//! Packing, signing, unpacking, and what becomes of a packed plugin that was changed on the way.

use proptest::prelude::*;

use super::*;
use crate::keys::KeyRole;

struct Place(tempfile::TempDir);

impl Place {
    /// A folder with a plugin that has a model, locales and a file that nobody asked for.
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("plugin.toml", manifest("").as_bytes());
        place.write("plugin.wasm", b"\0asm component");
        place.write("models/m.onnx", b"abc");
        place.write("locales/en.ftl", b"hello = Hello\n");
        place.write("locales/ru.ftl", "hello = Привет\n".as_bytes());
        place.write("README.md", b"# Guest\n");
        place.write("src/lib.rs", b"// source\n");
        place
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("plugin")
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out.overread")
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn pack(&self) -> PackReport {
        pack(&self.folder(), &self.out(), &PackOptions::default()).unwrap_or_else(|e| panic!("{e}"))
    }

    #[track_caller]
    fn check_not_packed(&self, kind: FailureKind, says: &str) {
        let error = pack(&self.folder(), &self.out(), &PackOptions::default()).unwrap_err();
        assert!(error.to_string().contains(says), "no {says:?} in {error}");
        let PackError::Bundle(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.kind, kind);
    }
}

/// SHA-256 of `abc`, FIPS 180-2 appendix B.1.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn manifest(more: &str) -> String {
    format!(
        r#"schema = 1
[plugin]
id = "org.example.guest"
name = {{ en = "Guest" }}
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
[[models]]
name = "m"
file = "models/m.onnx"
sha256 = "{ABC}"
runtime = "onnx"
{more}"#
    )
}

fn key(seed: u8, role: &str) -> SecretKey {
    SecretKey::from_seed([seed; 32], KeyRole::parse(role).unwrap(), "a").unwrap()
}

#[test]
fn a_folder_becomes_one_file_that_opens_alike() {
    let place = Place::new();
    let report = place.pack();
    assert_eq!(report.n_files, 6);
    assert_eq!(
        report.newly_pinned,
        [
            "README.md",
            "locales/en.ftl",
            "locales/ru.ftl",
            "plugin.wasm"
        ]
    );
    assert_eq!(report.left_out, ["src/lib.rs"]);
    let packed = Bundle::open(&place.out()).unwrap();
    assert!(packed.source().is_packed());
    assert!(packed.warnings().all().is_empty());
    assert_eq!(packed.component(), b"\0asm component");
    assert_eq!(packed.locales().len(), 2);
    let model = &packed.manifest().models[0];
    assert_eq!(packed.source().read_model(model).unwrap(), b"abc");
    assert_eq!(packed.signed().digest().as_deref(), Some(packed.digest()));
}

#[test]
fn the_digest_is_that_of_the_unpacked_folder_and_signatures_do_not_change_it() {
    let place = Place::new();
    let report = place.pack();
    sign(&place.out(), &key(1, "vendor:org.example")).unwrap();
    let packed = Bundle::open(&place.out()).unwrap();
    assert_eq!(packed.digest(), report.digest);
    let to = place.0.path().join("unpacked");
    unpack(&packed, &to).unwrap();
    for folder in [Bundle::open(&to).unwrap(), Bundle::open_whole(&to).unwrap()] {
        assert_eq!(folder.digest(), report.digest);
        assert_eq!(folder.signed().signatures(), packed.signed().signatures());
    }
    assert!(!to.join("src").exists());
    // What is packed of that folder again is the same file, byte for byte.
    let again = place.0.path().join("again.overread");
    pack(&to, &again, &PackOptions::default()).unwrap();
    assert_eq!(fs::read(again).unwrap(), fs::read(place.out()).unwrap());
}

#[test]
fn what_is_missing_or_changed_is_not_packed() {
    let place = Place::new();
    place.write("models/m.onnx", b"abd");
    place.check_not_packed(FailureKind::BadSignature, "the file is another one");
    fs::remove_file(place.folder().join("models/m.onnx")).unwrap();
    place.check_not_packed(FailureKind::RefusedManifest, "model `m` (models/m.onnx");
    place.write("models/m.onnx", b"abc");
    let pinned = format!("[files]\n\"plugin.wasm\" = \"sha256:{ABC}\"\n");
    place.write("plugin.toml", manifest(&pinned).as_bytes());
    place.check_not_packed(FailureKind::BadSignature, "pin it anew with --repin");
    let options = PackOptions {
        repin: true,
        include: vec!["src/lib.rs".to_owned()],
    };
    let report = pack(&place.folder(), &place.out(), &options).unwrap();
    assert!(report.left_out.is_empty());
    assert!(report.newly_pinned.contains(&"src/lib.rs".to_owned()));
    let options = PackOptions {
        include: vec![
            "../outside".to_owned(),
            "SIGNATURES".to_owned(),
            "gone.txt".to_owned(),
        ],
        ..options
    };
    let error = pack(&place.folder(), &place.out(), &options)
        .unwrap_err()
        .to_string();
    for part in [
        "not a path inside the bundle",
        "anyway (SIGNATURES)",
        "missing (gone.txt)",
    ] {
        assert!(error.contains(part), "no {part:?} in {error}");
    }
}

#[test]
fn only_keys_for_the_plugin_sign_it_and_each_once() {
    let place = Place::new();
    place.pack();
    let error = sign(&place.out(), &key(1, "vendor:org.other")).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("does not cover org.example.guest")
    );
    for _ in 0..2 {
        sign(&place.out(), &key(1, "vendor:org.example")).unwrap();
        let signed = sign(&place.out(), &key(2, "reviewer")).unwrap();
        assert_eq!(signed.signatures().len(), 2);
    }
    let error = sign(&place.folder(), &key(2, "reviewer")).unwrap_err();
    assert!(
        error.to_string().contains("pack the folder first"),
        "{error}"
    );
}

#[test]
fn a_signed_folder_keeps_its_signatures_until_its_manifest_changes() {
    let place = Place::new();
    place.pack();
    let to = place.0.path().join("unpacked");
    unpack(&Bundle::open(&place.out()).unwrap(), &to).unwrap();
    sign(&to, &key(2, "reviewer")).unwrap();
    assert_eq!(Bundle::open(&to).unwrap().signed().signatures().len(), 1);
    let text = fs::read_to_string(to.join("plugin.toml")).unwrap();
    fs::write(to.join("plugin.toml"), text.replace("1.0.0", "1.0.1")).unwrap();
    let error = Bundle::open(&to).unwrap_err();
    assert_eq!(error.kind, FailureKind::BadSignature);
    assert!(
        error.to_string().contains("was changed after signing"),
        "{error}"
    );
    let report = pack(&to, &place.out(), &PackOptions::default()).unwrap();
    assert_eq!(report.n_signatures_dropped, 1);
    assert!(
        Bundle::open(&place.out())
            .unwrap()
            .signed()
            .signatures()
            .is_empty()
    );
}

#[test]
fn every_changed_byte_of_a_signed_packed_plugin_is_refused() {
    let place = Place::new();
    place.pack();
    sign(&place.out(), &key(1, "vendor:org.example")).unwrap();
    let sound = fs::read(place.out()).unwrap();
    let changed_file = place.0.path().join("changed.overread");
    for at in 0..sound.len() {
        let mut changed = sound.clone();
        changed[at] ^= 0x20;
        fs::write(&changed_file, &changed).unwrap();
        let error = Bundle::open(&changed_file).unwrap_err();
        let kinds = [FailureKind::RefusedManifest, FailureKind::BadSignature];
        assert!(kinds.contains(&error.kind), "byte {at}: {error}");
        assert!(!error.found.all().is_empty(), "byte {at}");
    }
}

/// Writes an archive of the right form with any contents, as a hostile packer would.
fn forged(place: &Place, files: &[(&str, &[u8])]) -> BundleError {
    let mut writer = archive::Writer::new(&PLUGIN, Vec::new());
    for (name, bytes) in files {
        writer
            .entry(name, bytes.len() as u64, crc32fast::hash(bytes), |to| {
                to.write_all(bytes)
            })
            .unwrap();
    }
    fs::write(place.out(), writer.finish().unwrap()).unwrap();
    Bundle::open(&place.out()).unwrap_err()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of forged archives")]
fn files_of_a_forged_packed_plugin_are_refused_by_name() {
    let place = Place::new();
    let pinned = manifest(&format!(
        "[files]\n\"plugin.wasm\" = \"sha256:{ABC}\"\n\"locales/en.ftl\" = \"sha256:{ABC}\"\n"
    ));
    let toml = pinned.as_bytes();
    #[track_caller]
    fn check(error: &BundleError, kind: FailureKind, says: &[&str]) {
        assert_eq!(error.kind, kind, "{error}");
        for part in says {
            assert!(error.to_string().contains(part), "no {part:?} in {error}");
        }
        assert_eq!(error.found.all().len(), says.len(), "{error}");
    }
    let swapped = forged(
        &place,
        &[
            ("plugin.toml", toml),
            ("locales/en.ftl", b"abc"),
            ("models/m.onnx", b"abd"),
            ("plugin.wasm", b"abc"),
        ],
    );
    check(&swapped, FailureKind::BadSignature, &["model `m`"]);
    let wrong = forged(
        &place,
        &[
            ("plugin.toml", toml),
            ("locales/en.ftl", b"abc"),
            ("models/m.onnx", b"abc"),
            ("plugin.wasm", b"abd"),
        ],
    );
    check(
        &wrong,
        FailureKind::BadSignature,
        &["not the file that the manifest names"],
    );
    let unlisted = forged(
        &place,
        &[
            ("plugin.toml", toml),
            ("extra.txt", b""),
            ("locales/en.ftl", b"abc"),
            ("models/m.onnx", b"abc"),
            ("plugin.wasm", b"abc"),
        ],
    );
    check(
        &unlisted,
        FailureKind::RefusedManifest,
        &["not listed in the manifest: nothing else may lie in a bundle (extra.txt)"],
    );
    let missing = forged(&place, &[("plugin.toml", toml), ("plugin.wasm", b"abc")]);
    check(
        &missing,
        FailureKind::RefusedManifest,
        &["the file is missing (locales/en.ftl)", "model `m`"],
    );
    let unpinned = manifest("");
    let unpinned = forged(
        &place,
        &[
            ("plugin.toml", unpinned.as_bytes()),
            ("models/m.onnx", b"abc"),
            ("plugin.wasm", b"abc"),
        ],
    );
    check(
        &unpinned,
        FailureKind::RefusedManifest,
        &["not listed in [files]: its digest is not pinned (plugin.wasm)"],
    );
    let unsigned = forged(
        &place,
        &[
            ("plugin.toml", toml),
            ("SIGNATURES", b"x"),
            ("locales/en.ftl", b"abc"),
            ("models/m.onnx", b"abc"),
            ("plugin.wasm", b"abc"),
        ],
    );
    check(&unsigned, FailureKind::BadSignature, &["line 1 must be"]);
}

#[test]
fn files_of_a_packed_plugin_are_bounded() {
    let place = Place::new();
    place.write("plugin.wasm", &vec![0; (32 << 20) + 1]);
    place.check_not_packed(
        FailureKind::RefusedManifest,
        "at most 33554432 bytes, found 33554433",
    );
    place.write("plugin.wasm", b"abc");
    place.write("locales/en.ftl", &vec![b' '; (1 << 20) + 1]);
    place.check_not_packed(
        FailureKind::RefusedManifest,
        "at most 1048576 bytes, found 1048577",
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_packed() {
    let place = Place::new();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), place.folder().join("locales/de.ftl")).unwrap();
    place.check_not_packed(
        FailureKind::RefusedManifest,
        "leads out of the bundle (locales/de.ftl)",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn pack_and_unpack_give_back_every_file(
        component in proptest::collection::vec(any::<u8>(), 0..200),
        files in proptest::collection::btree_map("[a-z]{1,6}(/[a-z0-9_.-]{1,6}x)?", proptest::collection::vec(any::<u8>(), 0..100), 0..6),
    ) {
        let place = Place::new();
        place.write("plugin.wasm", &component);
        let files: BTreeMap<String, Vec<u8>> = files
            .into_iter()
            .map(|(name, bytes)| (format!("d_{name}"), bytes))
            .filter(|(name, _)| is_bundle_path(name))
            .collect();
        // A name cannot be a file and a folder.
        let files: BTreeMap<_, _> = files
            .iter()
            .filter(|(name, _)| !files.keys().any(|other| other.starts_with(&format!("{name}/"))))
            .collect();
        for (name, bytes) in &files {
            place.write(name, bytes);
        }
        let options = PackOptions { include: files.keys().map(|name| (*name).clone()).collect(), repin: false };
        let first = pack(&place.folder(), &place.out(), &options).unwrap();
        let bytes = fs::read(place.out()).unwrap();
        let second = pack(&place.folder(), &place.out(), &options).unwrap();
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(&bytes, &fs::read(place.out()).unwrap());
        let to = place.0.path().join("unpacked");
        let packed = Bundle::open(&place.out()).unwrap();
        unpack(&packed, &to).unwrap();
        prop_assert_eq!(fs::read(to.join("plugin.wasm")).unwrap(), component);
        for (name, bytes) in &files {
            prop_assert_eq!(&fs::read(to.join(name.as_str())).unwrap(), *bytes);
        }
        let unpacked = Bundle::open_whole(&to).unwrap();
        prop_assert_eq!(unpacked.digest(), first.digest.as_str());
    }
}
