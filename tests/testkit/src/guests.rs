//! Bundles made of the guests in `tests/hostile`: WebAssembly text into a component of the world `ai-service`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// Writes a bundle of the guest `tests/hostile/NAME.wat` into `folder`, which is made; gives the id of its service.
///
/// `more` is appended to the manifest, such as a table of limits or models.
///
/// # Errors
/// What the system, the text or the encoder says.
pub fn hostile_bundle(
    folder: &Path,
    name: &str,
    more: &str,
) -> Result<&'static str, Box<dyn Error>> {
    const SERVICE: &str = "test.guest";
    let manifest = format!(
        r#"schema = 1
[plugin]
id = "{SERVICE}"
name = {{ en = "Guest" }}
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
{more}"#
    );
    fs::create_dir_all(folder)?;
    fs::write(folder.join("plugin.toml"), manifest)?;
    fs::write(folder.join("plugin.wasm"), component(name)?)?;
    Ok(SERVICE)
}

fn component(name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let text = checkout()
        .join("tests/hostile")
        .join(name)
        .with_extension("wat");
    let text = fs::read_to_string(&text).map_err(|e| format!("{e} ({})", text.display()))?;
    guest_component(&text, "ai-service")
}

/// WebAssembly text as a component of a world of the contract: a core module is made one, a component is taken as it is.
///
/// # Errors
/// What the text or the encoder says.
pub fn guest_component(text: &str, world: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let binary = wat::parse_str(text)?;
    if text.lines().any(|line| line.starts_with("(component")) {
        return Ok(binary);
    }
    module_component(binary, world)
}

/// A core module as a component of a world of the contract.
///
/// # Errors
/// What the encoder says.
pub fn module_component(mut module: Vec<u8>, world: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(checkout().join("sdk/wit/1.0"))?;
    let world = resolve.select_world(&[package], Some(world))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)?;
    Ok(ComponentEncoder::default().module(&module)?.encode()?)
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
