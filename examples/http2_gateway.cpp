// SPDX-License-Identifier: BSL-1.0
// http2_gateway 1to2|2to1 ws://HOST[:PORT] [PORT]: passes the WebSockets of clients on to the server at the URI, which
// speaks another version of HTTP. 1to2: the clients speak HTTP/1.1, the server speaks HTTP/2 (RFC 8441). 2to1: the
// clients speak HTTP/2, the server speaks HTTP/1.1. The gateway listens on PORT of the loopback interface, in clear
// text. nghttp2 sends and receives the header lists. The gateway passes frames on without reading them. One thread
// serves one connection of a client.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "shared/http2_session.hpp"
#include "shared/http2_socket.hpp"

namespace {

constexpr std::size_t most_bytes = 65536;                   // if this many bytes wait for a peer, the gateway adds none
constexpr auto until_close = static_cast<std::size_t>(-1);  // the size of a body that lasts until the connection ends

// The Via fields that the gateway adds (RFC 9110 section 7.6.3). The value begins with the HTTP version of the message
// that the gateway received.
constexpr wshake::field via_1[] = {{"Via", "1.1 wshake"}};
constexpr wshake::field via_2[] = {{"Via", "2 wshake"}};

wshake::nonce random_nonce() {
  wshake::nonce octets_of_key;
  if (getrandom(octets_of_key.data(), octets_of_key.size(), 0) < 0) std::abort();
  return octets_of_key;
}

// One WebSocket in the gateway: a connection of HTTP/1.1 on one side, a stream of HTTP/2 on the other side.
struct passage {
  int socket = -1;          // the connection of HTTP/1.1
  bool reads = true;        // the gateway reads from the socket
  bool is_open = false;     // the WebSocket is open: all bytes are passed on
  std::string head;         // octets that came over HTTP/1.1 and are not parsed yet
  std::string early;        // octets that a client sent over HTTP/2 before the WebSocket was open
  std::string out;          // octets for the socket
  std::size_t own = 0;      // octets at the front of `out` that did not come over HTTP/2
  stream_output body;       // octets for the stream
  bool has_stream = false;  // the stream was opened
  bool has_ended = false;   // the peer has ended its side of the stream: no more octets come over HTTP/2
  bool has_closed = false;  // the stream is closed, or will never be opened

  header_list list;                   // the client's request, if the client speaks HTTP/2
  std::vector<wshake::field> fields;  // views into `list`
  wshake::request_view front;
  std::array<char, 16384> buffer;   // the request that was forwarded
  wshake::request_view forwarded;   // views into `buffer`
  std::optional<std::size_t> rest;  // the number of octets of a refusal's body that have not come yet
};

// The gateway's connection of HTTP/2, and the sockets of HTTP/1.1 that belong to its streams.
class gateway : protected http2_session {
 public:
  gateway(role whose, int socket) : http2_session(whose, true), socket_(socket), holds_early_(whose == role::server) {}
  gateway(const gateway&) = delete;
  gateway& operator=(const gateway&) = delete;
  ~gateway() override {
    for (auto& [id, one] : passages_) leave(id, one);
    if (socket_ >= 0) close(socket_);
  }

