// SPDX-License-Identifier: BSL-1.0
// Reads a command line of curl that a browser has copied: `copy as cURL`, for a POSIX shell or for cmd.exe.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/credentials.hpp>

#include "../../shared/written.hpp"
#include "capture.hpp"
#include "hexdump_line.hpp"
#include "text_lines.hpp"

namespace tool {

namespace {

// A command for cmd.exe has a caret before each special character, and before each line end inside the command.
std::string without_carets(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '^' && at + 1 < text.size()) ++at;
    out += text[at] == '\r' || text[at] == '\n' ? ' ' : text[at];
  }
  return out;
}

// The words of a shell command.
class words {
 public:
  explicit words(std::string_view text) : text_(text) {
    while (at_ < text_.size()) {
      const char next = text_[at_++];
      if (next == '\'') {
        quoted();
      } else if (next == '"') {
        double_quoted();
      } else if (next == '$' && text_.substr(at_, 1) == "'") {
        ++at_;
        dollar_quoted();
      } else if (next == '\\') {
        escaped();
      } else if (std::string_view{" \t\r\n"}.find(next) != std::string_view::npos) {
        end_word();
      } else {
        add(next);
      }
    }
    end_word();
  }

  const std::vector<std::string>& all() const { return all_; }
  bool has_open_quote() const { return open_; }

 private:
  void add(char octet) {
    word_ += octet;
    in_word_ = true;
  }

  void end_word() {
    if (in_word_) all_.push_back(word_);
    word_.clear();
    in_word_ = false;
  }

  // A backslash before the end of a line joins two lines.
  void escaped() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (at_ == text_.size()) return;
    const char next = text_[at_++];
    if (next != '\n') add(next);
  }

  void quoted() {
    in_word_ = true;
    const std::size_t end = std::min(text_.find('\'', at_), text_.size());
    open_ = open_ || end == text_.size();
    word_ += text_.substr(at_, end - at_);
    at_ = std::min(end + 1, text_.size());
  }

  void double_quoted() {
    in_word_ = true;
    while (at_ < text_.size() && text_[at_] != '"') {
      const bool is_escape = text_[at_] == '\\' && at_ + 1 < text_.size() &&
                             std::string_view{"\\\"$`"}.find(text_[at_ + 1]) != std::string_view::npos;
      if (is_escape) ++at_;
      word_ += text_[at_++];
    }
    open_ = open_ || at_ == text_.size();
    ++at_;
  }

  // A text in the quotes $'...' may have the escapes of C.
  void dollar_quoted() {
    in_word_ = true;
    while (at_ < text_.size() && text_[at_] != '\'') {
      const char next = text_[at_++];
      if (next != '\\' || at_ == text_.size()) {
        word_ += next;
        continue;
      }
      const char code = text_[at_++];
      const std::size_t digits = code == 'x' ? 2 : code == 'u' ? 4 : 0;
      unsigned value = 0;
      for (std::size_t count = 0; count < digits && at_ < text_.size() && hex_digit(text_[at_]) >= 0; ++count) {
        value = value * 16 + static_cast<unsigned>(hex_digit(text_[at_++]));
      }
      word_ += digits != 0   ? static_cast<char>(value & 0xff)
               : code == 'n' ? '\n'
               : code == 'r' ? '\r'
               : code == 't' ? '\t'
                             : code;
    }
    open_ = open_ || at_ == text_.size();
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string word_;
  bool in_word_ = false;
  bool open_ = false;
  std::vector<std::string> all_;
};

bool takes_value(std::string_view option) {
  constexpr std::string_view names[] = {"-H",
                                        "--header",
                                        "-X",
                                        "--request",
                                        "-A",
                                        "--user-agent",
                                        "-e",
                                        "--referer",
                                        "-b",
                                        "--cookie",
                                        "-u",
                                        "--user",
                                        "-o",
                                        "--output",
                                        "-x",
                                        "--proxy",
                                        "-d",
                                        "--data",
                                        "--data-raw",
                                        "--data-binary",
                                        "--data-urlencode",
                                        "-F",
                                        "--form",
                                        "-m",
                                        "--max-time",
                                        "--connect-timeout",
                                        "--resolve",
                                        "--connect-to",
                                        "--cacert",
                                        "-E",
                                        "--cert",
                                        "--key",
                                        "-w",
                                        "--write-out",
                                        "-T",
                                        "--upload-file",
                                        "-c",
                                        "--cookie-jar",
                                        "--interface",
                                        "--url",
                                        "-D",
                                        "--dump-header"};
  return std::find(std::begin(names), std::end(names), option) != std::end(names);
}

