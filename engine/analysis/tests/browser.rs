//! A real browser opens the page: it reads the figures out of the document, and nothing is asked of any network.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test outside of the crate: what it is written with may fail it, and it says what it lacks"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use overread_analysis::{ExportTexts, Language, PageTexts, Study, analyse, page, reads_of_tables};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

fn browser(test: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|file| file.is_file());
    if found.is_none() {
        eprintln!("SKIPPED {test}: no Chromium on the search path; `cargo xtask test` installs it");
    }
    found
}

/// An export of three readers who read 24 cases before and after the AI, with marks and measured diameters.
fn study() -> Study {
    let mut reads = String::from(
        "session,started_unix_s,scenario,reader,mode,phase,case,truth,rating,call,n_missed,time_ms,ai_outcome,ai_call\n",
    );
    let mut marks = String::from("session,case,phase,rating,lesion\n");
    let mut answers = String::from("session,case,phase,question,kind,value,share,key\n");
    for reader in 1..=3_u32 {
        for case in 0..24_u32 {
            let truth = case % 2;
            let noise = (case * 31 + reader * 17 + case * case * 7) % 50;
            for phase in ["first", "final"] {
                let with = u32::from(phase == "final");
                let rating = (truth * (25 + 10 * with) + noise + 10).min(100);
                let call = if rating >= 50 { "positive" } else { "negative" };
                let right = if truth == 1 { "positive" } else { "negative" };
                let advice = if with == 1 {
                    format!("done,{right}")
                } else {
                    ",".to_owned()
                };
                let time = 20_000 + noise * 300 + reader * 1000 + with * (4000 + case * 100);
                let found = u32::from(rating >= 50);
                reads += &format!(
                    "s{reader},{reader},test.set,reader {reader},sequential,{phase},c{case},{truth},{rating},{call},{},{time},{advice}\n",
                    truth * (1 - found)
                );
                if found == 1 {
                    let lesion = if truth == 1 { "l1" } else { "" };
                    marks += &format!("s{reader},c{case},{phase},{rating},{lesion}\n");
                }
                let size = 10.0 + f64::from(noise) / 10.0;
                answers += &format!("s{reader},c{case},{phase},diameter,length_mm,{size},1,12\n");
            }
        }
    }
    let texts = ExportTexts {
        reads: &reads,
        marks: &marks,
        answers: &answers,
    };
    Study::of(reads_of_tables(texts).unwrap())
}

fn run(browser: &Path, folder: &Path, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(browser)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        // No name is ever looked up: tests ask nobody, and neither does the browser.
        .arg("--host-resolver-rules=MAP * ~NOTFOUND")
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .args(arguments)
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_browser_reads_the_page_and_asks_nobody() {
    let Some(browser) = browser("a_browser_reads_the_page_and_asks_nobody") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let page_kind = kind_of_pages(&browser, folder.path());
    let study = study();
    let analysis = analyse(&study);
    for (language, title, summary, area) in [
        (
            Language::En,
            "Three readers",
            "Summary",
            "Area under the ROC curve",
        ),
        (
            Language::Ru,
            "Три врача",
            "Главное",
            "Площадь под ROC-кривой",
        ),
    ] {
        let texts = PageTexts {
            language,
            title,
            software: "overread test",
        };
        let html = page(&study, &analysis, &texts);
        let file = folder.path().join(format!("{}.html", language.tag()));
        std::fs::write(&file, &html).unwrap();
        let log = folder.path().join(format!("{}.net.json", language.tag()));
        let log_argument = format!("--log-net-log={}", log.display());
        let document = run(
            &browser,
            folder.path(),
            &["--dump-dom", &log_argument],
            &file,
        );
        // What the parser of the browser made of it: nothing was repaired away.
        assert!(
            document.contains(&format!("<h1>{title}</h1>")),
            "{document:.400}"
        );
        assert!(document.contains(&format!("<h2>{summary}</h2>")));
        assert!(document.contains(area));
        let count = |what: &str| [&html, &document].map(|text| text.matches(what).count());
        for what in ["<svg", "<table", "<tr", "<figure", "<section", "<path"] {
            let [written, read] = count(what);
            assert!(written > 0, "{what}");
            assert_eq!(written, read, "{what}");
        }
        let asked: Vec<String> = requests(&log, page_kind).collect();
        assert!(asked.is_empty(), "the page asked for {asked:?}");
    }
}

/// What a log of the network holds of requests of one kind.
fn requests(log: &Path, kind: u64) -> impl Iterator<Item = String> {
    let all = logged(log).into_iter();
    all.filter(move |(found, _)| *found == kind)
        .map(|(_, address)| address)
}

/// Each request in a log of the network: the number of what asked, and the address.
fn logged(log: &Path) -> Vec<(u64, String)> {
    let text = std::fs::read_to_string(log).unwrap();
    let parts = text.split("\"traffic_annotation\":").skip(1);
    parts
        .filter_map(|part| {
            let (kind, rest) = part.split_once(",\"url\":\"")?;
            let (address, _) = rest.split_once('"')?;
            Some((kind.parse().ok()?, address.to_owned()))
        })
        .collect()
}

/// The number under which this browser logs what pages ask for, as against what it asks for itself: found with a page
/// that asks for a picture.
fn kind_of_pages(browser: &Path, folder: &Path) -> u64 {
    let page = folder.join("asks.html");
    let picture = format!("http:{}picture.invalid/a.png", "//");
    std::fs::write(&page, format!("<!DOCTYPE html><img src=\"{picture}\">")).unwrap();
    let log = folder.join("asks.json");
    let argument = format!("--log-net-log={}", log.display());
    run(browser, folder, &["--dump-dom", &argument], &page);
    let all = logged(&log);
    let found = all.iter().find(|(_, address)| *address == picture);
    found.expect("a page that asks is seen to ask").0
}

#[test]
fn the_page_prints_on_paper() {
    let Some(browser) = browser("the_page_prints_on_paper") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let study = study();
    let texts = PageTexts {
        language: Language::En,
        title: "",
        software: "overread test",
    };
    let file = folder.path().join("page.html");
    std::fs::write(&file, page(&study, &analyse(&study), &texts)).unwrap();
    let paper = folder.path().join("page.pdf");
    let argument = format!("--print-to-pdf={}", paper.display());
    run(&browser, folder.path(), &[&argument], &file);
    let bytes = std::fs::read(&paper).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(bytes.len() > 20_000, "{} bytes", bytes.len());
}
