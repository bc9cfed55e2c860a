//! The folder in which compiled components are kept between runs of the program. Compiles nothing.

use std::fs;
use std::path::Path;

use wasmtime::{Cache, CacheConfig};

/// Compiled components that are kept, in bytes.
const CACHE_BYTES: u64 = 512 << 20;

/// The cache of compiled components; without one every start compiles, which is slower and not wrong.
pub(crate) fn cache(folder: &Path) -> Option<Cache> {
    let opened = private_folder(folder)
        .map_err(|error| error.to_string())
        .and_then(|()| std::path::absolute(folder).map_err(|error| error.to_string()))
        .and_then(|folder| {
            let mut config = CacheConfig::new();
            config
                .with_directory(folder)
                .with_files_total_size_soft_limit(CACHE_BYTES);
            Cache::new(config).map_err(|error| format!("{error:#}"))
        });
    match opened {
        Ok(cache) => Some(cache),
        Err(error) => {
            tracing::warn!(
                "compiled plugins are not kept: {error} ({})",
                folder.display()
            );
            None
        }
    }
}

/// Machine code is read from there: nobody else may write to it.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
