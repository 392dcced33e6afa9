// SPDX-License-Identifier: BSL-1.0
// io_uring: WebSocket on Linux's completion queue, server and client.
//
//   io_uring serve [--address 127.0.0.1] [--port 0] [--deadline 10]
//   io_uring connect [--deadline 10] ws://HOST[:PORT][/PATH] [TEXT...]
//
// The handshake and the messages are in the conversation: echo_conversation.hpp for the server, client_conversation.hpp
// for the client. This file moves octets between the conversation and the socket. Exit status 77: the system does not
// permit io_uring.
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <liburing.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/echo_conversation.hpp"
#include "shared/loop_program.hpp"

namespace {

using clock = conversation::clock;

// Receives the results of operations. A waiter has one operation at a time.
class waiter {
 public:
  virtual void done(int result) = 0;

 protected:
  ~waiter() = default;

 private:
  friend class ring;
  __kernel_timespec until_ = {};  // the kernel reads it when the operation is submitted
};

class ring {
 public:
  ring() {
    if (const int error = io_uring_queue_init(256, &ring_, 0); error < 0) {
      std::fprintf(stderr, "io_uring: this system does not permit io_uring: %s\n", std::strerror(-error));
      std::exit(77);
    }
  }
  ring(const ring&) = delete;
  ring& operator=(const ring&) = delete;
  ~ring() { io_uring_queue_exit(&ring_); }

  // Starts the operation that `prepare` describes. The operation is cancelled at the time `until`.
  template <class Prepare>
  void start(waiter& whose, Prepare prepare, clock::time_point until = clock::time_point::max()) {
    // The entries of the operation and of its timeout are linked and must be submitted together.
    if (io_uring_sq_space_left(&ring_) < 2) io_uring_submit(&ring_);
    io_uring_sqe* const operation = io_uring_get_sqe(&ring_);
    if (operation == nullptr) fail("io_uring_submit");
    prepare(operation);
    io_uring_sqe_set_data(operation, &whose);
    if (until == clock::time_point::max()) return;
    operation->flags |= IOSQE_IO_LINK;
    // io_uring measures time by the clock of std::chrono::steady_clock.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(until.time_since_epoch());
    whose.until_ = {seconds.count(), std::chrono::nanoseconds(until.time_since_epoch() - seconds).count()};
    io_uring_sqe* const timeout = io_uring_get_sqe(&ring_);
    io_uring_prep_link_timeout(timeout, &whose.until_, IORING_TIMEOUT_ABS);
    io_uring_sqe_set_data(timeout, nullptr);
  }

  // Runs operations until `is_over` is true.
  void run(const bool& is_over) {
    while (!is_over) {
      const int error = io_uring_submit_and_wait(&ring_, 1);
      if (error < 0 && error != -EINTR && error != -EAGAIN && error != -EBUSY) fail("io_uring_submit_and_wait");
      for (io_uring_cqe* each = nullptr; !is_over && io_uring_peek_cqe(&ring_, &each) == 0;) {
        auto* const whose = static_cast<waiter*>(io_uring_cqe_get_data(each));
        const int result = each->res;
        io_uring_cqe_seen(&ring_, each);
        if (whose != nullptr) whose->done(result);
      }
    }
  }

 private:
  ::io_uring ring_ = {};
};

// Carries a conversation over a socket, one operation at a time.
class carrier final : public waiter {
 public:
  // `leave` is called when the conversation is over, and may delete the carrier.
  carrier(ring& operations, int socket, std::shared_ptr<conversation> talk, std::function<void(int)> leave)
      : operations_(operations), socket_(socket), talk_(std::move(talk)), leave_(std::move(leave)) {
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  carrier(const carrier&) = delete;
  carrier& operator=(const carrier&) = delete;
  ~carrier() { close(socket_); }

  // Performs the action that the conversation asks for. Called again when the action is done or was cancelled.
  void go_on() {
    while ((wish_ = talk_->next()) == conversation::wish::shut) shutdown(socket_, SHUT_WR);
    if (wish_ == conversation::wish::leave) return leave_(socket_);
    const auto prepare = [this](io_uring_sqe* entry) {
      if (wish_ == conversation::wish::send) {
        io_uring_prep_send(entry, socket_, talk_->output().data(), talk_->output().size(), MSG_NOSIGNAL);
      } else {
        io_uring_prep_recv(entry, socket_, talk_->room().data(), talk_->room().size(), 0);
      }
    };
    operations_.start(*this, prepare, talk_->deadline());
  }

  void done(int result) override {
    if (result == -ECANCELED) {
      talk_->time_is_up();
    } else if (result < 0 && result != -EINTR && result != -EAGAIN) {
      talk_->lost(std::strerror(-result));
    } else if (result >= 0 && wish_ == conversation::wish::send) {
      talk_->sent(static_cast<std::size_t>(result));
    } else if (result >= 0) {
      talk_->received(static_cast<std::size_t>(result));
    }
    go_on();
  }

 private:
  ring& operations_;
  const int socket_;
  const std::shared_ptr<conversation> talk_;
  const std::function<void(int)> leave_;
  conversation::wish wish_ = conversation::wish::receive;
};

class server final : public waiter {
 public:
  server(ring& operations, const echo_settings& wanted)
      : operations_(operations), listener_(listen_on(wanted)), patience_(wanted.deadline) {
    // io_uring waits only on blocking descriptors. On a non-blocking descriptor it tries once.
    fcntl(listener_, F_SETFL, fcntl(listener_, F_GETFL) & ~O_NONBLOCK);
    accept();
  }

