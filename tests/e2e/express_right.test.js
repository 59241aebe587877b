// A right receiver in Express passes the whole library: no check cries wolf.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { rightReceiver } from './receivers/right_receiver.js';
import { installed, library, play, verdicts } from './rkmock.js';

const { default: express } = await installed('express');
const makeApp = (downstream) => rightReceiver(express, downstream);

test('a right Express receiver passes every scenario of the library', async (t) => {
  const scenarios = (await readdir(library))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
  assert.ok(scenarios.length >= 6);
  const { code, out, report } = await play(t, makeApp, ...scenarios);
  assert.equal(code, 0, out);
  assert.equal(report.verdict, 'pass');
  for (const scenario of scenarios) {
    for (const [check, verdict] of Object.entries(verdicts(report, scenario))) {
      assert.equal(verdict, 'pass', `${scenario}: ${check}\n${out}`);
    }
  }
});
