#pragma once
#include <stddef.h>
#include <stdint.h>

// The entry of libFuzzer for programs with a main of their own (compiler-rt).
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*body)(const uint8_t *data, size_t size));
