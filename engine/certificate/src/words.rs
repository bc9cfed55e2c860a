//! The fixed words of certificates, in English and Russian. Facts are not here.

/// The language of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// `en` or `ru`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::En => &EN,
            Self::Ru => &RU,
        }
    }
}

pub(crate) struct Words {
    /// What every certificate says of itself.
    pub(crate) standing: &'static str,
    /// What has to be reached.
    pub(crate) criteria: &'static str,
    facts: [(&'static str, &'static str); 17],
    pub(crate) certificate: &'static str,
    pub(crate) this_certifies: &'static str,
    pub(crate) candidate_number: &'static str,
    pub(crate) has_passed: &'static str,
    pub(crate) performance: &'static str,
    pub(crate) reliance: &'static str,
    pub(crate) time: &'static str,
    pub(crate) quantity: &'static str,
    pub(crate) value: &'static str,
    pub(crate) interval: &'static str,
    pub(crate) n: &'static str,
    pub(crate) verdict: &'static str,
    pub(crate) met: &'static str,
    pub(crate) not_met: &'static str,
    pub(crate) no_opportunity: &'static str,
    pub(crate) too_few: &'static str,
    pub(crate) legend: &'static str,
    pub(crate) methods: &'static str,
    pub(crate) issued: &'static str,
    pub(crate) valid_until: &'static str,
    pub(crate) without_end: &'static str,
    pub(crate) signature: &'static str,
    pub(crate) check_code: &'static str,
    pub(crate) conditions: &'static str,
    pub(crate) record: &'static str,
    pub(crate) verification: &'static str,
    pub(crate) how_to_verify: &'static str,
    pub(crate) issuer_key: &'static str,
    pub(crate) yes: &'static str,
    pub(crate) no: &'static str,
    pub(crate) after_the_end: &'static str,
    pub(crate) never: &'static str,
    pub(crate) enriched: &'static str,
    pub(crate) seconds: &'static str,
    pub(crate) points: &'static str,
    pub(crate) minutes: &'static str,
    pub(crate) decimal: char,
    months: [&'static str; 12],
}

impl Words {
    /// The name of a fact by its genre.
    pub(crate) fn fact(&self, genre: &str) -> &'static str {
        self.facts
            .iter()
            .find(|(known, _)| *known == genre)
            .map_or("", |(_, name)| name)
    }

    /// A month by its number, from 1.
    pub(crate) fn month(&self, number: u64) -> &'static str {
        usize::try_from(number)
            .ok()
            .and_then(|number| self.months.get(number.checked_sub(1)?))
            .map_or("", |month| month)
    }
}

static EN: Words = Words {
    standing: "For training and examination, not for diagnosis.",
    criteria: "Every component that has a cut score reached it; no component makes up for another.",
    facts: [
        ("session", "Session"),
        ("scenario", "Scenario"),
        ("scenario-sha256", "SHA-256 of the scenario"),
        ("journal-root", "Merkle root of the journal"),
        ("manifest-sha256", "SHA-256 of the manifest"),
        ("software", "Software"),
        ("services", "AI services"),
        ("mode", "Reading mode"),
        ("cases", "Cases read"),
        ("minutes", "Duration"),
        ("supervised", "Supervised"),
        ("locked-down", "Workstation locked down"),
        ("incidents", "Incidents recorded"),
        ("wrong-ai", "Cases with a wrong AI result"),
        ("disclosure", "Wrong AI results disclosed"),
        ("prevalence", "Abnormal cases"),
        ("passed", "Passed"),
    ],
    certificate: "Certificate",
    this_certifies: "This is to certify that",
    candidate_number: "Candidate number",
    has_passed: "has passed the examination",
    performance: "Reading performance",
    reliance: "Reliance on AI",
    time: "Reading time",
    quantity: "Measured",
    value: "Value",
    interval: "Interval",
    n: "n",
    verdict: "Cut and verdict",
    met: "met",
    not_met: "not met",
    no_opportunity: "no opportunity",
    too_few: "too few to decide",
    legend: "dot: value · whiskers: interval · red mark: cut score · n: opportunities",
    methods: "Methods",
    issued: "Issued",
    valid_until: "Valid until",
    without_end: "without end",
    signature: "For the centre",
    check_code: "Check code",
    conditions: "How the examination was held",
    record: "Record of the session",
    verification: "How to verify this certificate",
    how_to_verify: "The credential is attached to this document and signed with the centre's key (Open Badges 3.0, \
                    eddsa-rdfc-2022). overread certificate verify checks signature, dates, check code and both pages \
                    without a network; any validator of Open Badges 3.0 checks the attached credential. Compare the \
                    key with the one that the centre publishes.",
    issuer_key: "Key of the centre",
    yes: "yes",
    no: "no",
    after_the_end: "after the end, each by name",
    never: "no",
    enriched: "of this examination; predictive values do not carry over to practice",
    seconds: "s",
    points: "pp",
    minutes: "min",
    decimal: '.',
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

static RU: Words = Words {
    standing: "Для обучения и экзаменов, не для диагностики.",
    criteria: "Достигнут порог по каждому показателю, для которого он задан; один показатель не восполняет другой.",
    facts: [
        ("session", "Сеанс"),
        ("scenario", "Сценарий"),
        ("scenario-sha256", "SHA-256 сценария"),
        ("journal-root", "Корень Меркла журнала"),
        ("manifest-sha256", "SHA-256 манифеста"),
        ("software", "Программа"),
        ("services", "Сервисы ИИ"),
        ("mode", "Режим чтения"),
        ("cases", "Прочитано случаев"),
        ("minutes", "Продолжительность"),
        ("supervised", "Под наблюдением"),
        ("locked-down", "Рабочее место изолировано"),
        ("incidents", "Записано инцидентов"),
        ("wrong-ai", "Случаи с ошибкой ИИ"),
        ("disclosure", "Ошибки ИИ раскрыты"),
        ("prevalence", "Случаи с патологией"),
        ("passed", "Сдано"),
    ],
    certificate: "Сертификат",
    this_certifies: "Настоящим удостоверяется, что",
    candidate_number: "Номер кандидата",
    has_passed: "успешно сдал(а) экзамен",
    performance: "Качество чтения",
    reliance: "Опора на ИИ",
    time: "Время чтения",
    quantity: "Показатель",
    value: "Значение",
    interval: "Интервал",
    n: "n",
    verdict: "Порог и вывод",
    met: "достигнут",
    not_met: "не достигнут",
    no_opportunity: "нет наблюдений",
    too_few: "мало для вывода",
    legend: "точка: значение · усы: интервал · красная метка: порог · n: число возможностей",
    methods: "Методы",
    issued: "Выдан",
    valid_until: "Действителен до",
    without_end: "бессрочно",
    signature: "За центр",
    check_code: "Проверочный код",
    conditions: "Условия экзамена",
    record: "Запись сеанса",
    verification: "Как проверить сертификат",
    how_to_verify: "Цифровое свидетельство вложено в этот документ и подписано ключом центра (Open Badges 3.0, \
                    eddsa-rdfc-2022). overread certificate verify без сети проверяет подпись, сроки, проверочный код \
                    и обе страницы; вложенное свидетельство проверяет любой валидатор Open Badges 3.0. Сравните ключ \
                    с опубликованным центром.",
    issuer_key: "Ключ центра",
    yes: "да",
    no: "нет",
    after_the_end: "после окончания, каждая отдельно",
    never: "нет",
    enriched: "в этом экзамене; прогностические значения не переносятся на практику",
    seconds: "с",
    points: "п.п.",
    minutes: "мин",
    decimal: ',',
    months: [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
};
