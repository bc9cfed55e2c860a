//! Tables of an export come back as reads; broken ones are refused with table, line and column.

use super::{ExportTexts, TextError, reads_of_tables};

const HEAD: &str = "session,started_unix_s,scenario,reader,mode,phase,case,truth,rating,call,n_missed,time_ms,ai_outcome,ai_call\r\n";
const READS: &str = "s,5,x.y,\"a, \"\"b\"\"\",sequential,first,c,1,60,positive,1,2500,,\r\n\
                     s,5,x.y,r,sequential,final,c,1,70,positive,0,4000,done,negative\r\n";

fn texts<'t>(reads: &'t str, marks: &'t str, answers: &'t str) -> ExportTexts<'t> {
    ExportTexts {
        reads,
        marks,
        answers,
    }
}

#[test]
fn an_export_comes_back() {
    let reads = format!("\u{feff}{HEAD}{READS}");
    let marks = "session,case,phase,rating,lesion\ns,c,final,80,l1\ns,c,final,20,\n";
    let answers = "session,case,phase,question,kind,value,share,key\n\
                   s,c,first,size,length_mm,11.5,,10\ns,c,final,why,text,\"a\n\"\"b\",0.5,\"so, so\"\n";
    let found = reads_of_tables(texts(&reads, marks, answers)).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].reader, "a, \"b\"");
    assert_eq!(
        (found[0].truth, found[0].rating, found[0].call),
        (Some(true), Some(60.0), Some(true))
    );
    assert_eq!((found[0].n_missed, found[0].advice), (1, None));
    assert_eq!(found[1].advice.unwrap().call, Some(false));
    assert_eq!(found[1].marks.len(), 2);
    assert_eq!(found[1].marks[0].lesion.as_deref(), Some("l1"));
    assert_eq!(
        (found[0].answers[0].number, found[0].answers[0].key),
        (Some(11.5), Some(10.0))
    );
    assert_eq!(
        (found[1].answers[0].number, found[1].answers[0].share),
        (None, Some(0.5))
    );
}

#[test]
fn lengths_are_in_mm_and_other_numbers_in_the_unit_of_their_question() {
    let reads = format!("{HEAD}{READS}");
    let answers = "session,case,phase,question,kind,value,share,key,unit\n\
                   s,c,first,q,number,3,,,mL\n\
                   s,c,first,r,length_mm,12,,,mm\n\
                   s,c,first,t,number,4,,,\n";
    let found = reads_of_tables(texts(&reads, "", answers)).unwrap();
    let units: Vec<_> = found[0].answers.iter().map(|a| a.unit.as_deref()).collect();
    assert_eq!(units, [Some("mL"), Some("mm"), None]);
}

#[test]
fn tables_of_before_answers_had_shares_are_read() {
    let reads = format!("{HEAD}{READS}");
    let answers = "session,case,phase,question,kind,value\ns,c,first,q,number,3\n";
    let found = reads_of_tables(texts(&reads, "", answers)).unwrap();
    assert_eq!(found[0].answers[0].number, Some(3.0));
    assert_eq!(found[0].answers[0].key, None);
}

#[track_caller]
fn refused(texts: ExportTexts<'_>, expected: &str) {
    let found = reads_of_tables(texts).unwrap_err().to_string();
    assert_eq!(found, expected);
}

#[test]
fn broken_tables_are_refused_with_their_place() {
    let with = |row: &str| format!("{HEAD}{row}\r\n");
    refused(
        texts(&with("s,5,x.y,r,sequential"), "", ""),
        "reads.csv, line 2: expected 14 fields, found 5",
    );
    refused(
        texts(
            &with("s,5,x.y,r,by-feel,first,c,1,60,positive,1,2500,,"),
            "",
            "",
        ),
        "reads.csv, line 2, column \"mode\": expected a reading mode, found \"by-feel\"",
    );
    refused(
        texts(
            &with("s,5,x.y,r,sequential,first,c,1,NaN,positive,1,2500,,"),
            "",
            "",
        ),
        "reads.csv, line 2, column \"rating\": expected a number, found \"NaN\"",
    );
    refused(
        texts(
            &with("s,5,x.y,r,sequential,first,c,yes,60,positive,1,2500,,"),
            "",
            "",
        ),
        "reads.csv, line 2, column \"truth\": expected 1, 0 or nothing, found \"yes\"",
    );
    refused(
        texts(
            &with("s,5,x.y,r,sequential,first,c,1,60,positive,99999999999,2500,,"),
            "",
            "",
        ),
        "reads.csv, line 2, column \"n_missed\": expected at most 1000 lesions, found \"99999999999\"",
    );
    refused(
        texts(&with("s,5,x.y,\"r"), "", ""),
        "reads.csv, line 2: a quoted field has no closing quote",
    );
    let reads = format!("{HEAD}{READS}");
    refused(
        texts(
            &reads,
            "session,case,phase,rating,lesion\ns,other,final,80,\n",
            "",
        ),
        "marks.csv, line 2: belongs to no row of reads.csv",
    );
}

#[test]
fn an_empty_table_has_no_reads_and_a_strange_one_no_columns() {
    assert_eq!(reads_of_tables(texts("", "", "")), Ok(Vec::new()));
    let strange = reads_of_tables(texts("a,b\n1,2\n", "", ""));
    assert!(matches!(strange, Err(TextError::NoColumn { .. })));
}
