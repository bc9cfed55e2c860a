// How a plugin's start module offers an exam to the host.
import type { ExamScenario } from './index.js';

/** What the world `exam-scenario` exports: `export const scenario = exportScenario(MyExam);` */
export function exportScenario(Scenario: new () => ExamScenario): object;
