//! Which commands wait for the set-up.

use super::*;

#[track_caller]
fn check(arguments: &str, expected: bool) {
    let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
    assert_eq!(needs_services(&arguments), expected);
}

#[test]
fn only_what_starts_a_service_waits_for_the_set_up() {
    check("plugin run bundle --study ct", true);
    check("session simulate a.toml", true);
    check("", true);
    check("study show ct", false);
    check("phantom make --out ct", false);
    check("plugin run --help", false);
    check("--version", false);
}

#[test]
fn the_room_is_built_where_the_desk_will_open() {
    #[track_caller]
    fn check(arguments: &str, opens_desk: bool) {
        let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
        let has_room = programs(&arguments).contains(&"overread-room");
        assert_eq!(has_room, opens_desk, "{arguments:?}");
    }
    check("", true);
    check("plugin run bundle --study ct", true);
    check("plugin run bundle --study ct --picture out.png", false);
    check("plugin run --help", false);
    check("plugin check bundle", false);
    check("study show ct", false);
}
