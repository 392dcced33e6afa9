// SPDX-License-Identifier: BSL-1.0
// This peer is the client of WebSocket++ with its iostream transport and its core configuration for clients, but
// without its random numbers. WebSocket++ takes random numbers from std::random_device, which needs about 50 us of
// processor time for a key. These 50 us would hide the time of the handshake. The core configuration has no
// permessage-deflate: the client does not offer permessage-deflate, and ignores it in the answer.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>
#include <websocketpp/client.hpp>
#include <websocketpp/config/core_client.hpp>
#include <websocketpp/random/none.hpp>

#include "client_peer.hpp"

namespace bench {
namespace {

struct configuration : websocketpp::config::core_client {
  using rng_type = websocketpp::random::none::int_generator<std::uint32_t>;
};
using client = websocketpp::client<configuration>;

client& endpoint() {
  static client* const only = [] {
    auto* made = new client;
    made->clear_access_channels(websocketpp::log::alevel::all);
    made->clear_error_channels(websocketpp::log::elevel::all);
    return made;
  }();
  return *only;
}

// Returns the connections of all handshakes since the last clean_up(). A real client, too, keeps a connection until its
// transport ends.
std::vector<client::connection_ptr>& connections() {
  static std::vector<client::connection_ptr> all;
  return all;
}

char written[1024];

bool handshake(const client_task& task, answer_maker* respond, std::size_t most) {
  static const std::string uri = "ws://" + std::string(client_host) + std::string(client_target);
  std::error_code error;
  const client::connection_ptr connection = endpoint().get_connection(uri, error);
  if (error) return false;
  if (task.negotiates) {
    for (const char* const one : client_subprotocols) connection->add_subprotocol(one);
  }
  char* end = written;
  connection->set_write_handler([&end](websocketpp::connection_hdl, const char* data, std::size_t size) {
    std::memcpy(end, data, size);
    end += size;
    return std::error_code();
  });
  endpoint().connect(connection);
  std::string_view answer = respond({written, static_cast<std::size_t>(end - written)});
  while (!answer.empty()) {
    const std::string_view piece = answer.substr(0, most);
    connection->read_all(piece.data(), piece.size());
    answer.remove_prefix(piece.size());
  }
  connections().push_back(connection);
  return connection->get_state() == websocketpp::session::state::open;
}

void clean_up() {
  for (const client::connection_ptr& connection : connections()) {
    connection->set_write_handler({});
    connection->fatal_error();
  }
  connections().clear();
}

}  // namespace

const client_peer websocketpp_client = {"websocketpp", handshake, nullptr, clean_up};

}  // namespace bench
