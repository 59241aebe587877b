#pragma once
// The two receivers, for the table. Each starts listening; see ReceiverDescriptor::start.
#include <memory>

#include "receivers/receiver.hpp"

namespace rkmock::receivers {

[[nodiscard]] std::unique_ptr<Receiver> start_reference(const ReceiverOptions& options);
[[nodiscard]] std::unique_ptr<Receiver> start_vendor_sample(const ReceiverOptions& options);

}  // namespace rkmock::receivers
