//! What a choice of the start menu opens.

use std::path::Path;

use clap::Parser as _;

use super::*;

#[test]
fn the_tours_own_session_is_gone_on_with_as_the_tour() {
    let place = tempfile::tempdir().unwrap();
    let args = Args {
        data: Some(place.path().to_owned()),
        ..Args::parse_from(["overread-room"])
    };
    let mut remembered = Remembered::open(&args);
    remembered.keep_tour(TourStanding::At(4));
    let mut start = Starting::new(&args, &remembered, None);
    let listed = |name: &str, goes_on_as_tour| Listed {
        path: name.into(),
        goes_on_as_tour,
    };
    start.found = Some(Found {
        lists: StartLists {
            course: None,
            lessons: Vec::new(),
            sessions: Vec::new(),
            n_more_sessions: 0,
        },
        lessons: Vec::new(),
        sessions: vec![listed("tour", true), listed("other", false)],
    });
    let tour = start.act(StartAct::Session(0), &mut remembered);
    assert!(matches!(tour, Some(Chosen::Tour(4))));
    let other = start.act(StartAct::Session(1), &mut remembered);
    assert!(matches!(other, Some(Chosen::Session(path)) if path == Path::new("other")));
    // A tour that was gone through is a session as any other.
    remembered.keep_tour(TourStanding::Done);
    let again = start.act(StartAct::Session(0), &mut remembered);
    assert!(matches!(again, Some(Chosen::Session(path)) if path == Path::new("tour")));
    assert!(start.act(StartAct::Session(2), &mut remembered).is_none());
}
