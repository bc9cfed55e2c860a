//! An exam of some cases in an order that the seed gives, with a pass mark. It adapts to nothing.
//!
//! The host makes each call in a fresh instance and repeats the whole exam from its record: equal arguments must give
//! equal answers, so there is no clock here, and no chance but the seed.

import { Dice, Failure, isRight, marking, plannedItems } from './sdk/index.js';

/** The exam. */
export class Exam {
  /** As many cases as are asked for, of those whose truth is known. */
  makePlan(book, seed) {
    const known = book.cases().filter(({ id }) => book.truth(id) !== null);
    const nItems = Math.trunc(book.settingNumber('items', 5));
    if (known.length < nItems) {
      throw new Failure('bad-input', `expected ${nItems} cases with a known truth, found ${known.length}`);
    }
    const items = new Dice(seed).shuffled(known).slice(0, nItems).map(({ id }, idx) => ({
      id: `item-${idx + 1}`, caseId: id, service: null, timeLimitMs: null, hints: [],
    }));
    // No better answer lowers the score; `overread plugin check` holds the exam to it.
    return { title: [said(book, 'title')], items, extra: [{ name: 'monotone', value: 'score' }] };
  }

  /** The host goes through the plan by itself: the exam greets, counts, and ends after the last case. */
  step(book, state, { event }) {
    let [nItems, nDone] = state.length === 2 ? state : [0, 0];
    const actions = [];
    const planned = plannedItems(event);
    if (planned) [nItems, nDone] = [planned.length, 0];
    if (event.tag === 'started') actions.push({ tag: 'message', val: [said(book, 'welcome', { items: nItems })] });
    if (event.tag === 'answered' || event.tag === 'timed-out') {
      nDone += 1;
      if (nDone >= nItems) actions.push({ tag: 'message', val: [said(book, 'over')] }, { tag: 'end-exam' });
    }
    return { state: Uint8Array.of(nItems, nDone), actions };
  }

  /** A case is right if the call is, every lesion is marked, and no mark lies elsewhere. */
  grade(book, plan, events) {
    const cases = new Map(book.cases().map((entry) => [entry.id, entry]));
    const answers = new Map(
      events.filter(({ event }) => event.tag === 'answered').map(({ event }) => [event.val.item, event.val]),
    );
    const isItemRight = ({ id, caseId }) => {
      const [entry, truth, answer] = [cases.get(caseId), book.truth(caseId), answers.get(id)];
      return Boolean(entry && truth && answer) && isRight(marking(entry, truth, answer));
    };
    const rows = plan.items.map((item) => ({ item: item.id, metric: 'right', value: isItemRight(item) ? 1 : 0 }));
    const right = rows.filter(({ value }) => value === 1).length;
    const score = rows.length === 0 ? 0 : right / rows.length;
    const passed = rows.length > 0 && score >= book.settingNumber('pass-mark', 0.6);
    return { passed, score, rows, feedback: [said(book, passed ? 'passed' : 'failed', { right, items: rows.length })] };
  }
}

/** A text of `locales/` in the reader's language. */
const said = (book, key, args = {}) => ({ locale: book.locale(), value: book.translate(key, args) });
