// SPDX-License-Identifier: BSL-1.0
#include "inputs.hpp"

#include <array>
#include <vector>

#include <wshake/accept_key.hpp>

namespace bench {
namespace {

constexpr std::string_view minimal_request =
    "GET /chat HTTP/1.1\r\n"
    "Host: server.example.com\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "\r\n";

constexpr std::string_view chrome_request =
    "GET /realtime/chat?room=general HTTP/1.1\r\n"
    "Host: app.example.com\r\n"
    "Connection: Upgrade\r\n"
    "Pragma: no-cache\r\n"
    "Cache-Control: no-cache\r\n"
    "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36\r\n"
    "Upgrade: websocket\r\n"
    "Origin: https://app.example.com\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-US,en;q=0.9\r\n"
    "Cookie: sid=9f2c4b7e1d6a38\r\n"
    "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    "\r\n";

constexpr std::string_view proxied_request =
    "GET /api/v2/realtime/socket?token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9&v=7&transport=websocket HTTP/1.1\r\n"
    "Host: realtime.eu-central-1.example.com\r\n"
    "X-Request-Id: 6f1b0c8e-54a7-4f0a-9c8c-0a9a1f6c2b11\r\n"
    "X-Real-IP: 203.0.113.195\r\n"
    "X-Forwarded-For: 203.0.113.195, 198.51.100.17, 10.0.12.7\r\n"
    "X-Forwarded-Host: realtime.eu-central-1.example.com\r\n"
    "X-Forwarded-Port: 443\r\n"
    "X-Forwarded-Proto: https\r\n"
    "X-Forwarded-Scheme: https\r\n"
    "X-Scheme: https\r\n"
    "X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678\r\n"
    "Via: 2.0 edge-17.cdn.example.net (ats), 1.1 varnish\r\n"
    "CF-Ray: 8f2b1c4d5e6f7a8b-FRA\r\n"
    "CF-Connecting-IP: 203.0.113.195\r\n"
    "CDN-Loop: cloudflare; loops=1\r\n"
    "Pragma: no-cache\r\n"
    "Cache-Control: no-cache\r\n"
    "User-Agent: Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0\r\n"
    "Origin: https://www.example.com\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7\r\n"
    "Cookie: _ga=GA1.2.1234567890.1700000000; _gid=GA1.2.987654321.1700000000; _fbp=fb.1.1700000000000.1234567890; "
    "session=s%3A4Zb1m0Yx2cQp9LrT7vWnKd3FhJsG6uEa.Xo8yRzBqNtMkVwPiCjHlDfSgAeUx5r7t9b1d3f5h7j9; "
    "consent=eyJ2ZXJzaW9uIjoxLCJhbmFseXRpY3MiOnRydWUsIm1hcmtldGluZyI6ZmFsc2V9; locale=de-DE; theme=dark; "
    "csrftoken=Qm7Xv2Lp9Rt4Wz8Kc1Nj6Hf3Gd5Sb0YaEuIoPlMkJnBh; "
    "last_seen=2024-11-21T09%3A41%3A17.512Z; experiments=homepage-a%7Ccheckout-c%7Csearch-b; "
    "cart=eyJpZCI6IjdjMWU5YjQ0IiwiaXRlbXMiOlt7InNrdSI6IkEtMTAyMyIsIm4iOjJ9LHsic2t1IjoiQi03NyIsIm4iOjF9XX0; "
    "_hjSessionUser_1234567=eyJpZCI6IjBhYjEyMzQ1LWNkZWYtNTY3OC05MGFiLWNkZWYxMjM0NTY3OCIsImNyZWF0ZWQiOjE3MDAwMDAwMDB9; "
    "remember_web_59ba36addc2b2f9401580f014c7f58ea4e30989d=eyJpdiI6IkJ3d1ZqZ0h5a2lPQ1J2N2dVb1pQ\r\n"
    "Sec-WebSocket-Key: q4xkcO32u266gldTuKaSOw==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    "Sec-WebSocket-Protocol: v2.realtime.example, v1.realtime.example\r\n"
    "Sec-Fetch-Dest: websocket\r\n"
    "Sec-Fetch-Mode: websocket\r\n"
    "Sec-Fetch-Site: same-site\r\n"
    "Connection: Upgrade\r\n"
    "Upgrade: websocket\r\n"
    "\r\n";

input complete(std::string request, std::string key) {
  // Uses the portable function, so that a bug in the measured function cannot hide in the expected value.
  const wshake::accept_value value = wshake::detail::accept_key_portable(key);
  return {std::move(request), std::move(key), std::string(value.data.begin(), value.data.end())};
}

input from_text(std::string_view request) {
  constexpr std::string_view name = "Sec-WebSocket-Key: ";
  const std::size_t at = request.find(name) + name.size();
  return complete(std::string(request), std::string(request.substr(at, wshake::key_size)));
}

std::vector<input> break_keys(const workload& from) {
  std::vector<input> broken(from.inputs.begin(), from.inputs.end());
  for (input& one : broken) one.request[one.request.find(one.key)] = '*';
  return broken;
}

std::vector<input> generate_mix() {
  std::vector<input> mix;
  for (unsigned number = 0; number < 256; ++number) {
    std::string key;
    std::string request = generate_request(number, key);
    mix.push_back(complete(std::move(request), std::move(key)));
  }
  return mix;
}

}  // namespace

std::span<const workload> workloads() {
  static const std::array fixed = {from_text(minimal_request), from_text(chrome_request), from_text(proxied_request)};
  static const std::vector<input> mix = generate_mix();
  static const std::array all = {
      workload{"minimal", {&fixed[0], 1}},
      workload{"chrome", {&fixed[1], 1}},
      workload{"proxied", {&fixed[2], 1}},
      workload{"mix", mix},
  };
  return all;
}

std::span<const workload> broken_workloads() {
  static const std::vector<input> chrome = break_keys(workloads()[1]);
  static const std::vector<input> mix = break_keys(workloads()[3]);
  static const std::array all = {workload{"chrome", chrome}, workload{"mix", mix}};
  return all;
}

std::span<const workload> doubling_workloads() {
  static constexpr std::array names = {"512", "1024", "2048", "4096", "8192", "16384"};
  static const std::array inputs = [] {
    std::array<std::vector<input>, names.size()> all;
    constexpr std::size_t octets = 512 * 1024;
    for (std::size_t at = 0; at < names.size(); ++at) {
      const std::size_t size = std::size_t{512} << at;
      for (unsigned number = 0; number < octets / size; ++number) {
        std::string key;
        std::string request = generate_request_of(size, number, key);
        all[at].push_back(complete(std::move(request), std::move(key)));
      }
    }
    return all;
  }();
  static const std::array all = [] {
    std::array<workload, names.size()> made = {};
    for (std::size_t at = 0; at < names.size(); ++at) made[at] = {names[at], inputs[at]};
    return made;
  }();
  return all;
}

std::string base64(std::string_view data) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < data.size(); at += 3) {
    unsigned bits = 0;
    for (std::size_t n = 0; n < 3; ++n) {
      bits = bits << 8 | (at + n < data.size() ? static_cast<unsigned char>(data[at + n]) : 0U);
    }
    for (std::size_t n = 0; n < 4; ++n) {
      text += at + n > data.size() ? '=' : alphabet[bits >> (18 - 6 * n) & 63];
    }
  }
  return text;
}

}  // namespace bench
