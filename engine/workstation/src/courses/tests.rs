//! A course folder read from the disk, and pictures of its cases.

use overread_base::{Difficulty, LesionKind, LesionWish, PhantomKind, Seed};
use overread_bundle::{CoursePackSpec, CourseStore, TrustStore, pack_course};
use overread_scenario::{CourseCase, PhantomContent, PhantomSpec, Picture, SliceWish};

use super::*;

const COURSE: &str = "schema = 1\nid = \"test.course\"\nversion = \"1.0.0\"\nlicence = \"MIT\"\n\
                      languages = [\"en\"]\nmodules = [\"m0\"]\n";

#[test]
fn a_course_is_read_from_its_folder_and_other_files_are_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("courses/mine");
    fs::create_dir_all(folder.join("locales/en")).unwrap();
    fs::write(folder.join("course.toml"), COURSE).unwrap();
    fs::write(folder.join("notes.docx"), [0xff; 40]).unwrap();
    let texts = "title = \"Mine\"\nabout = \"About\"\n";
    fs::write(folder.join("locales/en/course.toml"), texts).unwrap();
    let found = read_course(&folder).unwrap();
    let course = found.course.unwrap();
    assert_eq!(course.title[0].value, "Mine");
    let files: Vec<&str> = found.faults.iter().map(|f| f.file.as_str()).collect();
    assert_eq!(files, ["m0/module.toml"]);
    let mut folders = Folders::of_user(Some(place.path()));
    folders.courses = Vec::new();
    let only = std::slice::from_ref(&folder);
    assert_eq!(course_folders(&folders), only);
    // One that is half installed is none, and a course is known by its folder, its name and its id.
    let half = place.path().join("courses/.partial-1-0-other");
    fs::create_dir_all(&half).unwrap();
    fs::copy(folder.join("course.toml"), half.join("course.toml")).unwrap();
    assert_eq!(course_folders(&folders), only);
    let found = |named: &Path| find_course(&folders, named);
    assert_eq!(found(&folder), Some(folder.clone()));
    assert_eq!(found(Path::new("mine")), Some(folder.clone()));
    assert_eq!(found(Path::new("test.course")), Some(folder));
    assert_eq!(found(Path::new("test.other")), None);
}

#[test]
fn a_file_that_is_no_text_is_named_with_its_line_and_one_that_is_too_large_is_not_read_whole() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("mine");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("course.toml"), COURSE).unwrap();
    fs::write(folder.join("page.md"), b"one\ntwo \xff\n").unwrap();
    let found = read_course(&folder).unwrap();
    let garbled = found.faults.iter().find(|fault| fault.file == "page.md");
    let told: Vec<String> = garbled
        .unwrap()
        .diagnostics
        .all()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        ["error: expected text in UTF-8, found a byte that is none (line 2)"]
    );
    let large = vec![b' '; CourseFiles::MAX_FILE_BYTES + 5];
    fs::write(folder.join("page.md"), large).unwrap();
    let error = read_course(&folder).unwrap_err().to_string();
    // Only one byte beyond the limit was read of it.
    assert!(error.contains("found 1048577"), "{error}");
}

