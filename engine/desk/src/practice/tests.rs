//! What goes with what among the choices.

use overread_scenario::{ReadingMode, Skill};

use super::*;

fn service(id: &str) -> ServiceId {
    ServiceId::new(id).unwrap()
}

#[test]
fn whatever_is_chosen_is_a_set_that_can_be_made() {
    let installed = [
        service("overread.lung-nodule"),
        service("overread.mammography"),
    ];
    let mut state = PracticeState::default();
    let check = |state: &PracticeState| state.chosen.set().unwrap();
    check(&state);
    for area in PhantomKind::ALL {
        state.choose_area(area, &installed);
        check(&state);
        for ai in [
            PracticeAi::Simulated(Skill::Poor),
            PracticeAi::None,
            PracticeService::of(area)
                .find_map(|known| installed_as(known, &installed))
                .map_or(PracticeAi::None, PracticeAi::Live),
        ] {
            state.choose_ai(ai);
            check(&state);
            for &mode in state.chosen.ai.modes() {
                state.chosen.mode = mode;
                check(&state);
            }
            for percent in PLANTED {
                state.choose_planted(percent);
                check(&state);
            }
        }
    }
}

#[test]
fn a_service_is_left_behind_with_its_area() {
    let installed = [service("overread.lung-nodule")];
    let mut state = PracticeState::default();
    state.choose_ai(PracticeAi::Live(installed[0].clone()));
    assert_eq!(state.chosen.mode, ReadingMode::Sequential);
    state.choose_planted(20);
    assert_eq!(state.planted_percent(), Some(20));
    state.choose_area(PhantomKind::HeadCt, &installed);
    assert_eq!(state.chosen.ai, PracticeAi::None);
    assert_eq!(state.chosen.mode, ReadingMode::Unaided);
    assert_eq!(state.planted_percent(), None);
    // A simulated service reads whatever there is.
    state.choose_ai(PracticeAi::Simulated(Skill::Average));
    state.choose_area(PhantomKind::Mammography, &installed);
    assert_eq!(state.chosen.ai, PracticeAi::Simulated(Skill::Average));
}
