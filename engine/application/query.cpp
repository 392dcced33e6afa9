// SPDX-License-Identifier: BSL-1.0
// Finds a member of a query in application/x-www-form-urlencoded (WHATWG URL section 5.1).
#include <wshake/query.hpp>

#include "percent_encoding.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

// Decodes a name or a value of application/x-www-form-urlencoded octet by octet.
struct form_decoder {
  application::percent_decoder rest;

  bool at_end() const noexcept { return rest.text.empty(); }
  bool is_malformed() const noexcept { return rest.is_malformed(); }
  char next() noexcept {
    if (rest.text[0] != '+') return rest.next();
    rest.text = rest.text.from(1);
    return ' ';
  }
};

// True if `encoded` decodes to `name`. False if `encoded` is malformed.
bool encodes(octets encoded, octets name) noexcept {
  form_decoder decoder = {{encoded}};
  for (const char octet : name) {
    if (decoder.at_end() || decoder.is_malformed() || decoder.next() != octet) return false;
  }
  return decoder.at_end();
}

// The encoded value of the first member of `query` named `name`. The value's data is null if there is no such member.
octets find_encoded_value(octets query, octets name) noexcept {
  while (!query.empty()) {
    octets value = scan::take_until(query, '&');
    if (value.empty()) continue;
    if (encodes(scan::take_until(value, '='), name)) return value;
  }
  return {};
}

}  // namespace

query_member find_query_member(octets target, octets name, mutable_octets out) noexcept {
  octets query = target;
  (void)scan::take_until(query, '?');
  const octets value = find_encoded_value(query, name);
  if (value.data() == nullptr) return {};
  std::size_t size = 0;
  for (form_decoder decoder = {{value}}; !decoder.at_end(); ++size) {
    if (decoder.is_malformed()) {
      const auto offset = static_cast<std::size_t>(decoder.rest.text.data() - target.data());
      return {{}, 0, {errc::bad_target, offset, "target"}};
    }
    (void)decoder.next();
  }
  if (size > out.size()) return {{}, size, {errc::need_room, 0, {}}};
  form_decoder decoder = {{value}};
  for (std::size_t offset = 0; offset < size; ++offset) out.data()[offset] = decoder.next();
  return {octets(out.data(), size), 0, {}};
}

}  // namespace wshake
