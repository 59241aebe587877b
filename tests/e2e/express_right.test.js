// A right receiver in Express passes what the library has for it: no check cries wolf.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rightReceiver } from './receivers/right_receiver.js';
import { installed, play, verdicts } from './rkmock.js';

const { default: express } = await installed('express');
const makeApp = (downstream) => rightReceiver(express, downstream);

// One of each group, and those that need no client: the whole library is for `./dev library`.
const scenarios = [
  'plain_lifecycle', 'two_bookings_side_by_side', 'racing_duplicates', 'sequential_duplicates',
  'lost_ack', 'update_before_create', 'overtaken', 'disabled_endpoint', 'broken_connections',
  'odd_payloads', 'several_bookings', 'forged_signatures', 'sample_payloads', 'burst',
];

test('a right Express receiver passes scenarios of every group', async (t) => {
  const { code, out, report } = await play(t, makeApp, ...scenarios);
  assert.equal(code, 0, out);
  assert.equal(report.verdict, 'pass');
  for (const scenario of scenarios) {
    for (const [check, verdict] of Object.entries(verdicts(report, scenario))) {
      assert.equal(verdict, 'pass', `${scenario}: ${check}\n${out}`);
    }
  }
});
