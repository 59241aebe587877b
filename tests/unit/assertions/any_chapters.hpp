#pragma once
// Stories drawn by RapidCheck. One thread.
#include <vector>

#include <rapidcheck.h>

#include "unit/assertions/right_story.hpp"

namespace rkmock::assertions {

inline rc::Gen<std::vector<Chapter>> any_chapters() {
  // Not smaller for smaller sizes: short stories are of all kinds too.
  const auto numbers = rc::gen::resize(100, rc::gen::inRange(0U, 1000U));
  constexpr double a_few = 0.1;  // of RapidCheck's up to a hundred
  return rc::gen::scale(
      a_few,
      rc::gen::container<std::vector<Chapter>>(rc::gen::build<Chapter>(
          rc::gen::set(&Chapter::booking, numbers),
          rc::gen::set(&Chapter::change, numbers),
          rc::gen::set(&Chapter::delivery, numbers),
          rc::gen::set(&Chapter::aside, numbers),
          rc::gen::set(&Chapter::lag, numbers)
      ))
  );
}

}  // namespace rkmock::assertions
