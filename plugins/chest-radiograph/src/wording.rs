//! The draft report, notes and warnings in English and Russian. No thresholds.

use overread_sdk::{Laterality, Text, text};

use crate::scope::View;
use crate::target::Target;
use crate::{Found, Reading};

/// The ratio above which a heart counts as enlarged on a PA image of an adult, %.
const LARGE_HEART: f64 = 50.0;

/// The section "findings".
pub(crate) fn findings(found: &[Found], reading: &Reading) -> Vec<Text> {
    let english = lines(
        reading.view().map_or_else(
            || "Frontal chest radiograph.".to_owned(),
            |view| format!("Chest radiograph, {view} projection."),
        ),
        "Searched for: nodule, consolidation, pleural effusion, pneumothorax, cardiomegaly, rib fracture, hilar mass, \
         foci of the tuberculous kind; not judged: the lateral projection, devices, other bones, all other disease.",
        "None of these was found.",
        found.iter().map(in_english),
        format!(
            "Cardiothoracic ratio about {:.0} %{}.",
            reading.said.ratio,
            match reading.frontal.view {
                View::Ap => ", which is not valid on an AP projection",
                View::Unknown => ", which is valid on a PA projection alone",
                View::Pa if reading.said.ratio > LARGE_HEART => ", above 50 %",
                View::Pa => "",
            }
        ),
    );
    let russian = lines(
        reading.view().map_or_else(
            || "Рентгенограмма органов грудной клетки в прямой проекции.".to_owned(),
            |view| format!("Рентгенограмма органов грудной клетки, прямая проекция ({view})."),
        ),
        "Выполнен поиск: очаг, консолидация, плевральный выпот, пневмоторакс, кардиомегалия, перелом ребра, \
         образование корня лёгкого, очаги туберкулёзного типа; не оцениваются: боковая проекция, инородные устройства, \
         другие кости, любая другая патология.",
        "Ничего из перечисленного не найдено.",
        found.iter().map(in_russian),
        format!(
            "Кардиоторакальный индекс около {:.0} %{}.",
            reading.said.ratio,
            match reading.frontal.view {
                View::Ap => ", в проекции AP недостоверен",
                View::Unknown => ", достоверен только в проекции PA",
                View::Pa if reading.said.ratio > LARGE_HEART => ", выше 50 %",
                View::Pa => "",
            }
        ),
    );
    vec![text("en", english), text("ru", russian)]
}

fn lines(
    what: String,
    scope: &str,
    none: &str,
    found: impl Iterator<Item = String>,
    ratio: String,
) -> String {
    let numbered: Vec<String> = (1..)
        .zip(found)
        .map(|(number, line): (usize, String)| format!("{number}. {line}"))
        .collect();
    let mut lines = vec![what, scope.to_owned()];
    if numbered.is_empty() {
        lines.push(none.to_owned());
    }
    lines.extend(numbered);
    lines.push(ratio);
    lines.join("\n")
}

/// The section "impression".
pub(crate) fn impression(found: &[Found]) -> Vec<Text> {
    if found.is_empty() {
        return vec![
            text("en", "None of the eight findings was found by the service."),
            text("ru", "Сервис не нашёл ни одного из восьми признаков."),
        ];
    }
    let named = |name: fn(Target) -> &'static str| {
        let mut names: Vec<&str> = Vec::new();
        for one in found {
            let name = name(one.target);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let (english, russian) = (named(english_name), named(russian_name));
    vec![
        text("en", format!("Found by the service: {english}.")),
        text("ru", format!("Найдено сервисом: {russian}.")),
    ]
}

/// A note on one finding.
pub(crate) fn note(one: &Found) -> Vec<Text> {
    vec![text("en", in_english(one)), text("ru", in_russian(one))]
}

/// Remarks on the image, each in both languages.
pub(crate) fn warnings(reading: &Reading) -> Vec<Vec<Text>> {
    let mut all = Vec::new();
    let mut warn = |is_so: bool, english: &str, russian: &str| {
        if is_so {
            all.push(vec![text("en", english), text("ru", russian)]);
        }
    };
    let frontal = &reading.frontal;
    warn(
        frontal.view == View::Ap,
        "AP projection: heart and mediastinum look wider, the cardiothoracic ratio is not valid.",
        "Проекция AP: сердце и средостение выглядят шире, кардиоторакальный индекс недостоверен.",
    );
    warn(
        frontal.view == View::Unknown,
        "The file does not state the projection; it was taken as a frontal one by its pixels.",
        "Проекция в файле не указана; снимок признан прямым по изображению.",
    );
    warn(
        !frontal.has_lengths,
        "Pixel spacing is unknown or implausible: no lengths were measured.",
        "Размер пикселя неизвестен или неправдоподобен: размеры не измерены.",
    );
    warn(
        frontal.is_coarse,
        "The image has few pixels: small findings may not be visible.",
        "Изображение малого разрешения: мелкие изменения могут быть не видны.",
    );
    warn(
        reading.is_clipped,
        "Large parts of the image have no grey levels: findings may be hidden there.",
        "Значительная часть изображения не имеет градаций серого: изменения там могут быть не видны.",
    );
    warn(
        frontal.n_lateral > 0,
        "The lateral projection was not assessed.",
        "Боковая проекция не оценивалась.",
    );
    warn(
        frontal.n_others > 0,
        "The study has further frontal images; only one was assessed.",
        "В исследовании есть другие прямые снимки; оценён только один.",
    );
    all
}

fn in_english(one: &Found) -> String {
    let side = match one.side {
        Laterality::Right => " on the right",
        Laterality::Left => " on the left",
        Laterality::Bilateral | Laterality::Midline => "",
    };
    let size = one
        .diameter_mm
        .map_or_else(String::new, |mm| format!(", diameter about {mm:.0} mm"));
    format!("{}{side}{size}.", capital(english_name(one.target)))
}

fn in_russian(one: &Found) -> String {
    let side = match one.side {
        Laterality::Right => " справа",
        Laterality::Left => " слева",
        Laterality::Bilateral | Laterality::Midline => "",
    };
    let size = one
        .diameter_mm
        .map_or_else(String::new, |mm| format!(", диаметр около {mm:.0} мм"));
    format!("{}{side}{size}.", capital(russian_name(one.target)))
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn english_name(target: Target) -> &'static str {
    match target {
        Target::Nodule => "nodule",
        Target::Consolidation => "consolidation",
        Target::Effusion => "pleural effusion",
        Target::Pneumothorax => "pneumothorax",
        Target::Cardiomegaly => "cardiomegaly",
        Target::RibFracture => "rib fracture",
        Target::HilarMass => "mass of the hilum",
        Target::Tuberculosis => "foci of the tuberculous kind",
    }
}

fn russian_name(target: Target) -> &'static str {
    match target {
        Target::Nodule => "очаг",
        Target::Consolidation => "консолидация",
        Target::Effusion => "плевральный выпот",
        Target::Pneumothorax => "пневмоторакс",
        Target::Cardiomegaly => "кардиомегалия",
        Target::RibFracture => "перелом ребра",
        Target::HilarMass => "образование корня лёгкого",
        Target::Tuberculosis => "очаги туберкулёзного типа",
    }
}
