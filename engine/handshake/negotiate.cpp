// SPDX-License-Identifier: BSL-1.0
// Negotiates the subprotocol and permessage-deflate (RFC 7692 section 7.1): the server chooses among a client's offers,
// and the client reads the server's answer.

#include "negotiate.hpp"
#include "http/header_section.hpp"
#include "http/list_reader.hpp"

namespace wshake {

bool is_offered(const extension_list& offers, octets name) noexcept {
  for (const extension& one : offers) {
    if (one.name == name) return true;
  }
  return false;
}

// Walks the offers once, because a token_list has no access by index, and compares each offer with the server's list.
octets choose_subprotocol(const token_list& offered, array_view<octets> spoken) noexcept {
  octets chosen;
  if (spoken.empty()) return chosen;
  std::size_t wanted = spoken.size();
  for (const octets offer : offered) {
    for (std::size_t index = 0; index < wanted; ++index) {
      if (spoken[index] != offer) continue;
      wanted = index;
      chosen = offer;
    }
  }
  return chosen;
}

namespace {

// The four parameters of permessage-deflate (RFC 7692 section 7.1).
constexpr octets server_no_context_takeover = "server_no_context_takeover";
constexpr octets client_no_context_takeover = "client_no_context_takeover";
constexpr octets server_max_window_bits = "server_max_window_bits";
constexpr octets client_max_window_bits = "client_max_window_bits";
constexpr octets parameter_names[] = {server_no_context_takeover, client_no_context_takeover, server_max_window_bits,
                                      client_max_window_bits};

enum parameter_index : unsigned { server_takeover, client_takeover, server_window, client_window, unknown_parameter };

unsigned index_of(octets name) noexcept {
  unsigned index = 0;
  while (index < unknown_parameter && name != parameter_names[index]) ++index;
  return index;
}

constexpr unsigned no_value = 0;   // the parameter has no value
constexpr unsigned bad_value = 1;  // the value is invalid: valid window bits are 8 to 15

// Reads window bits: "a decimal integer value without leading zeroes between 8 to 15 inclusive" (RFC 7692 section
// 7.1.2). In a quoted-string a backslash may precede each digit.
unsigned window_bits(octets value) noexcept {
  unsigned bits = 0;
  unsigned digits = 0;
  for (const char octet : value) {
    if (octet == '\\') continue;
    if (octet < '0' || octet > '9' || (digits == 0 && octet == '0') || ++digits > 2) return bad_value;
    bits = bits * 10 + static_cast<unsigned>(octet - '0');
  }
  return bits >= 8 && bits <= 15 ? bits : bad_value;
}

// The parsed parameters of one offer or answer.
struct offer {
  bool valid = true;
  bool has[4] = {};
  unsigned value[4] = {no_value, no_value, no_value, no_value};

  void take(const parameter& given) noexcept {
    const unsigned index = index_of(given.name);
    if (index == unknown_parameter || has[index]) {
      valid = false;
      return;
    }
    has[index] = true;
    if (given.value) value[index] = window_bits(*given.value);
    const bool takes_value = index == server_window || index == client_window;
    const bool needs_value = index == server_window;
    if (given.value ? !takes_value || value[index] == bad_value : needs_value) valid = false;
  }
};

offer read_offer(const parameter_list& parameters) noexcept {
  offer read;
  for (const parameter& given : parameters) read.take(given);
  return read;
}

// Yields the offers of permessage-deflate in a list of extensions, in order. Each offer is parsed while the list is
// read, so that each octet is read once.
class offers_of_deflate {
 public:
  explicit offers_of_deflate(const extension_list& offers) noexcept
      : line_(fields_access::lines(offers).begin()), reader_(*line_) {}

  // Reads the next offer. False at the end.
  bool next(offer& read) noexcept {
    for (;;) {
      if (!reader_.skip_empty_members()) {
        if (++line_ == detail::range_end()) return false;
        reader_ = http::list_reader(*line_);
        continue;
      }
      read = {};
      extension one;
      const auto show = [&read](const parameter& given) { read.take(given); };
      if (!http::read_extension(reader_, one, show) || !reader_.at_member_end()) return false;
      if (one.name == permessage_deflate) return true;
    }
  }

