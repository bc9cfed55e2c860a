//! Texts are UTF-8 with line feeds, end with one, and carry no marks that an editor hides.

use crate::checkout::{assert_none, assert_refused, files};

fn faults(path: &str, bytes: &[u8]) -> Vec<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count()
                + 1;
            return vec![format!("not UTF-8 ({path}:{line})")];
        }
    };
    let mut faults = Vec::new();
    if text.starts_with('\u{feff}') {
        faults.push(format!("a byte order mark ({path})"));
    }
    if text.contains('\r') {
        faults.push(format!("lines end with carriage returns ({path})"));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        faults.push(format!("the last line has no end ({path})"));
    }
    let is_hidden = |letter: char| matches!(letter, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if let Some((_, number)) = text
        .lines()
        .zip(1..)
        .find(|(line, _)| line.contains(is_hidden))
    {
        faults.push(format!("a letter that cannot be seen ({path}:{number})"));
    }
    faults
}

#[test]
fn texts_are_plain() {
    let found: Vec<String> = files()
        .iter()
        .filter(|file| file.is_text())
        .flat_map(|file| faults(&file.path, &file.bytes))
        .collect();
    assert_none(&found);
}

#[test]
fn other_bytes_are_refused() {
    assert_none(&faults("a.md", "Ungefähr 3 мм.\n".as_bytes()));
    assert_none(&faults("a.md", b""));
    assert_refused(&faults("a.md", b"a\n\xff\n"), "not UTF-8 (a.md:2)");
    assert_refused(&faults("a.md", b"a\r\nb\r\n"), "carriage returns");
    assert_refused(&faults("a.md", b"a"), "no end");
    assert_refused(&faults("a.md", "\u{feff}a\n".as_bytes()), "byte order mark");
    assert_refused(&faults("a.md", "\na\u{202e}b\n".as_bytes()), "(a.md:2)");
}
