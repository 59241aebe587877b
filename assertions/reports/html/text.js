// Elements and words. Whatever comes from outside becomes text here and nowhere else: no markup is
// ever made of it.

const SVG = 'http://www.w3.org/2000/svg';
const byId = (id) => document.getElementById(id);

// Control characters as `\x1b`; what turns the direction of writing as U+FFFD, as on the console.
// Lines and tabs stay.
function shown(text) {
  return String(text)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g,
      (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/[\u0080-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? '' : shown(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === '') continue;
    node.append(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
  return node;
}

const el = (name, attributes, ...children) =>
  fill(document.createElement(name), attributes, children);

const draw = (name, attributes, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);

// Three digits that count: `0.412 ms`, `2.13 ms`, `21.3 ms`, `1.35 s`.
function duration(us) {
  if (us === null || us === undefined) return '';
  const digits = (number) => {
    const size = Math.abs(number);
    const text = size >= 100 ? number.toFixed(0) : size >= 10 ? number.toFixed(1)
      : number.toFixed(2);
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  };
  const size = Math.abs(us);
  if (size < 1000) return `${Math.round(us)} µs`;
  if (size < 1e6) return `${digits(us / 1000)} ms`;
  if (size < 6e7) return `${digits(us / 1e6)} s`;
  return `${digits(us / 6e7)} min`;
}

// When, since the journal's start: milliseconds, as everywhere else in rkmock.
const clock = (us) => (us / 1000).toFixed(3);

const counted = (count, noun) =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

const VERDICTS = {
  pass: { glyph: '✓', word: 'passed' },
  fail: { glyph: '✗', word: 'failed' },
  inconclusive: { glyph: '?', word: 'inconclusive' },
  skipped: { glyph: '–', word: 'skipped' },
};

function badge(verdict, large) {
  const { glyph, word } = VERDICTS[verdict] || VERDICTS.inconclusive;
  return el('span', { class: `badge ${verdict}${large ? ' large' : ''}` },
    el('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph), word);
}

// `code` in a sentence of rkmock's own.
const prose = (text) => shown(text || '').split(/`([^`]+)`/)
  .map((part, place) => (place % 2 === 1 ? el('code', {}, part) : part));

function say(words) {
  byId('said').textContent = shown(words);
}

// JSON laid out; any other text as it is.
function pretty(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'off-screen', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  const before = button.textContent;
  button.textContent = 'Copied';
  say('Copied');
  setTimeout(() => { button.textContent = before; }, 1500);
}

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};
