//! Tables as owners write them: what they mean, and every fault with its place.

use super::*;

fn table(text: &str) -> TruthTable {
    let (table, faults) = TruthTable::read(text);
    table.unwrap_or_else(|| panic!("{faults:?}"))
}

#[track_caller]
fn refused(text: &str, expected: &[&str]) {
    let (table, faults) = TruthTable::read(text);
    assert_eq!(table, None, "{text:?}");
    let found: Vec<String> = faults
        .all()
        .iter()
        .map(|fault| format!("{}: {}", fault.place, fault.message))
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

fn targets(values: &[&str]) -> Vec<Code> {
    values
        .iter()
        .map(|value| Code::new("SCT", value, value))
        .collect()
}

fn codes(truth: &StatedTruth) -> (Vec<&str>, Vec<&str>, Vec<&str>) {
    (
        truth
            .truth
            .facts
            .iter()
            .map(|fact| fact.code.value.as_str())
            .collect(),
        truth
            .truth
            .lesions
            .iter()
            .map(|lesion| lesion.code.value.as_str())
            .collect(),
        truth
            .unstated
            .iter()
            .map(|code| code.value.as_str())
            .collect(),
    )
}

#[test]
fn lesions_of_a_study_have_a_line_each() {
    let table = table(
        "study,target,present,x_mm,y_mm,z_mm,size_mm,sex,date\n\
         a,SCT:1,1,1,-2.5,3e1,8,F,20260102\n\
         a,SCT:1,1,9,9,9,,,\n\
         b,SCT:1,0,,,,,M,2026-01-03\n",
    );
    let (judged, scope) = table.judged(&targets(&["1"])).unwrap();
    assert_eq!(scope, Scope::Whole);
    let a = table.study("a").unwrap();
    assert_eq!(
        (a.line, a.groups["sex"].as_str(), a.date.as_deref()),
        (2, "F", Some("2026-01-02"))
    );
    let stated = a.stated(&judged, scope);
    assert_eq!(codes(&stated), (vec!["1"], vec!["1", "1"], vec![]));
    let first = &stated.truth.lesions[0];
    assert_eq!(
        (first.centre, first.radius_mm, first.weight),
        (Vec3::new(1.0, -2.5, 30.0), 4.0, 0.5)
    );
    assert!(first.views.is_empty());
    let b = table.study("b").unwrap().stated(&judged, scope);
    assert_eq!(codes(&b), (vec![], vec![], vec![]));
    assert!(table.study("c").is_none());
}

#[test]
fn what_is_said_of_any_target_is_said_of_the_only_one() {
    let table = table("study,present,x_mm,y_mm,series\na,1,4,5,2.25.7\nb,0,,,\nc,,,,\n");
    let one = targets(&["1"]);
    let (judged, scope) = table.judged(&one).unwrap();
    let of = |study: &str, judged: &[Code]| table.study(study).unwrap().stated(judged, scope);
    let a = of("a", &judged);
    assert_eq!(codes(&a), (vec!["1"], vec!["1"], vec![]));
    assert_eq!(a.truth.lesions[0].views[0].series.as_str(), "2.25.7");
    assert_eq!(codes(&of("b", &judged)), (vec![], vec![], vec![]));
    assert_eq!(codes(&of("c", &judged)), (vec![], vec![], vec!["1"]));
    // Of two targets nobody knows which it is, unless none is there.
    let two = targets(&["1", "2"]);
    assert_eq!(table.judged(&two).unwrap(), (two.clone(), Scope::Whole));
    assert_eq!(
        codes(&of("a", &two)),
        (vec!["any-target"], vec!["any-target"], vec!["1", "2"])
    );
    assert_eq!(codes(&of("b", &two)), (vec![], vec![], vec![]));
    assert_eq!(codes(&of("c", &two)), (vec![], vec![], vec!["1", "2"]));
}

#[test]
fn only_named_targets_are_judged() {
    let table = table("study,target,present\na,SCT:2,1\nb,SCT:2,0\nb,SCT:3,\n");
    let service = targets(&["1", "2", "3"]);
    let (judged, scope) = table.judged(&service).unwrap();
    assert_eq!((judged.clone(), scope), (targets(&["2", "3"]), Scope::Part));
    let of = |study: &str| table.study(study).unwrap().stated(&judged, scope);
    assert_eq!(codes(&of("a")), (vec!["2"], vec![], vec!["3"]));
    assert_eq!(codes(&of("b")), (vec![], vec![], vec!["3"]));
    let faults = table.judged(&targets(&["1"])).unwrap_err();
    assert_eq!(
        faults.all()[0].to_string(),
        "error: the service finds no SCT:2; it finds SCT:1 (line 2, column target)"
    );
    assert_eq!(faults.all()[1].place, "line 4, column target");
}

#[test]
fn faults_of_columns_are_named() {
    refused(
        "",
        &["line 1: expected a line with the names of columns, found nothing"],
    );
    refused(
        "study,present\n",
        &["line 1: expected at least one study, found none"],
    );
    refused(
        "study,study,label,x_mm,a/b\n",
        &[
            "line 1, column study: two columns have this name",
            "line 1, column label: unknown column \"label\", did you mean \"present\"?",
            "line 1: column 5: expected a name of letters, digits, spaces, - and _, found \"a/b\"",
            "line 1, column present: this column is missing",
            "line 1: places need the columns x_mm and y_mm, and z_mm in volumes",
        ],
    );
    refused(
        "study,\"present\na,1\n",
        &["line 1: a quotation mark that is never closed"],
    );
}

#[test]
fn faults_of_lines_are_named_all_at_once() {
    refused(
        "study,target,present,x_mm,y_mm,z_mm,size_mm,sex,date\n\
         a,SCT:1,yes,,,,,,\n\
         ,SCT:1,1,,,,,,\n\
         b,nodule,1,,,,,,\n\
         c,SCT:1,1,\"1,5\",2,,,,\n\
         d,SCT:1,1,,,,5,,\n\
         e,SCT:1,0,1,1,1,,,\n\
         f,SCT:1,1,1,1,1,-1,,2026-02-30\n\
         g,1\n\
         h,SCT:1,1,NaN,1,1,,,\n",
        &[
            "line 2, column present: expected 1, 0, or nothing for unknown, found \"yes\"",
            "line 3, column study: expected the name of a study of 1 to 256 bytes",
            "line 4, column target: expected SCHEME:VALUE or nothing, found \"nodule\"",
            "line 5, column x_mm: expected a number of mm between -100000 and 100000, found \"1,5\" (decimals are written with a point)",
            "line 5, column z_mm: the place lacks this coordinate",
            "line 6, column size_mm: a size without a place: expected x_mm, y_mm and z_mm too",
            "line 7, column present: a place of something that is not present: expected present = 1",
            "line 8, column size_mm: expected more than 0 and at most 2000 mm",
            "line 8, column date: expected YYYY-MM-DD or YYYYMMDD, found \"2026-02-30\"",
            "line 9: expected 9 fields, found 2",
            "line 10, column x_mm: expected a number of mm between -100000 and 100000, found \"NaN\"",
        ],
    );
}

#[test]
fn lines_that_repeat_or_contradict_are_named() {
    refused(
        "study,target,present,x_mm,y_mm,z_mm,sex\n\
         a,SCT:1,1,1,1,1,F\n\
         a,SCT:1,1,1,1,1,F\n\
         a,SCT:1,0,,,,M\n\
         b,,0,,,,\n\
         b,SCT:2,1,,,,\n\
         c,SCT:1,0,,,,\n\
         c,SCT:1,0,,,,\n",
        &[
            "line 3, column study: SCT:1: line 2 says the same of this study",
            "line 4, column present: SCT:1: line 2 says otherwise of this study",
            "line 4, column sex: an earlier line says \"F\" of this study, found \"M\"",
            "line 8, column study: SCT:1: line 7 says the same of this study",
            "line 6, column present: b: line 5 says that no target is present, this one that SCT:2 is",
        ],
    );
}

#[test]
fn many_faults_are_counted() {
    let mut text = "study,present\n".to_owned();
    for n in 0..300 {
        text.push_str(&format!("s{n},x\n"));
    }
    let (_, faults) = TruthTable::read(&text);
    assert_eq!(faults.all().len(), 201);
    assert_eq!(faults.all()[200].message, "100 more faults are not listed");
}

#[test]
fn what_is_said_has_one_form_and_another_for_another_meaning() {
    let one = table("study,present,sex\na,1,F\n");
    let same = table("present;study;sex\n1;a;F\n");
    let other = table("study,present,sex\na,1,M\n");
    let form = |table: &TruthTable| table.study("a").unwrap().canonical();
    assert_eq!(form(&one), form(&same));
    assert_ne!(form(&one), form(&other));
}
