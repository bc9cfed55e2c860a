//! What the tests of the analyses of many readers share: published and simulated ratings, and an oracle.

pub(crate) mod dbm;
pub(crate) mod numpy_random;
pub(crate) mod roe_metz;
pub(crate) mod van_dyke;