struct command_line {
  std::string method = "GET";  // the method that options such as -I and -d ask for
  std::string request;         // the method of -X; empty: none
  std::string url;
  std::vector<std::string> fields;
};

// Returns the value of Authorization for NAME:PASSWORD, or for NAME with an empty password.
std::string basic_of(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view password = text.substr(std::min(colon + 1, text.size()));
  wshake::diagnostic ignored;
  return written_by(
      [&](wshake::mutable_octets out) { return wshake::write_basic(out, text.substr(0, colon), password); }, ignored);
}

void take_option(std::string_view option, const std::string& value, command_line& into) {
  if (option == "-H" || option == "--header") {
    into.fields.push_back(value);
  } else if (option == "-X" || option == "--request") {
    into.request = value;
  } else if (option == "-A" || option == "--user-agent") {
    into.fields.push_back("User-Agent: " + value);
  } else if (option == "-e" || option == "--referer") {
    into.fields.push_back("Referer: " + value);
  } else if (option == "-b" || option == "--cookie") {
    into.fields.push_back("Cookie: " + value);
  } else if (option == "--url") {
    into.url = value;
  } else if (option == "-u" || option == "--user") {
    into.fields.push_back("Authorization: " + basic_of(value));
  } else if (option == "-d" || option.starts_with("--data") || option == "-F" || option == "--form") {
    into.method = "POST";
  } else if (option == "-T" || option == "--upload-file") {
    into.method = "PUT";
  }
}

// Reads the words of the command. Short options may stand together, and the last of them may have its value attached:
// -sHName:value.
command_line read_arguments(const std::vector<std::string>& words) {
  command_line out;
  for (std::size_t at = 1; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (!word.starts_with('-') || word.size() < 2) {
      if (out.url.empty()) out.url = word;
      continue;
    }
    const bool is_long = word[1] == '-';
    for (std::size_t letter = 1; letter < (is_long ? 2 : word.size()); ++letter) {
      const std::string option = is_long ? word : std::string{'-', word[letter]};
      if (option == "-I" || option == "--head") out.method = "HEAD";
      if (!takes_value(option)) continue;
      std::string value = is_long ? "" : word.substr(letter + 1);
      if (value.empty() && at + 1 < words.size()) value = words[++at];
      take_option(option, value, out);
      break;
    }
  }
  return out;
}

// Puts together the request that curl sends.
std::string request_of(const command_line& command) {
  const std::string& url = command.url;
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == url.npos ? 0 : scheme + 3;
  const std::size_t path = std::min(url.find_first_of("/?#", begin), url.size());
  std::string authority = url.substr(begin, path - begin);
  authority = authority.substr(authority.rfind('@') == authority.npos ? 0 : authority.rfind('@') + 1);
  std::string target = url.substr(path, url.find('#') - path);
  if (!target.starts_with('/')) target = "/" + target;
  std::string fields;
  bool has_host = false;
  for (const std::string& each : command.fields) {
    const std::size_t colon = each.find_first_of(":;");
    const std::string name = each.substr(0, colon);
    const std::string value{colon == each.npos ? std::string_view{}
                                               : without_spaces(std::string_view{each}.substr(colon + 1))};
    if (value.empty() && each.find(';') != colon) continue;  // curl leaves out "Name:"; "Name;" sends an empty value
    has_host = has_host || same_letters(name, "Host");
    fields += name + ": " + value + "\r\n";
  }
  return (command.request.empty() ? command.method : command.request) + " " + target + " HTTP/1.1\r\n" +
         (has_host ? "" : "Host: " + authority + "\r\n") + fields + "\r\n";
}

}  // namespace

bool is_curl_command(std::string_view text) {
  text = text.substr(std::min(text.find_first_not_of(" \t\r\n$"), text.size()));
  return text.starts_with("curl ") || text.starts_with("curl.exe ");
}

capture read_curl_command(std::string_view text) {
  capture out = {.form = "curl_command", .name = "a command line of curl", .exchanges = {}, .notes = {}, .problem = {}};
  text = text.substr(std::min(text.find_first_not_of(" \t\r\n$"), text.size()));
  const bool is_cmd = text.find("^\"") != text.npos || text.find(" ^\n") != text.npos || text.find(" ^\r\n") != text.npos;
  const words read(is_cmd ? without_carets(text) : std::string{text});
  const command_line command = read_arguments(read.all());
  if (read.has_open_quote()) {
    out.problem = "A quote is not closed: the command is not complete.";
  } else if (command.url.empty()) {
    out.problem = "The command has no URL.";
  } else {
    out.exchanges.emplace_back();
    out.exchanges.back().request = request_of(command);
    out.notes.emplace_back("The request is put together from the command. curl adds further fields, such as Accept.");
  }
  return out;
}

}  // namespace tool
