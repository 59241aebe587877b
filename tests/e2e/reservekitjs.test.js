// The vendor's own client books at the mock, and the booking's webhook arrives.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';

import { installed, listen, runRkmock, scratchFolder, startRkmock } from './rkmock.js';

const { ReserveKit } = await installed('reservekitjs');

// Answers 200 to every webhook; next() is the next one: { signature, body }.
async function startReceiver(t) {
  const server = http.createServer(async (req, res) => {
    const chunks = await req.toArray();
    res.end();
    server.emit('webhook', {
      signature: req.headers['x-webhook-signature'],
      body: Buffer.concat(chunks),
    });
  });
  const receiver = await listen(server);
  t.after(receiver.close);
  return { url: receiver.url, next: async () => (await once(server, 'webhook'))[0] };
}

async function startMock(t, ...args) {
  const mock = await startRkmock('serve', '--port', '0', ...args);
  t.after(mock.stop);
  return mock;
}

// Books with the vendor's client; gives the booking and its webhook.
async function book(mock, receiver) {
  const client = await ReserveKit.create('sk_rsv_e2e', 123, { host: mock.url });
  assert.equal(client.service.id, 123);
  const [slot] = await client.service.getTimeSlots();
  assert.equal(slot.service_id, 123);
  const webhook = receiver.next();
  const booking = await client.service.createBooking({
    date: '2030-01-07',
    time_slot_id: slot.id,
    customer_name: 'Jane Doe',
    customer_email: 'jane.doe@example.com',
  });
  return { booking, webhook: await webhook };
}

async function judge(mock, journals) {
  const ended = await mock.stop();
  assert.equal(ended.code, 0, ended.err);
  return runRkmock('check', path.join(journals, 'account-1.jsonl'));
}

test('a booking made with reservekitjs fires its signed webhook', async (t) => {
  const receiver = await startReceiver(t);
  const mock = await startMock(t, '--webhook', receiver.url, '--secret', 'e2e secret');
  const { booking, webhook: { signature, body } } = await book(mock, receiver);
  assert.equal(booking.status, 'pending');
  assert.equal(booking.customer.email, 'jane.doe@example.com');

  assert.equal(signature, createHmac('sha256', 'e2e secret').update(body).digest('hex'));
  const payload = JSON.parse(body);
  assert.equal(payload.event_type, 'bookings.create');
  assert.equal(payload.timestamp, booking.updated_at);
  assert.deepEqual(payload.bookings, [booking]);
});

test('the journal of a booking whose work was seen passes', async (t) => {
  const receiver = await startReceiver(t);
  const journals = await scratchFolder(t);
  const mock = await startMock(t, '--webhook', receiver.url, '--journal', journals);
  const { booking: { id, updated_at } } = await book(mock, receiver);
  const effect = await fetch(`${mock.url}/sink/effects`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ booking_id: id, event_type: 'bookings.create', updated_at }),
  });
  assert.equal(effect.status, 200);
  const judged = await judge(mock, journals);
  assert.equal(judged.code, 0, judged.out + judged.err);
});

test('the journal of a booking whose work nobody saw is inconclusive', async (t) => {
  const receiver = await startReceiver(t);
  const journals = await scratchFolder(t);
  const mock = await startMock(t, '--webhook', receiver.url, '--journal', journals);
  await book(mock, receiver);
  const judged = await judge(mock, journals);
  assert.equal(judged.code, 3, judged.out + judged.err);
});

test('reservekitjs hears of the mock\'s refusals', async (t) => {
  const mock = await startMock(t);
  await assert.rejects(ReserveKit.create('sk_rsv_e2e', 999, { host: mock.url }));
  const client = await ReserveKit.create('sk_rsv_e2e', 123, { host: mock.url });
  await assert.rejects(client.service.createBooking({ date: '2030-01-07', time_slot_id: 999 }));
});
