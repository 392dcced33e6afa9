// SPDX-License-Identifier: BSL-1.0
// An input of fuzz_forward has a line with a configuration, then lines that describe a gateway and its messages. This
// header reads these further lines. The first of these lines begins with the HTTP versions in front of and behind the
// gateway, each '1', '2' or '3'. Letters after the versions set members of `way`. In each other line the first octet
// says to which message a field belongs:
//
//   >:method:GET       a field of the request; over HTTP/1.1 only :method and :path of the pseudo-header fields count
//   <:status:403       a field of the answer; :status and :reason stand for its status and its reason phrase
//   +Via:1.1 gateway   a field of the gateway for the request
//   -Via:1.1 gateway   a field of the gateway for the answer
//
// The octet 0x1f stands for LF.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <wshake/forward.hpp>
#include <wshake/header_list.hpp>

#include "naive_forward.hpp"
#include "text.hpp"

namespace fuzz {

// The gateway's HTTP versions and its options. The constructor reads them from `letters`, a line of the input.
struct way {
  explicit way(std::string_view letters) {
    const auto version = [&](std::size_t at) {
      const char digit = at < letters.size() ? letters[at] : '1';
      return digit == '3' ? 30U : digit == '2' ? 20U : 11U;
    };
    front = version(0);
    behind = version(1);
    const std::string_view rest = letters.substr(letters.size() < 2 ? letters.size() : 2);
    const auto has = [&](char letter) { return rest.find(letter) != std::string_view::npos; };
    allowed = !has('n');
    scheme = has('x') ? wshake::octets("ws") : has('s') ? wshake::octets("https") : wshake::octets("http");
    ends_stream = has('e');
    options.close = has('c');
    if (has('l')) options.content_length = 4096;
    answer = has('w') ? (behind == 11 ? 20 : 11) : has('0') ? 10 : behind;
  }

  unsigned front;
  unsigned behind;
  unsigned answer;  // the HTTP version in which the gateway gets the answer
  bool allowed;
  wshake::octets scheme;
  bool ends_stream;
  wshake::forward_options options;
};

// The request, the answer, and the fields that the gateway adds. Every text lies in a memory block of its exact size.
struct messages {
  messages(std::string_view input, const way& through) {
    while (!input.empty()) {
      const std::string_view one = take_until(input, "\n");
      const std::size_t colon = one.find(':', 2);
      const wshake::octets name = parts_.take(one.substr(0, colon).substr(one.empty() ? 0 : 1));
      const wshake::octets value = parts_.take(colon < one.size() ? one.substr(colon + 1) : std::string_view());
      const char to = one.empty() ? ' ' : one[0];
      if (to == '>') request_.push_back({name, value});
      if (to == '<') take_answer(name, value);
      if (to == '+') own_for_request.push_back({name, value});
      if (to == '-') own_for_answer.push_back({name, value});
    }
    answer.version = through.answer;
    answer.header = answer_;
    make_front(through);
  }
  messages(const messages&) = delete;
  messages& operator=(const messages&) = delete;

  wshake::request_view front;
  bool has_front = false;
  wshake::response_view answer;
  std::vector<wshake::field> own_for_request;
  std::vector<wshake::field> own_for_answer;

 private:
  void take_answer(wshake::octets name, wshake::octets value) {
    if (name == ":status") {
      answer.status = 0;
      for (const char c : value.first(4)) answer.status = answer.status * 10 + (static_cast<unsigned>(c) & 15U) % 10;
    } else if (name == ":reason") {
      answer.reason = value;
    } else {
      answer_.push_back({name, value});
    }
  }

  void make_front(const way& through) {
    if (is_list(through.front)) {
      const wshake::request_list_reading read = wshake::read_request_list(request_, through.front);
      has_front = static_cast<bool>(read);
      front = read.head;
      front.ends_stream = through.ends_stream;
      return;
    }
    has_front = true;
    front.method = "GET";
    front.target = "/";
    for (const wshake::field& one : request_) {
      if (one.name == ":method") front.method = one.value;
      if (one.name == ":path") front.target = one.value;
      if (one.name.first(1) != ":") plain_.push_back(one);
    }
    front.header = plain_;
  }

  parts parts_;
  std::vector<wshake::field> request_;
  std::vector<wshake::field> plain_;
  std::vector<wshake::field> answer_;
};

}  // namespace fuzz
