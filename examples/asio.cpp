// SPDX-License-Identifier: BSL-1.0
// asio: WebSocket on standalone Asio, server and client. It uses callbacks, because Asio does not support the
// coroutines of clang 14.
//
//   asio serve [--address 127.0.0.1] [--port 0] [--deadline 10]
//   asio connect [--deadline 10] ws://HOST[:PORT][/PATH] [TEXT...]
//
// The handshake and the messages are in the conversation: echo_conversation.hpp for the server, client_conversation.hpp
// for the client. This file carries the conversation's octets in both directions.
#include <chrono>
#include <csignal>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <asio.hpp>

#include "shared/echo_conversation.hpp"
#include "shared/loop_program.hpp"

namespace {

using asio::ip::tcp;

// Carries a conversation over a socket. Every pending handler holds the carrier, so the carrier lives until the last
// handler has run.
class carrier : public std::enable_shared_from_this<carrier> {
 public:
  carrier(tcp::socket socket, std::shared_ptr<conversation> talk)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), talk_(std::move(talk)) {}

  tcp::socket& socket() { return socket_; }

  // Performs the action that the conversation asks for. Called again when the action is done or has failed.
  void go_on() {
    for (;;) {
      switch (talk_->next()) {
        case conversation::wish::send:
          return send();
        case conversation::wish::receive:
          return receive();
        case conversation::wish::shut: {
          asio::error_code ignored;  // the peer may have left already
          socket_.shutdown(tcp::socket::shutdown_send, ignored);
          break;
        }
        case conversation::wish::leave:
          return leave();
      }
    }
  }

  void lost(const asio::error_code& error) {
    talk_->lost(error.message().c_str());
    go_on();
  }

  // Sets the timer if the deadline has changed.
  void watch_time() {
    if (talk_->deadline() == watched_) return;
    watched_ = talk_->deadline();
    timer_.expires_at(watched_);
    timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
      if (error || self->talk_->deadline() != self->watched_) return;
      self->talk_->time_is_up();
      // Cancels the pending operation. Its handler then asks the conversation what to do next.
      if (self->talk_->next() == conversation::wish::leave) return self->leave();
      self->socket_.cancel();
    });
  }

 private:
  void send() {
    watch_time();
    const wshake::octets output = talk_->output();
    const auto buffer = asio::buffer(output.data(), output.size());
    socket_.async_write_some(buffer, [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
      if (error && error != asio::error::operation_aborted) return self->lost(error);
      self->talk_->sent(size);
      self->go_on();
    });
  }

  void receive() {
    watch_time();
    const wshake::mutable_octets room = talk_->room();
    const auto buffer = asio::buffer(room.data(), room.size());
    socket_.async_read_some(buffer, [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
      if (error == asio::error::operation_aborted) return self->go_on();
      if (error && error != asio::error::eof) return self->lost(error);
      self->talk_->received(size);
      self->go_on();
    });
  }

  void leave() {
    asio::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  const std::shared_ptr<conversation> talk_;
  conversation::clock::time_point watched_ = {};
};

class server {
 public:
  server(asio::io_context& io, const echo_settings& wanted)
      : acceptor_(io, wanted.address.find(':') == std::string::npos ? tcp::v4() : tcp::v6(), listen_on(wanted)),
        pause_(io),
        patience_(wanted.deadline) {
    accept();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](const asio::error_code& error, tcp::socket socket) {
      if (error == asio::error::no_descriptors || error == std::errc::too_many_files_open_in_system) {
        // Further clients wait in the kernel's queue.
        pause_.expires_after(std::chrono::milliseconds(50));
        return pause_.async_wait([this](const asio::error_code&) { accept(); });
      }
      if (!error) {
        asio::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<carrier>(std::move(socket), std::make_shared<echo_conversation>(patience_))->go_on();
      }
      accept();
    });
  }

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  const std::chrono::seconds patience_;
};

int serve(const echo_settings& wanted) {
  asio::io_context io;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&io](const asio::error_code&, int) { io.stop(); });
  const server served(io, wanted);
  io.run();
  return 0;
}

int connect(const wshake::uri& where, const std::shared_ptr<client_conversation>& talk) {
  asio::io_context io;
  const auto carried = std::make_shared<carrier>(tcp::socket(io), talk);
  carried->watch_time();
  tcp::resolver resolver(io);
  const auto on_connected = [carried](const asio::error_code& error, const tcp::endpoint&) {
    if (error) return carried->lost(error);
    carried->socket().set_option(tcp::no_delay(true));
    carried->go_on();
  };
  const auto on_resolved = [&](const asio::error_code& error, const tcp::resolver::results_type& found) {
    if (error) return carried->lost(error);
    asio::async_connect(carried->socket(), found, on_connected);  // tries one address after another
  };
  resolver.async_resolve(host_of(where), std::to_string(where.port), on_resolved);
  io.run();
  return talk->exit_code();
}

}  // namespace

int main(int count, char** values) { return loop_program{"asio", serve, connect}.run(count, values); }
