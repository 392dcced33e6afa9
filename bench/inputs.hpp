// SPDX-License-Identifier: BSL-1.0
// This header declares the requests of the benchmarks. If one request is repeated, branches are predicted too well, so
// there is also a mix of different requests.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bench {

struct input {
  std::string request;  // a complete head of a valid handshake
  std::string key;      // the request's Sec-WebSocket-Key
  std::string accept;   // the Sec-WebSocket-Accept that answers the key
};

// Requests that a benchmark takes in turn, one per iteration.
struct workload {
  const char* name;
  std::span<const input> inputs;  // the number of inputs is a power of two
};

// - minimal: the request of a small client.
// - chrome: the request of a browser with cookies.
// - proxied: a request of 2 KB in 30 fields, with cookies and the fields that proxies add.
// - mix: 256 requests that differ in order, spelling, length and fields. Every run has the same 256 requests.
std::span<const workload> workloads();

// Returns the workloads chrome and mix of workloads(), but with a key that is not base64 in each request.
std::span<const workload> broken_workloads();

// Returns a workload for each size of a head: 512 octets, 1,024, and so on to 16,384. Its name is the size. The heads
// of each workload add up to the same number of octets, so that small heads put the same load on caches and branch
// predictors as large heads.
std::span<const workload> doubling_workloads();

// Returns the base64 of `data` (RFC 4648 §4), with padding.
std::string base64(std::string_view data);

// Returns request `number` of the mix (see workloads()), and its key in `key`.
std::string generate_request(unsigned number, std::string& key);

// Returns a request of `size` octets, at least 512, in lines of about 60 octets, and its key in `key`.
std::string generate_request_of(std::size_t size, unsigned number, std::string& key);

}  // namespace bench
