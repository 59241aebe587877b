// Starts rkmock as a process, and an Express application to be judged by it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

export const library = fileURLToPath(new URL('../../scenarios/library', import.meta.url));

// A package from the lock file. A missing one is a failure that says what to do.
export async function installed(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      `The package ${name} is not installed. Run: npm ci --prefix tests/e2e`, { cause: error });
  }
}

function launch(args) {
  const binary = process.env.RKMOCK_BINARY;
  assert.ok(binary, 'RKMOCK_BINARY is not set: run these tests through ctest -L e2e');
  // Variables of the caller's shell must not say where the receiver is.
  const { RECEIVER_URL, RECEIVER_BASE, GITHUB_ACTIONS, ...env } = process.env;
  const child = spawn(binary, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => { said.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { said.err += text; });
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code ?? signal, ...said }));
  return { child, ended };
}

// To its end: { code, out, err }.
export function runRkmock(...args) {
  return launch(args).ended;
}

// Until it says `ready URL`. stop() interrupts it and gives { code, out, err }.
export async function startRkmock(...args) {
  const { child, ended } = launch(args);
  const ready = new Promise((resolve) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
    });
  });
  const url = await Promise.race([ready, ended.then(({ code, out, err }) => {
    const said = `${out}${err}`;
    throw new Error(`rkmock ${args.join(' ')} ended with ${code} before it was ready:\n${said}`);
  })]);
  return {
    url,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

// A receiver must know where its downstream is before the run that listens there begins.
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export async function listen(app) {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/webhooks/reservekit`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

// A folder that lasts as long as the test.
export async function scratchFolder(t) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rkmock-e2e-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

// The scenario's file, whatever its group.
export async function fileOf(name) {
  const files = await readdir(library, { recursive: true });
  const file = files.find((found) => path.basename(found) === `${name}.yaml`);
  assert.ok(file, `the library has no ${name}`);
  return path.join(library, file);
}

// Plays scenarios of the library against what makeApp(downstream) returns:
// { code, out, err, report }, the report as --json wrote it.
export async function play(t, makeApp, ...scenarios) {
  const port = await freePort();
  const receiver = await listen(makeApp(`http://127.0.0.1:${port}/sink/effects`));
  t.after(receiver.close);
  const file = path.join(await scratchFolder(t), 'report.json');
  const files = await Promise.all(scenarios.map(fileOf));
  const ended = await runRkmock(
    'run', ...files, '--receiver', receiver.url, '--port', String(port), '--json', file);
  const judged = ended.code === 0 || ended.code === 1;
  assert.ok(judged, `exit code ${ended.code}\n${ended.out}${ended.err}`);
  return { ...ended, report: JSON.parse(await readFile(file, 'utf8')) };
}

// { no_lost_event: 'pass', … } of the scenario in that file.
export function verdicts(report, scenario) {
  const played = report.scenarios.find(({ file }) => path.basename(file) === `${scenario}.yaml`);
  assert.ok(played, `${scenario} was not played`);
  const merged = {};
  for (const { check, verdict } of played.checks) {
    merged[check] = merged[check] && merged[check] !== 'pass' ? merged[check] : verdict;
  }
  return merged;
}
