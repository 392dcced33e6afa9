// SPDX-License-Identifier: BSL-1.0
// format: prints octets, accept_value, errc, server_state and client_event with operator<<, and with std::formatter if
// the standard library has <format>. Other headers of the library include neither <ostream> nor <format>.
#pragma once

#include <ostream>
#include <string_view>
#include <version>

#if defined(__cpp_lib_format)
#include <format>
#endif

#include <wshake/accept_key.hpp>
#include <wshake/client_event.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/server_state.hpp>

namespace wshake {

namespace detail {

inline std::string_view printed(octets text) noexcept { return text.text(); }
inline std::string_view printed(const accept_value& value) noexcept { return octets(value).text(); }
inline std::string_view printed(errc code) noexcept { return describe(code).name; }
inline std::string_view printed(server_state state) noexcept { return describe(state); }
inline std::string_view printed(client_event event) noexcept { return describe(event); }

#if defined(__cpp_lib_format)
template <class T>
struct text_formatter : std::formatter<std::string_view> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return std::formatter<std::string_view>::format(printed(value), context);
  }
};
#endif

}  // namespace detail

// Prints octets unchanged, and an enumerator as its name. The width and the fill character apply as for a string.
inline std::ostream& operator<<(std::ostream& out, octets text) { return out << detail::printed(text); }
inline std::ostream& operator<<(std::ostream& out, const accept_value& value) { return out << detail::printed(value); }
inline std::ostream& operator<<(std::ostream& out, errc code) { return out << detail::printed(code); }
inline std::ostream& operator<<(std::ostream& out, server_state state) { return out << detail::printed(state); }
inline std::ostream& operator<<(std::ostream& out, client_event event) { return out << detail::printed(event); }

}  // namespace wshake

// std::format() prints the same text. A replacement field takes the format specification of a string.
#if defined(__cpp_lib_format)
template <>
struct std::formatter<wshake::octets> : wshake::detail::text_formatter<wshake::octets> {};
template <>
struct std::formatter<wshake::accept_value> : wshake::detail::text_formatter<wshake::accept_value> {};
template <>
struct std::formatter<wshake::errc> : wshake::detail::text_formatter<wshake::errc> {};
template <>
struct std::formatter<wshake::server_state> : wshake::detail::text_formatter<wshake::server_state> {};
template <>
struct std::formatter<wshake::client_event> : wshake::detail::text_formatter<wshake::client_event> {};
#endif
