// The answers of dialect openapi against the vendor's own definitions: every member that the
// vendor declares has the declared type, and what else the mock sends is known.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { mutations } from './openapi.js';
import { installed, startRkmock } from './rkmock.js';
import { amended, vendorSwagger } from './vendor_swagger.js';

const { default: Ajv } = await installed('ajv');

// Swagger 2.0 says null in a word of its own.
function asJsonSchema(value) {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (value === null || typeof value !== 'object') return value;
  const { 'x-nullable': nullable, ...schema } = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, asJsonSchema(member)]));
  return nullable ? { ...schema, type: [schema.type, 'null'] } : schema;
}

class Definitions {
  constructor(swagger) {
    this.swagger = asJsonSchema(swagger);
    this.ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false });
    this.ajv.addSchema(this.swagger, 'swagger');
  }

  schema(path, method, status) {
    const response = this.swagger.paths[path][method].responses[status];
    assert.ok(response, `${method} ${path}: the vendor describes no ${status}`);
    return response.schema;
  }

  problems(path, method, status, value) {
    const at = `swagger#/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}/schema`;
    return this.ajv.validate({ $ref: at }, value) ? [] : this.ajv.errors;
  }

  // All properties of a schema, whatever they are composed of.
  properties(schema) {
    if (schema.$ref) return this.properties(this.swagger.definitions[schema.$ref.slice(14)]);
    const composed = (schema.allOf ?? []).map((part) => this.properties(part));
    return Object.assign({}, ...composed, schema.properties);
  }

  // Members of a value that the vendor does not declare: `Booking.status`.
  undeclared(schema, value, found = new Set()) {
    if (Array.isArray(value)) {
      for (const item of value) this.undeclared(schema.items ?? {}, item, found);
    } else if (value !== null && typeof value === 'object') {
      const properties = this.properties(schema);
      const name = schema.$ref?.replace(/.*\./, '') ?? 'Envelope';
      for (const [member, inner] of Object.entries(value)) {
        if (!(member in properties)) found.add(`${name}.${member}`);
        else this.undeclared(properties[member], inner, found);
      }
    }
    return found;
  }
}

async function callAll(url) {
  const made = [];
  const call = async (method, path, to, status, body) => {
    const answer = await fetch(`${url}/v1${to}`, {
      method, body: body && JSON.stringify(body),
      headers: { Authorization: 'Bearer sk_rsv_vendor', 'Content-Type': 'application/json' },
    });
    const value = await answer.json();
    assert.equal(answer.status, status, `${method} ${to}: ${JSON.stringify(value)}`);
    made.push({ method: method.toLowerCase(), path, status, value });
    return value.data;
  };
  const page = 'page=1&page_size=10';
  await call('GET', '/services', `/services?${page}`, 200);
  await call('GET', '/services', `/services?page=x&page_size=10`, 400);
  await call('GET', '/services/{id}', '/services/123', 200);
  await call('GET', '/services/{id}', '/services/x', 400);
  await call('GET', '/services/{id}', '/services/999', 404);
  await call('GET', '/time-slots', `/time-slots?service_id=123&${page}`, 200);
  await call('GET', '/time-slots', '/time-slots?service_id=123&no_pagination=true', 200);
  await call('GET', '/time-slots', '/time-slots', 400);
  await call('GET', '/time-slots', `/time-slots?service_id=999&${page}`, 404);
  const booking = { date: '2030-01-07', time_slot_id: 456, customer_email: 'jane@example.com' };
  const to = '/bookings?service_id=123';
  const { id } = await call('POST', '/bookings', to, 201, booking);
  await call('POST', '/bookings', to, 400, booking);
  await call('POST', '/bookings', to, 400, {});
  await call('POST', '/bookings', to, 404, { ...booking, time_slot_id: 999 });
  await call('GET', '/bookings', `/bookings?service_id=123&${page}`, 200);
  await call('GET', '/bookings', '/bookings', 400);
  await call('GET', '/bookings', `/bookings?service_id=999&${page}`, 404);
  await call('GET', '/bookings/{id}', `/bookings/${id}`, 200);
  await call('GET', '/bookings/{id}', '/bookings/x', 400);
  await call('GET', '/bookings/{id}', '/bookings/999', 404);
  return made;
}

const vendor = await vendorSwagger();

describe('the vendor\'s Swagger file', { skip: vendor.skip }, () => {
  let definitions;
  let made;

  before(async () => {
    definitions = new Definitions(amended(vendor.swagger));
    const mock = await startRkmock('serve', '--port', '0', '--dialect', 'openapi');
    try {
      made = await callAll(mock.url);
    } finally {
      await mock.stop();
    }
  });

  test('every answer has the types that the vendor declares', () => {
    for (const { path, method, status, value } of made) {
      assert.deepEqual(
        definitions.problems(path, method, status, value), [],
        `${method} ${path} ${status}: ${JSON.stringify(value)}`);
    }
  });

  test('every route and status that the vendor describes was asked for', () => {
    const asked = new Set(made.map(({ path, method, status }) => `${method} ${path} ${status}`));
    const described = Object.entries(vendor.swagger.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method} ${path} ${status}`)));
    // A 500 is a bug of the mock, and the list of all services is always there.
    const cannotBe = (one) => one.endsWith(' 500') || one === 'get /services 404';
    assert.deepEqual(described.filter((one) => !asked.has(one) && !cannotBe(one)), []);
  });

  test('what the mock sends beside the vendor\'s members is known', () => {
    const found = new Set();
    for (const { path, method, status, value } of made) {
      definitions.undeclared(definitions.schema(path, method, status), value, found);
    }
    // Of the guide and of the Go client, which the Swagger file forgets.
    assert.deepEqual([...found].sort(), [
      'Booking.message', 'Booking.status', 'ErrorEnvelope.code', 'ErrorEnvelope.details',
      'ErrorEnvelope.message', 'ErrorEnvelope.status', 'Service.timezone',
    ]);
  });

  test('every member that the vendor declares is sent, but for a service\'s provider', () => {
    const sent = new Map();
    const collect = (schema, value) => {
      if (!schema || value === null || typeof value !== 'object') return;
      if (Array.isArray(value)) {
        for (const item of value) collect(schema.items, item);
        return;
      }
      const name = schema.$ref ?? 'envelope';
      const properties = definitions.properties(schema);
      if (!sent.has(name)) sent.set(name, { properties, seen: new Set() });
      for (const [member, inner] of Object.entries(value)) {
        sent.get(name).seen.add(member);
        collect(properties[member], inner);
      }
    };
    for (const { path, method, status, value } of made) {
      collect(definitions.schema(path, method, status), value);
    }
    const missing = [...sent].flatMap(([name, { properties, seen }]) =>
      Object.keys(properties).filter((member) => !seen.has(member))
        .map((member) => `${name.replace(/.*\./, '')}.${member}`));
    assert.deepEqual(missing, ['Service.provider']);
  });

  test('a member of another type is found', () => {
    let count = 0;
    for (const { path, method, status, value } of made) {
      const undeclared = definitions.undeclared(definitions.schema(path, method, status), value);
      const free = [...undeclared].map((name) => name.replace(/.*\./, '/'));
      for (const { what, value: wrong } of mutations(value)) {
        const typed = what.startsWith('another type') && !/details|\/data$/.test(what);
        if (!typed || free.some((member) => what.endsWith(member))) continue;
        assert.notDeepEqual(definitions.problems(path, method, status, wrong), [], what);
        ++count;
      }
    }
    assert.ok(count > 100, `only ${count}`);
  });
});
