# SPDX-License-Identifier: MIT
# The target api-docs: the interface of the library as pages, by Doxygen, where there is one. Every
# declaration has to be documented; a warning is a failure.
find_program(DOXYGEN doxygen)
find_package(Python3 COMPONENTS Interpreter)
mark_as_advanced(DOXYGEN)
if(DOXYGEN AND Python3_FOUND)
  include(${PROJECT_SOURCE_DIR}/bcf/public_headers.cmake)
  bcf_public_headers(${PROJECT_SOURCE_DIR}/bcf api_inputs)
  list(TRANSFORM api_inputs PREPEND ${PROJECT_SOURCE_DIR}/bcf/)
  list(APPEND api_inputs ${PROJECT_SOURCE_DIR}/docs/library.md)
  list(JOIN api_inputs " " api_inputs)
  set(api_docs ${PROJECT_BINARY_DIR}/api)
  configure_file(docs/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(api-docs
    COMMAND ${CMAKE_COMMAND} -E make_directory ${api_docs}
    COMMAND ${DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile
    COMMENT "The library's interface, as pages in ${api_docs}/html" VERBATIM)
endif()
