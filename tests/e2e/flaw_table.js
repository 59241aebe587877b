// node flaw_table.js FOLDER PAGE: writes the table of flaws and checks into the page, from the
// reports FOLDER/FLAW.json of `./dev flaws`. Standard input is what `--list-flaws` prints. A cell
// is in how many scenarios of the library the check failed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const begin = '<!-- table: written by ./dev flaws --table -->';
const end = '<!-- end of table -->';
const [folder, page] = process.argv.slice(2);

function fail(message) {
  console.error(message);
  process.exit(1);
}

const schema = JSON.parse(
  readFileSync(new URL('../../scenarios/scenario.schema.json', import.meta.url), 'utf8'));
const checks = schema.definitions.expectation.anyOf.find((one) => one.enum).enum;

// Lines `NAME  what is wrong (shows with: what a sender must do)`.
const flaws = [...readFileSync(0, 'utf8').matchAll(/^(\w+) +(.*?)(?: \(shows with: .*\))?$/gm)]
  .map(([, name, words]) => ({ name, words }));
if (flaws.length === 0) {
  fail('no flaws on standard input: pipe `rkmock receiver --like reference --list-flaws` into it');
}

const missing = flaws.filter(({ name }) => !existsSync(path.join(folder, `${name}.json`)));
if (missing.length > 0) {
  fail(`no report of ${missing.map(({ name }) => name).join(', ')}: run ./dev flaws first`);
}

function countsOf({ name }) {
  const { scenarios } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const counts = new Map();
  for (const scenario of scenarios) {
    const failed = (scenario.checks ?? []).filter(({ verdict }) => verdict === 'fail');
    for (const check of new Set(failed.map((one) => one.check))) {
      counts.set(check, (counts.get(check) ?? 0) + 1);
    }
  }
  const unknown = [...counts.keys()].filter((check) => !checks.includes(check));
  if (unknown.length > 0) {
    fail(`${name}.json has checks that do not exist: ${unknown.join(', ')}; run ./dev flaws anew`);
  }
  const scenariosFailed = scenarios.filter(({ verdict }) => verdict === 'fail').length;
  return { counts, scenariosFailed, played: scenarios.length };
}

const row = (cells) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
const heads = checks.map((check) => `[\`${check}\`](checks.md#${check})`);
const lines = [
  row(['Flaw', 'What is wrong', 'Scenarios', ...heads]),
  `|${'---|'.repeat(heads.length + 3)}`,
];
const totals = new Map();
for (const flaw of flaws) {
  const { counts, scenariosFailed } = countsOf(flaw);
  for (const check of counts.keys()) {
    totals.set(check, (totals.get(check) ?? 0) + 1);
  }
  const cells = checks.map((check) => counts.get(check) ?? '');
  lines.push(row([`\`${flaw.name}\``, flaw.words, scenariosFailed, ...cells]));
}
lines.push(row(['Flaws caught', '', '', ...checks.map((check) => totals.get(check) ?? '')]));

const text = readFileSync(page, 'utf8');
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
if (from < 0 || to < from) {
  fail(`${page} has no place for the table: a line '${begin}' and then '${end}'`);
}
writeFileSync(
  page, `${text.slice(0, from + begin.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`);
console.log(`${page}: ${flaws.length} flaws, ${checks.length} checks`);
