// SPDX-License-Identifier: BSL-1.0
// A library for LD_PRELOAD with glibc: once a program has called listen(), the next allocation ends the program.
#include <cstddef>
#include <cstdlib>

#include <sys/syscall.h>
#include <unistd.h>

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

bool is_forbidden = false;

void look() {
  if (!is_forbidden) return;
  constexpr char said[] = "an allocation\n";
  if (write(STDERR_FILENO, said, sizeof said - 1) < 0) _exit(71);
  _exit(70);
}

}  // namespace

// The functions below replace those of glibc. operator new of C++ also calls malloc().
extern "C" {

int listen(int socket, int backlog) noexcept {
  is_forbidden = true;
  return static_cast<int>(syscall(SYS_listen, socket, backlog));
}

void* malloc(std::size_t size) noexcept {
  look();
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  look();
  return __libc_calloc(count, size);
}

void* realloc(void* old, std::size_t size) noexcept {
  look();
  return __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  look();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** out, std::size_t alignment, std::size_t size) noexcept {
  *out = aligned_alloc(alignment, size);
  return *out == nullptr ? 12 : 0;
}
}
