#!/bin/sh
# clang++ for WASI, without the options that Meson passes to every LLD, but that LLD for WebAssembly does not know.
for argument; do
  shift
  case "$argument" in
    -Wl,--as-needed | -Wl,--no-undefined | -Wl,--start-group | -Wl,--end-group) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec clang++ --target=wasm32-wasi "$@"
