# SPDX-License-Identifier: MIT
cmake_minimum_required(VERSION 3.25)
# The rules of docs/house.md that a machine can check. Run: cmake -DROOT=. -P tests/house.cmake

# The list of rooms is read from where it is written once, so that it cannot drift.
file(READ ${ROOT}/bcf/CMakeLists.txt rooms_text)
string(REGEX MATCH "set\\(BCF_ROOMS ([^)]*)\\)" ignored "${rooms_text}")
string(REGEX REPLACE "[ \n]+" ";" rooms "${CMAKE_MATCH_1}")

set(problems 0)
macro(problem words)
  message("${words}")
  math(EXPR problems "${problems} + 1")
endmacro()

# Which rooms may meet which foreign header.
set(guest_gmp.h ratio)
set(guest_csv.h csv)
set(guest_jansson.h sheet)
set(guest_nettle digest)
set(guest_libxml policy sheet)
set(guest_argp.h cli)

# A word, and what to say instead.
set(banned
  "double|money is pence, shares are ratios"
  "float|money is pence, shares are ratios"
  "strtod|bcf_decimal_parse"
  "atof|bcf_decimal_parse"
  "atoi|bcf_decimal_parse"
  "strcpy|bcf_text_add"
  "sprintf|snprintf or bcf_text_print"
  "assert|BCF_ASSERT"
  "FIXME|an issue"
  "TODO|an issue"
  "XXX|an issue")

# The room that a file belongs to: its name, or what stands before its last underscore.
function(room_of name result)
  if(name IN_LIST rooms)
    set(${result} ${name} PARENT_SCOPE)
    return()
  endif()
  if(name STREQUAL "bcf")
    set(${result} cli PARENT_SCOPE)
    return()
  endif()
  set(${result} "" PARENT_SCOPE)
  if(name MATCHES "^(.*)_[a-z]+$")
    if("${CMAKE_MATCH_1}" IN_LIST rooms)
      set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
    endif()
  endif()
endfunction()

