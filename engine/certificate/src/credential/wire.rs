//! The JSON of a credential, key by key. Words are those of the two contexts; other keys are refused.

use serde::{Deserialize, Serialize};

pub(crate) const CONTEXTS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];
pub(crate) const CRYPTOSUITE: &str = "eddsa-rdfc-2022";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Credential {
    #[serde(rename = "@context")]
    pub(crate) context: Vec<String>,
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) issuer: Profile,
    pub(crate) valid_from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) valid_until: Option<String>,
    pub(crate) credential_subject: Subject,
    pub(crate) evidence: Vec<Evidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proof: Option<Proof>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Profile {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<Address>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Address {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) address_locality: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Subject {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) identifier: Vec<IdentityObject>,
    pub(crate) achievement: Achievement,
    pub(crate) result: Vec<Result>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct IdentityObject {
    pub(crate) id: String,
    /// The specification has one word here, not a list.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) hashed: bool,
    pub(crate) identity_hash: String,
    pub(crate) identity_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) salt: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Achievement {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) achievement_type: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) in_language: String,
    pub(crate) criteria: Criteria,
    pub(crate) result_description: Vec<ResultDescription>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Criteria {
    pub(crate) id: String,
    pub(crate) narrative: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ResultDescription {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) name: String,
    /// Group and unit.
    pub(crate) description: String,
    pub(crate) result_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) required_value: Option<String>,
    pub(crate) value_min: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) value_max: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Result {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) result_description: String,
    pub(crate) value: String,
    /// Interval, opportunities, method and verdict.
    pub(crate) description: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Evidence {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<String>,
    pub(crate) genre: String,
    pub(crate) name: String,
    pub(crate) narrative: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Proof {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) cryptosuite: String,
    pub(crate) created: String,
    pub(crate) verification_method: String,
    pub(crate) proof_purpose: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proof_value: Option<String>,
}
