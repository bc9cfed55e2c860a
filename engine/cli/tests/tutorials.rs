//! The tutorials of the SDKs, typed word for word in an empty folder outside the checkout, and a real study at the end.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use overread_testkit::{shared_dicom, skipped};
use serde_json::Value;

/// The blocks of a tutorial that are typed: those fenced as `sh` and nothing else, with the line they begin at.
fn blocks(markdown: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in (1..).zip(markdown.lines()) {
        match &mut open {
            Some(_) if line == "```" => blocks.extend(open.take()),
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```sh" => open = Some((number + 1, String::new())),
            None => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// A vendor's machine: the program on the search path, and no data of this user's.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn work(&self) -> PathBuf {
        let work = self.folder.path().join("work");
        fs::create_dir_all(&work).unwrap();
        work
    }

    /// A program in `folder`, as a vendor starts it: what cargo tells a test is not handed on.
    fn program(&self, name: &str, folder: &Path) -> Command {
        let ours = Path::new(env!("CARGO_BIN_EXE_overread")).parent().unwrap();
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(ours.to_path_buf()).chain(env::split_paths(&path));
        let mut command = Command::new(name);
        for (key, _) in env::vars_os() {
            let key = key.to_string_lossy();
            let is_of_cargo = key.starts_with("CARGO") && key != "CARGO_HOME";
            if is_of_cargo || key.starts_with("NEXTEST") {
                command.env_remove(&*key);
            }
        }
        command
            .current_dir(folder)
            .env("PATH", env::join_paths(folders).unwrap())
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .env_remove("OVERREAD_PLUGINS")
            .env_remove("OVERREAD_LOG")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null());
        command
    }

    /// Types a tutorial.
    #[track_caller]
    fn follow(&self, tutorial: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../sdk")
            .join(tutorial);
        let text = fs::read_to_string(&file).unwrap();
        let blocks = blocks(&text);
        assert!(blocks.len() > 3, "{tutorial} has {} blocks", blocks.len());
        let mut script = String::new();
        for (line, block) in blocks {
            script.push_str(&format!("echo '== {tutorial}:{line}' >&2\n{block}"));
        }
        let script_file = self.folder.path().join("script");
        fs::write(&script_file, script).unwrap();
        let mut shell = self.program("sh", &self.work());
        shell.arg("-eu").arg(&script_file);
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}\n\nprinted:\n{printed}");
    }

    /// The result of a bundle below the work folder on the real chest CT beside the checkout.
    fn on_the_real_ct(&self, bundle: &str, test: &str) -> Option<Value> {
        let study = shared_dicom(test)?.join("chest_ct_lung_tumour");
        let mut overread = self.program(env!("CARGO_BIN_EXE_overread"), &self.work());
        overread.args(["plugin", "run", bundle, "--picture", "real.png", "--study"]);
        let output = overread.arg(study).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        Some(serde_json::from_slice(&output.stdout).unwrap())
    }
}

/// The same detector in three languages: it must say the same of the same study.
///
/// One spot, on the patient's right; the numbers are what the template in Rust says (a regression).
#[track_caller]
fn check_spots_regression(result: &Value) {
    assert_eq!(result["status"], "done", "{result}");
    let findings = result["report"]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = &findings[0];
    assert_eq!(finding["laterality"], "right");
    let near = |found: &Value, expected: f64| {
        let found = found.as_f64().unwrap();
        assert!(
            (found - expected).abs() < 0.01,
            "expected {expected}, found {found}"
        );
    };
    near(&finding["probability"], 0.3158);
    near(&finding["measures"][0]["value"], 4.737);
    let at = &finding["marks"][1]["point"]["at"];
    for (axis, expected) in [-67.107, -94.960, 231.857].into_iter().enumerate() {
        near(&at[axis], expected);
    }
}

/// Whether the machine has a program that a tutorial asks for; says that the test skips if not.
fn has(program: &str, test: &str) -> bool {
    let is_there = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_there {
        skipped(test, &format!("there is no {program}"));
    }
    is_there
}

#[test]
fn the_tutorial_in_rust_leads_to_an_installed_service() {
    let machine = Machine::new();
    machine.follow("TUTORIAL-RUST.md");
    let test = "the_tutorial_in_rust_leads_to_an_installed_service";
    if let Some(result) = machine.on_the_real_ct("lung-spots/target/bundle", test) {
        check_spots_regression(&result);
    }
}

#[test]
fn the_tutorial_in_python_leads_to_an_installed_service() {
    let test = "the_tutorial_in_python_leads_to_an_installed_service";
    if !has("python3", test) {
        return;
    }
    let machine = Machine::new();
    machine.follow("TUTORIAL-PYTHON.md");
    if let Some(result) = machine.on_the_real_ct("lung-spots/target/bundle", test) {
        check_spots_regression(&result);
    }
}

#[test]
fn the_tutorial_in_javascript_leads_to_an_installed_service() {
    let test = "the_tutorial_in_javascript_leads_to_an_installed_service";
    if !has("node", test) || !has("npm", test) {
        return;
    }
    let machine = Machine::new();
    machine.follow("TUTORIAL-JAVASCRIPT.md");
    if let Some(result) = machine.on_the_real_ct("lung-spots/target/bundle", test) {
        check_spots_regression(&result);
    }
}

#[test]
fn the_tutorial_of_an_exam_leads_to_an_installed_exam() {
    Machine::new().follow("TUTORIAL-EXAM.md");
}

#[test]
fn only_blocks_of_commands_are_typed() {
    let text = "a\n```sh\none\ntwo\n```\n```sh on a screen\nthree\n```\n```toml\nfour\n```\n```sh\nfive\n```\n";
    let expected = vec![(3, "one\ntwo\n".to_owned()), (13, "five\n".to_owned())];
    assert_eq!(blocks(text), expected);
}
