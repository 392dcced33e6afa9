// SPDX-License-Identifier: BSL-1.0
// request_copy: a request of the caller's, written into a storage as a head.
#pragma once

#include <wshake/detail/known_fields.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>

namespace wshake::http {

// A complete head at the front of a storage.
struct request_copy {
  detail::head_progress head = {};  // its size is 0 if there was no room
  detail::known_fields known = {};
};

// Writes the method, the target, the version, whose major number is 1, and the fields with a known name, the way a head
// looks that came as octets. The request may lie in the storage, with its list and all strings, in any order and
// overlap: the copy is made before the first or behind the last octet of the request there, and moved to the front when
// nothing of the request is needed any more. Without room there, or within the limit on heads, nothing is written.
request_copy copy_request(mutable_octets storage, const request_view& request, const limits& limit) noexcept;

}  // namespace wshake::http
