// SPDX-License-Identifier: BSL-1.0
// This file registers the rows (benchmarks) of wshake's client, and of the clients of the peers: the other
// implementations in peers/.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include <wshake/wshake.hpp>

#include "peers/client_peer.hpp"
#include "rows.hpp"

namespace bench {
namespace {

constexpr client_task tasks[] = {{"plain", false}, {"negotiated", true}};

// A server that answers the clients' requests. The time of this server is part of every peer's row, because the peers'
// keys are not known in advance. The row answer/harness measures the server's time separately.

constexpr std::string_view plain_answer =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ----------------------------\r\n"
    "\r\n";

constexpr std::string_view negotiated_answer =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Server: nginx/1.22.1\r\n"
    "Date: Thu, 21 Nov 2024 09:41:17 GMT\r\n"
    "Connection: upgrade\r\n"
    "Upgrade: websocket\r\n"
    "Sec-WebSocket-Accept: ----------------------------\r\n"
    "Sec-WebSocket-Protocol: v1.chat.example\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=12\r\n"
    "\r\n";

std::array<char, 512> answer;

template <bool Negotiated>
std::string_view respond(std::string_view request) {
  constexpr std::string_view name = "Sec-WebSocket-Key: ";
  constexpr std::string_view text = Negotiated ? negotiated_answer : plain_answer;
  const std::size_t key = request.find(name) + name.size();
  const wshake::accept_value value = wshake::accept_key(request.substr(key, wshake::key_size));
  std::memcpy(answer.data(), text.data(), text.size());
  std::memcpy(answer.data() + text.find("----"), value.data.data(), value.data.size());
  return {answer.data(), text.size()};
}

answer_maker* maker_for(const client_task& task) { return task.negotiates ? respond<true> : respond<false>; }

// wshake's client gets its nonce from the caller. These nonces are drawn in advance, so the answers to the requests are
// known in advance, too.

struct exchange {
  wshake::nonce nonce;
  std::string answer;
};

const std::vector<exchange>& exchanges(const client_task& task);

std::array<char, wshake::small_client_storage_size> storage;
std::array<char, 1024> out;

wshake::client_request make_request(const client_task& task) {
  static constexpr wshake::octets subprotocols[] = {"v2.chat.example", "v1.chat.example"};
  static constexpr wshake::deflate_offer deflate[] = {{}};
  wshake::client_request request;
  request.where.host = client_host;
  request.where.resource_name = client_target;
  if (task.negotiates) {
    request.subprotocols = subprotocols;
    request.deflate = deflate;
  }
  return request;
}

// Returns the request of `task`. Each request is made only once, outside of the measured time. The peers' host and
// target are made once, too.
const wshake::client_request& request_for(const client_task& task) {
  static const wshake::client_request requests[] = {make_request(tasks[0]), make_request(tasks[1])};
  return requests[task.negotiates ? 1 : 0];
}

bool build(const client_task& task, const exchange& with) {
  wshake::client client(storage);
  const wshake::write_result asked = client.start(out, request_for(task), with.nonce);
  benchmark::DoNotOptimize(out.data());
  benchmark::ClobberMemory();
  return asked && client.state() == wshake::client_event::need_more;
}

bool handshake(const client_task& task, const exchange& with) {
  wshake::client client(storage);
  const wshake::write_result asked = client.start(out, request_for(task), with.nonce);
  benchmark::DoNotOptimize(out.data());
  benchmark::ClobberMemory();
  const wshake::client_feed_result fed = client.feed(with.answer);
  return asked && fed.event == wshake::client_event::open && fed.consumed == with.answer.size();
}

bool octet_by_octet(const client_task& task, const exchange& with) {
  wshake::client client(storage);
  const wshake::write_result asked = client.start(out, request_for(task), with.nonce);
  benchmark::DoNotOptimize(out.data());
  benchmark::ClobberMemory();
  for (const char& octet : with.answer) (void)client.feed({&octet, 1});
  return asked && client.state() == wshake::client_event::open;
}

const std::vector<exchange>& exchanges(const client_task& task) {
  static std::array<std::vector<exchange>, 2> all;
  std::vector<exchange>& these = all[task.negotiates ? 1 : 0];
  if (!these.empty()) return these;
  for (unsigned number = 0; number < 64; ++number) {
    exchange one;
    for (std::size_t at = 0; at < one.nonce.size(); ++at)
      one.nonce[at] = static_cast<std::uint8_t>(number * 37 + at * 11);
    const wshake::write_result asked = wshake::write_request(out, request_for(task), one.nonce);
    one.answer = maker_for(task)(asked.written);
    these.push_back(one);
  }
  return these;
}

using work = bool (*)(const client_task&, const exchange&);

// Returns true if the client reports the subprotocol and the extension that the answer names.
bool is_right(const client_task& task, const exchange& with) {
  wshake::client client(storage);
  if (!client.start(out, request_for(task), with.nonce)) return false;
  if (client.feed(with.answer).event != wshake::client_event::open) return false;
  const wshake::agreement agreed = client.agreed();
  if (!task.negotiates) return agreed.subprotocol.empty() && !agreed.deflate.agreed;
  return agreed.subprotocol == wshake::octets("v1.chat.example") && agreed.deflate.client_max_window_bits == 12 &&
         agreed.deflate.server_no_context_takeover;
}

void add_own(const char* what, work one, const client_task& task) {
  const std::string name = row_name(what, "wshake", task.name);
  for (const exchange& with : exchanges(task)) require(one(task, with) && is_right(task, with), name);
  benchmark::RegisterBenchmark(name.c_str(), [one, &task](benchmark::State& state) {
    const std::vector<exchange>& all = exchanges(task);
    std::size_t turn = 0;
    bool right = true;
    for (auto _ : state) right &= one(task, all[turn++ % 64]);
    if (!right) state.SkipWithError("wrong result");
  });
}

// Peers

std::vector<const client_peer*> client_peers() {
  std::vector<const client_peer*> all;
#ifdef WSHAKE_BENCH_BEAST_CLIENT
  all.push_back(&beast_client);
#endif
#ifdef WSHAKE_BENCH_WEBSOCKETPP_CLIENT
  all.push_back(&websocketpp_client);
#endif
  return all;
}

void time_peer(benchmark::State& state, const client_peer& who, const client_task& task, std::size_t most) {
  constexpr unsigned batch = 64;  // the number of handshakes before clean_up() frees their connections
  answer_maker* const maker = maker_for(task);
  bool right = true;
  unsigned alive = 0;
  for (auto _ : state) {
    right &= who.handshake(task, maker, most);
    if (who.clean_up != nullptr && ++alive == batch) {
      alive = 0;
      state.PauseTiming();
      who.clean_up();
      state.ResumeTiming();
    }
  }
  if (who.clean_up != nullptr) who.clean_up();
  if (!right) state.SkipWithError("wrong result");
}

void add_peer(const client_peer& who, const client_task& task, const char* what, std::size_t most) {
  const std::string name = row_name(what, who.name, task.name);
  require(who.handshake(task, maker_for(task), most), name);
  if (who.clean_up != nullptr) who.clean_up();
  benchmark::RegisterBenchmark(name.c_str(),
                               [&who, &task, most](benchmark::State& state) { time_peer(state, who, task, most); });
}

// Rows for the work that a peer's row contains and wshake's row does not: drawing the nonce, making the answer.

void add_draw(const client_peer& who) {
  benchmark::RegisterBenchmark(row_name("draw", who.name, "nonce").c_str(), [&who](benchmark::State& state) {
    std::array<unsigned char, 16> octets;
    for (auto _ : state) {
      who.draw(octets.data());
      benchmark::DoNotOptimize(octets);
    }
  });
}

void add_answer(const client_task& task) {
  benchmark::RegisterBenchmark(row_name("answer", "harness", task.name).c_str(), [&task](benchmark::State& state) {
    const wshake::write_result asked = wshake::write_request(out, request_for(task), exchanges(task)[0].nonce);
    answer_maker* const maker = maker_for(task);
    for (auto _ : state) {
      std::string_view request = asked.written;
      benchmark::DoNotOptimize(request);
      benchmark::DoNotOptimize(maker(request).data());
      benchmark::ClobberMemory();
    }
  });
}

}  // namespace

void register_client_rows() {
  for (const client_task& task : tasks) {
    add_own("client_request", build, task);
    add_own("client_handshake", handshake, task);
    add_own("client_octet_by_octet", octet_by_octet, task);
    add_answer(task);
    for (const client_peer* who : client_peers()) {
      add_peer(*who, task, "client_handshake", std::string_view::npos);
      add_peer(*who, task, "client_octet_by_octet", 1);
    }
  }
  for (const client_peer* who : client_peers()) {
    if (who->draw != nullptr) add_draw(*who);
  }
}

}  // namespace bench
