//! The compiler of plugins, a process of its own: started by the programs, not by people.

use std::process::ExitCode;

fn main() -> ExitCode {
    overread_plugin_host::compile_main(std::env::args_os().skip(1))
}
