// The time line under hands: mouse, wheel and keyboard.

Object.assign(Timeline.prototype, {
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const x = event.clientX - this.paper.getBoundingClientRect().left;
    this.zoom(Math.exp(Math.min(Math.max(event.deltaY, -60), 60) / 120), x);
  },

  drag(event) {
    if (event.button !== 0 || event.target.closest('.item')) return;
    const [from, to] = this.view;
    const begin = event.clientX;
    const move = (moved) => {
      const by = ((begin - moved.clientX) / this.width) * (to - from);
      this.show(from + by, to + by);
    };
    this.follow(move);
  },

  dragMap(event) {
    const span = this.view[1] - this.view[0];
    const move = (moved) => {
      const x = moved.clientX - this.map.getBoundingClientRect().left;
      const at = ((x / this.width) * 1.04 - 0.02) * this.scale.length;
      this.show(at - span / 2, at + span / 2);
    };
    move(event);
    this.follow(move);
  },

  follow(move) {
    const end = new AbortController();
    addEventListener('pointermove', move, { signal: end.signal });
    addEventListener('pointerup', () => end.abort(), { signal: end.signal });
    addEventListener('pointercancel', () => end.abort(), { signal: end.signal });
  },

  key(event) {
    const item = event.target.closest('.item');
    const acts = {
      '+': () => this.zoom(1 / 1.6), '=': () => this.zoom(1 / 1.6), '-': () => this.zoom(1.6),
      0: () => this.fit(),
    };
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const level = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (acts[event.key]) acts[event.key]();
    else if (side && (event.shiftKey || !item)) this.pan(side / 5);
    else if (side) this.along(side);
    else if (level && item) this.across(level);
    else if (item && (event.key === 'Enter' || event.key === ' ')) item.dispatchEvent(
      new MouseEvent('click', { bubbles: true }));
    else return;
    event.preventDefault();
  },

  along(side) {
    const from = this.focused || this.first();
    const row = rowOfLine(this.journal, this.rows, from);
    if (row < 0) return;
    const items = this.rows[row].items();
    const node = this.nodeOf(from);
    let at = items.findIndex(({ name }) => name === from) + side;
    while (items[at] && node && this.stands(node, items[at].name)) at += side;
    this.go(items[at], row);
  },

  across(level) {
    const name = this.focused || this.first();
    const row = rowOfLine(this.journal, this.rows, name);
    const [at] = this.instants(name);
    for (let next = row + level; next >= 0 && next < this.rows.length; next += level) {
      const items = this.rows[next].items();
      if (items.length > 0) {
        const distance = ({ from }) => Math.abs(from - at);
        this.go(items.reduce((a, b) => (distance(b) < distance(a) ? b : a)), next);
        return;
      }
    }
  },

  first() {
    return this.paper.querySelector('.item[tabindex="0"]')?.dataset.names.split(' ')[0];
  },

  go(item, row) {
    if (!item) return;
    this.focused = item.name;
    this.sight(item.name, row);
    this.render();
    this.nodeOf(item.name)?.focus({ preventScroll: true });
  },

  nodeOf(name) {
    return [...this.paper.querySelectorAll('.item')].find((node) => this.stands(node, name));
  },

  // Whether the node stands for the line, alone or with others that are close to it.
  stands(node, name) {
    return node.dataset.names.split(' ').includes(name);
  },
});
