// SPDX-License-Identifier: BSL-1.0
// asked_by: holds the arguments of one start() of a client or of a tunnel, and computes the expected results of this
// start().
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/tunnel.hpp>

#include "naive_answer.hpp"
#include "written_request.hpp"

namespace fuzz {

template <class Role>
class asked_by;

// Calls `write` with exactly as much room as need_room asks for, and returns the written bytes.
template <class Write>
text written_by(Write&& write) {
  const wshake::write_result dry = write(wshake::mutable_octets());
  text out(dry.needed, '\0');
  const wshake::write_result done = write(wshake::mutable_octets(out));
  require(static_cast<bool>(done) && done.written.size() <= out.size(), "as much as need_room said is enough");
  out.resize(done.written.size());
  return out;
}

// Puts parts of a response into two equal requests. The response lies in a role's storage: `call` gets views into the
// storage, `same` gets views of copies.
class stored_parts {
 public:
  // Takes the response's first two fields as fields of the request, and the field named Server as the host. If `names`
  // is set, the two fields keep their names; otherwise they are named X-Echo.
  template <class Request>
  void put(const wshake::response_head& response, bool names, Request& call, Request& same) {
    for (const wshake::field& line : response.header) {
      if (fields_.size() == 2) break;
      fields_.push_back({names ? line.name : wshake::octets("X-Echo"), line.value});
      copied_.push_back({names ? copy(line.name) : wshake::octets("X-Echo"), copy(line.value)});
    }
    if (!fields_.empty()) {
      call.header = fields_;
      same.header = copied_;
    }
    const std::optional<wshake::octets> server = response.header.find("Server");
    if (!server) return;
    call.where.host = *server;
    same.where.host = copy(*server);
  }

  wshake::octets copy(wshake::octets value) {
    copies_.emplace_back(std::string_view(value));
    return {copies_.back().data(), copies_.back().size()};
  }

 private:
  std::vector<wshake::field> fields_;
  std::vector<wshake::field> copied_;
  std::vector<block> copies_;
};

// Bits of the argument that a plan (exchange_plan.hpp) gives to its verb `start`: 1 means no subprotocols, 2 no
// extensions, 4 the second of the two nonces, 8 the URI of redirect_uri(), 16 values that lie in the client's storage,
// 32 also field names and a subprotocol from the storage, 64 the target in absolute-form.
template <>
class asked_by<wshake::client> {
 public:
  asked_by(const wshake::client_request& request, unsigned char argument, const wshake::client& role) : call_(request) {
    if ((argument & 1) != 0) call_.subprotocols = {};
    if ((argument & 2) != 0) call_.deflate = {};
    if ((argument & 2) != 0) call_.extensions = {};
    call_.absolute_form = (argument & 64) != 0;
    constexpr std::string_view nonces[] = {"the sample nonce", "another one, yes"};
    const std::string_view octets = nonces[argument >> 2 & 1];
    for (std::size_t at = 0; at < nonce_.size(); ++at) nonce_[at] = static_cast<std::uint8_t>(octets[at]);
    if ((argument & 8) != 0 && role.next().what == wshake::continuation::kind::redirect) follow(role);
    same_ = call_;
    if ((argument & 16) != 0) use_storage(role, (argument & 32) != 0);
  }
  asked_by(const asked_by&) = delete;
  asked_by& operator=(const asked_by&) = delete;

  faults broken(const wshake::client_options& config) const { return faults_of(same_, config); }

  wshake::write_result start(wshake::client& role, wshake::mutable_octets out) const {
    return role.start(out, call_, nonce_);
  }

  void check(std::string_view out, const wshake::client_options& config) const {
    check_written(out, same_, nonce_, config);
    require_same(out, written(config), "start() writes what write_request() does");
  }

  naive_uri where() const { return naive_where(same_.where); }

