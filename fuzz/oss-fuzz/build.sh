#!/bin/bash -eu
# Builds every target of fuzz/ for OSS-Fuzz, from $SRC/wshake into $OUT, each with its seeds and its dictionary. The
# sources need no configuration, so the script only compiles them.
cd "$SRC/wshake"
flags=(-std=c++20 -Iinclude -Iengine)

# Runs as many commands at a time as there are processors. The script ends if one command fails.
in_background() {
  while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do wait -n; done
  "$@" &
}
wait_for_all() { while [ -n "$(jobs -p)" ]; do wait -n; done; }

work=$(mktemp -d)
objects=()
for source in engine/*/*.cpp; do
  object=$work/${source//\//_}.o
  # shellcheck disable=SC2086 # the flags are a list
  in_background $CXX $CXXFLAGS "${flags[@]}" -c "$source" -o "$object"
  objects+=("$object")
done
wait_for_all

for source in fuzz/fuzz_*.cpp; do
  target=$(basename "$source" .cpp)
  name=${target#fuzz_}
  # shellcheck disable=SC2086
  in_background $CXX $CXXFLAGS "${flags[@]}" "$source" "${objects[@]}" $LIB_FUZZING_ENGINE -o "$OUT/$target"
  zip -q -j -r "$OUT/${target}_seed_corpus.zip" "fuzz/corpus/$name"
  dictionary=fuzz/$name.dict
  [ -f "$dictionary" ] || dictionary=fuzz/wshake.dict
  cp "$dictionary" "$OUT/$target.dict"
  # A head may have 65,535 octets, but interesting inputs are far smaller.
  printf '[libfuzzer]\nmax_len = 16384\n' >"$OUT/$target.options"
done
wait_for_all
rm -rf "$work"
