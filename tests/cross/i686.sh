#!/usr/bin/env bash
# Runs a program for 32-bit x86: directly if the system can run such programs, otherwise with an emulator.
"$1" --version >/dev/null 2>&1 </dev/null
[ $? = 126 ] || exec "$@"
exec qemu-i386 "$@"
