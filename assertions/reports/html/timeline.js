// The time line: rows drawn to scale. Only what is in sight is ever drawn.

const ROW = 30;
const LABELS = 224;
const MOST_ROWS_IN_FULL = 28;

const GLYPHS = {
  event: 'M-5 -4.5 L5 0 L-5 4.5 Z',
  change: 'M-4 0 A4 4 0 1 0 4 0 A4 4 0 1 0 -4 0 Z',
  held: 'M-4 -5 H-1 V5 H-4 Z M1 -5 H4 V5 H1 Z',
  released: 'M-5 -4 L0 0 L-5 4 Z M0 -4 L5 0 L0 4 Z',
  effect: 'M0 -6 L6 0 L0 6 L-6 0 Z',
  probe: 'M-4.5 -4.5 H4.5 V4.5 H-4.5 Z',
  call: 'M-5 3.5 L0 -5 L5 3.5 Z',
  step: 'M-1 -7 H1 V7 H-1 Z',
  rest: 'M-5 0 A5 5 0 1 0 5 0 A5 5 0 1 0 -5 0 Z',
  drain: 'M-5 -5 H5 L0 5 Z',
  broken: 'M-5 -3 L-3 -5 L0 -2 L3 -5 L5 -3 L2 0 L5 3 L3 5 L0 2 L-3 5 L-5 3 L-2 0 Z',
  'held-true': 'M-3 0 A3 3 0 1 0 3 0 A3 3 0 1 0 -3 0 Z',
  run: 'M-3 0 A3 3 0 1 0 3 0 A3 3 0 1 0 -3 0 Z',
  acknowledged: 'M-4.5 0 A4.5 4.5 0 1 0 4.5 0 A4.5 4.5 0 1 0 -4.5 0 Z',
  refused: 'M-4.5 -4.5 H4.5 V4.5 H-4.5 Z',
  unknown: 'M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z M0 -2.5 L-2.5 0 L0 2.5 L2.5 0 Z',
  impossible: 'M-5 -3 L-3 -5 L0 -2 L3 -5 L5 -3 L2 0 L5 3 L3 5 L0 2 L-3 5 L-5 3 L-2 0 Z',
  open: 'M-5 -1.5 H5 V1.5 H-5 Z',
  fault: 'M1.5 -7 L-4 1 H-0.5 L-1.5 7 L4 -1.5 H0.5 Z',
};

const glyph = (name, x, y, more) => draw('path', {
  d: GLYPHS[name.split(' ')[0]], transform: `translate(${x.toFixed(1)} ${y})`,
  class: `glyph ${name}`, ...more,
});

function patterns() {
  return draw('svg', { width: 0, height: 0, class: 'off-screen', 'aria-hidden': 'true' },
    draw('defs', {},
      draw('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)' },
      draw('rect', { class: 'hatch', width: 2.5, height: 6 })),
      draw('pattern', { id: 'dots', width: 5, height: 5, patternUnits: 'userSpaceOnUse' },
        draw('circle', { class: 'dots', cx: 2.5, cy: 2.5, r: 1.1 })),
      draw('pattern', { id: 'gap', width: 5, height: 5, patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)' },
      draw('rect', { class: 'gap', width: 1.6, height: 5 }))));
}

class Timeline {
  // `opened(name)` is called with a line that was chosen, or a list of them.
  constructor(journal, evidence, opened) {
    this.journal = journal;
    this.evidence = new Set();
    for (const seq of evidence.keys()) {
      const name = journal.named(seq);
      if (name) this.evidence.add(shownLine(journal, name));
    }
    this.opened = opened;
    this.groups = groupsOf(journal);
    this.rows = filteredRows(this.groups, '');
    this.scale = trueScale(journal.end);
    this.width = 800;
    this.chosen = null;
    this.focused = null;
    this.build();
    this.fitEvidence();
  }

