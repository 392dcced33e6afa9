// SPDX-License-Identifier: BSL-1.0
// Makes a caller's list and a head that have the lines of one field.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <wshake/request.hpp>

#include "naive_head.hpp"

namespace fuzz {

struct lines_of_field {
  std::string_view name_in_list;
  std::string_view name_in_head;
  wshake::field before, after;  // lines of other fields, before and after the lines of the field

  // Every line of the input is the value of one line of the field. Calls check(header, values, head) for a list of
  // fields, and for a head with these fields. `values`: the values of the field's lines, as views into `header`.
  // `head`: the first octet of the head, or null for a list.
  template <class Check>
  void check_each(std::string_view input, const Check& check) const {
    std::vector<block> blocks;
    while (!input.empty() && blocks.size() < 16) {
      // Leaves out values that a head cannot contain. A caller who builds a list of fields must leave out such values,
      // too.
      const std::string_view value = trim(take_until(input, "\n"));
      if (all_of(value, is_value_octet)) blocks.emplace_back(value);
    }
    std::vector<wshake::field> list = {before};
    std::vector<std::string_view> values;
    text octets("GET / HTTP/1.1\r\n");
    append(octets, before.name, before.value);
    for (const block& one : blocks) {
      values.push_back(one.view());
      list.push_back({name_in_list, one.view()});
      append(octets, name_in_head, one.view());
    }
    append(octets, after.name, after.value);
    octets += "\r\n";
    list.push_back(after);
    check(wshake::fields(list), values, static_cast<const char*>(nullptr));

    const block head(octets);
    const wshake::request_reading read = wshake::read_request(head.view(), {.head = 65535, .field_line = 65535});
    if (read.error != wshake::errc::none) return;  // the head is larger than the limit
    require(read.consumed == head.size(), "a head is complete", octets);
    std::vector<std::string_view> in_head;
    for (const line& one : read_head(head.view()).header) {
      if (one.name == name_in_head) in_head.push_back(one.value);
    }
    check(read.head.header, in_head, static_cast<const char*>(head.data()));
  }

 private:
  static void append(text& octets, std::string_view name, std::string_view value) {
    octets += name;
    octets += ": ";
    octets += value;
    octets += "\r\n";
  }
};

}  // namespace fuzz
