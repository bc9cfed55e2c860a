//! Small helps for exams: what the first event tells, and facts of cases. No rules.

/** The items of the plan as `[item id, case id]`, in order, if this is the event that tells of them; else null. */
export function plannedItems(event) {
  if (event.tag !== 'other' || event.val.kind !== 'planned') return null;
  return event.val.fields.map(({ name, value }) => [name, value]);
}

/** A fact of a case by its name; null if it has none. */
export const fact = (entry, name) => entry.facts.find((one) => one.name === name)?.value ?? null;
