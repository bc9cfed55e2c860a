//! The draft report in English and Russian. No rules.

import { calciumCategory, genant, LEAST_FRACTURE_PERCENT } from './targets.js';

const SIDES = { right: ['right', 'справа'], left: ['left', 'слева'] };

/** What each target is called in the impression. */
const NAMES = {
  effusion: ['pleural effusion', 'плевральный выпот'],
  emphysema: ['emphysema', 'эмфизема лёгких'],
  infiltrates: ['infiltrates of the lungs', 'инфильтративные изменения лёгких'],
  consolidation: ['consolidation', 'консолидация лёгочной ткани'],
  pneumothorax: ['pneumothorax', 'пневмоторакс'],
  aorta: ['dilatation of the ascending aorta', 'расширение восходящей аорты'],
  trunk: ['dilatation of the pulmonary trunk', 'расширение лёгочного ствола'],
  calcium: ['calcium in the coronary arteries', 'кальциноз коронарных артерий'],
  fracture: ['compression fracture of a vertebra', 'компрессионный перелом позвонка'],
  bone: ['low attenuation of vertebral bone', 'снижение плотности тел позвонков'],
};
/** What a loss of height below the first grade is called in the impression. */
const SLIGHT_LOSS = ['slight loss of vertebral height', 'незначительное снижение высоты тела позвонка'];

const both = (en, ru) => ({ en, ru });
const dot = (value, digits = 0) => value.toFixed(digits);
/** A number as Russian writes it. */
const comma = (value, digits = 0) => value.toFixed(digits).replace('.', ',');
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** A lesion of one side: ml, or % of the lungs for consolidation. */
export function sided(target, side, amount) {
  const [en, ru] = SIDES[side];
  if (target === 'consolidation') {
    return both(
      `Consolidation in the ${en} lung, ${dot(amount, 1)} % of both lungs.`,
      `Консолидация в лёгочной ткани ${ru}, ${comma(amount, 1)} % объёма обоих лёгких.`,
    );
  }
  const [name, nameRu] = NAMES[target];
  return both(
    `${capital(name)} on the ${en}, about ${dot(amount)} ml.`,
    `${capital(nameRu)} ${ru}, около ${comma(amount)} мл.`,
  );
}

/** A finding of the study as a whole with its amount. */
export function whole(target, amount) {
  switch (target) {
    case 'infiltrates':
      return both(
        `Infiltrates take ${dot(amount, 1)} % of the lungs.`,
        `Инфильтративные изменения занимают ${comma(amount, 1)} % объёма лёгких.`,
      );
    case 'emphysema':
      return both(
        `${dot(amount, 1)} % of the lungs lie at or below -950 HU.`,
        `${comma(amount, 1)} % объёма лёгких имеют плотность -950 HU и ниже.`,
      );
    case 'aorta':
      return both(
        `Ascending aorta ${dot(amount)} mm (limit 40 mm).`,
        `Восходящая аорта ${comma(amount)} мм (граница 40 мм).`,
      );
    case 'trunk':
      return both(
        `Pulmonary trunk ${dot(amount)} mm (limit 29 mm).`,
        `Лёгочный ствол ${comma(amount)} мм (граница 29 мм).`,
      );
    case 'calcium':
      return both(
        `Agatston score about ${dot(amount)}, category ${calciumCategory(amount)} of CAC-DRS; read as a scan without ECG gating.`,
        `Индекс Агатстона около ${comma(amount)}, категория ${calciumCategory(amount)} по CAC-DRS; оценено как исследование без ЭКГ-синхронизации.`,
      );
    case 'fracture': {
      if (genant(amount) === null) return slightLoss(amount);
      return both(
        `A vertebra has lost about ${dot(amount)} % of its anterior height, grade ${genant(amount)} after Genant.`,
        `Снижение передней высоты тела позвонка около ${comma(amount)} %, степень ${genant(amount)} по Genant.`,
      );
    }
    default:
      return both(
        `Spongy bone of the lower thoracic vertebrae has ${dot(amount)} HU (limit 100 HU).`,
        `Губчатое вещество нижних грудных позвонков: ${comma(amount)} HU (граница 100 HU).`,
      );
  }
}

/** A loss of height that is no fracture by its grade; it is never rounded up to the least that is one. */
function slightLoss(percent) {
  const about = Math.min(percent, LEAST_FRACTURE_PERCENT - 1);
  return both(
    `Loss of anterior vertebral height about ${dot(about)} %, below the ${LEAST_FRACTURE_PERCENT} % of a Genant grade 1 fracture.`,
    `Снижение передней высоты тела позвонка около ${comma(about)} %, меньше ${LEAST_FRACTURE_PERCENT} %: критерию перелома 1-й степени по Genant не соответствует.`,
  );
}

