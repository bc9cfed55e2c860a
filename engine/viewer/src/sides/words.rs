//! Right and left in the words of a report, English and Russian. Denials, chambers of the heart and shifts are no sides.

use std::ops::Range;

use overread_base::Laterality;

/// Only the beginning of a longer text is read, in bytes.
const MAX_TEXT_BYTES: usize = 64 * 1024;

/// A side that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSide {
    /// Which.
    pub side: Laterality,
    /// The word, in bytes of the text.
    pub at: Range<usize>,
}

/// The sides that a report names of what it states: words in denials are left out, and so are those that name no side
/// of the body ("left ventricle", "shifted to the left").
///
/// A denial reaches from its word to the end of the sentence, or to a "but"; in its own part between commas it also
/// reaches back, as Russian denies at the end.
#[must_use]
pub fn named_sides(text: &str) -> Vec<NamedSide> {
    let mut end = text.len().min(MAX_TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let words = words_of(&text[..end]);
    let mut named = Vec::new();
    for (idx, word) in words.iter().enumerate() {
        let Some(side) = side_of_word(&word.text) else {
            continue;
        };
        if !is_denied(&words, idx) && !is_chamber(&words, idx) && !is_shift(&words, idx) {
            named.push(NamedSide {
                side,
                at: word.at.clone(),
            });
        }
    }
    named
}

/// A word in small letters, and which sentence and part of it it stands in.
struct Word {
    text: String,
    at: Range<usize>,
    sentence: usize,
    part: usize,
}

fn words_of(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut sentence, mut part) = (0, 0);
    let mut start: Option<usize> = None;
    for (at, letter) in text.char_indices().chain([(text.len(), '\n')]) {
        if letter.is_alphabetic() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            words.push(Word {
                text: text[from..at].to_lowercase().replace('ё', "е"),
                at: from..at,
                sentence,
                part,
            });
        }
        match letter {
            // A point inside a number or after a short form ends nothing.
            '.' if ends_a_sentence(text, at, words.last()) => {
                sentence += 1;
                part += 1;
            }
            ';' | '!' | '?' | '\n' => {
                sentence += 1;
                part += 1;
            }
            ',' | '(' | ')' => part += 1,
            _ => {}
        }
    }
    words
}

fn ends_a_sentence(text: &str, at: usize, last: Option<&Word>) -> bool {
    let is_digit = text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let is_short = last.is_some_and(|word| {
        word.at.end == at && matches!(word.text.as_str(), "прав" | "лев" | "пр" | "rt" | "lt")
    });
    !is_digit && !is_short
}

fn side_of_word(word: &str) -> Option<Laterality> {
    match word {
        "right" | "rt" | "rul" | "rml" | "rll" | "справа" | "прав" => {
            return Some(Laterality::Right);
        }
        "left" | "lt" | "lul" | "lll" | "слева" | "лев" => return Some(Laterality::Left),
        _ => {}
    }
    if ["bilateral", "двусторонн", "двухсторонн", "билатеральн"]
        .iter()
        .any(|stem| word.starts_with(stem))
    {
        return Some(Laterality::Bilateral);
    }
    let of = |stem: &str| {
        let rest = word.strip_prefix(stem)?;
        (ENDINGS.contains(&rest) || rest.starts_with("осторонн")).then_some(())
    };
    of("прав")
        .map(|()| Laterality::Right)
        .or_else(|| of("лев").map(|()| Laterality::Left))
}

/// Endings of the adjectives for right and left; "правильный" and "право" are neither.
const ENDINGS: [&str; 13] = [
    "ый", "ая", "ое", "ые", "ого", "ой", "ом", "ому", "ую", "ых", "ым", "ыми", "ою",
];

fn is_denial(word: &str) -> bool {
    matches!(
        word,
        "no" | "not"
            | "without"
            | "none"
            | "neither"
            | "nor"
            | "negative"
            | "absent"
            | "absence"
            | "clear"
            | "normal"
            | "unremarkable"
            | "нет"
            | "не"
            | "ни"
            | "без"
    ) || ["отсутств", "нормальн", "интактн"]
        .iter()
        .any(|stem| word.starts_with(stem))
}

/// Words after which a denial reaches no further.
fn is_turn(word: &str) -> bool {
    matches!(
        word,
        "but" | "however" | "except" | "though" | "но" | "однако" | "кроме"
    )
}

fn is_denied(words: &[Word], idx: usize) -> bool {
    let own = &words[idx];
    let is_same_part = |word: &&Word| word.part == own.part;
    let before = words[..idx].iter().rev();
    let since_turn = before
        .take_while(|word| word.sentence == own.sentence && !is_turn(&word.text))
        .any(|word| is_denial(&word.text));
    let after = words[idx + 1..].iter();
    let to_turn = after
        .take_while(is_same_part)
        .take_while(|word| !is_turn(&word.text))
        .any(|word| is_denial(&word.text));
    since_turn || to_turn
}

/// A chamber or vessel of the heart has a side of its own wherever it lies.
fn is_chamber(words: &[Word], idx: usize) -> bool {
    let next = words.get(idx + 1).filter(|w| w.part == words[idx].part);
    next.is_some_and(|word| {
        word.text == "heart"
            || [
                "ventric",
                "atri",
                "coronar",
                "желудоч",
                "предсерд",
                "коронар",
            ]
            .iter()
            .any(|stem| word.text.starts_with(stem))
    })
}

/// Where something has moved to is not where it is: "shifted to the left".
fn is_shift(words: &[Word], idx: usize) -> bool {
    let own = &words[idx];
    let near = words[..idx].iter().rev().take(8);
    let mut near = near.take_while(|word| word.sentence == own.sentence);
    let is_towards = idx >= 2
        && words[idx - 1].text == "the"
        && matches!(words[idx - 2].text.as_str(), "to" | "towards" | "toward");
    is_towards
        && near.any(|word| {
            ["shift", "deviat", "displac"]
                .iter()
                .any(|stem| word.text.starts_with(stem))
        })
}

#[cfg(test)]
mod tests;
