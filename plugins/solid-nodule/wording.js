//! The draft report in English and Russian. No rules.

/** What the rules do not see. */
const UNSEEN = {
  en: 'Smaller and subsolid nodules and nodules touching a vessel or the pleura were not assessed.',
  ru: 'Более мелкие, субсолидные и прилежащие к сосуду или плевре очаги не оценивались.',
};

/** The section "findings". */
export function findings(nodules, lungs, leastMm) {
  if (nodules.length === 0) {
    return {
      en: `Searched for solid nodules of ${leastMm} mm and more: none found. ${UNSEEN.en}`,
      ru: `Поиск солидных очагов от ${leastMm} мм выполнен: не найдены. ${UNSEEN.ru}`,
    };
  }
  const lines = nodules.map((one) => nodule(one, lungs));
  const joined = (tag) => lines.map((line, idx) => `${idx + 1}. ${line[tag]}`).join('\n');
  return {
    en: `${joined('en')}\n${UNSEEN.en}`,
    ru: `${joined('ru')}\n${UNSEEN.ru}`,
  };
}

/** The section "impression"; where it says 0 it also says of what that is no word. */
export function impression(nodules, leastMm) {
  const more = (tag) => (nodules.length === 0 ? ` ${UNSEEN[tag]}` : '');
  return {
    en: `Solid nodules of ${leastMm} mm and more found by the service: ${nodules.length}.${more('en')}`,
    ru: `Найдено сервисом солидных очагов от ${leastMm} мм: ${nodules.length}.${more('ru')}`,
  };
}

/** One nodule. */
export function nodule({ centre, diameterMm, volumeMm3 }, lungs) {
  const isLeft = lungs.side(centre) === 'left';
  const volume = volumeMm3.toFixed(0);
  return {
    en: `Solid nodule in the ${isLeft ? 'left' : 'right'} lung, volume ${volume} mm³, diameter ${diameterMm.toFixed(1)} mm.`,
    ru: `Солидный очаг в ${isLeft ? 'левом' : 'правом'} лёгком, объём ${volume} мм³, диаметр ${comma(diameterMm)} мм.`,
  };
}

/** The warning on slices too far apart. */
export function thickSlices(apartMm) {
  return {
    en: `Slices are ${apartMm.toFixed(1)} mm apart, more than 5 mm: small nodules are missed and volumes are inexact.`,
    ru: `Расстояние между срезами ${comma(apartMm)} мм, больше 5 мм: мелкие очаги пропускаются, объёмы неточны.`,
  };
}

/** A number with one decimal as Russian writes it. */
const comma = (mm) => mm.toFixed(1).replace('.', ',');
