//! The draft report in English and Russian. No rules.

const FAULTS = {
  rotation: {
    en: 'The patient is rotated: lungs, hila and heart are not seen alike on both sides.',
    ru: 'Пациент повёрнут: лёгкие, корни и сердце видны неодинаково с двух сторон.',
  },
  'poor-inspiration': {
    en: 'Inspiration is poor: crowded vessels and a broad heart may imitate disease.',
    ru: 'Недостаточный вдох: сгущение сосудов и расширенная тень сердца могут имитировать патологию.',
  },
  'cut-off': {
    en: 'A part of the lungs is cut off and cannot be judged.',
    ru: 'Часть лёгких не вошла в снимок и не может быть оценена.',
  },
  underexposure: {
    en: 'The exposure is too low: noise hides faint findings.',
    ru: 'Недостаточная экспозиция: шум скрывает слабые изменения.',
  },
  overexposure: {
    en: 'The exposure is too high: dark parts may have lost detail, and the dose was higher than needed.',
    ru: 'Избыточная экспозиция: в тёмных участках детали могли быть утрачены, доза выше необходимой.',
  },
  motion: {
    en: 'The image is blurred by motion: fine structures cannot be judged.',
    ru: 'Динамическая нерезкость: мелкие структуры не могут быть оценены.',
  },
  scapulae: {
    en: 'The scapulae lie over the lungs: their borders may hide or imitate findings.',
    ru: 'Лопатки наслаиваются на лёгочные поля: их края могут скрывать или имитировать изменения.',
  },
  'foreign-object': {
    en: 'A foreign object lies over the chest and hides what is behind it.',
    ru: 'На грудную клетку наслаивается посторонний предмет, скрывающий часть изображения.',
  },
  'missing-marker': {
    en: 'No side marker was found: the sides cannot be told for certain.',
    ru: 'Маркер стороны не найден: стороны нельзя определить достоверно.',
  },
};

const ACTIONS = {
  rotation: {
    en: 'Accept with a remark; repeat if hila, heart or mediastinum are in question.',
    ru: 'Принять с замечанием; повторить, если вопрос касается корней, сердца или средостения.',
  },
  'poor-inspiration': {
    en: 'Repeat in deep inspiration if the patient can hold the breath, else accept with a remark.',
    ru: 'Повторить на глубоком вдохе, если пациент может задержать дыхание, иначе принять с замечанием.',
  },
  'cut-off': { en: 'Repeat with the whole lungs in the field.', ru: 'Повторить с полным захватом лёгких.' },
  underexposure: { en: 'Repeat with a higher exposure.', ru: 'Повторить с большей экспозицией.' },
  overexposure: {
    en: 'Accept with a remark; repeat only if detail of the lungs is lost, and lower the exposure of the next image.',
    ru: 'Принять с замечанием; повторять только при утрате деталей в лёгких, для следующих снимков снизить экспозицию.',
  },
  motion: { en: 'Repeat with a shorter exposure or a held breath.', ru: 'Повторить с короткой выдержкой или задержкой дыхания.' },
  scapulae: {
    en: 'Accept with a remark; turn the shoulders forward for the next image.',
    ru: 'Принять с замечанием; при следующем снимке развернуть плечи вперёд.',
  },
  'foreign-object': {
    en: 'Take off the object and repeat; accept if it cannot be taken off.',
    ru: 'Убрать предмет и повторить; принять, если убрать его нельзя.',
  },
  'missing-marker': {
    en: 'Accept with a remark once the radiographer has confirmed the side.',
    ru: 'Принять с замечанием после подтверждения стороны рентгенолаборантом.',
  },
};

const LOOKED = {
  en: 'rotation, inspiration, field, exposure, motion, foreign objects, scapulae and side marker',
  ru: 'поворот, вдох, полнота захвата, экспозиция, динамическая нерезкость, посторонние предметы, лопатки и маркер стороны',
};