  std::optional<naive_offer> offer(const wshake::client_options& config) const {
    const text out = written(config);
    const head request = read_head(out);
    naive_offer offered;
    offered.accept = slow_accept(values_of(request.header, "Sec-WebSocket-Key")[0]);
    for (const wshake::octets one : same_.subprotocols) offered.subprotocols.emplace_back(std::string_view(one));
    const auto extensions = values_of(request.header, "Sec-WebSocket-Extensions");
    if (!extensions.empty()) offered.extensions = text(extensions[0]);
    offered.window_of_8 = config.window_of_8;
    offered.require_subprotocol = config.require_subprotocol;
    return offered;
  }

  // Returns how many bytes of the storage hold the values that the client compares an answer with: host, target,
  // extensions, subprotocols.
  std::size_t kept(const wshake::client_options& config) const {
    const text out = written(config);
    const head request = read_head(out);
    std::size_t size = same_.where.host.size() + where().resource_name.size();
    for (const char* const name : {"Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"}) {
      for (const std::string_view value : values_of(request.header, name)) size += value.size();
    }
    return size;
  }

 private:
  text written(const wshake::client_options& config) const {
    return written_by([&](wshake::mutable_octets out) { return wshake::write_request(out, same_, nonce_, config); });
  }

  void follow(const wshake::client& role) {
    redirect_ = written_by([&](wshake::mutable_octets out) { return role.redirect_uri(out); });
    const wshake::uri_reading found = wshake::parse_uri(redirect_);
    require(static_cast<bool>(found), "where a redirect leads is a URI", redirect_);
    call_.where = found.found;
  }

  // The value of the response's first field becomes the request's origin, Location becomes the request's resource name,
  // and the field named Server becomes a subprotocol.
  void use_storage(const wshake::client& role, bool names) {
    const wshake::response_head response = role.response();
    stored_.put(response, names, call_, same_);
    if (!response.header.empty()) {
      call_.origin = call_.header[0].value;
      same_.origin = same_.header[0].value;
    }
    const wshake::octets location = role.next().location;
    if (!location.empty()) {
      call_.where.resource_name = location;
      same_.where.resource_name = stored_.copy(location);
    }
    const std::optional<wshake::octets> server = response.header.find("Server");
    if (server && names) {
      subprotocol_ = *server;
      copied_subprotocol_ = stored_.copy(*server);
      call_.subprotocols = {&subprotocol_, 1};
      same_.subprotocols = {&copied_subprotocol_, 1};
    }
  }

  wshake::client_request call_;
  wshake::client_request same_;  // equal to call_, but not in the storage
  wshake::nonce nonce_ = {};
  text redirect_;
  stored_parts stored_;
  wshake::octets subprotocol_;
  wshake::octets copied_subprotocol_;
};

template <>
class asked_by<wshake::tunnel> {
 public:
  asked_by(const wshake::client_request& request, unsigned char argument, const wshake::tunnel& role)
      : call_{request.where, request.header}, same_(call_) {
    if ((argument & 16) != 0) stored_.put(role.response(), true, call_, same_);
  }
  asked_by(const asked_by&) = delete;
  asked_by& operator=(const asked_by&) = delete;

  faults broken(const wshake::client_options& config) const { return faults_of(same_, config); }

  wshake::write_result start(wshake::tunnel& role, wshake::mutable_octets out) const { return role.start(out, call_); }

  void check(std::string_view out, const wshake::client_options& config) const {
    check_written(out, same_, config);
    const text same = written_by([&](wshake::mutable_octets to) { return wshake::write_connect(to, same_, config); });
    require_same(out, same, "start() writes what write_connect() does");
  }

  naive_uri where() const { return naive_where(same_.where); }
  std::optional<naive_offer> offer(const wshake::client_options&) const { return {}; }
  std::size_t kept(const wshake::client_options&) const { return 0; }

 private:
  wshake::tunnel_request call_;
  wshake::tunnel_request same_;  // equal to call_, but not in the storage
  stored_parts stored_;
};

}  // namespace fuzz
