//! Codes are read as people type them, and mistakes are found.

use super::{CheckCode, CheckCodeError};

/// 0xff, 0, 0xff, 0...: 11111 11100 00000 01111 11110 00000 00111 11111 00000 00011 11111 10000 00001 11111 11000
/// 00000 11111 11100 00000.
#[test]
fn the_first_95_bits_are_written() {
    let digest: [u8; 32] = std::array::from_fn(|idx| if idx % 2 == 0 { 0xff } else { 0 });
    let text = CheckCode::of_digest(&digest).to_string();
    assert_eq!(text.len(), 23);
    assert_eq!(&text[..22], "ZW0FY-07Z03-ZG1ZR-0ZW0");
}

#[test]
fn people_type_as_they_like() {
    let digest: [u8; 32] = std::array::from_fn(|idx| u8::try_from(idx * 7).unwrap());
    let code = CheckCode::of_digest(&digest);
    let text = code.to_string();
    let check = |typed: &str| assert_eq!(typed.parse(), Ok(code), "{typed}");
    check(&text);
    check(&text.to_lowercase());
    check(&text.replace('-', " "));
    check(&text.replace('-', ""));
    check(&text.replace('0', "o").replace('1', "l"));
    check(&text.replace('0', "O").replace('1', "I"));
}

#[test]
fn one_wrong_letter_and_two_that_changed_places_are_found() {
    let digest: [u8; 32] = std::array::from_fn(|idx| u8::try_from(idx * 37 % 251).unwrap());
    let text = CheckCode::of_digest(&digest).to_string().replace('-', "");
    let mistyped = |letters: &[char]| {
        let typed: String = letters.iter().collect();
        typed.parse::<CheckCode>() == Err(CheckCodeError::Mistyped)
    };
    for place in 0..20 {
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
            let mut letters: Vec<char> = text.chars().collect();
            if letters[place] != letter {
                letters[place] = letter;
                assert!(mistyped(&letters), "{place} {letter}");
            }
        }
        for other in place + 1..20 {
            let mut letters: Vec<char> = text.chars().collect();
            if letters[place] != letters[other] {
                letters.swap(place, other);
                assert!(mistyped(&letters), "{place} {other}");
            }
        }
    }
}

#[test]
fn what_is_no_code_is_named() {
    let parsed = |text: &str| text.parse::<CheckCode>().unwrap_err();
    assert_eq!(parsed(""), CheckCodeError::Length(0));
    assert_eq!(parsed("ABCDE-FGHJK"), CheckCodeError::Length(10));
    assert_eq!(
        parsed("ABCDE-FGHJU-00000-00000"),
        CheckCodeError::Letter('U')
    );
    assert_eq!(parsed("ABCDE*"), CheckCodeError::Letter('*'));
}
