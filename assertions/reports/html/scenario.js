// One scenario: its verdict, its checks with their evidence, the time line, the answer times.

const RANK = { fail: 0, inconclusive: 1, pass: 2 };
const checkTitle = ({ check, subject }) => (subject ? `${check}: ${subject}` : check);

function evidenceList(check, journal, open) {
  if (check.evidence.length === 0) return null;
  return el('ol', { class: 'evidence' }, check.evidence.map(({ seq, note }) => {
    const name = journal?.named(seq);
    const at = name ? `${clock(journal.line(name).at)} ms` : '';
    return el('li', {},
      name && open ? el('button', { type: 'button', class: 'link seq',
        'aria-label': `Show line ${seq} on the time line`, onclick: () => open(name) }, `#${seq}`)
        : el('span', { class: 'seq' }, `#${seq}`),
      el('span', { class: 'at' }, at), el('span', {}, prose(note)));
  }));
}

function checkCard(check, journal, open) {
  const near = check.near_misses || [];
  return el('article', { class: `check ${check.verdict}` },
    el('header', {}, badge(check.verdict), el('h3', {}, checkTitle(check))),
    el('p', { class: 'message' }, prose(check.message)),
    pairs([
      ['violations', check.count > 0 && check.count.toLocaleString('en')],
      ['first', check.first && prose(check.first)],
      ['worst', check.worst && check.worst !== check.first && prose(check.worst)],
      ['evidence', evidenceList(check, journal, open)],
      ['near misses', near.length > 0 && el('ul', { class: 'near' }, near.map((words) =>
        el('li', {}, prose(words))))],
      ['likely cause', check.cause && prose(check.cause)],
      ['next step', check.next_step && el('strong', {}, prose(check.next_step))],
    ]));
}

function checksSection(scenario, journal, open, inFull) {
  const checks = [...scenario.checks].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const passed = checks.filter(({ verdict }) => verdict === 'pass');
  const others = checks.filter(({ verdict }) => verdict !== 'pass');
  const list = el('ul', { class: 'passed' }, passed.map((check) => el('li', {},
    el('span', { class: 'tick', 'aria-hidden': 'true' }, '✓'),
    el('span', { class: 'check-name' }, checkTitle(check)),
    el('span', { class: 'quiet' }, prose(check.message),
      (check.near_misses || []).length > 0 &&
        ` Near misses: ${check.near_misses.join('; ')}.`))));
  return el('section', { class: 'checks' },
    el('h2', { class: 'off-screen' }, 'Checks'),
    others.map((check) => checkCard(check, journal, open)),
    passed.length > 0 && el('details', { class: 'card slim', open: others.length === 0 || inFull },
      el('summary', {}, counted(passed.length, 'check'), ' passed'), list));
}

function legend() {
  const sample = (name, words, bar) => el('li', {},
    draw('svg', { width: bar ? 34 : 16, height: 16, viewBox: bar ? '0 -8 34 16' : '-8 -8 16 16',
      'aria-hidden': 'true' },
    bar && draw('g', { class: `bar ${name}` },
      draw('rect', { class: 'whole', x: 1, y: -6, width: 26, height: 12, rx: 3 }),
      draw('rect', { class: 'texture', x: 1, y: -6, width: 26, height: 12, rx: 3 })),
    glyph(name, bar ? 26 : 0, 0)), words);
  const shade = (name) => el('li', {}, swatch(name), PHASE_WORDS[name]);
  return el('details', { class: 'legend' }, el('summary', {}, 'Legend and keys'),
    el('ul', {},
      sample('acknowledged', 'acknowledged', true), sample('refused', 'refused', true),
      sample('unknown', 'unknown: may have acted', true),
      sample('impossible', 'impossible: cannot have acted', true), sample('fault', 'a fault'),
      sample('event', 'event raised'), sample('change', 'change without event'),
      sample('held', 'held back'), sample('released', 'released'), sample('effect', 'effect'),
      sample('call', 'call of /v1'), sample('probe', 'state probe'), sample('step', 'step'),
      sample('rest', 'at rest'), sample('drain', 'drain')),
    el('ul', {}, ['connect', 'tls', 'send', 'wait', 'receive'].map(shade)),
    el('p', { class: 'quiet' }, 'Arrow keys go from mark to mark, Enter opens one, + and − zoom, ' +
      '0 shows all, Shift and an arrow key move. Ctrl and the wheel zoom, dragging moves. ' +
      'The shaded part is when the receiver had come to rest.'));
}

function controls(timeline) {
  const button = (label, words, act) => el('button', { type: 'button', 'aria-label': label,
    title: label, onclick: act }, words);
  const filter = el('input', { type: 'search', placeholder: 'Filter bookings and deliveries',
    'aria-label': 'Filter bookings and deliveries', autocomplete: 'off', spellcheck: 'false' });
  filter.addEventListener('input', () =>
    timeline.setRows(filteredRows(timeline.groups, filter.value)));
  const mode = (words, cut) => el('button', { type: 'button', 'aria-pressed': String(!cut),
    onclick: (event) => {
      for (const other of event.currentTarget.parentNode.children) {
        other.setAttribute('aria-pressed', other === event.currentTarget);
      }
      timeline.setCut(cut);
    } }, words);
  return el('div', { class: 'bar-of-controls' }, filter,
    el('div', { class: 'segmented', role: 'group', 'aria-label': 'Scale' },
      mode('To scale', false), mode('Gaps cut', true)),
    el('div', { class: 'segmented', role: 'group', 'aria-label': 'Zoom' },
      button('Zoom out', '−', () => timeline.zoom(1.6)),
      button('Zoom in', '+', () => timeline.zoom(1 / 1.6)),
      button('Show all of the run', 'All', () => timeline.fit()),
      timeline.evidence.size > 0 &&
        button('Show the evidence', 'Evidence', () => {
          timeline.fitEvidence();
          timeline.scrollToEvidence();
        })));
}

