// SPDX-License-Identifier: BSL-1.0
// The work of the program `client` from the first connection to the last Close. The session waits for the resolver in
// client_socket::open(), but never for a socket: the loop in client.cpp waits, and then calls the session.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <sys/random.h>

#include <wshake/wshake.hpp>

#include "client_frames.hpp"
#include "client_options.hpp"
#include "client_socket.hpp"
#include "client_text.hpp"
#include "written.hpp"

class client_session {
 public:
  using clock = client_socket::clock;

  enum outcome : int { echoed = 0, refused = 1, broken = 2 };  // exit codes

  client_session(const client_options& options, int epoll)
      : options_(options), deadline_(clock::now() + options.deadline), socket_(epoll), where_(options.where) {
    connect();
  }
  client_session(const client_session&) = delete;
  client_session& operator=(const client_session&) = delete;

  ~client_session() {
    // The heads in these buffers may hold a password or a cookie.
    explicit_bzero(storage_.data(), storage_.size());
    explicit_bzero(proxy_storage_.data(), proxy_storage_.size());
    explicit_bzero(buffer_.data(), buffer_.size());
  }

  // Does all the work that is possible without waiting for the socket. Returns false when the session is over.
  bool run() {
    for (bool goes_on = true; goes_on;) {
      if (stage_ != stage::connecting && stage_ != stage::over) socket_.write();
      switch (stage_) {
        case stage::connecting:
          goes_on = step_connection();
          break;
        case stage::tunnel:
          goes_on = step_exchange(tunnel_);
          break;
        case stage::socks:
          goes_on = step_socks();
          break;
        case stage::handshake:
          goes_on = step_exchange(client_);
          break;
        case stage::frames:
          goes_on = step_frames();
          break;
        case stage::over:
          return false;
      }
    }
    return stage_ != stage::over;
  }

  // The time at which the loop calls time_is_up().
  clock::time_point deadline() const {
    return stage_ == stage::connecting ? std::min(deadline_, socket_.patience()) : deadline_;
  }

  // Called at the deadline. Returns false when the session is over.
  bool time_is_up() {
    if (clock::now() < deadline_) {
      socket_.give_up_address();
      return run();
    }
    end(plan_ == plan::give_up ? refused : broken,
        std::string{awaited()} + " did not arrive within " + std::to_string(options_.deadline.count()) + " seconds");
    return false;
  }

  int exit_code() const { return outcome_; }

 private:
  enum class stage : std::uint8_t { connecting, tunnel, socks, handshake, frames, over };

  // The next step after a refusal.
  enum class plan : std::uint8_t { none, give_up, ask_again };

  static constexpr unsigned most_redirects = 5;

  // Connecting

  // Starts a connection to the proxy, or without a proxy to the server. The tunnel and the handshake start anew.
  void connect() {
    stage_ = stage::connecting;
    tunnel_.reset();
    socks_.reset();
    client_.reset();
    input_ = {};
    may_be_stale_ = false;
    const wshake::uri& first_hop = options_.proxy ? *options_.proxy : where_;
    if (!socket_.open(first_hop, deadline_)) fail_to_connect();
  }

  bool step_connection() {
    switch (socket_.connect()) {
      case client_socket::progress::pending:
        return false;
      case client_socket::progress::failed:
        fail_to_connect();
        break;
      case client_socket::progress::connected:
        stage_ = !options_.proxy ? stage::handshake : options_.socks ? stage::socks : stage::tunnel;
        break;
    }
    return true;
  }

  void fail_to_connect() {
    const wshake::uri& first_hop = options_.proxy ? *options_.proxy : where_;
    end(broken, "cannot connect to " + printable(first_hop.host) + " port " + std::to_string(first_hop.port) + ": " +
                    socket_.error());
  }

  // The connection through a SOCKS5 proxy

  // Returns false if there is nothing to read yet.
  bool step_socks() {
    const wshake::socks_request request = {
        .where = where_, .user = options_.proxy_user, .password = options_.proxy_password};
    const wshake::socks_feed_result fed = socks_.feed(input_);
    input_ = input_.from(fed.consumed);
    switch (fed.state) {
      case wshake::socks_state::idle:
        send([&](auto out) { return socks_.start(out, request); });
        break;
      case wshake::socks_state::need_write:
        send([&](auto out) { return socks_.proceed(out, request); });
        break;
      case wshake::socks_state::need_more:
        return read_more([&] { socks_.feed_eof(); });
      case wshake::socks_state::open:
        say("tunnel open");
        stage_ = stage::handshake;
        break;
      case wshake::socks_state::failed:
        end(broken, text_of(socks_.error()));
        break;
      case wshake::socks_state::closed:
        end(broken, "the proxy closed the connection without a reply");
        break;
    }
    return true;
  }

