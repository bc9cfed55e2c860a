//! Two forms of the same page.

use super::*;

fn sections() -> Vec<Section> {
    let mut first = Section::new("First");
    first.line("One line.");
    first.head(&["a", "long head"]);
    first.row(["wide cell".to_owned(), "1 | 2".to_owned()]);
    let second = Section::new("second_part");
    vec![first, second]
}

#[test]
fn columns_stand_under_one_another() {
    assert_eq!(
        text(&sections()),
        "FIRST\n  One line.\n  a          long head\n  wide cell  1 | 2\n\nSECOND_PART\n"
    );
}

#[test]
fn texts_of_others_mean_nothing_in_markdown() {
    assert_eq!(
        markdown(&sections()),
        "# First\n\n- One line.\n\n| a | long head |\n|---|---|\n| wide cell | 1 \\| 2 |\n\n## second\\_part\n\n"
    );
    let mut hostile = Section::new("x");
    hostile.line("<b>bold</b>\n# title");
    assert!(markdown(&[hostile]).contains("- \\<b>bold\\</b> # title"));
}
