//! The tour's scenario is sound and complete in every language of the panels.

use overread_base::LocalText;

use super::*;
use crate::{ReadingMode, check};

#[test]
fn the_tour_is_a_sound_scenario_that_needs_nothing_from_outside() {
    let (scenario, found) = check(TOUR);
    assert!(found.all().is_empty(), "{:?}", found.all());
    let scenario = scenario.unwrap();
    assert_eq!(scenario.mode, ReadingMode::Sequential);
    assert!(scenario.design.simulated.is_some());
    let [case] = &scenario.cases[..] else {
        panic!("{} cases", scenario.cases.len())
    };
    for texts in [
        &scenario.title,
        &scenario.briefing,
        &case.title,
        &case.history,
        &case.debrief,
    ] {
        let locales: Vec<&str> = texts
            .iter()
            .map(|text: &LocalText| text.locale.as_str())
            .collect();
        assert_eq!(locales, ["en", "ru"]);
    }
}
