// SPDX-License-Identifier: BSL-1.0
// Compares the verdicts of nghttp2 and of this library on the header lists of the transcripts.
#include <doctest/doctest.h>

#include <string>

#include <nghttp2/nghttp2.h>

#include "http_libraries/verdicts.hpp"

namespace wshake::test {
namespace {

std::string frame(std::uint8_t type, std::uint8_t flags, std::int32_t stream, const std::string& payload) {
  std::string out;
  for (const int shift : {16, 8, 0}) out += static_cast<char>(payload.size() >> shift);
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(stream >> shift);
  return out + payload;
}

// Encodes a header list as literal fields without indexing (RFC 7541 §6.2.2).
std::string block_of(const judged_list& list) {
  std::string out;
  for (const header_line& line : list.lines) {
    put_integer(out, 0, 4, 0);
    put_string(out, line.name);
    put_string(out, line.value);
  }
  return out;
}

// A session of nghttp2 that receives one header list.
class session {
 public:
  explicit session(bool is_server) {
    nghttp2_session_callbacks* calls = nullptr;
    nghttp2_session_callbacks_new(&calls);
    nghttp2_session_callbacks_set_on_header_callback(
        calls, [](nghttp2_session*, const nghttp2_frame*, const std::uint8_t*, std::size_t, const std::uint8_t*,
                  std::size_t, std::uint8_t, void* user) {
          ++static_cast<session*>(user)->fields_;
          return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(calls,
                                                         [](nghttp2_session*, const nghttp2_frame* frame, void* user) {
                                                           if (frame->hd.type == NGHTTP2_HEADERS)
                                                             static_cast<session*>(user)->is_complete_ = true;
                                                           return 0;
                                                         });
    nghttp2_session_callbacks_set_on_frame_send_callback(
        calls, [](nghttp2_session*, const nghttp2_frame* frame, void* user) {
          const bool ends = frame->hd.type == NGHTTP2_RST_STREAM || frame->hd.type == NGHTTP2_GOAWAY;
          if (ends) static_cast<session*>(user)->is_reset_ = true;
          return 0;
        });
    (is_server ? nghttp2_session_server_new : nghttp2_session_client_new)(&session_, calls, this);
    nghttp2_session_callbacks_del(calls);
    const nghttp2_settings_entry allowed = {NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 1};
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &allowed, is_server ? 1 : 0);
  }
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session() { nghttp2_session_del(session_); }

  void ask() {
    const auto line = [](const char* name, const char* value) {
      const auto bytes = [](const char* text) {
        return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text));
      };
      return nghttp2_nv{bytes(name), bytes(value), std::string(name).size(), std::string(value).size(), 0};
    };
    const nghttp2_nv list[] = {line(":method", "CONNECT"), line(":protocol", "websocket"), line(":scheme", "https"),
                               line(":path", "/chat"), line(":authority", "server.example.com")};
    nghttp2_data_provider endless = {};
    endless.read_callback = [](nghttp2_session*, std::int32_t, std::uint8_t*, std::size_t, std::uint32_t*,
                               nghttp2_data_source*, void*) -> ssize_t { return NGHTTP2_ERR_DEFERRED; };
    REQUIRE(nghttp2_submit_request(session_, nullptr, list, 5, &endless, nullptr) == 1);
    write();
  }

  void read(const std::string& bytes) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (nghttp2_session_mem_recv(session_, data, bytes.size()) < 0) is_reset_ = true;
    write();
  }

  verdict of(std::size_t fields) const {
    if (is_reset_ || !is_complete_) return verdict::resets;
    return fields_ == fields ? verdict::passes : verdict::drops;
  }

 private:
  void write() {
    const std::uint8_t* data = nullptr;
    while (nghttp2_session_mem_send(session_, &data) > 0) {
    }
  }

  nghttp2_session* session_ = nullptr;
  std::size_t fields_ = 0;
  bool is_complete_ = false;
  bool is_reset_ = false;
};

verdict judge(const judged_list& list) {
  const std::uint8_t flags = NGHTTP2_FLAG_END_HEADERS | (list.ends_stream ? NGHTTP2_FLAG_END_STREAM : NGHTTP2_FLAG_NONE);
  session receiver(list.is_request);
  if (list.is_request) {
    receiver.read(NGHTTP2_CLIENT_MAGIC + frame(NGHTTP2_SETTINGS, 0, 0, ""));
  } else {
    receiver.read(frame(NGHTTP2_SETTINGS, 0, 0, std::string("\0\x08\0\0\0\x01", 6)));
    receiver.ask();
  }
  receiver.read(frame(NGHTTP2_HEADERS, flags, 1, block_of(list)));
  return receiver.of(list.lines.size());
}

constexpr difference differences[] = {
    {"two tokens in :protocol are malformed", verdict::passes, "it does not read the value"},
    {"a fragment in :path is malformed", verdict::passes, "it accepts # in :path"},
    {"Host twice fails", verdict::resets, "a repeated Host is malformed to it, and answered by 400 here"},
    {":authority with userinfo fails", verdict::resets, "userinfo is malformed to it, and answered by 400 here", 0x014000},
    {"a :path that is no path fails", verdict::resets, "* is malformed to it, and answered by 400 here"},
    {"an accept value and a Content-Length on the 200 are ignored", verdict::drops,
     "a 2xx to CONNECT has no Content-Length (RFC 9110 §8.6)"},
};

TEST_CASE("nghttp2 and this library agree on which header lists are malformed, except for known differences") {
  check_verdicts({"nghttp2", NGHTTP2_VERSION_NUM, 0x014000}, judge, differences);
}

}  // namespace
}  // namespace wshake::test
