// The vendor's Swagger file. It is the vendor's, and not part of this project: these tests look
// for it and are skipped without.
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const beside = path.resolve(root, '..', 'shared', 'reservekit', 'swagger.json');

// { file, swagger }, or { skip: why not }.
export async function vendorSwagger() {
  const file = path.resolve(process.env.RKMOCK_VENDOR_SWAGGER || beside);
  try {
    await access(file);
  } catch {
    return {
      skip: `the vendor's Swagger file is not at ${file}; RKMOCK_VENDOR_SWAGGER can name it`,
    };
  }
  return { file, swagger: JSON.parse(await readFile(file)) };
}

// The file contradicts itself and the vendor's own client in two places. What the mock and the
// client send there is said by the vendor too, so the checks go by this amended copy:
// - the type of `error` has no null, but the file's own sample of a success, x-envelope-success,
//   has `"error": null`, and so has the client's type;
// - `page` and `page_size` are required of GET /time-slots, but the client asks with
//   `no_pagination=true` and without them.
export function amended(swagger) {
  const copy = structuredClone(swagger);
  for (const name of ['main.Envelope', 'main.ErrorEnvelope']) {
    copy.definitions[name].properties.error['x-nullable'] = true;
  }
  for (const parameter of copy.paths['/time-slots'].get.parameters) {
    if (parameter.name.startsWith('page')) parameter.required = false;
  }
  return copy;
}
