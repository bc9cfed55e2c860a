//! Sizes, head poses and the options that exclude each other.

use super::*;

#[track_caller]
fn check_size(text: &str, expected: Result<(u32, u32), &str>) {
    let found = parse_size(text).map(|size| (size.x, size.y));
    assert_eq!(found, expected.map_err(str::to_owned), "{text}");
}

#[test]
fn sizes() {
    check_size("1600x900", Ok((1600, 900)));
    check_size("320x8192", Ok((320, 8192)));
    check_size(
        "319x900",
        Err("expected 320 to 8192 px on both sides, found 319x900"),
    );
    check_size(
        "99999x900",
        Err("expected 320 to 8192 px on both sides, found 99999x900"),
    );
    for text in ["", "x", "1600", "1600X900", "-1x5", "1600x900x2", "1e3x900"] {
        let expected = format!("expected WIDTHxHEIGHT as 1600x900, found {text}");
        check_size(text, Err(&expected));
    }
}

#[test]
fn heads_are_degrees_and_are_limited_to_a_neck() {
    let pose = parse_head("-90, 10, 0.5").expect("a pose");
    assert!(
        (pose.yaw.to_degrees() + 90.0).abs() < 0.01
            && (pose.pitch.to_degrees() - 10.0).abs() < 0.01
    );
    let far = parse_head("500,-500,7").expect("a pose");
    assert_eq!(far, far.limited());
    assert_eq!(far.lean, 1.0);
    for text in ["", "1,2", "1,2,3,4", "a,b,c", "NaN,0,0", "inf,0,0"] {
        assert!(parse_head(text).is_err(), "{text}");
    }
}

#[test]
fn a_scenario_and_a_loose_study_exclude_each_other() {
    assert!(
        Args::try_parse_from(["overread-room", "--scenario", "a.toml", "--study", "b"]).is_err()
    );
    let args = Args::try_parse_from([
        "overread-room",
        "--study",
        "b",
        "--mode",
        "focus",
        "--locale",
        "ru",
    ]);
    let args = args.expect("a valid command line");
    assert_eq!(
        (args.mode, args.locale, args.size),
        (
            Some(StartMode::Focus),
            Some(Locale::Ru),
            UVec2::new(1600, 900)
        )
    );
}

#[test]
fn places_are_three_finite_millimetres() {
    let expected = Vec3 {
        x: -42.5,
        y: 10.0,
        z: -120.0,
    };
    assert_eq!(parse_place("-42.5, 10,-120"), Ok(expected));
    for text in ["", "1,2", "1,2,3,4", "NaN,0,0", "1,2,inf"] {
        assert!(parse_place(text).is_err(), "{text}");
    }
}

#[test]
fn systems_name_their_languages_in_their_own_way() {
    for (tag, expected) in [
        ("ru_RU.UTF-8", Some(Locale::Ru)),
        ("ru", Some(Locale::Ru)),
        ("en-GB", Some(Locale::En)),
        ("C.UTF-8", Some(Locale::En)),
        ("de_DE.UTF-8", None),
        ("", None),
    ] {
        assert_eq!(Locale::of_tag(tag), expected, "{tag}");
    }
}

#[test]
fn the_start_opens_where_nothing_is_named() {
    let parse = |words: &[&str]| {
        let words = std::iter::once("overread-room").chain(words.iter().copied());
        Args::try_parse_from(words)
    };
    assert!(!parse(&[]).expect("no words").names_something());
    for words in [
        &["--practice"][..],
        &["--course"],
        &["--course", "a"],
        &["--scenario", "a.toml"],
        &["--study", "a"],
        &["--journal", "a"],
    ] {
        assert!(parse(words).expect("words").names_something(), "{words:?}");
        let with_start: Vec<&str> = words.iter().copied().chain(["--start"]).collect();
        assert!(parse(&with_start).is_err(), "{words:?}");
    }
    let page = parse(&["--start"]).expect("a page").start;
    assert_eq!(page, Some(FirstPage::Home));
}
