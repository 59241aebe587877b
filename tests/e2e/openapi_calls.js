// Calls that bring out every answer which the OpenAPI document describes, in the order in which
// they must be made. Each is { id: operationId, to, body, status, code }: `to` is the path with its
// query, `body` a value or text to be sent as it is, `code` that of the error.

const slot = { start_time: '2023-01-01 09:00:00', end_time: '2023-01-01 10:00:00' };
const nobody = 999_999_999;

// What every route has in common, by what it takes.
export function commonCalls(operations, idOf) {
  const calls = [];
  for (const { id, path, operation, method } of operations) {
    const to = path.replace('{id}', idOf(path));
    const call = (rest) => calls.push({ id, to, ...rest });
    const open = operation.security?.length === 0;
    if (!open) {
      call({ status: 401, code: 'authentication_required', authorization: null });
      call({ status: 401, code: 'authorization_header_malformed', authorization: 'Basic eDp5' });
    }
    if (path.includes('{id}')) {
      call({ to: path.replace('{id}', 'x'), status: 400, code: 'invalid_field_format' });
      call({ to: path.replace('{id}', nobody), status: 404 });
    }
    if (operation.requestBody) {
      call({ body: '{', status: 400, code: 'invalid_request' });
      call({ body: '[]', status: 400, code: 'invalid_request' });
      call({ body: '{}', type: 'text/plain', status: 415, code: 'unsupported_media_type' });
    }
    const pages = operation.parameters?.some(({ name }) => name === 'page');
    if (pages) {
      const service = operation.parameters.some(({ name }) => name === 'service_id')
        ? 'service_id=123&' : '';
      call({ to: `${to}?${service}page=x`, status: 400, code: 'invalid_field_format' });
      call({ to: `${to}?${service}page=0&page_size=101`, status: 400, code: 'validation_failed' });
    }
    const needed = operation.parameters?.filter((p) => p.in === 'query' && p.required) ?? [];
    if (needed.length === 1) {
      call({ status: 400, code: 'missing_required_field' });
      call({ to: `${to}?service_id=${nobody}`, status: 404, code: 'service_not_found' });
    }
    if (method === 'DELETE' && needed.length === 2) {
      const query = `${to}?service_id=${nobody}`;
      call({ to: query, status: 400, code: 'missing_required_field' });
      call({ to: `${query}&day_of_week=7`, status: 400, code: 'invalid_field_format' });
      call({ status: 400, code: 'validation_failed' });
      call({ to: `${query}&day_of_week=6`, status: 404, code: 'service_not_found' });
    }
  }
  return calls;
}

function serviceCalls({ service }) {
  const one = `/v1/services/${service}`;
  const create = (body, rest) => ({ id: 'createService', to: '/v1/services', body, ...rest });
  const update = (body, rest) => ({ id: 'updateService', to: one, body, ...rest });
  return [
    { id: 'getHealth', to: '/v1/health', status: 200 },
    { id: 'getOpenapi', to: '/v1/openapi.json', status: 200 },
    { id: 'getOpenapi', to: '/v1/openapi.json?dialect=openapi', status: 200 },
    { id: 'getOpenapi', to: '/v1/openapi.json?dialect=x', status: 400,
      code: 'invalid_field_format' },
    create({ name: 'Massage', timezone: 'Europe/Berlin' }, { status: 201 }),
    create({ name: 'Haircut', timezone: 'UTC', description: null,
      time_slots: [{ ...slot, day_of_week: 6, max_bookings: 1 }] }, { status: 201 }),
    create({ name: 'Massage' }, { status: 400, code: 'missing_required_field' }),
    create({ name: 'Massage', timezone: 'Berlin' }, { status: 400, code: 'invalid_field_format' }),
    create({ name: '', timezone: 5 }, { status: 400, code: 'validation_failed' }),
    { id: 'listServices', to: '/v1/services', status: 200 },
    { id: 'listServices', to: '/v1/services?page=2&page_size=1', status: 200 },
    { id: 'listServices', to: '/v1/services?page=99', status: 200 },
    { id: 'getService', to: one, status: 200 },
    update({}, { status: 200 }),
    update({ name: 'Consulting', description: 'Long', timezone: 'UTC' }, { status: 200 }),
    update({ name: 5 }, { status: 400, code: 'invalid_field_format' }),
    update({ name: 5, timezone: '' }, { status: 400, code: 'validation_failed' }),
  ];
}

function slotCalls({ service, slot: id }) {
  const put = (body, rest) => ({ id: 'putTimeSlots', to: '/v1/time-slots', body, ...rest });
  const list = (query) => ({
    id: 'listTimeSlots', to: `/v1/time-slots?service_id=${service}${query}`, status: 200,
  });
  const full = { ...slot, day_of_week: 0, max_bookings: 1 };
  return [
    put({ service_id: service, time_slots: [{ ...full, id }, { ...full, day_of_week: 3 }] },
      { status: 200 }),
    put({ service_id: service, time_slots: [] }, { status: 200 }),
    put({ service_id: service }, { status: 400, code: 'missing_required_field' }),
    put({ service_id: service, time_slots: 1 }, { status: 400, code: 'invalid_field_format' }),
    put({ service_id: service, time_slots: [{}] }, { status: 400, code: 'validation_failed' }),
    put({ service_id: nobody, time_slots: [full] }, { status: 404, code: 'service_not_found' }),
    put({ service_id: service, time_slots: [{ ...full, id: nobody }] },
      { status: 404, code: 'time_slot_not_found' }),
    list(''), list('&page=2&page_size=1'), list('&no_pagination=true'), list('&no_pagination=0'),
    { id: 'getServiceTimeSlots', to: `/v1/services/${service}/time-slots`, status: 200 },
  ];
}

