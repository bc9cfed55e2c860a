//! Names in all character sets of the standard, and in what is written in their place.

use super::{CharacterSet, TextKind};

#[track_caller]
fn check(terms: &str, raw: &[u8], expected: &str) {
    let set = CharacterSet::from_terms(terms, false);
    assert_eq!(set.decode(raw, TextKind::Name), expected, "{terms}");
}

/// Expected: `pydicom.charset.decode_bytes` of pydicom 3.0.2; the examples with several sets are those of PS3.5 annexes
/// H to K.
#[test]
fn names_in_every_single_byte_set() {
    check("ISO_IR 100", b"Buc^J\xe9r\xf4me", "Buc^Jérôme");
    check("ISO_IR 101", b"Wa\xb3\xeasa", "Wałęsa");
    check("ISO_IR 109", b"\xc5ensu^\xa1al", "Ċensu^Ħal");
    check("ISO_IR 110", b"\xd3\xbani\xf1\xb9", "Ķēniņš");
    check(
        "ISO_IR 126",
        b"\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2",
        "Διονυσιος",
    );
    check(
        "ISO_IR 127",
        b"\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1",
        "قباني^لنزار",
    );
    check(
        "ISO_IR 138",
        b"\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4",
        "שרון^דבורה",
    );
    check("ISO_IR 144", b"\xbb\xee\xda", "Люк");
    check("ISO_IR 148", b"\xc7avu\xfeo\xf0lu", "Çavuşoğlu");
    check("ISO_IR 166", b"\xb9\xd2\xc1\xca\xa1\xd8\xc5", "นามสกุล");
    check("ISO_IR 203", b"\xa4", "€");
    check("ISO_IR 13", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3", "ﾔﾏﾀﾞ^ﾀﾛｳ");
}

#[test]
fn names_in_sets_without_code_extensions() {
    check("ISO_IR 192", "王^小東".as_bytes(), "王^小東");
    check(
        "GB18030",
        b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab",
        "Wang^XiaoDong=王^小东",
    );
    check("GBK", b"\xcd\xf5^\xd0\xa1\xb6\xab", "王^小东");
    // The second byte of this character is a backslash, which is no delimiter.
    check("GBK", b"\x81\x5c", "乗");
}

#[test]
fn escape_sequences_switch_and_delimiters_return() {
    check(
        "\\ISO 2022 IR 87",
        b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
    );
    check(
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    );
    check("\\ISO 2022 IR 159", b"A=\x1b$(Dl?\x1b(B", "A=鷗");
    check(
        "\\ISO 2022 IR 149",
        b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
        "Hong^Gildong=洪^吉洞=홍^길동",
    );
    check(
        "\\ISO 2022 IR 58",
        b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
        "Zhang^XiaoDong=张^小东=",
    );
    check(
        "\\ISO 2022 IR 144",
        b"Ivanov=\x1b-L\xb8\xd2\xd0\xdd\xde\xd2",
        "Ivanov=Иванов",
    );
    check(
        "ISO 2022 IR 100\\ISO 2022 IR 144",
        b"Buc^J\xe9r\xf4me=\x1b-L\xb6\xd5\xe0\xde\xdc=J\xe9r",
        "Buc^Jérôme=Жером=Jér",
    );
}

#[test]
fn what_is_written_wrong_is_read_where_it_can_be() {
    // Extensions without their escape sequence, unusual spellings of terms, sequences that no term announces.
    check("\\ISO 2022 IR 144", b"\xb8\xd2\xd0\xdd", "Иван");
    check("ISO-IR 144", b"\xb8\xd2\xd0\xdd", "Иван");
    check("windows-1251", b"\xc8\xe2\xe0\xed", "Иван");
    check("UTF-8", "Иван".as_bytes(), "Иван");
    check("", b"\x1b-L\xb8\xd2\xd0\xdd", "Иван");
    check("", "Иван".as_bytes(), "Иван");
    check("ISO_IR 192", b"Buc^J\xe9r\xf4me", "Buc^Jérôme");
    check("ISO_IR 192", b"\xd0\x98\xd0", "И\u{FFFD}");
    check("no such set", b"J\xe9r", "Jér");
    check("ISO_IR 100", b"\x1b%Gabc\x1b", "%Gabc");
}

#[test]
fn a_text_keeps_its_backslashes_and_a_list_does_not() {
    let set = CharacterSet::from_terms("\\ISO 2022 IR 144", false);
    let raw = b"\x1b-L\xb8\\\xb8";
    assert_eq!(set.decode(raw, TextKind::Text), "И\\И");
    let yen = CharacterSet::from_terms("ISO_IR 13", false);
    assert_eq!(yen.decode(b"a\\b~", TextKind::Text), "a¥b‾");
    assert_eq!(yen.decode(b"a\\b", TextKind::List), "a\\b");
}

#[test]
fn cp1251_is_read_only_when_asked() {
    let raw = b"\xd2\xe5\xf1\xf2\xee\xe2^\xc8\xe2\xe0\xed";
    let (plain, repairing) = (
        CharacterSet::from_terms("", false),
        CharacterSet::from_terms("", true),
    );
    assert_eq!(plain.decode(raw, TextKind::Name), "Òåñòîâ^Èâàí");
    assert!(plain.suspects_cp1251(raw));
    assert_eq!(repairing.decode(raw, TextKind::Name), "Тестов^Иван");
    // Declared as Latin-1 but Russian is repaired too; French and declared Cyrillic are left alone.
    let latin = CharacterSet::from_terms("ISO_IR 100", true);
    assert_eq!(latin.decode(raw, TextKind::Name), "Тестов^Иван");
    assert_eq!(
        latin.decode(b"Buc^J\xe9r\xf4me", TextKind::Name),
        "Buc^Jérôme"
    );
    let cyrillic = CharacterSet::from_terms("ISO_IR 144", true);
    assert_eq!(cyrillic.decode(b"\xb8\xd2\xd0\xdd", TextKind::Name), "Иван");
    assert!(!plain.suspects_cp1251("Иван".as_bytes()));
}
