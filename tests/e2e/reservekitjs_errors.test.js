// What the vendor's client makes of the mock's answers in each dialect: its objects, and the
// message of each documented error that it can run into.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { installed, startRkmock } from './rkmock.js';

const { ReserveKit } = await installed('reservekitjs');

async function startMock(t, dialect) {
  const mock = await startRkmock('serve', '--port', '0', '--dialect', dialect);
  t.after(mock.stop);
  return mock.url;
}

const jane = {
  date: '2030-01-07', time_slot_id: 456,
  customer_name: 'Jane Doe', customer_email: 'jane@example.com', customer_phone: '+12025550185',
};

const isTime = (text) => !Number.isNaN(Date.parse(text));

// Requests that the client has no method for, in its own words.
function ask(client, url, type, to, payload) {
  return client.apiClient.request({ type, url: `${url}/v1${to}`, payload });
}

async function sendAs(url, method, to, body) {
  const answer = await fetch(`${url}/v1${to}`, {
    method, body: JSON.stringify(body),
    headers: { Authorization: 'Bearer sk_rsv_e2e', 'Content-Type': 'application/json' },
  });
  assert.equal(answer.status, 200, await answer.text());
}

// Every documented error that the client can meet: [message, what to do].
function errors(url) {
  const create = (id = 123, key = 'sk_rsv_e2e') => ReserveKit.create(key, id, { host: url });
  const book = async (booking) => (await create()).service.createBooking(booking);
  const cancel = async (id) => {
    const { error } = await ask(await create(), url, 'post', `/bookings/${id}/cancel`, {});
    if (error) throw new Error(error);
  };
  return [
    ['Authorization header is malformed', () => create(123, 'two words')],
    ['Service with ID 999 not found', () => create(999)],
    ['The id field must be an integer', () => create('abc')],
    ['Time slot with ID 999 not found', () => book({ ...jane, time_slot_id: 999 })],
    ['The date field is required', () => book({ time_slot_id: 456 })],
    ['The date field must be in format YYYY-MM-DD', () => book({ ...jane, date: '7.1.2030' })],
    ['The request contains invalid parameters', () => book({})],
    ['duplicate booking', async () => {
      await book(jane);
      await book(jane);
    }],
    ['time slot is full', async () => {
      const slot = { id: 456, day_of_week: 0, start_time: '2023-01-01 09:00:00',
        end_time: '2023-01-01 17:00:00', max_bookings: 1 };
      await sendAs(url, 'PATCH', '/time-slots', { service_id: 123, time_slots: [slot] });
      await book({ ...jane, customer_email: 'roe@example.com', customer_phone: null });
    }],
    ['Booking with ID 1 not found', () => cancel(1)],
    ['Status cannot change from cancelled to cancelled', async () => {
      const { id } = await book({ ...jane, date: '2030-01-14' });
      await cancel(id);
      await cancel(id);
    }],
    ['The requested resource doesn\'t exist', async () => {
      const { error } = await ask(await create(), url, 'get', '/nothing');
      throw new Error(error);
    }],
  ];
}

test('the openapi dialect has every member of the client\'s types', async (t) => {
  const url = await startMock(t, 'openapi');
  const { service } = await ReserveKit.create('sk_rsv_e2e', 123, { host: url });
  assert.equal(service.id, 123);
  assert.equal(service.name, 'Consultation');
  assert.equal(service.version, 1);
  for (const member of ['provider_id', 'description', 'timezone']) {
    assert.equal(typeof service[member], 'string', member);
  }
  assert.ok(isTime(service.created_at) && isTime(service.updated_at));

  const [slot] = await service.getTimeSlots();
  for (const member of ['id', 'service_id', 'day_of_week', 'max_bookings']) {
    assert.equal(typeof slot[member], 'number', member);
  }
  // Only so can `new Date(slot.start_time)` be the same everywhere.
  assert.equal(new Date(slot.start_time).toISOString(), '2023-01-01T09:00:00.000Z');
  assert.equal(new Date(slot.end_time).toISOString(), '2023-01-01T17:00:00.000Z');

  const booking = await service.createBooking({ ...jane, date: new Date('2030-01-07') });
  for (const member of ['id', 'version', 'service_id', 'customer_id', 'time_slot_id']) {
    assert.equal(typeof booking[member], 'number', member);
  }
  assert.equal(new Date(booking.date).toISOString(), '2030-01-07T00:00:00.000Z');
  assert.equal(booking.customer.email, jane.customer_email);
});

test('the client copes with successes of the docs dialect, without its own members', async (t) => {
  const url = await startMock(t, 'docs');
  const { service } = await ReserveKit.create('sk_rsv_e2e', 123, { host: url });
  assert.equal(service.name, 'Consultation');
  assert.equal(service.version, undefined);
  const [slot] = await service.getTimeSlots();
  assert.equal(slot.start_time, '2023-01-01 09:00:00');
  const booking = await service.createBooking(jane);
  assert.equal(booking.date, '2030-01-07');
  assert.equal(booking.customer_id, undefined);
});

// The client makes an Error of whatever stands in `error`. In the guide's form that is an object,
// so that every message is lost: why there is a dialect for the client.
for (const [dialect, shown] of [
  ['openapi', (message) => message], ['docs', () => '[object Object]'],
]) {
  describe(`in dialect ${dialect} the client says ${shown('the message')}`, () => {
    errors('').forEach(([message], i) => {
      test(message, async (t) => {
        const url = await startMock(t, dialect);
        const [, run] = errors(url)[i];
        if (message === 'time slot is full') {
          const client = await ReserveKit.create('sk_rsv_e2e', 123, { host: url });
          await client.service.createBooking(jane);
        }
        await assert.rejects(run(), { name: 'Error', message: shown(message) });
      });
    });
  });
}
