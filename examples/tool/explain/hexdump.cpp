// SPDX-License-Identifier: BSL-1.0
// Reads a hexdump of one stream of octets, of the two sides of a connection, or of packets.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture.hpp"
#include "conversation.hpp"
#include "hexdump_line.hpp"
#include "packet.hpp"

namespace tool {

namespace {

std::size_t read_offset(std::string_view digits, std::size_t base) {
  std::size_t out = 0;
  for (const char each : digits) out = out * base + static_cast<std::size_t>(hex_digit(each));
  return out;
}

// True for digits without offsets, such as the output of xxd -p. od also writes only digits, but the first line of od
// begins with the offset 0.
bool is_plain(std::string_view text) {
  std::string_view rest = text;
  const hexdump_line first = read_hexdump_line(take_line(rest));
  if (first.valid && read_offset(first.offset, 16) == 0) return false;
  std::size_t digits = 0;
  for (const char each : text) {
    if (hex_digit(each) >= 0) {
      ++digits;
    } else if (each != ' ' && each != '\n' && each != '\r') {
      return false;
    }
  }
  return digits >= 32 && digits % 2 == 0;
}

std::string read_plain(std::string_view text) {
  std::string out;
  int high = -1;
  for (const char each : text) {
    const int digit = hex_digit(each);
    if (digit < 0) continue;
    if (high >= 0) out += static_cast<char>(high * 16 + digit);
    high = high < 0 ? digit : -1;
  }
  return out;
}

// A dump of one stream, or of the two sides of a connection.
class dump {
 public:
  explicit dump(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = take_line(text);
      const hexdump_line read = read_hexdump_line(line);
      if (read.valid) {
        if (repeats_) repeat_until(read.offset);
        add(read);
      } else if (without_spaces(line) == "*") {
        repeats_ = true;
      } else if (is_words_) {
        cut_at(without_spaces(line));
      }
    }
    end_part();
  }

  bool has_two_sides() const { return indented_ != 0 && indented_ != lines_; }
  bool is_words() const { return is_words_; }
  const std::string& octets() const { return all_; }
  conversation& sides() { return sides_; }

 private:
  void add(const hexdump_line& line) {
    // hexdump writes hexadecimal offsets, and od writes octal offsets. The offset of the second line shows the base.
    if (lines_ == 1 && read_offset(line.offset, 16) != all_.size() && read_offset(line.offset, 8) == all_.size()) {
      base_ = 8;
    }
    last_ = line.octets;
    if (line.is_words) {
      is_words_ = true;
      for (std::size_t at = 0; at + 1 < last_.size(); at += 2) std::swap(last_[at], last_[at + 1]);
    }
    all_ += last_;
    if (line.indented != part_is_indented_) end_part();
    part_is_indented_ = line.indented;
    part_ += last_;
    ++lines_;
    if (line.indented) ++indented_;
  }

  // A request line may need several lines of the dump, so the lines of one side are added together.
  void end_part() {
    if (part_.empty()) return;
    part_is_indented_ ? sides_.add_server(part_) : sides_.add_client(part_);
    part_.clear();
  }

  // A dump of 16-bit words ends with a line that holds only the number of dumped octets. If this number is odd, the
  // last word holds one octet too many.
  void cut_at(std::string_view size) {
    const bool is_number = size.size() >= 4 && size.size() <= 16 &&
                           std::all_of(size.begin(), size.end(), [](char each) { return hex_digit(each) >= 0; });
    if (is_number && read_offset(size, base_) + 1 == all_.size()) all_.pop_back();
  }

  // A line with an asterisk stands for copies of the line before it.
  void repeat_until(std::string_view offset) {
    constexpr std::size_t most = 1 << 20;
    repeats_ = false;
    const std::size_t end = std::min(read_offset(offset, base_), most);
    while (!last_.empty() && all_.size() < end) all_ += last_;
  }

