//! Every scale that comes with the program is whole, in both languages.

use super::*;

#[test]
fn every_scale_file_is_sound() {
    for (name, text) in FILES {
        let (scale, found) = scale_file(text);
        assert_eq!(found.all(), [], "{name}");
        let scale = scale.unwrap();
        assert_eq!(scale.id, *name);
        let texts = scale.levels.iter().map(|level| &level.text);
        for texts in texts.chain([&scale.title]) {
            let locales: Vec<&str> = texts.iter().map(|text| text.locale.as_str()).collect();
            assert_eq!(locales, ["en", "ru"], "{name}");
        }
    }
    assert_eq!(scales().len(), FILES.len());
}

#[test]
fn scales_stand_in_the_order_of_their_ids() {
    assert!(scales().windows(2).all(|pair| pair[0].id < pair[1].id));
}

#[test]
fn a_scale_is_found_by_id_and_ranks_its_levels() {
    let scale = scale("lung-rads-v2022").unwrap();
    assert_eq!(scale.rank("2"), Some(2));
    assert_eq!(scale.rank("4X"), Some(6));
    assert_eq!(scale.rank("4a"), None);
    assert!(super::scale("lung-rads").is_none());
}

/// Ten regions take ten points away, and nobody else's words stand beside a mark of trade.
#[test]
fn regions_fit_their_score_and_marks_of_trade_have_their_notice() {
    let regions = scale("aspects-regions-2000").unwrap();
    assert_eq!(regions.kind, ScaleKind::Regions);
    let score = scale("aspects-2000").unwrap();
    assert_eq!(score.levels.len(), regions.levels.len() + 1);
    for scale in scales() {
        let is_marked = scale.id.starts_with("bi-rads") || scale.id.starts_with("lung-rads");
        assert_eq!(scale.notice.is_some(), is_marked, "{}", scale.id);
    }
}
