// What a click shows: an attempt with its request, answer and phases; any other line with what the
// journal has of it.

const PHASE_WORDS = {
  wait_turn: 'waiting for its turn',
  connect: 'connect',
  tls: 'TLS',
  send: 'send the request',
  wait: 'wait for the answer',
  receive: 'receive the answer',
};

// The parts of an attempt that have an extent: { name, from, to }, since the journal's start.
function phaseParts(journal, attempt) {
  const at = journal.phases(attempt);
  const reused = journal.attempts.reused[attempt] === 1;
  const end = at.finished;
  const parts = [
    ['connect', reused ? null : at.started, at.connected],
    ['tls', reused ? null : at.connected, at.tls_done],
    ['send', at.write_started, at.written ?? (at.write_started === null ? null : end)],
    ['wait', at.written, at.first_byte ?? (at.written === null ? null : end)],
    ['receive', at.first_byte, at.finished],
  ];
  return parts.filter(([, from, to]) => from !== null && to !== null && to >= from)
    .map(([name, from, to]) => ({ name, from, to }));
}

function pairs(rows) {
  const shownRows = rows.filter(([, value]) => value !== '' && value !== null &&
    value !== undefined && value !== false);
  return el('dl', { class: 'pairs' }, shownRows.map(([name, value]) =>
    el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

// A body: laid out when it is JSON, with a switch to the bytes as they were.
function bodyBlock(title, text) {
  const laidOut = pretty(text);
  const code = el('pre', { tabindex: '0', 'aria-label': title }, laidOut);
  const differs = laidOut !== text;
  let raw = false;
  const button = differs && el('button', {
    type: 'button', class: 'small', 'aria-pressed': 'false',
    onclick: () => {
      raw = !raw;
      code.textContent = shown(raw ? text : laidOut);
      button.setAttribute('aria-pressed', raw);
    },
  }, 'Raw');
  return el('div', { class: 'body-block' }, el('div', { class: 'body-head' },
    el('h4', {}, title), button), code);
}

function phaseChart(journal, attempt) {
  const parts = phaseParts(journal, attempt);
  if (parts.length === 0) return el('p', { class: 'quiet' }, 'The journal has no phases of it.');
  const from = parts[0].from;
  const span = Math.max(parts.at(-1).to - from, 1);
  const bars = parts.map(({ name, from: a, to: b }) => draw('rect', {
    class: `phase ${name}`, x: ((a - from) / span) * 100, y: 0,
    width: Math.max(((b - a) / span) * 100, 0.4), height: 10 }));
  return el('div', { class: `phases ${journal.outcome(attempt)}` },
    draw('svg', { class: 'phase-bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none',
      'aria-hidden': 'true' }, bars),
    el('table', { class: 'plain' },
      el('caption', { class: 'off-screen' }, 'Phases of the attempt'),
      el('thead', { class: 'off-screen' }, el('tr', {}, el('th', { scope: 'col' }, 'phase'),
        el('th', { scope: 'col' }, 'began'), el('th', { scope: 'col' }, 'took'))),
      el('tbody', {}, parts.map(({ name, from: a, to: b }) => el('tr', {},
        el('th', { scope: 'row' }, swatch(name), PHASE_WORDS[name]),
        el('td', { class: 'quiet' }, `+${duration(a - from)}`),
        el('td', {}, duration(b - a)))))));
}

const swatch = (name) => draw('svg', { class: 'swatch', width: 10, height: 10,
  'aria-hidden': 'true' }, draw('rect', { class: `phase ${name}`, width: 10, height: 10, rx: 2 }));

const seqWord = (seq) => (seq > 0 ? `#${seq}` : '');

function headersTable(journal, headers) {
  if (headers.length === 0) return null;
  const rows = [];
  for (let i = 0; i < headers.length; i += 2) {
    rows.push(el('tr', {}, el('th', { scope: 'row' }, journal.texts[headers[i]]),
      el('td', {}, journal.texts[headers[i + 1]])));
  }
  return el('details', { open: true }, el('summary', {}, counted(rows.length, 'header')),
    el('table', { class: 'headers' }, el('caption', { class: 'off-screen' }, 'Request headers'),
      el('tbody', {}, rows)));
}

// { label: text … } of a detail of the model, and its headers.
function detailOf(journal, place) {
  if (place === null || place === undefined) return null;
  const [parts, headers] = journal.details[place];
  const texts = {};
  for (let i = 0; i < parts.length; i += 2) {
    texts[journal.texts[parts[i]]] = journal.texts[parts[i + 1]];
  }
  return { texts, headers };
}

const leftOut = (seq) => el('p', { class: 'quiet note' },
  'Its request and answer are left out: this report keeps 4 MiB of bodies of each journal. ' +
  `The journal has them in line #${seq}.`);

function attemptDetail(journal, row) {
  const { attempts, events } = journal;
  const outcome = journal.outcome(row);
  const kept = detailOf(journal, attempts.detail[row]);
  const event = journal.deliveries.event[attempts.delivery[row]];
  const payload = event === null ? '' : journal.text(events.payload[event]);
  const status = attempts.status[row];
  const body = kept && (kept.texts.body || payload);
  const nodes = [
    el('p', { class: `outcome ${outcome}` },
      draw('svg', { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' },
        glyph(outcome, 0, 0)),
      el('strong', {}, outcome), ' ', journal.text(attempts.reason[row])),
    pairs([
      ['answered after', duration(journal.answerTime(row))],
      ['changed in the request', journal.text(attempts.changed[row])],
      ['done to the exchange', journal.text(attempts.faults[row])],
      ['not the event any more', attempts.spoiled[row] ? 'no answer acknowledges it' : ''],
      ['connection', attempts.reused[row] ? 'was open already' : ''],
      ['next', journal.text(attempts.next[row])],
      ['journal', [seqWord(attempts.seq[row]), seqWord(attempts.end_seq[row])]
        .filter(Boolean).join(' to ')],
    ]),
    el('h3', {}, 'Phases'), phaseChart(journal, row),
    el('h3', {}, 'Request'),
  ];
  if (kept) {
    nodes.push(el('p', { class: 'request-line' }, el('strong', {}, 'POST'), ' ',
      kept.texts.url || ''), headersTable(journal, kept.headers),
    body ? bodyBlock(`Body, ${counted(Number(kept.texts.size || 0), 'byte')}`, body)
      : el('p', { class: 'quiet' }, 'The journal has no body of it.'));
  } else {
    nodes.push(leftOut(attempts.seq[row]));
  }
  nodes.push(el('h3', {}, 'Answer'));
  if (kept) {
    nodes.push(el('p', { class: 'request-line' }, status
      ? [el('strong', {}, status), ' ', journal.text(attempts.reason[row]).replace(/^\d+ /, '')]
      : 'none'));
    if (kept.texts.answer) nodes.push(bodyBlock('Body', kept.texts.answer));
    else if (status) nodes.push(el('p', { class: 'quiet' }, 'without a body'));
  }
  return { title: journal.attemptName(row), nodes };
}

function lineDetail(journal, name) {
  const line = journal.line(name);
  const row = Number.parseInt(name.slice(1), 10);
  const nodes = [el('p', {}, line.words),
    pairs([['about', line.about], ['at', `${clock(line.at)} ms`], ['journal', `#${line.seq}`]])];
  const payload = name[0] === 'e' ? journal.text(journal.events.payload[row]) : '';
  if (payload) nodes.push(bodyBlock('Payload', payload));
  const kept = name[0] === 'm' && detailOf(journal, journal.marks.detail[row]);
  for (const [label, text] of Object.entries(kept ? kept.texts : {})) {
    const long = text.length > 60 || text.trimStart().startsWith('{');
    nodes.push(long ? bodyBlock(label, text) : pairs([[label, text]]));
  }
  return { title: line.kind, nodes };
}

// The panel beside the time line. `names` is one line or several that are close together.
function showDetail(panel, journal, names, { open, close, note }) {
  const several = Array.isArray(names);
  const { title, nodes } = several ? {
    title: counted(names.length, 'line'),
    nodes: [el('ul', { class: 'line-list' }, names.slice(0, 200).map((name) => {
      const line = journal.line(name);
      return el('li', {}, el('button', { type: 'button', class: 'link', onclick: () => open(name) },
        el('span', { class: 'seq' }, `#${line.seq}`), ` ${line.kind} `,
        el('span', { class: 'quiet' }, line.about)));
    }))],
  } : names[0] === 'a' ? attemptDetail(journal, Number.parseInt(names.slice(1), 10))
    : lineDetail(journal, names);
  const heading = el('h2', { tabindex: '-1' }, title);
  panel.replaceChildren(
    el('div', { class: 'panel-head' }, heading, el('button', {
      type: 'button', class: 'close', 'aria-label': 'Close', onclick: close }, '×')),
    note ? el('p', { class: 'proof' }, el('strong', {}, 'Evidence: '), note) : '',
    el('div', { class: 'panel-body' }, nodes));
  panel.hidden = false;
  heading.focus({ preventScroll: true });
}
