//! Manifests whose `[files]` is missing, partly filled, in the middle, or written in a form that cannot be filled.

use super::*;

const HEAD: &str = r#"schema = 1
[plugin]
id = "org.example.guest"
name = { en = "Guest" }
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
"#;

fn files(paths: &[&str]) -> BTreeMap<String, String> {
    paths
        .iter()
        .map(|path| ((*path).to_owned(), "0".repeat(64)))
        .collect()
}

#[track_caller]
fn check(more: &str, kept: &str) {
    let wanted = files(&["plugin.wasm", "locales/en.ftl"]);
    let text = format!("{HEAD}{more}");
    let filled = pinned_text(&text, &wanted).unwrap();
    assert_eq!(
        Manifest::parse("plugin.toml", &filled).unwrap().files,
        wanted
    );
    assert!(filled.starts_with(HEAD), "{filled}");
    assert!(filled.contains(kept), "{filled}");
    assert_eq!(pinned_text(&filled, &wanted).unwrap(), filled, "again");
}

#[test]
fn pins_are_filled_and_the_rest_stays() {
    check("", "");
    check("# A note at the end.", "# A note at the end.");
    check("[files]\n", "");
    check(
        &format!(
            "[files] # to be filled\n\"plugin.wasm\" = \"sha256:{}\"\n",
            "1".repeat(64)
        ),
        "",
    );
}

#[test]
fn a_table_in_the_middle_is_replaced_in_its_place() {
    let old = format!("[files]\n\"old.txt\" = \"sha256:{}\"\n", "1".repeat(64));
    check(
        &format!("{old}[wants]\nprior-studies = true # kept\n"),
        "[wants]\nprior-studies = true # kept\n",
    );
    check(
        &format!(
            "{old}\n[[models]]\nname = \"m\"\nfile = \"m.onnx\"\nsha256 = \"{}\"\nruntime = \"onnx\"\n",
            "2".repeat(64)
        ),
        "[[models]]",
    );
}

#[test]
fn other_forms_are_refused() {
    let digest = "1".repeat(64);
    let inline = format!("files = {{ \"a\" = \"sha256:{digest}\" }}\n{HEAD}");
    let found = pinned_text(&inline, &files(&["plugin.wasm"])).unwrap_err();
    assert!(found.all()[0].message.contains("a table of its own"));
    assert!(pinned_text("schema = 2", &files(&[])).is_err());
}
