// Stoplight Prism between the vendor's client and the mock, with the vendor's Swagger file: it
// finds nothing that the file does not allow.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import readline from 'node:readline';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { freePort, installed, scratchFolder, startRkmock } from './rkmock.js';
import { amended, vendorSwagger } from './vendor_swagger.js';

const { ReserveKit } = await installed('reservekitjs');

const prism = fileURLToPath(new URL('prism/node_modules/@stoplight/prism-cli/dist/index.js',
  import.meta.url));

const vendor = await vendorSwagger();

async function whyNot() {
  if (vendor.skip) return vendor.skip;
  try {
    await access(prism);
    return undefined;
  } catch {
    return 'Prism is not installed: npm ci --prefix tests/e2e/prism, when npm is in reach';
  }
}

// The client asks under /v1, so the paths are written so.
function underV1(swagger) {
  const paths = Object.fromEntries(
    Object.entries(swagger.paths).map(([at, methods]) => [`/v1${at}`, methods]));
  return { ...swagger, basePath: '/', paths };
}

async function startPrism(t, swagger, upstream) {
  const file = path.join(await scratchFolder(t), 'swagger.json');
  await writeFile(file, JSON.stringify(underV1(swagger)));
  const port = await freePort();
  const args = [prism, 'proxy', '--host', '127.0.0.1', '--port', String(port), file, upstream];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
  const ended = once(child, 'close');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      if (line.includes('Prism is listening')) resolve();
    });
    ended.then(() => reject(new Error(`Prism ended before it listened:\n${said}`)));
  });
  return `http://127.0.0.1:${port}`;
}

// What Prism says of everything that is fetched until the test ends.
function watchViolations(t) {
  const found = [];
  const original = globalThis.fetch;
  t.after(() => { globalThis.fetch = original; });
  globalThis.fetch = async (url, options) => {
    const answer = await original(url, options);
    const violations = JSON.parse(answer.headers.get('sl-violations') ?? '[]');
    found.push(...violations.map(({ location, message }) =>
      ({ request: `${options?.method ?? 'GET'} ${url}`, location: location.join('.'), message })));
    return answer;
  };
  return found;
}

// { proxy, violations }: a mock behind Prism.
async function startPair(t, dialect, swagger) {
  const mock = await startRkmock('serve', '--port', '0', '--dialect', dialect);
  t.after(mock.stop);
  const proxy = await startPrism(t, swagger, mock.url);
  return { proxy, violations: watchViolations(t) };
}

const booking = { date: '2030-01-07', time_slot_id: 456, customer_email: 'jane@example.com' };

describe('Prism between reservekitjs and the mock', { skip: await whyNot() }, () => {
  const { swagger } = vendor;

  test('service, slots, booking and refusals are without a violation', async (t) => {
    const { proxy, violations } = await startPair(t, 'openapi', amended(swagger));
    const client = await ReserveKit.create('sk_rsv_prism', 123, { host: proxy });
    assert.equal(client.service.name, 'Consultation');
    const [slot] = await client.service.getTimeSlots();
    const made = await client.service.createBooking({ ...booking, time_slot_id: slot.id });
    assert.equal(made.time_slot_id, 456);
    await assert.rejects(client.service.createBooking(booking), { message: 'duplicate booking' });
    await assert.rejects(
      client.service.createBooking({ ...booking, time_slot_id: 999 }),
      { message: 'Time slot with ID 999 not found' });
    await assert.rejects(
      ReserveKit.create('sk_rsv_prism', 999, { host: proxy }),
      { message: 'Service with ID 999 not found' });
    assert.deepEqual(violations, []);
  });

  test('the routes that the client has no word for are without a violation', async (t) => {
    const { proxy, violations } = await startPair(t, 'openapi', amended(swagger));
    const client = await ReserveKit.create('sk_rsv_prism', 123, { host: proxy });
    const { id } = await client.service.createBooking(booking);
    for (const to of [
      'services?page=1&page_size=10', `bookings/${id}`, 'bookings/999',
      'bookings?service_id=123&page=1&page_size=10', 'bookings?service_id=999&page=1&page_size=10',
      'time-slots?service_id=123&page=1&page_size=10',
    ]) {
      const answer = await fetch(`${proxy}/v1/${to}`, {
        headers: { Authorization: 'Bearer sk_rsv_prism' },
      });
      assert.ok([200, 404].includes(answer.status), to);
    }
    assert.deepEqual(violations, []);
  });

  test('the file as it is is at odds with itself and with the client', async (t) => {
    const { proxy, violations } = await startPair(t, 'openapi', swagger);
    const client = await ReserveKit.create('sk_rsv_prism', 123, { host: proxy });
    await client.service.getTimeSlots();
    assert.deepEqual([...new Set(violations.map(({ message }) => message))].sort(), [
      'Request query must have required property \'page\'',
      'Request query must have required property \'page_size\'',
      'Response body property error must be string',
    ]);
  });

  test('an answer in the guide\'s form is found', async (t) => {
    const { proxy, violations } = await startPair(t, 'docs', amended(swagger));
    await assert.rejects(ReserveKit.create('sk_rsv_prism', 999, { host: proxy }));
    assert.deepEqual(violations.map(({ location }) => location), ['response.body.error']);
  });
});
