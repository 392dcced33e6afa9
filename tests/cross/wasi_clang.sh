#!/bin/sh
# wasi_clang.sh COMPILER ARGUMENT...: runs clang or clang++ for WASI. Meson passes linker options that LLD for
# WebAssembly does not know. This script removes these options.
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