const jane = {
  customer_name: 'Jane Doe', customer_email: 'jane@example.com', customer_phone: '+12025550185',
};

// `booking` is pending, the only one of its slot and date, and takes its one seat.
function bookingCalls({ service, slot: slotId, booking }) {
  const book = (body, rest) => ({ id: 'createBooking', to: '/v1/bookings', body, ...rest });
  const on = (date, rest = {}) => ({ date, time_slot_id: slotId, ...rest });
  const one = `/v1/bookings/${booking}`;
  const update = (body, rest) => ({ id: 'updateBooking', to: one, body, ...rest });
  return [
    book(on('2030-01-07', jane), { status: 400, code: 'duplicate_booking' }),
    book(on('2030-01-07'), { status: 400, code: 'time_slot_full' }),
    book({ time_slot_id: slotId }, { status: 400, code: 'missing_required_field' }),
    book(on('Monday'), { status: 400, code: 'invalid_field_format' }),
    book(on('Monday', { message: 5 }), { status: 400, code: 'validation_failed' }),
    book({ date: '2030-01-07', time_slot_id: nobody },
      { status: 404, code: 'time_slot_not_found' }),
    { ...book(on('2030-01-07'), { status: 404, code: 'service_not_found' }),
      to: `/v1/bookings?service_id=${nobody}` },
    { ...book(on('2030-01-14T09:00:00Z', { ...jane, message: 'Hello' }), { status: 201 }),
      to: `/v1/bookings?service_id=${service}` },
    { id: 'listBookings', to: `/v1/bookings?service_id=${service}`, status: 200 },
    { id: 'listServiceBookings', to: `/v1/services/${service}/bookings?page_size=1`, status: 200 },
    { id: 'getBooking', to: one, status: 200 },
    update({}, { status: 200 }),
    update({ status: 'confirmed', message: 'Welcome' }, { status: 200 }),
    update({ status: 'pending' }, { status: 422, code: 'invalid_status_transition' }),
    update({ date: '2030-01-14' }, { status: 400, code: 'duplicate_booking' }),
    update({ status: 'cancelled' }, { status: 400, code: 'missing_required_field' }),
    update({ date: 5 }, { status: 400, code: 'invalid_field_format' }),
    update({ date: 5, status: 'gone' }, { status: 400, code: 'validation_failed' }),
    { id: 'getCustomer', to: `${one}/customer`, status: 200 },
  ];
}

// `other` has another customer and is on another date.
function customerCalls({ booking, other, slot: slotId }) {
  const customer = (body, rest) => ({
    id: 'updateCustomer', to: `/v1/bookings/${booking}/customer`, body, ...rest,
  });
  return [
    { id: 'updateBooking', to: `/v1/bookings/${other}`, body: { date: '2030-01-07' },
      status: 400, code: 'time_slot_full' },
    customer({ name: 'Jane Roe', email: 'roe@example.com', phone: '' }, { status: 200 }),
    customer({}, { status: 200 }),
    customer({ email: 'roe' }, { status: 400, code: 'invalid_field_format' }),
    customer({ email: 'roe', phone: '1' }, { status: 400, code: 'validation_failed' }),
    // Room for a second one, who then takes the first one's address.
    { id: 'putTimeSlots', to: '/v1/time-slots', status: 200, body: { service_id: 123,
      time_slots: [{ ...slot, id: slotId, day_of_week: 0, max_bookings: 2 }] } },
    { id: 'updateBooking', to: `/v1/bookings/${other}`, body: { date: '2030-01-07' },
      status: 200 },
    { id: 'updateCustomer', to: `/v1/bookings/${other}/customer`,
      body: { email: 'ROE@example.com' }, status: 400, code: 'duplicate_booking' },
  ];
}

function endingCalls({ service, slot: slotId, booking, other }) {
  const cancel = (body, rest) => ({
    id: 'cancelBooking', to: `/v1/bookings/${booking}/cancel`, body, ...rest,
  });
  return [
    cancel({ message: 5 }, { status: 400, code: 'invalid_field_format' }),
    cancel({ message: 5, cancel_reason: 5 }, { status: 400, code: 'validation_failed' }),
    cancel(undefined, { status: 200 }),
    cancel({ cancel_reason: 'ill' }, { status: 422, code: 'invalid_status_transition' }),
    { id: 'getBooking', to: `/v1/bookings/${booking}`, status: 200 },
    { id: 'deleteTimeSlot', to: `/v1/time-slots/${slotId}`, status: 200 },
    { id: 'getBooking', to: `/v1/bookings/${other}`, status: 200 },
    { id: 'updateBooking', to: `/v1/bookings/${other}`, body: { date: '2030-02-04' },
      status: 404, code: 'time_slot_not_found' },
    { id: 'deleteTimeSlots', to: `/v1/time-slots?service_id=${service}&day_of_week=3`,
      status: 200 },
    { id: 'deleteBooking', to: `/v1/bookings/${booking}`, status: 200 },
    { id: 'deleteService', to: `/v1/services/${service}`, status: 200 },
  ];
}

export const ownCalls = (ids) => [
  ...serviceCalls(ids), ...slotCalls(ids), ...bookingCalls(ids), ...customerCalls(ids),
  ...endingCalls(ids),
];
