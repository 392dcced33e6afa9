#!/bin/sh
# clang++ for WASI, without the options that Meson gives every LLD and that the one for WebAssembly does not know.
for argument; do
  shift
  case "$argument" in
    -Wl,--as-needed | -Wl,--no-undefined | -Wl,--start-group | -Wl,--end-group) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec clang++ --target=wasm32-wasi "$@"
