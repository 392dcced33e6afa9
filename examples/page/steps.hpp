// SPDX-License-Identifier: BSL-1.0
// steps: a message that reaches a server or a client of the library octet by octet, and the state after each octet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "../tool/explain/question.hpp"

namespace page {

// The octets of the request, or of the responses with the octets behind them, as an explanation shows them. Empty if
// the explanation has no such message, or has header lists.
std::string octets_of_request(const tool::explanation& made);
std::string octets_of_response(const tool::explanation& made);

// Feeds the first `count` octets of a request to a server, or of a response to a client that has sent `request`, one
// octet at a time. Returns the JSON that steps.cpp describes.
std::string feed_server(std::string_view octets, std::size_t count, const tool::question& what);
std::string feed_client(std::string octets, std::size_t count, const tool::asked& request);

}  // namespace page
