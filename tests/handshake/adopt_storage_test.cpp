// SPDX-License-Identifier: BSL-1.0
// Tests server::adopt() of a request that lies in the server's own storage, with its parts in any order and with
// overlaps. Each adopted request is compared with the same request in memory outside the storage: the state, the
// octets that the server keeps and the answer are the same, or adopt() reports that the storage has no room for a copy
// beside the request.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

// A request whose strings and list of fields are in memory outside the storage.
class own_request {
 public:
  explicit own_request(const request_view& from)
      : method_(std::string_view(from.method)), target_(std::string_view(from.target)), version_(from.version) {
    for (const field line : from.header) {
      texts_.emplace_back(std::string_view(line.name));
      texts_.emplace_back(std::string_view(line.value));
    }
    for (std::size_t at = 0; at < texts_.size(); at += 2) list_.push_back({texts_[at], texts_[at + 1]});
  }
  own_request(const own_request&) = delete;
  own_request& operator=(const own_request&) = delete;

  request_view view() const { return {method_, target_, version_, list_}; }

 private:
  std::string method_;
  std::string target_;
  unsigned version_;
  std::vector<std::string> texts_;
  std::vector<field> list_;
};

// The observable results of a server, and the server's answer.
struct outcome {
  server_state what = server_state::need_more;
  std::string state;
  std::string answer;
};

outcome ending(server& role, server_state what) {
  outcome seen = {what, describe_state(role), {}};
  char out[1024];
  const write_result written = role.respond(out);
  if (written) seen.answer.assign(out, written.written.size());
  return seen;
}

// The smallest range of the storage that contains all octets of a request that lie in the storage.
class extent {
 public:
  explicit extent(const guarded& storage) : begin_(storage.data()), size_(storage.size()) {}

  void add(const void* data, std::size_t size) {
    const auto* const at = static_cast<const char*>(data);
    if (size == 0 || at + size <= begin_ || at >= begin_ + size_) return;
    const std::size_t first = at < begin_ ? 0 : static_cast<std::size_t>(at - begin_);
    const std::size_t end = at + size > begin_ + size_ ? size_ : static_cast<std::size_t>(at + size - begin_);
    if (first < lowest_) lowest_ = first;
    if (end > highest_) highest_ = end;
  }
  void add(octets view) { add(view.data(), view.size()); }
  void add(const request_view& request) {
    add(request.method);
    add(request.target);
    for (const field line : request.header) {
      add(line.name);
      add(line.value);
    }
  }
  bool has_room(std::size_t copy) const { return copy <= lowest_ || copy <= size_ - highest_; }

 private:
  const char* begin_;
  std::size_t size_;
  std::size_t lowest_ = SIZE_MAX;
  std::size_t highest_ = 0;
};

// Adopts a request and compares the result with the result for `own`, the same request in memory outside the storage.
// `lies` is the part of the storage that the request occupies. Returns whether the storage had room for the copy.
bool check_adopt(const guarded& storage, const request_view& request, const request_view& own, const extent& lies) {
  char own_storage[4096];
  server expected_role({own_storage, storage.size()});
  const server_state expected_what = expected_role.adopt(own);
  const std::size_t copied = expected_role.request().raw.size();
  const outcome expected = ending(expected_role, expected_what);
  const diagnostic verdict = check(own);

  server role(storage.all());
  const server_state what = role.adopt(request);
  if (copied > 0 && !lies.has_room(copied)) {
    CHECK(what == server_state::failed);
    CHECK(role.error() == errc::head_too_large);
    CHECK(role.request().raw.empty());
    return false;
  }
  if (copied > 0) {
    const request_head kept = role.request();
    CHECK(check(kept).code == verdict.code);
    CHECK(check(kept).field == verdict.field);
    CHECK(read_request(kept.raw).consumed == kept.raw.size());
    CHECK(role.handshake().authority == gather(own).authority);
    CHECK(role.handshake().key == gather(own).key);
  }
  const outcome found = ending(role, what);
  CHECK(found.what == expected.what);
  CHECK(found.state == expected.state);
  CHECK(found.answer == expected.answer);
  return true;
}

bool check_adopt(const guarded& storage, const request_view& request, const extent& lies) {
  const own_request own(request);
  return check_adopt(storage, request, own.view(), lies);
}

// Places octets in the storage one after another.
class placer {
 public:
  placer(const guarded& storage, std::size_t at) : storage_(storage), at_(at) {}

