// SPDX-License-Identifier: BSL-1.0
#include "canonical_list.hpp"

#include "block.hpp"
#include "vec16.hpp"

namespace wshake::scan {

#if defined(WSHAKE_VEC16) && !defined(WSHAKE_OPTIMIZE_SIZE)

namespace {

// In each mask, bit n stands for octet n of the block.
struct sorted_block {
  std::uint64_t tokens = 0;
  std::uint64_t spaces = 0;
  std::uint64_t commas = 0;
  std::uint64_t semicolons = 0;
  std::uint64_t equals_signs = 0;
};

// Classifies up to 64 octets. Each load takes sixteen octets. If `size` is no multiple of sixteen, the last load begins
// 16 octets before the end; if `size` is below sixteen, this load begins before `text`.
sorted_block sort(const char* text, std::size_t size) noexcept {
  sorted_block sorted;
  // Adds the octets of a vector to the masks, from index `from` on. The octet at `from` is octet `offset` of the block.
  const auto add = [&](vec16::vector octets, std::size_t from, std::size_t offset) {
    const auto places = [&](vec16::vector some) { return std::uint64_t{vec16::bits(some) >> from} << offset; };
    sorted.tokens |= places(vec16::fast_octets(octets));
    sorted.spaces |= places(vec16::equal(octets, ' '));
    sorted.commas |= places(vec16::equal(octets, ','));
    sorted.semicolons |= places(vec16::equal(octets, ';'));
    sorted.equals_signs |= places(vec16::equal(octets, '='));
  };
  std::size_t offset = 0;
  for (; size - offset >= 16; offset += 16) add(vec16::load(text + offset), 0, offset);
  if (offset != size) add(vec16::load(text + size - 16), 16 - (size - offset), offset);
  return sorted;
}

// A mask of the octets that directly follow the octets of `mask`. `carry` is the bit that moves from one block into the
// next block.
std::uint64_t behind(std::uint64_t mask, std::uint64_t& carry) noexcept {
  const std::uint64_t moved = mask << 1 | carry;
  carry = mask >> 63;
  return moved;
}

}  // namespace

bool is_canonical_extension_list(octets line) noexcept {
  if (line.size() < 16) return false;
  std::uint64_t token_before = 0;
  std::uint64_t delimiter_before = 0;
  std::uint64_t semicolon_before = 0;
  std::uint64_t space_before = 0;  // carry: a space that follows a semicolon
  std::uint64_t in_name = 0;       // carry: the last block ended inside a parameter's name
  bool ends_in_token = false;
  for (octets rest = line; !rest.empty(); rest = rest.from(block_size)) {
    const octets block = rest.first(block_size);
    const sorted_block sorted = sort(block.data(), block.size());
    const std::uint64_t delimiters = sorted.commas | sorted.semicolons;
    std::uint64_t misplaced = sorted.spaces & ~behind(delimiters, delimiter_before);
    misplaced |= (delimiters | sorted.equals_signs) & ~behind(sorted.tokens, token_before);

    // A "=" must directly follow a parameter's name. If the bit at the beginning of a token is added to the mask of the
    // tokens, the sum carries to the bit of the octet behind the token.
    const std::uint64_t behind_semicolons = behind(sorted.semicolons, semicolon_before);
    const std::uint64_t names = behind_semicolons | behind(sorted.spaces & behind_semicolons, space_before);
    const std::uint64_t name_ends = (names & sorted.tokens) + in_name + sorted.tokens;
    in_name = name_ends < sorted.tokens ? 1 : 0;
    misplaced |= sorted.equals_signs & ~name_ends;

    const std::uint64_t known = sorted.tokens | sorted.spaces | delimiters | sorted.equals_signs;
    const std::uint64_t all = ~std::uint64_t{0} >> (block_size - block.size());
    if (known != all || misplaced != 0) return false;
    ends_in_token = (sorted.tokens >> (block.size() - 1) & 1U) != 0;
  }
  return ends_in_token;
}

#else

// -Os builds, and builds for other processors, leave the fast path out.
bool is_canonical_extension_list(octets) noexcept { return false; }

#endif

}  // namespace wshake::scan
