// A right receiver in Express. In memory, to stay short: where `known` is touched a real one has
// a database, and the two steps under "decide and remember" are one transaction there.
import { createHmac, timingSafeEqual } from 'node:crypto';

const rank = { 'bookings.create': 0, 'bookings.update': 1, 'bookings.delete': 2 };

export function rightReceiver(express, downstream, secret = 'test') {
  const app = express();
  const known = new Map(); // booking id → the newest that is known of it
  let work = Promise.resolve(); // effects are reported one after another

  function genuine(req) {
    const expected = createHmac('sha256', secret).update(req.body).digest();
    const given = Buffer.from(req.get('X-Webhook-Signature') ?? '', 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  function isNews(event_type, booking) {
    const newest = known.get(booking.id);
    if (!newest) return true;
    if (newest.event_type === 'bookings.delete') return false; // it does not come back
    if (event_type === 'bookings.delete') return true;
    const age = Date.parse(booking.updated_at) - Date.parse(newest.booking.updated_at);
    return age > 0 || (age === 0 && rank[event_type] > rank[newest.event_type]);
  }

  // JSON.parse rounds whole numbers above 2^53.
  function withIdsAsText(body) {
    return body.toString().replace(/("id":\s*)(\d+)/g, '$1"$2"');
  }

  function isBooking({ id, status, updated_at }) {
    return [id, status, updated_at].every((field) => typeof field === 'string');
  }

  async function report(event_type, { id: booking_id, updated_at }) {
    const named = `"event_type":"${event_type}","updated_at":"${updated_at}"`;
    for (let tries = 0; tries < 5; ++tries) {
      const answer = await fetch(downstream, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': `${event_type}:${booking_id}:${updated_at}`,
        },
        body: `{"booking_id":${booking_id},${named}}`,
      }).catch(() => undefined);
      if (answer && answer.status < 500) return;
    }
    console.error('gave up on', event_type, booking_id);
  }

  // The bytes as they came: a signature over JSON that was parsed and printed again breaks.
  app.post('/webhooks/reservekit', express.raw({ type: () => true }), (req, res) => {
    if (!genuine(req)) return res.sendStatus(401);
    let payload;
    try {
      payload = JSON.parse(withIdsAsText(req.body));
    } catch {
      return res.sendStatus(400);
    }
    const { event_type, bookings } = payload;
    if (typeof event_type !== 'string') return res.sendStatus(400);
    if (!(event_type in rank)) return res.sendStatus(200);
    // All or nothing: what is refused comes again.
    if (!bookings.every(isBooking)) return res.sendStatus(400);

    // Decide and remember, with nothing awaited in between.
    const news = [];
    for (const booking of bookings) {
      if (isNews(event_type, booking)) {
        known.set(booking.id, { event_type, booking });
        news.push(booking);
      }
    }
    res.sendStatus(200);
    for (const booking of news) {
      work = work.then(() => report(event_type, booking));
    }
  });

  app.get('/bookings/:id', (req, res) => {
    const newest = known.get(req.params.id);
    if (!newest || newest.event_type === 'bookings.delete') res.sendStatus(404);
    else res.json(newest.booking);
  });

  return app;
}
