//! A chest in memory whose organs are told apart by their HU, and models that do just that.

import { vec3 } from '../../../sdk/javascript/index.js';
import { FakeModel, FakeStudy, FakeVolume } from '../../../sdk/javascript/testing.js';

import { LABEL } from '../shapes.js';

/** HU of each thing that the fake network knows. */
const HU = { lung: -850, effusion: 12, infiltrates: -500, consolidation: 30, pneumothorax: -995, aorta: 44, trunk: 48, heart: 36, vertebra: 150 };

const grid = (spacingZ) => ({
  size: vec3(96, 72, Math.round(168 / spacingZ)), spacing: vec3(3, 3, spacingZ), origin: vec3(-142.5, -106.5, -84),
  rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0),
});

/** HU at a place, patient mm. `extra(x, y, z)` gives what lies above all else, or null. */
const chestHu = ({ aortaMm, trunkMm, bloodHu, boneHu }, extra) => ({ x, y, z }) => {
  const special = extra(x, y, z);
  if (special !== null) return special;
  if (Math.abs(x) > 130 || Math.abs(y) > 96) return -1000;
  const isLung = Math.abs(x) > 32 && Math.abs(x) < 105 && Math.abs(y) < 66 && z > -60 && z < 66;
  if (isLung) return HU.lung;
  if (Math.hypot(x + 12, y + 22) < aortaMm / 2 && z > 0 && z < 45) return bloodHu ?? HU.aorta;
  if (Math.hypot(x - 21, y + 24) < trunkMm / 2 && z > 0 && z < 30) return bloodHu === null ? HU.trunk : bloodHu + 4;
  if (Math.hypot(x - 2, y + 20) < 29 && z < 0 && z > -60) return HU.heart;
  if (Math.hypot(x, y - 62) < 17) return boneHu;
  return 60;
};

/** A study of a chest; `how` changes its organs, its slices and its attributes. */
export function chest(how = {}) {
  const { extra = () => null, spacingZ = 3, attributes = {}, loss = 0, sample = 'int16', ...organs } = how;
  const shape = { aortaMm: 32, trunkMm: 24, bloodHu: null, boneHu: HU.vertebra, ...organs };
  return new FakeStudy()
    .withSeries('CT', grid(spacingZ), chestHu(shape, extra), { attributes, sample })
    .withModel('organs', new FakeModel({ tiled: (volume) => volume.map((hu) => labelOf(hu, shape)) }))
    .withModel('spine', spineModel(loss, shape));
}

function labelOf(hu, { bloodHu, boneHu }) {
  const known = { ...HU, vertebra: boneHu };
  // A network that was shown calcified hearts calls calcium in the heart a part of it.
  if (hu > 400) return LABEL.heart;
  if (bloodHu !== null) Object.assign(known, { aorta: bloodHu, trunk: bloodHu + 4 });
  const found = Object.keys(known).find((name) => Math.abs(known[name] - hu) < 2);
  return found ? LABEL[found] : 0;
}

/** Bone where the picture is dense; the loss is the same in all of it. The fakes do not tell channels: first body, then loss. */
function spineModel(loss, { boneHu }) {
  let call = 0;
  return new FakeModel({
    tiled: (image) => {
      call += 1;
      return image.map((hu) => (call === 1 ? Number(hu > boneHu - 40 && hu > 62) : loss));
    },
  });
}

/** A head: bone around brain, no air inside. */
export function head() {
  const hu = ({ x, y }) => {
    const r = Math.hypot(x / 75, y / 90);
    return r > 1 ? -1000 : r > 0.92 ? 900 : 35;
  };
  return new FakeStudy().withSeries('CT', grid(3), hu, { attributes: { BodyPartExamined: 'CHEST' } });
}

/** A lung that the scan cuts off at the feet. */
export const cutOff = () => chest({ extra: (x, y, z) => (Math.abs(x) > 32 && Math.abs(x) < 105 && Math.abs(y) < 66 && z < 66 ? HU.lung : null) });

export { FakeStudy, FakeVolume, grid, HU };
