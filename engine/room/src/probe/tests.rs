//! The choice of adapter, names of displays, and advice that names packages and commands.

use super::*;

fn named(name: &str, is_software: bool) -> Adapter {
    Adapter {
        name: name.to_owned(),
        is_software,
    }
}

#[track_caller]
fn check_choice(found: &[(&str, bool)], software: bool, expected: Result<&str, Missing>) {
    let found = found
        .iter()
        .map(|(name, is_software)| named(name, *is_software))
        .collect();
    assert_eq!(
        choose(found, software).map(|adapter| adapter.name),
        expected.map(str::to_owned)
    );
}

#[test]
fn a_card_goes_before_the_cpu_unless_the_cpu_is_asked_for() {
    let both = [("llvmpipe", true), ("a card", false)];
    check_choice(&both, false, Ok("a card"));
    check_choice(&both, true, Ok("llvmpipe"));
    check_choice(&both[..1], false, Ok("llvmpipe"));
    check_choice(&both[1..], true, Err(Missing::SoftwareAdapter));
    check_choice(&[], false, Err(Missing::Adapter));
    check_choice(&[], true, Err(Missing::SoftwareAdapter));
}

#[track_caller]
fn check_socket(display: &str, expected: Option<&str>) {
    assert_eq!(
        local_socket(display),
        expected.map(PathBuf::from),
        "{display}"
    );
}

#[test]
fn local_displays_have_a_socket() {
    check_socket(":0", Some("/tmp/.X11-unix/X0"));
    check_socket(":99.0", Some("/tmp/.X11-unix/X99"));
    check_socket("unix:1", Some("/tmp/.X11-unix/X1"));
    check_socket("other.example:0", None);
    check_socket("nonsense", None);
    check_socket(":", None);
    check_socket(":../../etc", None);
}

#[test]
fn missing_libraries_are_named_with_their_packages() {
    let missing = missing_libraries(&[PathBuf::from("/no/such/folder")]);
    assert_eq!(missing.len(), WINDOW_LIBRARIES.len());
    let text = Missing::Libraries(missing).to_string();
    assert!(
        text.contains("libxkbcommon-x11.so.0") && text.contains("apt-get install libx11-6"),
        "{text}"
    );
}

#[test]
fn every_message_says_what_to_install_or_to_run() {
    for missing in [Missing::Adapter, Missing::SoftwareAdapter] {
        assert!(
            missing.to_string().contains("mesa-vulkan-drivers"),
            "{missing}"
        );
    }
    for missing in [
        Missing::Adapter,
        Missing::Display,
        Missing::DisplayServer(":7".to_owned()),
    ] {
        let text = missing.to_string();
        assert!(
            text.contains("overread session simulate") && text.contains("--screenshot"),
            "{text}"
        );
    }
}
