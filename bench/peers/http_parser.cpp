// SPDX-License-Identifier: BSL-1.0
// Combines http_parser with OpenSSL's SHA1(), as many servers do by hand. This server checks only the indispensable
// parts of RFC 6455 §4.2.1.
#include <http_parser.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <strings.h>

#include <cstring>
#include <string_view>

#include "peer.hpp"

namespace bench {
namespace {

bool same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

bool contains(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view member = list.substr(0, comma);
    while (!member.empty() && member.front() == ' ') member.remove_prefix(1);
    while (!member.empty() && member.back() == ' ') member.remove_suffix(1);
    if (same(member, token)) return true;
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return false;
}

// Collects the arguments of http_parser's callbacks. The request arrives in one piece, so every callback gets a whole
// name or value.
struct reading {
  std::string_view name;
  std::string_view key;
  bool host = false;
  bool upgrade = false;
  bool connection = false;
  bool version = false;
  bool complete = false;
};

reading& of(http_parser* parser) { return *static_cast<reading*>(parser->data); }

int on_name(http_parser* parser, const char* at, std::size_t size) {
  of(parser).name = {at, size};
  return 0;
}

int on_value(http_parser* parser, const char* at, std::size_t size) {
  reading& read = of(parser);
  const std::string_view value(at, size);
  if (same(read.name, "Host")) {
    read.host = true;
  } else if (same(read.name, "Upgrade")) {
    read.upgrade = contains(value, "websocket");
  } else if (same(read.name, "Connection")) {
    read.connection = contains(value, "upgrade");
  } else if (same(read.name, "Sec-WebSocket-Version")) {
    read.version = value == "13";
  } else if (same(read.name, "Sec-WebSocket-Key")) {
    read.key = value;
  }
  return 0;
}

int on_complete(http_parser* parser) {
  of(parser).complete = true;
  return 0;
}

reading read(std::string_view request) {
  static const http_parser_settings settings = [] {
    http_parser_settings all;
    http_parser_settings_init(&all);
    all.on_header_field = on_name;
    all.on_header_value = on_value;
    all.on_message_complete = on_complete;
    return all;
  }();
  reading result;
  http_parser parser;
  http_parser_init(&parser, HTTP_REQUEST);
  parser.data = &result;
  const std::size_t parsed = http_parser_execute(&parser, &settings, request.data(), request.size());
  result.complete = result.complete && parsed == request.size() && parser.method == HTTP_GET &&
                    parser.http_major == 1 && parser.http_minor >= 1;
  return result;
}

bool parse(std::string_view request) { return read(request).complete; }

std::size_t handshake(std::string_view request, char* out) {
  constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  constexpr std::string_view begin =
      "HTTP/1.1 101 Switching Protocols\r\n"
      "Upgrade: websocket\r\n"
      "Connection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ";
  constexpr std::string_view end = "\r\n\r\n";

  const reading found = read(request);
  if (!found.complete || !found.host || !found.upgrade || !found.connection || !found.version) return 0;
  if (found.key.size() != 24) return 0;

  unsigned char text[60];
  std::memcpy(text, found.key.data(), 24);
  std::memcpy(text + 24, guid.data(), guid.size());
  unsigned char hash[SHA_DIGEST_LENGTH];
  SHA1(text, sizeof text, hash);

  unsigned char accept[29];
  EVP_EncodeBlock(accept, hash, sizeof hash);
  std::memcpy(out, begin.data(), begin.size());
  std::memcpy(out + begin.size(), accept, 28);
  std::memcpy(out + begin.size() + 28, end.data(), end.size());
  return begin.size() + 28 + end.size();
}

#define WSHAKE_BENCH_TEXT_OF(number) #number
#define WSHAKE_BENCH_TEXT(number) WSHAKE_BENCH_TEXT_OF(number)
constexpr const char* version =
    "http_parser " WSHAKE_BENCH_TEXT(HTTP_PARSER_VERSION_MAJOR) "." WSHAKE_BENCH_TEXT(HTTP_PARSER_VERSION_MINOR);

}  // namespace

const peer http_parser_openssl = {"http_parser", version, handshake, parse, nullptr};

}  // namespace bench
