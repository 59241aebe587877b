// An OpenAPI document as a judge of answers.
import assert from 'node:assert/strict';

import { installed } from './rkmock.js';

const { Ajv2020 } = await installed('ajv/dist/2020.js');
const { default: addFormats } = await installed('ajv-formats');

const escape = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = (...parts) => `#/${parts.map(escape).join('/')}`;

// follow(document, '#/components/schemas/Error')
export function follow(document, reference) {
  return reference.slice(2).split('/').reduce((at, part) => {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    assert.ok(at && name in at, `${reference} leads nowhere`);
    return at[name];
  }, document);
}

export class Judge {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false });
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'document');
    this.compiled = new Map();
  }

  // Every operation: { id, method, path, operation, statuses: { status: codes } }.
  operations() {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        operation,
        statuses: Object.fromEntries(
          Object.keys(operation.responses)
            .filter((status) => status !== 'default')
            .map((status) => [status, this.codes(path, method, status)])),
      })));
  }

  // Where the response stands; a status that is not described is `default`.
  response(path, method, status) {
    const { responses } = this.document.paths[path][method.toLowerCase()];
    const described = String(status) in responses ? String(status) : 'default';
    return responses[described].$ref
      ?? pointer('paths', path, method.toLowerCase(), 'responses', described);
  }

  // The error codes of a response; none for a success.
  codes(path, method, status) {
    const response = follow(this.document, this.response(path, method, status));
    return Object.keys(response.content['application/json'].examples ?? {});
  }

  // What is wrong with a value by the schema there; empty when nothing is.
  problems(reference, value) {
    if (!this.compiled.has(reference)) {
      this.compiled.set(reference, this.ajv.compile({ $ref: `document${reference}` }));
    }
    const check = this.compiled.get(reference);
    return check(value)
      ? []
      : check.errors.map(({ instancePath, message, params }) =>
        `${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
  }

  problemsOfAnswer(path, method, status, body) {
    const response = this.response(path, method, status);
    return this.problems(`${response}/content/application~1json/schema`, body);
  }

  problemsOfRequest(path, method, body) {
    const reference = pointer('paths', path, method.toLowerCase(), 'requestBody', 'content',
      'application/json', 'schema');
    return this.problems(reference, body);
  }
}

// Every way to take a member out of a JSON value, or to put a strange one in:
// [{ what: 'without /data/id', value }].
export function mutations(value) {
  const found = [];
  const walk = (at, place, rebuild) => {
    if (Array.isArray(at)) {
      at.forEach((item, i) => walk(item, `${place}/${i}`,
        (changed) => rebuild(at.map((old, j) => (i === j ? changed : old)))));
    } else if (at !== null && typeof at === 'object') {
      found.push({ what: `strange ${place}/strange`, value: rebuild({ ...at, strange: 1 }) });
      for (const [name, member] of Object.entries(at)) {
        const { [name]: _, ...others } = at;
        found.push({ what: `without ${place}/${name}`, value: rebuild(others) });
        walk(member, `${place}/${name}`, (changed) => rebuild({ ...at, [name]: changed }));
      }
    } else {
      found.push({ what: `another type ${place}`, value: rebuild([at]) });
    }
  };
  walk(value, '', (changed) => changed);
  return found;
}
