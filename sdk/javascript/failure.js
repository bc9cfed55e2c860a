//! Failures as errors: what the host refuses, and what a service gives up on. "Not run" is not one of them.

/** The contract's kinds of failure. */
export const FAILURE_KINDS = Object.freeze([
  'unsupported', 'unsupported-input', 'bad-input', 'runtime-missing', 'model-missing', 'model', 'cancelled', 'limit',
  'internal',
]);

/**
 * A failure of one of the contract's kinds. The host's own arrive as these; throw one to fail a job.
 *
 * Let those of the kinds `runtime-missing` and `model-missing` through: the host turns them into "not run" with that
 * reason. Let `cancelled` through as well.
 */
export class Failure extends Error {
  constructor(kind, message) {
    if (!FAILURE_KINDS.includes(kind)) throw new TypeError(`no kind of failure: ${kind}`);
    super(message);
    this.name = 'Failure';
    this.kind = kind;
  }
}

/** Arguments or images that make no sense. */
export const badInput = (message) => new Failure('bad-input', message);
