//! Folders that are bundles, and every way in which a folder is none.

use std::fs;

use overread_base::NotRunReason;

use super::*;

const MANIFEST: &str = r#"schema = 1
[plugin]
id = "org.example.guest"
name = { en = "Guest" }
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
"#;

/// SHA-256 of `abc`, FIPS 180-2 appendix B.1.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(more: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("plugin.toml", format!("{MANIFEST}{more}").as_bytes());
        folder.write("plugin.wasm", b"abc");
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn open(&self) -> Result<Bundle, BundleError> {
        Bundle::open(self.0.path())
    }

    #[track_caller]
    fn check_refused(&self, kind: FailureKind, says: &[&str]) {
        let error = self.open().unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
        for part in says {
            assert!(error.to_string().contains(part), "no {part:?} in: {error}");
        }
        assert_eq!(error.found.all().len(), says.len(), "{error}");
    }
}

#[test]
fn a_folder_with_manifest_and_component_is_a_bundle() {
    let bundle = Folder::new("").open().unwrap();
    assert_eq!(bundle.component(), b"abc");
    assert_eq!(bundle.manifest().version, "1.0.0");
    assert!(bundle.warnings().all().is_empty());
    let identity = bundle.identity();
    assert_eq!(identity.id.as_str(), "org.example.guest");
    assert_eq!(identity.bundle_digest.as_deref(), Some(bundle.digest()));
}

#[test]
fn the_digest_is_that_of_the_sums_of_all_files() {
    let folder = Folder::new("");
    let manifest_sum = hex_sha256(MANIFEST.as_bytes());
    let lines = format!("{manifest_sum}  plugin.toml\n{ABC}  plugin.wasm\n");
    assert_eq!(
        folder.open().unwrap().digest(),
        hex_sha256(lines.as_bytes())
    );
    folder.write("plugin.wasm", b"abd");
    assert_ne!(
        folder.open().unwrap().digest(),
        hex_sha256(lines.as_bytes())
    );
}

#[test]
fn pinned_files_must_be_the_pinned_ones() {
    let pinned = format!("[files]\n\"plugin.wasm\" = \"sha256:{ABC}\"\n");
    let folder = Folder::new(&pinned);
    assert!(folder.open().is_ok());
    folder.write("plugin.wasm", b"changed");
    folder.check_refused(
        FailureKind::BadSignature,
        &["not the file that the manifest names"],
    );
}

#[test]
fn all_faults_of_the_files_are_told_at_once() {
    let folder = Folder::new(&format!(
        "[files]\n\"plugin.wasm\" = \"sha256:{ABC}\"\n\"docs.txt\" = \"sha256:{ABC}\"\n\"locales/ru.ftl\" = \"sha256:{ABC}\"\n"
    ));
    folder.write("plugin.wasm", b"changed");
    folder.write("locales/ru.ftl", b"\xff\xfe");
    folder.check_refused(
        FailureKind::BadSignature,
        &[
            "(plugin.wasm)",
            "the file is missing (docs.txt)",
            "(locales/ru.ftl)",
            "not UTF-8",
        ],
    );
}

#[test]
fn locales_are_read_and_unpinned_ones_are_warned_of() {
    let folder = Folder::new(&format!("[files]\n\"locales/en.ftl\" = \"sha256:{ABC}\"\n"));
    folder.write("locales/en.ftl", b"abc");
    folder.write("locales/ru.ftl", "привет = Привет\n".as_bytes());
    folder.write("locales/notes.txt", b"");
    let bundle = folder.open().unwrap();
    assert_eq!(bundle.locales().keys().collect::<Vec<_>>(), ["en", "ru"]);
    assert_eq!(bundle.warnings().all().len(), 1);
    assert_eq!(bundle.warnings().all()[0].place, "locales/ru.ftl");
}

#[test]
fn a_missing_or_swapped_model_is_a_warning_and_no_model() {
    let folder = Folder::new(&format!(
        "[[models]]\nname = \"m\"\nfile = \"m.onnx\"\nsha256 = \"{ABC}\"\nruntime = \"onnx\"\n"
    ));
    let read = |bundle: &Bundle| bundle.source().read_model(&bundle.manifest().models[0]);
    let bundle = folder.open().unwrap();
    assert_eq!(bundle.warnings().all().len(), 1);
    let (reason, message) = read(&bundle).unwrap_err();
    assert_eq!(reason, NotRunReason::ModelMissing);
    assert!(
        message.contains("m.onnx") && message.contains("missing"),
        "{message}"
    );
    folder.write("m.onnx", b"another");
    let (_, message) = read(&bundle).unwrap_err();
    assert!(message.contains("another one"), "{message}");
    folder.write("m.onnx", b"abc");
    assert_eq!(read(&bundle).unwrap(), b"abc");
    let bundle = folder.open().unwrap();
    assert!(bundle.warnings().all().is_empty());
    assert_eq!(
        bundle.identity().model_digests,
        [("m".to_owned(), ABC.to_owned())]
    );
}

#[test]
fn folders_that_are_no_bundles() {
    let folder = Folder::new("");
    fs::remove_file(folder.0.path().join("plugin.wasm")).unwrap();
    folder.check_refused(
        FailureKind::RefusedManifest,
        &["the file is missing (plugin.wasm)"],
    );
    fs::create_dir(folder.0.path().join("plugin.wasm")).unwrap();
    folder.check_refused(
        FailureKind::RefusedManifest,
        &["is not a file (plugin.wasm)"],
    );
    folder.write("plugin.toml", b"\xff");
    folder.check_refused(FailureKind::RefusedManifest, &["not UTF-8"]);
    fs::remove_file(folder.0.path().join("plugin.toml")).unwrap();
    folder.check_refused(FailureKind::RefusedManifest, &["plugin.toml"]);
    let gone = Bundle::open(&folder.0.path().join("nothing")).unwrap_err();
    assert!(
        gone.to_string().contains("no such folder or packed plugin"),
        "{gone}"
    );
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_bundle() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    let folder = Folder::new("");
    let component = folder.0.path().join("plugin.wasm");
    fs::remove_file(&component).unwrap();
    std::os::unix::fs::symlink(outside.path(), &component).unwrap();
    folder.check_refused(
        FailureKind::RefusedManifest,
        &["leads out of the bundle (plugin.wasm)"],
    );
    fs::remove_file(&component).unwrap();
    folder.write("other.wasm", b"abc");
    std::os::unix::fs::symlink("other.wasm", &component).unwrap();
    assert!(folder.open().is_ok());
}

#[test]
fn files_are_bounded() {
    let folder = Folder::new("");
    folder.write("plugin.wasm", &vec![0; 32 * 1024 * 1024 + 1]);
    folder.check_refused(
        FailureKind::RefusedManifest,
        &["at most 33554432 bytes, found 33554433"],
    );
}
