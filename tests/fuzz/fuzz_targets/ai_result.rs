//! Any report of a guest before the judge of the plugin host.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _passed = overread_plugin_host::fuzzing::ai_result(bytes);
});
