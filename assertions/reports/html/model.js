// The data: the run as the JSON report has it, and each journal by columns, read when it is needed.

const block = (id) => JSON.parse(byId(id).textContent);
const run = block('run');
const extras = block('extras');

function sums(column) {
  let last = 0;
  return Float64Array.from(column, (difference) => { last += difference; return last; });
}

// A column as it is written: a list, or what goes up in even steps, or nothing at all.
function numbers(column) {
  if (Array.isArray(column)) return column;
  const all = new Array(column.n).fill(null);
  if (column.from !== undefined) {
    for (let row = 0; row < column.n; ++row) all[row] = column.from + column.by * row;
  }
  return all;
}

// Which rows belong to each of `count` owners: `of(owner)` gives their numbers, in order. `owners`
// has of each row its owner, a list of them, or null.
function grouped(count, owners) {
  const starts = new Uint32Array(count + 1);
  const each = (act) => owners.forEach((owner, row) => {
    if (typeof owner === 'number') act(owner, row);
    else if (owner !== null) for (const one of owner) act(one, row);
  });
  each((owner) => { ++starts[owner + 1]; });
  for (let owner = 0; owner < count; ++owner) starts[owner + 1] += starts[owner];
  const places = starts.slice();
  const members = new Uint32Array(starts[count]);
  each((owner, row) => { members[places[owner]++] = row; });
  return { of: (owner) => members.subarray(starts[owner], starts[owner + 1]) };
}

const asList = (value) => (Array.isArray(value) ? value : [value]);
const OUTCOMES = ['acknowledged', 'refused', 'impossible', 'unknown'];
const PHASES = ['scheduled', 'started', 'connected', 'tls_done', 'write_started', 'written',
  'first_byte', 'headers', 'finished'];

// A line of the journal is named by its table and its row: `a12` the attempt 12, `m` marks, `e`
// webhook events, `d` deliveries.
const DIFFERENCES = ['seq', 'at', 'end_seq', 'end_at'];

class Journal {
  constructor(data) {
    Object.assign(this, data);
    for (const table of [this.events, this.deliveries, this.attempts, this.marks]) {
      for (const name of Object.keys(table)) {
        const column = numbers(table[name]);
        table[name] = DIFFERENCES.includes(name) ? sums(column) : column;
      }
    }
    this.bookings = { id: numbers(data.bookings.id), name: numbers(data.bookings.name) };
    this.attemptsOf = grouped(this.deliveries.seq.length, this.attempts.delivery);
    this.deliveriesOf = grouped(this.events.seq.length, this.deliveries.event);
    this.eventsOf = grouped(this.bookings.id.length, this.events.bookings);
    this.marksOf = grouped(this.bookings.id.length, this.marks.bookings);
    this.kinds = this.marks.kind.map((place) => this.texts[place]);
  }

  text(place) {
    return place === null || place === undefined ? '' : this.texts[place];
  }

  bookingName(booking) {
    const name = this.text(this.bookings.name[booking]);
    return name || `booking-${this.bookings.id[booking]}`;
  }

  eventName(event) {
    return this.text(this.events.name[event]);
  }

  deliveryName(delivery) {
    const name = this.text(this.deliveries.name[delivery]);
    const event = this.deliveries.event[delivery];
    return event === null || name.includes('/') ? name : `${this.eventName(event)}/${name}`;
  }

  attemptName(attempt) {
    return `${this.deliveryName(this.attempts.delivery[attempt])} attempt ` +
      `${this.attempts.number[attempt]}`;
  }

  outcome(attempt) {
    const outcome = this.attempts.outcome[attempt];
    return outcome === null ? 'open' : OUTCOMES[outcome];
  }

  // Each phase of an attempt since the journal's start, null where it never was reached.
  phases(attempt) {
    const at = this.attempts.at[attempt];
    return Object.fromEntries(PHASES.map((name) => {
      const since = this.attempts[name][attempt];
      return [name, since === null ? null : at + since];
    }));
  }

  // [from, to]; an attempt without an end lasts to the end of the journal.
  span(attempt) {
    const { at, end_at, outcome, started, finished } = this.attempts;
    const from = at[attempt] + Math.min(0, started[attempt] ?? 0);
    if (outcome[attempt] === null) return [from, this.end];
    const to = finished[attempt] === null ? end_at[attempt] : at[attempt] + finished[attempt];
    return [from, Math.max(from, to)];
  }

  // From the first request byte to the end of the answer's headers, as the checks measure it.
  answerTime(attempt) {
    const { headers, write_started } = this.attempts;
    if (headers[attempt] === null || write_started[attempt] === null) return null;
    return headers[attempt] - write_started[attempt];
  }

  // `bookings.create` → `create`
  verb(event) {
    return this.text(this.events.type[event]).replace(/^bookings\./, '');
  }

