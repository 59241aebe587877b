// scenarios/scenario.schema.json as editors use it: what is right is accepted, what is wrong is
// refused as far as a schema can see it, and every key explains itself.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { installed, library } from './rkmock.js';

const { default: Ajv } = await installed('ajv');
const { default: YAML } = await installed('yaml');

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (...parts) => readFileSync(path.join(root, ...parts), 'utf8');
const schema = JSON.parse(read('scenarios/scenario.schema.json'));
// Texts may be written as numbers, and `required` stands apart from the properties it is about.
const options = { strict: true, strictRequired: false, allowUnionTypes: true };
const ajv = new Ajv(options);
const accepts = ajv.compile(schema);

// Broken files that are right in form; what is wrong with them takes more than a schema.
const onlyForTheDecoder = {
  'no_accounts.yaml': 'an account of a call is given elsewhere in the file',
  'no_restart.yaml': 'how to restart is said elsewhere in the file',
  'references.yaml': 'what can be referred to follows from the steps before',
  'reserved_names.yaml': 'the words that references begin with are not written into the schema',
  'too_many_rounds.yaml': 'rounds within rounds are multiplied',
  'unknown_effect.yaml': 'effects are named elsewhere in the file',
  'unset_variable.yaml': 'which variables are set is known when it is played',
};

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(name);
    return /\.(yaml|json)$/.test(name) ? [name] : [];
  });
}

// As YAML 1.2's core schema reads it. Nothing when it cannot be read at all.
function parse(text, name) {
  try {
    if (name.endsWith('.json')) return { value: JSON.parse(text) };
    return { value: YAML.parse(text, { version: '1.2', merge: true, logLevel: 'error' }) };
  } catch {
    return undefined;
  }
}

function assertAccepted(text, name) {
  const parsed = parse(text, name);
  assert.ok(parsed, `${name} cannot be read`);
  assert.ok(accepts(parsed.value), `${name}: ${ajv.errorsText(accepts.errors)}`);
}

function fullExamples(file) {
  const blocks = /<!-- full example -->\n```(yaml|json)\n([\s\S]*?)```/g;
  return [...read('docs', file).matchAll(blocks)].map(([, kind, text], index) => ({
    name: `docs/${file}, example ${index + 1}.${kind}`, text,
  }));
}

// Calls visit(where, schema) for every schema within.
function eachSchema(at, visit, where = '#') {
  if (Array.isArray(at)) {
    at.forEach((item, index) => eachSchema(item, visit, `${where}/${index}`));
  } else if (at !== null && typeof at === 'object') {
    visit(where, at);
    for (const [key, value] of Object.entries(at)) {
      if (!['examples', 'default', 'enum', 'const'].includes(key)) {
        eachSchema(value, visit, `${where}/${key}`);
      }
    }
  }
}

// Every key that a file may have: { where, key, property }. Kinds of steps narrow what is
// described before them.
function keys() {
  const all = [];
  eachSchema(schema, (where, { properties = {} }) => {
    if (where.includes('/step/oneOf/') || where.endsWith('properties')) return;
    for (const [key, property] of Object.entries(properties)) all.push({ where, key, property });
  });
  return all;
}

test('every scenario of the library is accepted', () => {
  const files = filesBelow(library);
  assert.ok(files.length >= 12);
  for (const file of files) assertAccepted(readFileSync(file, 'utf8'), file);
});

test('the full examples of the guide and of the reference are accepted', () => {
  const examples = [...fullExamples('scenario-guide.md'), ...fullExamples('scenario-format.md')];
  assert.ok(examples.length >= 8);
  for (const { name, text } of examples) assertAccepted(text, name);
});

const goldens = path.join(root, 'tests/golden/scenarios/v1');
const goldenScenarios = () => readdirSync(goldens).filter((name) => name.endsWith('.yaml'));

test('the scenarios that every later version must read are accepted', () => {
  const names = goldenScenarios();
  assert.ok(names.length >= 12);
  for (const name of names) assertAccepted(readFileSync(path.join(goldens, name), 'utf8'), name);
});

test('they use every key of the language', () => {
  const used = new Set();
  const watching = new Ajv(options);
  watching.removeKeyword('description');
  watching.addKeyword({
    keyword: 'description',
    validate: (description, value, property) => Boolean(used.add(property)),
  });
  const watch = watching.compile(schema);
  for (const name of goldenScenarios()) {
    watch(parse(readFileSync(path.join(goldens, name), 'utf8'), name).value);
  }
  const { expect } = parse(readFileSync(path.join(goldens, 'checks.yaml'), 'utf8'), '.yaml').value;
  const nameOf = (check) => (typeof check === 'string' ? check : Object.keys(check)[0]);
  const checks = new Set(expect.map(nameOf));
  const isUsed = ({ where, key, property }) =>
    used.has(property) || (where.endsWith('/check') && checks.has(key));
  const unused = keys().filter((key) => !isUsed(key)).map(({ where, key }) => `${where}/${key}`);
  assert.deepEqual(unused, [], 'write a scenario with it into tests/golden/scenarios/v1');
});

