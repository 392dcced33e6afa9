// SPDX-License-Identifier: BSL-1.0
// life_table: the states that each verb of a role leads to in each phase. A phase is a state of the role or a part of a
// state, such as need_more inside a head.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace wshake {

// The states that a verb may lead to in a phase. An empty set means that the verb does not fit the phase: it changes
// nothing.
template <class State>
class state_set {
 public:
  constexpr state_set() noexcept = default;
  constexpr state_set(std::initializer_list<State> states) noexcept {
    for (const State state : states) bits_ = static_cast<std::uint16_t>(bits_ | 1U << static_cast<unsigned>(state));
  }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr bool has(State state) const noexcept { return (bits_ >> static_cast<unsigned>(state) & 1U) != 0; }

  // The union of two sets.
  friend constexpr state_set operator|(state_set one, state_set other) noexcept {
    one.bits_ = static_cast<std::uint16_t>(one.bits_ | other.bits_);
    return one;
  }
  friend constexpr bool operator==(const state_set&, const state_set&) noexcept = default;

 private:
  std::uint16_t bits_ = 0;
};

template <class State, std::size_t phases, std::size_t verbs>
using life_table = std::array<std::array<state_set<State>, verbs>, phases>;

// True if the verb fits the phase. The compiler turns the verb's column of the role's life_table into a constant with a
// bit for each phase. Each role has the two functions that fits() calls: last_of(phase) returns the last phase, and
// next_states(phase, verb) reads the role's table.
template <auto verb, class Phase>
constexpr bool fits(Phase phase) noexcept {
  constexpr unsigned column = [] {
    unsigned bits = 0;
    for (unsigned row = 0; row <= static_cast<unsigned>(last_of(Phase())); ++row) {
      if (!next_states(static_cast<Phase>(row), verb).empty()) bits |= 1U << row;
    }
    return bits;
  }();
  return (column >> static_cast<unsigned>(phase) & 1U) != 0;
}

}  // namespace wshake
