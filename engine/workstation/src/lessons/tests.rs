//! Lessons are found by their place; what is no scenario is passed over and the others stay.

use super::*;

fn put(root: &Path, place: &str, text: &[u8]) {
    let folder = root.join(place);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("scenario.toml"), text).unwrap();
}

fn scenario(id: &str) -> String {
    overread_scenario::TOUR.replace("overread.tour", id)
}

#[test]
fn sound_scenarios_are_listed_and_others_passed_over() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "chest/two", scenario("chest.two").as_bytes());
    put(root.path(), "chest/one", scenario("chest.one").as_bytes());
    put(root.path(), "chest/torn", b"schema = 1\nid = ");
    put(root.path(), "chest/bytes", b"\xff\xfe\x00");
    put(root.path(), "chest/large", &vec![b'#'; MAX_FILE_BYTES + 10]);
    fs::create_dir_all(root.path().join("chest/empty")).unwrap();
    fs::create_dir_all(root.path().join("chest/odd/scenario.toml")).unwrap();
    let folders = Folders {
        scenarios: vec![root.path().to_owned(), root.path().join("missing")],
        ..Folders::of_user(Some(root.path()))
    };
    let found = lessons(&folders);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|lesson| lesson.path.parent()?.file_name()?.to_str())
        .collect();
    assert_eq!(names, ["one", "two"]);
    assert_eq!((found[0].n_cases, found[0].is_exam), (1, false));
    assert_eq!(LocalText::pick(&found[0].title, "ru"), Some("Экскурсия"));
}

#[test]
fn the_lessons_of_the_checkout_are_sound_and_examinations_come_last() {
    let folders = Folders {
        scenarios: vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")],
        ..Folders::of_user(None)
    };
    let found = lessons(&folders);
    let first_exam = found.iter().position(|lesson| lesson.is_exam).unwrap();
    assert!(first_exam >= 3, "{found:#?}");
    assert!(found[first_exam..].iter().all(|lesson| lesson.is_exam));
    let place = Path::new("certification/scenario.toml");
    assert!(
        found[first_exam..]
            .iter()
            .any(|lesson| lesson.path.ends_with(place))
    );
}
