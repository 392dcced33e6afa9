// SPDX-License-Identifier: BSL-1.0
// challenge: a server's or a proxy's request for credentials (RFC 9110 section 11).
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/detail/attributes.hpp>
#include <wshake/detail/forward_iterator.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]   (RFC 9110 section 11.3). The members are views of the
// value of WWW-Authenticate or Proxy-Authenticate.
struct challenge {
  octets scheme = {};      // "Basic"; letter case has no meaning
  octets token68 = {};     // the token68 that replaces the parameters, if there is one
  octets parameters = {};  // #auth-param as it was sent

  // The value of the first parameter whose name is `name`, letter case ignored. If the value is a quoted-string, its
  // quotes are removed, but the backslashes of its quoted-pairs stay. A name must not occur twice in a challenge (RFC
  // 9110 section 11.2).
  WSHAKE_API std::optional<octets> find(octets name) const noexcept;

  // The value of the parameter realm, which names the protection space (RFC 9110 section 11.5); empty if there is none.
  WSHAKE_API octets realm() const noexcept;
};

// The challenges of WWW-Authenticate or Proxy-Authenticate, over all lines of the field, in order. The range is a
// forward range, and each element is a `challenge`. If a challenge is outside the grammar, the list skips it and the
// rest of its line.
class challenge_list {
 public:
  // Reads one challenge at a time.
  class iterator : public detail::forward_iterator<iterator, const challenge&> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    iterator() noexcept = default;

    // Moves to the next challenge.
    WSHAKE_API iterator& operator++() noexcept;
    using forward_iterator::operator++;

   private:
    friend class challenge_list;
    friend class detail::forward_iterator<iterator, const challenge&>;

    const challenge& current() const noexcept { return current_; }
    bool at_end() const noexcept { return current_.scheme.data() == nullptr; }
    bool same(const iterator& other) const noexcept {
      return line_ == other.line_ && current_.scheme.data() == other.current_.scheme.data();
    }

    field_values::iterator line_;
    octets rest_;  // the part of the line that has not been read
    challenge current_ = {};
  };

  // An empty list, or the challenges in `lines`, which fields::values() returned.
  challenge_list() noexcept = default;
  explicit challenge_list(const field_values& lines) noexcept : lines_(lines) {}

  // Begin and end of the range, and whether the range is empty.
  WSHAKE_API iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

  // The first challenge whose scheme is `scheme`, letter case ignored.
  WSHAKE_API std::optional<challenge> find(octets scheme) const noexcept;

 private:
  field_values lines_;
};

}  // namespace wshake
