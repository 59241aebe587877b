// Every answer of /v1 is one that its OpenAPI document describes, and every answer that is
// described can be had. In both dialects, over real sockets.
import assert from 'node:assert/strict';
import http from 'node:http';
import { before, describe, test } from 'node:test';

import { follow, Judge, mutations } from './openapi.js';
import { commonCalls, ownCalls } from './openapi_calls.js';
import { installed, listen, startRkmock } from './rkmock.js';

const { Validator } = await installed('@seriousme/openapi-schema-validator');

// What takes a bug or 100,000 bookings; nothing else may be missing.
const unprovoked = [/^\w+ 500 /, /^createBooking 507 mock_limit_reached$/];

// One connection for all calls: a mock is called in turn here.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

async function send(url, { method, to, body, type = 'application/json', authorization }) {
  const headers = {};
  if (authorization !== null) headers.Authorization = authorization ?? 'Bearer sk_rsv_contract';
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  if (text !== undefined) headers['Content-Type'] = type;
  const request = http.request(`${url}${to}`, { method, headers, agent });
  const answer = await new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
    request.end(text);
  });
  const chunks = await answer.toArray();
  return {
    status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString(),
  };
}

// A mock, its document, and every call that was made to it with what came back.
async function startContract(dialect) {
  const webhooks = [];
  const receiver = await listen(http.createServer(async (req, res) => {
    webhooks.push(JSON.parse(Buffer.concat(await req.toArray())));
    res.end();
  }));
  const mock = await startRkmock(
    'serve', '--port', '0', '--dialect', dialect, '--webhook', receiver.url, '--drain', '60s');
  const { text } = await send(mock.url, { method: 'GET', to: '/v1/openapi.json' });
  const document = JSON.parse(text);
  return {
    url: mock.url, judge: new Judge(document), document, dialect, webhooks,
    stop: async () => {
      await mock.stop();
      await receiver.close();
    },
  };
}

async function book(url, date, customer_email) {
  const { text } = await send(url, {
    method: 'POST', to: '/v1/bookings', body: { date, time_slot_id: 456, customer_email },
  });
  return JSON.parse(text).data.id;
}

// An account begins with one service and takes 1,000.
async function fillWithServices(url, authorization) {
  const service = { name: 'One of many', timezone: 'UTC' };
  const create = { method: 'POST', to: '/v1/services', body: service, authorization };
  for (let made = 1; made < 1000; ++made) await send(url, create);
  return { id: 'createService', ...create, status: 507, code: 'mock_limit_reached' };
}

// What every route answers to a key that may not, on mocks that have such keys.
async function callGuarded(dialect, operations) {
  const guarded = operations.filter(({ operation }) => operation.security?.length !== 0);
  const made = [];
  const askAll = async (flags, expected, tries, ...authorizations) => {
    const mock = await startRkmock('serve', '--port', '0', '--dialect', dialect, ...flags);
    for (const authorization of authorizations) {
      for (const { id, method, path } of guarded) {
        const call = { id, to: path.replace('{id}', '1'), method, path, authorization };
        let answer;
        for (let left = tries; left > 0 && answer?.status !== expected.status; --left) {
          answer = await send(mock.url, call);
        }
        made.push({ ...call, ...expected, answer, value: JSON.parse(answer.text) });
      }
    }
    await mock.stop();
  };
  await askAll(['--api-key', 'sk_rsv_known', '--revoked-key', 'sk_rsv_gone'],
    { status: 401, code: 'invalid_api_key' }, 1, 'Bearer sk_rsv_gone', 'Bearer sk_rsv_never');
  await askAll(['--api-key', 'sk_rsv_contract@example.com'],
    { status: 403, code: 'origin_not_allowed' }, 1, undefined);
  // However slow the machine is, two of so many requests come within one second.
  await askAll(['--rate-limit', '1/s'],
    { status: 429, code: 'rate_limit_exceeded' }, 50, undefined);
  await askAll(['--rate-limit', '1000/s,monthly=1'],
    { status: 429, code: 'api_limit_exceeded' }, 2, undefined);
  return made;
}

async function callAll({ url, judge, dialect }) {
  const booking = await book(url, '2030-01-07', 'jane@example.com');
  const other = await book(url, '2030-01-21', 'other@example.com');
  const ids = { service: 123, slot: 456, booking, other };
  const idOf = (path) => (path.includes('services') ? 123 : path.includes('slots') ? 456 : booking);
  const operations = judge.operations();
  const calls = [
    ...commonCalls(operations, idOf), ...ownCalls(ids),
    await fillWithServices(url, 'Bearer sk_rsv_full'),
  ];
  const made = [];
  for (const call of calls) {
    const { method, path } = operations.find(({ id }) => id === call.id);
    const answer = await send(url, { method, ...call });
    made.push({ ...call, method, path, answer, value: JSON.parse(answer.text) });
  }
  return [...made, ...await callGuarded(dialect, operations)];
}

function codeOf(dialect, { answer, value }) {
  const error = dialect === 'docs' ? value.error : value;
  return answer.status < 300 ? '' : error.code || 'origin_not_allowed';
}

function tell({ method, to, body, answer }) {
  return `${method} ${to} ${JSON.stringify(body) ?? ''}\n${answer.status} ${answer.text}`;
}

