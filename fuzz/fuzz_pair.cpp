// SPDX-License-Identifier: BSL-1.0
// A client and a server perform a handshake with each other, and receive each other's octets in pieces. The input:
//
//   0000000000000P0      the server's configuration (configuration.hpp), the client's (client_configuration.hpp), and
//                        the server's verbs, in pairs with their arguments as in plan.hpp: X1R7P0
//   uws://example.com/   the client's request (request_text.hpp), up to an empty line
//
// Client and server reach the same agreement, or both know that there is none. The changes that an attacker between
// client and server makes follow the empty line. A change has three octets: the first two are an offset in the stream
// of all octets that client and server send, the third has the bits to flip.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "answers.hpp"
#include "asked.hpp"
#include "exchange_observation.hpp"
#include "exchange_plan.hpp"
#include "naive_exchange.hpp"
#include "plan.hpp"

namespace {

using namespace fuzz;
using wshake::client_event;
using wshake::errc;
using wshake::server_state;

struct pair_plan {
  configuration server;
  client_configuration client;
  std::vector<step> steps;
  std::string_view flips;
};

class attacker {
 public:
  explicit attacker(std::string_view flips) : flips_(flips) {}

  bool idle() const { return flips_.size() < 3; }

  // Changes octets in transit.
  text pass(std::string_view sent) {
    text octets(sent);
    for (std::size_t at = 0; at + 3 <= flips_.size(); at += 3) {
      const auto octet = [&](std::size_t n) { return static_cast<unsigned char>(flips_[at + n]); };
      const std::size_t place = octet(0) * std::size_t{256} + octet(1);
      if (place < passed_ || place - passed_ >= octets.size()) continue;
      octets[place - passed_] = static_cast<char>(octets[place - passed_] ^ static_cast<char>(octet(2)));
    }
    passed_ += octets.size();
    return octets;
  }

 private:
  std::string_view flips_;
  std::size_t passed_ = 0;
};

class conversation {
 public:
  conversation(const pair_plan& plan, const request_text& request, std::string_view seed)
      : plan_(plan),
        request_(request),
        dice_(seed),
        attacker_(plan.flips),
        client_storage_(plan.client.storage),
        server_storage_(plan.server.storage),
        client_(wshake::mutable_octets(client_storage_.data(), client_storage_.size()), plan.client.config),
        server_(wshake::mutable_octets(server_storage_.data(), server_storage_.size()), plan.server.config) {}

  void run() {
    for (unsigned round = 0; round < 3; ++round) {
      if (!ask()) return;
      answer();
      listen();
      compare();
      if (!client_.next().same_connection || !server_.keep_alive()) return;
      require(server_.next_request() == server_state::need_more, "a connection that lives takes another request");
    }
  }

 private:
  // Carries the client's request to the server.
  bool ask() {
    const asked_by<wshake::client> asked(request_.view(), 0, client_);
    const faults broken = asked.broken(plan_.client.options);
    text out(4096, '\0');
    const wshake::write_result done = asked.start(client_, wshake::mutable_octets(out));
    if (!done) {
      require(done.error == errc::storage_too_small || done.error == errc::need_room || is_among(broken, done.error.code),
              "start() finds what is wrong");
      return false;
    }
    require(broken.empty(), "what is wrong is not written");
    out.resize(done.written.size());
    offer_ = *asked.offer(plan_.client.options);
    kept_ = asked.kept(plan_.client.options);
    const text octets = attacker_.pass(out);
    for (std::size_t at = 0; at < octets.size() && server_.state() == server_state::need_more;) {
      const block piece(std::string_view(octets).substr(at, cut()));
      at += server_.feed(piece.view()).consumed;
      if (server_.state() != server_state::need_more) break;
    }
    if (attacker_.idle()) check_asked();
    return true;
  }

  // The request of a client breaks none of the server's rules except the limits and requirements in the server's
  // configuration.
  void check_asked() const {
    if (server_.state() == server_state::upgrade) return;
    require(server_.state() == server_state::failed, "a handshake is complete, and is one");
    switch (server_.error().code) {
      case errc::head_too_large:
      case errc::target_too_long:
      case errc::field_line_too_long:
      case errc::too_many_field_lines:
      case errc::too_many_subprotocols:
      case errc::missing_origin:
      case errc::forbidden_origin:
      case errc::missing_subprotocol:
      case errc::no_common_subprotocol:
        return;
      default:
        require(false, "a client's request is in order", wshake::describe(server_.error().code).name);
    }
  }

