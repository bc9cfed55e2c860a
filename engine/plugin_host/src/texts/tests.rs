//! Languages, plural forms and missing keys.

use super::*;

fn texts() -> Texts {
    let files = [
        (
            "en",
            "found = { $n ->\n    [one] one nodule\n   *[other] { $n } nodules\n }\nonly-en = English\n",
        ),
        (
            "ru",
            "found = { $n ->\n    [one] { $n } узел\n    [few] { $n } узла\n   *[many] { $n } узлов\n }\n",
        ),
        ("de", "= no key\nwhole = ganz\n"),
    ];
    Texts::new(
        &files
            .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
            .into(),
    )
}

#[track_caller]
fn check(locale: &str, key: &str, args: &[(&str, &str)], expected: &str) {
    assert_eq!(
        texts().translate(locale, key, args),
        expected,
        "{locale} {key}"
    );
}

#[test]
fn the_nearest_language_is_taken() {
    check("en", "found", &[("n", "1")], "one nodule");
    check("en-GB", "found", &[("n", "3")], "3 nodules");
    check("ru", "found", &[("n", "3")], "3 узла");
    check("ru", "only-en", &[], "English");
    check("fr", "only-en", &[], "English");
    check("de", "whole", &[], "ganz");
    check("en", "whole", &[], "ganz");
}

#[test]
fn a_key_without_a_text_is_its_own_text() {
    check("en", "nothing", &[], "nothing");
    assert_eq!(
        Texts::new(&BTreeMap::new()).translate("en", "key", &[]),
        "key"
    );
}

#[test]
fn texts_that_refer_to_themselves_come_to_an_end() {
    let mut file = "a0 = lol\n".to_owned();
    for n in 1..40 {
        let before = format!("{{ a{} }}", n - 1);
        file += &format!("a{n} = {}\n", before.repeat(10));
    }
    file += "loop = { loop }\n";
    let texts = Texts::new(&[("en".to_owned(), file)].into());
    assert!(texts.translate("en", "a39", &[]).len() < 10_000);
    assert!(texts.translate("en", "loop", &[]).len() < 100);
}
