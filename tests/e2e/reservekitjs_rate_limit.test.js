// What the vendor's own client makes of a 429. A monthly cap of one request needs no haste.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { installed, startRkmock } from './rkmock.js';

const { ReserveKit } = await installed('reservekitjs');

// A client that has used up its month by asking for its service.
async function exhaustedClient(t, dialect) {
  const mock = await startRkmock(
    'serve', '--port', '0', '--dialect', dialect, '--rate-limit', '1000/s,monthly=1');
  t.after(mock.stop);
  return ReserveKit.create('sk_rsv_e2e', 123, { host: mock.url });
}

test('reservekitjs shows the message of a 429', async (t) => {
  const client = await exhaustedClient(t, 'openapi');
  const message = 'Monthly API limit exceeded';
  await assert.rejects(client.service.getTimeSlots(), { message });
  await assert.rejects(
    client.service.createBooking({ date: '2030-01-07', time_slot_id: 456 }), { message });
});

test('reservekitjs has no words for the error object of the guide', async (t) => {
  const client = await exhaustedClient(t, 'docs');
  await assert.rejects(client.service.getTimeSlots(), { message: '[object Object]' });
});