  // Executes the next verb of the server's plan. If this verb writes no answer, calls accept() in the state upgrade,
  // and respond() in every other state.
  void answer() {
    unsigned char extra = 0;
    own_extensions_ = false;
    for (; step_ < plan_.steps.size() && plan_.steps[step_].what == verb::extra; ++step_) {
      extra = plan_.steps[step_].argument;
    }
    const step next = step_ < plan_.steps.size() ? plan_.steps[step_++] : step{verb::answer, 0};
    const server_state before = server_.state();
    sent_.clear();
    caller_body_ = 0;
    if (next.what == verb::respond) respond(next.argument, extra);
    if (next.what == verb::accept && before == server_state::upgrade) accept(next.argument, extra);
    if (sent_.empty()) {
      write([&](wshake::mutable_octets out) {
        return before == server_state::upgrade ? server_.accept(out) : server_.respond(out);
      });
    }
    require(!sent_.empty(), "there is always an answer");
  }

  template <class Write>
  void write(Write&& verb_call) {
    text out(2048, '\0');
    const wshake::write_result done = verb_call(wshake::mutable_octets(out));
    if (done) sent_ = out.substr(0, done.written.size());
  }

  void accept(unsigned char argument, unsigned char extra) {
    wshake::accept_options options;
    options.header = extra_header_of(extra).list;
    if ((argument & 3) == 1) options.subprotocol = "";
    if ((argument & 3) == 2) options.subprotocol = "chat";
    const wshake::handshake_request asked = server_.handshake();
    if ((argument & 3) == 3 && !asked.subprotocols.empty()) options.subprotocol = *asked.subprotocols.begin();
    if ((argument >> 2 & 3) == 1) options.extensions = "x-ext; a=1";
    if ((argument >> 2 & 3) == 2) options.extensions = "permessage-deflate; server_max_window_bits=9";
    write([&](wshake::mutable_octets out) { return server_.accept(out, options); });
    own_extensions_ = !options.extensions.empty();
  }

  void respond(unsigned char argument, unsigned char extra) {
    const response_plan options = read_response_plan(argument, extra);
    write([&](wshake::mutable_octets out) { return server_.respond(out, options.options); });
    if (!sent_.empty()) caller_body_ = options.options.content_length.value_or(0);
  }

  // Carries the server's answer to the client.
  void listen() {
    const response answer = read_response(sent_);
    const bool bodiless = answer.status == 101 || answer.status == 204 || answer.status == 205 || answer.status == 304;
    if (!bodiless) sent_.append(caller_body_, 'b');
    if (server_.state() == server_state::open) sent_ += "\x81\x02hi";
    const text octets = attacker_.pass(sent_);
    body_.clear();
    refused_ = 0;
    std::size_t at = 0;
    for (;;) {
      const block piece(std::string_view(octets).substr(at, cut()));
      const wshake::client_feed_result fed = client_.feed(piece.view());
      at += fed.consumed;
      body_.append(std::string_view(fed.data));
      if (fed.event == client_event::refused) refused_ = client_.response().status;
      const bool passes =
          fed.event == client_event::interim || fed.event == client_event::refused || fed.event == client_event::body;
      if (!passes && (fed.event != client_event::need_more || at == octets.size())) break;
    }
    const bool ended = client_.state() == client_event::need_more;
    if (ended) client_.feed_eof();
    if (!ended) (void)client_.feed(std::string_view(octets).substr(at));
    check_client(octets, ended);
  }

  std::size_t cut() {
    constexpr std::size_t most[] = {1, 3, 17, 64};
    return (plan_.client.cutting & 4) != 0 ? 65536 : 1 + dice_.below(most[plan_.client.cutting & 3]);
  }

