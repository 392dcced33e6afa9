#!/bin/sh
# zig.sh ZIG c++|cc TARGET ARGUMENT...: runs Zig's C++ or C compiler for a target. Meson asks for the linker's version
# with -Wl,--version or -Wl,-v, but Zig does not print the version. In place of Zig, this script prints the answer of
# the target's linker: Apple's linker for macOS, LLD for other targets.
zig=$1 language=$2 target=$3
shift 3
processor=
case "$target $*" in
  *-macos*-Wl,--version*)
    echo 'ld: unknown option: --version' >&2
    exit 1
    ;;
  *-macos*-Wl,-v*)
    echo '@(#)PROGRAM:ld PROJECT:ld64-609' >&2
    exit 0
    ;;
  *-Wl,--version*)
    echo 'LLD 16.0.6 (compatible with GNU linkers)'
    exit 0
    ;;
  # Lets Zig use the SHA-1 instructions, which every Apple processor has. Zig accepts -mcpu only if it compiles a
  # source (-c).
  aarch64-macos*' -c '*) processor=-mcpu=apple_m1 ;;
esac
exec "$zig" "$language" -target "$target" $processor "$@"