function allow(operations, path) {
  const methods = operations.filter((operation) => operation.path === path).flatMap(
    ({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...methods, 'OPTIONS'].sort();
}

for (const dialect of ['docs', 'openapi']) {
  describe(`dialect ${dialect}`, () => {
    let contract;
    let made;

    before(async () => {
      contract = await startContract(dialect);
      made = await callAll(contract);
      await contract.stop();
    });

    test('the document is valid OpenAPI 3.1', async () => {
      const { valid, errors } = await new Validator().validate(structuredClone(contract.document));
      assert.ok(valid, JSON.stringify(errors));
      const broken = structuredClone(contract.document);
      delete broken.paths['/v1/bookings'].post.responses['201'].description;
      assert.equal((await new Validator().validate(broken)).valid, false);
    });

    test('the examples of the document are what it says', () => {
      const { judge, document } = contract;
      let count = 0;
      for (const { path, method, statuses } of judge.operations()) {
        for (const [status, codes] of Object.entries(statuses)) {
          for (const code of codes) {
            const { value } = follow(document, `#/components/examples/${code}`);
            assert.deepEqual(judge.problemsOfAnswer(path, method, status, value), [], code);
            ++count;
          }
        }
      }
      assert.ok(count > 100);
    });

    test('every answer has the status and code that was meant, and its described form', () => {
      for (const call of made) {
        const { answer, value, status, code, path, method } = call;
        assert.equal(answer.status, status, tell(call));
        if (code) assert.equal(codeOf(dialect, call), code, tell(call));
        const problems = contract.judge.problemsOfAnswer(path, method, answer.status, value);
        assert.deepEqual(problems, [], tell(call));
        assert.equal(answer.headers['content-type'], 'application/json');
        assert.equal(answer.headers['www-authenticate'], status === 401 ? 'Bearer' : undefined);
        assert.equal('retry-after' in answer.headers, status === 429);
      }
    });

    test('every answer that is described can be had', () => {
      const had = new Set(made.map((call) =>
        `${call.id} ${call.answer.status} ${codeOf(dialect, call)}`));
      const described = contract.judge.operations().flatMap(({ id, statuses }) =>
        Object.entries(statuses).flatMap(([status, codes]) =>
          (codes.length === 0 ? [''] : codes).map((code) => `${id} ${status} ${code}`)));
      const missing = described.filter((one) => !had.has(one));
      const excused = missing.filter((one) => unprovoked.some((pattern) => pattern.test(one)));
      assert.deepEqual(missing.filter((one) => !excused.includes(one)), []);
      const idle = unprovoked.filter((pattern) => !missing.some((one) => pattern.test(one)));
      assert.deepEqual(idle, [], 'these can be had');
      const undescribed = [...had].filter((one) => !described.includes(one));
      assert.deepEqual(undescribed, []);
    });

    test('a request that is taken is one that the document allows', () => {
      const taken = made.filter(({ body, answer }) => body !== undefined && answer.status < 300);
      assert.ok(taken.length > 10);
      for (const call of taken) {
        assert.deepEqual(
          contract.judge.problemsOfRequest(call.path, call.method, call.body), [], tell(call));
      }
    });

    test('an answer that lacks a member, or has one too many or of another type, is found', () => {
      // These may be absent: the slot of a booking that is deleted, the pagination of all slots.
      const optional = dialect === 'docs'
        ? /details|\/retry_after$/ : /details|\/retry_after$|\/time_slot$|\/pagination$/;
      let count = 0;
      const first = new Map(made.map((call) => [`${call.id} ${call.answer.status}`, call]));
      for (const { path, method, answer, value, id } of first.values()) {
        if (id === 'getOpenapi' && answer.status === 200) continue;
        for (const { what, value: wrong } of mutations(value)) {
          if (optional.test(what)) continue;
          const problems = contract.judge.problemsOfAnswer(path, method, answer.status, wrong);
          assert.notDeepEqual(problems, [], `${method} ${path} ${answer.status}: ${what}`);
          ++count;
        }
      }
      assert.ok(count > 500, `only ${count}`);
    });

    test('every webhook is one that the document describes', () => {
      const { judge, webhooks } = contract;
      const reference = '#/components/schemas/WebhookEvent';
      const kinds = new Set(webhooks.map(({ event_type }) => event_type));
      assert.deepEqual(
        [...kinds].sort(), ['bookings.create', 'bookings.delete', 'bookings.update']);
      for (const payload of webhooks) {
        assert.deepEqual(judge.problems(reference, payload), [], JSON.stringify(payload));
      }
      for (const { what, value } of mutations(webhooks[0])) {
        assert.notDeepEqual(judge.problems(reference, value), [], what);
      }
    });
  });

  test(`dialect ${dialect}: other methods are HEAD, OPTIONS or refused`, async (t) => {
    const { url, judge, stop } = await startContract(dialect);
    t.after(stop);
    const operations = judge.operations();
    const error = (answer) => judge.problems('#/components/schemas/Error', JSON.parse(answer.text));
    for (const path of new Set(operations.map((operation) => operation.path))) {
      const to = path.replace('{id}', '1');
      const options = await send(url, { method: 'OPTIONS', to });
      assert.equal(options.status, 204);
      assert.deepEqual(options.headers.allow.split(', ').sort(), allow(operations, path));
      const refused = await send(url, { method: 'PUT', to });
      assert.equal(refused.status, 405);
      assert.deepEqual(refused.headers.allow.split(', ').sort(), allow(operations, path));
      assert.deepEqual(error(refused), [], refused.text);
      if (allow(operations, path).includes('GET')) {
        const [get, head] = [
          await send(url, { method: 'GET', to }), await send(url, { method: 'HEAD', to })];
        assert.equal(head.status, get.status);
        assert.equal(head.headers['content-length'], get.headers['content-length']);
        assert.equal(head.text, '');
      }
    }
    const unknown = await send(url, { method: 'GET', to: '/v1/nothing' });
    assert.equal(unknown.status, 404);
    assert.deepEqual(error(unknown), [], unknown.text);
  });
}
