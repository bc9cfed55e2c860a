//! The service on studies in memory: what it reports, in which words, and what it refuses.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { run, vec3 } from '../../../sdk/javascript/index.js';
import { FakeStudy } from '../../../sdk/javascript/testing.js';

import { FAULTS } from '../faults.js';
import { RadiographQuality } from '../service.js';
import { chestValues, grid, network, radiograph, SIZE } from '../testing.js';

function reportOn(study) {
  const outcome = run(new RadiographQuality(), study.job());
  assert.equal(outcome.tag, 'done', JSON.stringify(outcome.val));
  return outcome.val;
}

const extra = (report, name) => report.extra.find((one) => one.name === name)?.value;
const text = (report, section, locale) =>
  report.draft.find((one) => one.section === section).text.find((one) => one.locale === locale).value;

test('a good image has no finding, and nine faults that were looked for', () => {
  const report = reportOn(radiograph());
  assert.deepEqual(report.findings, []);
  assert.equal(report.assessed.length, 9);
  assert.ok(report.probability.value < report.probability.threshold);
  assert.equal(extra(report, 'verdict'), 'good');
  assert.equal(extra(report, 'fact.quality-faults'), '');
  for (const { word } of FAULTS) assert.ok(Number(extra(report, `score.99OVERREAD.${word}`)) < 0.5, word);
  assert.match(text(report, 'findings', 'en'), /^Frontal chest radiograph \(PA\), judged for .*\nNo fault found\.\nA side marker was found on the left/);
  assert.match(text(report, 'findings', 'ru'), /Дефектов не найдено\.\nМаркер стороны найден слева/);
  assert.match(text(report, 'impression', 'ru'), /^Качество диагностическое/);
  assert.deepEqual(report.warnings, [{ locale: 'en', value: 'Pixels of 1.75 mm are too coarse to judge motion and noise.' },
    { locale: 'ru', value: 'Пиксели 1,75 мм слишком крупны для оценки нерезкости и шума.' }]);
});

test('each fault is a finding with its code, what is wrong and what to do, in both languages', () => {
  for (const { word, action } of FAULTS) {
    const report = reportOn(radiograph({ answers: { scores: { [word]: 0.99 } } }));
    assert.deepEqual(report.findings.map(({ code }) => code.value), [word]);
    const [finding] = report.findings;
    assert.equal(finding.code.scheme, '99OVERREAD');
    assert.ok(finding.probability >= 0.5 && finding.probability <= 1, word);
    const [en, ru] = ['en', 'ru'].map((tag) => finding.notes.find(({ locale }) => locale === tag).value);
    assert.match(en, action === 'repeat' ? /[Rr]epeat/ : /^.*\. Accept with a remark/);
    assert.match(ru, action === 'repeat' ? /[Пп]овторить/ : /Принять с замечанием/);
    assert.ok(text(report, 'findings', 'en').includes(`1. ${en}`));
    assert.ok(text(report, 'findings', 'ru').includes(`1. ${ru}`));
    assert.equal(extra(report, 'verdict'), action);
    assert.equal(extra(report, 'fact.quality-faults'), word);
    assert.ok(report.probability.value >= report.probability.threshold);
  }
});

test('several faults: the surest first, the hardest decides', () => {
  const report = reportOn(radiograph({ answers: { scores: { rotation: 0.9, 'cut-off': 0.97, scapulae: 0.95 } } }));
  assert.equal(report.findings.length, 3);
  const probabilities = report.findings.map(({ probability }) => probability);
  assert.deepEqual(probabilities, probabilities.toSorted((a, b) => b - a));
  assert.equal(extra(report, 'verdict'), 'repeat');
  assert.match(text(report, 'impression', 'en'), /^Not of diagnostic quality, to be repeated: .*rotated patient/);
});

test('a foreign object is marked where it lies; the image as a whole has no mark', () => {
  const report = reportOn(radiograph({ answers: { scores: { 'foreign-object': 0.99 }, object: [12, 15] } }));
  const [{ series, shape }] = report.findings[0].marks;
  assert.equal(series, 0);
  // Column 12 of 24 has its middle half a place right of the frame's and the field's middle (175 mm), 15 of 30 below it
  // (210 mm); a place is 8 cells, at this size of 1.8229 mm (350 mm on 192 cells).
  const half = (8 * 350) / 192 / 2;
  assert.ok(Math.abs(shape.val.at.x - (175 + half - 0.875)) < 0.5, JSON.stringify(shape.val.at));
  assert.ok(Math.abs(shape.val.at.y - (210 + half - 0.875)) < 0.8, JSON.stringify(shape.val.at));
  assert.deepEqual(reportOn(radiograph({ answers: { scores: { motion: 0.99 } } })).findings[0].marks, []);
});

test('without a marker no place of one is told', () => {
  const report = reportOn(radiograph({ answers: { scores: { 'missing-marker': 0.99 } } }));
  assert.equal(extra(report, 'marker'), 'none');
  assert.doesNotMatch(text(report, 'findings', 'en'), /was found on/);
  assert.match(text(reportOn(radiograph({ answers: { marker: [22, 2] } })), 'findings', 'en'), /on the right of the image/);
});

test('the deviation index of the detector decides on the exposure where it may be seen', () => {
  const words = (DeviationIndex, scores) =>
    reportOn(radiograph({ attributes: { DeviationIndex }, answers: { scores } })).findings.map(({ code }) => code.value);
  assert.deepEqual(words('-3.0', {}), ['underexposure']);
  assert.deepEqual(words(' 7.5 ', {}), ['overexposure']);
  assert.deepEqual(words('0.4', { underexposure: 0.99, overexposure: 0.99 }), []);
  assert.deepEqual(words('unknown', { underexposure: 0.99 }), ['underexposure']);
});

