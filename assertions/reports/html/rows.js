// The rows of a time line: what stands in each, from a journal.
//
// A row's items() are its marks and bars in order of time, each { name, from, to, look, label }
// with the name of its line in the journal.

const MARK_ROWS = {
  sink_hit: 'effects',
  state_probed: 'probes',
  api_request: 'calls',
  booking_changed: 'events',
  event_held: 'events',
  events_released: 'events',
};

const ROW_WORDS = {
  scenario: 'scenario', calls: 'calls of the API', effects: 'effects', probes: 'state probes',
};

// Of a mark: how it looks, and the few letters that stand beside it when there is room.
function lookOf(journal, row) {
  const kind = journal.kinds[row];
  const which = journal.text(journal.marks.which[row]);
  switch (kind) {
    case 'booking_changed': return { look: 'change', label: which };
    case 'event_held': return { look: 'held', label: 'held' };
    case 'events_released':
      return { look: 'released', label: which === 'discarded' ? 'discarded' : 'released' };
    case 'sink_hit': return { look: 'effect', label: which };
    case 'state_probed': return { look: which ? 'probe final' : 'probe', label: which };
    case 'api_request': return { look: which === 'receiver' ? 'call' : 'call own', label: '' };
    case 'step_started': return { look: 'step', label: '' };
    case 'step_checked': return { look: which === 'held' ? 'held-true' : 'broken', label: '' };
    case 'settled': return { look: 'rest', label: 'at rest' };
    case 'drain_started': return { look: 'drain', label: 'drain' };
    case 'harness_error':
    case 'events_dropped': return { look: 'broken', label: kind.replaceAll('_', ' ') };
    default: return { look: 'run', label: '' };
  }
}

function markItem(journal, row) {
  const at = journal.marks.at[row];
  return { name: `m${row}`, from: at, to: at, ...lookOf(journal, row) };
}

const byTime = (a, b) => a.from - b.from;

// Of a booking: its events, and changes that raised none.
function eventItems(journal, booking) {
  const raised = new Set();
  const items = [...journal.eventsOf.of(booking)].map((row) => {
    raised.add(journal.events.seq[row]);
    const at = journal.events.at[row];
    return { name: `e${row}`, from: at, to: at, look: 'event', label: journal.verb(row) };
  });
  for (const row of journal.marksOf.of(booking)) {
    const change = journal.kinds[row] === 'booking_changed';
    const told = change && raised.has(journal.marks.seq[row] + 1);
    if (MARK_ROWS[journal.kinds[row]] === 'events' && !told) items.push(markItem(journal, row));
  }
  return items.sort(byTime);
}

function attemptItems(journal, delivery) {
  return [...journal.attemptsOf.of(delivery)].map((row) => {
    const [from, to] = journal.span(row);
    return { name: `a${row}`, from, to, look: 'attempt', row };
  });
}

function deliveryNote(journal, delivery) {
  const { copy, copies, purpose, actions } = journal.deliveries;
  const words = [];
  if (copies[delivery] > 1) words.push(`copy ${copy[delivery]} of ${copies[delivery]}`);
  if (journal.text(purpose[delivery]) !== 'scenario') words.push(journal.text(purpose[delivery]));
  const faults = journal.text(actions[delivery]);
  if (faults && !(copies[delivery] > 1 && /^copies \d+[^,]*$/.test(faults))) words.push(faults);
  return words.join(' · ');
}

// One row. Large journals have some 100,000: what it shows is found when it is drawn.
class Row {
  constructor(journal, kind, id, marks) {
    this.journal = journal;
    this.kind = kind;
    this.id = id;        // of the booking or the delivery
    this.marks = marks;  // of one that belongs to no booking
  }

  get label() {
    switch (this.kind) {
      case 'booking': return this.journal.bookingName(this.id);
      case 'delivery': return this.journal.deliveryName(this.id);
      default: return ROW_WORDS[this.kind];
    }
  }

  get note() {
    if (this.kind === 'booking') return `booking ${this.journal.bookings.id[this.id]}`;
    return this.kind === 'delivery' ? deliveryNote(this.journal, this.id) : '';
  }

