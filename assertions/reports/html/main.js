// Where the reader is: `#scenario-3/line-18` is a line of the third scenario.

const several = run.scenarios.length !== 1;
const MOST_ON_PAPER = 60;

function place() {
  const found = /^#scenario-(\d+)(?:\/line-(\d+))?$/.exec(location.hash);
  const number = found ? Number(found[1]) : several ? 0 : 1;
  return {
    number: number <= run.scenarios.length ? number : 0,
    seq: found && found[2] ? Number(found[2]) : undefined,
  };
}

function themeButton() {
  const button = el('button', { type: 'button', class: 'theme' });
  const tell = () => {
    const next = isDark() ? 'light' : 'dark';
    button.textContent = isDark() ? '☀' : '☾';
    button.setAttribute('aria-label', `Use the ${next} theme`);
    button.title = `Use the ${next} theme`;
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    tell();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
  tell();
  return button;
}

// The next scenario that did not pass, in the order played.
function neighbours(number) {
  const worth = run.scenarios.map((scenario, at) => [scenario.verdict, at + 1])
    .filter(([verdict]) => verdict === 'fail' || verdict === 'inconclusive').map(([, at]) => at);
  return {
    before: worth.filter((at) => at < number).at(-1),
    after: worth.find((at) => at > number),
  };
}

function topBar(number) {
  const { before, after } = neighbours(number);
  const link = (to, words) => to && el('a', { href: `#scenario-${to}` }, words);
  const way = several && number > 0 && el('nav', { 'aria-label': 'Scenarios' },
    el('a', { href: '#' }, 'All scenarios'), link(before, '← previous problem'),
    link(after, 'next problem →'));
  byId('top').replaceChildren(el('div', { class: 'top' },
    el('span', { class: 'brand' }, 'rkmock'), way || el('span', { class: 'quiet' }, 'report'),
    themeButton()));
}

let here;

function go(first) {
  const { number, seq } = place();
  if (here === number && !first && seq === undefined && number > 0) return;
  here = number;
  const { node, shown: afterwards } = number === 0 ? overview() : scenarioView(number, seq);
  const scenario = run.scenarios[number - 1];
  document.title = shown(scenario ? `${scenario.verdict}: ${scenario.name}`
    : `${run.verdict}: rkmock run of ${counted(run.scenarios.length, 'scenario')}`);
  topBar(number);
  byId('main').replaceChildren(patterns(), node);
  scrollTo(0, 0);
  if (!first) byId('main').querySelector('h1')?.focus({ preventScroll: true });
  afterwards?.();
}

addEventListener('hashchange', () => go(false));

addEventListener('beforeprint', () => {
  const paper = byId('print');
  const numbers = run.scenarios.map((scenario, at) => at + 1).filter((number) =>
    (here === 0 ? ['fail', 'inconclusive'].includes(run.scenarios[number - 1].verdict)
      : number === here));
  paper.replaceChildren();
  if (here === 0) {
    paper.append(el('div', { class: 'overview' }, overviewHead(tally()),
      el('section', { class: 'card' }, overviewTable().node), timesSection(extras.times)));
  }
  paper.append(...numbers.slice(0, MOST_ON_PAPER).map(scenarioOnPaper));
  if (numbers.length > MOST_ON_PAPER) {
    paper.append(el('p', {}, `${numbers.length - MOST_ON_PAPER} more scenarios that did not pass ` +
      'are not printed; open one of them to print it.'));
  }
});

addEventListener('afterprint', () => byId('print').replaceChildren());

go(true);
