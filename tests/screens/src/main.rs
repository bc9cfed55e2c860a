//! Pictures of Focus mode and of the room, drawn by the program itself on a software renderer and then measured.
//!
//! A session is read up to some point without a screen, its journal is opened by `overread-room --screenshot`, and the
//! picture is compared with what the CPU renderer of `overread-image` says and with the program's own account of what
//! it drew where. Each test says its name and skips where no software renderer is installed.
//! `OVERREAD_UPDATE_SCREENS=1` writes the pictures of the README anew (`readme`).

#[cfg(test)]
mod picture;
#[cfg(test)]
mod program;
#[cfg(test)]
mod sitting;

#[cfg(test)]
mod certification;
#[cfg(test)]
mod developer;
#[cfg(test)]
mod focus;
#[cfg(test)]
mod gpu;
#[cfg(test)]
mod hanging;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod room;
