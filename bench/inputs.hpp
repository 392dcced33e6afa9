// SPDX-License-Identifier: BSL-1.0
// Requests to measure with. A single one flatters branchy code, therefore there is a mix.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bench {

struct input {
  std::string request;  // a complete head of a valid handshake
  std::string key;      // its Sec-WebSocket-Key
  std::string accept;   // the Sec-WebSocket-Accept that answers it
};

// Requests that a row takes in turn, one per iteration.
struct workload {
  const char* name;
  std::span<const input> inputs;  // their number is a power of two
};

// minimal: the request of a small client. chrome: a browser with cookies. proxied: 2 KB in 30 fields, cookies and the
// fields that proxies add. mix: 256 requests that differ in order, spelling, length and fields, the same ones in every
// run.
std::span<const workload> workloads();

// Some of workloads(), each request with a key that is not base64.
std::span<const workload> broken_workloads();

// Heads of 512 octets, of 1,024, and so on to 16,384, named by their size. The heads of each size add up to the same
// number of octets, so that small ones put the same load on caches and branch predictors as large ones.
std::span<const workload> doubling_workloads();

// RFC 4648 §4, padded.
std::string base64(std::string_view data);

// Makes a request of the mix, see workloads(). The accept value is not made.
std::string generate_request(unsigned number, std::string& key);

// Makes a request of `size` octets, at least 512, in lines of about 60.
std::string generate_request_of(std::size_t size, unsigned number, std::string& key);

}  // namespace bench
