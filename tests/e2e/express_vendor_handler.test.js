// The handler that the vendor documents, judged: what it is right in, and what it is wrong in.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { vendorHandler } from './receivers/vendor_handler.js';
import { installed, play, verdicts } from './rkmock.js';

const { default: express } = await installed('express');
const makeApp = (downstream) => vendorHandler(express, downstream);

test('the vendor\'s handler follows a booking through its life', async (t) => {
  const { code, out, report } = await play(t, makeApp, 'plain_lifecycle');
  assert.equal(code, 0, out);
  assert.equal(report.verdict, 'pass');
});

test('the vendor\'s handler works for every copy when copies race', async (t) => {
  const { code, out, report } = await play(t, makeApp, 'racing_duplicates');
  assert.equal(code, 1, out);
  const { no_duplicate_effect, ...others } = verdicts(report, 'racing_duplicates');
  assert.equal(no_duplicate_effect, 'fail', out);
  for (const [check, verdict] of Object.entries(others)) {
    assert.equal(verdict, 'pass', `${check}\n${out}`);
  }
});

test('the vendor\'s handler lets a late create undo the update', async (t) => {
  const { code, out, report } = await play(t, makeApp, 'update_before_create');
  assert.equal(code, 1, out);
  const { converges, no_duplicate_effect, ack } = verdicts(report, 'update_before_create');
  assert.equal(converges, 'fail', out);
  assert.equal(no_duplicate_effect, 'pass', out);
  assert.equal(ack, 'pass', out);
});
