// SPDX-License-Identifier: BSL-1.0
// An HTTP/2 connection for the examples, made with nghttp2. With this class a program sends and receives header lists,
// and bytes on streams.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nghttp2/nghttp2.h>

#include <wshake/wshake.hpp>

// A header list that owns its strings. fields_of() returns the views that wshake takes.
using header_list = std::vector<std::pair<std::string, std::string>>;

inline std::vector<wshake::field> fields_of(const header_list& list) {
  std::vector<wshake::field> fields;
  for (const auto& [name, value] : list) fields.push_back({name, value});
  return fields;
}

// Bytes for the peer on one stream. Call resume() after you change a member.
struct stream_output {
  std::string bytes;
  bool is_last = false;  // the stream ends behind `bytes`
};

class http2_session {
 public:
  enum class role : bool { server, client };

  // `consumes`: the program calls consume() to give flow-control window back to the peer. If false, nghttp2 gives the
  // window back as soon as data has arrived.
  explicit http2_session(role whose, bool consumes = false) {
    nghttp2_session_callbacks* calls = nullptr;
    nghttp2_session_callbacks_new(&calls);
    nghttp2_session_callbacks_set_on_header_callback(calls, on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(calls, on_frame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(calls, on_data);
    nghttp2_session_callbacks_set_on_frame_send_callback(calls, on_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(calls, on_close);
    nghttp2_option* option = nullptr;
    nghttp2_option_new(&option);
    nghttp2_option_set_no_auto_window_update(option, consumes ? 1 : 0);
    const auto make = whose == role::server ? nghttp2_session_server_new2 : nghttp2_session_client_new2;
    make(&session_, calls, this, option);
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(calls);
    // A client may ask for a WebSocket only after the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL. The server also
    // limits the streams that a client opens. The client forbids pushes.
    const std::vector<nghttp2_settings_entry> settings =
        whose == role::server ? std::vector<nghttp2_settings_entry>{{wshake::enable_connect_protocol, 1},
                                                                    {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 100}}
                              : std::vector<nghttp2_settings_entry>{{NGHTTP2_SETTINGS_ENABLE_PUSH, 0}};
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  }
  http2_session(const http2_session&) = delete;
  http2_session& operator=(const http2_session&) = delete;
  virtual ~http2_session() { nghttp2_session_del(session_); }

  // Takes bytes of the peer. Returns false if the connection has to end.
  bool receive(wshake::octets data) {
    return nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(data.data()), data.size()) >= 0;
  }

  // Returns the bytes to send to the peer now.
  std::string pending() {
    std::string bytes;
    const std::uint8_t* data = nullptr;
    for (ssize_t size; (size = nghttp2_session_mem_send(session_, &data)) > 0;) {
      bytes.append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    }
    return bytes;
  }

  bool is_over() const { return nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0; }

 protected:
  // take_list() is called for a complete header list, take_data() for bytes of a stream, take_settings() for the peer's
  // settings. take_end() is called for the peer's END_STREAM, except if take_list() reports it as `ends_stream`.
  // take_close() is called when a stream has ended in both directions or was reset. take_sent_end() is called when
  // END_STREAM was sent and the peer has not ended its side of the stream.
  virtual void take_list(std::int32_t id, header_list list, bool ends_stream) = 0;
  virtual void take_data(std::int32_t id, wshake::octets data) = 0;
  virtual void take_end(std::int32_t) {}
  virtual void take_sent_end(std::int32_t) {}
  virtual void take_close(std::int32_t id) = 0;
  virtual void take_settings() {}

  // True if the server lets its clients ask for a WebSocket.
  bool is_allowed() const {
    return nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL) == 1;
  }

  // ask() queues a request and returns the identifier of its stream. answer() queues an answer. The bytes of `body`
  // follow the header list.
  std::int32_t ask(const wshake::request_view& head, stream_output& body) {
    std::vector<nghttp2_nv> list = {line(":method", head.method), line(":protocol", head.protocol),
                                    line(":scheme", head.scheme), line(":authority", head.authority),
                                    line(":path", head.target)};
    for (const wshake::field& each : head.header) list.push_back(line(each.name, each.value));
    const nghttp2_data_provider bytes = provider(body);
    return nghttp2_submit_request(session_, nullptr, list.data(), list.size(), &bytes, nullptr);
  }
  void answer(std::int32_t id, const wshake::response_view& head, stream_output& body) {
    const std::string status = std::to_string(head.status);
    std::vector<nghttp2_nv> list = {line(":status", status)};
    for (const wshake::field& each : head.header) list.push_back(line(each.name, each.value));
    const nghttp2_data_provider bytes = provider(body);
    nghttp2_submit_response(session_, id, list.data(), list.size(), &bytes);
  }

  void resume(std::int32_t id) { nghttp2_session_resume_data(session_, id); }
  void consume(std::int32_t id, std::size_t size) { nghttp2_session_consume(session_, id, size); }
  void reset(std::int32_t id, std::uint32_t code) { nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, code); }

