//! The pictures of the README: the first lesson after the AI result is revealed, in Focus mode and in the room.
//! Written only with `OVERREAD_UPDATE_SCREENS=1`; otherwise only looked at.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{Mark, ReaderId, Seed, Shape, Vec3};
use overread_exam::{AiView, Command, MarkAnswer, Percent};
use overread_scenario::LabelId;
use overread_workstation::{Folders, ManualClock, Sitting, sit_down, truth_of};

use crate::program::Program;

/// GitHub shows larger pictures, but nobody waits for them gladly.
const MOST_BYTES: u64 = 1 << 20;

fn picture(name: &str) -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.join("pictures").join(name)
}

#[test]
fn the_pictures_of_the_readme_are_there_and_small() {
    for name in ["room.png", "focus.png"] {
        let path = picture(name);
        let n_bytes = std::fs::metadata(&path).map(|file| file.len());
        let n_bytes = n_bytes.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(n_bytes < MOST_BYTES, "{name}: {n_bytes} bytes");
        let shown = crate::picture::Picture::open(&path);
        assert!(
            shown.width >= 1200 && shown.height >= 600,
            "{} x {}",
            shown.width,
            shown.height
        );
    }
}

#[test]
fn the_pictures_of_the_readme_are_written_anew_when_asked_for() {
    let test = "the_pictures_of_the_readme_are_written_anew_when_asked_for";
    if std::env::var_os("OVERREAD_UPDATE_SCREENS").is_none_or(|value| value != "1") {
        return;
    }
    let Some(program) = Program::find(test) else {
        return;
    };
    if overread_testkit::bundle(test, "lung-nodule").is_none() {
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let place_mm = read_first_case(data.path());
    let place = format!("{},{},{}", place_mm.x, place_mm.y, place_mm.z);
    std::fs::create_dir_all(picture("")).unwrap();
    for (mode, name) in [("focus", "focus.png"), ("room", "room.png")] {
        let shot = program.shoot(data.path(), mode, "1600x900", &["--place", &place]);
        shot.picture.write(&picture(name));
    }
}

/// Reads the first case of the first lesson with the bundled service until the AI result is on screen: one mark on the
/// lesion, as a careful reader would. Gives the place to look at.
fn read_first_case(data: &Path) -> Vec3 {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios/chest/first-desk/scenario.toml");
    let user = Folders::of_user(Some(data));
    // The program finds these bundles beside itself, and so they are no developer's; this test lies elsewhere.
    let folders = Folders {
        bundled: user.plugins.clone(),
        plugins: Vec::new(),
        ..user
    };
    let sitting = Sitting::at_scenario(
        &scenario,
        &folders,
        ReaderId::new("reader").unwrap(),
        Seed(1),
        "en",
        Arc::new(ManualClock::default()),
    );
    let mut runner = sit_down(sitting.unwrap(), &folders).unwrap();
    runner.send(Command::NextCase).unwrap();
    runner.wait_for_images().unwrap();
    let truth = truth_of(&runner.scenario().cases[0]).unwrap().unwrap();
    let lesion = truth.lesions.first().unwrap().centre;
    let overread_workstation::ImagesState::Ready(images) = runner.images() else {
        panic!("no images: {:?}", runner.images());
    };
    let answer = MarkAnswer {
        place: Mark {
            series: images.series[0].facts.uid.clone(),
            shape: Shape::Point(lesion),
        },
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::new(85).unwrap(),
        laterality: None,
    };
    runner.send(Command::AddMark(answer)).unwrap();
    runner.send(Command::RateCase(85)).unwrap();
    runner.send(Command::LockFirstRead).unwrap();
    runner.wait_for_ai().unwrap();
    let view = runner.view();
    let case = view.case.unwrap();
    assert!(matches!(case.ai, AiView::Revealed(_)), "{:?}", case.ai);
    lesion
}