 private:
  field_values::iterator line_;
  http::list_reader reader_;
};

constexpr unsigned smaller(unsigned left, unsigned right) noexcept { return left < right ? left : right; }

constexpr unsigned within(unsigned bits, unsigned lowest) noexcept {
  return bits < lowest ? lowest : smaller(bits, 15);
}

unsigned window_of(const offer& offered, parameter_index index) noexcept {
  return offered.value[index] == no_value ? 15 : offered.value[index];
}

deflate_parameters answer_offer(const offer& offered, const deflate_config& config) noexcept {
  const unsigned lowest = config.window_of_8 ? 8 : 9;
  const unsigned client_cap = within(config.client_max_window_bits, lowest);
  const unsigned server_bits = window_of(offered, server_window);
  const unsigned client_bits = window_of(offered, client_window);
  if (!offered.valid || server_bits < lowest || client_bits < lowest) return {};
  if (client_cap < 15 && !offered.has[client_window]) return {};

  deflate_parameters answer;
  answer.agreed = true;
  answer.server_no_context_takeover = offered.has[server_takeover] || config.server_no_context_takeover;
  answer.client_no_context_takeover = offered.has[client_takeover] || config.client_no_context_takeover;
  answer.server_max_window_bits =
      static_cast<std::uint8_t>(smaller(server_bits, within(config.server_max_window_bits, lowest)));
  answer.client_max_window_bits = static_cast<std::uint8_t>(smaller(client_bits, client_cap));
  return answer;
}

// True if RFC 7692 section 7.1 allows a server to answer the offer with `answer`.
bool is_answer(const offer& offered, const deflate_parameters& answer) noexcept {
  return offered.valid && (answer.server_no_context_takeover || !offered.has[server_takeover]) &&
         answer.server_max_window_bits >= 8 && answer.server_max_window_bits <= window_of(offered, server_window) &&
         answer.client_max_window_bits >= 8 && answer.client_max_window_bits <= window_of(offered, client_window) &&
         (answer.client_max_window_bits == 15 || offered.has[client_window]);
}

// Writes the parameters of one element of Sec-WebSocket-Extensions.
struct deflate_writer {
  base::writer& out;

