// SPDX-License-Identifier: BSL-1.0
// The engine's views of messages: of a request that comes from a caller or lies in a storage, and of a response.
#pragma once

#include <wshake/request.hpp>
#include <wshake/response.hpp>

#include "base/writer.hpp"
#include "head_reader.hpp"
#include "header_section.hpp"
#include "host.hpp"

namespace wshake::http {

// True for the versions of request_view and response_view whose messages are header lists: HTTP/2 and HTTP/3.
constexpr bool is_list_version(unsigned version) noexcept { return version == 20 || version == 30; }

// The pseudo-header fields of a request except :method and :path, which request_parts holds as method and target.
struct pseudo_fields {
  octets protocol = {};
  octets scheme = {};
  octets authority = {};
  bool ends_stream = false;
};

struct request_parts {
  octets method;
  octets target;
  unsigned version;
  header_section header;

  request_parts(const request_view& request) noexcept
      : method(request.method), target(request.target), version(request.version), header(request.header), view_(&request) {}

  // A request whose head has been read completely.
  request_parts(const char* head, const head_progress& progress, const field_table& table) noexcept
      : method(method_in(head, progress)),
        target(target_in(head, progress)),
        version(progress.version),
        header(section_in(head, progress, table)),
        ends_stream_(progress.ends_stream) {}

  // True if the request came as a header list, over HTTP/2 or HTTP/3.
  bool is_header_list() const noexcept { return is_list_version(version); }

  // The pseudo-header fields of a header list. If the header list was copied into a storage, they are read from the
  // lines that write_pseudo_fields() wrote.
  pseudo_fields pseudo() const noexcept;

 private:
  const request_view* view_ = nullptr;
  bool ends_stream_ = false;
};

// Writes a line for each of the pseudo-header fields of a header list. In a storage these lines follow the request
// line.
void write_pseudo_fields(base::writer& out, const request_view& request) noexcept;
std::size_t pseudo_fields_size(const request_view& request) noexcept;

// The authority of a request: :authority if it is not empty, else the authority of an absolute-form target, else the
// value of Host (RFC 9113 section 8.3.1, RFC 9112 section 3.2.2).
inline octets authority_of(const request_parts& request, const target_parts& target) noexcept {
  if (request.is_header_list()) [[unlikely]] {
    const octets authority = request.pseudo().authority;
    if (!authority.empty()) return authority;
  }
  const bool absolute = target.form == target_form::absolute;
  return absolute ? target.authority : request.header.value_or_empty(field_id::host);
}

// The functions below take a complete response head.

// Unfolds a complete head and reads its field lines. Changes octets only in `out`, which begins with `head` itself or
// with a copy of `head`. `index` comes from read_head(). If a line breaks a rule and `lenient` is set, the lines are
// read once more, leniently.
fault read_response_fields(octets head, mutable_octets out, bool lenient, head_progress& progress, head_index& index,
                           field_table& table) noexcept;

// The field lines of a response. The empty line behind them may end in a bare LF.
inline header_section response_section_in(const char* head, const head_progress& progress,
                                          const field_table& table) noexcept {
  const std::size_t empty_line = progress.size - (head[progress.size - 2] == '\r' ? std::size_t{2} : std::size_t{1});
  return {head, progress.fields_begin, empty_line, table};
}

// The response as a public response_head.
response_head name_response(const char* head, const head_progress& progress, const field_table& table) noexcept;

}  // namespace wshake::http
