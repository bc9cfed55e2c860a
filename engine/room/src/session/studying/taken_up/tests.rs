//! Every block of the course that comes with the program is known by its scenario.

use std::path::PathBuf;

use super::*;

fn folders() -> (tempfile::TempDir, Folders) {
    let data = tempfile::tempdir().unwrap();
    let mut folders = Folders::of_user(Some(data.path()));
    folders.courses = vec![PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../scenarios/courses"
    ))];
    (data, folders)
}

#[test]
fn a_session_is_known_by_its_scenario_as_a_block_of_its_course() {
    let (_data, folders) = folders();
    let folder = course_folders(&folders).remove(0);
    let course = read_course(&folder).unwrap().course.unwrap();
    let mut n_blocks = 0;
    for module in &course.modules {
        // Reading a course takes a while: the first block of each module.
        let mut blocks = module
            .steps
            .iter()
            .filter_map(|step| Block::of(&folder, &course, module, step));
        let Some(block) = blocks.next() else { continue };
        let text = fs::read_to_string(&block.scenario).unwrap();
        let found = block_of(&folders, &text).unwrap();
        assert_eq!((found.place, found.task), (block.place, block.task));
        n_blocks += 1;
    }
    assert!(n_blocks >= 8, "{n_blocks}");
}

#[test]
fn another_scenario_is_no_block() {
    let (_data, folders) = folders();
    assert!(block_of(&folders, "schema = 1\n").is_none());
}
