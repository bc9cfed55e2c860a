//! Which Node is new enough, and that the compiler is pinned.

use super::*;

#[test]
fn nodes_version_is_read() {
    assert_eq!(major("v20.20.2\n"), Some(20));
    assert_eq!(major("v8.1.0"), Some(8));
    assert_eq!(major("20"), None);
    assert_eq!(major(""), None);
}

#[test]
fn every_package_of_the_compiler_is_pinned_by_its_digest() {
    let [(_, wanted), (_, locked)] = PINNED;
    let version = NAME.strip_prefix("componentize-qjs-").unwrap();
    assert!(wanted.contains(&format!("\"componentize-qjs\": \"{version}\"")));
    let locked: serde_json::Value = serde_json::from_str(locked).unwrap();
    let packages = locked["packages"].as_object().unwrap();
    assert!(packages.contains_key("node_modules/componentize-qjs"));
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        assert_eq!(package["version"], version, "{name}");
        assert!(
            package["integrity"]
                .as_str()
                .unwrap()
                .starts_with("sha512-"),
            "{name}"
        );
    }
}
