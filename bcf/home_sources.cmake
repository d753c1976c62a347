# SPDX-License-Identifier: MIT
# cmake -DFOLDER=... -DOUTPUT=... -P home_sources.cmake: writes a header with the SHA-256 of the
# program's own sources, by which a run says what made it. Names and contents count, in the order of
# the names; where the folder is and which compiler is used do not.
file(GLOB_RECURSE sources RELATIVE ${FOLDER} ${FOLDER}/*.c ${FOLDER}/*.h
  ${FOLDER}/html/*)
list(SORT sources)
set(all "")
foreach(source IN LISTS sources)
  file(SHA256 ${FOLDER}/${source} digest)
  string(APPEND all "${digest}  ${source}\n")
endforeach()
string(SHA256 digest "${all}")
file(WRITE ${OUTPUT} "#define BCF_SOURCE_DIGEST \"${digest}\"\n")