  std::string all_;
  std::string last_;
  std::string part_;  // the octets of one side that are not in sides_ yet
  bool part_is_indented_ = false;
  conversation sides_;
  std::size_t base_ = 16;
  std::size_t lines_ = 0;
  std::size_t indented_ = 0;
  bool repeats_ = false;
  bool is_words_ = false;
};

// Puts together the payloads of the packets of one connection.
class connection {
 public:
  void add(octets data) {
    const std::optional<packet> one = read_packet(data);
    if (!one || one->payload.empty()) return;
    std::string_view rest = one->payload;
    const std::string_view line = take_line(rest);
    if (client_.empty()) {
      const bool of_server = is_status_line(line);
      if (!of_server && !is_request_line(line)) return;
      client_ = of_server ? one->destination : one->source;
      server_ = of_server ? one->source : one->destination;
    }
    const bool of_client = one->source == client_ && one->destination == server_;
    if (!of_client && (one->source != server_ || one->destination != client_)) {
      ++others;
      return;
    }
    is_cut = is_cut || one->is_cut;
    // A packet that was sent again has octets that were read already.
    const auto [next, is_first] = next_.try_emplace(one->source, one->sequence);
    const auto known = static_cast<std::int32_t>(next->second - one->sequence);
    if (known < 0) has_gap = true;
    const octets fresh = one->payload.from(known > 0 ? static_cast<std::size_t>(known) : 0);
    if (fresh.empty()) return;
    next->second = one->sequence + static_cast<std::uint32_t>(one->payload.size());
    of_client ? talk.add_client(fresh) : talk.add_server(fresh);
  }

  conversation talk;
  std::size_t others = 0;  // the number of packets of other connections
  bool has_gap = false;
  bool is_cut = false;

 private:
  std::string client_;
  std::string server_;
  std::map<std::string, std::uint32_t> next_;  // maps each source to its next sequence number
};

capture read_packets(std::string_view text) {
  capture out = {.form = "packets", .name = "packets", .exchanges = {}, .notes = {}, .problem = {}};
  connection one;
  std::string data;
  while (!text.empty()) {
    const hexdump_line line = read_hexdump_line(take_line(text));
    if (!line.valid || read_offset(line.offset, 16) == 0) {
      one.add(data);
      data.clear();
    }
    if (line.valid) data += line.octets;
  }
  one.add(data);
  out.exchanges = one.talk.with_bodies();
  if (out.exchanges.empty()) out.problem = "No packet has a request or a response of HTTP/1.1. TLS hides them.";
  if (one.others != 0) {
    out.notes.push_back(count_of(one.others, "packet") + " of other connections " + (one.others == 1 ? "is" : "are") +
                        " left out.");
  }
  if (one.has_gap) out.notes.emplace_back("Packets are missing: octets of the messages are lost.");
  if (one.is_cut) out.notes.emplace_back("Packets are cut short: call tcpdump with -s 0.");
  return out;
}

}  // namespace

bool is_hexdump(std::string_view text) {
  if (is_plain(text)) return true;
  constexpr int most_lines = 20;
  for (int count = 0; count < most_lines && !text.empty(); ++count) {
    const std::string_view line = take_line(text);
    if (is_request_line(line) || is_status_line(line)) return false;
    if (read_hexdump_line(line).valid) return count == 0 || read_offset(read_hexdump_line(line).offset, 16) == 0;
  }
  return false;
}

capture read_hexdump(std::string_view text, const question& what) {
  if (text.find("0x0000:") != text.npos) return read_packets(text);
  const bool plain = is_plain(text);
  dump read(plain ? std::string_view{} : text);
  capture out;
  if (read.has_two_sides()) {
    out.exchanges = read.sides().with_bodies();
  } else {
    out = read_messages(plain ? read_plain(text) : read.octets(), what);
  }
  out.form = "hexdump";
  out.name = "a hexdump";
  if (read.is_words()) {
    out.notes.emplace_back("The dump has words of two octets. The words are read with the low octet first.");
  }
  return out;
}

}  // namespace tool
