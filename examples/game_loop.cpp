// SPDX-License-Identifier: BSL-1.0
// game_loop: a game server that polls its sockets once a tick, 60 times a second. All players are in one array, so the
// server allocates no memory. The server is compiled without exceptions and without RTTI.
//
//   game_loop [--port 0] [--ticks 0]    --ticks: the number of ticks after which the game ends; 0: without end
//
// A player sends its place in the game in a message of 8 octets, which the server does not interpret. Every player gets
// the places of all players, each in a message of 9 octets: the number of a player and the place. If a player leaves,
// the other players get a message of 1 octet: the number of this player. The first message to a player has the player's
// own number.
#include "shared/portable_socket.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

#include <wshake/server.hpp>

#include "shared/game_frames.hpp"

namespace {

constexpr long ticks_a_second = 60;
constexpr unsigned seats = 64;  // one per bit of player::news
// The largest number of octets that the server reads from a player in one tick. The request of a browser takes one or
// two ticks. 1,024 octets hold more than 70 messages of a player, but a player sends only one message a tick. Octets
// beyond this number wait for the next tick. If 64 players send without pause, the server works for 1.5 ms of a tick's
// 16.7 ms.
constexpr std::size_t octets_a_tick = 1024;
constexpr int newcomers_a_tick = 8;
constexpr unsigned ticks_for_head = 3 * ticks_a_second;
constexpr unsigned ticks_of_silence = 60 * ticks_a_second;  // a player without a frame for this time gets a Close
constexpr unsigned ticks_to_leave = 2 * ticks_a_second;
constexpr std::size_t place_size = 8;

// The server closes the connection after a refusal, so that another player can have the seat.
constexpr wshake::server_config game_config({.close_refused = true});

enum class stage : std::uint8_t {
  free,
  handshake,
  playing,
  leaving,  // the octets in `out` are the last ones
};

struct player {
  socket_handle socket = no_socket;
  stage at = stage::free;
  unsigned ticks_left = 0;  // the ticks until the deadline of the player's stage
  std::uint64_t news = 0;   // one bit for each player about whom this player has to get a message
  std::array<char, place_size> place = {};
  std::size_t in_size = 0;
  std::size_t out_size = 0;
  std::array<char, octets_a_tick + most_in_frame> in;
  std::array<char, 4096> out;
  std::array<char, wshake::small_server_storage_size> storage;  // the memory of `server`
  wshake::server server{storage, game_config};
};

std::array<player, seats> players;
std::uint64_t changed = 0;  // one bit for each player who came, moved or left: tick() adds the bits to player::news

// Closing a socket at once could destroy octets that the peer has not received yet, if the peer is still sending (RFC
// 9112 section 9.6). Sockets whose sending direction is shut wait in `way_out` until the peer closes. A new socket goes
// into the next element of the ring `sockets`. If an older socket is still there, the program closes the older socket.
struct way_out {
  way_out() { sockets.fill(no_socket); }

