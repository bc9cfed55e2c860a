//! The scripted readers of the command line: a word, or a model with its probabilities.

use std::str::FromStr;

use overread_exam::{Policy, ReaderModel};

/// How a scripted reader reads, and what it is called in the record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reader {
    pub(crate) policy: Policy,
    pub(crate) name: &'static str,
}

impl FromStr for Reader {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, rest) = text.split_once(':').unwrap_or((text, ""));
        let (policy, name) = match name {
            "perfect" => (Policy::Perfect, "perfect"),
            "ignores-ai" => (Policy::IgnoresAi, "ignores-ai"),
            "follows-ai" => (Policy::FollowsAi, "follows-ai"),
            "coin" => (Policy::Coin, "coin"),
            "model" => (Policy::Model(model(rest)?), "model"),
            found => {
                return Err(format!(
                    "expected perfect, ignores-ai, follows-ai, coin or model:..., found {found:?}"
                ));
            }
        };
        if !rest.is_empty() && name != "model" {
            return Err(format!("{name} takes no settings, found {rest:?}"));
        }
        Ok(Self { policy, name })
    }
}

/// The settings of a model; one that is left out is that of a fair reader.
fn model(settings: &str) -> Result<ReaderModel, String> {
    let mut model = ReaderModel {
        hard_sensitivity: None,
        sees_ai_errors: 0.0,
        sensitivity: 0.8,
        specificity: 0.8,
        lesion_sensitivity: 1.0,
        follows_ai: 0.5,
        notices_defects: 0.5,
    };
    for setting in settings.split(',').filter(|setting| !setting.is_empty()) {
        let (name, value) = setting
            .split_once('=')
            .ok_or_else(|| format!("expected NAME=PROBABILITY, found {setting:?}"))?;
        let field = match name {
            "sensitivity" => &mut model.sensitivity,
            "hard" => model.hard_sensitivity.insert(0.0),
            "specificity" => &mut model.specificity,
            "lesions" => &mut model.lesion_sensitivity,
            "follows" => &mut model.follows_ai,
            "discerns" => &mut model.sees_ai_errors,
            "defects" => &mut model.notices_defects,
            found => {
                return Err(format!(
                    "expected sensitivity, hard, specificity, lesions, follows, discerns or defects, found {found:?}"
                ));
            }
        };
        let probability = value.parse().ok().filter(|p| (0.0..=1.0).contains(p));
        *field = probability
            .ok_or_else(|| format!("expected a probability of 0 to 1, found {value:?}"))?;
    }
    Ok(model)
}

#[cfg(test)]
mod tests;
