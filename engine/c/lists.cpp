// SPDX-License-Identifier: BSL-1.0
// C functions for header sections, and for walking lists. Each list of the C API wraps the iterator of a C++ list.
#include "convert.hpp"

namespace wshake::c {

namespace {

// Copies the next member of a list to `found` and advances the list. Returns false at the end of the list.
template <class Iterator, class List, class Found>
bool take(List* list, Found* found, Found (*shown)(const typename Iterator::value_type&)) noexcept {
  auto next = unwrap<Iterator>(*list);
  if (next == detail::range_end()) return false;
  *found = shown(*next);
  *list = wrap<List>(++next);
  return true;
}

wshake_octets show_octets(const octets& view) { return to_c(view); }
wshake_field show_field(const field& line) { return {to_c(line.name), to_c(line.value)}; }
wshake_extension show_extension(const extension& one) {
  return {to_c(one.name), to_c(one.parameters.text()), wrap<wshake_parameters>(one.parameters.begin())};
}
wshake_parameter show_parameter(const parameter& one) {
  return {to_c(one.name), to_c(one.value), one.value.has_value()};
}
wshake_challenge show_challenge(const challenge& one) {
  return {to_c(one.scheme), to_c(one.token68), to_c(one.parameters)};
}
wshake_cookie show_cookie(const cookie& one) { return {to_c(one.name), to_c(one.value)}; }

bool put(const std::optional<octets>& found, wshake_octets* value) noexcept {
  if (found && value != nullptr) *value = to_c(*found);
  return found.has_value();
}

}  // namespace

extern "C" {

WSHAKE_C_API wshake_fields wshake_fields_of(const wshake_field* list, size_t count) noexcept {
  return to_c(fields(from_c(list, count)));
}

WSHAKE_C_API bool wshake_fields_find(const wshake_fields* header, wshake_octets name, wshake_octets* value) noexcept {
  return put(from_c(*header).find(from_c(name)), value);
}

WSHAKE_C_API size_t wshake_fields_count(const wshake_fields* header, wshake_octets name) noexcept {
  return from_c(*header).count(from_c(name));
}

WSHAKE_C_API wshake_lines wshake_fields_lines(const wshake_fields* header) noexcept {
  return wrap<wshake_lines>(from_c(*header).begin());
}

WSHAKE_C_API wshake_values wshake_fields_values(const wshake_fields* header, wshake_octets name) noexcept {
  return wrap<wshake_values>(from_c(*header).values(from_c(name)).begin());
}

WSHAKE_C_API wshake_cookies wshake_fields_cookies(const wshake_fields* header) noexcept {
  return wrap<wshake_cookies>(cookie_list(from_c(*header).values("Cookie")).begin());
}

WSHAKE_C_API bool wshake_next_line(wshake_lines* lines, wshake_field* found) noexcept {
  return take<fields::iterator>(lines, found, show_field);
}
WSHAKE_C_API bool wshake_next_value(wshake_values* values, wshake_octets* found) noexcept {
  return take<field_values::iterator>(values, found, show_octets);
}
WSHAKE_C_API bool wshake_next_token(wshake_tokens* tokens, wshake_octets* found) noexcept {
  return take<token_list::iterator>(tokens, found, show_octets);
}
WSHAKE_C_API bool wshake_next_extension(wshake_extensions* extensions, wshake_extension* found) noexcept {
  return take<extension_list::iterator>(extensions, found, show_extension);
}
WSHAKE_C_API bool wshake_next_parameter(wshake_parameters* parameters, wshake_parameter* found) noexcept {
  return take<parameter_list::iterator>(parameters, found, show_parameter);
}
WSHAKE_C_API bool wshake_next_challenge(wshake_challenges* challenges, wshake_challenge* found) noexcept {
  return take<challenge_list::iterator>(challenges, found, show_challenge);
}
WSHAKE_C_API bool wshake_next_cookie(wshake_cookies* cookies, wshake_cookie* found) noexcept {
  return take<cookie_list::iterator>(cookies, found, show_cookie);
}

WSHAKE_C_API bool wshake_challenge_find(const wshake_challenge* one, wshake_octets name, wshake_octets* value) noexcept {
  const challenge ours = {from_c(one->scheme), from_c(one->token68), from_c(one->parameters)};
  return put(ours.find(from_c(name)), value);
}

WSHAKE_C_API bool wshake_find_cookie(const wshake_fields* header, wshake_octets name, wshake_octets* value) noexcept {
  return put(find_cookie(from_c(*header), from_c(name)), value);
}

}  // extern "C"

}  // namespace wshake::c
