//! How a plugin's start module offers an exam to the host. Inside components only: tests import the exam itself.

import * as casebook from 'overread:plugin/casebook@1.0.0';
import * as host from 'overread:plugin/host@1.0.0';

import * as check from './check.js';
import { Casebook } from './job.js';
import { lowered, seal } from './seal.js';
import { guarded } from './service.js';

/**
 * What the world `exam-scenario` exports; the start module exports it as `scenario`:
 *
 *     export const scenario = exportScenario(MyExam);
 *
 * Every call gets a fresh instance: what must last goes through the state, at most 1 MiB.
 */
export function exportScenario(Scenario) {
  seal((level, message) => host.log(level, message));
  const call = (work) =>
    lowered(() => {
      const book = new Casebook({ host, casebook });
      return guarded(book, () => work(new Scenario(), book));
    });
  return {
    makePlan: (seed) => call((scenario, book) => check.plan(scenario.makePlan(book, seed), 'plan')),
    step: (state, event) => call((scenario, book) => check.turn(scenario.step(book, state, event), 'turn')),
    gradeExam: (plan, events) => call((scenario, book) => check.grade(scenario.grade(book, plan, events), 'grade')),
  };
}
