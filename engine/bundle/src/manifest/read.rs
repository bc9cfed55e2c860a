//! The keys of schema 1 and their checks.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{Code, Diagnostics, OperatingPoint, ServiceId};
use toml::de::DeTable;

use super::names::check_together;
use super::{
    ApiVersion, CONTRACT, Clinical, LimitRequest, Manifest, ModelCard, ModelEntry, PluginKind,
    Setting, SettingKind, Wants, is_bundle_path, is_sha256,
};
use crate::section::{Section, Source};

const MAX_MODELS: usize = 16;

pub(super) fn manifest(file: &str, text: &str) -> Result<Manifest, Diagnostics> {
    let source = Source::new(file, text);
    let (table, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        for error in syntax {
            let offset = error.span().map_or(0, |span| span.start);
            source.fault(offset, error.message().to_owned());
        }
        return Err(source.into_found());
    }
    let manifest = {
        let root = Section::new(&source, table.get_ref(), "the manifest", 0);
        whole(&root)
    };
    let found = source.into_found();
    match manifest {
        Some(manifest) if !found.has_errors() => Ok(manifest),
        Some(_) | None => Err(found),
    }
}

fn whole(root: &Section<'_>) -> Option<Manifest> {
    match root.required_whole_number("schema") {
        Some(1) | None => {}
        Some(other) => root.fault_at(
            "schema",
            format!("schema {other} is not known, this version reads schema 1"),
        ),
    }
    let plugin = root.required_section("plugin");
    let clinical = root
        .section("clinical")
        .map(|s| clinical(&s))
        .unwrap_or_default();
    let models = models(root);
    let wants = root.section("wants").map(|s| wants(&s)).unwrap_or_default();
    let limits = root
        .section("limits")
        .map(|s| limits(&s))
        .unwrap_or_default();
    let settings = root
        .section("settings")
        .map(|s| settings(&s))
        .unwrap_or_default();
    let files = root.section("files").map(|s| files(&s)).unwrap_or_default();
    root.finish();

    let plugin = plugin?;
    let id = plugin
        .required_text("id")
        .and_then(|id| service_id(&plugin, id));
    let name = plugin.required_localized("name");
    let version = plugin
        .required_text("version")
        .and_then(|v| version(&plugin, v));
    let kind = plugin.required_text("kind").and_then(|k| kind(&plugin, &k));
    let api = plugin.required_text("api").and_then(|a| api(&plugin, &a));
    let component = plugin
        .required_text("component")
        .and_then(|c| path(&plugin, "component", c));
    let license = plugin.required_text("license");
    let contact = plugin.text("contact");
    plugin.finish();
    let manifest = Manifest {
        id: id?,
        name: name?,
        version: version?,
        kind: kind?,
        api: api?,
        component: component?,
        license: license?,
        contact,
        clinical,
        models,
        wants,
        limits,
        settings,
        files,
    };
    check_together(root, &manifest);
    Some(manifest)
}

fn service_id(plugin: &Section<'_>, id: String) -> Option<ServiceId> {
    let is_reverse_dns = id.contains('.')
        && id.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
    let service = ServiceId::new(id.clone()).ok().filter(|_| is_reverse_dns);
    if service.is_none() {
        plugin.fault_at(
            "id",
            format!("`id` must be a reverse domain name of small letters, digits and '-', such as `org.example.lung-nodule`, found `{id}`"),
        );
    }
    service
}

fn version(plugin: &Section<'_>, version: String) -> Option<String> {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    let is_semver = core.split('.').count() == 3
        && core.split('.').all(|n| n.parse::<u32>().is_ok())
        && version.len() <= 64
        && version
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+'));
    if !is_semver {
        plugin.fault_at(
            "version",
            format!("`version` must be like `1.4.2`, found `{version}`"),
        );
    }
    is_semver.then_some(version)
}

