// SPDX-License-Identifier: BSL-1.0
// put_forwarded_lines(): writes the field lines of a message that a gateway passes on.
#pragma once

#include <wshake/error.hpp>
#include <wshake/field.hpp>

#include "base/writer.hpp"
#include "handshake/message_writer.hpp"

namespace wshake {

// A message on its way through a gateway. `extra` has the message's kind and the gateway's own fields.
struct passage {
  const fields& header;  // as received
  const extra_fields& extra;
  bool from_list;  // the message came over HTTP/2 or HTTP/3
  bool to_list;    // the message goes on over HTTP/2 or HTTP/3
};

// Writes the lines that the gateway forwards, then the gateway's own lines. Writes neither Content-Length nor the empty
// line. Returns the fault of a line that cannot be sent; a lenient reader may have accepted such a line.
diagnostic put_forwarded_lines(base::writer& out, const passage& message) noexcept;

}  // namespace wshake
