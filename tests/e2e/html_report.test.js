// The HTML report in a real browser: Debian's Chromium, headless. No console message, everything
// can be reached by keyboard, nothing from outside is markup, large journals open.
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { vendorHandler } from './receivers/vendor_handler.js';
import { fileOf, freePort, installed, listen, runRkmock, scratchFolder } from './rkmock.js';
import {
  attacks, writeHostileJournal, writeLargeJournal, writePlainJournal, writeRacingJournal,
} from './written_journal.js';

const { default: express } = await installed('express');
const { chromium } = await installed('playwright-core');
const { default: axe } = await installed('axe-core');

let browser;

before(async () => {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  await access(executablePath).catch(() => {
    throw new Error(`There is no ${executablePath}. Run: ./dev deps, or name one in CHROMIUM`);
  });
  // A container without user namespaces has no sandbox; the pages are our own.
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(() => browser?.close());

// A page on which any message, error or request fails the test.
async function show(t, file, { hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.stack));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) said.push(`asked for ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(said, []);
  });
  await page.goto(`${pathToFileURL(file)}${hash}`);
  await page.locator('h1').waitFor();
  return page;
}

async function reportOf(html, ...journals) {
  const { code, out, err } = await runRkmock('report', ...journals, '--html', html);
  assert.equal(code, 0, `${out}${err}`);
  assert.equal(out, '');
  return html;
}

// Three scenarios of which the last failed.
async function runReport(t) {
  const folder = await scratchFolder(t);
  const journals = ['plain.jsonl', 'burst.jsonl', 'racing.jsonl']
    .map((name) => path.join(folder, name));
  await writePlainJournal(journals[0], 2);
  await writePlainJournal(journals[1], 20);
  await writeRacingJournal(journals[2]);
  return reportOf(path.join(folder, 'run.html'), ...journals);
}

const racing = '#scenario-3';

async function violations(page) {
  await page.evaluate((code) => { (0, eval)(code); }, axe.source);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ html }) => html).join('\n')}`);
}

const openAttempt = (page) => page.locator('.row.delivery .item').first().click();

test('a run is a table that is filtered, and each scenario has a page of its own', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html);
  assert.match(await page.title(), /^fail: rkmock run of 3 scenarios/);
  const rows = page.locator('.scenarios tbody tr');
  assert.equal(await rows.count(), 3);
  assert.match(await rows.first().textContent(), /failed.*race.*no_duplicate_effect/s);
  await page.getByLabel('Filter scenarios and checks').fill('race each');
  assert.equal(await rows.count(), 1);
  await page.getByLabel('Filter scenarios and checks').fill('');
  await page.getByRole('button', { name: '1 failed' }).click();
  assert.equal(await rows.count(), 1);
  await page.getByRole('link', { name: /race/ }).click();
  await page.getByRole('heading', { name: 'Time line' }).waitFor();
  assert.match(page.url(), /#scenario-3$/);
  await page.getByRole('link', { name: 'All scenarios' }).click();
  await page.getByLabel('Filter scenarios and checks').waitFor();
  assert.equal(await rows.count(), 1, 'the filter is kept');
});

test('an attempt shows its request, its answer and its phases', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html, { hash: racing });
  assert.equal(await page.locator('.row.delivery .item').count(), 4, 'the copies in sight');
  await openAttempt(page);
  const panel = page.locator('.panel');
  await panel.getByRole('heading', { name: 'Phases' }).waitFor();
  const text = await panel.innerText();
  for (const part of ['jane.create/1 attempt 1', 'acknowledged', 'POST http://127.0.0.1',
    'X-Webhook-Signature', '"event_type": "bookings.create"', 'wait for the answer', '200']) {
    assert.ok(text.includes(part), `${part} is not in\n${text}`);
  }
  await panel.getByRole('button', { name: 'Raw' }).first().click();
  assert.match(await panel.locator('pre').first().textContent(), /^\{"event_type"/);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
});

test('evidence leads to its mark, and a line has an address of its own', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html, { hash: racing });
  await page.locator('.evidence button').first().click();
  await page.locator('.item.chosen.proves').waitFor();
  assert.match(page.url(), /#scenario-3\/line-\d+$/);
  assert.match(await page.locator('.panel .proof').textContent(), /Evidence/);
  const again = await show(t, html, { hash: new URL(page.url()).hash });
  await again.locator('.item.chosen.proves').waitFor();
  assert.equal(await again.locator('.panel h2').textContent(),
    await page.locator('.panel h2').textContent());
});

test('the time line is for the keyboard too', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html, { hash: racing });
  const label = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  const ticks = () => page.locator('.tick-word').allTextContents();
  assert.equal(await page.locator('.paper .item[tabindex="0"]').count(), 1);
  await page.locator('.row.delivery .item').first().focus();
  await openAttempt(page);
  await page.keyboard.press('Escape');
  assert.match(await label(), /^jane\.create\/1 attempt 1, acknowledged/);
  await page.keyboard.press('ArrowDown');
  assert.match(await label(), /^jane\.create\/2 attempt 1/);
  const before = await ticks();
  await page.keyboard.press('+');
  await page.waitForFunction((words) => words !== [...document.querySelectorAll('.tick-word')]
    .map((node) => node.textContent).join(), before.join());
  await page.keyboard.press('0');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2');
});

test('gaps can be cut, and every line stands in a table', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html, { hash: racing });
  await page.getByRole('button', { name: 'Gaps cut' }).click();
  await page.locator('.cut').first().waitFor();
  await page.getByText(/^The journal, \d+ lines/).click();
  const rows = page.locator('.lines tbody tr');
  const lines = Number(/\d+/.exec(await page.getByText(/^The journal, /).textContent())[0]);
  assert.equal(await rows.count(), Math.min(lines, 200));
  await page.getByLabel('Filter lines').fill('drain started');
  await page.waitForFunction(() => document.querySelectorAll('.lines tbody tr').length === 1);
});

