// SPDX-License-Identifier: BSL-1.0
// A plan: the list of calls that a fuzz target makes on a client or a tunnel. An input has the plan and the peer's
// octets:
//
//   00000S0W0                         configuration (client_configuration.hpp), then pairs of a verb and its argument
//   uws://example.com/chat            the request (request_text.hpp), up to an empty line
//   +chat
//
//   HTTP/1.1 101 ...                  the octets of the peer; octets after a line "====" answer the next request
//
// The lower four bits of a verb's octet are the number of the verb. A number that no verb has stands for feed_all, so
// every octet is valid.
#pragma once

#include <string_view>
#include <vector>

#include "client_configuration.hpp"
#include "request_text.hpp"

namespace fuzz {

enum class exchange_verb : unsigned char {
  start = 'S' & 15,      // 3: see asked_by in asked.hpp
  feed_eof = 'E' & 15,   // 5
  feed = 'F' & 15,       // 6: feeds `argument` octets; if `argument` is above 127, (argument - 127) * 100 octets
  feed_all = 'W' & 15,   // 7
  feed_once = 'I' & 15,  // 9: as feed_all, but stops at the first event interim or refused
  rebase = 'M' & 15,     // 13: moves the role to other storage, which may be larger
};

struct exchange_step {
  exchange_verb what;
  unsigned char argument;
};

struct exchange_plan {
  client_configuration setting;
  std::vector<exchange_step> steps;
  request_text request;
  std::vector<std::string_view> answers;  // the peer's octets after each start()
};

namespace plan_parts {

inline std::vector<exchange_step> read_steps(std::string_view line) {
  std::vector<exchange_step> steps;
  line.remove_prefix(line.size() < client_configuration_size ? line.size() : client_configuration_size);
  constexpr std::size_t most = 32;
  for (; line.size() >= 2 && steps.size() < most; line.remove_prefix(2)) {
    steps.push_back({static_cast<exchange_verb>(line[0] & 15), static_cast<unsigned char>(line[1])});
  }
  return steps;
}

// Takes the lines at the front of `rest`, up to the first empty line.
inline std::string_view take_lines(std::string_view& rest) {
  if (!rest.empty() && rest.front() == '\n') {
    rest.remove_prefix(1);
    return {};
  }
  return take_until(rest, "\n\n");
}

inline std::vector<std::string_view> read_answers(std::string_view rest) {
  std::vector<std::string_view> all;
  do {
    all.push_back(take_until(rest, "====\n"));
  } while (!rest.empty());
  return all;
}

}  // namespace plan_parts

inline exchange_plan read_exchange_plan(std::string_view input) {
  const std::string_view first = take_until(input, "\n");
  const std::string_view asked = plan_parts::take_lines(input);
  return {configure_client(first.substr(0, client_configuration_size)), plan_parts::read_steps(first),
          request_text(asked), plan_parts::read_answers(input)};
}

}  // namespace fuzz
