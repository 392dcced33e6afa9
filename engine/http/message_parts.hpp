// SPDX-License-Identifier: BSL-1.0
// Messages as the engine looks at them: a request, one of a caller's or one that lies in a storage, and a response.
#pragma once

#include <wshake/request.hpp>
#include <wshake/response.hpp>

#include "head_reader.hpp"
#include "header_section.hpp"
#include "host.hpp"

namespace wshake::http {

struct request_parts {
  octets method;
  octets target;
  unsigned version;
  header_section header;

  request_parts(const request_view& request) noexcept
      : method(request.method), target(request.target), version(request.version), header(request.header) {}

  // Of a head that was read to its end.
  request_parts(const char* head, const head_progress& progress, const field_table& table) noexcept
      : method(method_in(head, progress)),
        target(target_in(head, progress)),
        version(progress.version),
        header(section_in(head, progress, table)) {}
};

// Host, or the authority of an absolute-form target (RFC 9112 §3.2.2).
inline octets authority_of(const request_parts& request, const target_parts& target) noexcept {
  const bool absolute = target.form == target_form::absolute;
  return absolute ? target.authority : request.header.value_or_empty(field_id::host);
}

// A complete response head as views.

// Unfolds, in `out`, where the head lies, too, and reads the field lines of a head that was read to its end; `index` is
// that of read_head(). Lines that break a rule are read once more if that is to be done leniently.
fault read_response_fields(octets head, mutable_octets out, bool lenient, head_progress& progress, head_index& index,
                           field_table& table) noexcept;

// The field lines of a response, whose empty line may be a bare LF.
inline header_section response_section_in(const char* head, const head_progress& progress,
                                          const field_table& table) noexcept {
  const std::size_t empty_line = progress.size - (head[progress.size - 2] == '\r' ? std::size_t{2} : std::size_t{1});
  return {head, progress.fields_begin, empty_line, table};
}

// The response with what was noted then.
response_head name_response(const char* head, const head_progress& progress, const field_table& table) noexcept;

}  // namespace wshake::http
