// How long answers took: percentiles, a histogram over a logarithmic axis, and the phases.

const TENTHS = 10;  // buckets in a power of ten, as in answer_times.cpp
const bucketStart = (times, place) => 10 ** ((times.first + place) / TENTHS);

function histogram(times) {
  const { counts, first } = times;
  const pad = Math.max(0, Math.ceil((14 - counts.length) / 2));
  const bars = counts.length + 2 * pad;
  const [width, height, left] = [720, 190, 8];
  const wide = (width - 2 * left) / bars;
  const x = (us) => left + (Math.log10(us) * TENTHS - first + pad) * wide;
  const most = Math.max(...counts);
  const top = 44;
  const nodes = [];
  for (let power = Math.floor((first - pad) / TENTHS); power <= (first + bars) / TENTHS; ++power) {
    for (const part of [1, 2, 5]) {
      const at = x(part * 10 ** power);
      if (at < left || at > width - left) continue;
      nodes.push(draw('line', { class: 'grid', x1: at, x2: at, y1: top, y2: height - 24 }),
        (bars <= 24 || part === 1) && draw('text', { class: 'tick-word', x: at, y: height - 8,
          'text-anchor': at < 24 ? 'start' : at > width - 30 ? 'end' : 'middle' },
        duration(part * 10 ** power)));
    }
  }
  counts.forEach((count, place) => {
    if (count === 0) return;
    const size = Math.max(2, (count / most) * (height - 24 - top));
    nodes.push(draw('rect', { class: 'count', x: left + (place + pad) * wide + 0.75,
      y: height - 24 - size, width: Math.max(wide - 1.5, 1), height: size,
      rx: Math.min(2, wide / 4) },
    draw('title', {}, `${counted(count, 'answer')} from ` +
      `${duration(bucketStart(times, place))} to ${duration(bucketStart(times, place + 1))}`)));
  });
  nodes.push(draw('line', { class: 'floor', x1: left, x2: width - left, y1: height - 24,
    y2: height - 24 }));
  // Figures that are close together share a line's words.
  const marks = [];
  for (const name of ['p50', 'p95', 'p99', 'max']) {
    const at = Math.min(x(Math.max(times[name], 1)), width - left);
    const last = marks.at(-1);
    if (last && at - last.from < 34) {
      last.names.push(name);
      last.ats.push(at);
    } else {
      marks.push({ from: at, names: [name], ats: [at] });
    }
  }
  marks.forEach(({ names, ats }, place) => {
    const close = place > 0 && ats[0] - marks[place - 1].from < 34 * marks[place - 1].names.length;
    const y = close && place % 2 === 1 ? 28 : 13;
    const middle = (ats[0] + ats.at(-1)) / 2;
    for (const at of ats) {
      nodes.push(draw('line', { class: 'mark', x1: at, x2: at, y1: y + 5, y2: height - 24 }));
    }
    nodes.push(draw('text', { class: 'mark-word', x: middle, y,
      'text-anchor': middle > width - 70 ? 'end' : 'middle' }, names.join(' · ')));
  });
  const told = ['p50', 'p95', 'p99', 'max'].map((name) => `${name} ${duration(times[name])}`);
  return draw('svg', { class: 'histogram', viewBox: `0 0 ${width} ${height}`, role: 'img',
    'aria-label': `Histogram of ${counted(times.n, 'answer time')}: ${told.join(', ')}` }, nodes);
}

function phaseTable(times) {
  const columns = ['p50', 'p95', 'p99', 'max'];
  return el('table', { class: 'figures' },
    el('caption', {}, 'By phase'),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'phase'),
      el('th', { scope: 'col' }, 'n'), columns.map((name) => el('th', { scope: 'col' }, name)))),
    el('tbody', {}, times.phases.map((phase) => el('tr', {},
      el('th', { scope: 'row' }, swatch(phase.name.toLowerCase()), phase.name),
      el('td', {}, phase.n.toLocaleString('en')),
      columns.map((name) => el('td', {}, duration(phase[name])))))));
}

// `machine`: how long a receiver of rkmock's own took, see `timing.calibration` in the JSON.
function timesSection(times, machine) {
  const aside = [
    times.cold !== undefined && `The first request took ${duration(times.cold)}; it is apart, ` +
      'because it pays for what all others find warm.',
    times.shaped > 0 && `${counted(times.shaped, 'attempt')} that a fault shaped ` +
      `${times.shaped === 1 ? 'is' : 'are'} not counted.`,
    machine?.count > 0 && 'A receiver of rkmock’s own took p95 ' +
      `${duration(machine.p95_ms * 1000)} on the same machine.`,
    times.unanswered > 0 && `${counted(times.unanswered, 'attempt')} had no answer.`,
  ].filter(Boolean).join(' ');
  const head = [el('h2', {}, 'Answer times'),
    el('p', { class: 'quiet' }, 'From the first byte of the request to the end of the answer’s ' +
      'headers, of attempts that no fault shaped. ', aside)];
  if (times.n === 0) {
    return el('section', { class: 'card times' }, head,
      el('p', { class: 'empty' }, 'No other attempt went without a fault, so there is nothing ' +
        'to measure.'));
  }
  const figure = (name, value) => el('div', { class: 'figure' }, el('dt', {}, name),
    el('dd', {}, value));
  return el('section', { class: 'card times' }, head,
    el('dl', { class: 'figures-row' }, figure('answers', times.n.toLocaleString('en')),
      ['p50', 'p95', 'p99', 'max'].map((name) => figure(name, duration(times[name]))),
      times.cold !== undefined && figure('first', duration(times.cold))),
    el('div', { class: 'times-grid' }, histogram(times), phaseTable(times)));
}
