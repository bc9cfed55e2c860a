//! Which signatures a use asks for: all of some roles, and at least so many of others.

/// A kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The maker of the plugin.
    Vendor,
    /// Who examined it.
    Reviewer,
    /// The site itself.
    Site,
}

impl Role {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Reviewer => "reviewer",
            Self::Site => "site",
        }
    }

    /// Reads `vendor`, `reviewer` or `site`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Vendor, Self::Reviewer, Self::Site]
            .into_iter()
            .find(|role| role.word() == text)
    }
}

pub(crate) fn words(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    words.join(", ")
}

/// What the signatures of a plugin must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// A key of each of these roles has signed.
    pub all_of: Vec<Role>,
    /// And so many keys of these roles.
    pub any_of: Option<AnyOf>,
}

/// At least `minimum` different keys with one of the roles, those that `all_of` counted among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyOf {
    /// The roles.
    pub roles: Vec<Role>,
    /// How many keys.
    pub minimum: usize,
}

impl Rule {
    fn all(roles: &[Role]) -> Self {
        Self {
            all_of: roles.to_vec(),
            any_of: None,
        }
    }

    /// For people: `vendor and reviewer and at least 2 of reviewer, site`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut parts: Vec<String> = self.all_of.iter().map(|r| r.word().to_owned()).collect();
        if let Some(any_of) = &self.any_of {
            parts.push(format!(
                "at least {} of {}",
                any_of.minimum,
                words(&any_of.roles)
            ));
        }
        parts.join(" and ")
    }

    /// Why it is no rule for this use, if it is none: a rule asks for something, and an exam for vendor and reviewer.
    pub(crate) fn fault(&self, is_exam: bool) -> Option<String> {
        if is_exam
            && ![Role::Vendor, Role::Reviewer]
                .iter()
                .all(|r| self.all_of.contains(r))
        {
            return Some(
                "the rule for exams must have `vendor` and `reviewer` in all-of".to_owned(),
            );
        }
        match &self.any_of {
            Some(any_of) if any_of.roles.is_empty() || !(1..=16).contains(&any_of.minimum) => {
                Some("any-of must name roles, and its minimum must be 1 to 16".to_owned())
            }
            None if self.all_of.is_empty() => {
                Some("a rule must ask for at least one signature".to_owned())
            }
            Some(_) | None => None,
        }
    }
}

/// The rules of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// For lessons and practice.
    pub training: Rule,
    /// For exams and certification, besides the list of digests.
    pub exam: Rule,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            training: Rule::all(&[Role::Vendor]),
            exam: Rule::all(&[Role::Vendor, Role::Reviewer]),
        }
    }
}
