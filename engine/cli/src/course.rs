//! `overread course`: checks courses, shows what a learner is told and asked, and makes a new one to begin with.

mod certify;
mod exam;
mod group;
mod pack;
mod truth;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use overread_base::LocalText;
use overread_bundle::CourseStore;
use overread_scenario::{
    Block, Course, CourseItem, CourseModule, ItemKey, Link, Page, Span, StepKind, Widget,
};
use overread_workstation::{
    Folders, FoundCourse, Plugins, course_folders, read_course, unix_seconds,
};

use crate::scenario::print;

#[derive(Debug, Subcommand)]
pub(crate) enum CourseCommand {
    /// Checks courses and names all faults by file and line.
    Check {
        /// Folders of courses.
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// Opens the studies of the practice blocks too: are they there, and does the truth lie inside the images.
        #[arg(long)]
        with_studies: bool,
    },
    /// Prints what a learner reads and is asked, module by module.
    Preview(Preview),
    /// Lists the courses that are found here.
    List {
        /// Where sessions and the library are kept; the user's data folder if not given.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Makes a course of one module to begin with: a page with a picture, a question, a practice block.
    ///
    /// With --exam it makes an exam of studies of one's own: its cases, the scenario in which two readers mark the truth,
    /// and the exam itself, filled in as far as anything is known.
    New(New),
    /// Tells how the parts of a certification stand, and issues the certificate of whoever passed all of them.
    ///
    /// The exit code is 0 only if every part is passed.
    Certify(Box<certify::Certify>),
    /// Writes a page over the logs of a group of learners: what each is good at, how far each is, who is certified.
    Group(group::GroupArgs),
    /// Makes the truth of an exam out of what two readers marked, and a consensus of where they differ.
    Truth(truth::Truth),
    /// Packs a course into one file, with its studies, if nothing in it is wrong.
    Pack(pack::Pack),
    /// Signs a packed course.
    Sign(pack::Sign),
    /// Installs a packed course that this site trusts.
    Install(pack::Install),
    /// Removes an installed course.
    Remove(pack::Remove),
}

#[derive(Debug, Args)]
pub(crate) struct Preview {
    /// The folder of the course.
    folder: PathBuf,
    /// The language, a BCP 47 tag.
    #[arg(long, default_value = "en")]
    locale: String,
    /// Only this module, by its id.
    #[arg(long)]
    module: Option<String>,
    /// Print the right answers too.
    #[arg(long)]
    keys: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder that is made.
    folder: PathBuf,
    /// The id of the course, `owner.name`.
    #[arg(long, value_name = "ID")]
    id: String,
    /// Its name.
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The language of its first texts, a BCP 47 tag.
    #[arg(long, default_value = "en")]
    locale: String,
    /// Makes an exam of the studies in this library; a folder of DICOM files is de-identified on the way.
    #[arg(long, value_name = "FOLDER|LIBRARY")]
    exam: Option<PathBuf>,
    /// With --exam: the most cases.
    #[arg(long, value_name = "N", default_value_t = 10, requires = "exam", value_parser = n_cases)]
    cases: usize,
}

fn n_cases(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| (1..=500).contains(n));
    number.ok_or_else(|| format!("expected 1 to 500 cases, found {text:?}"))
}

pub(crate) fn run(command: &CourseCommand) -> anyhow::Result<()> {
    match command {
        CourseCommand::Check {
            folders,
            with_studies,
        } => check(folders, *with_studies),
        CourseCommand::Preview(wanted) => preview(wanted),
        CourseCommand::List { data } => {
            list(&Folders::of_user(data.as_deref()));
            Ok(())
        }
        CourseCommand::New(wanted) => match &wanted.exam {
            Some(studies) => exam::run(wanted, studies),
            None => new(wanted),
        },
        CourseCommand::Truth(wanted) => truth::run(wanted),
        CourseCommand::Pack(wanted) => pack::pack(wanted),
        CourseCommand::Sign(wanted) => pack::sign(wanted),
        CourseCommand::Install(wanted) => pack::install(wanted),
        CourseCommand::Remove(wanted) => pack::remove(wanted),
        CourseCommand::Certify(wanted) => certify::run(wanted),
        CourseCommand::Group(wanted) => group::run(wanted),
    }
}

