// SPDX-License-Identifier: BSL-1.0
// cookie: the cookies of a request (RFC 6265).
#pragma once

#include <optional>

#include <wshake/detail/forward_iterator.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// cookie-pair = cookie-name "=" cookie-value   (RFC 6265 §4.2.1). Views into the field.
struct cookie {
  octets name = {};   // before the first "="; letter case counts. Empty if there is no "="
  octets value = {};  // behind the first "=", with its quotation marks, which are part of it; or all if there is no "="
};

// The cookies in the lines of Cookie, in order: a forward range of cookie. User agents store more than the grammar
// allows, and send it as they stored it (RFC 6265 §§5.2, 5.4), so the list reads what they write:
//
// - ";" ends a cookie, also between quotation marks. "," does not end it.
// - White space around a cookie is removed, but none around its "=". Empty cookies are skipped.
// - All lines form one list: HTTP/2 and HTTP/3 divide it (RFC 9113 §8.2.3, RFC 9114 §4.2.1).
//
// Names and values are not checked against their grammar.
class cookie_list {
 public:
  // Reads one cookie at a time.
  class iterator : public detail::forward_iterator<iterator, const cookie&> {
   public:
    // A std::forward_iterator. The default constructor makes the end of an empty range.
    iterator() noexcept = default;

    // The next cookie.
    iterator& operator++() noexcept;
    using forward_iterator::operator++;

   private:
    friend class cookie_list;
    friend class detail::forward_iterator<iterator, const cookie&>;

    const cookie& current() const noexcept { return current_; }
    bool at_end() const noexcept { return current_.name.data() == nullptr; }
    bool same(const iterator& other) const noexcept {
      return line_ == other.line_ && current_.name.data() == other.current_.name.data();
    }

    field_values::iterator line_;
    octets rest_;  // the part of the line that has not been read
    cookie current_ = {};
  };

  // No cookies, or the cookies in the lines that fields::values("Cookie") returned.
  cookie_list() noexcept = default;
  explicit cookie_list(const field_values& lines) noexcept : lines_(lines) {}

  // Begin and end of the range, and whether the range is empty.
  iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

 private:
  field_values lines_;
};

// The value of the first cookie with that name, in a request's header section. Letter case counts. A request that a
// server has adopted keeps no Cookie in the server: pass the header section that you adopted.
//
// A request may have several cookies with one name, for example of different paths, and a server should not rely on
// their order (RFC 6265 §4.2.2): a subdomain or an earlier connection without TLS may have set the first one. Walk a
// cookie_list to see all of them.
//
// Returns: the value as it was sent, with quotation marks if it has any; empty for a cookie without a value; unset if
// there is no such cookie.
// Lifetime: the view lives as long as the octets or the list behind `header`.
// RFC: 6265 §§4.2, 5.4, 9113 §8.2.3
[[nodiscard]] std::optional<octets> find_cookie(const fields& header, octets name) noexcept;

}  // namespace wshake
