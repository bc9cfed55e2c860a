//! Which bytes mean what: the defined terms and escape sequences of PS3.3 C.12.1.1.2. No values, no decoding of text.

use encoding_rs::Encoding;

/// What stands behind the bytes below 128 (G0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lower {
    /// ISO 646.
    Ascii,
    /// JIS X 0201 romaji: ISO 646 but for the yen sign and the overline.
    JisRoman,
    /// JIS X 0208, two bytes a character.
    Jis0208,
    /// JIS X 0212, two bytes a character.
    Jis0212,
}

/// What stands behind the bytes above 127 (G1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upper {
    /// One byte a character, or pairs of two bytes above 127.
    Table(&'static Encoding),
    /// JIS X 0201 katakana.
    Katakana,
}

/// One value of Specific Character Set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    /// A set that fits into code extensions.
    Sets(Lower, Option<Upper>),
    /// An encoding of whole values, which knows no escape sequences.
    Whole(&'static Encoding),
}

/// Reads a defined term, or what systems write in its place: `ISO-IR 100`, `ISO IR 100`, `UTF-8`, `WINDOWS-1251`.
pub(crate) fn term(text: &str) -> Option<Term> {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let number = plain
        .strip_prefix("ISO2022IR")
        .or_else(|| plain.strip_prefix("ISOIR"));
    let Some(number) = number else {
        return Encoding::for_label(text.trim().as_bytes()).map(|table| {
            if table == encoding_rs::UTF_8 || !table.is_single_byte() {
                Term::Whole(table)
            } else {
                Term::Sets(Lower::Ascii, Some(Upper::Table(table)))
            }
        });
    };
    Some(match number {
        "13" | "14" => Term::Sets(Lower::JisRoman, Some(Upper::Katakana)),
        // The latter two are reached by escape sequences from ISO 646; a text starts in them only by mistake.
        "6" | "87" | "159" => Term::Sets(Lower::Ascii, None),
        "192" => Term::Whole(encoding_rs::UTF_8),
        other => {
            let (_, table) = TABLES.iter().find(|(name, _)| *name == other)?;
            Term::Sets(Lower::Ascii, Some(Upper::Table(table)))
        }
    })
}

/// Sets of bytes above 127 by their number in the ISO registry. Latin-1, Latin-5 and Thai are read as the Windows
/// code pages that contain them: their control characters above 127 have no use, quotes and dashes occur.
static TABLES: [(&str, &Encoding); 14] = [
    ("100", encoding_rs::WINDOWS_1252),
    ("101", encoding_rs::ISO_8859_2),
    ("109", encoding_rs::ISO_8859_3),
    ("110", encoding_rs::ISO_8859_4),
    ("126", encoding_rs::ISO_8859_7),
    ("127", encoding_rs::ISO_8859_6),
    ("138", encoding_rs::ISO_8859_8),
    ("144", encoding_rs::ISO_8859_5),
    ("148", encoding_rs::WINDOWS_1254),
    ("149", encoding_rs::EUC_KR),
    ("166", encoding_rs::WINDOWS_874),
    ("203", encoding_rs::ISO_8859_15),
    ("58", encoding_rs::GBK),
    ("226", encoding_rs::ISO_8859_16),
];

/// What an escape sequence switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Switch {
    /// The bytes below 128.
    Lower(Lower),
    /// The bytes above 127.
    Upper(Upper),
}

/// The sequence that `after` the escape character begins with: its length and what it switches.
pub(crate) fn escape(after: &[u8]) -> Option<(usize, Switch)> {
    let found = ESCAPES.iter().find(|(bytes, _)| after.starts_with(bytes));
    found.map(|(bytes, switch)| (bytes.len(), *switch))
}

/// PS3.3 tables C.12-3 and C.12-4, and the older sequences of JIS X 0208.
static ESCAPES: [(&[u8], Switch); 20] = [
    (b"(B", Switch::Lower(Lower::Ascii)),
    (b"(J", Switch::Lower(Lower::JisRoman)),
    (b"$B", Switch::Lower(Lower::Jis0208)),
    (b"$@", Switch::Lower(Lower::Jis0208)),
    (b"$(D", Switch::Lower(Lower::Jis0212)),
    (b")I", Switch::Upper(Upper::Katakana)),
    (b"-A", table(encoding_rs::WINDOWS_1252)),
    (b"-B", table(encoding_rs::ISO_8859_2)),
    (b"-C", table(encoding_rs::ISO_8859_3)),
    (b"-D", table(encoding_rs::ISO_8859_4)),
    (b"-F", table(encoding_rs::ISO_8859_7)),
    (b"-G", table(encoding_rs::ISO_8859_6)),
    (b"-H", table(encoding_rs::ISO_8859_8)),
    (b"-L", table(encoding_rs::ISO_8859_5)),
    (b"-M", table(encoding_rs::WINDOWS_1254)),
    (b"-T", table(encoding_rs::WINDOWS_874)),
    (b"-b", table(encoding_rs::ISO_8859_15)),
    (b"$)C", table(encoding_rs::EUC_KR)),
    (b"$)A", table(encoding_rs::GBK)),
    (b"-f", table(encoding_rs::ISO_8859_16)),
];

const fn table(table: &'static Encoding) -> Switch {
    Switch::Upper(Upper::Table(table))
}
