// SPDX-License-Identifier: BSL-1.0
// The class slab is a pool of memory, which hands out slots of a few sizes. A server may use such a pool for the
// storage of its connections.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

namespace bench {

class slab {
 public:
  // Returns the size of the smallest slot that holds `size` octets, or 0 if `size` is 0.
  static constexpr std::size_t slot_size(std::size_t size) {
    if (size == 0) return 0;
    return *std::lower_bound(sizes.begin(), sizes.end(), size);
  }
  static constexpr std::size_t largest() { return sizes.back(); }

  // Returns a slot of slot_size(size) octets.
  char* take(std::size_t size) {
    slot_list& list = list_of(size);
    if (list.free == nullptr) grow(list, slot_size(size));
    char* const slot = list.free;
    std::memcpy(&list.free, slot, sizeof list.free);
    return slot;
  }

  void give_back(char* slot, std::size_t size) {
    slot_list& list = list_of(size);
    std::memcpy(slot, &list.free, sizeof list.free);
    list.free = slot;
  }

 private:
  static constexpr std::array<std::size_t, 13> sizes = {64,  128, 192,  256,  320,  384, 448,
                                                        576, 768, 1024, 1536, 2048, 4096};
  static constexpr std::size_t chunk_size = 1 << 20;

  struct slot_list {
    char* free = nullptr;  // each free slot begins with the address of the next free slot
    std::vector<std::unique_ptr<char[]>> chunks;
  };

  slot_list& list_of(std::size_t size) {
    return lists_[static_cast<std::size_t>(std::lower_bound(sizes.begin(), sizes.end(), size) - sizes.begin())];
  }

  static void grow(slot_list& list, std::size_t size) {
    list.chunks.push_back(std::make_unique_for_overwrite<char[]>(chunk_size));
    char* const chunk = list.chunks.back().get();
    // Adds the slots to the list from the last to the first, so that take() returns the first slot first.
    for (std::size_t at = chunk_size / size * size; at != 0; at -= size) {
      std::memcpy(chunk + at - size, &list.free, sizeof list.free);
      list.free = chunk + at - size;
    }
  }

  std::array<slot_list, sizes.size()> lists_;
};

}  // namespace bench
