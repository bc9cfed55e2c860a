//! Lists as people write them.

use super::*;

fn names(list: &StudyList) -> Vec<&str> {
    list.studies
        .iter()
        .map(|study| study.name.as_str())
        .collect()
}

#[test]
fn a_folder_gives_its_subfolders_or_itself() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("studies");
    for name in ["b", "a", ".hidden"] {
        fs::create_dir_all(root.join(name)).unwrap();
    }
    fs::write(root.join("truth.csv"), "").unwrap();
    let list = StudyList::read(&root).unwrap();
    assert_eq!(names(&list), ["a", "b"]);
    assert_eq!(list.studies[1].folder, root.join("b"));
    let one = StudyList::read(&root.join("a")).unwrap();
    assert_eq!(
        (names(&one), &one.studies[0].folder),
        (vec!["a"], &root.join("a"))
    );
}

#[test]
fn a_text_file_gives_its_lines_relative_to_itself() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("list.txt");
    fs::write(&file, "\u{feff}# ours\r\none/ct/\r\n\r\n  two/ct\nthree\n").unwrap();
    let list = StudyList::read(&file).unwrap();
    assert_eq!(names(&list), ["one/ct", "two/ct", "three"]);
    assert_eq!(list.studies[2].folder, place.path().join("three"));
}

#[test]
fn faults_are_named_with_their_lines() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("list.txt");
    let refused = |text: &str| {
        fs::write(&file, text).unwrap();
        let faults = StudyList::read(&file).unwrap_err();
        let found = faults.all().iter();
        found
            .map(|f| {
                format!(
                    "{}: {}",
                    f.place.replace(&file.display().to_string(), "list"),
                    f.message
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        refused("a\nb\u{7}\na/\n"),
        [
            "list, line 2: expected the path of a folder of at most 4096 bytes",
            "list, line 3: the study of line 1 once more: a",
        ]
    );
    assert_eq!(
        refused("# none\n"),
        ["list: expected 1 to 100000 studies, found 0"]
    );
    assert!(StudyList::read(&place.path().join("absent")).is_err());
}
