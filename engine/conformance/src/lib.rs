//! Whether a plugin keeps the contract: static checks of its bundle, and its answers on synthetic studies.