fn kind(plugin: &Section<'_>, kind: &str) -> Option<PluginKind> {
    match kind {
        "ai-service" => Some(PluginKind::AiService),
        "exam-scenario" => Some(PluginKind::ExamScenario),
        other => {
            plugin.fault_at(
                "kind",
                format!("`kind` must be `ai-service` or `exam-scenario`, found `{other}`"),
            );
            None
        }
    }
}

fn api(plugin: &Section<'_>, text: &str) -> Option<ApiVersion> {
    let version = text.split_once('.').and_then(|(major, minor)| {
        Some(ApiVersion {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    });
    if version.is_none() {
        plugin.fault_at(
            "api",
            format!("`api` must be like `{CONTRACT}`, found `{text}`"),
        );
    }
    version
}

fn path(section: &Section<'_>, key: &str, path: String) -> Option<String> {
    let is_safe = is_bundle_path(&path);
    if !is_safe {
        section.fault_at(
            key,
            format!(
                "`{key}` must be a path inside the bundle, found `{}`",
                path.escape_debug()
            ),
        );
    }
    is_safe.then_some(path)
}

fn clinical(section: &Section<'_>) -> Clinical {
    let findings = section
        .texts("findings")
        .into_iter()
        .map(|text| match text.split_once(':') {
            Some((scheme, value)) => Code::new(scheme, value, ""),
            None => Code::new("RADLEX", &text, ""),
        });
    let clinical = Clinical {
        intended_use: section
            .required_localized("intended-use")
            .unwrap_or_default(),
        modalities: section.texts("modalities"),
        body_parts: section.texts("body-parts"),
        findings: findings.collect(),
        operating_point: section
            .section("operating-point")
            .and_then(|s| operating_point(&s)),
        is_training_only: section.flag("training-only").unwrap_or(false),
    };
    section.finish();
    clinical
}

fn operating_point(section: &Section<'_>) -> Option<OperatingPoint> {
    let share = |key: &str| {
        let value = section.number(key)?;
        if !(0.0..=1.0).contains(&value) {
            section.fault_at(key, format!("`{key}` must be 0 to 1, found {value}"));
        }
        Some(value)
    };
    let threshold = section.number("threshold");
    if threshold.is_none() && !section.has("threshold") {
        section.fault("`threshold` is missing in [operating-point]");
    }
    let point = OperatingPoint {
        threshold: threshold.unwrap_or_default(),
        sensitivity: share("sensitivity"),
        specificity: share("specificity"),
        false_positives_per_study: section.number("false-positives-per-study"),
        dataset: section.required_text("dataset").unwrap_or_default(),
    };
    section.finish();
    threshold.map(|_| point)
}

fn models(root: &Section<'_>) -> Vec<ModelEntry> {
    let sections = root.sections("models");
    if sections.len() > MAX_MODELS {
        root.fault_at(
            "models",
            format!(
                "a bundle may have {MAX_MODELS} models, found {}",
                sections.len()
            ),
        );
    }
    let mut names = BTreeSet::new();
    let mut models = Vec::new();
    for section in &sections {
        let Some(model) = model(section) else {
            continue;
        };
        if !names.insert(model.name.clone()) {
            section.fault_at("name", format!("two models are named `{}`", model.name));
        }
        models.push(model);
    }
    models
}

fn model(section: &Section<'_>) -> Option<ModelEntry> {
    let name = section.required_text("name");
    let file = section
        .required_text("file")
        .and_then(|file| path(section, "file", file));
    let sha256 = section.required_text("sha256").filter(|digest| {
        let is_digest = is_sha256(digest);
        if !is_digest {
            section.fault_at("sha256", "`sha256` must be 64 small hexadecimal digits");
        }
        is_digest
    });
    if let Some(runtime) = section.required_text("runtime").filter(|r| r != "onnx") {
        section.fault_at(
            "runtime",
            format!("`runtime` must be `onnx`, found `{runtime}`"),
        );
    }
    let opset_max = section
        .whole_number("opset-max")
        .and_then(|n| u32::try_from(n).ok());
    let card = section
        .section("card")
        .map(|s| card(&s))
        .unwrap_or_default();
    section.finish();
    Some(ModelEntry {
        name: name?,
        file: file?,
        sha256: sha256?,
        opset_max,
        card,
    })
}

fn card(section: &Section<'_>) -> ModelCard {
    let mut figures = BTreeMap::new();
    if let Some(table) = section.section("figures") {
        for key in table.keys() {
            if let Some(value) = table.number(&key) {
                figures.insert(key, value);
            }
        }
    }
    let card = ModelCard {
        summary: section.text("summary"),
        trained_on: section.text("trained-on"),
        tested_on: section.text("tested-on"),
        limitations: section.text("limitations"),
        figures,
    };
    section.finish();
    card
}

fn wants(section: &Section<'_>) -> Wants {
    let gpu = section.text("gpu");
    if let Some(other) = gpu
        .as_deref()
        .filter(|g| !matches!(*g, "none" | "optional" | "required"))
    {
        section.fault_at(
            "gpu",
            format!("`gpu` must be `none`, `optional` or `required`, found `{other}`"),
        );
    }
    let wants = Wants {
        attributes: section.texts("attributes").into_iter().collect(),
        prior_studies: section.flag("prior-studies").unwrap_or(false),
        gpu,
    };
    section.finish();
    wants
}

fn limits(section: &Section<'_>) -> LimitRequest {
    let request = LimitRequest {
        memory_mib: section.whole_number("memory-mib"),
        analyze_seconds: section.whole_number("analyze-seconds"),
        host_memory_mib: section.whole_number("host-memory-mib"),
    };
    section.finish();
    request
}

fn settings(section: &Section<'_>) -> BTreeMap<String, Setting> {
    let mut settings = BTreeMap::new();
    for name in section.keys() {
        let Some(table) = section.section(&name) else {
            continue;
        };
        if let Some(setting) = setting(&name, &table) {
            settings.insert(name, setting);
        }
        table.finish();
    }
    settings
}

fn setting(name: &str, table: &Section<'_>) -> Option<Setting> {
    let (kind, default) = match table.required_text("type")?.as_str() {
        "number" => {
            let min = table.number("min").unwrap_or(f64::MIN);
            let max = table.number("max").unwrap_or(f64::MAX);
            if max < min {
                table.fault_at(
                    "max",
                    format!("`max` {max} of [settings.{name}] is below `min` {min}"),
                );
            }
            let default = table.number("default").map(|n| n.to_string());
            (SettingKind::Number { min, max }, default)
        }
        "flag" => (
            SettingKind::Flag,
            table.flag("default").map(|f| f.to_string()),
        ),
        "choice" => (
            SettingKind::Choice(table.texts("choices")),
            table.text("default"),
        ),
        "text" => (SettingKind::Text, table.text("default")),
        other => {
            table.fault_at(
                "type",
                format!("`type` must be `number`, `flag`, `choice` or `text`, found `{other}`"),
            );
            return None;
        }
    };
    let Some(default) = default else {
        if !table.has("default") {
            table.fault(format!("`default` is missing in [settings.{name}]"));
        }
        return None;
    };
    let setting = Setting { kind, default };
    if !setting.allows(&setting.default) {
        table.fault_at(
            "default",
            format!(
                "`default` {} of [settings.{name}] is not among its values",
                setting.default
            ),
        );
    }
    Some(setting)
}

fn files(section: &Section<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for path in section.keys() {
        if !is_bundle_path(&path) {
            let shown = path.escape_debug();
            section.fault_at(&path, format!("`{shown}` is not a path inside the bundle"));
        }
        let Some(text) = section.text(&path) else {
            continue;
        };
        match text
            .strip_prefix("sha256:")
            .filter(|digest| is_sha256(digest))
        {
            Some(digest) => {
                files.insert(path, digest.to_owned());
            }
            None => section.fault_at(
                &path,
                format!("`{path}` must be `sha256:` and 64 small hexadecimal digits"),
            ),
        }
    }
    files
}
