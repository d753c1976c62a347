# SPDX-License-Identifier: MIT
# cmake -DFOLDER=... -DOUTPUT=... -DNODE=BCF_0.1 -P public_symbols.cmake: writes the script by which
# the linker exports what the public headers declare, and nothing else. The public headers are bcf.h
# and whatever it includes, directly or not.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/public_headers.cmake)
bcf_public_headers(${FOLDER} headers)

set(names "")
foreach(header IN LISTS headers)
  file(READ ${FOLDER}/${header} text)
  # What would confuse a list of CMake's goes first, then comments, directives and bodies.
  string(REPLACE "[" " " text "${text}")
  string(REPLACE "]" " " text "${text}")
  string(REPLACE ";" "\n@" text "${text}")
  string(REGEX REPLACE "/\\*([^*]|\\*+[^*/])*\\*+/" "" text "${text}")
  string(REPLACE "\\\n" "" text "${text}")
  string(REGEX REPLACE "#[^\n]*" "" text "${text}")
  string(REGEX REPLACE "{[^{}]*}" "" text "${text}")
  string(REGEX REPLACE "{[^{}]*}" "" text "${text}")
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  string(REPLACE "@" ";" statements "${text}")
  foreach(statement IN LISTS statements)
    if(NOT statement MATCHES "^ ?typedef " AND statement MATCHES "[ *](bcf_[a-z0-9_]+)\\(")
      list(APPEND names ${CMAKE_MATCH_1})
    endif()
  endforeach()
endforeach()

list(SORT names)
list(REMOVE_DUPLICATES names)
list(LENGTH names count)
if(count LESS 100)
  message(FATAL_ERROR "only ${count} functions were found in the public headers")
endif()
list(JOIN names ";\n    " lines)
file(WRITE ${OUTPUT} "${NODE} {\n  global:\n    ${lines};\n  local:\n    *;\n};\n")