file(GLOB sources ${ROOT}/bcf/*.c ${ROOT}/bcf/*.h ${ROOT}/bcf/cli/*.c ${ROOT}/bcf/cli/*.h)
list(LENGTH sources source_count)
if(source_count LESS 40)
  message(FATAL_ERROR "only ${source_count} sources were found: this test would prove nothing")
endif()

foreach(source IN LISTS sources)
  file(RELATIVE_PATH path ${ROOT} ${source})
  get_filename_component(name ${source} NAME_WE)
  if(path MATCHES "^bcf/cli/")
    set(room cli)
  else()
    room_of(${name} room)
  endif()
  if(room STREQUAL "")
    problem("${path}: belongs to no room of bcf/CMakeLists.txt")
    continue()
  endif()
  list(FIND rooms "${room}" place)

  file(READ ${source} text)
  if(NOT text MATCHES "^/\\* SPDX-License-Identifier: MIT \\*/\n")
    problem("${path}:1: no SPDX line")
  endif()
  # Comments and strings may speak of anything; code may not.
  string(REGEX REPLACE "\\[" "(" text "${text}")
  string(REGEX REPLACE "\\]" ")" text "${text}")
  string(REPLACE ";" "," text "${text}")
  string(REPLACE "\\\n" " \n" text "${text}") # a trailing backslash would glue two list items
  string(REPLACE "\n" ";" lines "${text}")
  set(number 0)
  set(in_comment FALSE)
  foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    string(REGEX REPLACE "£|¶|’" "x" shown "${line}") # one column each, though several bytes
    string(LENGTH "${shown}" width)
    if(width GREATER 100)
      problem("${path}:${number}: ${width} columns; 100 are enough")
    endif()
    set(code "${line}")
    if(in_comment)
      if(code MATCHES "\\*/(.*)$")
        set(code "${CMAKE_MATCH_1}")
        set(in_comment FALSE)
      else()
        continue()
      endif()
    endif()
    string(REGEX REPLACE "\"([^\"\\\\]|\\\\.)*\"" "\"\"" bare "${code}")
    string(REGEX REPLACE "/\\*([^*]|\\*[^/])*\\*/" "" bare "${bare}")
    if(bare MATCHES "^(.*)/\\*")
      set(bare "${CMAKE_MATCH_1}")
      set(in_comment TRUE)
    endif()
    if(bare MATCHES "[^:]//")
      problem("${path}:${number}: comments are /* */")
    endif()
    foreach(pair IN LISTS banned)
      string(REGEX MATCH "^([^|]*)\\|(.*)$" ignored "${pair}")
      set(word "${CMAKE_MATCH_1}")
      set(instead "${CMAKE_MATCH_2}")
      if(bare MATCHES "(^|[^A-Za-z0-9_])${word}($|[^A-Za-z0-9_])")
        problem("${path}:${number}: '${word}': write ${instead}")
      endif()
    endforeach()
    if(code MATCHES "^#include \"([a-z_]+)\\.h\"")
      set(wanted ${CMAKE_MATCH_1})
      room_of(${wanted} wanted_room)
      if(wanted_room STREQUAL "" AND NOT room STREQUAL "cli")
        problem("${path}:${number}: ${wanted}.h belongs to no room")
      elseif(NOT room STREQUAL "cli")
        list(FIND rooms "${wanted_room}" wanted_place)
        if(wanted_place GREATER place)
          problem("${path}:${number}: ${room} may not know ${wanted_room}")
        endif()
      elseif(NOT name STREQUAL "bcf" AND NOT wanted STREQUAL "bcf" AND NOT EXISTS ${ROOT}/bcf/cli/${wanted}.h)
        problem("${path}:${number}: cli knows bcf.h only, not ${wanted}.h")
      endif()
    elseif(code MATCHES "^#include <(libxml|nettle)/" OR code MATCHES "^#include <([a-z]+\\.h)>")
      set(guest ${CMAKE_MATCH_1})
      if(DEFINED guest_${guest} AND NOT "${name}" IN_LIST guest_${guest}
          AND NOT "${room}" IN_LIST guest_${guest})
        problem("${path}:${number}: <${guest}> belongs to ${guest_${guest}}")
      endif()
    endif()
  endforeach()
endforeach()

# bcf/README.md tells the rooms in the same order.
file(STRINGS ${ROOT}/bcf/README.md told_lines REGEX "^\\| `[a-z]+` \\| ")
set(told "")
foreach(line IN LISTS told_lines)
  string(REGEX REPLACE "^\\| `([a-z]+)`.*$" "\\1" line "${line}")
  list(APPEND told ${line})
endforeach()
if(NOT "${told}" STREQUAL "${rooms}")
  problem("bcf/README.md: does not tell the rooms as bcf/CMakeLists.txt lists them")
endif()

# What was published never changes (formulas/README.md).
file(STRINGS ${ROOT}/formulas/RELEASED.sha256 released)
list(LENGTH released released_count)
if(released_count EQUAL 0)
  problem("formulas/RELEASED.sha256: names no policy")
endif()
foreach(line IN LISTS released)
  string(REGEX MATCH "^([0-9a-f]+)  (.*)$" ignored "${line}")
  set(expected ${CMAKE_MATCH_1})
  set(policy ${CMAKE_MATCH_2})
  file(SHA256 ${ROOT}/formulas/${policy} actual)
  if(NOT actual STREQUAL expected)
    problem("formulas/${policy}: a published policy has changed; publish a new version instead")
  endif()
endforeach()
file(GLOB policies RELATIVE ${ROOT}/formulas ${ROOT}/formulas/*/v*/policy.xml)
foreach(policy IN LISTS policies)
  if(NOT released MATCHES "  ${policy}(;|$)")
    problem("formulas/${policy}: not in formulas/RELEASED.sha256")
  endif()
endforeach()

# The top level is fixed.
file(GLOB top RELATIVE ${ROOT} ${ROOT}/*)
foreach(entry IN LISTS top)
  if(NOT entry MATCHES "^(bcf|formulas|fixtures|tests|docs|CMakeLists.txt|README.md|LICENSE|build.*)$"
      AND NOT entry MATCHES "^\\.")
    problem("${entry}: does not belong to the top level")
  endif()
endforeach()

if(problems GREATER 0)
  message(FATAL_ERROR "${problems} house rules are broken")
endif()
message("${source_count} sources, ${released_count} published policies: the house is in order")
