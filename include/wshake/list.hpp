// SPDX-License-Identifier: BSL-1.0
// list: the members of list fields: tokens, or extensions with parameters. A list spans all lines of its field.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/detail/attributes.hpp>
#include <wshake/detail/forward_iterator.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The members of a field that is a list of tokens, such as Connection (RFC 9110 section 5.6.1). A token_list is a
// forward range; each element is an `octets` view of a member. The list spans all lines of the field, in order. The
// list skips empty members, and removes white space around members. The list does not check whether a member is a
// token.
class token_list {
 public:
  // Reads one member at a time.
  class iterator : public detail::forward_iterator<iterator, const octets&> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    iterator() noexcept = default;

    // Moves to the next member.
    WSHAKE_API iterator& operator++() noexcept;
    using forward_iterator::operator++;

    // In a head: the offset of the member's first octet. In a caller's list: the index of the field that has the
    // member.
    WSHAKE_API std::size_t offset() const noexcept;

   private:
    friend class token_list;
    friend class detail::forward_iterator<iterator, const octets&>;

    const octets& current() const noexcept { return token_; }
    bool at_end() const noexcept { return token_.data() == nullptr; }
    bool same(const iterator& other) const noexcept {
      return line_ == other.line_ && token_.data() == other.token_.data();
    }

    field_values::iterator line_;
    octets rest_;  // the part of the line that has not been read
    octets token_;
  };

  // An empty list, or the members in `lines`, which fields::values() returned.
  token_list() noexcept = default;
  explicit token_list(const field_values& lines) noexcept : lines_(lines) {}

  // Begin and end of the range, and whether the range is empty.
  WSHAKE_API iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

  // True if `token` is a member, letter case ignored. Use this function for Connection and Upgrade, where letter case
  // has no meaning.
  WSHAKE_API bool contains_ignoring_case(octets token) const noexcept;

 private:
  friend struct fields_access;

  field_values lines_;
};

// extension-param = token [ "=" ( token / quoted-string ) ]   (RFC 6455 section 9.1)
struct parameter {
  octets name;                  // as it was sent; letter case counts for parameters of permessage-deflate
  std::optional<octets> value;  // a quoted-string without its quotes, but with the backslashes of quoted-pairs
};

// The parameters of one extension, in order: a forward range of `parameter`.
class parameter_list {
 public:
  // Reads one parameter at a time.
  class iterator : public detail::forward_iterator<iterator, const parameter&> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    iterator() noexcept = default;

    // Moves to the next parameter.
    WSHAKE_API iterator& operator++() noexcept;
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

  // An empty list, or the parameters in `text`.
  parameter_list() noexcept = default;
  explicit parameter_list(octets text) noexcept : text_(text) {}  // *( ";" extension-param )

  // Begin and end of the range, whether the range is empty, and the text of the parameters.
  WSHAKE_API iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }
  octets text() const noexcept { return text_; }  // as it was sent

 private:
  octets text_;
};

// extension = extension-token *( ";" extension-param )   (RFC 6455 section 9.1)
struct extension {
  octets name;                // extension-token
  parameter_list parameters;  // in order
};

// The extensions of Sec-WebSocket-Extensions, over all lines of the field, in order: a forward range of `extension`.
// The range ends before the first extension outside the grammar. A request that passed check() has no extension outside
// the grammar.
class extension_list {
 public:
  // Reads one extension at a time.
  class iterator : public detail::forward_iterator<iterator, const extension&> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    iterator() noexcept = default;

    // Moves to the next extension.
    WSHAKE_API iterator& operator++() noexcept;
    using forward_iterator::operator++;

    // In a head: the offset of the extension's first octet. In a caller's list: the index of the field that has the
    // extension.
    WSHAKE_API std::size_t offset() const noexcept;

    // For an iterator at the end of the range: the octet that breaks the grammar; unset if no octet breaks the grammar.
    // In a head: the offset of the octet. In a caller's list: the index of the field that has the octet.
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
    octets rest_;  // the part of the line that has not been read
    extension current_ = {};
    std::optional<std::size_t> bad_ = {};
  };

  // An empty list, or the extensions in `lines`, which fields::values() returned.
  extension_list() noexcept = default;
  explicit extension_list(const field_values& lines) noexcept : lines_(lines) {}

  // Begin and end of the range, and whether the range is empty.
  WSHAKE_API iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin() == end(); }

 private:
  friend struct fields_access;

  field_values lines_;
};

}  // namespace wshake
