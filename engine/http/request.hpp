// SPDX-License-Identifier: BSL-1.0
// request_parts: a request as the engine looks at it, one of a caller's or one that lies in a storage.
#pragma once

#include <wshake/request.hpp>

#include "head_reader.hpp"
#include "header_section.hpp"

namespace wshake::http {

struct request_parts {
  octets method;
  octets target;
  unsigned version;
  header_section header;

  request_parts(const request_view& request) noexcept
      : method(request.method), target(request.target), version(request.version), header(request.header) {}

  // Of a head that was read to its end.
  request_parts(const char* head, const head_progress& progress, const known_fields& known) noexcept
      : method(method_in(head, progress)),
        target(target_in(head, progress)),
        version(progress.version),
        header(section_in(head, progress, known)) {}
};

}  // namespace wshake::http