/// Names the faults of a course; whether one is an error.
#[expect(clippy::print_stderr, reason = "the program's own output")]
fn told(found: &FoundCourse) -> bool {
    for fault in &found.faults {
        for diagnostic in fault.diagnostics.all() {
            let file = found.folder.join(&fault.file);
            eprintln!("{}: {diagnostic}", file.display());
        }
    }
    found.faults.iter().any(|f| f.diagnostics.has_errors())
}

fn check(folders: &[PathBuf], with_studies: bool) -> anyhow::Result<()> {
    let mut n_broken = 0;
    for folder in folders {
        let found = read_course(folder)?;
        let mut is_broken = told(&found) || found.course.is_none();
        if with_studies && let Some(course) = &found.course {
            is_broken |= studies_told(course, folder);
        }
        n_broken += usize::from(is_broken);
        if let Some(course) = &found.course {
            print(&format!("{}: {}\n", folder.display(), summary(course)));
        }
    }
    if n_broken > 0 {
        bail!("{n_broken} of {} courses have errors", folders.len());
    }
    Ok(())
}

/// Names what is wrong with the studies of a course's practice blocks; whether one of it is an error.
fn studies_told(course: &Course, folder: &Path) -> bool {
    let mut is_broken = false;
    for step in course.modules.iter().flat_map(|module| &module.steps) {
        if let StepKind::Cases { file, .. } = &step.kind {
            // A block that cannot be read was named with the course's own faults.
            is_broken |= crate::scenario::studies_told(&folder.join(file), None).unwrap_or(true);
        }
    }
    is_broken
}

fn summary(course: &Course) -> String {
    let of = |count: fn(&CourseModule) -> usize| course.modules.iter().map(count).sum::<usize>();
    let blocks = of(|module| {
        let steps = module.steps.iter();
        steps
            .filter(|s| matches!(s.kind, StepKind::Cases { .. }))
            .count()
    });
    format!(
        "{} {}: {} modules, {} pages, {} questions, {blocks} practice blocks, {} cases for pictures, languages {}",
        course.id,
        course.version,
        course.modules.len(),
        of(|module| module.pages.len()),
        of(|module| module.items.len()),
        course.cases.len(),
        course.languages.join(", ")
    )
}

fn list(folders: &Folders) {
    let trust = Plugins::at(folders).trust_folder().open();
    let store = CourseStore::at(folders.installed_courses());
    let installed = store.list(&trust.unwrap_or_default(), unix_seconds());
    for folder in course_folders(folders) {
        let line = match read_course(&folder) {
            Ok(FoundCourse {
                course: Some(course),
                ..
            }) => summary(&course),
            Ok(_) => "cannot be used; check names its faults".to_owned(),
            Err(error) => error.to_string(),
        };
        print(&format!("{}: {line}\n", folder.display()));
        if let Some(course) = installed.iter().find(|course| course.folder == folder) {
            print(&format!("  installed: {}\n", pack::line(course)));
        }
    }
}

fn preview(wanted: &Preview) -> anyhow::Result<()> {
    let found = read_course(&wanted.folder)?;
    told(&found);
    let course = found.course.context("the course cannot be used")?;
    let shown = |module: &&CourseModule| wanted.module.as_ref().is_none_or(|id| *id == module.id);
    let modules: Vec<&CourseModule> = course.modules.iter().filter(shown).collect();
    if modules.is_empty() {
        bail!("the course has no such module");
    }
    let pick = |texts: &[LocalText]| {
        let found = LocalText::pick(texts, &wanted.locale);
        found.unwrap_or("(no text)").to_owned()
    };
    let mut text = format!("{}\n{}\n", pick(&course.title), pick(&course.about));
    for module in modules {
        text += &format!("\n{} {}\n", module.id.to_uppercase(), pick(&module.title));
        for goal in &module.goals {
            text += &format!("- {}\n", pick(goal));
        }
        for step in &module.steps {
            text += &format!("\n== {}\n", pick(&step.title));
            match &step.kind {
                StepKind::Page { name } => match module.page(name, &wanted.locale) {
                    Some((_, page)) => text += &page_text(page),
                    None => text += "(the page is missing)\n",
                },
                StepKind::Cases { file, .. } => {
                    text +=
                        &format!("Practice block: {file}; overread scenario preview shows it.\n");
                }
                StepKind::Items { set, .. } => {
                    for item in module.items_of(*set) {
                        text += &item_text(item, &pick, wanted.keys);
                    }
                }
            }
        }
    }
    print(&text);
    Ok(())
}

fn page_text(page: &Page) -> String {
    let mut text = format!("# {}\n", page.title);
    blocks_text(&page.blocks, "", &mut text);
    text
}

