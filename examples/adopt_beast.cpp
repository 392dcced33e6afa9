// SPDX-License-Identifier: BSL-1.0
// adopt_beast: a small HTTP server with Boost.Beast that also serves WebSocket. Beast reads all requests. The program
// answers plain requests with Beast and passes requests for a WebSocket to server::adopt().
//
//   adopt_beast [--address 127.0.0.1] [--port 0] [--deadline 10]
#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <wshake/wshake.hpp>

#include "shared/echo_answers.hpp"
#include "shared/echo_frames.hpp"
#include "shared/echo_settings.hpp"
#include "shared/written.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

wshake::octets octets_of(beast::string_view text) { return {text.data(), text.size()}; }

// A connection. Every pending handler holds the session, so the session lives until the last handler has run.
class session : public std::enable_shared_from_this<session> {
 public:
  session(tcp::socket socket, std::chrono::seconds patience) : stream_(std::move(socket)), patience_(patience) {}
  ~session() { explicit_bzero(storage_.data(), storage_.size()); }  // the head may hold a password or a cookie

  // Reads a request. Beast closes the connection if the request does not arrive in time.
  void read_request() {
    parser_.emplace();
    parser_->header_limit(wshake::server_storage_size);
    parser_->body_limit(65536);
    stream_.expires_after(patience_);
    http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->take_error(error);
      self->take_header();
      self->read_body();
    });
  }

 private:
  // Copies the fields of the head in their order. A repeated field has several entries in header_. The function must
  // run before the body is read: with the body, Beast adds trailers to the fields, and trailers must not influence the
  // handshake.
  void take_header() {
    header_.clear();
    for (const auto& each : parser_->get()) header_.push_back({octets_of(each.name_string()), octets_of(each.value())});
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->take_error(error);
      self->take_request();
    });
  }

  void take_error(const error_code& error) {
    if (error == http::error::end_of_stream) return finish();
    const bool is_malformed = error.category() == http::make_error_code(http::error::end_of_stream).category();
    if (is_malformed) respond(http::status::bad_request, "The request is not valid HTTP.\n", false);
  }

  void take_request() {
    const auto& request = parser_->get();
    const wshake::request_view view = {.method = octets_of(request.method_string()),
                                       .target = octets_of(request.target()),
                                       .version = request.version(),
                                       .header = header_};
    if (is_for_handshake(view)) return answer_handshake_of(view);
    const bool reads = request.method() == http::verb::get || request.method() == http::verb::head;
    if (requested_path(wshake::gather(view)) != "/") {
      respond(http::status::not_found, "Not found\n", request.keep_alive());
    } else if (!reads) {
      respond(http::status::method_not_allowed, "Only GET and HEAD\n", request.keep_alive());
    } else {
      respond(http::status::ok, page, request.keep_alive());
    }
  }

  // Answers a request that asks for no WebSocket.
  void respond(http::status status, std::string_view body, bool keep_alive) {
    response_ = {};
    response_.result(status);
    response_.set(http::field::content_type, "text/html; charset=utf-8");
    if (status == http::status::method_not_allowed) response_.set(http::field::allow, "GET, HEAD");
    response_.keep_alive(keep_alive);
    response_.content_length(body.size());
    if (parser_->get().method() != http::verb::head) response_.body() = body;
    stream_.expires_after(patience_);
    http::async_write(stream_, response_, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return;
      if (self->response_.keep_alive()) return self->read_request();
      self->finish();
    });
  }

  // Answers a handshake with wshake.
  void answer_handshake_of(const wshake::request_view& request) {
    server_.adopt(request);
    wshake::diagnostic error;
    const auto verb = [&](wshake::mutable_octets out) {
      if (server_.state() == wshake::server_state::upgrade) return answer_handshake(server_, request.header, out);
      return server_.respond(out);
    };
    answer_ = written_by(verb, error);
    if (!error.ok()) return finish();
    stream_.expires_after(patience_);
    asio::async_write(stream_, asio::buffer(answer_), [self = shared_from_this()](const error_code& failure, std::size_t) {
      if (!failure) self->go_on_after_answer();
    });
  }

  void go_on_after_answer() {
    if (server_.state() == wshake::server_state::open) {
      // The octets that remain in Beast's buffer are frames.
      talk_.emplace(beast::buffers_to_string(buffer_.data()));
      return go_on();
    }
    // Beast has read the body, if there was one.
    const bool lives = server_.next_request(wshake::request_body::read) != wshake::server_state::closed;
    if (lives && parser_->get().keep_alive()) return read_request();
    finish();
  }

  // Performs the action that the conversation `talk_` asks for. Called again when the action is done or has failed.
  void go_on() {
    const auto take = [self = shared_from_this()](auto what) {
      return [self, what](const error_code& error, std::size_t size) {
        if (error && error != asio::error::eof) {
          self->talk_->lost(error.message().c_str());
        } else {
          ((*self->talk_).*what)(size);
        }
        self->go_on();
      };
    };
    conversation::wish wish = conversation::wish::shut;
    while ((wish = talk_->next()) == conversation::wish::shut) shut();
    if (talk_->deadline() == conversation::clock::time_point::max()) {
      stream_.expires_never();
    } else {
      stream_.expires_at(talk_->deadline());
    }
    if (wish == conversation::wish::send) {
      stream_.async_write_some(asio::buffer(talk_->output().data(), talk_->output().size()), take(&conversation::sent));
    } else if (wish == conversation::wish::receive) {
      stream_.async_read_some(asio::buffer(talk_->room().data(), talk_->room().size()), take(&conversation::received));
    }
  }

  void shut() {
    error_code ignored;  // the peer may have left already
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

  // Shuts the sending direction and waits for the peer to close. Closing the socket at once could destroy the last
  // octets in transit, if the peer is still sending (RFC 9112 section 9.6).
  void finish() {
    shut();
    stream_.expires_after(std::chrono::seconds(2));
    drain();
  }
  void drain() {
    stream_.async_read_some(asio::buffer(rest_), [self = shared_from_this()](const error_code& error, std::size_t) {
      if (!error) self->drain();
    });
  }

  static constexpr std::string_view page =
      "<!doctype html>\n<title>A page</title>\n<p>There is a WebSocket here, too.\n";

  beast::tcp_stream stream_;
  const std::chrono::seconds patience_;  // the time for one request
  beast::flat_buffer buffer_{32768};     // octets that were read and belong to no request yet
  std::optional<http::request_parser<http::string_body>> parser_;
  std::vector<wshake::field> header_;  // views into the request of parser_
  http::response<http::string_body> response_;
  std::array<char, wshake::server_storage_size> storage_;  // the memory of server_
  wshake::server server_{storage_, echo_config};
  std::string answer_;
  std::optional<echo_frames> talk_;
  std::array<char, 4096> rest_;  // octets to discard
};

void accept(tcp::acceptor& acceptor, asio::steady_timer& pause, std::chrono::seconds patience) {
  acceptor.async_accept([&, patience](const error_code& error, tcp::socket socket) {
    if (error == asio::error::no_descriptors) {
      // Further clients wait in the kernel's queue.
      pause.expires_after(std::chrono::milliseconds(50));
      return pause.async_wait([&, patience](const error_code&) { accept(acceptor, pause, patience); });
    }
    if (!error) {
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<session>(std::move(socket), patience)->read_request();
    }
    accept(acceptor, pause, patience);
  });
}

}  // namespace

int main(int count, char** values) {
  const std::span<char*> arguments = std::span(values, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0);
  const echo_settings wanted(arguments, "adopt_beast");
  asio::io_context io(1);
  const bool is_ipv4 = wanted.address.find(':') == std::string::npos;
  tcp::acceptor acceptor(io, is_ipv4 ? tcp::v4() : tcp::v6(), listen_on(wanted));
  asio::steady_timer pause(io);
  accept(acceptor, pause, wanted.deadline);
  io.run();
}
