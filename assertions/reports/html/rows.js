// The rows of a time line: what stands in each, from a journal.
//
// A row has a label, a note, what it is (`kind`), and items(): its marks and bars in order of time,
// each { name, from, to, look, label } with the name of its line in the journal.

const MARK_ROWS = {
  sink_hit: 'effects',
  state_probed: 'probes',
  api_request: 'calls',
  booking_changed: 'events',
  event_held: 'events',
  events_released: 'events',
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

function deliveryRow(journal, delivery) {
  return {
    kind: 'delivery',
    name: `d${delivery}`,
    label: journal.deliveryName(delivery),
    note: deliveryNote(journal, delivery),
    items: () => attemptItems(journal, delivery),
  };
}

function bookingRows(journal, booking) {
  const rows = [{
    kind: 'booking',
    name: `b${booking}`,
    label: journal.bookingName(booking),
    note: `booking ${journal.bookings.id[booking]}`,
    items: () => eventItems(journal, booking),
  }];
  for (const event of journal.eventsOf.of(booking)) {
    for (const delivery of journal.deliveriesOf.of(event)) {
      rows.push(deliveryRow(journal, delivery));
    }
  }
  const marks = [...journal.marksOf.of(booking)];
  for (const [kind, label] of [['effects', 'effects'], ['calls', 'calls of the API'],
    ['probes', 'state probes']]) {
    const of = marks.filter((row) => MARK_ROWS[journal.kinds[row]] === kind);
    if (of.length > 0) {
      rows.push({ kind, label, note: '', items: () => of.map((row) => markItem(journal, row)) });
    }
  }
  return rows;
}

// What belongs to no booking: the scenario itself, calls, webhooks that tell of none.
function commonRows(journal) {
  const scenario = [];
  const calls = [];
  const effects = [];
  for (let row = 0; row < journal.kinds.length; ++row) {
    const kind = MARK_ROWS[journal.kinds[row]];
    if (!kind) {
      scenario.push(row);
    } else if (asList(journal.marks.bookings[row]).length === 0) {
      (kind === 'effects' ? effects : kind === 'calls' ? calls : scenario).push(row);
    }
  }
  const row = (kind, label, of) => (of.length === 0 ? [] : [{
    kind, label, note: '', items: () => of.map((mark) => markItem(journal, mark)),
  }]);
  const rows = [...row('scenario', 'scenario', scenario), ...row('calls', 'calls of the API', calls),
    ...row('effects', 'effects without booking', effects)];
  for (let delivery = 0; delivery < journal.deliveries.seq.length; ++delivery) {
    const event = journal.deliveries.event[delivery];
    if (event === null || asList(journal.events.bookings[event]).length === 0) {
      rows.push(deliveryRow(journal, delivery));
    }
  }
  return rows;
}

// All rows in groups: { label, rows }, the first of what belongs to no booking.
function groupsOf(journal) {
  const groups = [{ label: '', rows: commonRows(journal) }];
  for (let booking = 0; booking < journal.bookings.id.length; ++booking) {
    groups.push({ label: journal.bookingName(booking), rows: bookingRows(journal, booking) });
  }
  return groups;
}

// Those that have the words in a label or a note: of a group that is named so, all rows.
function filteredRows(groups, words) {
  const wanted = words.trim().toLowerCase();
  const rows = [];
  for (const [index, group] of groups.entries()) {
    const has = (row) => `${row.label} ${row.note}`.toLowerCase().includes(wanted);
    if (wanted === '' || (index > 0 && has(group.rows[0]))) {
      for (const row of group.rows) rows.push(row);
      continue;
    }
    const found = group.rows.filter((row, place) => (index === 0 || place > 0) && has(row));
    if (found.length > 0 && index > 0) rows.push(group.rows[0]);
    rows.push(...found);
  }
  return rows;
}

// The row of a line, by the name of the line.
function rowOfLine(journal, rows, name) {
  const number = Number.parseInt(name.slice(1), 10);
  if (name[0] === 'a') {
    const delivery = `d${journal.attempts.delivery[number]}`;
    return rows.findIndex((row) => row.name === delivery);
  }
  if (name[0] === 'd') return rows.findIndex((row) => row.name === `d${number}`);
  const bookings = asList((name[0] === 'e' ? journal.events : journal.marks).bookings[number]);
  const from = bookings.length === 0 ? 0
    : rows.findIndex((row) => row.name === `b${bookings[0]}`);
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