  // The client and the naive reference (naive_exchange.hpp) give the same results for the same octets. So an attacker
  // can lead the client to the state open only with octets that the naive reference accepts, too.
  void check_client(std::string_view octets, bool ended) const {
    const naive_setting setting = {plan_.client.options, client_storage_.size() - kept_, &offer_};
    const naive_ending expected = naive_exchange(octets, ended, setting).read();
    require(client_.state() == expected.state && client_.error() == expected.error, "as the reference ends", octets);
    require_same(body_, expected.body, "the body");
    require(client_.next().same_connection == expected.same_connection, "same_connection", octets);
    const wshake::agreement agreed = client_.agreed();
    if (client_.state() != client_event::open) {
      require_same(describe_agreement(agreed), describe_agreement({}), "nothing is agreed if it is not open");
      return;
    }
    bool offered = agreed.subprotocol.empty();
    for (const wshake::octets one : request_.view().subprotocols) offered = offered || one == agreed.subprotocol;
    require(offered, "a subprotocol that was not offered is not agreed on", agreed.subprotocol);
    const bool deflates = offer_.extensions.find("permessage-deflate") != text::npos;
    require(deflates || !agreed.deflate.agreed, "nor an extension");
    require_same(describe_deflate(agreed.deflate), describe_deflate(expected.agreed.deflate), "as the reference agrees");
  }

  // If no octet was changed in transit, client and server agree on the result.
  void compare() const {
    if (!attacker_.idle()) return;
    const response answer = read_response(sent_);
    if (limited()) return;
    if (server_.state() == server_state::open) {
      compare_agreement();
      return;
    }
    require(client_.state() == client_event::done && refused_ == answer.status, "a refusal is read as one", sent_);
    require_same(body_, answer.body, "with its body");
    const bool goes_on = server_.keep_alive() && answer.status != 421;
    require(client_.next().same_connection == goes_on, "both know whether the connection lives", sent_);
  }

  void compare_agreement() const {
    const wshake::agreement told = server_.agreed();
    const bool window_of_8 = told.deflate.agreed && told.deflate.client_max_window_bits == 8;
    if (client_.error().code == errc::subprotocol_not_answered) {
      const bool required = plan_.client.options.require_subprotocol && !request_.view().subprotocols.empty();
      require(required && told.subprotocol.empty(), "the client wants a subprotocol that nobody answered", sent_);
      return;
    }
    if (client_.state() == client_event::failed) {
      require(client_.error().code >= errc::repeated_deflate && client_.error().code <= errc::bad_deflate_answer,
              "a 101 is one for the client, too", sent_);
      require(own_extensions_ || (window_of_8 && !plan_.client.options.window_of_8), "or it can't do what is told");
      return;
    }
    require(client_.state() == client_event::open, "both are open", sent_);
    const wshake::agreement heard = client_.agreed();
    require_same(heard.subprotocol, told.subprotocol, "both know the same subprotocol");
    if (own_extensions_) return;
    require_same(describe_deflate(heard.deflate), describe_deflate(told.deflate), "and the same parameters");
  }

  // True if a head or a body exceeds the client's limits.
  bool limited() const {
    const errc error = client_.error().code;
    return error == errc::head_too_large || error == errc::status_line_too_long || error == errc::field_line_too_long ||
           error == errc::too_many_field_lines || error == errc::body_too_large;
  }

  const pair_plan& plan_;
  const request_text& request_;
  dice dice_;
  attacker attacker_;
  block client_storage_;
  block server_storage_;
  wshake::client client_;
  wshake::server server_;
  std::size_t step_ = 0;

  // The request that waits for its answer, and this answer.
  naive_offer offer_;
  std::size_t kept_ = 0;
  text sent_;                    // the answer
  std::size_t caller_body_ = 0;  // size of a body that the server's caller sends
  bool own_extensions_ = false;  // the server's caller has set accept_options::extensions
  text body_;                    // the body that the client has read
  unsigned refused_ = 0;         // the status that the client has read
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const text seed(rest);
  const std::string_view first = take_until(rest, "\n");
  const auto part = [&](std::size_t begin, std::size_t count) {
    return begin < first.size() ? first.substr(begin, count) : std::string_view();
  };
  pair_plan plan = {configure(part(0, configuration_size)),
                    configure_client(part(configuration_size, client_configuration_size)),
                    {},
                    {}};
  for (std::size_t at = configuration_size + client_configuration_size; at + 2 <= first.size() && at < 64; at += 2) {
    plan.steps.push_back({static_cast<verb>(first[at] & 15), static_cast<unsigned char>(first[at + 1])});
  }
  const request_text request(plan_parts::take_lines(rest));
  plan.flips = rest;
  conversation(plan, request, seed).run();
  return 0;
}