  items() {
    if (this.kind === 'booking') return eventItems(this.journal, this.id);
    if (this.kind === 'delivery') return attemptItems(this.journal, this.id);
    const marks = this.marks || [...this.journal.marksOf.of(this.id)]
      .filter((row) => MARK_ROWS[this.journal.kinds[row]] === this.kind);
    return marks.map((row) => markItem(this.journal, row));
  }
}

function bookingRows(journal, booking) {
  const rows = [new Row(journal, 'booking', booking)];
  for (const event of journal.eventsOf.of(booking)) {
    for (const delivery of journal.deliveriesOf.of(event)) {
      rows.push(new Row(journal, 'delivery', delivery));
    }
  }
  const found = { effects: false, calls: false, probes: false };
  for (const row of journal.marksOf.of(booking)) found[MARK_ROWS[journal.kinds[row]]] = true;
  for (const kind of ['effects', 'calls', 'probes']) {
    if (found[kind]) rows.push(new Row(journal, kind, booking));
  }
  return rows;
}

// What belongs to no booking: the scenario itself, calls, webhooks that tell of none.
function commonRows(journal) {
  const marks = { scenario: [], calls: [], effects: [] };
  journal.kinds.forEach((kind, row) => {
    const where = MARK_ROWS[kind] || 'scenario';
    const bookings = journal.marks.bookings[row];
    if (!MARK_ROWS[kind]) marks.scenario.push(row);
    else if (bookings.length === 0) (marks[where] || marks.scenario).push(row);
  });
  const rows = Object.entries(marks).filter(([, of]) => of.length > 0)
    .map(([kind, of]) => new Row(journal, kind, 0, of));
  journal.deliveries.event.forEach((event, delivery) => {
    if (event === null || journal.events.bookings[event].length === 0) {
      rows.push(new Row(journal, 'delivery', delivery));
    }
  });
  return rows;
}

// All rows in groups: the first of what belongs to no booking, then of each booking.
function groupsOf(journal) {
  const groups = [commonRows(journal)];
  for (let booking = 0; booking < journal.bookings.id.length; ++booking) {
    groups.push(bookingRows(journal, booking));
  }
  return groups;
}

// Those that have the words in a label or a note: of a group that is named so, all rows.
function filteredRows(groups, words) {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return groups.flat();
  const rows = [];
  for (const [index, group] of groups.entries()) {
    const has = (row) => `${row.label} ${row.note}`.toLowerCase().includes(wanted);
    if (index > 0 && has(group[0])) {
      for (const row of group) rows.push(row);
      continue;
    }
    const found = group.filter((row, place) => (index === 0 || place > 0) && has(row));
    if (found.length > 0 && index > 0) rows.push(group[0]);
    for (const row of found) rows.push(row);
  }
  return rows;
}

// The row of a line, by the name of the line.
function rowOfLine(journal, rows, name) {
  const number = Number.parseInt(name.slice(1), 10);
  if (name[0] === 'a') {
    const delivery = journal.attempts.delivery[number];
    return rows.findIndex(({ kind, id }) => kind === 'delivery' && id === delivery);
  }
  if (name[0] === 'd') {
    return rows.findIndex(({ kind, id }) => kind === 'delivery' && id === number);
  }
  const bookings = asList((name[0] === 'e' ? journal.events : journal.marks).bookings[number]);
  const from = bookings.length === 0 ? 0
    : rows.findIndex(({ kind, id }) => kind === 'booking' && id === bookings[0]);
  for (let place = Math.max(from, 0); place < rows.length; ++place) {
    if (place > from && rows[place].kind === 'booking') break;
    if (rows[place].kind !== 'delivery' &&
        rows[place].items().some((item) => item.name === name)) return place;
  }
  return -1;
}

// The line whose mark stands for it: a change that raised an event is shown by that.
function shownLine(journal, name) {
  const plain = name.replace('>', '');
  if (plain[0] !== 'm') return plain;
  const row = Number.parseInt(plain.slice(1), 10);
  if (journal.kinds[row] !== 'booking_changed') return plain;
  const event = journal.events.seq.indexOf(journal.marks.seq[row] + 1);
  return event < 0 ? plain : `e${event}`;
}