  std::array<socket_handle, seats> sockets;
  unsigned next = 0;
} leaving;

std::uint64_t bit_of(const player& who) { return std::uint64_t{1} << (&who - players.data()); }

void see_out(socket_handle socket) {
  shutdown(socket, shut_sending);
  socket_handle& place = leaving.sockets[leaving.next++ % seats];
  if (place != no_socket) close_socket(place);
  place = socket;
}

void leave(player& who) {
  if (who.at == stage::playing) changed |= bit_of(who);
  who.at = stage::leaving;
  who.ticks_left = ticks_to_leave;
}

void free_seat(player& who) {
  if (who.at == stage::playing) changed |= bit_of(who);
  std::memset(who.storage.data(), 0, who.storage.size());  // the head may hold a password or a cookie
  std::memset(who.in.data(), 0, who.in.size());
  who.at = stage::free;
  who.socket = no_socket;
}

void lose(player& who) {
  close_socket(who.socket);
  free_seat(who);
}

wshake::mutable_octets room(player& who) { return {who.out.data() + who.out_size, who.out.size() - who.out_size}; }

// Queues an answer that the server wrote into room(). If the answer did not fit, which is a bug in this program, the
// player leaves.
void answer(player& who, const wshake::write_result& result) {
  if (!result) return leave(who);
  who.out_size += result.written.size();
}

void send_frame(player& who, opcode what, wshake::octets payload) {
  who.out_size += write_frame(room(who).data(), what, payload);
}

void send_close(player& who, unsigned code) {
  const char payload[] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  if (room(who).size() >= most_out_frame) send_frame(who, opcode::close, {payload, sizeof payload});
  leave(who);
}

void send_place(player& who, const player& of) {
  char payload[1 + place_size] = {static_cast<char>(&of - players.data())};
  std::memcpy(payload + 1, of.place.data(), place_size);
  send_frame(who, opcode::binary, {payload, of.at == stage::playing ? sizeof payload : 1});
}

void drop(player& who, std::size_t size) {
  who.in_size -= size;
  std::memmove(who.in.data(), who.in.data() + size, who.in_size);
}

// Starts the game for a player after the handshake. The octets left in `in` are frames.
void join(player& who) {
  who.news = 0;
  for (const player& each : players) who.news |= each.at == stage::playing ? bit_of(each) : 0;
  who.at = stage::playing;
  who.ticks_left = ticks_of_silence;
  who.place = {};
  changed |= bit_of(who);
  send_place(who, who);
}

void step_handshake(player& who) {
  while (who.at == stage::handshake) {
    const wshake::server_feed_result fed = who.server.feed({who.in.data(), who.in_size});
    drop(who, fed.consumed);
    switch (fed.state) {
      case wshake::server_state::need_more:
        if (who.ticks_left > 0) return;
        // A client that has sent nothing gets no answer: feed_eof() returns `closed`.
        if (who.server.feed_eof() == wshake::server_state::failed)
          answer(who, who.server.respond(room(who), {.error = wshake::errc::timed_out}));
        break;
      case wshake::server_state::upgrade:
        answer(who, who.server.accept(room(who)));
        break;
      case wshake::server_state::request:
      case wshake::server_state::failed:
        answer(who, who.server.respond(room(who)));
        break;
      case wshake::server_state::responded:
      case wshake::server_state::closed:
        leave(who);
        break;
      case wshake::server_state::open:
        join(who);
        break;
    }
  }
}

void step_frames(player& who) {
  // A frame may need an answer, so a frame waits until `out` has room for an answer.
  while (who.at == stage::playing && room(who).size() >= most_out_frame) {
    const game_frame frame = read_frame({who.in.data(), who.in_size});
    if (frame.size == 0 && frame.code == 0) break;
    if (frame.size == 0) {
      send_close(who, frame.code);
    } else if (frame.what == opcode::ping) {
      send_frame(who, opcode::pong, frame.payload);
    } else if (frame.what == opcode::close) {
      send_frame(who, opcode::close, frame.payload.size() >= 2 ? frame.payload.first(2) : wshake::octets{});
      leave(who);
    } else if (frame.what == opcode::binary && frame.payload.size() == place_size) {
      std::memcpy(who.place.data(), frame.payload.data(), place_size);
      changed |= bit_of(who);
    } else if (frame.what == opcode::binary) {
      send_close(who, 1003);
    }
    drop(who, frame.size);
    if (who.at == stage::playing) who.ticks_left = ticks_of_silence;
  }
  if (who.at == stage::playing && who.ticks_left == 0) send_close(who, 1001);
}

// Reads the next octets of a player, at most `octets_a_tick`.
void hear(player& who) {
  const std::size_t size = std::min(octets_a_tick, who.in.size() - who.in_size);
  if (size == 0) return;
  const std::ptrdiff_t got = receive_octets(who.socket, {who.in.data() + who.in_size, size});
  if (got > 0) {
    who.in_size += static_cast<std::size_t>(got);
  } else if (got < 0) {
    if (!must_wait()) lose(who);
  } else if (who.at == stage::handshake) {
    // An incomplete head gets an answer, because the player may have closed only the sending direction.
    who.server.feed_eof();
  } else {
    leave(who);
  }
}

// Sends as many octets of a player's output as the socket takes.
void speak(player& who) {
  const std::ptrdiff_t sent = who.out_size == 0 ? 0 : send_octets(who.socket, {who.out.data(), who.out_size});
  if (sent < 0 && !must_wait()) return lose(who);
  if (sent > 0) {
    who.out_size -= static_cast<std::size_t>(sent);
    std::memmove(who.out.data(), who.out.data() + sent, who.out_size);
  }
  if (who.at != stage::leaving || who.out_size > 0) return;
  see_out(who.socket);
  free_seat(who);
}

void refuse(socket_handle socket) {
  // Sends the refusal without reading the request, because all requests get the same refusal.
  wshake::stored_server<64> server(game_config);
  std::array<char, 512> out;
  const wshake::write_result refusal = server.respond(out, {.status = 503}, {{"Retry-After", "10"}});
  if (refusal) (void)send_octets(socket, refusal.written);
  see_out(socket);
}

void welcome(socket_handle listener) {
  for (int count = 0; count < newcomers_a_tick; ++count) {
    const socket_handle socket = prepared(accept(listener, nullptr, nullptr));
    if (socket == no_socket) return;
    make_nonblocking(socket);
    set_option(socket, IPPROTO_TCP, TCP_NODELAY);
    const auto seat =
        std::find_if(players.begin(), players.end(), [](const player& each) { return each.at == stage::free; });
    if (seat == players.end()) {
      refuse(socket);
      continue;
    }
    seat->socket = socket;
    seat->at = stage::handshake;
    seat->ticks_left = ticks_for_head;
    seat->in_size = seat->out_size = 0;
    seat->server.reset();
  }
}

void drain_way_out() {
  static std::array<char, octets_a_tick> rest;
  for (socket_handle& socket : leaving.sockets) {
    if (socket == no_socket) continue;
    const std::ptrdiff_t got = receive_octets(socket, rest);
    if (got > 0 || (got < 0 && must_wait())) continue;
    close_socket(socket);
    socket = no_socket;
  }
}

void tick(socket_handle listener) {
  welcome(listener);
  for (player& each : players) {
    if (each.ticks_left > 0) --each.ticks_left;
    if (each.at == stage::handshake || each.at == stage::playing) hear(each);
    if (each.at == stage::handshake) step_handshake(each);
    if (each.at == stage::playing) step_frames(each);
    if (each.at == stage::leaving && each.ticks_left == 0) lose(each);
  }
  const std::uint64_t news = std::exchange(changed, 0);
  for (player& each : players) {
    if (each.at == stage::free) continue;
    each.news |= news & ~bit_of(each);
    // If `out` has no room, the player gets the news in a later tick, with the places of that later tick.
    while (each.at == stage::playing && each.news != 0 && room(each).size() >= most_out_frame) {
      send_place(each, players[static_cast<unsigned>(std::countr_zero(each.news))]);
      each.news &= each.news - 1;
    }
    speak(each);
  }
  drain_way_out();
}

[[noreturn]] void fail(const char* what) {
  print_socket_error(what);
  std::exit(3);
}

socket_handle listen_at(unsigned port) {
  const socket_handle listener = prepared(socket(AF_INET, SOCK_STREAM, 0));
  if (listener == no_socket || !make_nonblocking(listener)) fail("socket");
  set_option(listener, SOL_SOCKET, claim_port);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0) fail("bind");
  if (listen(listener, SOMAXCONN) != 0) fail("listen");
  if (getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  std::setvbuf(stdout, nullptr, _IONBF, 0);  // printf would allocate a buffer for its output
  std::printf("listening on http://127.0.0.1:%u/\n", ntohs(address.sin_port));
  return listener;
}

}  // namespace

int main(int count, char** values) {
  unsigned long port = 0, ticks = 0;
  for (int at = 1; at < count; at += 2) {
    const std::string_view name = values[at];
    if (at + 1 == count || (name != "--port" && name != "--ticks")) {
      std::fputs("Usage: game_loop [--port 0] [--ticks 0]\n", stderr);
      return 2;
    }
    (name == "--port" ? port : ticks) = std::strtoul(values[at + 1], nullptr, 10);
  }
  if (!start_sockets()) fail("sockets");
  const socket_handle listener = listen_at(static_cast<unsigned>(port));
  auto next = std::chrono::steady_clock::now();
  for (unsigned long number = 0; ticks == 0 || number < ticks; ++number) {
    tick(listener);
    next += std::chrono::microseconds(1'000'000 / ticks_a_second);
    std::this_thread::sleep_until(next);
  }
  // Ends the game.
  for (player& each : players) {
    if (each.at == stage::playing) send_close(each, 1001);
    if (each.at != stage::free) speak(each);
  }
}