fn blocks_text(blocks: &[Block], indent: &str, text: &mut String) {
    for block in blocks {
        let line = match block {
            Block::Heading { text, .. } => format!("\n{}", words(text)),
            Block::Paragraph(text) => words(text),
            Block::List { entries, .. } => {
                for entry in entries {
                    blocks_text(entry, &format!("{indent}  - "), text);
                }
                continue;
            }
            Block::Table { head, rows } => std::iter::once(head)
                .chain(rows)
                .map(|row| {
                    row.iter()
                        .map(|cell| words(cell))
                        .collect::<Vec<_>>()
                        .join(" | ")
                })
                .collect::<Vec<_>>()
                .join("\n"),
            Block::Picture(picture) => {
                format!("[picture of {}: {}]", picture.case, picture.caption)
            }
            Block::Widget(widget) => match widget {
                Widget::Threshold { scores } => format!("[threshold over the scores {scores}]"),
                Widget::Prevalence { .. } => "[predictive values by prevalence]".to_owned(),
                Widget::Window { picture, .. } => format!("[windows of {}]", picture.case),
                Widget::Measure { picture, .. } => format!("[measuring on {}]", picture.case),
            },
        };
        *text += &format!("{indent}{line}\n");
    }
}

fn words(spans: &[Span]) -> String {
    let each = spans.iter().map(|span| match &span.link {
        Some(Link::Case { case, .. }) => format!("{} [case {case}]", span.text),
        Some(Link::Page { module, name }) => format!("{} [page {module}/{name}]", span.text),
        Some(Link::Address(address)) if *address != span.text => {
            format!("{} [{address}]", span.text)
        }
        Some(Link::Address(_)) | None => span.text.clone(),
    });
    each.collect()
}

fn item_text(item: &CourseItem, pick: &impl Fn(&[LocalText]) -> String, keys: bool) -> String {
    let mut text = format!("? {} ({})\n", pick(&item.text), item.id);
    for (number, option) in (1..).zip(&item.options) {
        let is_key = match &item.key {
            ItemKey::One(key) => *key == option.id,
            ItemKey::Several(keys) => keys.contains(&option.id),
            ItemKey::Number { .. } => false,
        };
        let sign = if keys && is_key { "*" } else { " " };
        text += &format!(
            "  {sign} {number}. {} ({})\n",
            pick(&option.text),
            option.id
        );
    }
    if keys {
        if let ItemKey::Number {
            value,
            tolerance,
            unit,
        } = &item.key
        {
            text += &format!("  * {value} {unit} (give or take {tolerance})\n");
        }
        text += &format!("  {}\n", pick(&item.explanation));
    }
    text
}

/// What a new course begins with, by path; `LANG`, `ID` and `TITLE` are filled in.
const BEGINNING: [(&str, &str); 8] = [
    ("course.toml", include_str!("course/beginning/course.toml")),
    (
        "m0-first/module.toml",
        include_str!("course/beginning/module.toml"),
    ),
    (
        "m0-first/items.toml",
        include_str!("course/beginning/items.toml"),
    ),
    (
        "m0-first/cases.toml",
        include_str!("course/beginning/cases.toml"),
    ),
    (
        "m0-first/practice.toml",
        include_str!("course/beginning/practice.toml"),
    ),
    (
        "locales/LANG/course.toml",
        include_str!("course/beginning/texts.toml"),
    ),
    (
        "locales/LANG/m0-first/first.md",
        include_str!("course/beginning/first.md"),
    ),
    (
        "locales/LANG/m0-first/items.toml",
        include_str!("course/beginning/item_texts.toml"),
    ),
];

fn new(wanted: &New) -> anyhow::Result<()> {
    let is_used = fs::read_dir(&wanted.folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_used {
        bail!("{} is not empty", wanted.folder.display());
    }
    let title = wanted.title.replace('\\', "\\\\").replace('"', "\\\"");
    for (path, text) in BEGINNING {
        let path = wanted.folder.join(path.replace("LANG", &wanted.locale));
        let text = text
            .replace("LANG", &wanted.locale)
            .replace("ID", &wanted.id)
            .replace("TITLE", &title);
        write(&path, &text)?;
    }
    let found = read_course(&wanted.folder)?;
    if told(&found) {
        bail!("the id or the language is not one; the folder is there to be mended");
    }
    print(&format!(
        "{}: a course to begin with\n",
        wanted.folder.display()
    ));
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
