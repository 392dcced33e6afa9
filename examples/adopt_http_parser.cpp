// SPDX-License-Identifier: BSL-1.0
// adopt_http_parser: a small HTTP server that also serves WebSocket. http_parser reads all requests. The program
// answers plain requests, and passes requests for a WebSocket to server::adopt(). Each connection has its own thread.
//
//   adopt_http_parser [--address 127.0.0.1] [--port 0] [--deadline 10]
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <http_parser.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "shared/echo_answers.hpp"
#include "shared/echo_frames.hpp"
#include "shared/echo_settings.hpp"
#include "shared/written.hpp"

namespace {

using clock = conversation::clock;

// A connected socket. receive(), send() and send_all() block until their `deadline` at most.
class blocking_socket {
 public:
  explicit blocking_socket(int socket) : socket_(socket) {}
  blocking_socket(const blocking_socket&) = delete;
  blocking_socket& operator=(const blocking_socket&) = delete;
  ~blocking_socket() { close(socket_); }

  // Returns the number of octets, 0 at the end of the stream, or -1 with errno. At the deadline errno is ETIMEDOUT.
  ssize_t receive(wshake::mutable_octets room, clock::time_point deadline) const {
    return in_time(POLLIN, deadline, [&] { return recv(socket_, room.data(), room.size(), MSG_DONTWAIT); });
  }
  ssize_t send(wshake::octets data, clock::time_point deadline) const {
    const int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    return in_time(POLLOUT, deadline, [&] { return ::send(socket_, data.data(), data.size(), flags); });
  }
  bool send_all(wshake::octets data, clock::time_point deadline) const {
    while (!data.empty()) {
      const ssize_t sent = send(data, deadline);
      if (sent < 0) return false;
      data = data.from(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void shut() const { shutdown(socket_, SHUT_WR); }

 private:
  template <class Call>
  ssize_t in_time(short what, clock::time_point deadline, Call call) const {
    for (;;) {
      const ssize_t done = call();
      if (done >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) return done;
      int patience = -1;
      if (deadline != clock::time_point::max()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
        patience = static_cast<int>(std::max<decltype(left)>(left, 0));
      }
      pollfd ready = {socket_, what, 0};
      if (poll(&ready, 1, patience) == 0) {
        errno = ETIMEDOUT;
        return -1;
      }
    }
  }

  const int socket_;
};

// Reads one request after another with http_parser.
class http_reader {
 public:
  http_reader() {
    http_parser_init(&parser_, HTTP_REQUEST);
    parser_.data = this;
    http_parser_settings_init(&settings_);
    settings_.on_message_begin = [](http_parser* parser) { return of(parser).begin(); };
    settings_.on_url = [](http_parser* parser, const char* at, std::size_t size) {
      of(parser).target_.append(at, size);
      return 0;
    };
    settings_.on_header_field = [](http_parser* parser, const char* at, std::size_t size) {
      return of(parser).add_name({at, size});
    };
    settings_.on_header_value = [](http_parser* parser, const char* at, std::size_t size) {
      return of(parser).add_value({at, size});
    };
    settings_.on_headers_complete = [](http_parser* parser) {
      of(parser).is_head_complete_ = true;
      return 0;
    };
    settings_.on_message_complete = [](http_parser* parser) {
      of(parser).is_complete_ = true;
      of(parser).has_begun_ = false;
      // The octets after the request may be frames or the next request. These octets stay in the buffer.
      http_parser_pause(parser, 1);
      return 0;
    };
  }
  http_reader(const http_reader&) = delete;
  http_reader& operator=(const http_reader&) = delete;

  // Reads octets up to the end of a request with its body. Returns the number of octets that were read.
  std::size_t read(wshake::octets data) {
    is_complete_ = false;
    http_parser_pause(&parser_, 0);
    return http_parser_execute(&parser_, &settings_, data.data(), data.size());
  }

  bool is_complete() const { return is_complete_; }
  bool is_broken() const { return HTTP_PARSER_ERRNO(&parser_) != HPE_OK && HTTP_PARSER_ERRNO(&parser_) != HPE_PAUSED; }
  bool has_begun() const { return has_begun_; }
  bool keep_alive() const { return http_should_keep_alive(&parser_) != 0; }

  // Returns the request with the fields in their order. A repeated field has several entries in `header`. The views
  // point into the reader and into `header`.
  wshake::request_view request(std::vector<wshake::field>& header) const {
    header.clear();
    for (const auto& [name, value] : fields_) header.push_back({name, value});
    const auto method = static_cast<http_method>(parser_.method);
    return {.method = std::string_view(http_method_str(method)),
            .target = target_,
            .version = parser_.http_major * 10u + parser_.http_minor,
            .header = header};
  }

 private:
  static http_reader& of(http_parser* parser) { return *static_cast<http_reader*>(parser->data); }

  int begin() {
    has_begun_ = true;
    is_head_complete_ = has_value_ = false;
    target_.clear();
    fields_.clear();
    return 0;
  }

  // http_parser reports names and values in parts. Fields after the head are trailers, which must not influence the
  // handshake.
  int add_name(std::string_view part) {
    if (is_head_complete_) return 0;
    if (fields_.empty() || has_value_) fields_.emplace_back();
    fields_.back().first += part;
    has_value_ = false;
    return 0;
  }

  int add_value(std::string_view part) {
    if (is_head_complete_) return 0;
    fields_.back().second += part;
    has_value_ = true;
    return 0;
  }

  http_parser parser_ = {};
  http_parser_settings settings_ = {};
  std::string target_;
  std::vector<std::pair<std::string, std::string>> fields_;
  bool has_begun_ = false;
  bool has_value_ = false;
  bool is_head_complete_ = false;
  bool is_complete_ = false;
};

std::string plain_response(const char* status, std::string_view body, bool keep_alive, bool has_body = true) {
  std::string out = std::string("HTTP/1.1 ") + status +
                    "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
                    (keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
  if (has_body) out += body;
  return out;
}

// Serves one connection in its own thread, from the first octet to the last.
class connection {
 public:
  connection(int socket, clock::duration patience) : socket_(socket), patience_(patience) {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  ~connection() {
    explicit_bzero(storage_.data(), storage_.size());  // the head may hold a password or a cookie
    explicit_bzero(buffer_.data(), buffer_.size());
  }

  void run() {
    while (read_request()) {
      std::vector<wshake::field> header;
      const wshake::request_view request = reader_.request(header);
      const bool goes_on = is_for_handshake(request) ? answer_handshake_of(request) : answer_plain(request);
      if (server_.state() == wshake::server_state::open) return echo();
      if (!goes_on) break;
    }
    // Closing the socket at once could destroy the last octets in transit, if the peer is still sending (RFC 9112
    // section 9.6).
    socket_.shut();
    const clock::time_point deadline = clock::now() + linger;
    while (socket_.receive(buffer_, deadline) > 0 && clock::now() < deadline) continue;
  }

 private:
  static constexpr std::chrono::seconds linger{2};

  // Reads one request. Returns false if the request is incomplete or invalid. In this case the client gets an error
  // response, if a part of the request has come.
  bool read_request() {
    const clock::time_point deadline = clock::now() + patience_;
    do {
      if (input_.empty()) {
        const ssize_t got = socket_.receive(buffer_, deadline);
        const bool is_late = got < 0 && errno == ETIMEDOUT;
        if (got <= 0 && reader_.has_begun())
          send(plain_response(is_late ? "408 Request Timeout" : "400 Bad Request", "The request is not complete.\n",
                              false));
        if (got <= 0) return false;
        input_ = {buffer_.data(), static_cast<std::size_t>(got)};
      }
      input_ = input_.from(reader_.read(input_));
      if (reader_.is_broken()) send(plain_response("400 Bad Request", "The request is not valid HTTP.\n", false));
      if (reader_.is_broken()) return false;
    } while (!reader_.is_complete());
    return true;
  }

  // Answers a request that asks for no WebSocket. Returns false if the connection ends.
  bool answer_plain(const wshake::request_view& request) {
    const bool is_head = request.method == "HEAD", goes_on = reader_.keep_alive();
    std::string response;
    if (requested_path(wshake::gather(request)) != "/") {
      response = plain_response("404 Not Found", "Not found\n", goes_on, !is_head);
    } else if (!is_head && request.method != "GET") {
      response = plain_response("405 Method Not Allowed\r\nAllow: GET, HEAD", "Only GET and HEAD\n", goes_on);
    } else {
      response = plain_response("200 OK", page, goes_on, !is_head);
    }
    return send(response) && goes_on;
  }

  // Answers a handshake with wshake. Returns false if the connection ends.
  bool answer_handshake_of(const wshake::request_view& request) {
    server_.adopt(request);
    wshake::diagnostic error;
    const auto verb = [&](wshake::mutable_octets out) {
      if (server_.state() == wshake::server_state::upgrade) return answer_handshake(server_, request.header, out);
      return server_.respond(out);
    };
    if (!send(written_by(verb, error)) || !error.ok()) return false;
    // The reader has read the body of the request, if there was one. In the state open next_request() has no effect.
    return server_.next_request(wshake::request_body::read) != wshake::server_state::closed && reader_.keep_alive();
  }

  // Echoes messages. input_ holds the octets behind the request, which are frames.
  void echo() {
    echo_frames talk{std::string(input_)};
    for (;;) {
      const conversation::wish wish = talk.next();
      if (wish == conversation::wish::leave) return;
      if (wish == conversation::wish::shut) {
        socket_.shut();
        continue;
      }
      const bool reads = wish == conversation::wish::receive;
      const ssize_t done =
          reads ? socket_.receive(talk.room(), talk.deadline()) : socket_.send(talk.output(), talk.deadline());
      if (done < 0) {
        talk.lost(std::strerror(errno));
      } else if (reads) {
        talk.received(static_cast<std::size_t>(done));
      } else {
        talk.sent(static_cast<std::size_t>(done));
      }
    }
  }

  bool send(const std::string& data) const { return socket_.send_all(data, clock::now() + patience_); }

  static constexpr std::string_view page =
      "<!doctype html>\n<title>A page</title>\n<p>There is a WebSocket here, too.\n";

  const blocking_socket socket_;
  const clock::duration patience_;  // the time for one request
  http_reader reader_;
  std::array<char, 16384> buffer_;                         // octets that were read
  wshake::octets input_;                                   // the part of buffer_ that is not consumed
  std::array<char, wshake::server_storage_size> storage_;  // the memory of server_
  wshake::server server_{storage_, echo_config};
};

}  // namespace

int main(int count, char** values) {
  const std::span<char*> arguments = std::span(values, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0);
  const echo_settings wanted(arguments, "adopt_http_parser");
  const int listener = listen_on(wanted);
  fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) & ~O_NONBLOCK);
  for (;;) {
    const int socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket >= 0) {
      const int on = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      try {
        std::thread([socket, patience = wanted.deadline] { connection(socket, patience).run(); }).detach();
      } catch (const std::system_error&) {
        close(socket);  // the system starts no more threads
      }
    } else if (errno == EMFILE || errno == ENFILE) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));  // further clients wait in the kernel's queue
    }
  }
}
