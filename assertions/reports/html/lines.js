// All lines of the journal as a table: what the time line draws, for reading and for searching.

const PAGE = 200;

function linesSection(journal, evidence, open) {
  const body = el('tbody', {});
  const more = el('button', { type: 'button', onclick: () => add() }, 'Show more');
  const count = el('span', { class: 'quiet', role: 'status' });
  const filter = el('input', { type: 'search', placeholder: 'Filter lines',
    'aria-label': 'Filter lines', autocomplete: 'off', spellcheck: 'false' });
  const names = journal.lineNames;
  let next = 0;
  let told = 0;

  const fits = (line, words) => words === '' ||
    `#${line.seq} ${line.kind} ${line.about} ${line.words}`.toLowerCase().includes(words);

  function add() {
    const words = filter.value.trim().toLowerCase();
    const rows = [];
    while (next < names.length && rows.length < PAGE) {
      const name = names[next++];
      const line = journal.line(name);
      if (!fits(line, words)) continue;
      const note = evidence.get(line.seq);
      rows.push(el('tr', { class: note && 'proves' },
        el('td', { class: 'seq' }, el('button', { type: 'button', class: 'link',
          'aria-label': `Line ${line.seq}`, onclick: () => open(name) }, `#${line.seq}`)),
        el('td', { class: 'at' }, clock(line.at)),
        el('td', {}, line.kind),
        el('td', { class: 'about' }, line.about),
        el('td', {}, line.words, note && el('span', { class: 'proof' }, ` ${note}`))));
    }
    told += rows.length;
    body.append(...rows);
    more.hidden = next >= names.length;
    count.textContent = more.hidden ? counted(told, 'line')
      : `${told.toLocaleString('en')} of ${counted(names.length, 'line')}`;
  }

  function again() {
    next = 0;
    told = 0;
    body.replaceChildren();
    add();
  }

  let due;
  filter.addEventListener('input', () => {
    clearTimeout(due);
    due = setTimeout(again, names.length > 20000 ? 300 : 60);
  });
  again();
  return [
    el('div', { class: 'bar-of-controls' }, filter, count),
    el('div', { class: 'wide', tabindex: '0', role: 'region',
      'aria-label': 'Lines of the journal' },
      el('table', { class: 'lines' },
        el('caption', { class: 'off-screen' }, 'Every line of the journal, in order'),
        el('thead', {}, el('tr', {}, ['line', 'ms', 'what', 'about', 'words'].map((name) =>
          el('th', { scope: 'col' }, name)))), body)), more];
}
