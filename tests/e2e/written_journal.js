// Journals as a run would write them, made for tests of what is shown of them.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const header = (title) => ({
  journal: 'rkmock', version: 1, tool: 'rkmock 0.1.0', scenario: title, scenario_file: '',
  scenario_hash: '', account: 'scenario-1', seed: 1, started: '2030-01-07T10:00:00Z',
});

// Appends lines in order; every call returns the line's number.
class Lines {
  constructor(file, title) {
    this.out = createWriteStream(file);
    this.seq = 0;
    this.now = 0;
    this.write(header(title));
  }

  write(object) {
    this.full = !this.out.write(`${JSON.stringify(object)}\n`);
  }

  add(type, members, later = 20_000) {
    this.now += later;
    this.write({ seq: ++this.seq, at_ns: this.now, type, ...members });
    return this.seq;
  }

  async room() {
    if (this.full) await once(this.out, 'drain');
  }

  async end() {
    this.add('run_finished', {});
    this.out.end();
    await once(this.out, 'close');
  }
}

const url = 'http://127.0.0.1:3000/webhooks/reservekit';

function startRun(lines) {
  lines.add('run_started', {
    receiver: url,
    has_state_probe: false,
    effects: [{ name: 'effects', path: '/sink/effects', booking: '/booking_id',
      event_type: '/event_type', updated_at: '/updated_at', on: [] }],
    expectations: [{ check: 'ack', parameters: ['max<5s'] },
      { check: 'no_duplicate_effect', parameters: null }],
  });
}

function change(lines, id, { name, message }) {
  const updated_at = '2030-01-07T10:00:01Z';
  const state = { id, status: 'pending', message, updated_at };
  lines.add('booking_changed', { booking: name, booking_id: id, change: 'create', version: 1,
    updated_at, state });
  lines.add('event_raised', { event: `${name}.create`, event_type: 'bookings.create',
    bookings: [{ booking: name, booking_id: id, version: 1, updated_at }],
    body: JSON.stringify({ event_type: 'bookings.create', bookings: [state] }), wanted: true });
}

function start(lines, event, copy, extra) {
  const signature = createHash('sha256').update(event).digest('hex');
  lines.add('attempt_started', { event, delivery: `${event}/${copy}`, attempt: 1,
    sending_clock_ns: 0, url, headers: [['Content-Type', 'application/json'],
      ['X-Webhook-Signature', signature], ['X-Extra', extra]], body_bytes: 120, faults: [],
    spoiled: false, body: '' }, 10_000);
  return lines.now;
}

function finish(lines, event, copy, started, { took, reason, answer }) {
  const headers = started + 100_000 + took;
  lines.now = Math.max(lines.now, headers);
  lines.add('attempt_finished', { event, delivery: `${event}/${copy}`, attempt: 1,
    outcome: 'acknowledged', status: 200, reason, faulted: false, faults: [], timed_out: false,
    phases: { scheduled_ns: started, started_ns: started, reused: false,
      connected_ns: started + 80_000, write_started_ns: started + 100_000,
      written_ns: started + 115_000, first_byte_ns: headers - 8_000, headers_ns: headers,
      finished_ns: headers + 4_000 },
    answer_body: answer, next: '', next_wait_ns: 0 }, 6_000);
  lines.add('delivery_ended', { event, delivery: `${event}/${copy}`, result: 'acknowledged',
    why: '' });
}

// One booking with one webhook, in copies that are under way together. The texts are what the
// booking, the request and the answer say of themselves.
function deliver(lines, id, took, { name = `guest${id}`, reason = '200 OK', answer = '',
  header: extra = 'x', message = '', effects = 1, copies = 1 } = {}) {
  const event = `${name}.create`;
  change(lines, id, { name, message });
  const actions = copies > 1 ? [{ action: 'copies', count: copies, together: true }] : [];
  const started = [];
  for (let copy = 1; copy <= copies; ++copy) {
    lines.add('delivery_planned', { event, delivery: `${event}/${copy}`,
      subscription: 'webhook-1', copy, copies, actions, delay_ns: 0, retry_waits_ns: [],
      purpose: 'scenario', redelivers: '', same_bytes: false }, 5_000);
  }
  for (let copy = 1; copy <= copies; ++copy) started.push(start(lines, event, copy, extra));
  for (let n = 0; n < effects; ++n) {
    lines.add('sink_hit', { effect: 'effects', path: '/sink/effects', method: 'POST',
      body: JSON.stringify({ booking_id: id }), key: { booking_id: id,
        event_type: 'bookings.create', updated_at: '2030-01-07T10:00:01Z' },
    }, Math.floor(took / (effects + 2)));
  }
  for (let copy = 1; copy <= copies; ++copy) {
    finish(lines, event, copy, started[copy - 1], { took: took + copy * 90_000, reason, answer });
  }
}

// A life whose first event comes in copies that race each other: each has its effect.
export async function writeRacingJournal(file) {
  const lines = new Lines(file, 'Copies that race each other have one effect');
  startRun(lines);
  lines.add('step_started', { index: 1, line: 13, text: 'create jane' }, 300_000);
  deliver(lines, 789, 52_000_000, { name: 'jane', copies: 4, effects: 4 });
  lines.add('settled', { reached: true, waited_for: '', took_ns: 260_000_000 }, 260_000_000);
  lines.add('step_started', { index: 2, line: 14, text: 'create joe' }, 300_000);
  deliver(lines, 790, 2_000_000, { name: 'joe' });
  lines.add('settled', { reached: true, waited_for: '', took_ns: 260_000_000 }, 260_000_000);
  lines.add('drain_started', { events: [] });
  lines.add('drain_finished', { unacknowledged: [] });
  await lines.end();
}

// So many bookings with one webhook each, all of them right.
export async function writePlainJournal(file, bookings) {
  const lines = new Lines(file, 'A booking is made');
  startRun(lines);
  for (let n = 0; n < bookings; ++n) deliver(lines, 800 + n, 3_000_000);
  await lines.end();
}

// So many bookings, each with one webhook; the one in the middle has its effect twice.
export async function writeLargeJournal(file, deliveries) {
  const lines = new Lines(file, `${deliveries} deliveries`);
  startRun(lines);
  for (let n = 0; n < deliveries; ++n) {
    const took = 300_000 * (1 + ((n * 7919) % 97) / 12);
    deliver(lines, 1000 + n, Math.floor(took), { effects: n === deliveries / 2 ? 2 : 1 });
    await lines.room();
  }
  await lines.end();
}

export const attacks = [
  '<script>window.owned = 1</script>',
  '</script><script>window.owned = 2</script>',
  '<!--<script>',
  '<img src=x onerror="window.owned = 3">',
  '"><svg onload=window.owned=4>',
  'a\u0000b\u001b[2J\u007f\u0085c',
  'txt.\u202eexe \u2066 \u200f',
  '{{data}} {{script}}',
  '__proto__',
];

// Every text of it is an attack on whoever shows it.
export async function writeHostileJournal(file) {
  const lines = new Lines(file, attacks.join(' '));
  startRun(lines);
  for (const [n, attack] of attacks.entries()) {
    deliver(lines, 1000 + n, 500_000, { name: attack, reason: attack, header: attack,
      answer: JSON.stringify({ text: attack, __proto__: 1 }), message: attack, effects: 2 });
  }
  lines.add('harness_error', { what: attacks.join(' ') });
  await lines.end();
}
