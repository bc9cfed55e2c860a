//! A scenario read in another mode than it says: the one line that says so is another, all else stays as written.

use overread_scenario::ReadingMode;

/// Why a scenario cannot be read in another mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the scenario has no line `mode = \"...\"` before its first table")]
pub struct NoModeLine;

/// The text with another reading mode.
///
/// # Errors
/// [`NoModeLine`] if no line before the first table sets the mode.
pub fn in_mode(text: &str, mode: ReadingMode) -> Result<String, NoModeLine> {
    let is_mode = |line: &str| {
        let rest = line.trim_start().strip_prefix("mode");
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let head = text
        .lines()
        .take_while(|line| !line.trim_start().starts_with('['));
    let line = head.enumerate().find(|(_, line)| is_mode(line));
    let (number, _) = line.ok_or(NoModeLine)?;
    let lines = text.split_inclusive('\n').enumerate();
    let set = format!("mode = \"{}\"\n", mode.word());
    let lines = lines.map(|(idx, line)| if idx == number { set.as_str() } else { line });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests;
