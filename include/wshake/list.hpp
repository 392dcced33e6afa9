// SPDX-License-Identifier: BSL-1.0
// Lists in field values: tokens, and extensions with their parameters, over all lines of a field.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/detail/forward_iterator.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The members of a list field of tokens (RFC 9110 §5.6.1), over all its lines in order. Empty members are passed over,
// white space around members is not part of them. A forward range of octets. Members are not checked to be tokens.
class token_list {
 public:
  // A member at a time, read as it goes.
  class iterator : public detail::forward_iterator<iterator, const octets&> {
   public:
    // A std::forward_iterator; the end of an empty list.
    iterator() noexcept = default;

    // The next member.
    iterator& operator++() noexcept;
    using forward_iterator::operator++;

    // Where the member's first octet stands; see fields::iterator::offset().
    std::size_t offset() const noexcept;

   private:
    friend class token_list;
    friend class detail::forward_iterator<iterator, const octets&>;

    const octets& current() const noexcept { return token_; }
    bool at_end() const noexcept { return token_.data() == nullptr; }
    bool same(const iterator& other) const noexcept {
      return line_ == other.line_ && token_.data() == other.token_.data();
    }

    field_values::iterator line_;
    octets rest_;  // of the line
    octets token_;
  };

  // Of nothing, or of all lines of a field: what fields::values() returns.
  token_list() noexcept = default;
  explicit token_list(const field_values& lines) noexcept : lines_(lines) {}

  // The first member, the end, and whether there is none.
  iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

  // Is `token` a member? Letter case is ignored, for it is asked of Connection and Upgrade.
  bool contains_ignoring_case(octets token) const noexcept;

 private:
  friend struct fields_access;

  field_values lines_;
};

// extension-param = token [ "=" ( token / quoted-string ) ]   (RFC 6455 §9.1)
struct parameter {
  octets name;                  // as it was sent; letter case has no meaning for permessage-deflate's
  std::optional<octets> value;  // of a quoted-string: between the quotes, quoted-pairs still with their backslash
};

// The parameters of one extension, in order. A forward range of parameter.
class parameter_list {
 public:
  // A parameter at a time, read as it goes.
  class iterator : public detail::forward_iterator<iterator, const parameter&> {
   public:
    // A std::forward_iterator; the end of an empty list.
    iterator() noexcept = default;

    // The next parameter.
    iterator& operator++() noexcept;
    using forward_iterator::operator++;

   private:
    friend class parameter_list;
    friend class detail::forward_iterator<iterator, const parameter&>;

    const parameter& current() const noexcept { return current_; }
    bool at_end() const noexcept { return current_.name.data() == nullptr; }
    bool same(const iterator& other) const noexcept { return current_.name.data() == other.current_.name.data(); }

    octets rest_;
    parameter current_ = {};
  };

  // Of nothing, or of a text.
  parameter_list() noexcept = default;
  explicit parameter_list(octets text) noexcept : text_(text) {}  // *( ";" extension-param )

  // The first parameter, the end, and whether there is none.
  iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }
  octets text() const noexcept { return text_; }  // as it was sent

 private:
  octets text_;
};

// extension = extension-token *( ";" extension-param )   (RFC 6455 §9.1)
struct extension {
  octets name;                // extension-token
  parameter_list parameters;  // in order
};

// The extensions of Sec-WebSocket-Extensions over all its lines, in order. A forward range of extension. It ends before
// the first one that is outside the grammar; a request that passed check() has none.
class extension_list {
 public:
  // An extension at a time, read as it goes.
  class iterator : public detail::forward_iterator<iterator, const extension&> {
   public:
    // A std::forward_iterator; the end of an empty list.
    iterator() noexcept = default;

    // The next extension.
    iterator& operator++() noexcept;
    using forward_iterator::operator++;

    // Where the member's first octet stands; see fields::iterator::offset().
    std::size_t offset() const noexcept;

    // At the end: where the grammar is broken, if it is. See fields::iterator::offset().
    std::optional<std::size_t> bad_offset() const noexcept { return bad_; }

   private:
    friend class extension_list;
    friend class detail::forward_iterator<iterator, const extension&>;

    const extension& current() const noexcept { return current_; }
    bool at_end() const noexcept { return current_.name.data() == nullptr; }
    bool same(const iterator& other) const noexcept {
      return line_ == other.line_ && current_.name.data() == other.current_.name.data();
    }

    field_values::iterator line_;
    octets rest_;  // of the line
    extension current_ = {};
    std::optional<std::size_t> bad_ = {};
  };

  // Of nothing, or of all lines of a field: what fields::values() returns.
  extension_list() noexcept = default;
  explicit extension_list(const field_values& lines) noexcept : lines_(lines) {}

  // The first extension, the end, and whether there is none.
  iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

 private:
  friend struct fields_access;

  field_values lines_;
};

}  // namespace wshake
