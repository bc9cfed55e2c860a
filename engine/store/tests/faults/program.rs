//! A program of its own that works on a journal: this test binary, started again with one test and what it shall do.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use overread_store::{Journal, StoreError};

use crate::exam::{events, without_recovery};

const JOURNAL: &str = "OVERREAD_TEST_JOURNAL";
const WORK: &str = "OVERREAD_TEST_WORK";

/// In a process of its own (see below): does the work that it was started for.
#[test]
fn journal_program() {
    let (Some(path), Ok(work)) = (std::env::var_os(JOURNAL), std::env::var(WORK)) else {
        return;
    };
    let path = Path::new(&path);
    match work.as_str() {
        "write" => write(path),
        "hold" => hold(path),
        other => panic!("no such work: {other}"),
    }
}

/// Goes on with the examination, and says so after each event that is saved.
fn write(path: &Path) {
    let (mut journal, verified) = Journal::open(path).unwrap();
    let mut n = without_recovery(&verified.events).len();
    let mut told = std::io::stderr();
    writeln!(told, "opened {n}").unwrap();
    for event in &events()[n..] {
        if let Err(error) = journal.append(event) {
            writeln!(told, "failed {error}").unwrap();
            let again = journal.append(event);
            assert!(matches!(again, Err(StoreError::Failed { .. })), "{again:?}");
            writeln!(told, "refused").unwrap();
            return;
        }
        n += 1;
        writeln!(told, "saved {n}").unwrap();
    }
    writeln!(told, "finished").unwrap();
}

/// Holds the journal until its standard input ends.
fn hold(path: &Path) {
    let (_journal, _) = Journal::open(path).unwrap();
    eprintln!("held");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// A running program.
pub(crate) struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Program {
    /// Starts it; `shell` is a line of the shell before it, for limits.
    pub(crate) fn start(work: &str, journal: &Path, shell: &str) -> Self {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{shell} exec \"$@\""), "sh"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "program::journal_program", "--nocapture"])
            .env(JOURNAL, journal)
            .env(WORK, work)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next line that begins with one of these words; `None` if the program ended before.
    pub(crate) fn told(&mut self, words: &[&str]) -> Option<String> {
        self.lines
            .by_ref()
            .map_while(Result::ok)
            .find(|line| words.iter().any(|word| line.starts_with(word)))
    }

    /// Kills it as `kill -9` does, and gives the highest number that it still called saved.
    pub(crate) fn kill(mut self) -> Option<usize> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let lines = self.lines.map_while(Result::ok);
        lines.filter_map(|line| number(&line)).max()
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

/// The number of `saved N`.
pub(crate) fn number(line: &str) -> Option<usize> {
    line.strip_prefix("saved ")?.parse().ok()
}
