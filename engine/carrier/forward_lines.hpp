// SPDX-License-Identifier: BSL-1.0
// put_forwarded_lines(): the field lines of a message that a gateway passes on.
#pragma once

#include <wshake/error.hpp>
#include <wshake/field.hpp>

#include "base/writer.hpp"
#include "handshake/message_writer.hpp"

namespace wshake {

// A message on its way through a gateway: `extra` says of which kind it is, and has the gateway's own fields.
struct passage {
  const fields& header;  // as it came
  const extra_fields& extra;
  bool from_list;  // it came over HTTP/2 or HTTP/3
  bool to_list;    // it goes on over one of them
};

// Writes the lines that go on, then the gateway's own. Writes neither Content-Length nor the empty line. Returns the
// fault of a line that cannot be sent, which a lenient reader may have let through.
diagnostic put_forwarded_lines(base::writer& out, const passage& message) noexcept;

}  // namespace wshake
