//! The program under test: where it lies, how it is made to draw on the CPU, and what it answered. Judges nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// `overread-room`, ready to draw on the software renderer.
pub(crate) struct Program {
    path: PathBuf,
    driver: PathBuf,
}

/// A picture with the program's account of what it drew where.
pub(crate) struct Shot {
    pub(crate) picture: crate::picture::Picture,
    pub(crate) drawn: serde_json::Value,
}

impl Program {
    /// The program; `None`, after saying so with the test's name, where it is not built or nothing can draw.
    pub(crate) fn find(test: &str) -> Option<Self> {
        let Some(path) = built() else {
            eprintln!(
                "SKIPPED {test}: overread-room is not built; `cargo build --workspace --bin overread-room` builds it"
            );
            return None;
        };
        let Some(driver) = software_driver() else {
            eprintln!(
                "SKIPPED {test}: no software renderer; `apt-get install mesa-vulkan-drivers libvulkan1` brings one"
            );
            return None;
        };
        Some(Self { path, driver })
    }

    /// Runs it to its end, without a display.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.path)
            .args(arguments)
            .env("VK_DRIVER_FILES", &self.driver)
            .env("VK_ICD_FILENAMES", &self.driver)
            .env("WGPU_BACKEND", "vulkan")
            .env_remove("DISPLAY")
            .output()
            .unwrap()
    }

    /// Draws the session in `data` in a mode and a size.
    #[track_caller]
    pub(crate) fn shoot(&self, data: &Path, mode: &str, size: &str, more: &[&str]) -> Shot {
        let (png, json) = (data.join("shot.png"), data.join("shot.json"));
        let journal = crate::sitting::journal_in(data);
        let mut arguments = vec![
            "--software",
            "--mode",
            mode,
            "--size",
            size,
            "--data",
            text(data),
            "--journal",
            text(&journal),
            "--screenshot",
            text(&png),
            "--drawn",
            text(&json),
        ];
        arguments.extend(more);
        self.shot(&arguments, &png, &json)
    }

    /// Draws the study in a folder as it opens, with its own data in `home`.
    #[track_caller]
    pub(crate) fn look(&self, study: &Path, home: &Path, size: &str, more: &[&str]) -> Shot {
        let (png, json) = (home.join("shot.png"), home.join("shot.json"));
        let mut arguments = vec![
            "--software",
            "--mode",
            "focus",
            "--size",
            size,
            "--data",
            text(home),
            "--study",
            text(study),
            "--screenshot",
            text(&png),
            "--drawn",
            text(&json),
        ];
        arguments.extend(more);
        self.shot(&arguments, &png, &json)
    }

    #[track_caller]
    fn shot(&self, arguments: &[&str], png: &Path, json: &Path) -> Shot {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        let drawn = std::fs::read_to_string(json).unwrap();
        Shot {
            picture: crate::picture::Picture::open(png),
            drawn: serde_json::from_str(&drawn).unwrap(),
        }
    }
}

/// A path of a test is text.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Beside the folder that this test lies in: `target/debug/deps/screens-...` and `target/debug/overread-room`.
fn built() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let path = own.parent()?.parent()?.join("overread-room");
    path.is_file().then_some(path)
}

/// The description of Mesa's lavapipe: as the set-up names it, else where Debian puts it.
fn software_driver() -> Option<PathBuf> {
    let named = std::env::var_os("VK_DRIVER_FILES").map(PathBuf::from);
    let is_software = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        path.is_file() && name.is_some_and(|name| name.starts_with("lvp_icd"))
    };
    let entries = std::fs::read_dir("/usr/share/vulkan/icd.d").ok();
    let installed = entries.into_iter().flatten().flatten();
    named
        .into_iter()
        .chain(installed.map(|entry| entry.path()))
        .find(is_software)
}
