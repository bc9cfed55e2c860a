//! Tests of the whole without a screen: scenario, images, service, session, journal and score together.
//!
//! One binary. Tests of the command line's own process lie beside it, in `engine/cli/tests`.

#[cfg(test)]
mod analyse;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod bundled;
#[cfg(test)]
mod bundled_course;
#[cfg(test)]
mod certification;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod cohort;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod course;
#[cfg(test)]
mod exams;
#[cfg(test)]
mod ground;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod modes;
#[cfg(test)]
mod practice;
#[cfg(test)]
mod readers;
#[cfg(test)]
mod real_studies;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod seats;
#[cfg(test)]
mod supervised;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod wrong_studies;
