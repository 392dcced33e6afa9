// SPDX-License-Identifier: BSL-1.0
// usage: beast PORT
// A Boost.Beast server with blocking calls. The server keeps the connection open after a refusal.
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/version.hpp>
#include <boost/beast/websocket.hpp>

#include "resources.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

using request = http::request<http::string_body>;

bool refused(asio::ip::tcp::socket& socket, const request& asked) {
  const auto refused = refuse(std::string(asked.target()), [&](const char* name) { return asked[name]; });
  if (!refused) return false;
  http::response<http::string_body> answer(static_cast<http::status>(refused->status), asked.version());
  if (!refused->name.empty()) answer.set(refused->name, refused->value);
  answer.body() = refused->body;
  answer.prepare_payload();
  http::write(socket, answer);
  return true;
}

void converse(asio::ip::tcp::socket socket) {
  beast::flat_buffer buffer;
  request asked;
  do {
    asked = {};
    http::read(socket, buffer, asked);
  } while (refused(socket, asked));

  websocket::stream<asio::ip::tcp::socket> stream(std::move(socket));
  websocket::permessage_deflate deflate;
  deflate.server_enable = true;
  stream.set_option(deflate);
  stream.set_option(websocket::stream_base::decorator([&](websocket::response_type& answer) {
    const auto offered = asked["Sec-WebSocket-Protocol"];
    if (http::token_list(offered).exists("chat")) answer.set("Sec-WebSocket-Protocol", "chat");
  }));
  stream.accept(asked);
  if (asked.target() == "/greeting") stream.write(asio::buffer(greeting, sizeof greeting - 1));
  for (;;) {
    beast::flat_buffer message;
    stream.read(message);
    stream.text(stream.got_text());
    stream.write(message.data());
  }
}

void serve(int socket) {
  asio::io_context context;
  try {
    converse({context, asio::ip::tcp::v4(), socket});
  } catch (const std::exception&) {
    // The client has closed the connection.
  }
}

int main(int count, char** values) {
  if (count != 2) return 2;
  std::printf("version %s\n", BOOST_BEAST_VERSION_STRING);
  std::fflush(stdout);
  return listen_on(values[1], serve);
}
