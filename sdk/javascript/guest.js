//! How a plugin's start module offers an AI service to the host. Inside components only: tests import the service itself.

import * as host from 'overread:plugin/host@1.0.0';
import * as imaging from 'overread:plugin/imaging@1.0.0';
import * as inference from 'overread:plugin/inference@1.0.0';

import { Job } from './job.js';
import { lowered, seal } from './seal.js';
import { profileOf, run } from './service.js';

/**
 * What the world `ai-service` exports; the start module exports it as `service`:
 *
 *     export const service = exportService(MyService);
 */
export function exportService(Service) {
  seal((level, message) => host.log(level, message));
  const profile = profileOf(new Service());
  return {
    describe: () => profile,
    analyze: () => lowered(() => run(new Service(), new Job({ host, imaging, inference }))),
  };
}
