// SPDX-License-Identifier: BSL-1.0
// This peer is the server of WebSocket++ with its iostream transport and its core configuration.
#include <cstring>
#include <string_view>
#include <vector>
#include <websocketpp/config/core.hpp>
#include <websocketpp/server.hpp>

#include "peer.hpp"

namespace bench {
namespace {

using server = websocketpp::server<websocketpp::config::core>;

server& endpoint() {
  static server* const only = [] {
    auto* made = new server;
    made->clear_access_channels(websocketpp::log::alevel::all);
    made->clear_error_channels(websocketpp::log::elevel::all);
    return made;
  }();
  return *only;
}

// Returns the connections of all handshakes since the last clean_up(). A real server, too, keeps a connection until its
// transport ends.
std::vector<server::connection_ptr>& connections() {
  static std::vector<server::connection_ptr> all;
  return all;
}

std::size_t handshake(std::string_view request, char* out) {
  char* end = out;
  const server::connection_ptr connection = endpoint().get_connection();
  connection->set_write_handler([&end](websocketpp::connection_hdl, const char* data, std::size_t size) {
    std::memcpy(end, data, size);
    end += size;
    return std::error_code();
  });
  connection->start();
  const std::size_t read = connection->read_all(request.data(), request.size());
  connections().push_back(connection);
  return read == request.size() ? static_cast<std::size_t>(end - out) : 0;
}

bool parse(std::string_view request) {
  websocketpp::http::parser::request parser;
  return parser.consume(request.data(), request.size()) == request.size() && parser.ready();
}

void clean_up() {
  for (const server::connection_ptr& connection : connections()) {
    connection->set_write_handler({});
    connection->fatal_error();
  }
  connections().clear();
}

}  // namespace

const peer websocketpp_core = {"websocketpp", websocketpp::user_agent, handshake, parse, clean_up};

}  // namespace bench
