//! One line is changed and nothing else.

use overread_testkit::{Reading, TinyCase, scenario_text};

use super::*;

#[test]
fn only_the_line_of_the_mode_is_another() {
    let text = scenario_text(
        Reading::Sequential("test.ai"),
        &[TinyCase::dicom("a", "one", None)],
    );
    for mode in ReadingMode::ALL {
        let other = in_mode(&text, mode).unwrap();
        let differ = text.lines().zip(other.lines()).filter(|(a, b)| a != b);
        assert_eq!(differ.count(), usize::from(mode != ReadingMode::Sequential));
        assert_eq!(text.lines().count(), other.lines().count());
        let scenario = overread_scenario::check(&other).0.unwrap();
        assert_eq!(scenario.mode, mode);
    }
}

#[test]
fn a_mode_in_a_table_is_not_that_of_the_scenario() {
    let text = "schema = 1\n[other]\nmode = \"unaided\"\n";
    assert_eq!(in_mode(text, ReadingMode::Triage), Err(NoModeLine));
    assert_eq!(
        in_mode("moderate = 1\nmode=\"unaided\"", ReadingMode::Triage).unwrap(),
        "moderate = 1\nmode = \"triage\"\n"
    );
}
