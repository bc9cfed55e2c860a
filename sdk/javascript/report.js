//! Reports and findings built step by step, and the small values in them. No clinical rules.

/** A coded concept as DICOM writes it: `code('SCT', '27925004', 'Nodule')`. */
export const code = (scheme, value, meaning) => ({ scheme, value, meaning });

/** Texts by language tag: `texts({ en: 'Nodule', ru: 'Очаг' })`. */
export const texts = (byLocale) => Object.entries(byLocale).map(([locale, value]) => ({ locale, value }));

/** The answer of a service that does not apply to the study: an answer, not a failure. */
export const notRun = (reason, message) => ({ tag: 'not-run', val: { reason, message } });

/** A finding step by step; each method but `done` gives the builder back. */
export class FindingBuilder {
  #finding;

  /** `trackingId` is unique in the report: letters, digits, ".", "-", "_" and ":". */
  constructor(trackingId, code) {
    this.#finding = {
      trackingId, code, site: null, laterality: null, probability: null, certainty: null, category: null, marks: [],
      measures: [], notes: [], extra: [],
    };
  }

  /** The part of the body. */
  site(site) {
    return this.#set('site', site);
  }

  /** The patient's side: `right`, `left`, `bilateral` or `midline`. */
  laterality(side) {
    return this.#set('laterality', side);
  }

  /** 0 to 1. Leave it out if you have no calibrated number. */
  probability(value) {
    return this.#set('probability', value);
  }

  /** How sure the service is, apart from any number: `present`, `probable`, `possible` or `absent`. */
  certainty(certainty) {
    return this.#set('certainty', certainty);
  }

  /** A level of a scale, by the scale's id with its version. */
  category(scale, value) {
    return this.#set('category', { scale, value });
  }

  /** A point mark, patient mm. */
  point(series, at) {
    return this.mark(series, { tag: 'point', val: { at } });
  }

  /** A box mark along the patient's axes, mm. */
  cuboid(series, low, high) {
    return this.mark(series, { tag: 'cuboid', val: { low, high } });
  }

  /** A mark of any shape: `{ tag: 'polygon', val: { points } }`. */
  mark(series, shape) {
    this.#finding.marks.push({ series, shape });
    return this;
  }

  /** A measured value with its UCUM unit. */
  measure(name, value, ucum) {
    this.#finding.measures.push({ name, value, ucum });
    return this;
  }

  /** A remark by language tag. */
  note(byLocale) {
    this.#finding.notes.push(...texts(byLocale));
    return this;
  }

  /** A named value beyond the contract. */
  extra(name, value) {
    this.#finding.extra.push({ name, value: String(value) });
    return this;
  }

  /** The finding. */
  done() {
    return this.#finding;
  }

  #set(name, value) {
    this.#finding[name] = value;
    return this;
  }
}

/** A report step by step; each method but `done` gives the builder back. */
export class ReportBuilder {
  #report = {
    probability: null, assessed: [], findings: [], draft: [], priority: null, warnings: [], heatMaps: [], extra: [],
  };

  /** States what was looked for, so that a report without findings says "none found". */
  assessed(code, series) {
    this.#report.assessed.push({ code, series });
    return this;
  }

  /** The probability of the target condition in the study, and from where on it counts as positive. */
  probability(value, threshold, claimed = null) {
    this.#report.probability = { value, threshold, claimed };
    return this;
  }

  /** Adds a finding, or what a `FindingBuilder` built. */
  finding(finding) {
    this.#report.findings.push(finding instanceof FindingBuilder ? finding.done() : finding);
    return this;
  }

  /** Adds a section of the draft report: "findings", "impression" or an own name. */
  draft(section, byLocale) {
    this.#report.draft.push({ section, text: texts(byLocale) });
    return this;
  }

  /** How soon the study should be read: `routine`, `urgent` or `stat`. */
  priority(priority) {
    this.#report.priority = priority;
    return this;
  }

  /** Something that the reader must know of this run. */
  warning(byLocale) {
    this.#report.warnings.push(...texts(byLocale));
    return this;
  }

  /** A probability map that `Job.keepMap` kept. */
  heatMap(name, series, kept) {
    this.#report.heatMaps.push({ name, series, kept });
    return this;
  }

  /** A named value beyond the contract. */
  extra(name, value) {
    this.#report.extra.push({ name, value: String(value) });
    return this;
  }

  /** The outcome: done, with this report. */
  done() {
    return { tag: 'done', val: this.#report };
  }
}
