#!/bin/bash -eu
# Builds every target of fuzz/ for OSS-Fuzz, from $SRC/wshake into $OUT, each with its seeds and its dictionary. The sources
# need no configuration, so compiling them is all there is to it.
cd "$SRC/wshake"
flags=(-std=c++20 -Iinclude -Iengine)

work=$(mktemp -d)
objects=()
for source in engine/*/*.cpp; do
  object=$work/${source//\//_}.o
  # shellcheck disable=SC2086 # the flags are a list
  $CXX $CXXFLAGS "${flags[@]}" -c "$source" -o "$object"
  objects+=("$object")
done

for source in fuzz/fuzz_*.cpp; do
  target=$(basename "$source" .cpp)
  name=${target#fuzz_}
  # shellcheck disable=SC2086
  $CXX $CXXFLAGS "${flags[@]}" "$source" "${objects[@]}" $LIB_FUZZING_ENGINE -o "$OUT/$target"
  zip -q -j -r "$OUT/${target}_seed_corpus.zip" "fuzz/corpus/$name"
  dictionary=fuzz/$name.dict
  [ -f "$dictionary" ] || dictionary=fuzz/wshake.dict
  cp "$dictionary" "$OUT/$target.dict"
  # No head has more than 65,535 octets, and what is interesting in one takes far fewer.
  printf '[libfuzzer]\nmax_len = 16384\n' >"$OUT/$target.options"
done
rm -rf "$work"