#[test]
fn an_installed_course_that_was_changed_says_so_file_by_file_and_is_read_all_the_same() {
    let place = tempfile::tempdir().unwrap();
    let source = place.path().join("mine");
    fs::create_dir_all(source.join("locales/en")).unwrap();
    let texts = [
        ("course.toml", COURSE),
        (
            "locales/en/course.toml",
            "title = \"Mine\"\nabout = \"About\"\n",
        ),
        ("scores.csv", "truth,score\n"),
    ];
    for (file, text) in texts {
        fs::write(source.join(file), text).unwrap();
    }
    let packed = place.path().join("mine.overread-course");
    let spec = CoursePackSpec {
        id: "test.course".to_owned(),
        version: "1.0.0".to_owned(),
        licence: "MIT".to_owned(),
        files: texts.iter().map(|(file, _)| (*file).to_owned()).collect(),
    };
    pack_course(&source, &packed, &spec).unwrap();
    let store = CourseStore::at(place.path().join("courses"));
    store
        .install(&packed, &TrustStore::default(), 0, true)
        .unwrap();
    let folder = place.path().join("courses/test.course");
    let told = || -> Vec<(String, String)> {
        let found = read_course(&folder).unwrap();
        assert_eq!(found.course.unwrap().title[0].value, "Mine");
        let of_pack = |fault: &&CourseFault| fault.file != "m0/module.toml";
        let faults = found.faults.iter().filter(of_pack);
        faults
            .map(|fault| {
                let message = fault.diagnostics.all()[0].message.clone();
                (fault.file.clone(), message)
            })
            .collect()
    };
    assert_eq!(told(), []);
    fs::write(folder.join("course.toml"), format!("{COURSE}\n# other\n")).unwrap();
    fs::write(folder.join("more.md"), "# More\n").unwrap();
    fs::remove_file(folder.join("scores.csv")).unwrap();
    let expected = [
        ("course.toml", "was changed after the course was packed"),
        ("more.md", "was not in the course when it was packed"),
        ("scores.csv", "is missing from the installed course"),
    ];
    assert_eq!(
        told(),
        expected.map(|(file, why)| (file.to_owned(), why.to_owned()))
    );
    fs::write(folder.join(COURSE_MANIFEST), "id = 3").unwrap();
    assert_eq!(told()[0].0, COURSE_MANIFEST);
}

fn case(kind: PhantomKind, word: &str, amount: f64) -> CourseCase {
    let wish = LesionWish {
        amount: Some(amount),
        ..LesionWish::any(LesionKind::named(kind, word).unwrap())
    };
    CourseCase {
        phantom: PhantomSpec {
            kind,
            seed: Seed(11),
            slices: kind.is_sliced().then_some(40),
            difficulty: Difficulty::Easy,
            content: PhantomContent::Lesions(vec![wish]),
        },
    }
}

fn picture(slice: Option<SliceWish>, view: Option<&str>) -> Picture {
    Picture {
        case: "a".to_owned(),
        slice,
        view: view.map(str::to_owned),
        window: None,
        shows_truth: true,
        caption: String::new(),
    }
}

#[test]
fn the_slice_of_a_lesion_shows_it_and_its_size() {
    let nodule = case(PhantomKind::ChestCt, "solid-nodule", 24.0);
    let made = course_picture(&nodule, &picture(Some(SliceWish::Lesion), None)).unwrap();
    let longest = made.longest_mm.unwrap();
    // A sphere of 24 mm cut near its middle, give or take a pixel and the roughness of its border.
    assert!((19.0..30.0).contains(&longest), "{longest}");
    let values: Vec<f32> = (made.image.slice(0).unwrap().iter())
        .zip(&made.truth)
        .filter(|(_, is_lesion)| **is_lesion)
        .map(|(&value, _)| f32::from(value))
        .collect();
    let mean = values.iter().sum::<f32>() / values.len() as f32;
    assert!(mean > -250.0, "{mean}");
    let top = course_picture(&nodule, &picture(Some(SliceWish::Share(1.0)), None)).unwrap();
    assert_eq!(top.slice, 39);
}

#[test]
fn a_view_of_a_mammogram_is_the_one_that_was_named() {
    let mass = case(PhantomKind::Mammography, "mass", 20.0);
    let shown: Vec<bool> = ["R-CC", "L-CC", "R-MLO", "L-MLO"]
        .map(|view| {
            let made = course_picture(&mass, &picture(None, Some(view))).unwrap();
            made.truth.iter().any(|&pixel| pixel)
        })
        .to_vec();
    // One breast holds it, in both of its views.
    assert_eq!(shown.iter().filter(|&&is_there| is_there).count(), 2);
    assert_eq!(shown[0], shown[2]);
}
