// SPDX-License-Identifier: BSL-1.0
// stored: a role (server, client or tunnel) and its storage in one object. Not for users.
#pragma once

#include <cstddef>
#include <type_traits>

#include <wshake/octets.hpp>

namespace wshake::detail {

// True if T is a role that owns its storage: a class derived from `Role`, not `Role` itself.
template <class T, class Role>
inline constexpr bool owns_storage = std::is_base_of_v<Role, T> && !std::is_same_v<Role, T>;

// A role with `size` octets of storage. A move copies the storage, rebases the new role to the copy, and closes the old
// role.
template <class Role, class Config, std::size_t size>
class stored : public Role {
 public:
  stored(stored&& other) noexcept : Role(static_cast<Role&&>(other)) { take(other); }
  stored& operator=(stored&& other) noexcept {
    if (this == &other) return *this;
    Role::operator=(static_cast<Role&&>(other));
    take(other);
    return *this;
  }

  // The whole storage: wipe it when you are done, because it may contain credentials.
  mutable_octets storage() noexcept { return {storage_, size}; }

 protected:
  explicit stored(const Config& configuration) noexcept : Role(mutable_octets(storage_, size), configuration) {}

 private:
  using Role::rebase;  // the storage moves only with the object

  void take(const stored& other) noexcept {
    for (std::size_t offset = 0; offset < size; ++offset) storage_[offset] = other.storage_[offset];
    Role::rebase(mutable_octets(storage_, size));
  }

  char storage_[size];
};

}  // namespace wshake::detail
