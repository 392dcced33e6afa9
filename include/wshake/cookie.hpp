// SPDX-License-Identifier: BSL-1.0
// cookie: the cookies of a request (RFC 6265).
#pragma once

#include <optional>

#include <wshake/detail/attributes.hpp>
#include <wshake/detail/forward_iterator.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// cookie-pair = cookie-name "=" cookie-value   (RFC 6265 section 4.2.1). The members are views of the value of Cookie.
struct cookie {
  octets name = {};   // before the first "="; letter case counts. Empty if there is no "="
  octets value = {};  // behind the first "=", quotation marks included; the whole cookie if there is no "="
};

// The cookies in all lines of Cookie, in order: a forward range of `cookie`. User agents store and send names and
// values outside the grammar (RFC 6265 sections 5.2, 5.4), and the list reads them, too:
//
// - ";" ends a cookie, also between quotation marks. "," does not end a cookie.
// - White space around a cookie is removed. White space around the "=" of a cookie is part of the name or the value.
//   Empty cookies are skipped.
// - All lines of Cookie form one list, because HTTP/2 and HTTP/3 may divide Cookie (RFC 9113 section 8.2.3,
//   RFC 9114 section 4.2.1).
class cookie_list {
 public:
  // Reads one cookie at a time.
  class iterator : public detail::forward_iterator<iterator, const cookie&> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    iterator() noexcept = default;

    // Moves to the next cookie.
    WSHAKE_API iterator& operator++() noexcept;
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

  // An empty list, or the cookies in `lines`, which fields::values("Cookie") returned.
  cookie_list() noexcept = default;
  explicit cookie_list(const field_values& lines) noexcept : lines_(lines) {}

  // Begin and end of the range, and whether the range is empty.
  WSHAKE_API iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

 private:
  field_values lines_;
};

// The value of the first cookie whose name is `name`, in the header section of a request. Letter case counts. After
// server::adopt() pass your own header section: server::request().header has no Cookie.
//
// A request may have several cookies with one name, for example with different paths. A server should not rely on the
// order of these cookies (RFC 6265 section 4.2.2): a subdomain or an earlier connection without TLS may have set the
// first cookie. A cookie_list has all cookies.
//
// Returns: the value as it was sent, quotation marks included; empty for a cookie without a value; unset if no cookie
// has the name `name`.
// Lifetime: the view lives as long as the octets or the list that `header` points to.
// RFC: 6265 sections 4.2, 5.4, 9113 section 8.2.3
[[nodiscard]] WSHAKE_API std::optional<octets> find_cookie(const fields& header, octets name) noexcept;

}  // namespace wshake