  void run() {
    while (!is_done()) {
      if (out_.size() < most_bytes) out_ += pending();
      std::vector<pollfd> waits = {{socket_, static_cast<short>(POLLIN | (out_.empty() ? 0 : POLLOUT)), 0}};
      for (auto& [id, one] : passages_) {
        const bool reads = one.reads && one.body.bytes.size() < most_bytes;
        waits.push_back({one.socket, static_cast<short>((reads ? POLLIN : 0) | (one.out.empty() ? 0 : POLLOUT)), 0});
      }
      if (poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
      auto wait = waits.begin() + 1;
      for (auto& [id, one] : passages_) move_plain(id, one, (wait++)->revents);
      if (waits[0].revents != 0 && !move_list(waits[0].revents)) {
        close(socket_);
        socket_ = -1;
        lose();
      }
      for (auto each = passages_.begin(); each != passages_.end();) {
        passage& one = each->second;
        const bool is_over = one.has_closed && (one.out.empty() || one.socket < 0);
        if (is_over) leave(each->first, one);
        each = is_over ? passages_.erase(each) : std::next(each);
      }
    }
  }

 protected:
  // take_plain() is called when octets of HTTP/1.1 have arrived before a WebSocket is open. take_plain_end() is called
  // if the connection of HTTP/1.1 ends before a WebSocket is open. lose() is called when the connection of HTTP/2 is
  // lost.
  virtual void take_plain(std::int32_t id, passage& one) = 0;
  virtual void take_plain_end(std::int32_t id, passage& one) = 0;
  virtual void lose() {}
  virtual bool is_done() const = 0;

  void take_data(std::int32_t id, wshake::octets data) override {
    const auto found = passages_.find(id);
    if (found == passages_.end() || found->second.socket < 0) return consume(id, data.size());
    passage& one = found->second;
    (holds_early_ && !one.is_open ? one.early : one.out).append(data.data(), data.size());
  }
  void take_end(std::int32_t id) override {
    const auto found = passages_.find(id);
    if (found == passages_.end()) return;
    passage& one = found->second;
    one.has_ended = true;
    if (one.out.empty() && one.early.empty() && one.socket >= 0) shutdown(one.socket, SHUT_WR);
  }
  void take_close(std::int32_t id) override {
    const auto found = passages_.find(id);
    if (found == passages_.end()) return;
    found->second.has_closed = true;
    found->second.reads = false;
  }

  // Closes the connection of HTTP/1.1, and drops the octets that wait for this connection. consume() gives the
  // flow-control window of these octets back to the HTTP/2 peer.
  void leave(std::int32_t id, passage& one) {
    if (one.socket >= 0) close(one.socket);
    one.socket = -1;
    one.reads = false;
    consume(id, one.early.size() + one.out.size() - one.own);
    one.early.clear();
    one.out.clear();
    one.own = 0;
  }

  // Queues octets that the gateway itself sends over HTTP/1.1.
  static void write(passage& one, wshake::octets text) {
    one.own = one.out.size() + text.size();
    one.out.append(text.data(), text.size());
  }

  // Opens the WebSocket: the gateway then passes all octets on without reading them.
  void open(std::int32_t id, passage& one) {
    one.is_open = one.reads = true;
    one.body.bytes += one.head;
    one.head.clear();
    one.out += one.early;
    one.early.clear();
    resume(id);
  }

  std::map<std::int32_t, passage> passages_;  // the addresses of the passages do not change
  int socket_;
  // True if a client's frames wait in `early` until the server has accepted the handshake: a server of HTTP/1.1 that
  // refuses the handshake would read the frames as the next request.
  const bool holds_early_;

 private:
  bool move_list(short events) {
    if ((events & POLLOUT) != 0) {
      const ssize_t size = send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (size < 0 && errno != EAGAIN) return false;
      if (size > 0) out_.erase(0, static_cast<std::size_t>(size));
    }
    if ((events & ~POLLOUT) == 0) return true;
    char buffer[16384];
    const ssize_t size = recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) return true;
    return size > 0 && receive({buffer, static_cast<std::size_t>(size)}) && !is_over();
  }

  void move_plain(std::int32_t id, passage& one, short events) {
    if ((events & POLLOUT) != 0) {
      const ssize_t size = send(one.socket, one.out.data(), one.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (size < 0 && errno != EAGAIN) return drop(id, one);
      if (size > 0) one.out.erase(0, static_cast<std::size_t>(size));
      // Gives the window of the sent octets back to the HTTP/2 peer. The gateway's own octets took no window.
      const std::size_t sent = size > 0 ? static_cast<std::size_t>(size) : 0;
      const std::size_t own = std::min(sent, one.own);
      one.own -= own;
      consume(id, sent - own);
      if (one.out.empty() && one.early.empty() && one.has_ended) shutdown(one.socket, SHUT_WR);
    }
    if ((events & ~POLLOUT) == 0) return;
    if (!one.reads) return drop(id, one);
    char buffer[16384];
    const ssize_t size = recv(one.socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) return;
    if (size < 0) return drop(id, one);
    if (size == 0) {
      one.reads = false;
      one.body.is_last = one.is_open;
      if (!one.is_open) take_plain_end(id, one);
    } else if (one.is_open) {
      one.body.bytes.append(buffer, static_cast<std::size_t>(size));
    } else {
      one.head.append(buffer, static_cast<std::size_t>(size));
      take_plain(id, one);
    }
    if (one.has_stream) resume(id);
  }

  // Called when the connection of HTTP/1.1 breaks. Resets the stream (RFC 8441 section 5).
  void drop(std::int32_t id, passage& one) {
    if (one.has_stream && !one.has_closed) reset(id, NGHTTP2_CANCEL);
    if (!one.has_stream) one.has_closed = true;
    leave(id, one);
  }

  std::string out_;  // octets for the connection of HTTP/2
};

// Serves one client that speaks HTTP/1.1, with a connection of HTTP/2 to the server. The connection to the server has
// one stream.
class to_http2 : public gateway {
 public:
  to_http2(int front, int behind) : gateway(role::client, behind) {
    passages_[first_stream].socket = front;
    is_lost_ = behind < 0;
  }