test('files that are wrong in form are refused', () => {
  for (const file of filesBelow(path.join(root, 'tests/golden/scenarios/broken'))) {
    const name = path.basename(file);
    const parsed = parse(readFileSync(file, 'utf8'), file);
    const refused = !parsed || !accepts(parsed.value);
    const reason = onlyForTheDecoder[name];
    assert.equal(refused, !reason, reason
      ? `${name} is refused, though it is said to be for the decoder alone: ${reason}`
      : `${name} is accepted: refuse it, or say in onlyForTheDecoder why a schema cannot`);
  }
});

test('one mistake in a right file is refused', () => {
  const right = {
    scenario: 'A booking is made', given: { services: [{ name: 'A', time_slots: [{ id: 1 }] }] },
    steps: [{ create: 'jane', with: { message: 'hello' }, deliver: { copies: 2, gap: '1s' } }],
    expect: ['converges'],
  };
  assert.ok(accepts(right), ajv.errorsText(accepts.errors));
  const mistakes = {
    'no title': (file) => { delete file.scenario; },
    'no steps': (file) => { delete file.steps; },
    'an unknown key': (file) => { file.sede = 1; },
    'an unknown verb': (file) => { file.steps[0] = { craete: 'jane' }; },
    'two verbs': (file) => { file.steps[0].update = 'jane'; },
    'what belongs to another verb': (file) => { file.steps[0].backlog = true; },
    'a field of an update': (file) => { file.steps[0].with.status = 'confirmed'; },
    'an unknown fault': (file) => { file.steps[0].deliver.copys = 2; },
    'a gap without copies': (file) => { delete file.steps[0].deliver.copies; },
    'a duration without a unit': (file) => { file.steps.push({ wait: '200' }); },
    'a number as a text': (file) => { file.seed = '42'; },
    'an unknown check': (file) => { file.expect = ['converge']; },
    'two checks in one item': (file) => { file.expect = [{ ack: 'max<5s', converges: null }]; },
    'a hold within a parallel': (file) => { file.steps = [{ parallel: [{ hold: 'all' }] }]; },
    'a repeat of nothing': (file) => { file.steps = [{ repeat: 3 }]; },
    'two things to wait for': (file) => {
      file.steps.push({ wait_until: { acknowledged: 'jane.create', attempts: { event: 'a.b' } } });
    },
    'a restart in two ways': (file) => {
      file.receiver = { restart: { run: 'x', post: 'http://127.0.0.1:1/' } };
    },
  };
  for (const [what, spoil] of Object.entries(mistakes)) {
    const wrong = structuredClone(right);
    spoil(wrong);
    assert.ok(!accepts(wrong), `${what} is accepted`);
  }
});

test('a variable or a reference may stand wherever a value does', () => {
  assert.ok(accepts({
    scenario: '${TITLE}', seed: '${SEED}', sender: '${SENDER:-stripe}',
    receiver: { quiet: '${QUIET}', tls: { verify: '${VERIFY}' }, restart: { run: '${RESTART}' } },
    given: { large_ids: '${LARGE}', services: [{ name: 'A', time_slots: [{ id: '${SLOT}' }] }] },
    steps: [
      { repeat: '${ROUNDS}', steps: [
        { create: 'guest-{{index}}', with: { time_slot_id: '{{index}}', date: '${DATE}' },
          deliver: { copies: '${COPIES}' } },
        { call: 'PATCH /v1/bookings/{{jane.id}}', body: { status: '{{jane.status}}' } },
        { wait: '{{index}}s' },
      ] },
    ],
  }), ajv.errorsText(accepts.errors));
});

test('every key is described in plain words, with examples that it accepts', () => {
  const all = keys();
  assert.ok(all.length > 200);
  for (const { where, key, property } of all) {
    const { description = '', examples = [], default: usual, ...rest } = property;
    const place = `${where}/${key}`;
    assert.match(description, /^[^`\n]+\.$/, `${place} has no plain description`);
    assert.ok(examples.length > 0, `${place} has no examples`);
    const fits = new Ajv(options).compile({ ...rest, definitions: schema.definitions });
    for (const example of usual === undefined ? examples : [...examples, usual]) {
      assert.ok(fits(example), `${place} refuses ${JSON.stringify(example)}`);
    }
  }
});

test('no map takes keys that it does not name, unless their names are the author\'s', () => {
  eachSchema(schema, (where, at) => {
    if (at.properties === undefined || where.endsWith('properties')) return;
    if (where.includes('/oneOf/') && where.includes('/step/')) return;
    assert.equal(at.additionalProperties, false, where);
  });
});

test('beside a $ref stands only what explains', () => {
  eachSchema(schema, (where, { $ref, ...beside }) => {
    if (typeof $ref !== 'string') return;
    const more = Object.keys(beside).filter(
      (key) => !['description', 'examples', 'default'].includes(key));
    assert.deepEqual(more, [], where);
  });
});