  void flag(bool set, octets name) const noexcept {
    if (!set) return;
    out.put("; ");
    out.put(name);
  }
  void window(bool told, octets name, std::uint8_t bits) const noexcept {
    if (!told) return;
    flag(true, name);
    out.put("=");
    out.put_number(bits);
  }
};

}  // namespace

deflate_answer answer_offers(const extension_list& offers, const deflate_config& config) noexcept {
  if (!config.enabled) return {};
  offers_of_deflate rest(offers);
  for (offer offered; rest.next(offered);) {
    const deflate_parameters answer = answer_offer(offered, config);
    if (answer.agreed) return {answer, offered.has[server_window]};
  }
  return {};
}

deflate_answer find_answered(const extension_list& offers, const deflate_parameters& agreed) noexcept {
  offers_of_deflate rest(offers);
  for (offer offered; rest.next(offered);) {
    if (is_answer(offered, agreed)) return {agreed, offered.has[server_window]};
  }
  return {};
}

void write_deflate(base::writer& out, const deflate_answer& answer) noexcept {
  const deflate_parameters& agreed = answer.agreed;
  out.put(permessage_deflate);
  const deflate_writer write = {out};
  write.flag(agreed.server_no_context_takeover, server_no_context_takeover);
  write.flag(agreed.client_no_context_takeover, client_no_context_takeover);
  write.window(answer.tells_server_window || agreed.server_max_window_bits < 15, server_max_window_bits,
               agreed.server_max_window_bits);
  write.window(agreed.client_max_window_bits < 15, client_max_window_bits, agreed.client_max_window_bits);
}

bool is_valid(const deflate_offer& offer) noexcept {
  const auto is_window = [](unsigned bits) { return bits == 0 || (bits >= 8 && bits <= 15); };
  return is_window(offer.server_max_window_bits) && is_window(offer.client_max_window_bits);
}

void write_offer(base::writer& out, const deflate_offer& offer) noexcept {
  out.put(permessage_deflate);
  const deflate_writer write = {out};
  write.flag(offer.server_no_context_takeover, server_no_context_takeover);
  write.flag(offer.client_no_context_takeover, client_no_context_takeover);
  write.window(offer.server_max_window_bits != 0, server_max_window_bits, offer.server_max_window_bits);
  if (offer.client_max_window_bits == 15) {
    write.flag(true, client_max_window_bits);
  } else {
    write.window(offer.client_max_window_bits != 0, client_max_window_bits, offer.client_max_window_bits);
  }
}

// An answer is parsed like an offer, with these differences:
// - client_max_window_bits must have a value (RFC 7692 section 7.1.2.2).
// - If an offer has a parameter that the server must confirm, and the answer omits it, the answer does not fit this
//   offer.
// - The client's promises about its own compressor hold even if the answer omits them (sections 7.1.1.2 and 7.1.2.2). A
//   window in the answer that is above the offered window allows more than the client uses, so the smaller window
//   counts.
// A server takes the first offer that it can follow, so the first offer that fits the answer counts. Exception: an
// offer with a client window of 2^8. If the answer does not state this window, the offer counts only if no other offer
// fits, because few servers have a codec for 2^8.
deflate_parameters read_answer(const parameter_list& answer, const extension_list& offers) noexcept {
  const offer read = read_offer(answer);
  if (!read.valid || (read.has[client_window] && read.value[client_window] == no_value)) return {};
  deflate_parameters said;
  said.agreed = true;
  said.server_no_context_takeover = read.has[server_takeover];
  said.client_no_context_takeover = read.has[client_takeover];
  said.server_max_window_bits = static_cast<std::uint8_t>(window_of(read, server_window));
  said.client_max_window_bits = static_cast<std::uint8_t>(window_of(read, client_window));
  deflate_parameters promised;
  offers_of_deflate rest(offers);
  for (offer offered; rest.next(offered);) {
    const bool granted = read.has[server_window] || !offered.has[server_window];
    const bool asked = offered.has[client_window] || !read.has[client_window];
    deflate_parameters held = said;
    held.client_no_context_takeover = said.client_no_context_takeover || offered.has[client_takeover];
    held.client_max_window_bits =
        static_cast<std::uint8_t>(smaller(said.client_max_window_bits, window_of(offered, client_window)));
    if (!granted || !asked || !is_answer(offered, held)) continue;
    if (held.client_max_window_bits > 8 || said.client_max_window_bits == 8) return held;
    if (!promised.agreed) promised = held;
  }
  return promised;
}

namespace {

std::size_t offset_in(const extension& answer, const parameter& given) noexcept {
  return static_cast<std::size_t>(given.name.data() - answer.name.data());
}

// The parameters of an answer, in order, as read_answered() finds them: each of the four parameters at most once.
struct answer_parameters {
  struct one {
    unsigned index = 0;
    unsigned bits = no_value;
    std::size_t offset = 0;
  };
  one list[unknown_parameter] = {};
  unsigned count = 0;
  bool has[unknown_parameter] = {};
};

// Reads an answer. Returns the fault that makes the answer invalid whatever the client offered (RFC 7692 section 7).
base::fault read_answered(const extension& answer, answer_parameters& read) noexcept {
  for (const parameter& given : answer.parameters) {
    const unsigned index = index_of(given.name);
    const unsigned bits = given.value ? window_bits(*given.value) : no_value;
    const bool takes_value = index == server_window || index == client_window;
    errc error = errc::none;
    if (index == unknown_parameter) {
      error = errc::unknown_deflate_parameter;
    } else if (read.has[index]) {
      error = errc::repeated_deflate_parameter;
    } else if (given.value && !takes_value) {
      error = errc::unexpected_deflate_value;
    } else if (!given.value && takes_value) {
      error = errc::missing_deflate_value;
    } else if (bits == bad_value) {
      error = errc::bad_deflate_window;
    }
    if (error != errc::none) return {error, offset_in(answer, given)};
    read.has[index] = true;
    read.list[read.count++] = {index, bits, offset_in(answer, given)};
  }
  return {};
}

// The reason why the answer does not fit the offer `offered`.
base::fault fault_against(const answer_parameters& answer, const offer& offered) noexcept {
  for (unsigned each = 0; each < answer.count; ++each) {
    const answer_parameters::one& given = answer.list[each];
    if (given.index == server_window && given.bits > window_of(offered, server_window)) {
      return {errc::deflate_window_above_offer, given.offset};
    }
    if (given.index == client_window && !offered.has[client_window]) {
      return {errc::deflate_parameter_not_offered, given.offset};
    }
  }
  const bool omitted = (offered.has[server_takeover] && !answer.has[server_takeover]) ||
                       (offered.has[server_window] && !answer.has[server_window]);
  return {omitted ? errc::missing_deflate_parameter : errc::none};
}

}  // namespace

// Returns the fault that `answer` has whatever the client offered; if there is none, the reason why `answer` does not
// fit the offers. If this reason differs between the offers, or no offer is well-formed, the result is
// errc::bad_deflate_answer.
base::fault find_fault(const extension& answer, const extension_list& offers) noexcept {
  answer_parameters read;
  const base::fault own = read_answered(answer, read);
  if (own) return own;
  const base::fault none_fits = {errc::bad_deflate_answer};
  base::fault found;
  offers_of_deflate rest(offers);
  for (offer offered; rest.next(offered);) {
    if (!offered.valid) continue;
    const base::fault one = fault_against(read, offered);
    if (found && one.error != found.error) return none_fits;
    found = one;
  }
  return found ? found : none_fits;
}

std::size_t client_window_in(const extension& answer) noexcept {
  for (const parameter& given : answer.parameters) {
    if (given.name == client_max_window_bits) return offset_in(answer, given);
  }
  return 0;
}

agreement negotiate(const handshake_request& request, const server_config& config) noexcept {
  return {choose_subprotocol(request.subprotocols, config.options().subprotocols),
          answer_offers(request.extensions, config.options().deflate).agreed};
}

}  // namespace wshake