for (const colorScheme of ['light', 'dark']) {
  test(`no serious barrier in the ${colorScheme} theme`, async (t) => {
    const html = await runReport(t);
    const overview = await show(t, html, { colorScheme, bypassCSP: true });
    assert.deepEqual(await violations(overview), []);
    const page = await show(t, html, { colorScheme, bypassCSP: true, hash: racing });
    await page.getByText('Legend and keys').click();
    await page.getByText(/^The journal, /).click();
    await openAttempt(page);
    assert.deepEqual(await violations(page), []);
  });
}

test('the theme can be chosen', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html, { colorScheme: 'light' });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  assert.notEqual(await paper(), light);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  assert.equal(await paper(), light);
});

test('on a telephone nothing is wider than the page', async (t) => {
  const html = await runReport(t);
  for (const hash of ['', racing]) {
    const page = await show(t, html, { viewport: { width: 390, height: 844 }, hash });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${hash || 'the run'} is ${wide} wide`);
  }
});

test('on paper every check that did not pass is open, and nothing is to be pressed', async (t) => {
  const html = await runReport(t);
  const page = await show(t, html, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const text = await page.locator('body').innerText();
  assert.match(text, /likely cause/);
  assert.match(text, /jane\.create\/4/);
  assert.equal(await page.locator('#print button').count(), 0);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    'rgb(255, 255, 255)');
  assert.ok((await page.pdf()).length > 10_000);
});

test('nothing from outside is markup or runs', async (t) => {
  const folder = await scratchFolder(t);
  const journal = path.join(folder, 'hostile.jsonl');
  await writeHostileJournal(journal);
  const page = await show(t, await reportOf(path.join(folder, 'hostile.html'), journal));
  await page.getByText(/^The journal, /).click();
  await openAttempt(page);
  const text = await page.locator('body').innerText();
  assert.ok(text.includes(attacks[0]), 'it is shown as text');
  assert.ok(text.includes('\\x1b[2J'), 'control characters are shown');
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\u0000\u001b\u007f\u0085\u200f\u202e\u2066]/);
  assert.equal(await page.evaluate(() => globalThis.owned), undefined);
  assert.equal(await page.locator('main img, main script, main svg[onload]').count(), 0);
});

test('a journal of 35,000 lines opens, and its evidence is found', async (t) => {
  const folder = await scratchFolder(t);
  const journal = path.join(folder, 'large.jsonl');
  const deliveries = 5_000;  // seven lines each
  await writeLargeJournal(journal, deliveries);
  const page = await show(t, await reportOf(path.join(folder, 'large.html'), journal));
  assert.ok(await page.locator('.paper .item').count() > 0, 'something is in sight at once');
  assert.ok(await page.locator('.row').count() < 60, 'only what is in sight is drawn');
  await page.locator('.evidence button').first().click();
  await page.locator('.item.chosen.proves').waitFor();
  await page.getByLabel('Filter bookings and deliveries').fill('guest5500');
  assert.match(await page.locator('.row-label').allInnerTexts().then((all) => all.join()),
    /guest5500\.create\/1/);
  await page.getByRole('button', { name: 'Gaps cut' }).click();
  await page.getByText(/^The journal, /).click();
  await page.getByRole('button', { name: 'Show more' }).click();
  assert.equal(await page.locator('.lines tbody tr').count(), 400);
});

test('a run that is played writes the same report', async (t) => {
  const folder = await scratchFolder(t);
  const port = await freePort();
  const receiver = await listen(vendorHandler(express, `http://127.0.0.1:${port}/sink/effects`));
  t.after(receiver.close);
  const files = await Promise.all(['plain_lifecycle', 'update_before_create'].map(fileOf));
  const html = path.join(folder, 'run.html');
  const { code, out, err } = await runRkmock('run', ...files, '--receiver', receiver.url,
    '--port', String(port), '--html', html);
  assert.equal(code, 1, `${out}${err}`);
  const page = await show(t, html);
  assert.match(await page.title(), /^fail: rkmock run of 2 scenarios/);
  await page.locator('.scenarios tbody a').first().click();
  assert.match(await page.locator('.replay code').textContent(), /^rkmock run .*--seed \d+/);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.match(await page.locator('.check.fail').first().innerText(), /converges/);
  await page.locator('.evidence button').first().click();
  await page.locator('.item.chosen.proves').waitFor();
  const [first] = await page.locator('.row.delivery .item').all();
  await first.click();
  assert.match(await page.locator('.panel').innerText(), /X-Webhook-Signature/);
});

test('report says what is wrong with a journal or a file', async (t) => {
  const folder = await scratchFolder(t);
  const none = await runRkmock('report', path.join(folder, 'none.jsonl'), '--html',
    path.join(folder, 'none.html'));
  assert.equal(none.code, 2);
  assert.match(none.err, /none\.jsonl/);
  await assert.rejects(access(path.join(folder, 'none.html')));
  const nothing = await runRkmock('report', path.join(folder, 'none.jsonl'));
  assert.equal(nothing.code, 2);
  assert.match(nothing.err, /no report was asked for; try --html FILE/);
  const journal = path.join(folder, 'small.jsonl');
  await writeLargeJournal(journal, 2);
  const unwritable = await runRkmock('report', journal, '--html', folder);
  assert.equal(unwritable.code, 4);
  assert.match(unwritable.err, /--html/);
});