 private:
  static nghttp2_nv line(wshake::octets name, wshake::octets value) {
    const auto bytes = [](wshake::octets text) {
      return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    };
    return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  }

  static nghttp2_data_provider provider(stream_output& body) {
    nghttp2_data_provider bytes = {};
    bytes.source.ptr = &body;
    bytes.read_callback = pull;
    return bytes;
  }

  // Gives nghttp2 the bytes of a stream.
  static ssize_t pull(nghttp2_session*, std::int32_t, std::uint8_t* data, std::size_t room, std::uint32_t* flags,
                      nghttp2_data_source* source, void*) {
    stream_output& from = *static_cast<stream_output*>(source->ptr);
    const std::size_t size = std::min(room, from.bytes.size());
    std::copy_n(from.bytes.data(), size, data);
    from.bytes.erase(0, size);
    if (from.bytes.empty() && from.is_last) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return size == 0 && !from.is_last ? ssize_t{NGHTTP2_ERR_DEFERRED} : static_cast<ssize_t>(size);
  }

  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
    const auto text = [](const std::uint8_t* data, std::size_t size) {
      return std::string(reinterpret_cast<const char*>(data), size);
    };
    list_arriving& list = static_cast<http2_session*>(user)->lists_[frame->hd.stream_id];
    list.size += name_size + value_size + 32;                                    // field size by RFC 9113 section 6.5.2
    if (list.size > most_of_list) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // resets the stream
    list.lines.emplace_back(text(name, name_size), text(value, value_size));
    return 0;
  }

  static int on_frame(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
    http2_session& self = *static_cast<http2_session*>(user);
    const std::int32_t id = frame->hd.stream_id;
    const bool ends_stream = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (frame->hd.type == NGHTTP2_SETTINGS && (frame->hd.flags & NGHTTP2_FLAG_ACK) == 0) self.take_settings();
    if (frame->hd.type == NGHTTP2_HEADERS) {
      header_list list = std::move(self.lists_[id].lines);
      self.lists_.erase(id);
      // On a server, a HEADERS frame that does not begin a request holds trailers.
      const bool is_server = nghttp2_session_check_server_session(session) != 0;
      const bool is_trailer = is_server && frame->headers.cat != NGHTTP2_HCAT_REQUEST;
      if (!is_trailer) self.take_list(id, std::move(list), ends_stream);
      if (is_trailer && ends_stream) self.take_end(id);
    }
    if (frame->hd.type == NGHTTP2_DATA && ends_stream) self.take_end(id);
    return 0;
  }

  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* data, std::size_t size,
                     void* user) {
    static_cast<http2_session*>(user)->take_data(id, {data, size});
    return 0;
  }

  static int on_sent(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
    const std::int32_t id = frame->hd.stream_id;
    const bool ends_stream = frame->hd.type == NGHTTP2_DATA && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (ends_stream && nghttp2_session_get_stream_remote_close(session, id) == 0) {
      static_cast<http2_session*>(user)->take_sent_end(id);
    }
    return 0;
  }

  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
    static_cast<http2_session*>(user)->lists_.erase(id);
    static_cast<http2_session*>(user)->take_close(id);
    return 0;
  }

  struct list_arriving {
    header_list lines;
    std::size_t size = 0;
  };
  static constexpr std::size_t most_of_list = 65536;

  nghttp2_session* session_ = nullptr;
  std::map<std::int32_t, list_arriving> lists_;
};
