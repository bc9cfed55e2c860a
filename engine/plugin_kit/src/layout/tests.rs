//! What goes into a bundle, what is refused, and that a bundle is written only when something differs.

use super::*;

/// SHA-256 of "abc": FIPS 180-2, appendix B.1.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// What every manifest says.
const WHOLE: &str = "schema = 1\n[plugin]\nid = \"org.example.nodule\"\nname = { en = \"Nodule\" }\nversion = \"1.0.0\"\n\
                     kind = \"ai-service\"\napi = \"1.0\"\nlicense = \"MIT\"\n";

struct Plugin(tempfile::TempDir);

impl Plugin {
    fn new(manifest: &str, others: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in others
            .iter()
            .chain(&[("plugins/nodule/plugin.toml", manifest)])
        {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Self(folder)
    }

    fn gather(&self) -> Result<Files, KitError> {
        let root = self.0.path();
        gather(
            &root.join("plugins/nodule"),
            Some(&root.join("models")),
            b"component".to_vec(),
        )
    }

    #[track_caller]
    fn check(&self, expected: &[&str]) {
        let files = self.gather().unwrap();
        assert_eq!(
            files
                .keys()
                .map(|path| path.to_str().unwrap())
                .collect::<Vec<_>>(),
            expected
        );
    }

    #[track_caller]
    fn refused(&self, expected: &str) {
        let error = self.gather().unwrap_err().whole();
        assert!(
            error.contains(expected),
            "expected {expected:?} in {error:?}"
        );
    }
}

#[test]
fn takes_what_the_manifest_names_and_the_locales() {
    let others = [
        ("plugins/nodule/src/lib.rs", ""),
        ("plugins/nodule/locales/ru.ftl", ""),
        ("plugins/nodule/Cargo.toml", ""),
    ];
    let plain = format!("{WHOLE}component = \"plugin.wasm\"\n");
    Plugin::new(&plain, &others).check(&["locales/ru.ftl", "plugin.toml", "plugin.wasm"]);
    let other = format!("{WHOLE}component = \"a.wasm\"\n");
    Plugin::new(&other, &[]).check(&["a.wasm", "plugin.toml"]);
    let named = format!("{plain}[files]\n\"help/en.md\" = \"sha256:{ABC}\"\n");
    Plugin::new(&named, &[("plugins/nodule/help/en.md", "")]).check(&[
        "help/en.md",
        "plugin.toml",
        "plugin.wasm",
    ]);
}

#[test]
fn the_manifest_pins_every_file_and_keeps_its_own_text() {
    let manifest = format!("# Mine.\n{WHOLE}component = \"plugin.wasm\"\n");
    let plugin = Plugin::new(&manifest, &[("plugins/nodule/locales/ru.ftl", "abc")]);
    let files = plugin.gather().unwrap();
    let text = String::from_utf8(files[Path::new("plugin.toml")].clone()).unwrap();
    assert!(text.starts_with("# Mine.\nschema = 1\n"), "{text}");
    assert!(
        text.contains(&format!("\"locales/ru.ftl\" = \"sha256:{ABC}\"")),
        "{text}"
    );
    assert!(text.contains("\"plugin.wasm\" = \"sha256:"), "{text}");
}

#[test]
fn finds_models_beside_the_plugin_or_among_the_trained() {
    let manifest = format!(
        "{WHOLE}component = \"plugin.wasm\"\n[[models]]\nname = \"nodule\"\nfile = \"models/nodule.onnx\"\nsha256 = \"{ABC}\"\nruntime = \"onnx\"\n"
    );
    for place in [
        "plugins/nodule/models/nodule.onnx",
        "models/nodule.onnx",
        "models/nodule/model.onnx",
        "models/nodule/nodule.onnx",
    ] {
        let plugin = Plugin::new(&manifest, &[(place, "abc")]);
        plugin.check(&["models/nodule.onnx", "plugin.toml", "plugin.wasm"]);
    }
}

#[test]
fn refuses_what_would_be_refused_later() {
    Plugin::new("[[models]]\nfile = \"models/a.onnx\"\n", &[])
        .refused("names a model that is not there: models/a.onnx");
    Plugin::new("[[models]]\nname = \"a\"\n", &[]).refused("a model names no file");
    let manifest = format!("[[models]]\nfile = \"a.onnx\"\nsha256 = \"{ABC}\"\n");
    Plugin::new(&manifest, &[("models/a.onnx", "abd")])
        .refused("the model is not the one that plugin.toml names");
    Plugin::new("[plugin]\ncomponent = \"../a.wasm\"\n", &[])
        .refused("must stay inside the bundle, found ../a.wasm");
    Plugin::new("[files]\n\"/etc/hostname\" = \"\"\n", &[]).refused("must stay inside the bundle");
    Plugin::new("[plugin\n", &[]).refused("plugin.toml");
    Plugin::new("schema = 1\n[plugin]\n", &[]).refused("`id` is missing");
}

#[test]
fn signatures_stay_as_long_as_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("nodule");
    let mut files = Files::from([("plugin.toml".into(), b"a".to_vec())]);
    lay_out(&files, &bundle).unwrap();
    fs::write(bundle.join(SIGNATURES), "signed").unwrap();
    assert_eq!(lay_out(&files, &bundle).unwrap(), Change::None);
    assert!(bundle.join(SIGNATURES).exists());
    files.insert("plugin.toml".into(), b"b".to_vec());
    lay_out(&files, &bundle).unwrap();
    assert!(!bundle.join(SIGNATURES).exists());
}

#[test]
fn writes_only_what_differs() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("nodule");
    let mut files = Files::from([
        ("plugin.toml".into(), b"a".to_vec()),
        ("models/m.onnx".into(), b"bc".to_vec()),
    ]);
    assert_eq!(
        lay_out(&files, &bundle).unwrap(),
        Change::Written {
            n_files: 2,
            n_bytes: 3
        }
    );
    assert_eq!(lay_out(&files, &bundle).unwrap(), Change::None);
    fs::write(bundle.join("left over"), "").unwrap();
    assert_eq!(
        lay_out(&files, &bundle).unwrap(),
        Change::Written {
            n_files: 2,
            n_bytes: 3
        }
    );
    assert!(!bundle.join("left over").exists());
    files.remove(Path::new("models/m.onnx"));
    assert_eq!(
        lay_out(&files, &bundle).unwrap(),
        Change::Written {
            n_files: 1,
            n_bytes: 1
        }
    );
    assert!(!bundle.join("models").exists());
}