test('MONOCHROME1 and unsigned samples are the same picture', () => {
  const pictures = [
    {}, { isInverted: true, attributes: { PhotometricInterpretation: 'MONOCHROME1' } }, { sample: 'uint16' },
  ].map((how) => {
    let seen;
    reportOn(radiograph({ ...how, answers: { saw: (image) => { seen = image.values; } } }));
    return seen;
  });
  for (const other of pictures.slice(1)) {
    const worst = other.reduce((most, value, idx) => Math.max(most, Math.abs(value - pictures[0][idx])), 0);
    assert.ok(worst < 2e-3, String(worst));
  }
});

test('the network is told projection and detector', () => {
  const told = (modality, ViewPosition) => {
    let seen;
    reportOn(radiograph({ modality, attributes: { ViewPosition }, answers: { saw: (_, numbers) => { seen = [...numbers.values]; } } }));
    return seen;
  };
  assert.deepEqual(told('CR', 'AP'), [1, 1]);
  assert.deepEqual(told('DX', 'PA'), [0, 0]);
  assert.deepEqual(told('DX', ''), [0.5, 0]);
});

test('pixels without a size are read with a warning', () => {
  const { warnings } = reportOn(radiograph({ spacingMm: 8 }));
  assert.match(warnings[0].value, /size of the pixels is missing/);
  assert.match(warnings[1].value, /^Размер пикселя не указан/);
});

test('of several images the frontal one is judged, whatever their order', () => {
  const attributes = (ViewPosition) => ({ attributes: { BodyPartExamined: 'CHEST', ViewPosition } });
  const study = (views) => views
    .reduce((made, one) => made.withSeries('DX', grid(), chestValues(), attributes(one)), new FakeStudy())
    .withModel('quality', network());
  for (const [views, at] of [[['LL', 'PA'], 1], [['AP', 'PA'], 1], [['PA', 'LL'], 0], [['', 'AP'], 1]]) {
    const report = reportOn(study(views));
    assert.deepEqual([...new Set(report.assessed.map(({ series }) => series))], [at], String(views));
    assert.match(report.warnings.at(-2).value, /only one frontal image was judged/);
  }
});

function refusal(study) {
  const { tag, val } = run(new RadiographQuality(), study.job());
  assert.equal(tag, 'not-run', JSON.stringify(val));
  return `${val.reason}: ${val.message}`;
}

test('other studies are refused with what was expected and found', () => {
  const empty = new FakeStudy();
  const ct = new FakeStudy().withSeries('CT', grid(), chestValues());
  const cine = new FakeStudy().withSeries('DX', grid(1.75, vec3(200, 240, 2)), [...chestValues(), ...chestValues()]);
  for (const [study, expected] of [
    [empty, /^missing-series: the study has no series$/],
    [ct, /^out-of-scope: a radiograph \(CR or DX\) expected, found CT$/],
    [radiograph({ modality: 'MG' }), /^out-of-scope: .* found MG$/],
    [radiograph({ attributes: { BodyPartExamined: 'HAND' } }), /^out-of-scope: a radiograph of the chest expected, found HAND$/],
    [radiograph({ attributes: { ViewPosition: 'LL' } }), /^out-of-scope: a frontal projection \(PA or AP\) expected, found LL$/],
    [radiograph({ attributes: { PatientAge: '011Y' } }), /^unsupported-age: a patient of at least 18 years expected, found 11$/],
    [radiograph({ attributes: { PatientAge: '200M' } }), /^unsupported-age: .* found 16$/],
    [radiograph({ size: vec3(96, 120, 1), spacingMm: 3.6 }), /^bad-input: at least 200 pixels a side expected, found 96 by 120$/],
    [cine, /^out-of-scope: one image a series expected, found 2$/],
    [radiograph({ hasLungs: false }), /^out-of-scope: two lungs darker than what lies between them expected, found the grey 1\.00, 1\.00 and 1\.00/],
    [radiograph({ attributes: { PhotometricInterpretation: 'MONOCHROME1' } }), /^out-of-scope: two lungs/],
    [radiograph({ answers: { frontal: 0.2 } }), /^out-of-scope: .* upright frontal chest: at least 0\.50 expected, found 0\.20$/],
  ]) {
    assert.match(refusal(study), expected);
  }
  const flat = new FakeStudy().withSeries('DX', grid(), Array(SIZE.x * SIZE.y).fill(7));
  assert.equal(refusal(flat), 'bad-input: an image with contrast expected, found one grey');
});

test('an adult by the tag is read, and a missing model is told as it is', () => {
  reportOn(radiograph({ attributes: { PatientAge: '018Y' } }));
  reportOn(radiograph({ attributes: { PatientAge: 'no age' } }));
  const study = new FakeStudy().withSeries('CR', grid(), chestValues());
  assert.throws(() => run(new RadiographQuality(), study.job()), (error) => error.kind === 'model-missing');
});

test('it stops when it is asked to', () => {
  for (const n of [1, 2]) {
    assert.throws(() => run(new RadiographQuality(), radiograph().stoppingAfter(n).job()), (error) => error.kind === 'cancelled');
  }
});

test('the manifest names the same codes and version', () => {
  const manifest = readFileSync(new URL('../plugin.toml', import.meta.url), 'utf8');
  for (const { code } of FAULTS) assert.ok(manifest.includes(`"${code.scheme}:${code.value}"`), code.value);
  assert.ok(manifest.includes(`version = "${new RadiographQuality().profile().version}"`));
});