const LIMITS = {
  en: 'Diseases, other projections, the identity of the patient and artefacts of the detector were not assessed.',
  ru: 'Патологические изменения, другие проекции, принадлежность снимка пациенту и артефакты детектора не оценивались.',
};

const VERDICTS = {
  good: { en: 'Of diagnostic quality: no fault found by the service.', ru: 'Качество диагностическое: дефектов сервис не нашёл.' },
  remark: { en: 'Usable with a remark', ru: 'Пригоден с замечанием' },
  repeat: { en: 'Not of diagnostic quality, to be repeated', ru: 'Качество не диагностическое, показан повтор' },
};

const NAMES = {
  rotation: { en: 'rotated patient', ru: 'ротация пациента' },
  'poor-inspiration': { en: 'poor inspiration', ru: 'недостаточный вдох' },
  'cut-off': { en: 'lung cut off', ru: 'срезаны лёгочные поля' },
  underexposure: { en: 'underexposure', ru: 'недостаточная экспозиция' },
  overexposure: { en: 'overexposure', ru: 'избыточная экспозиция' },
  motion: { en: 'motion blur', ru: 'динамическая нерезкость' },
  scapulae: { en: 'scapulae over the lungs', ru: 'лопатки на лёгочных полях' },
  'foreign-object': { en: 'foreign object', ru: 'посторонний предмет' },
  'missing-marker': { en: 'no side marker', ru: 'нет маркера стороны' },
};

const both = (make) => ({ en: make('en'), ru: make('ru') });

/** One fault, with what to do. */
export const fault = ({ word }) => both((tag) => `${FAULTS[word][tag]} ${ACTIONS[word][tag]}`);

/** The section "findings". `marker` says where the side marker is, null where none was found. */
export function findings(found, view, marker) {
  const title = {
    en: `Frontal chest radiograph${view ? ` (${view})` : ''}, judged for ${LOOKED.en}.`,
    ru: `Рентгенограмма грудной клетки в прямой проекции${view ? ` (${view})` : ''}, оценены: ${LOOKED.ru}.`,
  };
  const none = { en: 'No fault found.', ru: 'Дефектов не найдено.' };
  return both((tag) => {
    const lines = found.map((one, idx) => `${idx + 1}. ${fault(one)[tag]}`);
    return [title[tag], ...(lines.length > 0 ? lines : [none[tag]]), ...(marker ? [markerAt(marker)[tag]] : []), LIMITS[tag]].join('\n');
  });
}

function markerAt({ isLeft }) {
  return {
    en: `A side marker was found on the ${isLeft ? 'left' : 'right'} of the image; its letter was not read.`,
    ru: `Маркер стороны найден ${isLeft ? 'слева' : 'справа'} на снимке; буква не читалась.`,
  };
}

/** The section "impression". */
export function impression(found, verdict) {
  if (verdict === 'good') return VERDICTS.good;
  return both((tag) => `${VERDICTS[verdict][tag]}: ${found.map(({ word }) => NAMES[word][tag]).join(', ')}.`);
}

/** The warning that the pixels' size is missing. */
export function unknownSize(assumedMm) {
  return {
    en: `The size of the pixels is missing or cannot be right: the image is taken as ${assumedMm} mm wide.`,
    ru: `Размер пикселя не указан или не может быть верным: ширина снимка принята за ${assumedMm} мм.`,
  };
}

/** The warning that the image is too coarse for blur and noise. */
export function coarse(pixelMm) {
  return {
    en: `Pixels of ${pixelMm.toFixed(2)} mm are too coarse to judge motion and noise.`,
    ru: `Пиксели ${pixelMm.toFixed(2).replace('.', ',')} мм слишком крупны для оценки нерезкости и шума.`,
  };
}

/** The warning that further images of the study were not looked at. */
export const others = {
  en: 'The study has further images; only one frontal image was judged.',
  ru: 'В исследовании есть другие снимки; оценён только один снимок в прямой проекции.',
};
