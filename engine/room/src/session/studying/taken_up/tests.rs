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
        let found = block_of(&folders, &text, 0).unwrap();
        assert_eq!((found.place, found.task), (block.place, block.task));
        n_blocks += 1;
    }
    assert!(n_blocks >= 8, "{n_blocks}");
}

#[test]
fn a_sitting_of_a_crossover_is_the_step_of_its_number() {
    let (_data, folders) = folders();
    let folder = course_folders(&folders).remove(0);
    let course = read_course(&folder).unwrap().course.unwrap();
    let module = course.module("m7").unwrap();
    let blocks = module
        .steps
        .iter()
        .filter_map(|step| Block::of(&folder, &course, module, step));
    let mut by_file: Vec<Block> = blocks.collect();
    let shared = by_file
        .iter()
        .map(|block| block.scenario.clone())
        .find(|file| by_file.iter().filter(|b| b.scenario == *file).count() > 1)
        .unwrap();
    by_file.retain(|block| block.scenario == shared);
    let text = fs::read_to_string(&shared).unwrap();
    for (number, block) in by_file.iter().enumerate() {
        let found = block_of(&folders, &text, number).unwrap();
        assert_eq!(found.place, block.place);
    }
    let beyond = block_of(&folders, &text, 99).unwrap();
    assert_eq!(beyond.place, by_file.last().unwrap().place);
}

#[test]
fn another_scenario_is_no_block() {
    let (_data, folders) = folders();
    assert!(block_of(&folders, "schema = 1\n", 0).is_none());
}

#[test]
fn a_look_is_told_from_a_lesson() {
    let (_data, folders) = folders();
    let folder = course_folders(&folders).remove(0);
    let course = read_course(&folder).unwrap().course.unwrap();
    let (id, case) = course.cases.iter().next().unwrap();
    let scenario = overread_scenario::check(&case.scenario_text(id)).0.unwrap();
    assert!(is_look(scenario.id.as_str()));
    assert!(!is_look("course-m9.aided"));
}
