//! Who is the same candidate, and who came first.

use super::*;

pub(in crate::sitting) fn earlier(reader: &str, session: &str, start_day: u64) -> Earlier {
    Earlier {
        session: session.to_owned(),
        reader: ReaderId::new(reader).unwrap(),
        started_unix_s: start_day * DAY_S,
        last_unix_s: start_day * DAY_S,
        is_ended: true,
        cases: Vec::new(),
        arm: None,
        certification: None,
    }
}

pub(in crate::sitting) fn candidate(name: &str, number: &str) -> Candidate {
    Candidate {
        name: name.to_owned(),
        number: number.to_owned(),
    }
}

#[test]
fn a_candidate_is_known_by_number_and_else_by_name() {
    #[track_caller]
    fn check(a: (&str, &str), b: (&str, &str), expected: bool) {
        let (a, b) = (candidate(a.0, a.1), candidate(b.0, b.1));
        assert_eq!((is_same(&a, &b), is_same(&b, &a)), (expected, expected));
    }
    check(("Anna Petrova", "17"), ("A. Petrova", "17"), true);
    check(("Anna Petrova", "17"), ("Anna Petrova", "18"), false);
    check(("Anna Petrova", ""), (" anna  PETROVA ", "18"), true);
    check(("Анна Петрова", ""), ("АННА ПЕТРОВА", ""), true);
    check(("Anna Petrova", ""), ("Anna Ivanova", ""), false);
}

#[test]
fn readers_are_counted_by_their_first_session() {
    let sessions = vec![
        earlier("a", "1", 0),
        earlier("b", "2", 1),
        earlier("a", "3", 2),
    ];
    let history = History { sessions };
    let arrival = |reader: &str| history.arrival_of(&ReaderId::new(reader).unwrap());
    assert_eq!([arrival("a"), arrival("b"), arrival("c")], [0, 1, 2]);
}

#[test]
fn a_folder_that_is_not_there_is_an_empty_history() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = ScenarioId::new("test.tiny").unwrap();
    let read = History::read(&folder.path().join("none"), &scenario).unwrap();
    assert_eq!(read, History::default());
}
