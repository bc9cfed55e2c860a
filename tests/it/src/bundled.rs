//! The bundled service and hostile plugins in whole sessions.
