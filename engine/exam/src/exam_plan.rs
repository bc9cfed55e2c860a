//! What an exam plugin planned: the items, in the order in which they stand, and who planned it. No truth.

use overread_base::{CaseId, ItemId, LocalText, Millis, ServiceId, ServiceIdentity};

/// The plan of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExamPlan {
    /// Its title, per language.
    pub title: Vec<LocalText>,
    /// What may be asked; where the exam does not choose the next item itself, they are asked in this order.
    pub items: Vec<ExamItem>,
    /// Whatever else the plugin keeps with its plan, by name.
    pub extra: Vec<(String, String)>,
}

/// One question of an exam: a case to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamItem {
    /// Unique in the plan.
    pub id: ItemId,
    /// The case; no two items share one.
    pub case: CaseId,
    /// The AI service that reads along; `None` for a case that is read alone.
    pub service: Option<ServiceId>,
    /// How long the case may take, pauses left out.
    pub time_limit: Option<Millis>,
    /// What the plugin keeps with the item, by name.
    pub hints: Vec<(String, String)>,
}

/// The exam of a session: who conducts it, what its calls are given, and what it planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamSeat {
    /// The exam plugin with version and bundle digest.
    pub plugin: ServiceIdentity,
    /// The language that the plugin was told, BCP 47: the same on every replay.
    pub locale: String,
    /// Settings of the scenario by name; the rest keep the manifest's defaults.
    pub settings: Vec<(String, String)>,
    /// What `make-plan` gave.
    pub plan: ExamPlan,
}

impl ExamPlan {
    /// The item of a case.
    #[must_use]
    pub fn item_of(&self, case: &CaseId) -> Option<&ExamItem> {
        self.items.iter().find(|item| item.case == *case)
    }

    /// The item of that id.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<&ExamItem> {
        self.items.iter().find(|item| item.id == *id)
    }
}
