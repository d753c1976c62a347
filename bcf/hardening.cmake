# SPDX-License-Identifier: MIT
# What makes a mistake in memory end the program instead of being of use to somebody. It is a part of
# the house rules: the program, both libraries and the tests are built with it.
# tests/program/test_hardened.py reads the built program and fails if one of these is missing.
include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckPIESupported)

# Sums of products are kept in 128 bits (weights.c). No 32-bit compiler has such a number, and a build
# that cannot be right is refused here rather than at line 9 of a file.
check_c_source_compiles("__extension__ typedef unsigned __int128 product;
  int main(void) { return sizeof(product) == 16 ? 0 : 1; }" BCF_HAS_128_BITS)
if(NOT BCF_HAS_128_BITS)
  message(FATAL_ERROR "bcf needs whole numbers of 128 bits (unsigned __int128), which this compiler "
    "does not have for this machine. Build it for a 64-bit machine, with gcc or clang.")
endif()

# The program may lie anywhere in memory, as the shared library may.
check_pie_supported(OUTPUT_VARIABLE pie_said LANGUAGES C)
if(NOT CMAKE_C_LINK_PIE_SUPPORTED)
  message(WARNING "no position-independent program can be linked here: ${pie_said}")
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# A canary behind each array on the stack; no frame leaps over the guard page; jumps land only where
# a function begins (x86 has a word for that).
foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
  string(MAKE_C_IDENTIFIER "BCF_HAS${flag}" has)
  check_c_compiler_flag(${flag} ${has})
  if(${has})
    target_compile_options(bcf_house_rules INTERFACE ${flag})
  endif()
endforeach()

# The C library checks the size of what it writes to. It needs an optimiser, and a sanitizer checks
# better without it: the fuzz build and those with BCF_SANITIZE go without. The last -O counts.
string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
string(REGEX MATCHALL "(^| )-O[^ ]*" levels " ${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${type}}")
list(POP_BACK levels level)
if(level MATCHES "-O." AND NOT level MATCHES "-O0" AND NOT BCF_SANITIZE AND NOT BCF_FUZZ)
  target_compile_options(bcf_house_rules INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()

# Where functions of other libraries are is settled before the first line runs, and then read-only;
# the stack is never run.
target_link_options(bcf_house_rules INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
