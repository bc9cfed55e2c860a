//! Makes the random components and services of `tests/hostile/random`: `cargo run --features smith --bin random_guests -- FOLDER`.

use std::fs;
use std::path::Path;

use arbitrary::Unstructured;

const N_EACH: u64 = 24;

/// What a service must export; random code takes the place of its functions.
const SHAPE: &str = r#"(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) unreachable)
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32) unreachable))"#;

/// Bytes that depend on the seed only (splitmix64).
fn bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    (0..count / 8).flat_map(|_| next().to_le_bytes()).collect()
}

fn service(seed: u64) -> arbitrary::Result<Vec<u8>> {
    let config = wasm_smith::Config {
        exports: Some(wat::parse_str(SHAPE).expect("text of ours")),
        max_imports: 0,
        exceptions_enabled: false,
        gc_enabled: false,
        compact_imports_enabled: false,
        memory64_enabled: false,
        reference_types_enabled: false,
        relaxed_simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        wide_arithmetic_enabled: false,
        ..wasm_smith::Config::default()
    };
    let bytes = bytes(seed, 4096);
    let module = wasm_smith::Module::new(config, &mut Unstructured::new(&bytes))?;
    Ok(module.to_bytes())
}

fn component(seed: u64) -> arbitrary::Result<Vec<u8>> {
    let bytes = bytes(seed, 2048);
    let config = wasm_smith::Config::default();
    let component = wasm_smith::Component::new(config, &mut Unstructured::new(&bytes))?;
    Ok(component.to_bytes())
}

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("a folder");
    for (kind, make) in [
        ("services", service as fn(u64) -> arbitrary::Result<Vec<u8>>),
        ("components", component),
    ] {
        let folder = Path::new(&folder).join(kind);
        fs::create_dir_all(&folder)?;
        let made = (0..).filter_map(|seed| Some((seed, make(seed).ok()?)));
        // Large ones show nothing more.
        let small = made.filter(|(_, bytes)| bytes.len() < 8192);
        for (seed, bytes) in small.take(N_EACH as usize) {
            fs::write(folder.join(format!("{seed:03}.wasm")), bytes)?;
        }
    }
    Ok(())
}