  void done(int result) override {
    if (result == -EMFILE || result == -ENFILE) {
      // Further clients wait in the kernel's queue.
      return operations_.start(*this, [&](io_uring_sqe* entry) { io_uring_prep_timeout(entry, &pause_, 0, 0); });
    }
    if (result >= 0) {
      const auto leave = [this](int socket) { carriers_.erase(socket); };
      auto added = std::make_unique<carrier>(operations_, result, std::make_shared<echo_conversation>(patience_), leave);
      (carriers_[result] = std::move(added))->go_on();
    }
    accept();
  }

 private:
  void accept() {
    operations_.start(
        *this, [&](io_uring_sqe* entry) { io_uring_prep_accept(entry, listener_, nullptr, nullptr, SOCK_CLOEXEC); });
  }

  ring& operations_;
  const int listener_;
  const std::chrono::seconds patience_;
  __kernel_timespec pause_ = {0, 50'000'000};
  std::unordered_map<int, std::unique_ptr<carrier>> carriers_;  // by socket
};

// Waits for SIGINT and SIGTERM.
class signal_waiter final : public waiter {
 public:
  signal_waiter(ring& operations, bool& has_come) : has_come_(has_come) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &signals, nullptr) != 0) fail("sigprocmask");
    const int descriptor = signalfd(-1, &signals, SFD_CLOEXEC);
    if (descriptor < 0) fail("signalfd");
    operations.start(*this, [&](io_uring_sqe* entry) { io_uring_prep_poll_add(entry, descriptor, POLLIN); });
  }

  void done(int) override { has_come_ = true; }

 private:
  bool& has_come_;
};

int serve(const echo_settings& wanted) {
  // The ring ends before the buffers that its operations read into.
  auto operations = std::make_unique<ring>();
  bool is_over = false;
  const signal_waiter signals(*operations, is_over);
  const server served(*operations, wanted);
  operations->run(is_over);
  operations.reset();
  return 0;
}

// Tries one address after another, then carries the conversation.
class dialer final : public waiter {
 public:
  dialer(ring& operations, const addrinfo* addresses, std::shared_ptr<conversation> talk, bool& is_over)
      : operations_(operations), address_(addresses), talk_(std::move(talk)), is_over_(is_over) {
    try_address();
  }

  void done(int result) override {
    if (result >= 0) {
      carrier_.emplace(operations_, socket_, talk_, [this](int) { is_over_ = true; });
      return carrier_->go_on();
    }
    close(socket_);
    if (result == -ECANCELED) return end([&] { talk_->time_is_up(); });
    address_ = address_->ai_next;
    if (address_ == nullptr) return end([&] { talk_->lost(std::strerror(-result)); });
    try_address();
  }

 private:
  void try_address() {
    socket_ = socket(address_->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return done(-errno);
    const auto prepare = [this](io_uring_sqe* entry) {
      io_uring_prep_connect(entry, socket_, address_->ai_addr, address_->ai_addrlen);
    };
    operations_.start(*this, prepare, talk_->deadline());
  }

  template <class Tell>
  void end(Tell tell) {
    tell();
    is_over_ = true;
  }

  ring& operations_;
  const addrinfo* address_;
  const std::shared_ptr<conversation> talk_;
  bool& is_over_;
  int socket_ = -1;
  std::optional<carrier> carrier_;
};

int connect(const wshake::uri& where, const std::shared_ptr<client_conversation>& talk) {
  ring operations;
  // The system's resolver blocks on the network, so a program with other work calls it in another thread.
  addrinfo hints = {}, *addresses = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  const int error = getaddrinfo(host_of(where).c_str(), std::to_string(where.port).c_str(), &hints, &addresses);
  if (error != 0) {
    talk->lost(gai_strerror(error));
    return talk->exit_code();
  }
  bool is_over = false;
  const dialer dialled(operations, addresses, talk, is_over);
  operations.run(is_over);
  freeaddrinfo(addresses);
  return talk->exit_code();
}

}  // namespace

int main(int count, char** values) { return loop_program{"io_uring", serve, connect}.run(count, values); }
