// SPDX-License-Identifier: BSL-1.0
// steps: feeds a message to a server or a client of the library, one octet at a time, and reports each change of state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "../tool/explain/question.hpp"

namespace page {

// Return the octets of the request, or of the responses, in the explanation `made`, with the octets behind each head.
// The result is empty if the explanation has no such message, or has header lists.
std::string octets_of_request(const tool::explanation& made);
std::string octets_of_response(const tool::explanation& made);

// Feed the first `count` octets, one at a time: feed_server() feeds a request to a server, and feed_client() feeds
// responses to a client that has sent `request`. Both return the JSON that steps.cpp describes.
std::string feed_server(std::string_view octets, std::size_t count, const tool::question& what);
std::string feed_client(std::string octets, std::size_t count, const tool::asked& request);

}  // namespace page
