//! What the terminal shows: one line a step on standard error, answers on standard output.

/// One line of progress: the part of the work, and what happens.
#[expect(clippy::print_stderr, reason = "progress is what this program shows")]
pub(crate) fn line(part: &str, text: &str) {
    eprintln!("{part:>8}  {text}");
}

/// An answer that another program may read.
#[expect(clippy::print_stdout, reason = "answers are what this program prints")]
pub(crate) fn answer(text: &str) {
    println!("{text}");
}
