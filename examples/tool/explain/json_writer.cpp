// SPDX-License-Identifier: BSL-1.0
#include "json_writer.hpp"

#include <string>
#include <string_view>

#include "../wshake_text.hpp"
#include "json_text.hpp"

namespace tool {

namespace {

const char* name_of(verdict result) {
  constexpr const char* names[] = {"valid_request",   "open",    "plain_request", "broken_request",
                                   "broken_response", "refused", "incomplete",    "unreadable"};
  return names[static_cast<unsigned>(result)];
}

const char* name_of(message_kind kind) {
  constexpr const char* names[] = {"request", "interim_response", "response"};
  return names[static_cast<unsigned>(kind)];
}

class writer : json_text {
 public:
  std::string write(const explanation& what, std::string_view file, std::size_t size) {
    begin('{');
    member("file", visible(file));
    member("size", size);
    member("form", what.form);
    member("taken_for", what.taken_for);
    member("verdict", name_of(what.result));
    member("sentence", visible(what.sentence));
    member("error", what.broken);
    member("reasons", what.reasons);
    member("notes", what.notes);
    name("messages");
    begin('[');
    for (const explained_message& each : what.messages) write_message(each);
    end(']');
    name("agreement");
    what.agreement ? write_agreement(*what.agreement) : word("null");
    name("body");
    what.body ? write_body(*what.body) : word("null");
    name("answer");
    what.answer ? write_answer(*what.answer) : word("null");
    end('}');
    return text() + "\n";
  }

 private:
  void write_message(const explained_message& message) {
    begin('{');
    member("kind", name_of(message.kind));
    flag("is_list", message.is_list);
    member("error", message.broken);
    name("lines");
    begin('[');
    for (const explained_line& each : message.lines) {
      begin('{');
      member("offset", each.offset);
      member("text", visible(message.is_list ? octets{each.text} : without_line_end(each.text)));
      member("note", each.note);
      end('}');
    }
    end(']');
    flag("cut_short", message.cut_short);
    name("behind");
    begin('{');
    member("size", message.behind.size());
    member("octets", hexadecimal(message.behind, 1024));
    member("note", message.about_behind);
    end('}');
    end('}');
  }

  void write_agreement(const explained_agreement& agreed) {
    begin('{');
    flag("offers_are_known", agreed.offers_are_known);
    member("offered_subprotocols", agreed.offered_subprotocols);
    member("subprotocol", agreed.subprotocol);
    member("extensions", agreed.extensions);
    name("offered_extensions");
    begin('[');
    for (const explained_offer& each : agreed.offers) {
      begin('{');
      member("offer", each.text);
      flag("accepted", each.accepted);
      member("reason", each.reason);
      end('}');
    }
    end(']');
    end('}');
  }

  void write_body(const explained_body& body) {
    begin('{');
    member("size", body.text.size());
    member("text", visible_beginning(body.text, 4096));
    member("error", body.broken);
    member("after", body.after);
    end('}');
  }

  void write_answer(const explained_answer& answer) {
    begin('{');
    member("lines", answer.lines);
    member("body", visible(answer.body));
    member("after", answer.after);
    end('}');
  }
};

}  // namespace

std::string to_json(const explanation& what, std::string_view file, std::size_t size) {
  return writer().write(what, file, size);
}

}  // namespace tool
