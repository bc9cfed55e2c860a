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
        "Searched for: nodule, consolidation, pleural effusion, pneumothorax, cardiomegaly, hilar mass, foci of the \
         tuberculous kind; not judged: fractures of ribs and other bones, the lateral projection, devices, all other \
         disease.",
        "None of these was found.",
        found
            .iter()
            .map(|one| in_english(one, reading.frontal.view)),
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
        "Предмет поиска: очаг, консолидация, плевральный выпот, пневмоторакс, кардиомегалия, образование корня \
         лёгкого, изменения туберкулёзного характера; не оцениваются: переломы рёбер и других костей, боковая \
         проекция, медицинские устройства, любая другая патология.",
        "Ничего из перечисленного не найдено.",
        found
            .iter()
            .map(|one| in_russian(one, reading.frontal.view)),
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

/// What an AP image says of the heart in place of its name: the beam makes every heart wider.
const WIDE_HEART: [&str; 2] = [
    "heart shadow looks enlarged; size cannot be judged on an AP projection",
    "тень сердца выглядит расширенной; в проекции AP размеры сердца не оцениваются",
];

/// Whether [`WIDE_HEART`] is said of a finding.
fn is_wide_heart(target: Target, view: View) -> bool {
    target == Target::Cardiomegaly && view == View::Ap
}

/// The section "impression"; the heart of an AP image has a sentence of its own.
pub(crate) fn impression(found: &[Found], view: View) -> Vec<Text> {
    if found.is_empty() {
        return vec![
            text("en", "The service found nothing of what it looks for."),
            text("ru", "Сервис не нашёл ничего из того, что ищет."),
        ];
    }
    let said = |begin: &str, name: fn(Target) -> &'static str, wide_heart: &str| {
        let mut names: Vec<&str> = Vec::new();
        for one in found.iter().filter(|one| !is_wide_heart(one.target, view)) {
            let name = name(one.target);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut sentences = Vec::new();
        if !names.is_empty() {
            sentences.push(format!("{begin}: {}.", names.join(", ")));
        }
        if found.iter().any(|one| is_wide_heart(one.target, view)) {
            sentences.push(format!("{}.", capital(wide_heart)));
        }
        sentences.join(" ")
    };
    let [english, russian] = WIDE_HEART;
    vec![
        text("en", said("Found by the service", english_name, english)),
        text("ru", said("Найдено сервисом", russian_name, russian)),
    ]
}

/// A note on one finding.
pub(crate) fn note(one: &Found, view: View) -> Vec<Text> {
    vec![
        text("en", in_english(one, view)),
        text("ru", in_russian(one, view)),
    ]
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

fn in_english(one: &Found, view: View) -> String {
    if is_wide_heart(one.target, view) {
        return format!("{}.", capital(WIDE_HEART[0]));
    }
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

fn in_russian(one: &Found, view: View) -> String {
    if is_wide_heart(one.target, view) {
        return format!("{}.", capital(WIDE_HEART[1]));
    }
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
        Target::HilarMass => "hilar mass",
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
        Target::Tuberculosis => "изменения туберкулёзного характера",
    }
}
