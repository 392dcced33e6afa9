#!/bin/sh
# wasi_clang.sh COMPILER ARGUMENT...: clang or clang++ for WASI, without the options that Meson passes to every LLD, but
# that LLD for WebAssembly does not know.
compiler=$1
shift
for argument; do
  shift
  case "$argument" in
    -Wl,--as-needed | -Wl,--no-undefined | -Wl,--start-group | -Wl,--end-group) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec "$compiler" --target=wasm32-wasi "$@"
