// SPDX-License-Identifier: BSL-1.0
// h3_endpoint is an endpoint of HTTP/3 that uses nghttp3. There is no QUIC: carry() hands the bytes of each stream to
// the other endpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nghttp3/nghttp3.h>

#include <wshake/wshake.hpp>

namespace wshake::test {

class h3_endpoint {
 public:
  enum class role : bool { client, server };
  using list = std::vector<std::pair<std::string, std::string>>;

  // `allows`: whether a server sends the setting that allows an extended CONNECT.
  explicit h3_endpoint(role who, bool allows = true);
  h3_endpoint(const h3_endpoint&) = delete;
  h3_endpoint& operator=(const h3_endpoint&) = delete;
  ~h3_endpoint();

  // ask() and answer() send a header list on the request stream. say() sends bytes of DATA after the list, and end()
  // ends the stream.
  void ask(array_view<field> request);
  void answer(array_view<field> response);
  void say(std::string_view bytes);
  void end();

  // Reads bytes that the peer has sent on a stream. `is_last`: the peer has ended the stream after these bytes.
  void read(std::int64_t stream, const std::string& bytes, bool is_last = false);

  // Carries bytes between the two endpoints until neither endpoint has bytes to send.
  static void carry(h3_endpoint& one, h3_endpoint& other);

  // The header lists that have arrived, and the bytes of DATA that have arrived behind the lists.
  const std::vector<list>& lists() const { return lists_; }
  const std::string& data() const { return data_; }
  bool is_ended() const { return is_ended_; }
  // True if nghttp3 has rejected the request stream, or has ended the connection.
  bool is_reset() const { return is_reset_; }
  // True if the peer's SETTINGS have SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1.
  bool is_allowed() const;

  static constexpr std::int64_t request_stream = 0;

 private:
  bool write_to(h3_endpoint& peer);
  std::int64_t control_stream_of_peer() const { return who_ == role::server ? 2 : 3; }
  nghttp3_data_reader reader() const;
  static void set(nghttp3_callbacks& calls);

  const role who_;
  nghttp3_conn* conn_ = nullptr;
  std::vector<list> lists_;
  list list_;  // the header list that is arriving
  std::string data_;
  std::string control_;           // the peer's control stream
  std::deque<std::string> said_;  // texts of say(); nghttp3 keeps views of them
  std::size_t taken_ = 0;         // the number of texts in said_ that nghttp3 has taken
  bool is_last_ = false;
  bool is_ended_ = false;
  bool is_reset_ = false;
};

}  // namespace wshake::test
