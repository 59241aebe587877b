// Advice, apart from verdicts: which good practices for receivers the run has seen.

const SEEN = {
  not_followed: { glyph: '!', word: 'not followed', look: 'inconclusive' },
  followed: { glyph: '✓', word: 'followed', look: 'pass' },
  not_seen: { glyph: '–', word: 'no occasion', look: 'skipped' },
};

function adviceRow({ claim, seen, note }) {
  const { glyph, word, look } = SEEN[seen] || SEEN.not_seen;
  return el('tr', {},
    el('td', {}, el('span', { class: `badge ${look}` },
      el('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph), word)),
    el('td', { class: 'name' }, prose(claim)),
    el('td', { class: 'found quiet' }, prose(note)));
}

function adviceSection(advice) {
  if (!advice || advice.length === 0) return false;
  const order = Object.keys(SEEN);
  const rows = [...advice].sort((a, b) => order.indexOf(a.seen) - order.indexOf(b.seen));
  return el('section', { class: 'card', 'aria-label': 'Advice' },
    el('h2', {}, 'Advice'),
    el('p', { class: 'quiet' }, 'Good practices, apart from the verdict.'),
    el('div', { class: 'wide' }, el('table', { class: 'advice' },
      el('caption', { class: 'off-screen' }, 'Good practices'),
      el('thead', {}, el('tr', {}, ['seen', 'practice', 'what was seen'].map((name) =>
        el('th', { scope: 'col' }, name)))),
      el('tbody', {}, rows.map(adviceRow)))));
}