 private:
  void take_plain(std::int32_t, passage& one) override {
    const std::size_t consumed = server_.feed(one.head).consumed;
    one.head.erase(0, consumed);
    if (server_.state() == wshake::server_state::need_more) return;
    one.reads = false;  // frames have to wait for the server's answer
    pass_request(one);
  }
  void take_plain_end(std::int32_t, passage& one) override { one.has_closed = true; }
  void take_settings() override {
    is_known_ = true;
    if (!passages_.empty()) pass_request(passages_.begin()->second);
  }
  void lose() override {
    is_lost_ = true;
    if (passages_.empty() || server_.state() == wshake::server_state::need_more) return;
    passage& one = passages_.begin()->second;
    if (!is_answered_) refuse(one, {.status = 502, .close = true});
    one.has_closed = true;
  }
  bool is_done() const override { return passages_.empty(); }

  // Passes the client's request on after both the request and the server's settings have arrived.
  void pass_request(passage& one) {
    using wshake::server_state;
    if (server_.state() == server_state::need_more || one.has_stream) return;
    if (server_.state() != server_state::upgrade) return refuse(one, {.close = true});
    if (is_lost_) return refuse(one, {.status = 502, .close = true});
    if (!is_known_) return;
    one.front = server_.request();
    const wshake::field_request asked = wshake::forward_request_fields(one.buffer, one.front, 20, is_allowed(), "http",
                                                                       wshake::default_server_config, via_1);
    if (!asked) return refuse(one, {.status = 502, .close = true});
    one.forwarded = asked.head;
    one.has_stream = true;
    ask(one.forwarded, one.body);
  }

  void take_list(std::int32_t id, header_list arrived, bool ends_stream) override {
    const auto found = passages_.find(id);
    if (found == passages_.end()) return;
    passage& one = found->second;
    const std::vector<wshake::field> list = fields_of(arrived);
    const wshake::response_list_reading read = wshake::read_response_list(list, 20);
    if (is_answered_ || (read && read.head.status < 200)) {
      // The gateway passes neither trailers nor interim answers on.
    } else {
      is_answered_ = true;
      char out[16384];
      const wshake::forwarded_answer passed =
          wshake::forward_answer(out, read.head, one.front, one.forwarded, {.close = true}, via_2);
      if (!read || !passed) {
        reset(id, NGHTTP2_CANCEL);
        return refuse(one, {.status = 502, .close = true});
      }
      write(one, passed.written);
      if (passed.event == wshake::client_event::open) open(id, one);
    }
    if (ends_stream) take_end(id);
  }
  void take_end(std::int32_t id) override {
    gateway::take_end(id);
    const auto found = passages_.find(id);
    if (found == passages_.end() || found->second.is_open) return;
    found->second.body.is_last = true;  // the server has ended its side without opening the WebSocket
    resume(id);
  }

  void refuse(passage& one, const wshake::response_options& options) {
    char out[4096];
    write(one, server_.respond(out, options).written);
    if (!one.has_stream) one.has_closed = true;
  }

  static constexpr std::int32_t first_stream = 1;  // the first stream of a client (RFC 9113 section 5.1.1)

  wshake::stored_server<> server_;
  bool is_known_ = false;     // the server's settings have come
  bool is_lost_ = false;      // there is no connection to the server
  bool is_answered_ = false;  // the server's answer has come
};

// Serves one client that speaks HTTP/2. Each stream of the client gets its own connection of HTTP/1.1 to the server.
class to_http1 : public gateway {
 public:
  to_http1(int front, const wshake::uri& where) : gateway(role::server, front), where_(where) {}

 private:
  bool is_done() const override { return socket_ < 0; }

