//! The other side: the process that compiles one component into the cache and ends.

use std::ffi::OsString;
use std::io::{Read, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use overread_bundle::MAX_COMPONENT_BYTES;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::compile_cache::{cache, shrink};
use crate::ending::guarded;
use crate::sandbox::{EngineKind, config};

/// The whole of the program `overread-compile`: `overread-compile KIND FOLDER`, the component on standard input after
/// its length in 8 bytes, little-endian; what went wrong on standard output.
#[must_use]
pub fn run(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let kind = arguments
        .next()
        .and_then(|kind| EngineKind::of_name(kind.to_str()?));
    let (Some(kind), Some(folder), None) = (kind, arguments.next(), arguments.next()) else {
        return say("usage: overread-compile ai|exam FOLDER < LENGTH AND COMPONENT");
    };
    // A panic is a broken component's, and its message goes to the program that asked.
    std::panic::set_hook(Box::new(|_| {}));
    match compile(kind, PathBuf::from(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => say(&why),
    }
}

fn say(why: &str) -> ExitCode {
    // Nobody reads it if the program that asked has ended.
    std::io::stdout().write_all(why.as_bytes()).ok();
    ExitCode::FAILURE
}

fn compile(kind: EngineKind, folder: PathBuf) -> Result<(), String> {
    let component = receive(&mut std::io::stdin())?;
    // The program keeps its end open while it waits.
    let watch = thread::Builder::new().name("plugin-compile-watch".to_owned());
    let watched = watch.spawn(|| {
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).ok();
        std::process::exit(1)
    });
    watched.map_err(|error| format!("no thread for its watch: {error}"))?;
    let kept = cache(&folder).map_err(|error| format!("nothing can be kept: {error}"))?;
    let engine = Engine::new(&config(kind, Some(kept.clone()))).map_err(|e| format!("{e:#}"))?;
    guarded(|| Component::new(&engine, &component))
        .and_then(|compiled| compiled.map_err(|error| format!("{error:#}")))?;
    if kept.cache_hits() + kept.cache_misses() == 0 {
        return Err(format!("it cannot be kept in {}", folder.display()));
    }
    shrink(&folder);
    Ok(())
}

/// A component after its length.
fn receive(from: &mut impl Read) -> Result<Vec<u8>, String> {
    let mut length = [0; 8];
    let broken = |error: std::io::Error| format!("no whole component came: {error}");
    from.read_exact(&mut length).map_err(broken)?;
    let length = u64::from_le_bytes(length);
    if length > MAX_COMPONENT_BYTES {
        let most = MAX_COMPONENT_BYTES;
        return Err(format!("a component of {length} bytes, at most {most}"));
    }
    let mut component = vec![0; usize::try_from(length).unwrap_or(0)];
    from.read_exact(&mut component).map_err(broken)?;
    Ok(component)
}
