//! Write AI services and exam scenarios for Overread in JavaScript. No pixels of its own, no dependencies.
//!
//! A service is a class with `profile()` and `analyze(job)`; it opens volumes and models of the job and answers with a
//! report (build it with `ReportBuilder`) or `notRun`. Pixels and models stay on the host. The start module names it in
//! `exportService` of `guest.js`; tests run it on `FakeStudy` of `testing.js` with plain `node --test`.
//! Positions are millimetres in the patient's LPS system; an unknown value is null, never zero.

export { Dice, fact, isRight, marking, plannedItems } from './exam.js';
export { Failure, FAILURE_KINDS } from './failure.js';
export { Casebook, Job, Mask, Model, Tensor, Volume } from './job.js';
export { code, FindingBuilder, notRun, ReportBuilder, texts } from './report.js';
export { guarded, run } from './service.js';
export {
  distanceMm, isotropic, patientFromVoxel, regionAround, regionOfBox, sliceDir, vec3, voxelCount, voxelFromPatient, whole,
} from './space.js';
