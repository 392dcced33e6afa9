// SPDX-License-Identifier: BSL-1.0
// Reads HAR, the JSON in which browsers save the network traffic: log.entries, each with a request and a response.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture.hpp"
#include "json_reader.hpp"
#include "text_head.hpp"

namespace tool {

namespace {

struct har_message {
  std::string method;
  std::string url;
  std::string version;
  std::string status;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> fields;

  bool has(std::string_view name) const {
    return std::any_of(fields.begin(), fields.end(), [&](const auto& each) { return same_letters(each.first, name); });
  }
};

har_message read_message(json_reader& json) {
  har_message out;
  json.object([&](const std::string& name) {
    if (name == "method") {
      out.method = json.string();
    } else if (name == "url") {
      out.url = json.string();
    } else if (name == "httpVersion") {
      out.version = json.string();
    } else if (name == "status") {
      out.status = json.word();
    } else if (name == "statusText") {
      out.reason = json.string();
    } else if (name == "headers") {
      json.array([&] {
        std::pair<std::string, std::string> field;
        json.object([&](const std::string& part) {
          if (part == "name") {
            field.first = json.string();
          } else if (part == "value") {
            field.second = json.string();
          } else {
            json.skip();
          }
        });
        out.fields.push_back(field);
      });
    } else {
      json.skip();
    }
  });
  return out;
}

// Browsers join the values of repeated fields with LF.
std::string field_lines(const har_message& message) {
  std::string out;
  for (const auto& [name, value] : message.fields) {
    for (std::string_view rest = value;;) {
      out += name + ": " + std::string{take_line(rest)} + "\r\n";
      if (rest.empty()) break;
    }
  }
  return out;
}

bool is_list_version(std::string_view version) {
  return version == "h2" || version == "h3" || version.starts_with("HTTP/2") || version.starts_with("HTTP/3") ||
         version.starts_with("http/2") || version.starts_with("http/3");
}

// Writes a message of HTTP/2 or HTTP/3 as a header list, any other message as a head. `first` is the first line of the
// head, without the version.
std::string head_of(const har_message& message, const std::string& first, bool& is_list) {
  is_list = is_list_version(message.version) || (!message.fields.empty() && message.fields[0].first.starts_with(':'));
  if (!is_list) return first + " HTTP/1.1\r\n" + field_lines(message) + "\r\n";
  const std::string lines = field_lines(message);
  std::string list;
  for (std::string_view rest = lines; !rest.empty();) list += std::string{take_line(rest)} + "\n";
  return list.starts_with(':') ? list : as_list(first + " HTTP/2\n" + list);
}

std::string request_of(const har_message& message, exchange& into) {
  const std::size_t host = message.url.find("://");
  const std::size_t path =
      std::min(message.url.find_first_of("/?#", host == message.url.npos ? 0 : host + 3), message.url.size());
  std::string target = message.url.substr(path, message.url.find('#') - path);
  if (!target.starts_with('/')) target = "/" + target;
  har_message complete = message;
  if (!message.has("Host") && !message.has(":authority") && host != message.url.npos) {
    complete.fields.insert(complete.fields.begin(), {"Host", message.url.substr(host + 3, path - host - 3)});
    into.notes.emplace_back("The request has no Host in the file. Host is taken from the URL.");
  }
  return head_of(complete, message.method + " " + target, into.request_is_list);
}

std::string response_of(const har_message& message, bool& is_list) {
  if (message.status.empty() || message.status == "0") return {};
  is_list = is_list_version(message.version) || message.has(":status");
  const std::string list = field_lines(message);
  if (message.has(":status")) return list;
  const std::string rest =
      message.status + (message.reason.empty() ? "" : " " + message.reason) + "\r\n" + list + "\r\n";
  return is_list ? as_list("HTTP/2 " + rest) : "HTTP/1.1 " + rest;
}

void read_entry(json_reader& json, capture& out) {
  har_message request;
  har_message response;
  json.object([&](const std::string& name) {
    if (name == "request") {
      request = read_message(json);
    } else if (name == "response") {
      response = read_message(json);
    } else {
      json.skip();
    }
  });
  exchange one;
  one.request = request_of(request, one);
  one.response = response_of(response, one.response_is_list);
  out.exchanges.push_back(one);
}

}  // namespace

bool is_har(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != text.npos && text[begin] == '{';
}

capture read_har(std::string_view text) {
  capture out = {.form = "har", .name = "a HAR file", .exchanges = {}, .notes = {}, .problem = {}};
  json_reader json(text);
  bool has_entries = false;
  json.object([&](const std::string& name) {
    if (name != "log") return json.skip();
    json.object([&](const std::string& part) {
      if (part != "entries") return json.skip();
      has_entries = true;
      json.array([&] { read_entry(json, out); });
    });
  });
  if (!json.ok()) {
    out.problem = "The JSON cannot be read: " + json.problem() + ".";
  } else if (!has_entries) {
    out.problem = "The JSON is no HAR file: it has no log.entries.";
  } else if (out.exchanges.empty()) {
    out.problem = "The HAR file has no entry: open the network tab first, then load the page.";
  }
  return out;
}

}  // namespace tool
