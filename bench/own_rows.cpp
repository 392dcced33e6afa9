// SPDX-License-Identifier: BSL-1.0
// This file registers the rows (benchmarks) of wshake itself.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <optional>

#include <wshake/wshake.hpp>

#include "rows.hpp"

namespace bench {
namespace {

// Each function below does the work of one iteration and returns true if the result looks right. This check must be
// fast, because it is timed, too. The octets of the answers are compared only once, before the timing.

std::array<char, wshake::small_server_storage_size> storage;
std::array<char, 1024> out;
std::size_t out_size;

bool read(const input& from) {
  const wshake::request_reading reading = wshake::read_request(from.request);
  benchmark::DoNotOptimize(reading.head.target.data());
  return reading.consumed == from.request.size();
}

bool key(const input& from) {
  wshake::accept_value value = wshake::accept_key(from.key);
  benchmark::DoNotOptimize(value);
  return value.data[wshake::accept_size - 1] == '=';
}

bool finish(wshake::server& server) {
  const wshake::write_result answer = server.accept(out);
  benchmark::DoNotOptimize(out.data());
  benchmark::ClobberMemory();
  out_size = answer.written.size();
  return static_cast<bool>(answer) && answer.written.size() >= 100 && server.state() == wshake::server_state::open;
}

bool handshake(const input& from) {
  wshake::server server(storage);
  const wshake::server_feed_result fed = server.feed(from.request);
  return fed.state == wshake::server_state::upgrade && fed.consumed == from.request.size() && finish(server);
}

// Negotiates permessage-deflate, and a subprotocol from a list. The answer has an additional field.
bool negotiated(const input& from) {
  static constexpr wshake::octets subprotocols[] = {"superchat", "chat", "graphql-transport-ws", "v1.cbor.example"};
  static constexpr wshake::field header[] = {{"Strict-Transport-Security", "max-age=31536000"}};
  static constexpr wshake::server_config config({
      .subprotocols = subprotocols,
      .deflate = {.enabled = true, .server_no_context_takeover = true},
      .header = header,
  });
  wshake::server server(storage, config);
  const wshake::server_feed_result fed = server.feed(from.request);
  return fed.state == wshake::server_state::upgrade && fed.consumed == from.request.size() && finish(server);
}

// Reads a head of any size in pieces of `Piece` octets.
template <std::size_t Piece>
bool any_size(const input& from) {
  static std::array<char, wshake::server_storage_size> large;
  static constexpr wshake::server_config config({.limit = {.field_lines = 400}});
  wshake::server server(large, config);
  const wshake::octets request = from.request;
  for (std::size_t at = 0; at < request.size(); at += Piece) (void)server.feed(request.from(at).first(Piece));
  return server.state() == wshake::server_state::upgrade && finish(server);
}

template <std::size_t Size>
bool in_pieces(const input& from) {
  wshake::server server(storage);
  const wshake::octets request = from.request;
  std::size_t consumed = 0;
  while (consumed < request.size()) {
    const wshake::server_feed_result fed = server.feed(request.from(consumed).first(Size));
    if (fed.consumed == 0) return false;
    consumed += fed.consumed;
  }
  return server.state() == wshake::server_state::upgrade && finish(server);
}

bool refusal(const input& from) {
  wshake::server server(storage);
  const wshake::server_feed_result fed = server.feed(from.request);
  const wshake::write_result answer = server.respond(out);
  benchmark::DoNotOptimize(out.data());
  benchmark::ClobberMemory();
  out_size = answer.written.size();
  return fed.state == wshake::server_state::failed && server.error() == wshake::errc::bad_key &&
         static_cast<bool>(answer);
}

using work = bool (*)(const input&);

void time_row(benchmark::State& state, work one, const workload& load) {
  turns turn(load);
  bool right = true;
  for (auto _ : state) right &= one(turn.next());
  if (!right) state.SkipWithError("wrong result");
}

bool answered(const input& from) { return is_right_answer(from, {out.data(), out_size}); }

bool refused(const input&) { return std::string_view(out.data(), out_size).substr(0, 13) == "HTTP/1.1 400 "; }

bool right_key(const input& from) { return wshake::accept_key(from.key) == wshake::octets(from.accept); }

bool right_fields(const input& from) {
  const wshake::request_reading reading = wshake::read_request(from.request);
  const std::optional<wshake::octets> value = reading.head.header.find("Sec-WebSocket-Key");
  return value && *value == wshake::octets(from.key) && reading.head.method == wshake::octets("GET");
}

// Adds a row. `one` does the work of one iteration. Before the timing, `right` compares the result of this work with
// the expected result.
void add(const std::string& what, work one, work right, const workload& load) {
  const std::string name = row_name(what, "wshake", load.name);
  for (const input& from : load.inputs) require(one(from) && right(from), name);
  benchmark::RegisterBenchmark(name.c_str(), [one, load](benchmark::State& state) { time_row(state, one, load); });
}

}  // namespace

void register_own_rows() {
  for (const workload& load : workloads()) {
    add("parse", read, right_fields, load);
    add("handshake", handshake, answered, load);
    add("negotiated", negotiated, answered, load);
    add("octet_by_octet", in_pieces<1>, answered, load);
    add("pieces_of_64", in_pieces<64>, answered, load);
  }
  add("accept_key", key, right_key, workloads().back());
  for (const workload& load : broken_workloads()) add("refuse", refusal, refused, load);
  for (const workload& load : doubling_workloads()) {
    add("doubling", any_size<wshake::server_storage_size>, answered, load);
    add("doubling_octet_by_octet", any_size<1>, answered, load);
  }
}

}  // namespace bench
