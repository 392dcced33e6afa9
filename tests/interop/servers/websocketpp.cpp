// SPDX-License-Identifier: BSL-1.0
// usage: websocketpp PORT
// A WebSocket++ server with the iostream transport, which only takes and returns octets. This program opens, reads and
// writes the sockets.
#include <algorithm>
#include <string>
#include <system_error>

#include <websocketpp/config/core.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/server.hpp>

#include "resources.hpp"

struct config : websocketpp::config::core {
  struct permessage_deflate_config {};
  using permessage_deflate_type = websocketpp::extensions::permessage_deflate::enabled<permessage_deflate_config>;
};

using server = websocketpp::server<config>;

// Returns true if the server must accept the handshake. Otherwise sets the refusal in the connection.
bool decide(server& endpoint, websocketpp::connection_hdl handle) {
  const server::connection_ptr connection = endpoint.get_con_from_hdl(handle);
  const auto refused =
      refuse(connection->get_resource(), [&](const char* name) { return connection->get_request_header(name); });
  if (refused) {
    connection->set_status(static_cast<websocketpp::http::status_code::value>(refused->status));
    connection->set_body(refused->body);
    if (!refused->name.empty()) connection->append_header(refused->name, refused->value);
    return false;
  }
  const auto& offered = connection->get_requested_subprotocols();
  if (std::find(offered.begin(), offered.end(), "chat") != offered.end()) connection->select_subprotocol("chat");
  return true;
}

void serve(int socket) {
  server endpoint;
  bool ended = false;
  endpoint.clear_access_channels(websocketpp::log::alevel::all);
  endpoint.clear_error_channels(websocketpp::log::elevel::all);
  endpoint.set_validate_handler([&](websocketpp::connection_hdl handle) { return decide(endpoint, handle); });
  endpoint.set_open_handler([&](websocketpp::connection_hdl handle) {
    const server::connection_ptr connection = endpoint.get_con_from_hdl(handle);
    if (connection->get_resource() == "/greeting") connection->send(greeting);
  });
  endpoint.set_message_handler([&](websocketpp::connection_hdl handle, server::message_ptr message) {
    endpoint.send(handle, message->get_payload(), message->get_opcode());
  });
  endpoint.set_write_handler([&](websocketpp::connection_hdl, const char* data, std::size_t size) {
    const ssize_t sent = send(socket, data, size, 0);
    return sent == static_cast<ssize_t>(size) ? std::error_code() : std::make_error_code(std::errc::io_error);
  });
  endpoint.set_shutdown_handler([&](websocketpp::connection_hdl) {
    ended = true;
    return std::error_code();
  });

  const server::connection_ptr connection = endpoint.get_connection();
  connection->start();
  char buffer[4096];
  while (!ended) {
    const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
    if (got <= 0) break;
    connection->read_all(buffer, static_cast<std::size_t>(got));
  }
  if (!ended) connection->eof();
  close(socket);
}

int main(int count, char** values) {
  if (count != 2) return 2;
  std::printf("version %s\n", websocketpp::user_agent);
  std::fflush(stdout);
  return listen_on(values[1], serve);
}