// The time line with its panel. Returns { node, open } where open(name) shows a line.
function timelineSection(journal, evidence, number) {
  const panel = el('aside', { class: 'panel', 'aria-label': 'Detail', hidden: true });
  let timeline;
  const close = () => {
    panel.hidden = true;
    stage.classList.remove('with-panel');
    timeline.chosen = null;
    timeline.render();
    timeline.nodeOf(timeline.focused)?.focus({ preventScroll: true });
    remember(number);
  };
  const opened = (names) => {
    stage.classList.add('with-panel');
    const line = Array.isArray(names) ? null : journal.line(names);
    const ended = line && names[0] === 'a' && journal.attempts.end_seq[Number(names.slice(1))];
    showDetail(panel, journal, names, {
      open, close, note: line && (evidence.get(line.seq) || evidence.get(ended)),
    });
    remember(number, line?.seq);
  };
  const open = (name) => {
    const plain = name.replace('>', '');
    opened(plain);
    timeline.resize();
    timeline.reveal(plain);
    stage.scrollIntoView({ block: 'nearest', behavior: still() ? 'auto' : 'smooth' });
  };
  timeline = new Timeline(journal, evidence, opened);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  const stage = el('div', { class: 'stage' }, timeline.node, panel);
  const node = el('section', { class: 'card' },
    el('div', { class: 'section-head' }, el('h2', {}, 'Time line'), controls(timeline)),
    stage, legend());
  return { node, open, timeline };
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

function remember(number, seq) {
  const hash = `#scenario-${number}${seq ? `/line-${seq}` : ''}`;
  if (location.hash !== hash) history.replaceState(null, '', hash);
}

function scenarioHead(scenario, number, inFull) {
  const meta = [
    ['file', el('code', {}, scenario.file)],
    ['receiver', el('code', {}, scenario.receiver)],
    ['journal', scenario.journal && el('code', {}, scenario.journal)],
    ['seed', extras.scenarios[number - 1].seed],
    ['started', scenario.started && scenario.started.replace('T', ' ').replace('Z', ' UTC')],
    ['took', scenario.verdict !== 'skipped' && duration(scenario.took_ms * 1000)],
    ['round', scenario.round > 1 && scenario.round],
  ];
  const button = !inFull && el('button', { type: 'button', class: 'small',
    onclick: () => copy(scenario.replay, button) }, 'Copy');
  return [
    el('div', { class: 'title' }, badge(scenario.verdict, true),
      el('h1', { tabindex: '-1' }, scenario.name || 'without a title')),
    pairs(meta),
    scenario.skipped && el('p', { class: 'card' }, `Not played: ${scenario.skipped}`),
    scenario.replay && el('div', { class: 'replay' }, el('span', { class: 'quiet' }, 'replay'),
      el('code', { tabindex: '0', role: 'region', 'aria-label': 'Replay command' },
        scenario.replay), button),
  ];
}

function journalNote(journal) {
  return journal.details_left_out > 0 && el('p', { class: 'quiet' },
    `Of ${counted(journal.details_left_out, 'line')} the bodies are left out, so that the report ` +
    'stays small; the journal has them.');
}

function scenarioView(number, seq) {
  const scenario = run.scenarios[number - 1];
  const journal = journalOf(number);
  const evidence = evidenceOf(scenario);
  const node = el('div', { class: 'scenario' });
  const head = scenarioHead(scenario, number);
  if (!journal) {
    node.append(...fill(el('div'), {}, [head, checksSection(scenario)]).childNodes);
    return { node };
  }
  const line = timelineSection(journal, evidence, number);
  const lines = el('details', { class: 'card slim' },
    el('summary', {}, `The journal, ${counted(journal.lines, 'line')}`));
  lines.addEventListener('toggle', () => {
    if (lines.open && lines.childElementCount === 1) {
      lines.append(...linesSection(journal, evidence, line.open), journalNote(journal) || '');
    }
  });
  fill(node, {}, [head, checksSection(scenario, journal, line.open), line.node,
    timesSection(extras.scenarios[number - 1].times, scenario.timing.calibration),
    adviceSection(scenario.advice), lines]);
  return { node, shown: () => {
    line.timeline.resize();
    const name = seq && journal.named(seq);
    if (name) line.open(name);
  } };
}

// For paper: everything open, nothing to press.
function scenarioOnPaper(number) {
  const scenario = run.scenarios[number - 1];
  const journal = journalOf(number);
  const parts = [scenarioHead(scenario, number, true),
    checksSection(scenario, journal, null, true)];
  if (journal) {
    const timeline = new Timeline(journal, evidenceOf(scenario), () => {});
    timeline.watcher.disconnect();
    timeline.inFull = true;
    timeline.rows = timeline.rows.slice(0, 60);
    timeline.resize(880);
    cancelAnimationFrame(timeline.due);
    parts.push(el('section', { class: 'card' }, el('h2', {}, 'Time line'), timeline.node),
      timesSection(extras.scenarios[number - 1].times));
  }
  return el('article', { class: 'scenario' }, parts);
}
