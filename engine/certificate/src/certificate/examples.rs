//! Certificates for tests.

use crate::issue::Signer;
use crate::measure::Measure;
use crate::metric::{Metric, MetricGroup, Unit, Verdict, metric_title};
use crate::timestamp::Timestamp;
use crate::words::Language;

use super::{Candidate, Certificate, Conditions, Disclosure, Identity, Issuer, SessionRecord};

pub(crate) const NAME: &str = "Dr Maria Example-Lindqvist";
pub(crate) const NAME_RU: &str = "Ёлкина Мария Сергеевна";
pub(crate) const NUMBER: &str = "RC-2026-0417";

/// A key for tests: no secret.
pub(crate) struct TestKey(pub(crate) ed25519_dalek::SigningKey);

impl TestKey {
    pub(crate) fn new(seed: u8) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }
}

impl Signer for TestKey {
    fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        use ed25519_dalek::Signer as _;
        self.0.sign(message).to_bytes()
    }
}

pub(crate) fn measure(value: f64) -> Measure {
    Measure::of(value).unwrap()
}

/// A share with its interval, its opportunities and, where there is one, its cut.
fn share(
    language: Language,
    code: &str,
    group: MetricGroup,
    [value, lower, upper]: [f64; 3],
    n: u32,
    cut: Option<f64>,
) -> Metric {
    Metric {
        code: code.to_owned(),
        title: metric_title(code, language).unwrap().to_owned(),
        group,
        unit: Unit::Share,
        value: Some(measure(value)),
        interval: Some((measure(lower), measure(upper))),
        n,
        method: "Wilson 95 %".to_owned(),
        cut: cut.map(measure),
        verdict: cut.map(|_| Verdict::Met),
    }
}

fn metrics(language: Language) -> Vec<Metric> {
    use MetricGroup::{Performance, Reliance};
    let decides = |code, group, values, n, cut| share(language, code, group, values, n, Some(cut));
    let stated = |code, group, values, n| share(language, code, group, values, n, None);
    let mut metrics = vec![
        decides("points", Performance, [0.8625, 0.7741, 0.9198], 60, 0.7),
        decides(
            "sensitivity",
            Performance,
            [0.8667, 0.7032, 0.9469],
            30,
            0.8,
        ),
        decides("specificity", Performance, [0.9, 0.7438, 0.9654], 30, 0.8),
        decides("rair", Reliance, [0.75, 0.4677, 0.9111], 12, 0.6),
        decides("rsr", Reliance, [0.8462, 0.5777, 0.9567], 13, 0.75),
        stated("unaided-sensitivity", Performance, [0.8, 0.6269, 0.905], 30),
        stated(
            "unaided-specificity",
            Performance,
            [0.8667, 0.7032, 0.9469],
            30,
        ),
        stated("agreement", Reliance, [0.7833, 0.6636, 0.8690], 60),
        stated("omission", Reliance, [0.1429, 0.0257, 0.5131], 7),
    ];
    metrics.push(Metric {
        unit: Unit::Difference,
        value: Some(measure(-0.0315)),
        interval: Some((measure(-0.2012), measure(0.1320))),
        method: "Newcombe 95 %".to_owned(),
        ..stated("delta-omission", Reliance, [0.0, 0.0, 0.0], 14)
    });
    metrics.push(Metric {
        value: None,
        interval: None,
        verdict: Some(Verdict::NoOpportunity),
        ..stated("commission", Reliance, [0.0, 0.0, 0.0], 0)
    });
    metrics.push(time(language));
    metrics
}

fn time(language: Language) -> Metric {
    Metric {
        code: "time".to_owned(),
        title: metric_title("time", language).unwrap().to_owned(),
        group: MetricGroup::Time,
        unit: Unit::Seconds,
        value: Some(measure(96.4)),
        interval: Some((measure(81.2), measure(117.9))),
        n: 60,
        method: "order statistics 95 %".to_owned(),
        cut: None,
        verdict: None,
    }
}

/// A certificate that somebody passed, by the key of `TestKey::new(7)`.
pub(crate) fn passed(language: Language) -> Certificate {
    let is_english = language == Language::En;
    let words = |en: &str, ru: &str| if is_english { en } else { ru }.to_owned();
    let name = if is_english { NAME } else { NAME_RU };
    Certificate {
        language,
        title: words(
            "Reading chest CT with AI assistance: pulmonary nodules",
            "Чтение КТ грудной клетки с помощью ИИ: лёгочные узелки",
        ),
        candidate: Candidate::of(name, NUMBER, Identity::Plain),
        issuer: Issuer {
            name: words(
                "Example Centre for Diagnostic Training",
                "Учебный центр лучевой диагностики «Пример»",
            ),
            place: Some(words("Exampleton", "г. Примерск")),
            key: TestKey::new(7).public_key(),
        },
        session: SessionRecord {
            id: "2026-11-25-rc-2026-0417".to_owned(),
            scenario: "exams.certification-60".to_owned(),
            scenario_sha256: "a1".repeat(32),
            journal_root: "b2".repeat(32),
            manifest_sha256: "c3".repeat(32),
            software: "Overread 0.1.0".to_owned(),
            services: Some("lung-nodule 1.2.0 (sha256 5f0c7a19)".to_owned()),
        },
        conditions: Conditions {
            mode: words(
                "sequential, AI after the first answer",
                "последовательный, ИИ после первого ответа",
            ),
            n_cases: 60,
            minutes: Some(148),
            is_supervised: true,
            is_locked_down: true,
            n_incidents: 1,
            wrong_ai: Some(measure(0.2833)),
            disclosure: Disclosure::AfterTheEnd,
            prevalence: Some(measure(0.5)),
        },
        metrics: metrics(language),
        has_passed: true,
        issued: Timestamp::parse("2026-11-25T16:40:00Z").unwrap(),
        valid_until: Timestamp::parse("2029-11-24T16:40:00Z"),
    }
}

/// The name of [`passed`]'s candidate.
pub(crate) fn name(language: Language) -> &'static str {
    match language {
        Language::En => NAME,
        Language::Ru => NAME_RU,
    }
}
