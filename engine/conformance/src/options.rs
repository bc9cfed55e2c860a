//! How much is checked, and who is told how far it is. Checks nothing.

use crate::rules::rule_ids;

/// How much of the dynamic part is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Every rule on every study: what a vendor and a reviewer want.
    #[default]
    Full,
    /// Few and small studies, once each: what an installer has time for.
    Quick,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckOptions {
    /// How much.
    pub scope: Scope,
    /// Only the rules with these ids, or below them (`static`, `dynamic.study`); none means all.
    pub only: Vec<String>,
}

impl CheckOptions {
    /// Whether the rule is asked for.
    #[must_use]
    pub fn wants(&self, id: &str) -> bool {
        let is_below = |wanted: &String| {
            id.strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.only.is_empty() || self.only.iter().any(is_below)
    }

    /// What is asked for and is no rule and nothing above one.
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let known = rule_ids();
        let is_unknown = |wanted: &&str| {
            let one = Self {
                scope: self.scope,
                only: vec![(*wanted).to_owned()],
            };
            !known.iter().any(|id| one.wants(id))
        };
        let wanted = self.only.iter().map(String::as_str);
        wanted.filter(is_unknown).collect()
    }
}

/// A step of a check that is about to be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<'s> {
    /// What is done now.
    pub name: &'s str,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub of: usize,
}
