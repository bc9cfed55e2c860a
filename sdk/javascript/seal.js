//! Makes what would end a guest without a word an error: the clock has no host function behind it. Inside components only.

/** What `console` writes goes to the host's log; clocks and `Math.random` throw. */
export function seal(log) {
  const line = (level) => (...parts) => log(level, parts.map(String).join(' '));
  globalThis.console = {
    debug: line('debug'), log: line('info'), info: line('info'), warn: line('warn'), error: line('error'),
  };
  const refuse = (what) => () => {
    throw new Error(what);
  };
  Math.random = refuse('Math.random knows the seed of the build only: use job.random');
  const noClock = refuse('a plugin has no clock');
  globalThis.performance = { now: noClock };
  globalThis.Date = new Proxy(Date, {
    apply: noClock,
    construct: (target, parts) => (parts.length === 0 ? noClock() : Reflect.construct(target, parts)),
    get: (target, name) => (name === 'now' ? noClock : Reflect.get(target, name)),
  });
}

/** Does the work of an export; a `Failure` leaves as the record that the contract wants. */
export function lowered(work) {
  try {
    return work();
  } catch (error) {
    throw { kind: error.kind ?? 'internal', message: String(error.message) };
  }
}
