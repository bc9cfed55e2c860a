//! What a component imports and whether it fits its world. Compiles nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use overread_bundle::{ApiVersion, CONTRACT, MAX_COMPONENT_BYTES, PluginKind};
use wasmparser::{Encoding, Parser, Payload, Validator, WasmFeatures};
use wit_parser::Resolve;

use crate::report::Judged;

/// The released contract, as this program was built with it.
const WIT: &str = include_str!("../../../../sdk/wit/1.0/plugin.wit");
/// The package that a component may import from.
const PACKAGE: &str = "overread:plugin";
/// Offending imports that are listed.
const MAX_LISTED: usize = 20;

/// Size and form.
pub(super) fn judge(component: &[u8], place: &str, judged: &mut Judged) {
    let bytes = component.len() as u64;
    if bytes > MAX_COMPONENT_BYTES {
        let most = MAX_COMPONENT_BYTES;
        judged.found.error(
            place,
            format!("is too large: at most {most} bytes, found {bytes}"),
        );
    }
    match encoding(component) {
        Some(Encoding::Component) => {}
        Some(Encoding::Module) => {
            judged
                .found
                .error(place, "is a core module, not a component");
            return;
        }
        None => {
            judged.found.error(place, "is not WebAssembly");
            return;
        }
    }
    let validated = guarded(|| {
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        validator.validate_all(component).map(|_types| ())
    });
    match validated {
        Ok(Ok(())) => {}
        Ok(Err(error)) => judged
            .found
            .error(place, format!("is not valid WebAssembly: {error}")),
        Err(message) => judged.found.error(place, message),
    }
    judged.note(format!("{} KiB", bytes.div_ceil(1024)));
}

fn encoding(component: &[u8]) -> Option<Encoding> {
    match Parser::new(0).parse_all(component).next() {
        Some(Ok(Payload::Version { encoding, .. })) => Some(encoding),
        _ => None,
    }
}

/// The names that the component imports, in its order.
fn imports_of(component: &[u8]) -> Result<Vec<String>, String> {
    if encoding(component) != Some(Encoding::Component) {
        return Err("is not a component".to_owned());
    }
    let mut names = Vec::new();
    let mut depth = 0usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| format!("is not valid WebAssembly: {error}"))?;
        if let Payload::ModuleSection { .. } | Payload::ComponentSection { .. } = payload {
            depth += 1;
        } else if let Payload::End(_) = payload {
            depth = depth.saturating_sub(1);
        } else if let Payload::ComponentImportSection(imports) = payload
            && depth == 0
        {
            for import in imports {
                let import =
                    import.map_err(|error| format!("is not valid WebAssembly: {error}"))?;
                names.push(import.name.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The version in `overread:plugin/INTERFACE@MAJOR.MINOR.PATCH`; `None` for any other name.
fn version_of(import: &str) -> Option<ApiVersion> {
    let (path, version) = import.split_once('@')?;
    let (package, _interface) = path.split_once('/')?;
    let mut numbers = version.split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        return None;
    };
    (package == PACKAGE).then_some(ApiVersion { major, minor })
}

pub(super) fn imports(component: &[u8], place: &str, judged: &mut Judged) {
    let names = match imports_of(component) {
        Ok(names) => names,
        Err(message) => {
            judged.found.error(place, message);
            return;
        }
    };
    let mut n_foreign = 0usize;
    for name in &names {
        let fault = match version_of(name) {
            None => format!("imports {name:?}, which is not of {PACKAGE}"),
            Some(version) if version.major != CONTRACT.major => {
                format!(
                    "imports {name:?}, of another major version than {}",
                    CONTRACT.major
                )
            }
            Some(version) if version > CONTRACT => {
                format!("imports {name:?}, this program offers {CONTRACT}")
            }
            Some(_) => continue,
        };
        n_foreign += 1;
        if n_foreign <= MAX_LISTED {
            judged.found.error(place, fault);
        }
    }
    if n_foreign > MAX_LISTED {
        judged
            .found
            .error(place, format!("imports {n_foreign} such names in all"));
    }
    judged.note(if names.is_empty() {
        "imports nothing".to_owned()
    } else {
        format!("imports {}", names.join(", "))
    });
}

/// Whether the component could be put where its world is wanted; exports beyond the world are allowed.
pub(super) fn world(component: &[u8], place: &str, kind: PluginKind, judged: &mut Judged) {
    let name = kind.word();
    let fits = guarded(|| {
        let mut resolve = Resolve::default();
        let package = resolve.push_str("plugin.wit", WIT)?;
        let world = resolve.select_world(&[package], Some(name))?;
        wit_component::targets(&resolve, world, component, true)
    });
    match fits {
        Ok(Ok(())) => judged.note(format!("fits the world `{name}`")),
        Ok(Err(error)) => judged.found.error(
            place,
            format!("does not fit the world `{name}`: {}", one_line(&error)),
        ),
        Err(message) => judged.found.error(place, message),
    }
}

/// The causes of an error, outermost first, on one line.
fn one_line(error: &impl std::fmt::Display) -> String {
    let text = format!("{error:#}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn api(component: &[u8], declared: ApiVersion, judged: &mut Judged) {
    let Ok(names) = imports_of(component) else {
        judged.skip("the component cannot be read");
        return;
    };
    let newest = names.iter().filter_map(|name| version_of(name)).max();
    match newest {
        Some(newest) if newest > declared => judged.found.error(
            "plugin.toml",
            format!("plugin.api is {declared}, and the component imports {newest}"),
        ),
        Some(newest) => judged.note(format!("declares {declared}, imports {newest}")),
        None => judged.note(format!(
            "declares {declared}, imports nothing of the contract"
        )),
    }
}

/// Parsers of foreign bytes may not end the program.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_panic| "the reader of WebAssembly gave up on it".to_owned())
}
