//! Options of a question, levels of a scale and regions of a grid: codes with their words.

use std::collections::BTreeSet;

use overread_toml_text::{Item, Table};

use crate::Choice;
use crate::questions::{list, texts};

/// The most options of a question, regions of a grid or levels of a scale.
pub(crate) const MAX_CHOICES: usize = 60;

/// `[{ code = "yes", text = { en = "Yes" } }, ...]`, at least `least` of them.
pub(crate) fn choices(item: &Item<'_, '_>, least: usize) -> Option<Vec<Choice>> {
    let found = list(item, MAX_CHOICES, choice)?;
    if found.len() < least {
        item.fault(format!(
            "expected {least} to {MAX_CHOICES} elements, found {}",
            found.len()
        ));
        return None;
    }
    Some(found)
}

fn choice(table: &Table<'_, '_>, codes: &mut BTreeSet<String>) -> Option<Choice> {
    let code = table.need("code", |item| {
        let code = item.parsed(code)?;
        if !codes.insert(code.clone()) {
            item.fault(format!("code {code:?} stands here for the second time"));
            return None;
        }
        Some(code)
    });
    let text = table.need("text", texts);
    Some(Choice {
        code: code?,
        text: text?,
    })
}

pub(crate) fn code(text: &str) -> Result<String, String> {
    let is_code = (1..=32).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+'));
    if is_code {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected a code of 1 to 32 letters, digits, '-', '_', '.' and '+', found {text:?}"
    ))
}
