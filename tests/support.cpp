// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include <dirent.h>

#include "growing_text.hpp"

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#if !defined(NOMINMAX)
#define NOMINMAX
#endif
#include <windows.h>
#elif defined(__has_include)
#if __has_include(<sys/mman.h>) && !defined(__wasi__)
#include <sys/mman.h>
#include <unistd.h>
#define WSHAKE_HAS_MMAP 1
#endif
#endif

#if defined(__has_include)
#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#endif
#endif
#if !defined(ASAN_POISON_MEMORY_REGION)
#define ASAN_POISON_MEMORY_REGION(begin, size) (static_cast<void>(begin), static_cast<void>(size))
#define ASAN_UNPOISON_MEMORY_REGION(begin, size) (static_cast<void>(begin), static_cast<void>(size))
#endif

namespace wshake::test {
namespace {

std::size_t page_size() noexcept {
#if defined(_WIN32)
  static const std::size_t size = [] {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return static_cast<std::size_t>(info.dwPageSize);
  }();
  return size;
#elif defined(WSHAKE_HAS_MMAP)
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
#else
  return 1;
#endif
}

// Maps `usable` octets between two pages without access. Returns a pointer to the first of the two pages.
void* map_with_guards(std::size_t usable, std::size_t page) {
  const std::size_t all = page + usable + page;
#if defined(_WIN32)
  void* pages = VirtualAlloc(nullptr, all, MEM_RESERVE, PAGE_NOACCESS);
  if (pages != nullptr && VirtualAlloc(static_cast<char*>(pages) + page, usable, MEM_COMMIT, PAGE_READWRITE) != nullptr) {
    return pages;
  }
#elif defined(WSHAKE_HAS_MMAP)
  void* pages = mmap(nullptr, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages != MAP_FAILED && mprotect(static_cast<char*>(pages) + page, usable, PROT_READ | PROT_WRITE) == 0)
    return pages;
#else
  if (void* pages = std::malloc(all)) return pages;
#endif
  std::fputs("no memory with guard pages\n", stderr);
  std::abort();
}

// The released pages whose usable size is `usable`. Released pages are reused, because mapping pages takes longer than
// most tests.
std::vector<void*>& spare_pages(std::size_t usable) {
  static std::map<std::size_t, std::vector<void*>> all;
  return all[usable];
}

void* take_pages(std::size_t usable, std::size_t page) {
  std::vector<void*>& spare = spare_pages(usable);
  if (spare.empty()) return map_with_guards(usable, page);
  void* const pages = spare.back();
  spare.pop_back();
  ASAN_UNPOISON_MEMORY_REGION(static_cast<char*>(pages) + page, usable);
  return pages;
}

// Overwrites and poisons the pages. A dangling view then reads other octets, and AddressSanitizer reports the read.
void give_back(void* pages, std::size_t usable, std::size_t page) {
  std::memset(static_cast<char*>(pages) + page, 0x55, usable);
  ASAN_POISON_MEMORY_REGION(static_cast<char*>(pages) + page, usable);
  spare_pages(usable).push_back(pages);
}

// True if the tests' memory begins right after a guard page (WSHAKE_GUARD=before in the environment). Otherwise the
// memory ends right before a guard page.
bool is_behind_guard() {
  static const bool is = [] {
    const char* const wanted = std::getenv("WSHAKE_GUARD");
    return wanted != nullptr && std::string_view(wanted) == "before";
  }();
  return is;
}

}  // namespace

#if !defined(_WIN32) && !defined(WSHAKE_HAS_MMAP)
TEST_CASE("guard pages") { MESSAGE("reads behind an input are not tested: this system has no guard pages"); }
#endif

guarded::guarded(std::size_t size) : usable_((size / page_size() + 1) * page_size()), size_(size) {
  pages_ = take_pages(usable_, page_size());
  data_ = static_cast<char*>(pages_) + page_size() + (is_behind_guard() ? 0 : usable_ - size);
  std::memset(data_, 0xaa, size);
}

guarded::guarded(octets content) : guarded(content.size()) { put(content); }

guarded::~guarded() { give_back(pages_, usable_, page_size()); }

octets guarded::put(octets content) const noexcept {
  std::memset(data_, 0xaa, size_);
  char* const place = is_behind_guard() ? data_ : data_ + size_ - content.size();
  if (!content.empty()) std::memcpy(place, content.data(), content.size());
  return {place, content.size()};
}

std::uint64_t random_numbers::next() noexcept {
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

std::size_t cuts::next(std::size_t left) noexcept {
  if (size_ != 0) return size_ < left ? size_ : left;
  if (seed_ == 0) return left;
  // Picks a bound first, then a size up to the bound, so that small and large pieces are equally likely.
  const std::size_t bound = std::size_t{1} << random_.below(10);
  const std::size_t size = 1 + random_.below(bound);
  return size < left ? size : left;
}

fed feed_all(server& role, octets input, cuts how) {
  constexpr std::size_t window_size = 1024;
  static const guarded window(window_size);
  fed sum;
  sum.state = role.state();
  while (sum.consumed < input.size()) {
    const octets rest = input.from(sum.consumed);
    const octets piece = rest.first(how.next(rest.size()));
    server_feed_result result;
    if (piece.size() <= window_size) {
      result = role.feed(window.put(piece));
    } else {
      const guarded copy(piece);
      result = role.feed(copy.first(piece.size()));
    }
    REQUIRE(result.consumed <= piece.size());
    CHECK(result.state == role.state());
    sum.consumed += result.consumed;
    sum.state = result.state;
    if (result.state != server_state::need_more) break;
    REQUIRE_MESSAGE(result.consumed == piece.size(), "a server in need_more must take all octets");
  }
  if (sum.state != server_state::need_more) {
    const std::string before = describe_state(role);
    const server_feed_result again = role.feed(window.put(input.from(sum.consumed).first(window_size)));
    CHECK_MESSAGE(again.consumed == 0, "a server outside need_more takes no octet");
    CHECK(again.state == sum.state);
    CHECK(describe_state(role) == before);
  }
  return sum;
}

std::string describe_state(const server& role) {
  growing_text text;
  const agreement agreed = role.agreed();
  const request_head head = role.request();
  text << describe(role.state()) << " error=" << describe(role.error().code).name << '@' << role.error().offset
       << " field=" << escaped(role.error().field) << " keep_alive=" << role.keep_alive()
       << " subprotocol=" << escaped(agreed.subprotocol) << " deflate=" << agreed.deflate.agreed
       << agreed.deflate.server_no_context_takeover << agreed.deflate.client_no_context_takeover << ' '
       << unsigned{agreed.deflate.server_max_window_bits} << ' ' << unsigned{agreed.deflate.client_max_window_bits}
       << " request=" << escaped(head.method) << ' ' << escaped(head.target) << ' ' << head.version << ' '
       << escaped(head.protocol) << ' ' << escaped(head.scheme) << ' ' << escaped(head.authority) << ' '
       << head.ends_stream << ' ' << escaped(head.raw);
  for (const field line : head.header) text << " [" << escaped(line.name) << ": " << escaped(line.value) << ']';
  const handshake_request asked = role.handshake();
  text << " handshake=" << escaped(asked.authority) << ' ' << escaped(asked.resource_name) << ' ' << escaped(asked.key)
       << ' ' << escaped(asked.version) << ' ' << (asked.origin ? escaped(*asked.origin) : "no origin") << ' '
       << asked.expects_continue;
  for (const octets each : asked.subprotocols) text << ' ' << escaped(each);
  for (const extension& each : asked.extensions) text << ' ' << escaped(each.name);
  return text.str();
}

std::size_t response::count(std::string_view name) const {
  std::size_t sum = 0;
  for (const auto& line : header) sum += line.first == name ? 1U : 0U;
  return sum;
}

std::string response::find(std::string_view name) const {
  for (const auto& line : header) {
    if (line.first == name) return line.second;
  }
  return {};
}

response read(std::string_view text, bool has_body) {
  response result;
  const auto take_line = [&](std::string_view& line) {
    const std::size_t end = text.find("\r\n");
    if (end == std::string_view::npos) return false;
    line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  };
  std::string_view line;
  if (!take_line(line) || line.size() < 13 || line.substr(0, 9) != "HTTP/1.1 " || line[12] != ' ') return result;
  for (std::size_t at = 9; at < 12; ++at) {
    if (line[at] < '0' || line[at] > '9') return result;
    result.status = result.status * 10 + (line[at] - '0');
  }
  result.reason = line.substr(13);
  for (;;) {
    if (!take_line(line)) return result;
    if (line.empty()) break;
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return result;
    result.header.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  result.body = text;
  const std::string length = result.find("Content-Length");
  const std::size_t expected = length.empty() || !has_body ? 0 : std::strtoul(length.c_str(), nullptr, 10);
  result.complete = result.count("Content-Length") <= 1 && result.body.size() == expected;
  return result;
}

std::string handshake_head(std::string_view lines) {
  return "GET /chat HTTP/1.1\r\n"
         "Host: server.example.com\r\n"
         "Upgrade: websocket\r\n"
         "Connection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         "Sec-WebSocket-Version: 13\r\n" +
         std::string(lines) + "\r\n";
}

std::string handshake_head_with(std::string_view name, std::string_view line) {
  std::string head = handshake_head();
  const std::size_t begin = head.find("\r\n" + std::string(name) + ": ") + 2;
  const std::size_t end = head.find("\r\n", begin) + 2;
  head.replace(begin, end - begin, line);
  return head;
}

std::string source_root() { return WSHAKE_SOURCE_DIR; }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), "cannot read " << path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Uses opendir(), because WASI's C++ library has no <filesystem>.
std::vector<std::string> files_in(const std::string& folder, std::string_view ending) {
  std::vector<std::string> names;
  DIR* const opened = opendir(folder.c_str());
  REQUIRE_MESSAGE(opened != nullptr, "cannot read " << folder);
  while (const dirent* const entry = readdir(opened)) {
    if (std::string_view(entry->d_name).ends_with(ending)) names.emplace_back(entry->d_name);
  }
  closedir(opened);
  std::sort(names.begin(), names.end());
  return names;
}

const char* name_of(protocol what) noexcept {
  switch (what) {
    case protocol::need_more:
      return "need_more";
    case protocol::http:
      return "http";
    case protocol::tls:
      return "tls";
    case protocol::http2:
      return "http2";
    case protocol::proxy_protocol:
      return "proxy_protocol";
    case protocol::unknown:
      return "unknown";
  }
  return "no protocol";
}

std::string escaped(octets text) {
  const auto is_plain = [](unsigned char octet) {
    return octet >= 0x20 && octet <= 0x7e && octet != '"' && octet != '\\';
  };
  std::string result = "\"";
  result.reserve(text.size() + 2);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t begin = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    result.append(text.data() + begin, at - begin);
    if (at == text.size()) break;
    if (text[at] == '\r') {
      result += "\\r";
    } else if (text[at] == '\n') {
      result += "\\n";
    } else {
      char hex[5];
      std::snprintf(hex, sizeof hex, "\\x%02x", unsigned{text[at]});
      result += hex;
    }
  }
  return result + '"';
}

}  // namespace wshake::test
