// Where a time is on the paper. Drawn to scale, or with the gaps cut in which nothing happens.

// { place(time), time(place), length, cuts: [place…] }: places are microseconds of what is drawn.
function trueScale(end) {
  return { place: (time) => time, time: (place) => place, length: Math.max(end, 1), cuts: [] };
}

// `times` are all instants at which something happens; attempts add theirs while they last.
function cutScale(times, end) {
  const sorted = Float64Array.from(times).sort();
  let sum = 0;
  for (let i = 1; i < sorted.length; ++i) sum += sorted[i] - sorted[i - 1];
  // A gap is what takes more than a twelfth of all and of the time that is not in gaps.
  let longest = sum / 12;
  for (let round = 0; round < 6; ++round) {
    let rest = 0;
    for (let i = 1; i < sorted.length; ++i) {
      rest += Math.min(sorted[i] - sorted[i - 1], longest);
    }
    longest = Math.min(longest, rest / 12);
  }
  longest = Math.max(longest, 1);
  let from = 0;
  let place = 0;
  const cuts = [];
  const pieces = [];
  const add = (a, b, slope) => {
    if (b <= a) return;
    pieces.push({ time: a, place, slope });
    place += (b - a) * slope;
  };
  for (const time of [...sorted, end]) {
    const gap = time - from;
    if (gap > longest * 1.5) {
      add(from, from + longest / 4, 1);
      cuts.push(place + longest / 4);
      add(from + longest / 4, time - longest / 4, (longest / 2) / (gap - longest / 2));
      add(time - longest / 4, time, 1);
    } else {
      add(from, time, 1);
    }
    from = Math.max(from, time);
  }
  const piece = (value, name) => {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle][name] <= value) low = middle; else high = middle - 1;
    }
    return pieces[low] || { time: 0, place: 0, slope: 1 };
  };
  return {
    place: (time) => {
      const found = piece(time, 'time');
      return found.place + (time - found.time) * found.slope;
    },
    time: (at) => {
      const found = piece(at, 'place');
      return found.time + (at - found.place) / found.slope;
    },
    length: Math.max(place, 1),
    cuts,
  };
}

// Round steps for an axis: about `count` ticks between the two times.
function ticks(from, to, count) {
  const raw = (to - from) / count;
  if (!(raw > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw);
  const found = [];
  for (let n = Math.max(0, Math.ceil(from / step)); n * step <= to; ++n) found.push(n * step);
  return found;
}