  // The lines in the journal's order: names with `>` for the end of an attempt or a delivery.
  get lineNames() {
    if (!this.lineNames_) {
      const found = [];
      const add = (column, letter, end) => column.forEach((seq, row) => {
        if (seq > 0) found[seq] = `${letter}${row}${end}`;
      });
      add(this.events.seq, 'e', '');
      add(this.marks.seq, 'm', '');
      add(this.deliveries.seq, 'd', '');
      add(this.deliveries.end_seq, 'd', '>');
      add(this.attempts.seq, 'a', '');
      add(this.attempts.end_seq, 'a', '>');
      this.lineNames_ = found.filter((name) => name !== undefined);
    }
    return this.lineNames_;
  }

  // The name of the line `seq`, or undefined.
  named(seq) {
    const tables = [['e', this.events, 'seq', ''], ['m', this.marks, 'seq', ''],
      ['d', this.deliveries, 'seq', ''], ['a', this.attempts, 'seq', ''],
      ['d', this.deliveries, 'end_seq', '>'], ['a', this.attempts, 'end_seq', '>']];
    for (const [letter, table, column, end] of tables) {
      const row = table[column].indexOf(seq);
      if (row >= 0) return `${letter}${row}${end}`;
    }
    return undefined;
  }

  // { seq, at, kind, about, words } of a line, for people.
  line(name) {
    const row = Number.parseInt(name.slice(1), 10);
    const ended = name.endsWith('>');
    switch (name[0]) {
      case 'a': return ended ? this.attemptEnd(row) : this.attemptStart(row);
      case 'd': return ended ? this.deliveryEnd(row) : this.deliveryStart(row);
      case 'e': return {
        seq: this.events.seq[row],
        at: this.events.at[row],
        kind: 'event raised',
        about: this.eventName(row),
        words: `raises ${this.text(this.events.type[row])}` +
          (this.events.wanted[row] ? '' : ', which no subscription takes'),
      };
      default: return this.mark(row);
    }
  }

  attemptStart(row) {
    const changed = this.text(this.attempts.changed[row]);
    return {
      seq: this.attempts.seq[row],
      at: this.attempts.at[row],
      kind: 'attempt started',
      about: this.attemptName(row),
      words: changed ? `mock → receiver, ${changed}` : 'mock → receiver',
    };
  }

  attemptEnd(row) {
    const took = this.answerTime(row);
    const next = this.text(this.attempts.next[row]);
    return {
      seq: this.attempts.end_seq[row],
      at: this.attempts.end_at[row],
      kind: 'attempt finished',
      about: this.attemptName(row),
      words: `${this.outcome(row)}: ${this.text(this.attempts.reason[row])}` +
        (took === null ? '' : ` after ${duration(took)}`) + (next ? `; ${next}` : ''),
    };
  }

  deliveryStart(row) {
    const actions = this.text(this.deliveries.actions[row]);
    const purpose = this.text(this.deliveries.purpose[row]);
    return {
      seq: this.deliveries.seq[row],
      at: this.deliveries.at[row],
      kind: 'delivery planned',
      about: this.deliveryName(row),
      words: (actions || 'plainly') + (purpose === 'scenario' ? '' : ` (${purpose})`),
    };
  }

  deliveryEnd(row) {
    const why = this.text(this.deliveries.why[row]);
    return {
      seq: this.deliveries.end_seq[row],
      at: this.deliveries.end_at[row],
      kind: 'delivery ended',
      about: this.deliveryName(row),
      words: this.text(this.deliveries.result[row]) + (why ? ` (${why})` : ''),
    };
  }

  mark(row) {
    const kind = this.kinds[row];
    const which = this.text(this.marks.which[row]);
    const event = this.marks.event[row];
    const bookings = asList(this.marks.bookings[row]);
    let words = this.text(this.marks.text[row]);
    if (kind === 'booking_changed') {
      words = which === 'given' ? 'was there from the beginning' : `${which} changes the booking`;
    } else if (kind === 'sink_hit') {
      words = which + (event === null ? '' : ` for ${this.eventName(event)}`) +
        (bookings.length === 0 ? ', which names no booking of the run' : '');
    }
    const several = bookings.length > 3 ? counted(bookings.length, 'booking') : '';
    return {
      seq: this.marks.seq[row],
      at: this.marks.at[row],
      kind: kind === 'sink_hit' ? 'effect' : kind.replaceAll('_', ' '),
      about: several || bookings.map((booking) => this.bookingName(booking)).join(', '),
      words,
    };
  }
}

const journals = new Map();

// The journal of the scenario `number` (from 1); undefined when the report has none.
function journalOf(number) {
  if (!journals.has(number)) {
    const found = byId(`journal-${number}`);
    journals.set(number, found ? new Journal(JSON.parse(found.textContent)) : undefined);
  }
  return journals.get(number);
}

// By line: what it shows, and of which checks. Of those that did not pass.
function evidenceOf(scenario) {
  const found = new Map();
  for (const check of scenario.checks) {
    if (check.verdict === 'pass') continue;
    for (const { seq, note } of check.evidence) {
      if (!found.has(seq)) found.set(seq, note);
    }
  }
  return found;
}
