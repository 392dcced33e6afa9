// SPDX-License-Identifier: BSL-1.0
// This file registers the rows (benchmarks) of handshakes over HTTP/2. The header lists are made from the requests of
// inputs.hpp. A row measures the work from the header list of the request to the fields of the 200.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <wshake/wshake.hpp>

#include "rows.hpp"

namespace bench {
namespace {

std::array<char, wshake::small_server_storage_size> storage;
std::array<char, 1024> out;

// A request as a header list. The list leaves out Host, Connection, Upgrade and Sec-WebSocket-Key.
class header_list {
 public:
  explicit header_list(const input& from) {
    const wshake::request_reading reading = wshake::read_request(from.request);
    const wshake::request_head& head = reading.head;
    add(":method", "CONNECT");
    add(":protocol", "websocket");
    add(":scheme", "https");
    add(":path", head.target);
    add(":authority", head.header.find("Host").value_or("a"));
    for (const wshake::field& line : head.header) {
      std::string name(std::string_view(line.name));
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (name != "host" && name != "connection" && name != "upgrade" && name != "sec-websocket-key") {
        add(name, line.value);
      }
    }
  }
  header_list(const header_list&) = delete;
  header_list& operator=(const header_list&) = delete;

  const std::vector<wshake::field>& fields() const { return fields_; }

 private:
  void add(std::string_view name, std::string_view value) {
    const std::string& kept_name = strings_.emplace_back(name);
    const std::string& kept_value = strings_.emplace_back(value);
    fields_.push_back({kept_name, kept_value});
  }

  std::deque<std::string> strings_;
  std::vector<wshake::field> fields_;
};

bool is_accepted(const wshake::field_answer& answer) {
  benchmark::DoNotOptimize(out.data());
  benchmark::ClobberMemory();
  return static_cast<bool>(answer) && answer.head.status == 200;
}

bool by_functions(const header_list& list) {
  const wshake::request_list_reading read = wshake::read_request_list(list.fields(), 20);
  if (!read || !wshake::check(read.head).ok()) return false;
  const wshake::agreement agreed = wshake::negotiate(wshake::gather(read.head), wshake::default_server_config);
  return is_accepted(wshake::accept_fields(out, read.head, agreed));
}

bool by_server(const header_list& list) {
  const wshake::request_list_reading read = wshake::read_request_list(list.fields(), 20);
  wshake::server server(storage);
  return read && server.adopt(read.head) == wshake::server_state::upgrade && is_accepted(server.accept_fields(out));
}

using work = bool (*)(const header_list&);
using header_lists = std::vector<std::unique_ptr<header_list>>;

void add(const std::string& what, work one, const workload& load) {
  const std::string name = row_name(what, "wshake", load.name);
  auto lists = std::make_shared<header_lists>();
  for (const input& from : load.inputs) lists->push_back(std::make_unique<header_list>(from));
  for (const auto& list : *lists) require(one(*list), name);
  benchmark::RegisterBenchmark(name.c_str(), [one, lists](benchmark::State& state) {
    std::size_t at = 0;
    bool right = true;
    for (auto _ : state) right &= one(*(*lists)[at++ & (lists->size() - 1)]);
    if (!right) state.SkipWithError("wrong result");
  });
}

}  // namespace

void register_list_rows() {
  for (const workload& load : workloads()) {
    add("list", by_functions, load);
    add("list_by_server", by_server, load);
  }
}

}  // namespace bench