  // Asking the proxy for a tunnel, or the server for a handshake

  void ask() {
    plan_ = plan::none;
    if (stage_ == stage::tunnel) {
      std::vector<wshake::field> header;
      if (proxy_wants_credentials_) header.push_back({"Proxy-Authorization", options_.proxy_credentials});
      send([&](auto out) { return tunnel_.start(out, {.where = where_, .header = header}); });
    } else {
      std::vector<wshake::field> header;
      for (const wshake::field& line : options_.header) {
        if (is_at_home() || !wshake::is_sensitive(line.name)) header.push_back(line);
      }
      if (is_at_home() && server_wants_credentials_) header.push_back({"Authorization", options_.credentials});
      wshake::client_request request = {.where = where_};
      request.origin = options_.origin;
      request.subprotocols = options_.subprotocols;
      request.header = header;
      wshake::nonce random = {};
      if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        return end(broken, "getrandom() failed");
      }
      send([&](auto out) { return client_.start(out, request, random); });
    }
  }

  // True if the next request goes to the origin that the command line names. Only this origin may get the credentials
  // of --user or of the URI, and the sensitive fields of --header.
  bool is_at_home() const { return wshake::same_origin(where_, options_.where); }

  template <class Verb>
  void send(Verb verb) {
    wshake::diagnostic error;
    const std::string request = written_by(verb, error);
    if (!error.ok()) return end(broken, "the request cannot be written: " + mistake_in(error));
    socket_.send(request);
  }

  // Sends the request, then reads the answer. Returns false if no more octets have come yet.
  template <class Role>
  bool step_exchange(Role& role) {
    const wshake::client_feed_result fed = role.feed(input_);
    input_ = input_.from(fed.consumed);
    switch (fed.event) {
      case wshake::client_event::idle:
        ask();
        break;
      case wshake::client_event::need_more:
        return read_more([&] { role.feed_eof(); });
      case wshake::client_event::interim:
        say("interim " + std::to_string(role.response().status));
        break;
      case wshake::client_event::refused:
        take_refusal(role.response(), role.next());
        break;
      case wshake::client_event::body:
        body_.append(fed.data.data(), fed.data.size());
        break;
      case wshake::client_event::done:
      case wshake::client_event::closed:
        end_exchange(role);
        break;
      case wshake::client_event::failed:
        end(broken, text_of(role.error()));
        break;
      case wshake::client_event::open:
        if (stage_ == stage::tunnel) {
          say("tunnel open");
          stage_ = stage::handshake;
        } else {
          const octets subprotocol = client_.agreed().subprotocol;
          say(subprotocol.empty() ? "open" : "open subprotocol=" + printable(subprotocol));
          frames_.emplace(options_.message);
          stage_ = stage::frames;
        }
        break;
    }
    return true;
  }

  // Reads octets of the peer. Returns false if no octet has come yet.
  template <class AtEnd>
  bool read_more(AtEnd at_end) {
    const ssize_t got = socket_.read(buffer_);
    if (got < 0 && socket_.error().empty()) return false;
    if (got > 0) {
      input_ = {buffer_.data(), static_cast<std::size_t>(got)};
      may_be_stale_ = false;
    } else if (may_be_stale_) {
      connect();
    } else if (got == 0 || stage_ == stage::frames) {  // some servers reset the connection in place of a Close
      at_end();
    } else {
      end(plan_ == plan::give_up ? refused : broken, "the connection failed: " + socket_.error());
    }
    return true;
  }

  // Refusals

  void take_refusal(const wshake::response_head& response, const wshake::continuation& next) {
    const std::string status = std::to_string(response.status);
    body_.clear();
    plan_ = plan::give_up;
    if (next.what == wshake::continuation::kind::redirect) return follow(status, next);
    if (next.what == wshake::continuation::kind::authenticate && can_authenticate(status, next)) {
      plan_ = plan::ask_again;
      keeps_place_ = true;
    } else {
      say(joined("refused " + status, response.reason));
    }
  }

  void follow(const std::string& status, const wshake::continuation& next) {
    wshake::diagnostic error;
    target_ = written_by([&](auto out) { return client_.redirect_uri(out); }, error);
    say("redirect " + status + " " + target_);
    const wshake::uri target = wshake::parse_uri(target_).found;
    if (next.downgrade) return end(broken, "the redirect leads from wss to ws, without encryption");
    if (target.secure) return end(broken, "the redirect leads to wss, but this example has no TLS");
    if (++redirects_ > most_redirects)
      return end(broken, "there are more than " + std::to_string(most_redirects) + " redirects");
    plan_ = plan::ask_again;
    keeps_place_ = next.same_origin;
  }

  // Reports the challenges. Returns true if the client has credentials for a challenge and has not sent them yet.
  bool can_authenticate(const std::string& status, const wshake::continuation& next) {
    for (const wshake::challenge& each : next.challenges) {
      say(joined("challenge " + status + " " + printable(each.scheme),
                 each.token68.empty() ? each.parameters : each.token68));
    }
    const bool in_tunnel = stage_ == stage::tunnel;
    if (next.by_proxy != in_tunnel || !next.challenges.find("Basic")) return false;
    bool& wanted = in_tunnel ? proxy_wants_credentials_ : server_wants_credentials_;
    const bool has_some = in_tunnel ? !options_.proxy_credentials.empty() : is_at_home() && !options_.credentials.empty();
    const bool is_new = !wanted;
    wanted = wanted || has_some;
    return has_some && is_new;
  }

  // Called when a refusal was read to its end or its body broke a rule, or when the peer closed the connection without
  // a response.
  template <class Role>
  void end_exchange(const Role& role) {
    switch (plan_) {
      case plan::none:
        return end(broken, "the connection closed without a response");
      case plan::ask_again:
        return ask_again(role.next().same_connection && keeps_place_);
      case plan::give_up:
        if (!role.error().ok()) return end(refused, "body of the refusal: " + text_of(role.error()));
        say("body " + std::to_string(body_.size()));
        std::fwrite(body_.data(), 1, body_.size(), stdout);
        std::fputc('\n', stdout);
        return end(refused);
    }
  }

  void ask_again(bool on_this_connection) {
    if (!target_.empty()) {
      text_of_where_ = target_;
      where_ = wshake::parse_uri(text_of_where_).found;
      target_.clear();
    }
    if (!on_this_connection) return connect();
    // A server may close an idle connection at any time (RFC 9112 section 9.3.1). The close is no answer to the
    // request, so the client then tries a new connection.
    may_be_stale_ = true;
    ask();
  }

  // After the handshake

  bool step_frames() {
    socket_.send(frames_->feed(input_));
    input_ = {};
    socket_.write();
    if (frames_->is_over() && socket_.has_sent_all()) {
      end_frames();
      return true;
    }
    return read_more([&] { end_frames(); });
  }

  void end_frames() {
    if (!frames_->is_closed()) say("closed 1006");  // no Close was received (RFC 6455 section 7.1.5)
    if (frames_->is_echoed()) return end(echoed);
    end(broken, frames_->is_over() && !frames_->is_closed() ? "the server sent an invalid frame (RFC 6455 \xC2\xA7"
                                                              "5.2)"
                                                            : "the connection closed before the echo");
  }

  const char* awaited() const {
    if (stage_ == stage::connecting) return "the connection";
    if (plan_ != plan::none) return "the end of the refusal";
    if (stage_ == stage::tunnel) return "the proxy's response";
    if (stage_ == stage::socks) return "the proxy's reply";
    if (stage_ == stage::handshake) return "the server's response";
    return frames_->is_echoed() ? "the server's Close" : "the echo";
  }

  void end(outcome how, const std::string& why = {}) {
    if (stage_ == stage::over) return;  // only the first reason to end is reported
    stage_ = stage::over;
    outcome_ = how;
    if (!why.empty()) complain(why);
  }

  const client_options& options_;
  const clock::time_point deadline_;
  client_socket socket_;
  stage stage_ = stage::connecting;
  outcome outcome_ = broken;

  wshake::uri where_;          // the URI of the next request
  std::string text_of_where_;  // the text that where_ points into after a redirect
  bool server_wants_credentials_ = false;
  bool proxy_wants_credentials_ = false;
  unsigned redirects_ = 0;

  plan plan_ = plan::none;
  std::string target_;         // the URI of a redirect, until the client follows it
  bool keeps_place_ = false;   // the next request goes to the same origin, so it may use this connection
  bool may_be_stale_ = false;  // a request was sent on a kept-alive connection, and no answer has come yet

  std::array<char, wshake::small_client_storage_size> proxy_storage_;  // for tunnel_
  wshake::tunnel tunnel_{proxy_storage_};
  wshake::socks socks_;
  std::array<char, wshake::client_storage_size> storage_;  // for client_
  wshake::client client_{storage_};
  std::optional<client_frames> frames_;

  std::array<char, 16384> buffer_;  // octets that were read
  octets input_;                    // the part of buffer_ that is not consumed
  std::string body_;                // the body of a refusal
};
