// SPDX-License-Identifier: BSL-1.0
// Places a caller's requests in a server's storage. Random numbers decide the order and the overlap of a request's
// parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <wshake/server.hpp>

#include "naive.hpp"
#include "text.hpp"

namespace fuzz {

// A copy of a request. Every text lies in a memory block of its exact size.
class own_request {
 public:
  explicit own_request(const wshake::request_view& from) : view_(from) {
    view_.method = take(from.method);
    view_.target = take(from.target);
    view_.protocol = take(from.protocol);
    view_.scheme = take(from.scheme);
    view_.authority = take(from.authority);
    for (const wshake::field line : from.header) {
      const wshake::octets name = take(line.name);
      list_.push_back({name, take(line.value)});
    }
    view_.header = wshake::fields(list_);
  }
  own_request(const own_request&) = delete;
  own_request& operator=(const own_request&) = delete;

  wshake::request_view view() const { return view_; }

 private:
  wshake::octets take(std::string_view content) {
    blocks_.emplace_back(content);
    return {blocks_.back().data(), blocks_.back().size()};
  }

  std::vector<block> blocks_;
  wshake::request_view view_;
  std::vector<wshake::field> list_;
};

class placed_request {
 public:
  placed_request(const block& storage, dice& dice) : storage_(storage), dice_(dice) {
    begin_ = at_ = storage.size() == 0 ? 0 : dice.below(4) * (storage.size() / 4);
  }

  // Copies the parts into the storage, in a random order. A part may also stay outside of the storage, or share the
  // octets of an earlier part that contains the same text. `from` must outlive this object.
  void put(const wshake::request_view& from) {
    request_ = from;
    for (const wshake::field line : from.header) list_.push_back(line);
    std::vector<wshake::octets*> parts = {&request_.method, &request_.target, &request_.protocol, &request_.scheme,
                                          &request_.authority};
    for (wshake::field& line : list_) {
      parts.push_back(&line.name);
      parts.push_back(&line.value);
    }
    for (std::size_t at = parts.size(); at > 1; --at) std::swap(parts[at - 1], parts[dice_.below(at)]);
    for (wshake::octets* const part : parts) *part = put(*part);
    put_list();
  }

  // Makes a request whose strings are constants or parts of one text.
  void cut(std::string_view whole, unsigned version) {
    const wshake::octets there = put_text(whole.substr(0, storage_.size() - at_));
    const std::string_view content = there;
    request_.version = version;
    request_.method = dice_.below(2) == 0 ? wshake::octets("GET") : window(content, is_token_octet);
    request_.target = dice_.below(2) == 0 ? wshake::octets("/") : window(content, is_target_octet);
    for (std::size_t count = dice_.below(8); count > 0; --count) {
      const wshake::octets name = window(content, is_token_octet);
      list_.push_back({name, window(content, is_value_octet)});
    }
    put_list();
  }

  wshake::request_view view() const { return request_; }

  // True if `copy` octets fit in the storage before or after everything that the storage already contains.
  bool has_room(std::size_t copy) const {
    std::size_t lowest = storage_.size();
    std::size_t highest = 0;
    const auto add = [&](const void* data, std::size_t size) {
      const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(storage_.data());
      const std::uintptr_t at = reinterpret_cast<std::uintptr_t>(data);
      if (size == 0 || at < begin || at >= begin + storage_.size()) return;
      if (at - begin < lowest) lowest = at - begin;
      if (at - begin + size > highest) highest = at - begin + size;
    };
    for (const wshake::octets part :
         {request_.method, request_.target, request_.protocol, request_.scheme, request_.authority}) {
      add(part.data(), part.size());
    }
    if (!list_.empty()) add(placed_list_, list_.size() * sizeof(wshake::field));
    for (const wshake::field& line : list_) {
      add(line.name.data(), line.name.size());
      add(line.value.data(), line.value.size());
    }
    return copy <= lowest || copy <= storage_.size() - highest;
  }

 private:
  static bool is_token_octet(char c) { return is_token(std::string_view(&c, 1)); }

  wshake::octets put_text(std::string_view content) {
    if (!content.empty()) std::memcpy(storage_.data() + at_, content.data(), content.size());
    at_ += content.size();
    return {storage_.data() + at_ - content.size(), content.size()};
  }

  wshake::octets put(wshake::octets part) {
    const std::string_view content = part;
    if (content.empty() || dice_.below(8) == 0) return part;
    const std::string_view there(storage_.data() + begin_, at_ - begin_);
    const std::size_t found = there.find(content);
    if (found != std::string_view::npos && dice_.below(2) == 0) return {there.data() + found, content.size()};
    return content.size() <= storage_.size() - at_ ? put_text(content) : part;
  }

  // Returns a part of `content` that begins at a random offset. The part has the size of a known name or a random size.
  // The part ends before the first octet that `fits` rejects.
  template <class Predicate>
  wshake::octets window(std::string_view content, Predicate&& fits) {
    constexpr std::size_t sizes[] = {4, 6, 7, 10, 14, 17, 21, 22, 24};
    if (content.empty()) return {};
    const std::size_t begin = dice_.below(content.size());
    const std::size_t wanted = dice_.below(4) == 0 ? dice_.below(64) : sizes[dice_.below(std::size(sizes))];
    std::size_t size = 0;
    while (size < wanted && begin + size < content.size() && fits(content[begin + size])) ++size;
    return {content.data() + begin, size};
  }

  // At random, copies the array of fields into the storage or leaves the array outside.
  void put_list() {
    placed_list_ = list_.data();
    const std::size_t aside = (reinterpret_cast<std::uintptr_t>(storage_.data()) + at_) % alignof(wshake::field);
    const std::size_t at = at_ + (aside == 0 ? 0 : alignof(wshake::field) - aside);
    const std::size_t size = list_.size() * sizeof(wshake::field);
    if (size > 0 && at + size <= storage_.size() && dice_.below(2) == 0) {
      std::memcpy(storage_.data() + at, list_.data(), size);
      placed_list_ = reinterpret_cast<const wshake::field*>(storage_.data() + at);
    }
    request_.header = wshake::fields(std::span<const wshake::field>(placed_list_, list_.size()));
  }

  const block& storage_;
  dice& dice_;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
  wshake::request_view request_;
  std::vector<wshake::field> list_;
  const wshake::field* placed_list_ = nullptr;
};

}  // namespace fuzz
