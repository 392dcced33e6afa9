// SPDX-License-Identifier: BSL-1.0
// Folded field lines of a response, whose folds become white space.
#include <cstddef>

#include "head_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// obs-fold = OWS CRLF RWS   (RFC 9112 §5.2); white space before the first field line is none, and stays for the reader
// to find.
bool unfold(octets head, std::size_t begin, head_index& index, mutable_octets out) noexcept {
  if (head.size() > out.size()) return false;
  complete_index(head, begin, index);
  bool found = false;
  for (std::size_t line = 1; line < index.lines; ++line) {
    std::size_t at = index.begins[line];
    if (!is_white_space(head.data()[at]) || at < begin + 2 || head[at - 2] != '\r') continue;
    out.data()[at - 2] = ' ';
    out.data()[at - 1] = ' ';
    for (; at < head.size() && is_white_space(head.data()[at]); ++at) out.data()[at] = ' ';
    found = true;
  }
  if (found) index.lines = 0;
  return found;
}

}  // namespace wshake::http
