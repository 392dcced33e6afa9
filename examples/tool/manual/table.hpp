// SPDX-License-Identifier: BSL-1.0
// The table of commands and options. The tool rejects an option that is not in the table. The help, the man page and
// the completions are made from the table.
#pragma once

#include <array>
#include <string_view>

#include "../wshake_commands.hpp"
#include "command.hpp"

namespace tool {

// The date on the man page: the day on which the texts changed last.
inline constexpr std::string_view manual_date = "2026-12-01";

inline constexpr std::string_view tool_summary = "the opening handshake of a WebSocket connection";

// The texts of the table. Other files find them through `command_table`.
namespace texts {

inline constexpr value no_value = {};
inline constexpr value file = {"FILE", offers::files};

inline constexpr option shared_by_server[] = {
    {"--subprotocol", {"NAME"}, "supports NAME; repeat it, most preferred first", true},
    {"--require-subprotocol", no_value, "refuses a handshake that offers no supported subprotocol"},
    {"--origin", {"ORIGIN"}, "allows ORIGIN, also a pattern, and no other; repeat it", true},
    {"--same-host-origin", no_value, "allows the request's own host and port"},
    {"--require-origin", no_value, "refuses a handshake without Origin"},
    {"--deflate", no_value, "accepts permessage-deflate, as do the next four"},
    {"--server-max-window-bits", {"N"}, "compresses with a window of 2^N at most, 8 to 15"},
    {"--client-max-window-bits", {"N"}, "lets the client compress with 2^N at most"},
    {"--server-no-context-takeover", no_value, "compresses each message with a new window"},
    {"--client-no-context-takeover", no_value, "makes the client compress each message with a new window"},
    {"--field", {"'NAME: VALUE'"}, "adds a field to every response; repeat it", true},
    {"--product", {"TEXT"}, "sets the field Server; leaves it out if empty"},
    {"--no-keep-alive", no_value, "closes the connection after a refusal"},
};

// --- demo

inline constexpr text_block demo_about[] = {
    {text_kind::paragraph,
     R"(Shows an opening handshake between a client and a server in memory: every byte, event and negotiated value. )"
     R"(Nonprinting bytes are shown as \r, \n, \xNN. The output is always the same; it has colours on a terminal, )"
     R"(unless NO_COLOR is set in the environment.)"},
};
inline constexpr exit_status demo_exits[] = {{0, "shown"}, {2, "usage error"}, {3, "output error"}};

// --- accept

inline constexpr text_block accept_about[] = {
    {text_kind::paragraph,
     "Performs the opening handshake of a server: reads the client's bytes from standard input and writes the "
     "server's bytes to standard output, until the WebSocket is open or the connection closes. A refused client may "
     "try again on the same connection."},
    {text_kind::paragraph,
     "Standard error has one line for each event: the bytes consumed and the request; a broken rule with its name, "
     "clause, offset and field; the response and what was negotiated. If standard input is a terminal, standard error "
     "first says which lines to type; these lines count as lines that end in CRLF."},
    {text_kind::code, "socat TCP-LISTEN:8080,reuseaddr,fork EXEC:'wshake accept --subprotocol chat'"},
    {text_kind::paragraph,
     "The command exits after the 101, before any frame. It shows the bytes after the head that it has already read, "
     "and --rest writes them to a file."},
};
inline constexpr option accept_own[] = {
    {"--deadline", {"SECONDS"}, "ends the handshake after SECONDS, with a 408 if a part of a request has come"},
    {"--refuse", {"STATUS"}, "refuses every handshake with STATUS, 200 to 599"},
    {"--rest", file, "writes the bytes after the head to FILE"},
};
inline constexpr option_group accept_groups[] = {{"", accept_own}, {"Options of the server:", shared_by_server}};
inline constexpr exit_status accept_exits[] = {
    {0, "the WebSocket is open"},
    {1, "the connection closed without a WebSocket"},
    {2, "usage error, or the options allow no response (--refuse 401 needs --field 'WWW-Authenticate: ...')"},
    {3, "input or output error"},
};

// --- connect

inline constexpr text_block connect_about[] = {
    {text_kind::paragraph,
     "Performs the opening handshake of a client: writes the request for URI (ws:// or wss://) to standard output and "
     "reads the response from standard input. The program that starts the command makes the connection, with TLS for "
     "wss://:"},
    {text_kind::code, R"(socat TCP:localhost:9001 'EXEC:"wshake connect ws://localhost:9001/"')"},
    {text_kind::code, R"(socat OPENSSL:example.com:443 'EXEC:"wshake connect wss://example.com/"')"},
    {text_kind::paragraph,
     "Standard error has one line for each event: what was agreed; a refusal with its status, fields and body, and "
     "the step that the refusal asks for; a broken rule with its name, clause, offset and field. If standard input is "
     "a terminal, standard error first says which lines to type; these lines count as lines that end in CRLF."},
    {text_kind::paragraph,
     "The command exits after the response, before any frame. It shows the bytes after the head that it has already "
     "read, and --rest writes them to a file. A user and password in URI are not sent."},
};
inline constexpr option connect_own[] = {
    {"--subprotocol", {"NAME"}, "offers NAME; repeat it, most preferred first", true},
    {"--deflate", no_value, "offers permessage-deflate the way browsers do"},
    {"--origin", {"ORIGIN"}, "sets the field Origin"},
    {"--header", {"'NAME: VALUE'"}, "adds a field; repeat it", true},
    {"--nonce", {"DIGITS"}, "sets the 16 bytes of the key, 32 hexadecimal digits; they are random without this option"},
    {"--deadline", {"SECONDS"}, "exits if the handshake takes longer"},
    {"--rest", file, "writes the bytes after the head to FILE"},
};
inline constexpr option_group connect_groups[] = {{"", connect_own}};
inline constexpr exit_status connect_exits[] = {
    {0, "the WebSocket is open"},
    {1, "the handshake was refused, or the response is invalid or missing"},
    {2, "usage error"},
    {3, "input or output error"},
};

// --- explain

inline constexpr text_block explain_about[] = {
    {text_kind::paragraph,
     "Reads a captured handshake from FILE (- is standard input): a request, a response, or both. Prints the verdict "
     "first, then the broken rule with its offset, the meaning of each line, and what is negotiated; for a request "
     "alone also the bytes of a server's answer. A response is compared with its request."},
    {text_kind::paragraph, "FILE may be"},
    {text_kind::item, "the bytes of the messages, one after the other"},
    {text_kind::item, "text with LF line ends, such as Wireshark's `Follow stream`"},
    {text_kind::item, "the output of curl -v, curl --trace or curl --trace-ascii"},
    {text_kind::item, "a browser's `copy as cURL`, its request and response headers, or its HAR"},
    {text_kind::item, "a dump by xxd, hexdump, od, tcpdump -X or Wireshark"},
    {text_kind::item, "a header list of HTTP/2 or HTTP/3 with one `name: value` a line; it begins with a colon"},
    {text_kind::paragraph, "The first line of the output says how FILE was read."},
    {text_kind::paragraph,
     R"(Lines without a note have no meaning for the handshake. Nonprinting bytes are shown as \r, \n, \t, \xNN, and )"
     R"(a backslash as \\.)"},
};
inline constexpr option explain_own[] = {
    {"--json", no_value, "prints JSON, which docs/explain.md describes"},
    {"--handshake", {"N"}, "explains the Nth handshake of several, not the last"},
    {"--exact", no_value, "FILE has the bytes of one message, as they were sent, and nothing is guessed"},
    {"--text", no_value, "FILE was saved as text: reads LF as CRLF, and adds the empty line at the end of the head"},
    {"--response", no_value, "FILE is a response, however it begins"},
};
inline constexpr option explain_response[] = {
    {"--key", {"KEY"}, "its Sec-WebSocket-Key"},
    {"--extensions", {"TEXT"}, "its Sec-WebSocket-Extensions"},
};
inline constexpr option_group explain_groups[] = {
    {"", explain_own},
    {"Three options describe the request of a response that is alone in FILE: --subprotocol, a subprotocol that the "
     "request offers, and the next two options. Without these options the response may have any accept value, "
     "subprotocol and extension:",
     explain_response},
    {"Options of the server, for requests:", shared_by_server},
};
inline constexpr exit_status explain_exits[] = {
    {0, "the request is valid, or the response opens a WebSocket"},
    {1, "the handshake is refused, invalid, or not found in FILE"},
    {2, "usage error"},
    {3, "input or output error"},
};

// --- key

inline constexpr text_block key_about[] = {
    {text_kind::paragraph,
     "Prints the Sec-WebSocket-Accept that answers the Sec-WebSocket-Key KEY (RFC 6455 \xc2\xa7"
     "4.2.2(5.4))."},
};
inline constexpr exit_status key_exits[] = {
    {0, "printed"},
    {1, "KEY is not the base64 of 16 bytes, and standard error has the reason"},
    {2, "usage error"},
    {3, "output error"},
};

// --- help

inline constexpr text_block help_about[] = {
    {text_kind::paragraph,
     "Prints the help of COMMAND, or of the tool. It also prints the texts that an installation has:"},
};
inline constexpr option help_own[] = {
    {"--man", no_value, "prints the man page wshake(1)"},
    {"--completion", {"SHELL", offers::words, "bash zsh fish"}, "prints the completions for bash, zsh or fish"},
};
inline constexpr option_group help_groups[] = {{"", help_own}};

}  // namespace texts

inline constexpr std::array command_table = {
    command{.name = "demo",
            .operand = {},
            .operand_is_optional = false,
            .summary = "show a handshake with every byte and event",
            .run = run_demo,
            .about = texts::demo_about,
            .groups = {},
            .exits = texts::demo_exits},
    command{.name = "accept",
            .operand = {},
            .operand_is_optional = false,
            .summary = "answer a client on standard input and output",
            .run = run_accept,
            .about = texts::accept_about,
            .groups = texts::accept_groups,
            .exits = texts::accept_exits},
    command{.name = "connect",
            .operand = {"URI"},
            .operand_is_optional = false,
            .summary = "ask a server on standard input and output",
            .run = run_connect,
            .about = texts::connect_about,
            .groups = texts::connect_groups,
            .exits = texts::connect_exits},
    command{.name = "explain",
            .operand = texts::file,
            .operand_is_optional = false,
            .summary = "explain a captured handshake, and show where it is wrong",
            .run = run_explain,
            .about = texts::explain_about,
            .groups = texts::explain_groups,
            .exits = texts::explain_exits},
    command{.name = "key",
            .operand = {"KEY"},
            .operand_is_optional = false,
            .summary = "print the Sec-WebSocket-Accept of a Sec-WebSocket-Key",
            .run = run_key,
            .about = texts::key_about,
            .groups = {},
            .exits = texts::key_exits},
    command{.name = "help",
            .operand = {"COMMAND", offers::commands},
            .operand_is_optional = true,
            .summary = "print the help of a command, the man page or completions",
            .run = run_help,
            .about = texts::help_about,
            .groups = texts::help_groups,
            .exits = texts::demo_exits},
};

// The options that the tool takes in place of a command. Every command also has --help.
inline constexpr option help_option = {"--help", {}, "prints the help"};
inline constexpr option version_option = {"--version", {}, "prints the version"};

// The exit codes of all commands.
inline constexpr exit_status tool_exits[] = {
    {0, "success"}, {1, "handshake refused or rule broken"}, {2, "usage error"}, {3, "input or output error"}};

constexpr const command* find_command(std::string_view name) {
  for (const command& each : command_table) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace tool
