// SPDX-License-Identifier: BSL-1.0
// Requests to measure with: one alone flatters branchy code, hence the mix.
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

// Requests that one row goes through in turn, one an iteration.
struct workload {
  const char* name;
  std::span<const input> inputs;  // a power of two of them
};

// minimal: what a small client sends. chrome: a browser with cookies. proxied: 2 KB in 30 fields, cookies and what
// proxies add. mix: 256 requests that differ in order, spelling, length and fields, the same ones in every run.
std::span<const workload> workloads();

// Some of the same, each with a key that is no base64.
std::span<const workload> broken_workloads();

// Heads of 512 octets, of 1,024, and so on to 16,384, named by their size. As many of each as have the same octets
// together: caches and branch predictors are as hard pressed by small ones as by large ones.
std::span<const workload> doubling_workloads();

// RFC 4648 §4, padded.
std::string base64(std::string_view data);

// The mix: see workloads(). Without the accept values.
std::string generate_request(unsigned number, std::string& key);

// One of so many octets, 512 at least, in lines of some 60.
std::string generate_request_of(std::size_t size, unsigned number, std::string& key);

}  // namespace bench