  void take_list(std::int32_t id, header_list arrived, bool ends_stream) override {
    passage& one = passages_[id];
    one.has_stream = true;
    one.list = std::move(arrived);
    one.fields = fields_of(one.list);
    wshake::request_list_reading read = wshake::read_request_list(one.fields, 20);
    read.head.ends_stream = ends_stream;
    one.front = read.head;
    const wshake::diagnostic found = read ? wshake::check(one.front) : read.error;
    if (wshake::is_malformed(found.code)) return reset(id, NGHTTP2_PROTOCOL_ERROR);
    if (!found.ok()) return refuse(id, one, {.error = found.code});
    const wshake::forwarded_request sent =
        wshake::forward_request(one.buffer, one.front, random_nonce(), wshake::default_server_config, via_2);
    if (!sent) return refuse(id, one, {.status = 500});
    one.socket = connect_to(where_);
    if (one.socket < 0) return refuse(id, one, {.status = 502});
    one.forwarded = sent.head;
    write(one, sent.written);
  }

  void take_plain(std::int32_t id, passage& one) override {
    while (!one.rest && !one.is_open) {
      const wshake::response_reading read = wshake::read_response({one.head.data(), one.head.size()});
      if (!read.error.ok()) return refuse(id, one, {.status = 502});
      if (read.consumed == 0) return;
      // The gateway does not pass interim answers on.
      if (read.head.status >= 200 || read.head.status == 101) {
        if (!pass_answer(id, one, read.head)) return refuse(id, one, {.status = 502});
      }
      one.head.erase(0, read.consumed);
      if (one.is_open) return open(id, one);
    }
    const std::size_t size = std::min(*one.rest, one.head.size());
    one.body.bytes.append(one.head, 0, size);
    one.head.clear();
    if (*one.rest != until_close) *one.rest -= size;
    if (*one.rest == 0) take_plain_end(id, one);
  }
  // Called at the end of a refusal's body, or if the server ends its connection before the WebSocket is open.
  void take_plain_end(std::int32_t id, passage& one) override {
    if (!one.rest) return refuse(id, one, {.status = 502});
    const bool is_whole = *one.rest == 0 || *one.rest == until_close;
    if (!is_whole) reset(id, NGHTTP2_INTERNAL_ERROR);
    one.body.is_last = is_whole;
    leave(id, one);
    resume(id);
  }

  bool pass_answer(std::int32_t id, passage& one, const wshake::response_view& from) {
    // HTTP/2 has no chunked bodies. This gateway does not decode a chunked body, but leaves the body out.
    const bool is_chunked = from.header.count("Transfer-Encoding") != 0;
    wshake::forward_options options;
    if (is_chunked) options.content_length = 0;
    char out[16384];
    const wshake::forwarded_fields passed =
        wshake::forward_answer_fields(out, from, one.front, one.forwarded, options, via_1);
    if (!passed) return false;
    answer(id, passed.head, one.body);
    one.is_open = passed.event == wshake::client_event::open;
    if (one.is_open) return true;
    const bool has_body = !is_chunked && from.status != 204 && from.status != 304;
    const std::string_view length = passed.head.header.find("content-length").value_or("");
    one.rest = has_body ? until_close : 0;
    if (has_body && !length.empty()) one.rest = std::strtoull(std::string(length).c_str(), nullptr, 10);
    return true;
  }

  void refuse(std::int32_t id, passage& one, const wshake::response_options& options) {
    char out[4096];
    const wshake::field_answer written = wshake::respond_fields(out, one.front, wshake::default_server_config, options);
    if (!written) return reset(id, NGHTTP2_INTERNAL_ERROR);
    one.body.bytes = written.body.text();
    one.body.is_last = true;
    leave(id, one);
    answer(id, written.head, one.body);
  }

  const wshake::uri where_;
};

}  // namespace

int main(int count, char** values) {
  const std::string_view direction = count > 1 ? values[1] : "";
  const wshake::uri_reading uri = wshake::parse_uri(std::string_view(count > 2 ? values[2] : ""));
  if ((direction != "1to2" && direction != "2to1") || !uri || uri.found.secure) {
    std::fprintf(stderr, "Usage: http2_gateway 1to2|2to1 ws://HOST[:PORT] [PORT]\n");
    return 2;
  }
  const unsigned long port = count > 3 ? std::strtoul(values[3], nullptr, 10) : 0;
  const wshake::uri where = uri.found;
  serve_threads(static_cast<std::uint16_t>(port), [direction, where](int socket) {
    if (direction == "1to2") return to_http2(socket, connect_to(where)).run();
    to_http1(socket, where).run();
  });
  std::fprintf(stderr, "http2_gateway: cannot listen\n");
  return 1;
}
