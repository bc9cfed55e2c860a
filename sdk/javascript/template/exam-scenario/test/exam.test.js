//! Whole exams played in memory: no host is needed, `node --test` is enough.

import assert from 'node:assert/strict';
import test from 'node:test';

import { code, FindingBuilder, ReportBuilder, vec3 } from '../sdk/index.js';
import { FakeCasebook } from '../sdk/testing.js';

import { Exam } from '../exam.js';

const facts = { 'hit-least-radius-mm': '5', 'positive-from': '50' };

/** A report with points. */
function report(...places) {
  const builder = new ReportBuilder();
  places.forEach((at, idx) => builder.finding(new FindingBuilder(`n${idx}`, code('SCT', '27925004', 'Nodule')).point(0, at)));
  return builder.done().val;
}

/** Three normal cases, three with a lesion at the origin, and one that nobody knows. */
function book(items = 5) {
  const fake = new FakeCasebook().withCase('unknown', { facts });
  for (let n = 0; n < 3; n += 1) {
    fake.withCase(`normal-${n}`, { facts, truth: report() });
    fake.withCase(`nodule-${n}`, { facts, truth: report(vec3(0, 0, 0)) });
  }
  return fake.withSetting('items', items).withSetting('pass-mark', 0.6).book();
}

const cases = (seed) => new Exam().makePlan(book(), seed).items.map(({ caseId }) => caseId);

/** Answers the first `nRight` items rightly and the others wrongly. */
function gradeWith(nRight) {
  const plan = new Exam().makePlan(book(), 3);
  const events = [];
  let state = new Uint8Array();
  let isOver = false;
  const tell = (event) => {
    const stamped = { atMs: events.length, event };
    events.push(stamped);
    const turn = new Exam().step(book(), state, stamped);
    state = turn.state;
    isOver = turn.actions.some(({ tag }) => tag === 'end-exam');
  };
  const fields = plan.items.map(({ id, caseId }) => ({ name: id, value: caseId }));
  tell({ tag: 'other', val: { kind: 'planned', fields } });
  tell({ tag: 'started' });
  plan.items.forEach(({ id, caseId }, idx) => {
    assert.equal(isOver, false);
    const saysAbnormal = caseId.startsWith('nodule') === idx < nRight;
    tell({
      tag: 'answered',
      val: {
        item: id, report: saysAbnormal ? report(vec3(1, 0, 0)) : report(), confidence: saysAbnormal ? 90 : 10,
        decisions: [], readingMs: 0, aiVisibleMs: 0,
      },
    });
  });
  assert.equal(isOver, true);
  return new Exam().grade(book(), plan, events);
}

test('a seed gives one exam of known cases', () => {
  assert.deepEqual(cases(7), cases(7));
  assert.notDeepEqual(cases(7), cases(8));
  for (let seed = 0; seed < 20; seed += 1) assert.ok(!cases(seed).includes('unknown'));
});

test('the pass mark divides', () => {
  for (const [nRight, isPassed] of [[5, true], [3, true], [2, false], [0, false]]) {
    const grade = gradeWith(nRight);
    assert.deepEqual([grade.passed, grade.score, grade.rows.length], [isPassed, nRight / 5, 5], `${nRight} right`);
  }
});

test('more cases than there are is no exam', () => {
  assert.throws(() => new Exam().makePlan(book(7), 1), /expected 7 cases with a known truth, found 6/);
});