  build() {
    const hint = 'Arrow keys go from mark to mark, Enter opens one, plus and minus zoom, ' +
      '0 shows all, shift and arrow keys move.';
    this.map = draw('svg', { class: 'map', height: 40, 'aria-hidden': 'true' });
    this.axis = draw('svg', { class: 'axis', height: 26, 'aria-hidden': 'true' });
    this.paper = draw('svg', { class: 'paper' });
    this.labels = el('div', { class: 'row-labels', 'aria-hidden': 'true' });
    this.space = el('div', { class: 'space' }, this.labels, this.paper);
    this.scroller = el('div', { class: 'rows' }, this.space);
    this.node = el('div', {
      class: 'timeline', role: 'group', 'aria-label': `Time line. ${hint}`,
    }, el('div', { class: 'map-frame' }, this.map), el('div', { class: 'axis-frame' }, this.axis),
    this.scroller);
    this.scroller.addEventListener('scroll', () => this.later());
    this.node.addEventListener('keydown', (event) => this.key(event));
    this.scroller.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.scroller.addEventListener('pointerdown', (event) => this.drag(event));
    this.map.addEventListener('pointerdown', (event) => this.dragMap(event));
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.node);
  }

  resize(width = this.node.clientWidth) {
    const labels = width < 640 ? 116 : LABELS;
    if (width === 0 || (width === this.outer && labels === this.labelWidth)) return;
    if (!this.outer) this.scrollToEvidence();
    this.outer = width;
    this.labelWidth = labels;
    this.width = Math.max(width - labels, 120);
    this.node.style.setProperty('--labels', `${labels}px`);
    this.render();
    this.drawMap();
  }

  // ── What is in sight ──────────────────────────────────────────────────────────────────────────

  setRows(rows) {
    this.rows = rows;
    this.scroller.scrollTop = 0;
    this.render();
  }

  show(from, to) {
    const length = this.scale.length;
    const least = Math.min(20, length);
    const span = Math.min(Math.max(to - from, least), length * 1.04);
    const margin = length * 0.02;
    const begin = Math.min(Math.max(from, -margin), length + margin - span);
    this.view = [begin, begin + span];
    this.later();
  }

  fit() {
    const length = this.scale.length;
    this.show(-length * 0.02, length * 1.02);
  }

  fitEvidence() {
    let from = Infinity;
    let to = -Infinity;
    for (const name of this.evidence) {
      const [a, b] = this.instants(name);
      from = Math.min(from, this.scale.place(a));
      to = Math.max(to, this.scale.place(b));
    }
    if (from > to) {
      this.fit();
      return;
    }
    const span = Math.max((to - from) * 1.6, this.scale.length / 200, 2000);
    this.show((from + to - span) / 2, (from + to + span) / 2);
  }

  // What is drawn first must not be rows in which nothing happened then.
  scrollToEvidence() {
    const rows = [...this.evidence].map((name) => rowOfLine(this.journal, this.rows, name))
      .filter((row) => row >= 0);
    if (rows.length > 0 && this.rows.length > MOST_ROWS_IN_FULL) {
      this.space.style.height = `${this.rows.length * ROW}px`;
      this.scroller.scrollTop = (Math.min(...rows) - 3) * ROW;
    }
  }

  zoom(factor, x = this.width / 2) {
    const [from, to] = this.view;
    const at = from + (to - from) * (x / this.width);
    this.show(at - (at - from) * factor, at + (to - at) * factor);
  }

  pan(share) {
    const [from, to] = this.view;
    this.show(from + (to - from) * share, to + (to - from) * share);
  }

  setCut(cut) {
    const [a, b] = this.view.map((place) => this.scale.time(place));
    const { journal } = this;
    if (cut) {
      const times = [0];
      for (const table of [journal.events, journal.marks, journal.deliveries]) {
        for (const at of table.at) times.push(at);
      }
      for (let row = 0; row < journal.attempts.seq.length; ++row) {
        times.push(...journal.span(row));
      }
      this.scale = cutScale(times, journal.end);
      this.fit();
    } else {
      this.scale = trueScale(journal.end);
      this.show(a, b);
    }
    this.drawMap();
  }

  instants(name) {
    const row = Number.parseInt(name.slice(1), 10);
    if (name[0] === 'a') return this.journal.span(row);
    const table = { e: 'events', m: 'marks', d: 'deliveries' }[name[0]];
    const at = this.journal[table].at[row];
    return [at, at];
  }

  // Brings a line into sight and marks it as chosen.
  reveal(name) {
    const plain = shownLine(this.journal, name);
    this.chosen = plain;
    this.focused = plain;
    let row = rowOfLine(this.journal, this.rows, plain);
    if (row < 0) {
      this.rows = filteredRows(this.groups, '');
      row = rowOfLine(this.journal, this.rows, plain);
    }
    this.sight(plain, row);
    this.render();
    return row >= 0;
  }

  sight(name, row) {
    const [a, b] = this.instants(name).map((time) => this.scale.place(time));
    const [from, to] = this.view;
    const middle = (a + b) / 2;
    if (b < from || a > to || (b - a) < (to - from) / 400 || middle < from || middle > to) {
      const span = Math.min(to - from, Math.max((b - a) * 6, this.scale.length / 100));
      this.show(middle - span / 2, middle + span / 2);
    }
    const { scrollTop, clientHeight } = this.scroller;
    if (row >= 0 && (row * ROW < scrollTop || (row + 1) * ROW > scrollTop + clientHeight)) {
      this.scroller.scrollTop = row * ROW - clientHeight / 2;
    }
  }

  // ── Drawing ───────────────────────────────────────────────────────────────────────────────────

  later() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.render();
    });
  }

  x(time) {
    const [from, to] = this.view;
    const x = ((this.scale.place(time) - from) / (to - from)) * this.width;
    return Math.min(Math.max(x, -10), this.width + 10);
  }

  rowsInSight() {
    if (this.inFull || this.rows.length <= MOST_ROWS_IN_FULL) return [0, this.rows.length];
    const from = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - 2);
    const height = this.scroller.clientHeight || MOST_ROWS_IN_FULL * ROW;
    return [from, Math.min(this.rows.length, from + Math.ceil(height / ROW) + 4)];
  }

  render() {
    const held = this.paper.contains(document.activeElement);
    this.space.style.height = `${this.rows.length * ROW}px`;
    const [from, to] = this.rowsInSight();
    this.paper.style.top = `${from * ROW}px`;
    this.labels.style.top = `${from * ROW}px`;
    this.paper.setAttribute('width', this.width);
    this.paper.setAttribute('height', (to - from) * ROW);
    this.items = [];
    const rows = [];
    for (let row = from; row < to; ++row) rows.push(this.drawRow(row, (row - from) * ROW));
    const guides = this.drawGuides((to - from) * ROW);
    this.paper.replaceChildren(guides, ...rows);
    this.labels.replaceChildren(...this.rows.slice(from, to).map((row) => el('div',
      { class: `row-label ${row.kind}${row.idle ? ' idle' : ''}`,
        title: row.note ? `${row.label}: ${row.note}` : row.label },
      el('span', { class: 'row-name' }, row.label),
      row.note && el('span', { class: 'row-note' }, row.note))));
    this.drawAxis();
    this.drawWindow();
    this.roving(held);
  }

  // One mark takes the tab key; the arrow keys go on from there.
  roving(held) {
    const nodes = [...this.paper.querySelectorAll('.item')];
    const wanted = nodes.find((node) => this.stands(node, this.focused)) || nodes[0];
    for (const node of nodes) node.setAttribute('tabindex', node === wanted ? 0 : -1);
    if (held && wanted) wanted.focus({ preventScroll: true });
  }

  drawGuides(height) {
    const lines = [];
    for (const time of this.tickTimes()) {
      lines.push(draw('line', { class: 'grid', x1: this.x(time), x2: this.x(time), y1: 0,
        y2: height }));
    }
    const { kinds, marks } = this.journal;
    for (let row = 0; row < Math.min(kinds.length, 5000); ++row) {
      const x = this.x(marks.at[row]);
      if (kinds[row] === 'settled') {
        const from = this.x(marks.at[row] - Number(this.journal.text(marks.which[row])));
        lines.push(draw('rect', { class: 'band', x: from, y: 0, width: Math.max(x - from, 0),
          height }));
      } else if (kinds[row] === 'step_started' && x > 0 && x < this.width) {
        lines.push(draw('line', { class: 'step-line', x1: x, x2: x, y1: 0, y2: height }));
      }
    }
    for (const cut of this.scale.cuts) {
      const x = this.x(this.scale.time(cut));
      if (x > 0 && x < this.width) {
        lines.push(draw('rect', { class: 'cut', x: x - 3, y: 0, width: 6, height }));
      }
    }
    return draw('g', { 'aria-hidden': 'true' }, lines);
  }

  drawRow(number, top) {
    const row = this.rows[number];
    const middle = top + ROW / 2;
    const nodes = [];
    const attempts = [];
    const items = row.items().filter(({ from, to }) =>
      this.x(to) > -9 && this.x(from) < this.width + 9);
    let clump = [];
    const flush = (next) => {
      if (clump.length > 0) nodes.push(this.drawMark(row, clump, middle, next));
      clump = [];
    };
    items.forEach((item, place) => {
      if (item.look === 'attempt') {
        attempts.push([item.to - item.from, this.drawAttempt(item, middle, items[place + 1])]);
        return;
      }
      const same = clump.length > 0 && this.x(item.from) - this.x(clump[0].from) < 8;
      if (!same) flush(this.x(item.from));
      clump.push(item);
    });
    flush(this.width);
    // The shorter ones on top: no long one hides the moment of a broken connection.
    attempts.sort(([a], [b]) => b - a);
    nodes.push(...attempts.map(([, node]) => node));
    row.idle = items.length === 0;
    const base = draw('line', { class: 'base', x1: 0, x2: this.width, y1: top + ROW - 0.5,
      y2: top + ROW - 0.5 });
    return draw('g', { class: `row ${row.kind}` },
      row.kind === 'booking' &&
        draw('rect', { class: 'booking-band', x: 0, y: top, width: this.width, height: ROW }),
      base, nodes);
  }

  item(name, label, proves, children) {
    const names = asList(name);
    const chosen = names.includes(this.chosen);
    return draw('g', {
      class: `item${proves ? ' proves' : ''}${chosen ? ' chosen' : ''}`,
      role: 'button',
      'aria-label': label + (proves ? ', evidence' : ''),
      'data-names': names.join(' '),
      onclick: () => this.choose(names),
    }, children);
  }

  choose(names) {
    this.chosen = names[0];
    this.focused = names[0];
    this.opened(names.length === 1 ? names[0] : names);
    this.later();
  }

  drawMark(row, clump, y, next) {
    const x = this.x(clump[0].from);
    const names = clump.map(({ name }) => name);
    const proves = names.some((name) => this.evidence.has(name));
    const first = this.journal.line(names[0]);
    const told = `${first.kind}, ${first.about ? `${first.about}: ` : ''}${first.words}, ` +
      `at ${clock(first.at)} ms`;
    const word = clump.length > 1 ? `${clump.length}×` : clump[0].label;
    // Whoever speaks to the page says what is to be seen.
    const label = clump.length > 1 ? `${word} close together, the first: ${told}`
      : told + (told.includes(word) ? '' : `, ${word}`);
    const beside = proves ? 15 : 11;
    const room = next - x - beside - 3;
    const worth = clump.find(({ name }) => this.evidence.has(name)) || clump[0];
    return this.item(names, label, proves, [
      draw('title', {}, label),
      proves && draw('circle', { class: 'halo', cx: x, cy: y, r: 10.5 }),
      draw('rect', { class: 'hit', x: x - 9, y: y - 13, width: 18, height: 26 }),
      glyph(worth.look, x, y),
      word && room > word.length * 6.4 &&
        draw('text', { class: 'word', x: x + beside, y: y + 3.8 }, word),
    ]);
  }

  drawAttempt(item, y, following) {
    const { journal } = this;
    const { row } = item;
    const outcome = journal.outcome(row);
    const [from, to] = [this.x(item.from), this.x(item.to)];
    const width = Math.max(to - from, 2);
    const proves = this.evidence.has(item.name);
    const faults = [journal.text(journal.attempts.changed[row]),
      journal.text(journal.attempts.faults[row])].filter(Boolean).join(', ');
    const took = journal.answerTime(row);
    const reason = journal.text(journal.attempts.reason[row]);
    const status = journal.attempts.status[row];
    const word = (status ? `${status}` : reason) + (took === null ? '' : ` · ${duration(took)}`);
    const label = `${journal.attemptName(row)}, ${outcome}: ${word}` +
      (status ? `, ${reason}` : '') + (faults ? `, faults: ${faults}` : '') +
      `, from ${clock(item.from)} to ${clock(item.to)} ms`;
    const beside = proves ? 14 : 10;
    const room = (following ? this.x(following.from) : this.width) - to - beside - 6;
    return this.item(item.name, label, proves, [
      draw('title', {}, label),
      proves && draw('rect', { class: 'halo', x: from - 5, y: y - 12, width: width + 14,
        height: 24, rx: 8 }),
      draw('rect', { class: 'hit', x: from - 6, y: y - 13, width: width + 14, height: 26 }),
      draw('g', { class: `bar ${outcome}` },
        draw('rect', { class: 'whole', x: from, y: y - 7, width, height: 14, rx: 3 }),
        this.drawPhases(row, y),
        draw('rect', { class: 'texture', x: from, y: y - 7, width, height: 14, rx: 3 })),
      glyph(outcome, Math.max(to, from + 2), y),
      faults && glyph('fault', Math.max(from, 5), y - 1, {}),
      room > word.length * 6.6 && draw('text', { class: 'word', x: to + beside, y: y + 3.8 }, word),
    ]);
  }

  drawPhases(row, y) {
    return phaseParts(this.journal, row).map(({ name, from, to }) => {
      const [a, b] = [this.x(from), this.x(to)];
      return b - a > 0.4 &&
        draw('rect', { class: `phase ${name}`, x: a, y: y - 7, width: b - a, height: 14 });
    });
  }

  tickTimes() {
    const [from, to] = this.view.map((place) => this.scale.time(place));
    return this.scale.cuts.length > 0
      ? this.cutTicks() : ticks(from, to, Math.max(2, this.width / 110));
  }

  // With cut gaps no step is even: the times at even places, rounded to what can be told apart.
  cutTicks() {
    const [from, to] = this.view;
    const found = [];
    const count = Math.max(2, Math.floor(this.width / 130));
    for (let n = 0; n <= count; ++n) {
      const time = this.scale.time(from + ((to - from) * n) / count);
      if (time >= 0 && time <= this.journal.end) found.push(Math.round(time / 10) * 10);
    }
    return found;
  }

  drawAxis() {
    this.axis.setAttribute('width', this.width);
    const times = this.tickTimes();
    const step = times.length > 1 ? times[1] - times[0] : 1000;
    const digits = this.scale.cuts.length > 0
      ? 1 : Math.max(0, Math.ceil(-Math.log10(step / 1000)));
    this.axis.replaceChildren(...times.flatMap((time) => {
      const x = this.x(time);
      const place = x < 20 ? 'start' : x > this.width - 30 ? 'end' : 'middle';
      return [draw('line', { class: 'tick', x1: x, x2: x, y1: 20, y2: 26 }),
        draw('text', { class: 'tick-word', x, y: 15, 'text-anchor': place },
          `${(time / 1000).toLocaleString('en', { maximumFractionDigits: digits })} ms`)];
    }));
  }

  // The whole run as a strip: how much was under way, by outcome, and what is in sight.
  drawMap() {
    const bins = Math.max(10, Math.floor(this.width / 4));
    const { journal } = this;
    const counts = new Map(['acknowledged', 'refused', 'impossible', 'unknown', 'open', 'mark']
      .map((outcome) => [outcome, new Uint32Array(bins)]));
    const bin = (time) => Math.min(bins - 1, Math.max(0,
      Math.floor((this.scale.place(time) / this.scale.length) * bins)));
    for (let row = 0; row < journal.attempts.seq.length; ++row) {
      ++counts.get(journal.outcome(row))[bin(journal.attempts.at[row])];
    }
    for (let row = 0; row < journal.kinds.length; ++row) {
      if (MARK_ROWS[journal.kinds[row]]) ++counts.get('mark')[bin(journal.marks.at[row])];
    }
    const most = Math.max(1, ...Array.from({ length: bins }, (_, place) =>
      [...counts.values()].reduce((sum, column) => sum + column[place], 0)));
    const bars = [];
    const wide = this.width / bins;
    const scaled = this.width / 1.04;
    for (let place = 0; place < bins; ++place) {
      let y = 36;
      for (const [outcome, column] of counts) {
        if (column[place] === 0) continue;
        const height = Math.max(2, (Math.sqrt(column[place] / most)) * 26);
        y -= height;
        bars.push(draw('rect', { class: `map-bar ${outcome}`,
          x: (0.02 / 1.04) * this.width + (place * scaled) / bins, y: Math.max(y, 2),
          width: Math.max(wide - 1, 1), height: Math.min(height, y + height - 2) }));
      }
    }
    this.map.setAttribute('width', this.width);
    this.window = draw('rect', { class: 'window', y: 1, height: 38, rx: 4 });
    this.map.replaceChildren(...bars, this.window);
    this.drawWindow();
  }

  drawWindow() {
    if (!this.window) return;
    const place = (at) => ((at / this.scale.length + 0.02) / 1.04) * this.width;
    const [from, to] = this.view.map(place);
    this.window.setAttribute('x', from + 0.5);
    this.window.setAttribute('width', Math.max(to - from - 1, 4));
  }
}
