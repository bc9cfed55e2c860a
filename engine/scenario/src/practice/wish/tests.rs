//! Every wish comes back from the text of its set; a text that was changed has none.

use super::*;
use crate::PracticeService;

fn wishes() -> Vec<Practice> {
    let mut all = Vec::new();
    for (n, area) in (0_u64..).zip(PhantomKind::ALL) {
        let service = PracticeService::of(area).next().unwrap();
        let service = ServiceId::new(service.id).unwrap();
        let kinds: Vec<_> = LesionKind::of(area)
            .filter(|kind| kind.role == overread_base::LesionRole::Finding)
            .take(2)
            .collect();
        let ais = [
            PracticeAi::None,
            PracticeAi::Live(service.clone()),
            PracticeAi::Simulated(Skill::Poor),
            PracticeAi::Planted {
                service,
                share_percent: 30,
            },
        ];
        for ai in ais {
            let mode = ai.modes()[0];
            let base = Practice {
                ai,
                mode,
                count: 3,
                prevalence_percent: 70,
                ..Practice::of(area, Seed(u64::MAX - n))
            };
            all.push(base.clone());
            all.push(Practice {
                difficulty: None,
                among: kinds.clone(),
                ..base
            });
        }
    }
    all
}

#[test]
fn every_wish_comes_back_from_its_set() {
    for wish in wishes() {
        let text = wish.set().unwrap().text;
        assert_eq!(Practice::of_text(&text), Some(wish));
    }
}

#[test]
fn a_text_that_was_changed_has_no_wish() {
    let text = wishes()[0].set().unwrap().text;
    for changed in [
        text.replace("seed = ", "seed = 1"),
        text.replace("# wish: chest-ct", "# wish: head-ct"),
        text.replace("# wish: ", "# wish:"),
        text.replace(" 3 ", " 99999999999 "),
        String::new(),
        "# wish: a b c\n".to_owned(),
        "# wish: chest-ct - 300 1 x= sequential 1 none\n".to_owned(),
    ] {
        assert_eq!(Practice::of_text(&changed), None, "{changed}");
    }
}
