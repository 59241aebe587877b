// The webhook handler as the vendor's pages show it: the Express sample of the webhooks page with
// the idempotency recipe of the best practices page. Only two things are added, so that it can be
// judged: it shows its bookings, and its "send notifications" is a call to the downstream.
export function vendorHandler(express, downstream) {
  const app = express();
  app.use(express.json());

  const bookings = new Map();
  const processed = new Set();

  app.post('/webhooks/reservekit', (req, res) => {
    res.status(200).send('Webhook received');
    setImmediate(() => processWebhook(req.body).catch(console.error));
  });

  async function processWebhook({ event_type, bookings: [booking] }) {
    const key = `${event_type}:${booking.id}:${booking.updated_at}`;
    if (processed.has(key)) return;

    switch (event_type) {
      case 'bookings.create':
      case 'bookings.update':
        bookings.set(booking.id, booking);
        await notify(event_type, booking);
        break;
      case 'bookings.delete':
        bookings.delete(booking.id);
        await notify(event_type, booking);
        break;
      default:
        console.log('unknown event type', event_type);
    }
    processed.add(key);
  }

  async function notify(event_type, { id: booking_id, updated_at }) {
    const answer = await fetch(downstream, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ booking_id, event_type, updated_at }),
    });
    await answer.arrayBuffer();
  }

  app.get('/bookings/:id', (req, res) => {
    const booking = bookings.get(Number(req.params.id));
    if (booking) res.json(booking);
    else res.sendStatus(404);
  });

  return app;
}