  octets put(octets text) {
    REQUIRE(at_ + text.size() <= storage_.size());
    if (!text.empty()) std::memcpy(storage_.data() + at_, text.data(), text.size());
    at_ += text.size();
    return {storage_.data() + at_ - text.size(), text.size()};
  }

 private:
  const guarded& storage_;
  std::size_t at_;
};

TEST_CASE("adopt from the storage: the parts of a request may stand in every order, at every offset") {
  const guarded storage(160);
  const field lines[] = {{"Host", "a"}, {"Hosx", "bb"}, {"Origin", "c"}};
  std::size_t order[5];
  std::iota(std::begin(order), std::end(order), 0);
  std::size_t adopted = 0;
  do {
    for (std::size_t begin = 0; begin + 26 <= storage.size(); ++begin) {
      std::memset(storage.data(), 't', storage.size());
      placer places(storage, begin);
      octets method, target;
      field list[3];
      for (const std::size_t part : order) {
        if (part == 0) method = places.put("GET");
        if (part == 1) target = places.put("/");
        if (part >= 2) list[part - 2] = {places.put(lines[part - 2].name), places.put(lines[part - 2].value)};
      }
      const request_view request = {method, target, 11, list};
      extent lies(storage);
      lies.add(request);
      adopted += check_adopt(storage, request, lies) ? 1 : 0;
    }
  } while (std::next_permutation(std::begin(order), std::end(order)));
  CHECK(adopted > 5000);
}

TEST_CASE("adopt from the storage: an unknown name of any size at any offset stays unknown") {
  // The field name `name` is a view of the storage. If adopt() wrote to the name's octets before it looked the name up,
  // the octets could form a name of a field in field_id.
  const guarded storage(256);
  const std::size_t sizes[] = {4, 6, 7, 10, 14, 17, 21, 22, 24};
  for (const std::size_t front : {std::size_t{0}, std::size_t{100}, std::size_t{200}}) {
    for (const std::size_t size : sizes) {
      for (std::size_t at = 0; at + size <= storage.size(); ++at) {
        std::memset(storage.data(), 'y', storage.size());
        placer places(storage, front);
        const octets method = places.put("GET");
        const octets target = places.put("/");
        const octets name = {storage.data() + at, size};
        const field list[] = {{places.put("Host"), places.put("a")},
                              {name, name},
                              {"Origin", "b"},
                              {"Upgrade", "c"},
                              {name, ""},
                              {"Connection", "d"}};
        const request_view request = {method, target, 11, list};
        extent lies(storage);
        lies.add(request);
        (void)check_adopt(storage, request, lies);
      }
    }
  }
}

TEST_CASE("adopt from the storage: strings may overlap each other and the list") {
  const std::string words[] = {"Host",
                               "GET",
                               "/",
                               "Upgrade",
                               "websocket",
                               "Connection",
                               "13",
                               "keep-alive, Upgrade",
                               "Origin",
                               "Sec-WebSocket-Version",
                               "Sec-WebSocket-Key",
                               std::string(sample_key),
                               "Expect",
                               "\r\n",
                               ": "};
  const guarded storage(2048);
  random_numbers random(20);
  std::size_t kept = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 20000; ++round) {
    CAPTURE(round);
    // The storage holds texts of `words`, and then letters that adopt() may overwrite with its copy of the request. The
    // list of fields follows the letters in the storage, or lies outside the storage.
    const std::size_t begin = random.below(3) * 600;
    std::memset(storage.data(), 'y', storage.size());
    placer places(storage, begin);
    std::vector<octets> put;
    for (std::size_t size = 0; size < 200; size += put.back().size()) {
      put.push_back(places.put(words[random.below(std::size(words) - (random.below(8) != 0 ? 2 : 0))]));
    }
    char* const letters = storage.data() + begin + 230;
    const auto any_word = [&] { return put[random.below(put.size())]; };
    const std::size_t sizes[] = {4, 6, 7, 10};  // the sizes of some names of fields in field_id
    const auto any_letters = [&] { return octets(letters + random.below(60), sizes[random.below(4)]); };
    const std::size_t count = 1 + random.below(7);
    std::vector<field> list(count);
    for (field& line : list) line = {random.below(3) == 0 ? any_word() : any_letters(), any_word()};
    request_view request = {any_letters(), any_word(), 11, {}};
    if (random.below(4) != 0) request.method = "GET";
    if (random.below(4) != 0) request.target = "/";

    extent lies(storage);
    std::vector<char> own_list(sizeof(field) * 8 + alignof(field));
    char* place = random.below(2) == 0 ? own_list.data() : letters + 190 + random.below(16);
    const std::size_t aside = reinterpret_cast<std::uintptr_t>(place) % alignof(field);
    if (aside != 0) place += alignof(field) - aside;
    std::memcpy(place, list.data(), count * sizeof(field));
    const std::span<const field> there = {reinterpret_cast<const field*>(place), count};
    request.header = fields(there);
    lies.add(place, count * sizeof(field));
    lies.add(request);
    const errc verdict = check(request).code;
    if (verdict > errc::bad_field_value || verdict == errc::none) ++kept;
    if (!check_adopt(storage, request, lies)) ++refused;
  }
  CHECK(kept > 5000);
  CHECK(refused < kept);
}

