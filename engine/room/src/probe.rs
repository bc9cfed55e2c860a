//! What this machine can draw with: the graphics adapter and the display, looked for before the renderer starts.
//! The renderer itself panics without them; here their absence becomes advice.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::render::renderer::{RenderInstance, WgpuWrapper};
use bevy::render::settings::Backends;
use bevy::tasks::block_on;

/// The adapter that will draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Adapter {
    /// As the driver calls it.
    pub(crate) name: String,
    /// Whether a CPU does the work.
    pub(crate) is_software: bool,
}

/// Why nothing can be drawn, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Missing {
    /// No adapter at all.
    Adapter,
    /// `--software` without a software renderer.
    SoftwareAdapter,
    /// Neither X11 nor a Wayland server with X11.
    Display,
    /// `DISPLAY` names a server that does not answer.
    DisplayServer(String),
    /// Libraries that the window needs and loads when it opens.
    Libraries(Vec<Library>),
}

/// A shared library and the Debian package that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Library {
    file: &'static str,
    package: &'static str,
}

/// What the window loads at run time under X11.
const WINDOW_LIBRARIES: [Library; 6] = [
    Library {
        file: "libX11.so.6",
        package: "libx11-6",
    },
    Library {
        file: "libX11-xcb.so.1",
        package: "libx11-xcb1",
    },
    Library {
        file: "libXcursor.so.1",
        package: "libxcursor1",
    },
    Library {
        file: "libXi.so.6",
        package: "libxi6",
    },
    Library {
        file: "libXrandr.so.2",
        package: "libxrandr2",
    },
    Library {
        file: "libxkbcommon-x11.so.0",
        package: "libxkbcommon-x11-0",
    },
];

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Adapter => write!(
                f,
                "no graphics driver found: no Vulkan or OpenGL adapter answers\n\
                 install your card's driver, or the software renderer: apt-get install mesa-vulkan-drivers libvulkan1\n\
                 {SAME_WITHOUT_SCREEN}"
            ),
            Self::SoftwareAdapter => write!(
                f,
                "no software renderer found, and --software asks for one\n\
                 install it: apt-get install mesa-vulkan-drivers libvulkan1"
            ),
            Self::Display => write!(
                f,
                "no display found: DISPLAY is not set (under Wayland the window needs XWayland)\n\
                 start it in a desktop session, or on a virtual display: apt-get install xvfb; xvfb-run overread-room\n\
                 {SAME_WITHOUT_SCREEN}"
            ),
            Self::DisplayServer(display) => write!(
                f,
                "no display found: no X server answers at DISPLAY={display}\n\
                 start it in a desktop session, or on a virtual display: apt-get install xvfb; xvfb-run overread-room\n\
                 {SAME_WITHOUT_SCREEN}"
            ),
            Self::Libraries(libraries) => {
                let files: Vec<_> = libraries.iter().map(|library| library.file).collect();
                let packages: Vec<_> = libraries.iter().map(|library| library.package).collect();
                write!(
                    f,
                    "the window needs libraries that are not installed: {}\n\
                     install them: apt-get install {}\n\
                     {SAME_WITHOUT_SCREEN}",
                    files.join(", "),
                    packages.join(" ")
                )
            }
        }
    }
}

const SAME_WITHOUT_SCREEN: &str = "without a screen:\n\
    \x20 overread session simulate SCENARIO --reader perfect   runs a whole session\n\
    \x20 overread-room --screenshot OUT.png                    draws one picture (needs a driver, no display)";

/// The adapter to draw with: the renderer's own choice, or a software one if asked for.
///
/// # Errors
/// [`Missing::Adapter`] or [`Missing::SoftwareAdapter`].
pub(crate) fn adapter(software: bool) -> Result<Adapter, Missing> {
    let backends = Backends::from_env().unwrap_or(Backends::all());
    let instance = RenderInstance(Arc::new(WgpuWrapper::new(Default::default())));
    let found = block_on(instance.enumerate_adapters(backends))
        .into_iter()
        .map(|adapter| {
            let info = adapter.get_info();
            Adapter {
                name: info.name.clone(),
                is_software: format!("{:?}", info.device_type) == "Cpu",
            }
        });
    choose(found.collect(), software)
}

/// Hardware before software, unless software is asked for; an adapter's place in the list decides among equals.
fn choose(found: Vec<Adapter>, software: bool) -> Result<Adapter, Missing> {
    let (on_cpu, on_card): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|adapter| adapter.is_software);
    if software {
        return on_cpu.into_iter().next().ok_or(Missing::SoftwareAdapter);
    }
    on_card
        .into_iter()
        .chain(on_cpu)
        .next()
        .ok_or(Missing::Adapter)
}

/// Whether a window can open.
///
/// # Errors
/// [`Missing::Display`], [`Missing::DisplayServer`] or [`Missing::Libraries`].
#[cfg(target_os = "linux")]
pub(crate) fn display() -> Result<(), Missing> {
    let display = std::env::var("DISPLAY").unwrap_or_default();
    if display.is_empty() {
        return Err(Missing::Display);
    }
    if let Some(socket) = local_socket(&display)
        && std::os::unix::net::UnixStream::connect(&socket).is_err()
        && !answers_by_abstract_name(&socket)
    {
        return Err(Missing::DisplayServer(display));
    }
    let missing = missing_libraries(&library_folders());
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Missing::Libraries(missing))
    }
}

/// Other systems always have a display server.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub(crate) fn display() -> Result<(), Missing> {
    Ok(())
}

/// The socket of a local display name (`:0`, `:0.1`, `unix:0`); `None` for displays of other machines.
fn local_socket(display: &str) -> Option<PathBuf> {
    let (host, number) = display.rsplit_once(':')?;
    if !(host.is_empty() || host == "unix") {
        return None;
    }
    let number = number.split('.').next()?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Path::new("/tmp/.X11-unix").join(format!("X{number}")))
}

#[cfg(target_os = "linux")]
fn answers_by_abstract_name(socket: &Path) -> bool {
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::net::{SocketAddr, UnixStream};
    SocketAddr::from_abstract_name(socket.as_os_str().as_bytes())
        .is_ok_and(|address| UnixStream::connect_addr(&address).is_ok())
}

/// Where the loader looks: its path variable, its configured folders, the usual ones.
#[cfg(target_os = "linux")]
fn library_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("LD_LIBRARY_PATH")
        .map(|paths| std::env::split_paths(&paths).collect())
        .unwrap_or_default();
    for file in std::fs::read_dir("/etc/ld.so.conf.d")
        .into_iter()
        .flatten()
        .flatten()
    {
        let text = std::fs::read_to_string(file.path()).unwrap_or_default();
        folders.extend(
            text.lines()
                .map(str::trim)
                .filter(|line| line.starts_with('/'))
                .map(PathBuf::from),
        );
    }
    let usual = [
        "/lib64",
        "/usr/lib64",
        "/usr/lib",
        "/lib",
        "/usr/local/lib",
        "/run/current-system/sw/lib",
    ];
    folders.extend(usual.map(PathBuf::from));
    folders
}

/// The window's libraries that lie in none of the folders.
fn missing_libraries(folders: &[PathBuf]) -> Vec<Library> {
    let is_there = |library: &Library| {
        folders
            .iter()
            .any(|folder| folder.join(library.file).exists())
    };
    WINDOW_LIBRARIES
        .into_iter()
        .filter(|library| !is_there(library))
        .collect()
}

#[cfg(test)]
mod tests;
