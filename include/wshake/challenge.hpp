// SPDX-License-Identifier: BSL-1.0
// challenge: how a server or a proxy wants to be told who asks (RFC 9110 §11).
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/detail/forward_iterator.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]   (RFC 9110 §11.3). Views into the field.
struct challenge {
  octets scheme = {};      // "Basic"; letter case has no meaning
  octets token68 = {};     // where one stands in the place of parameters
  octets parameters = {};  // #auth-param as it was sent

  // The value of the parameter of that name, letter case of the name ignored. Of a quoted-string: what is between the
  // quotes, quoted-pairs still with their backslash. A name must not occur twice in a challenge (RFC 9110 §11.2); if it
  // does, the first one counts.
  std::optional<octets> find(octets name) const noexcept;

  // The protection space (RFC 9110 §11.5); empty where none is named.
  octets realm() const noexcept;
};

// The challenges of WWW-Authenticate or Proxy-Authenticate, over all its lines in order: a forward range of challenge.
// A line ends for it before what is outside the grammar.
class challenge_list {
 public:
  // A challenge at a time, read as it goes.
  class iterator : public detail::forward_iterator<iterator, const challenge&> {
   public:
    // A std::forward_iterator; the end of an empty list.
    iterator() noexcept = default;

    // The next challenge.
    iterator& operator++() noexcept;
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
    octets rest_;  // of the line
    challenge current_ = {};
  };

  // Of nothing, or of all lines of a field: what fields::values() returns.
  challenge_list() noexcept = default;
  explicit challenge_list(const field_values& lines) noexcept : lines_(lines) {}

  // The first challenge, the end, and whether there is none.
  iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

  // The first challenge of that scheme, letter case ignored.
  std::optional<challenge> find(octets scheme) const noexcept;

 private:
  field_values lines_;
};

}  // namespace wshake
