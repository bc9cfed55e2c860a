//! One plugin from its sources to its bundle folder, whatever it is written in.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::KitError;
use crate::inputs;
use crate::javascript::{self, JavaScriptTools};
use crate::language::Language;
use crate::layout::{self, Change};
use crate::project::Project;
use crate::python::{self, PythonTools};
use crate::rust;
use crate::workshop::{Progress, Workshop};

/// Builds the plugin in the folder `source` into the bundle folder `bundle`.
///
/// # Errors
/// [`KitError`]: a tool is missing, the sources do not compile, or the manifest names what is not there.
pub fn build(
    workshop: &Workshop,
    source: &Path,
    bundle: &Path,
    progress: &Progress<'_>,
) -> Result<Change, KitError> {
    let manifest = source.join("plugin.toml");
    if !manifest.is_file() {
        return Err(KitError::refused(format!(
            "no manifest of the plugin: {}",
            manifest.display()
        )));
    }
    let language = Language::of(source)?.ok_or_else(|| {
        KitError::refused(format!(
            "no sources that can be built: expected Cargo.toml, pyproject.toml or package.json, found none ({})",
            source.display()
        ))
    })?;
    let component = match language {
        Language::Rust => {
            let toolchain = workshop.rust(source, progress)?;
            progress("compiling");
            rust::component(workshop, &toolchain, source)?
        }
        Language::Python | Language::JavaScript => {
            interpreted(workshop, source, language, progress)?
        }
    };
    let files = layout::gather(source, workshop.models.as_deref(), component)?;
    layout::lay_out(&files, bundle)
}

/// The component of a plugin in Python or JavaScript: the one made before, where nothing that it is made of changed.
///
/// Its compilers give other bytes each time, so that a component made anew would be another plugin to everybody.
fn interpreted(
    workshop: &Workshop,
    source: &Path,
    language: Language,
    progress: &Progress<'_>,
) -> Result<Vec<u8>, KitError> {
    let project = Project::read(source, language)?;
    let inputs = inputs_of(source, language, &project)?;
    let folder = work_folder(workshop, source);
    let (component, note) = (folder.join("component.wasm"), folder.join("inputs"));
    if fs::read_to_string(&note).is_ok_and(|made_of| made_of == inputs)
        && let Ok(bytes) = fs::read(&component)
    {
        return Ok(bytes);
    }
    fs::create_dir_all(&folder).map_err(KitError::file("make", &folder))?;
    // A note beside a component that is half written would be believed.
    fs::write(&note, "").map_err(KitError::file("write", &note))?;
    if language == Language::Python {
        let tools = workshop.python(progress)?;
        progress("compiling (about 15 s)");
        python::component(&tools, source, &project, &component)?;
    } else {
        let tools = workshop.javascript(progress)?;
        progress("compiling");
        javascript::component(&tools, source, &project, &component)?;
    }
    let bytes = fs::read(&component).map_err(KitError::file("read", &component))?;
    fs::write(&note, inputs).map_err(KitError::file("write", &note))?;
    Ok(bytes)
}

fn inputs_of(source: &Path, language: Language, project: &Project) -> Result<String, KitError> {
    let tools = match language {
        Language::Python => PythonTools::version(),
        Language::JavaScript | Language::Rust => JavaScriptTools::version(),
    };
    let mut folders = vec![source, project.wit.as_path()];
    folders.extend(project.path.iter().map(PathBuf::as_path));
    inputs::digest(&folders, &[tools, project.world, &project.main])
}

/// Where the plugin's component lies between builds.
fn work_folder(workshop: &Workshop, source: &Path) -> PathBuf {
    let name = source.file_name().unwrap_or_default();
    workshop.build_folder.join("component").join(name)
}
