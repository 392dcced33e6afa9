// SPDX-License-Identifier: BSL-1.0
// The tests share this header. It has guarded memory, cuts of an input, small requests, and text for doctest's
// messages.
#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>  // doctest needs <ostream> to write a std::string: Microsoft's <string> does not include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

namespace wshake::test {

// Memory that ends right before a page without access, if the system has such pages. All tests run a second time with
// WSHAKE_GUARD=before; then the memory begins right after such a page.
class guarded {
 public:
  explicit guarded(std::size_t size);
  explicit guarded(octets content);
  guarded(const guarded&) = delete;
  guarded& operator=(const guarded&) = delete;
  ~guarded();

  char* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  mutable_octets all() const noexcept { return {data_, size_}; }
  octets first(std::size_t count) const noexcept { return octets{data_, size_}.first(count); }

  // Copies `content` to the end of the memory, or to its front if is_behind_guard() is true, so that a guard page is
  // next to `content`. Overwrites the rest of the memory with 0xAA, so that a test notices a view of the old content.
  octets put(octets content) const noexcept;

 private:
  void* pages_ = nullptr;
  std::size_t usable_;  // octets between the guard pages, at least one page
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

// A generator that yields the same numbers on every platform (splitmix64).
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) noexcept : state_(seed) {}
  std::uint64_t next() noexcept;
  std::size_t below(std::size_t end) noexcept { return static_cast<std::size_t>(next() % end); }

 private:
  std::uint64_t state_;
};

// True if `c` is a tchar (RFC 9110 §5.6.2).
inline bool is_tchar(char c) noexcept {
  const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return letter_or_digit || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// A way to cut an input into pieces.
class cuts {
 public:
  static cuts whole() noexcept { return cuts(0, 0); }
  static cuts every(std::size_t size) noexcept { return cuts(size, 0); }
  static cuts random(std::uint64_t seed) noexcept { return cuts(0, seed + 1); }

  // The size of the next piece, from 1 to `left`.
  std::size_t next(std::size_t left) noexcept;

 private:
  cuts(std::size_t size, std::uint64_t seed) noexcept : size_(size), seed_(seed), random_(seed) {}

  std::size_t size_;
  std::uint64_t seed_;
  random_numbers random_;
};

// The number of octets that a server took from an input, and the state that it reached.
struct fed {
  std::size_t consumed = 0;
  server_state state = server_state::need_more;
};

// Feeds `input` in pieces, each right before a guard page, until the server leaves need_more or all is fed. Checks that
// a server in need_more takes all octets, and that a server in any other state takes no octet.
fed feed_all(server& role, octets input, cuts how = cuts::whole());

// A server whose storage ends right before a guard page.
struct guarded_server {
  explicit guarded_server(const server_options& options = {}, std::size_t storage_size = server_storage_size)
      : config(options), storage(storage_size), role(storage.all(), config) {}

  server_config config;
  guarded storage;
  server role;
};

// The options of a server that speaks the subprotocol chat and permessage-deflate.
struct chatting {
  octets wanted[1] = {"chat"};
  server_options config;
  chatting() {
    config.subprotocols = wanted;
    config.deflate.enabled = true;
  }
};

// The results of the functions that only read a server, as text. If two servers have equal texts, no caller can tell
// the servers apart.
std::string describe_state(const server& role);

// Returns the output of a verb, and stores the error of the verb in `error`. The buffer has the size that the verb asks
// for.
template <class Verb>
std::string written(Verb&& verb, errc* error = nullptr) {
  const write_result needed = verb(mutable_octets{});
  if (error != nullptr) *error = needed.error.code;
  if (needed.error != errc::need_room) {
    CHECK_MESSAGE(needed.needed == 0, "an error other than need_room asks for no buffer");
    return {};
  }
  const guarded out(needed.needed);
  const write_result result = verb(out.all());
  if (error != nullptr) *error = result.error.code;
  CHECK(result.written.size() == needed.needed);
  return std::string(std::string_view(out.first(result.written.size())));
}

// Returns the 101 that accept() writes in the state upgrade, or the refusal that respond() writes in every other state.
inline std::string answered(server& role, errc* error = nullptr) {
  return written(
      [&](mutable_octets out) { return role.state() == server_state::upgrade ? role.accept(out) : role.respond(out); },
      error);
}
inline std::string accepted(server& role, const accept_options& options = {}, errc* error = nullptr) {
  return written([&](mutable_octets out) { return role.accept(out, options); }, error);
}
inline std::string responded(server& role, const response_options& options = {}, errc* error = nullptr) {
  return written([&](mutable_octets out) { return role.respond(out, options); }, error);
}

// A response, parsed by a reader that shares no code with the engine.
struct response {
  bool complete = false;  // status line, CRLF everywhere, final empty line, and a body of Content-Length octets
  std::string reason;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> header;
  std::string body;

  std::size_t count(std::string_view name) const;
  std::string find(std::string_view name) const;  // empty if the field is missing
};
response read(std::string_view text, bool has_body = true);

// The example of RFC 6455 §1.2: the key of the example's request, and the key's accept value.
inline constexpr std::string_view sample_key = "dGhlIHNhbXBsZSBub25jZQ==";
inline constexpr std::string_view sample_accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

// Returns the head of a handshake: "GET /chat HTTP/1.1", Host, Upgrade, Connection, key and version 13. `lines`, each
// with its CRLF, stand before the empty line.
std::string handshake_head(std::string_view lines = "");

// The head of handshake_head(), with the line of the field `name` replaced by `line`, or left out if `line` is empty.
std::string handshake_head_with(std::string_view name, std::string_view line);

// The content of the file at `path`.
std::string read_file(const std::string& path);

// The path of the source tree.
std::string source_root();

// The names of a folder's files that end in `ending`, sorted.
std::vector<std::string> files_in(const std::string& folder, std::string_view ending);

const char* name_of(protocol what) noexcept;
std::string escaped(octets text);  // printable text, in quotes

}  // namespace wshake::test

namespace doctest {

template <>
struct StringMaker<wshake::octets> {
  static String convert(const wshake::octets& text) { return wshake::test::escaped(text).c_str(); }
};
template <>
struct StringMaker<std::optional<wshake::octets>> {
  static String convert(const std::optional<wshake::octets>& text) {
    return text ? StringMaker<wshake::octets>::convert(*text) : String("nothing");
  }
};

}  // namespace doctest

// doctest prints enumerations as numbers unless it finds these functions.
namespace wshake {

inline doctest::String toString(errc code) { return describe(code).name; }
inline doctest::String toString(const diagnostic& found) { return describe(found.code).name; }
inline doctest::String toString(server_state state) { return describe(state); }
inline doctest::String toString(client_event event) { return describe(event); }
inline doctest::String toString(protocol what) { return test::name_of(what); }

}  // namespace wshake