/** The section "findings": all that was measured, then what is not judged. */
export function findings(found, facts) {
  const lines = [];
  const add = (en, ru) => lines.push([en, ru]);
  const number = (value, digits, unit, unitRu) =>
    value === null ? ['not measured', 'не измерено'] : [`${dot(value, digits)}${unit}`, `${comma(value, digits)}${unitRu}`];
  const [fluid, fluidRu] = pair(found.effusion, ' ml', ' мл', 0);
  add(`Pleural fluid: ${fluid}.`, `Жидкость в плевральных полостях: ${fluidRu}.`);
  const [air, airRu] = pair(found.pneumothorax, ' ml', ' мл', 0);
  add(`Air in the pleural space: ${air}.`, `Воздух в плевральных полостях: ${airRu}.`);
  const [share, shareRu] = number(facts['infiltrate-share'], 1, ' %', ' %');
  add(`Infiltrates and consolidation: ${share} of the lungs.`, `Инфильтрация и консолидация: ${shareRu} объёма лёгких.`);
  const [low, lowRu] = number(facts['laa-950'], 1, ' %', ' %');
  add(`At or below -950 HU: ${low} of the lungs.`, `Плотность -950 HU и ниже: ${lowRu} объёма лёгких.`);
  const [aorta, aortaRu] = number(facts['aorta-diameter'], 0, ' mm', ' мм');
  const [trunk, trunkRu] = number(facts['trunk-diameter'], 0, ' mm', ' мм');
  add(`Ascending aorta: ${aorta}; pulmonary trunk: ${trunk}.`, `Восходящая аорта: ${aortaRu}; лёгочный ствол: ${trunkRu}.`);
  const [score, scoreRu] = number(facts.agatston, 0, '', '');
  add(`Agatston score: ${score}.`, `Индекс Агатстона: ${scoreRu}.`);
  const [hu, huRu] = number(facts['vertebral-attenuation'], 0, ' HU', ' HU');
  const [loss, lossRu] = number(facts['vertebral-height-loss'], 0, ' %', ' %');
  add(
    `Vertebrae: spongy bone ${hu}, greatest loss of anterior height ${loss}.`,
    `Позвонки: губчатое вещество ${huRu}, наибольшее снижение передней высоты ${lossRu}.`,
  );
  add(
    'Looked at: lungs, pleura, ascending aorta, pulmonary trunk, coronary arteries and thoracic vertebrae; nodules, lymph nodes, emboli, airways, ribs and the abdomen are not judged.',
    'Оценены: лёгкие, плевра, восходящая аорта, лёгочный ствол, коронарные артерии и грудные позвонки; очаги, лимфоузлы, тромбоэмболия, бронхи, рёбра и органы живота не оцениваются.',
  );
  return both(lines.map(([en]) => en).join('\n'), lines.map(([, ru]) => ru).join('\n'));
}

/** The amounts of both sides. */
function pair(sides, unit, unitRu, digits) {
  const amount = (side) => sides.find((one) => one.side === side).amount;
  const [right, left] = [amount('right'), amount('left')];
  return [
    `right ${dot(right, digits)}${unit}, left ${dot(left, digits)}${unit}`,
    `справа ${comma(right, digits)}${unitRu}, слева ${comma(left, digits)}${unitRu}`,
  ];
}

/** The section "impression": the targets that reached their limits; `amounts` tell a fracture from a slight loss of height. */
export function impression(targets, amounts) {
  if (targets.length === 0) {
    return both(
      'None of the ten conditions that the service looks for reached its limit.',
      'Ни один из десяти признаков, которые ищет сервис, не достиг порога.',
    );
  }
  const nameOf = (target) => (target === 'fracture' && genant(amounts.fracture) === null ? SLIGHT_LOSS : NAMES[target]);
  const list = (idx) => targets.map((target) => nameOf(target)[idx]).join(', ');
  return both(`Found by the service: ${list(0)}.`, `Найдено сервисом: ${list(1)}.`);
}

/** The warning that contrast medium forbids a calcium score. */
export function enhanced() {
  return both(
    'Contrast medium in the vessels: no calcium score, since enhanced blood cannot be told from calcium.',
    'В сосудах контрастный препарат: индекс кальция не рассчитан, контрастированная кровь неотличима от кальция.',
  );
}

/** The warning on what could not be measured. */
export function notSeen(targets) {
  const list = (idx) => targets.map((target) => NAMES[target][idx]).join(', ');
  return both(`Not assessed, the organ was not found: ${list(0)}.`, `Не оценено, орган не найден: ${list(1)}.`);
}

/** The warning on slices too far apart. */
export function thickSlices(apartMm) {
  return both(
    `Slices are ${dot(apartMm, 1)} mm apart, more than 5 mm: calcium and broken vertebrae are missed, volumes are inexact.`,
    `Расстояние между срезами ${comma(apartMm, 1)} мм, больше 5 мм: кальций и переломы позвонков пропускаются, объёмы неточны.`,
  );
}
