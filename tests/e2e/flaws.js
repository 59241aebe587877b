// node flaws.js FLAW REPORT: holds a run of the library against a reference receiver with that
// flaw to tests/golden/flaws.json: `caught_by` must fail, `also` may (`*`: any, since nothing works
// with that flaw), and nothing else may alarm.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [flaw, report] = process.argv.slice(2);
const table = JSON.parse(readFileSync(new URL('../golden/flaws.json', import.meta.url), 'utf8'));
const { caught_by: caughtBy = [], also = [] } = table[flaw] ?? {};
const failed = JSON.parse(readFileSync(report, 'utf8')).scenarios
  .filter(({ verdict }) => verdict === 'fail')
  .map(({ file }) => path.basename(file, '.yaml'));

const missed = caughtBy.filter((name) => !failed.includes(name));
const anything = also.includes('*');
const alarms = failed.filter(
  (name) => !anything && !caughtBy.includes(name) && !also.includes(name));
const words = [
  table[flaw] ? '' : 'not in tests/golden/flaws.json',
  missed.length > 0 ? `not caught by ${missed.join(', ')}` : '',
  alarms.length > 0 ? `unexpectedly failed: ${alarms.join(', ')}` : '',
].filter(Boolean);
console.log(`${flaw.padEnd(26)}${words.join('; ') || `caught by ${failed.length} scenarios`}`);
process.exitCode = words.length > 0 ? 1 : 0;
