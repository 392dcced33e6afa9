#!/bin/sh
# zig.sh ZIG c++|cc TARGET ARGUMENT...: the C++ or C compiler of Zig for a target. Zig does not tell the version of its
# linker, for which Meson asks. The answers are those of linkers that take the same options: Apple's, or LLD.
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
  # Every Apple processor has the SHA-1 instructions. Zig takes -mcpu only where it compiles.
  aarch64-macos*' -c '*) processor=-mcpu=apple_m1 ;;
esac
exec "$zig" "$language" -target "$target" $processor "$@"