TEST_CASE("adopt from the storage: the request_view may lie in the storage, too") {
  for (const std::size_t place : {std::size_t{0}, std::size_t{512}, std::size_t{1024}}) {
    CAPTURE(place);
    const guarded storage(2048);
    const std::size_t aside = reinterpret_cast<std::uintptr_t>(storage.data()) % alignof(request_view);
    char* const at = storage.data() + place + (aside == 0 ? 0 : alignof(request_view) - aside);
    const field list[] = {{"Host", "a"}, {"X-Other", "b"}};
    for (const octets target : {octets("/"), octets("/a b")}) {
      const auto* const request = new (at) request_view{"HEAD", target, 11, list};
      extent lies(storage);
      lies.add(request, sizeof *request);
      CHECK(check_adopt(storage, *request, lies));
    }
  }
}

TEST_CASE("adopt from the storage: a head read by read_request() may lie in the storage") {
  const std::string heads[] = {
      "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n",
      handshake_head("Cookie: a=b\r\nOrigin:  x \r\nSec-WebSocket-Protocol: chat ,superchat\r\n"),
      handshake_head_with("Host", "Host : a\r\n"),
      "GET / HTTP/1.9\r\nHost:a\r\nHost:b\r\nOrigin:x\r\nExpect:\r\n\r\n",
  };
  for (const std::string& head : heads) {
    CAPTURE(head);
    if (read_request(octets(head)).consumed == 0) continue;
    std::size_t adopted = 0;
    for (std::size_t size = head.size(); size < 3 * head.size() + 8; ++size) {
      const guarded storage(size);
      const std::size_t places[] = {0, 1, (size - head.size()) / 2, size - head.size()};
      for (const std::size_t place : places) {
        if (place + head.size() > size) continue;
        std::memset(storage.data(), ':', size);
        std::memcpy(storage.data() + place, head.data(), head.size());
        const request_reading read = read_request(octets(storage.data() + place, head.size()));
        extent lies(storage);
        lies.add(read.head.raw);
        const bool had_room = check_adopt(storage, read.head, read_request(octets(head)).head, lies);
        adopted += had_room ? 1 : 0;
        const auto head_lines = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\n'));
        if (place == 0 && size >= 2 * head.size() + head_lines)
          CHECK_MESSAGE(had_room, "storage of this size has room for the copy, as the guide promises");
      }
    }
    CHECK(adopted > head.size());
  }
}

TEST_CASE("adopt from the storage: a request may lie partly outside the storage") {
  const guarded memory(512);
  const std::string text = "GETHosta";
  for (std::size_t begin = 0; begin + 200 <= memory.size(); ++begin) {
    std::memset(memory.data(), 'y', memory.size());
    std::memcpy(memory.data() + 200, text.data(), text.size());
    const char* const at = memory.data() + 200;
    const field list[] = {{{at + 3, 4}, {at + 7, 1}}, {{memory.data(), memory.size()}, ""}, {"Origin", "b"}};
    for (const std::size_t count : {std::size_t{1}, std::size_t{3}}) {
      const request_view request = {{at, 3}, "/", 11, std::span(list, count)};
      const own_request own(request);
      char own_storage[200];
      server expected(own_storage);
      const server_state expected_what = expected.adopt(own.view());
      server role(mutable_octets(memory.data() + begin, 200));
      const server_state what = role.adopt(request);
      // A field that covers the whole storage leaves no room for the copy.
      if (count == 3) {
        CHECK(what == server_state::failed);
        CHECK(role.error() == errc::head_too_large);
      } else {
        CHECK(what == expected_what);
        CHECK(describe_state(role) == describe_state(expected));
      }
      std::memset(memory.data(), 'y', memory.size());
      std::memcpy(memory.data() + 200, text.data(), text.size());
    }
  }
}

}  // namespace
}  // namespace wshake::test
