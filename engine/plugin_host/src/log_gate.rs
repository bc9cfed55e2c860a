//! Lets a bounded number of a plugin's log lines through, made harmless. Reads no clock: time is passed in.

use std::time::Duration;

const MAX_LINE_BYTES: usize = 4 * 1024;
const MAX_LINES_A_SECOND: u32 = 200;
const MAX_JOB_BYTES: usize = 1 << 20;

/// The gate of one job.
#[derive(Debug, Default)]
pub(crate) struct LogGate {
    second: u64,
    lines: u32,
    bytes: usize,
    dropped: u64,
}

impl LogGate {
    /// The line as it may be logged, `since_start` after the job began; `None` if it is one too many.
    pub(crate) fn pass(&mut self, since_start: Duration, message: &str) -> Option<String> {
        if since_start.as_secs() != self.second {
            self.second = since_start.as_secs();
            self.lines = 0;
        }
        let line = harmless(message, MAX_LINE_BYTES);
        if self.lines >= MAX_LINES_A_SECOND || self.bytes + line.len() > MAX_JOB_BYTES {
            self.dropped += 1;
            return None;
        }
        self.lines += 1;
        self.bytes += line.len();
        Some(line)
    }

    /// Lines that were not let through.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }
}

/// `text` cut to `max_bytes`, with control characters written out, so that it cannot steer a terminal.
pub(crate) fn harmless(text: &str, max_bytes: usize) -> String {
    let mut out = String::new();
    for c in text.chars() {
        // Direction marks reorder what is shown; they are written out like control characters.
        let is_steering = c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let before = out.len();
        if is_steering {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        if out.len() > max_bytes {
            out.truncate(before);
            out.push('…');
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests;
