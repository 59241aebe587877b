// The run: how many scenarios came out how, and a table to find one in.

const state = { words: '', verdicts: new Set() };

function tally() {
  const counts = { fail: 0, inconclusive: 0, pass: 0, skipped: 0 };
  for (const { verdict } of run.scenarios) ++counts[verdict];
  return counts;
}

function proportions(counts) {
  const all = Math.max(run.scenarios.length, 1);
  let x = 0;
  const parts = Object.entries(counts).filter(([, count]) => count > 0).map(([verdict, count]) => {
    const width = (count / all) * 100;
    const part = draw('rect', { class: verdict, x, y: 0, width: Math.max(width - 0.25, 0.1),
      height: 8 });
    x += width;
    return part;
  });
  return draw('svg', { class: 'proportions', viewBox: '0 0 100 8', preserveAspectRatio: 'none',
    'aria-hidden': 'true' }, parts);
}

function scenarioRow(scenario, number) {
  const times = extras.scenarios[number - 1].times;
  const found = scenario.checks.filter(({ verdict }) => verdict !== 'pass');
  const words = scenario.skipped ? [el('span', { class: 'quiet' }, scenario.skipped)]
    : found.map((check) => el('span', { class: `tag ${check.verdict}` }, checkTitle(check)));
  return el('tr', {},
    el('td', {}, badge(scenario.verdict)),
    el('td', { class: 'name' },
      el('a', { href: `#scenario-${number}` }, scenario.name || 'without a title'),
      el('span', { class: 'file' }, scenario.file)),
    el('td', { class: 'found' }, words),
    el('td', { class: 'number' }, times && times.n > 0 ? duration(times.p95) : ''),
    el('td', { class: 'number' }, scenario.skipped ? '' : duration(scenario.took_ms * 1000)));
}

// What needs a look comes first; then the order played.
const worstFirst = ({ verdict }) => ({ fail: 0, inconclusive: 1 })[verdict] ?? 2;

function fitsFilter(scenario) {
  const text = [scenario.name, scenario.file, ...scenario.checks.filter(({ verdict }) =>
    verdict !== 'pass').map(checkTitle)].join(' ').toLowerCase();
  return text.includes(state.words.trim().toLowerCase()) &&
    (state.verdicts.size === 0 || state.verdicts.has(scenario.verdict));
}

function overviewTable() {
  const body = el('tbody', {});
  const empty = el('p', { class: 'empty', hidden: true }, 'No scenario fits.');
  const refresh = () => {
    const rows = run.scenarios.map((scenario, place) => [scenario, place + 1])
      .filter(([scenario]) => fitsFilter(scenario))
      .sort(([a], [b]) => worstFirst(a) - worstFirst(b));
    body.replaceChildren(...rows.map(([scenario, number]) => scenarioRow(scenario, number)));
    empty.hidden = rows.length > 0;
    return rows.length;
  };
  refresh();
  const table = el('table', { class: 'scenarios' },
    el('caption', { class: 'off-screen' }, 'Scenarios'),
    el('thead', {}, el('tr', {}, [['verdict'], ['scenario'], ['what did not pass'],
      ['p95', 'number'], ['took', 'number']].map(([name, kind]) =>
      el('th', { scope: 'col', class: kind }, name)))), body);
  return { node: [el('div', { class: 'wide' }, table), empty], refresh };
}

function overviewControls(counts, refresh) {
  const told = () => say(`${counted(refresh(), 'scenario')} shown`);
  const filter = el('input', { type: 'search', placeholder: 'Filter scenarios and checks',
    'aria-label': 'Filter scenarios and checks', autocomplete: 'off', spellcheck: 'false' });
  filter.value = state.words;
  filter.addEventListener('input', () => {
    state.words = filter.value;
    told();
  });
  const chips = Object.entries(counts).filter(([, count]) => count > 0).map(([verdict, count]) => {
    const chip = el('button', { type: 'button', class: `chip ${verdict}`,
      'aria-pressed': String(state.verdicts.has(verdict)), onclick: () => {
        if (!state.verdicts.delete(verdict)) state.verdicts.add(verdict);
        chip.setAttribute('aria-pressed', state.verdicts.has(verdict));
        told();
      } }, el('span', { 'aria-hidden': 'true' }, VERDICTS[verdict].glyph),
    ` ${count} ${VERDICTS[verdict].word}`);
    return chip;
  });
  return el('div', { class: 'bar-of-controls' }, filter,
    el('div', { class: 'chips', role: 'group', 'aria-label': 'Verdicts shown' }, chips));
}

function overviewHead(counts) {
  const started = run.scenarios.map((scenario) => scenario.started).filter(Boolean).sort()[0];
  const took = run.scenarios.reduce((sum, scenario) => sum + scenario.took_ms, 0);
  const failed = counts.fail;
  const headline = failed > 0 ? `${failed} of ${counted(run.scenarios.length, 'scenario')} failed`
    : run.verdict === 'pass' ? `${counted(counts.pass, 'scenario')} passed`
      : `${counted(counts.inconclusive, 'scenario')} without proof`;
  return [
    el('div', { class: 'title' }, badge(run.verdict, true),
      el('h1', { tabindex: '-1' }, headline)),
    el('p', { class: 'quiet' }, [
      started && `started ${started.replace('T', ' ').replace('Z', ' UTC')}`,
      `${duration(took * 1000)} of play`, run.tool].filter(Boolean).join(' · ')),
    proportions(counts),
  ];
}

function overview() {
  const counts = tally();
  const table = overviewTable();
  const node = el('div', { class: 'overview' }, overviewHead(counts),
    el('section', { class: 'card' }, overviewControls(counts, table.refresh), table.node),
    timesSection(extras.times, run.scenarios.find(({ skipped }) => !skipped)?.timing.calibration),
    adviceSection(run.advice));
  return { node };
}
