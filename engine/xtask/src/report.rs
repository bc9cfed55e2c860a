//! What the terminal shows: one line a step on standard error, answers on standard output.

/// What is not there, why, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The thing, as the user knows it.
    pub(crate) what: &'static str,
    /// Why it is not there.
    pub(crate) why: String,
    /// What the user can do.
    pub(crate) remedy: String,
}

impl Missing {
    pub(crate) fn new(
        what: &'static str,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            what,
            why: why.into(),
            remedy: remedy.into(),
        }
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} is missing: {}\n{:10}to mend it: {}",
            self.what, self.why, "", self.remedy
        )
    }
}

impl std::error::Error for Missing {}

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
