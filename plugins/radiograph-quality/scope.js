//! Which image is judged, and why none is. What the image shows is not looked at here: that is picture.js and the network.

/** Radiographs on storage phosphor or a flat detector. */
const MODALITIES = ['CR', 'DX'];
/** What BodyPartExamined may say; nothing at all is also accepted. */
const BODY_PARTS = ['CHEST', 'THORAX', 'LUNG'];
/** Frontal projections, the better first; one without a word on it comes last. */
const VIEWS = ['PA', 'AP', ''];
/** Fewer pixels a side show neither blur nor the marker. */
const LEAST_PIXELS = 200;
/** The network has seen adults alone. */
const LEAST_AGE = 18;

/** The value of an attribute, trimmed; empty if it is not there. */
export function attribute(series, name) {
  return (series.attributes.find((one) => one.name === name)?.value ?? '').trim();
}

/** The image to judge: `{ series, isAlone }`, or `{ refusal }`. */
export function frontalImage(all) {
  const refused = (reason, message) => ({ refusal: { reason, message } });
  const own = all.filter(({ study }) => study === 0);
  if (own.length === 0) return refused('missing-series', 'the study has no series');
  let left = own.filter(({ modality }) => MODALITIES.includes(modality));
  if (left.length === 0) return refused('out-of-scope', `a radiograph (CR or DX) expected, found ${named(own, ({ modality }) => modality)}`);
  const ages = left.map((series) => years(attribute(series, 'PatientAge'))).filter((age) => age !== null);
  const youngest = Math.min(...ages);
  if (youngest < LEAST_AGE) {
    return refused('unsupported-age', `a patient of at least ${LEAST_AGE} years expected, found ${Math.floor(youngest)}`);
  }
  const parts = left;
  left = left.filter((series) => ['', ...BODY_PARTS].includes(bodyPart(series)));
  if (left.length === 0) return refused('out-of-scope', `a radiograph of the chest expected, found ${named(parts, bodyPart)}`);
  const views = left;
  left = left.filter((series) => VIEWS.includes(view(series)));
  if (left.length === 0) return refused('out-of-scope', `a frontal projection (PA or AP) expected, found ${named(views, view)}`);
  const frames = left;
  left = left.filter((series) => series.frames === 1);
  if (left.length === 0) return refused('out-of-scope', `one image a series expected, found ${named(frames, (series) => series.frames)}`);
  const sizes = left;
  const size = ({ geometry }) => `${geometry.size.x} by ${geometry.size.y}`;
  left = left.filter(({ geometry }) => Math.min(geometry.size.x, geometry.size.y) >= LEAST_PIXELS);
  if (left.length === 0) return refused('bad-input', `at least ${LEAST_PIXELS} pixels a side expected, found ${named(sizes, size)}`);
  const best = left.reduce((one, other) => (isBetter(other, one) ? other : one));
  return { series: best, isAlone: own.length === 1 };
}

/** The projection in capitals; empty if unknown. */
export const view = (series) => attribute(series, 'ViewPosition').toUpperCase();

const bodyPart = (series) => attribute(series, 'BodyPartExamined').toUpperCase();

const named = (all, of) => [...new Set(all.map(of))].sort().join(', ');

const pixels = ({ geometry: { size } }) => size.x * size.y;

function isBetter(one, other) {
  const rank = VIEWS.indexOf(view(one)) - VIEWS.indexOf(view(other));
  return rank < 0 || (rank === 0 && pixels(one) > pixels(other));
}

/** DICOM's age string, e.g. 055Y or 018M, in years; null if it is none. */
function years(text) {
  const match = /^(\d{1,3})([DWMY])$/.exec(text);
  return match ? Number(match[1]) / { D: 365.25, W: 52.18, M: 12, Y: 1 }[match[2]] : null;
}
