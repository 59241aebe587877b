// What the senders' own libraries say of our signatures: each verifies what rkmock sends in its
// profile, and refuses the same bytes with one of them changed.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';

import { installed, listen, runRkmock, scratchFolder } from './rkmock.js';

const { Webhook: StandardWebhook } = await installed('standardwebhooks');
const { Webhook: SvixWebhook } = await installed('svix');
const { default: Stripe } = await installed('stripe');
const { verify: verifyGithub } = await installed('@octokit/webhooks-methods');

const standardSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const newSecret = 'whsec_bmV3LW5ldy1uZXctbmV3LW5ldy1uZXc=';

// Each throws, or answers false, for a request that is not genuine.
const verifiers = {
  'standard-webhooks': (body, headers, secret = standardSecret) =>
    new StandardWebhook(secret).verify(body, headers),
  svix: (body, headers) => new SvixWebhook(standardSecret).verify(body, headers),
  outpost: (body, headers) => new StandardWebhook(standardSecret).verify(body, headers),
  stripe: (body, headers) =>
    Stripe.webhooks.constructEvent(body, headers['stripe-signature'], 'whsec_test'),
  github: (body, headers) => verifyGithub('test', body, headers['x-hub-signature-256']),
};

async function isGenuine(verify, body, headers) {
  try {
    return (await verify(body, headers)) !== false;
  } catch {
    return false;
  }
}

// A receiver that keeps what came, whole.
function keepingReceiver(kept) {
  return http.createServer((req, res) => {
    const pieces = [];
    req.on('data', (piece) => pieces.push(piece)).on('end', () => {
      kept.push({ headers: req.headers, body: Buffer.concat(pieces).toString() });
      res.writeHead(204).end();
    });
  });
}

async function deliver(t, sender, signing = '{}') {
  const kept = [];
  const receiver = await listen(keepingReceiver(kept));
  t.after(receiver.close);
  const file = path.join(await scratchFolder(t), 'signed.yaml');
  await writeFile(file, [
    'scenario: A signed webhook',
    `sender: ${sender}`,
    `receiver: { state: none, effects: none, signing: ${signing} }`,
    'steps: [{ create: jane, deliver: { copies: 2 } }]',
    'expect: [{ ack: ["rate(2xx)==1"] }]',
    '',
  ].join('\n'));
  const { code, out, err } = await runRkmock(
    'run', file, '--receiver', receiver.url, '--port', '0');
  assert.equal(code, 0, out + err);
  assert.equal(kept.length, 2);
  return kept;
}

for (const [sender, verify] of Object.entries(verifiers)) {
  test(`the library of ${sender} verifies what the profile sends`, async (t) => {
    for (const { headers, body } of await deliver(t, sender)) {
      assert.ok(await isGenuine(verify, body, headers), JSON.stringify(headers));
      const forged = body.replace('pending', 'Pending');
      assert.notEqual(forged, body);
      assert.ok(!(await isGenuine(verify, forged, headers)), 'a forged body passes');
    }
  });
}

test('while a secret changes, both the old and the new one verify', async (t) => {
  const [{ headers, body }] = await deliver(
    t, 'standard-webhooks', `{ secret: "${newSecret}", old_secrets: ["${standardSecret}"] }`);
  const verify = verifiers['standard-webhooks'];
  assert.ok(await isGenuine((b, h) => verify(b, h, newSecret), body, headers));
  assert.ok(await isGenuine((b, h) => verify(b, h, standardSecret), body, headers));
  const other = 'whsec_b3RoZXItb3RoZXItb3RoZXItb3RoZXI=';
  assert.ok(!(await isGenuine((b, h) => verify(b, h, other), body, headers)));
});

test('copies of one event carry one message id', async (t) => {
  const [first, second] = await deliver(t, 'svix');
  assert.match(first.headers['svix-id'], /^msg_/);
  assert.equal(first.headers['svix-id'], second.headers['svix-id']);
  assert.equal(first.headers['webhook-id'], first.headers['svix-id']);
});
