//! What the host gets of a plugin: its answer, or a failure of the contract. Nothing of the host here.

import * as check from './check.js';
import { Failure } from './failure.js';

/** The outcome of a service on a job, or a `Failure`. For tests as well. */
export function run(service, job) {
  return guarded(job, () => check.outcome(service.analyze(job), 'outcome'));
}

/** Does the work; whatever is no `Failure` is logged with its place and becomes one of the kind `internal`. */
export function guarded(host, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const message = error instanceof Error ? `${error.name}: ${error.message}${place(error)}` : String(error);
    host.log(message, 'error');
    throw new Failure('internal', message);
  }
}

/** The profile of a service; an error if it has none. Asked for once, when the plugin is built. */
export function profileOf(service) {
  const { name, version, modalities = [], notes = [] } = service.profile();
  return check.profile({ name, version, modalities, notes }, 'profile');
}

/** The innermost line of the stack, without its folder. */
function place(error) {
  const line = String(error.stack ?? '').split('\n').find((line) => /^\s*at .*:\d+/.test(line));
  const found = line?.match(/at (?:(.*?) \()?(?:.*\/)?([^/\s]+:\d+)/);
  if (!found) return '';
  return found[1] ? ` (${found[2]} in ${found[1]})` : ` (${found[2]})`;
}
