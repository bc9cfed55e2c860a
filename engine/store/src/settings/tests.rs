//! Settings come back as they were; whatever lies in the file costs no more than what is damaged.

use super::*;

fn full() -> Settings {
    Settings {
        language: Some("ru".to_owned()),
        text_percent: 150,
        keys: Some("ohif".to_owned()),
        display_check: Some(DisplayChecked {
            at_unix_s: 1_795_651_200,
            deviation_percent: Some(12),
        }),
        display: Some(DisplayNumbers {
            black: 0.25,
            white: 350.0,
            ambient: 0.5,
            gamma: 2.2,
            is_evened: true,
        }),
        tour: TourStanding::At(4),
    }
}

#[test]
fn what_is_written_is_read_again() {
    let skipped = Settings {
        display_check: Some(DisplayChecked {
            at_unix_s: 7,
            deviation_percent: None,
        }),
        tour: TourStanding::Skipped,
        ..Settings::default()
    };
    let done = Settings {
        tour: TourStanding::Done,
        ..full()
    };
    for settings in [Settings::default(), skipped, done, full()] {
        assert_eq!(Settings::parse(&settings.to_text()), (settings, Vec::new()));
    }
}

/// Reads `full` with one of its lines in other words.
#[track_caller]
fn check(line: &str, instead: &str, expected: &Settings, fault: &str) {
    let text = full().to_text();
    assert!(text.contains(line), "{text}");
    let (read, faults) = Settings::parse(&text.replace(line, instead));
    assert_eq!(&read, expected);
    assert_eq!(faults, [fault]);
}

#[test]
fn a_value_that_is_wrong_is_named_and_the_others_stay() {
    let usual = Settings::default();
    let percent = "\"text_percent\": 150";
    let of_usual_size = Settings {
        text_percent: 100,
        ..full()
    };
    for wrong in ["74", "201", "-100", "1e9", "\"100\"", "null", "[]"] {
        let fault = "\"text_percent\": expected 75 to 200";
        check(
            percent,
            &format!("\"text_percent\": {wrong}"),
            &of_usual_size,
            fault,
        );
    }
    let no_tour = Settings {
        tour: usual.tour,
        ..full()
    };
    let fault = "\"tour\": expected \"new\", \"skipped\", \"done\" or a step from 0 to 99";
    check("\"tour\": 4", "\"tour\": 100", &no_tour, fault);
    let no_language = Settings {
        language: None,
        ..full()
    };
    let fault = "\"language\": expected a word of 1 to 64 bytes";
    check("\"ru\"", "\"\\u0007\"", &no_language, fault);
    let unknown = "\"colour\": 1, \"tour\": 4";
    check("\"tour\": 4", unknown, &full(), "\"colour\": unknown key");
}

#[test]
fn a_file_of_anything_is_a_first_start_with_a_reason() {
    for text in [
        "",
        "{",
        "[]",
        "7",
        "{}",
        "{\"form\":\"overread-settings\",\"version\":2}",
    ] {
        let (read, faults) = Settings::parse(text);
        assert_eq!(read, Settings::default(), "{text}");
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
    }
}

#[test]
fn a_damaged_file_is_kept_beside_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let (mut file, read, faults) = SettingsFile::open(&path);
    assert_eq!((read, faults), (Settings::default(), Vec::new()));
    file.save(&full()).unwrap();
    let (_, read, faults) = SettingsFile::open(&path);
    assert_eq!((read, faults), (full(), Vec::new()));

    std::fs::write(&path, b"\xff\xfe not text").unwrap();
    let (mut file, read, faults) = SettingsFile::open(&path);
    assert_eq!(read, Settings::default());
    assert!(
        faults[0].ends_with(&format!("({})", path.display())),
        "{faults:?}"
    );
    file.save(&full()).unwrap();
    file.save(&Settings::default()).unwrap();
    let kept = std::fs::read(folder.path().join("settings.json.damaged")).unwrap();
    assert_eq!(kept, b"\xff\xfe not text");
    assert_eq!(SettingsFile::open(&path).1, Settings::default());
}

#[test]
fn a_file_without_end_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::fs::write(&path, vec![b' '; 70_000]).unwrap();
    let (_, read, faults) = SettingsFile::open(&path);
    assert_eq!(read, Settings::default());
    assert!(
        faults[0].starts_with("expected at most 65536 bytes"),
        "{faults:?}"
    );
}

#[test]
fn the_first_start_is_over_once_everything_was_asked() {
    assert!(full().is_set_up());
    for missing in [
        Settings {
            language: None,
            ..full()
        },
        Settings {
            display_check: None,
            display: None,
            ..full()
        },
        Settings {
            tour: TourStanding::New,
            ..full()
        },
    ] {
        assert!(!missing.is_set_up(), "{missing:?}");
    }
}

#[test]
fn a_display_that_cannot_be_costs_the_display() {
    let without = Settings {
        display: None,
        ..full()
    };
    for (line, wrong, fault) in [
        (
            "\"white\": 350.0",
            "\"white\": -1",
            "expected white, 0 to 4000",
        ),
        (
            "\"white\": 350.0",
            "\"white\": 1e300",
            "expected white, 0 to 4000",
        ),
        (
            "\"gamma\": 2.2",
            "\"gamma\": \"2\"",
            "expected gamma, 0 to 10",
        ),
        (
            "\"is_evened\": true",
            "\"is_evened\": 1",
            "expected is_evened, true or false",
        ),
    ] {
        check(line, wrong, &without, &format!("\"display\": {fault}"));
    }
}
