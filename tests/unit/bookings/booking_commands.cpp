// The random commands of booking_model.hpp.
#include "unit/bookings/booking_model.hpp"

namespace rkmock::bookings {

namespace {

rc::Gen<Command> any_command() {
  using rc::gen::inRange;
  const auto any_slot = rc::gen::build<SlotCommand>(
      rc::gen::set(&SlotCommand::slot, inRange(-1, 5)),
      rc::gen::set(
          &SlotCommand::capacity,
          rc::gen::weightedElement<int>({{1, 0}, {6, 1}, {6, 2}, {4, 3}, {2, 5}})
      ),
      rc::gen::set(&SlotCommand::day, inRange(0, 3))
  );
  return rc::gen::build<Command>(
      rc::gen::set(
          &Command::verb,
          rc::gen::weightedElement<Verb>(
              {{32, Verb::create},
               {16, Verb::update},
               {6, Verb::cancel},
               {6, Verb::remove},
               {8, Verb::customer},
               {8, Verb::put_slots},
               {2, Verb::drop_slot},
               {1, Verb::drop_day},
               {1, Verb::drop}}
          )
      ),
      rc::gen::set(&Command::booking, inRange(0, 24)),
      rc::gen::set(
          &Command::slot,
          rc::gen::weightedElement<int>({{6, 0}, {6, 1}, {6, 2}, {1, 3}, {2, 4}, {1, 5}})
      ),
      rc::gen::set(&Command::service, inRange(1, 3)),
      rc::gen::set(&Command::date, inRange(0, 2)),
      rc::gen::set(&Command::status, inRange(-1, 3)),
      rc::gen::set(&Command::email, inRange(0, 4)),
      rc::gen::set(&Command::phone, inRange(0, 3)),
      rc::gen::set(&Command::set_date),
      rc::gen::set(&Command::reason),
      rc::gen::set(&Command::day, inRange(0, 3)),
      rc::gen::set(
          &Command::slots,
          rc::gen::resize(3, rc::gen::container<std::vector<SlotCommand>>(any_slot))
      )
  );
}

}  // namespace

void showValue(const Command& command, std::ostream& out) {  // NOLINT: RapidCheck's name
  out << "{verb " << static_cast<int>(command.verb) << ", booking " << command.booking << ", slot "
      << command.slot << ", service " << command.service << ", date " << command.date << ", status "
      << command.status << ", email " << command.email << ", phone " << command.phone
      << ", set_date " << command.set_date << ", reason " << command.reason << ", day "
      << command.day << ", slots";
  for (const SlotCommand& slot : command.slots) {
    out << " (" << slot.slot << ", capacity " << slot.capacity << ", day " << slot.day << ")";
  }
  out << "}";
}

rc::Gen<std::vector<Command>> any_commands() {
  // Most creates name no service, as the vendor's guide has it.
  const auto command = rc::gen::map(any_command(), [](Command made) {
    made.service = made.verb == Verb::create && made.day != 0 ? 0 : made.service;
    return made;
  });
  return rc::gen::scale(5.0, rc::gen::container<std::vector<Command>>(command));
}

}  // namespace rkmock::bookings
