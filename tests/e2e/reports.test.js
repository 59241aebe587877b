// Reports as their readers take them: TAP through tap-parser, JSON through ajv with the published
// schema, JUnit through xmllint with an XSD. Golden files, and a live run of a wrong receiver.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { freePort, installed, library, runRkmock, scratchFolder, startRkmock } from './rkmock.js';

const { default: Ajv } = await installed('ajv');
const { Parser } = await installed('tap-parser');

const goldens = fileURLToPath(new URL('../golden/reports/', import.meta.url));
const goldenFiles = (ending) => {
  const files = readdirSync(goldens).filter((name) => name.endsWith(ending));
  assert.ok(files.length >= 8, `only ${files.length} golden files end in ${ending}`);
  return files.map((name) => path.join(goldens, name));
};

// { events, results } as the parser gives them; every subtest with those of its own.
function parseTap(text) {
  const take = (parser, into) => {
    parser.on('assert', (point) => into.points.push(point));
    parser.on('extra', (line) => into.extra.push(line));
    parser.on('complete', (results) => { into.results = results; });
    parser.on('child', (child) => {
      into.subtests.push(take(child, { points: [], extra: [], subtests: [] }));
    });
    return into;
  };
  const parser = new Parser({ strict: true });
  const all = take(parser, { points: [], extra: [], subtests: [] });
  parser.end(text);
  return all;
}

// A file that breaks TAP's rules has failures with a `tapError`, or lines that are none of its own.
function assertRightTap(tap, name) {
  const broken = [tap, ...tap.subtests].flatMap(({ results, extra }) =>
    [...results.failures.filter(({ tapError }) => tapError), ...extra]);
  assert.deepEqual(broken, [], name);
}

function xmllint(file) {
  const { error, status, stderr } = spawnSync(
    'xmllint', ['--noout', '--schema', path.join(goldens, 'junit.xsd'), file],
    { encoding: 'utf8' });
  assert.ok(!error, `xmllint cannot be run (${error?.message}): apt-get install libxml2-utils`);
  return { status, stderr };
}

async function reportSchema() {
  const { code, out } = await runRkmock('schema', '--report');
  assert.equal(code, 0);
  return JSON.parse(out);
}

test('the golden TAP reports follow the rules of TAP 14', () => {
  for (const file of goldenFiles('.tap')) {
    assertRightTap(parseTap(readFileSync(file, 'utf8')), file);
  }
  const wrong = parseTap('TAP version 14\n1..2\nok 1 - a\n  this is nothing\n');
  assert.throws(() => assertRightTap(wrong, 'wrong'));
});

test('a check is a point whose diagnostic says what was found', () => {
  const tap = parseTap(readFileSync(path.join(goldens, 'mixed.tap'), 'utf8'));
  assert.equal(tap.results.plan.end, 3);
  assert.deepEqual(tap.points.map(({ ok }) => ok), [true, false, false]);
  assert.deepEqual(tap.subtests.map(({ points }) => points.map(({ ok }) => ok)),
    [[true, true], [true, false, false], [true, false]]);
  const { name, diag } = tap.subtests[1].points[1];
  assert.equal(name, 'no_duplicate_effect: effects');
  assert.equal(diag.severity, 'fail');
  assert.equal(diag.line, 14);
  assert.equal(diag.evidence.length, 2);
  assert.equal(tap.subtests[1].points[2].diag.verdict, 'inconclusive');
  assert.match(tap.points[1].diag.replay, /^rkmock run /);
});

test('a skipped scenario is skipped, and no title is a directive', () => {
  const tap = parseTap(readFileSync(path.join(goldens, 'skipped.tap'), 'utf8'));
  assert.equal(tap.points.at(-1).skip, 'RECEIVER_RESTART is not set');
  const hostile = parseTap(readFileSync(path.join(goldens, 'hostile.tap'), 'utf8'));
  assert.deepEqual(hostile.points.map(({ ok, skip, todo }) => [ok, skip, todo]),
    [[false, false, false]]);
  assert.match(hostile.subtests[0].points[0].diag.step, /@team #1/);
});

test('the golden JUnit reports are valid', () => {
  for (const file of goldenFiles('.xml')) {
    const { status, stderr } = xmllint(file);
    assert.equal(status, 0, stderr);
  }
});

test('the XSD refuses what readers do not know', async (t) => {
  const right = readFileSync(path.join(goldens, 'failing.xml'), 'utf8');
  const folder = await scratchFolder(t);
  const mistakes = {
    'an unknown attribute': right.replace('<testcase ', '<testcase colour="red" '),
    'a count that is no number': right.replace('tests="3"', 'tests="three"'),
    'a failure without a message': right.replace(/<failure message="[^"]*"/, '<failure'),
    'a line 0': right.replace('line="14"', 'line="0"'),
    'an element of its own': right.replace('</testsuite>', '<evidence/></testsuite>'),
  };
  for (const [what, text] of Object.entries(mistakes)) {
    assert.notEqual(text, right, what);
    const file = path.join(folder, 'wrong.xml');
    writeFileSync(file, text);
    assert.notEqual(xmllint(file).status, 0, what);
  }
});

test('the golden JSON reports keep to the published schema', async () => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  const accepts = ajv.compile(await reportSchema());
  for (const file of goldenFiles('.json')) {
    assert.ok(accepts(JSON.parse(readFileSync(file, 'utf8'))),
      `${file}: ${ajv.errorsText(accepts.errors)}`);
  }
  assert.ok(!accepts({ verdict: 'pass', tool: 'rkmock', scenarios: [] }), 'strict is missing');
});

test('a live run of a wrong receiver is read by all of them', async (t) => {
  const folder = await scratchFolder(t);
  const file = (name) => path.join(folder, name);
  const port = String(await freePort());
  const receiver = await startRkmock('receiver', '--like', 'vendor-sample', '--port', '0',
    '--downstream', `http://127.0.0.1:${port}/sink/effects`);
  t.after(receiver.stop);
  const ended = await runRkmock('run', path.join(library, 'duplicates/racing_duplicates.yaml'),
    path.join(library, 'lifecycle/plain_lifecycle.yaml'), '--receiver', receiver.url,
    '--port', port, '--tap', file('r.tap'), '--json', file('r.json'), '--junit', file('r.xml'));
  assert.equal(ended.code, 1, ended.out + ended.err);

  const tap = parseTap(readFileSync(file('r.tap'), 'utf8'));
  assertRightTap(tap, 'the live TAP');
  assert.deepEqual(tap.points.map(({ ok }) => ok), [false, true]);
  const failed = tap.subtests[0].points.find(({ ok }) => !ok);
  assert.equal(failed.name, 'no_duplicate_effect: effects');

  const ajv = new Ajv({ strict: true });
  const report = JSON.parse(readFileSync(file('r.json'), 'utf8'));
  assert.ok(ajv.validate(await reportSchema(), report), ajv.errorsText());
  const check = report.scenarios[0].checks.find(({ verdict }) => verdict === 'fail');
  const steps = readFileSync(path.join(library, 'duplicates/racing_duplicates.yaml'), 'utf8');
  assert.equal(check.step, 'create jane');
  assert.match(steps.split('\n')[check.line - 1], /create: jane/);
  assert.equal(failed.diag.line, check.line);

  const { status, stderr } = xmllint(file('r.xml'));
  assert.equal(status, 0, stderr);
});
