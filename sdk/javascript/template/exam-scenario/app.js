//! Where the host starts: offers the exam. Tests import the exam itself, since the host's modules are not there.

import { exportScenario } from './sdk/guest-exam.js';

import { Exam } from './exam.js';

export const scenario = exportScenario(Exam);
