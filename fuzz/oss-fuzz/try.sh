#!/bin/bash -eu
# try.sh AMOUNT [SANITIZER]: builds as OSS-Fuzz would, with this machine's clang, and runs every target on its seeds
# with its dictionary and options. AMOUNT is a time in seconds, such as 60, or a number of executions from a fixed
# seed, such as 5000x. SANITIZER is address (the default), undefined or memory.
case $1 in
  *x) amount="-seed=1 -reload=0 -runs=${1%x}" ;;
  *) amount="-max_total_time=$1" ;;
esac
# libFuzzer's choices depend on addresses: with fixed addresses, another run makes the same inputs.
at_fixed_addresses='setarch -R'
$at_fixed_addresses true 2>/dev/null || at_fixed_addresses=
sanitizer=${2:-address}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/src" "$scratch/out"
ln -s "$here/../.." "$scratch/src/wshake"

common='-O1 -fno-omit-frame-pointer -gline-tables-only -fsanitize=fuzzer-no-link'
declare -A flags=(
  [address]='-fsanitize=address -fsanitize-address-use-after-scope'
  [undefined]='-fsanitize=undefined,unsigned-integer-overflow -fno-sanitize-recover=undefined'
  [memory]='-fsanitize=memory -fsanitize-memory-track-origins'
)
export SRC=$scratch/src OUT=$scratch/out CC=clang CXX=clang++ LIB_FUZZING_ENGINE=-fsanitize=fuzzer
export CFLAGS="$common ${flags[$sanitizer]}"
export CXXFLAGS=$CFLAGS
export UBSAN_OPTIONS=silence_unsigned_overflow=1
"$here/build.sh"

try() {
  local target=$1 name
  name=$(basename "$target")
  mkdir -p "$scratch/corpus/$name"
  unzip -q "${target}_seed_corpus.zip" -d "$scratch/corpus/$name"
  # shellcheck disable=SC2046,SC2086 # the options are a list
  $at_fixed_addresses "$target" "$scratch/corpus/$name" $(sed -n 's/^\(.*\) = \(.*\)$/-\1=\2/p' "$target.options") \
    -dict="$target.dict" $amount -artifact_prefix="$scratch/" >"$scratch/$name.log" 2>&1 &&
    touch "$scratch/$name.passed"
}

targets=()
for target in "$OUT"/fuzz_*; do
  [ -x "$target" ] || continue
  targets+=("$target")
  while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
  try "$target" &
done
wait

passed=0 failed=0
for target in "${targets[@]}"; do
  name=$(basename "$target")
  if [ -e "$scratch/$name.passed" ]; then
    ((++passed))
    echo "$name: $(tail -n 1 "$scratch/$name.log")"
  else
    ((++failed))
    echo "$name: failed"
    tail -n 30 "$scratch/$name.log"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
