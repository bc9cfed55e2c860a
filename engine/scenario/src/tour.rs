//! The case of the guided tour: a scenario that comes with the program, so that a first start needs no file and no service.

/// The text of the scenario: one synthetic chest CT with a nodule that is hard to overlook, and a simulated service that
/// finds it.
pub const TOUR: &str = include_str!("tour/tour.toml");

/// The seed of every tour: the same case, and the same result of the service, for everybody.
pub const TOUR_SEED: u64 = 1;

#[cfg(test)]
mod tests;
