# SPDX-License-Identifier: MIT
# The library for other programs: what the shared one exports, what is installed, how it is found.
include(public_headers.cmake)
include(CMakePackageConfigHelpers)

# Every symbol carries the version: a program that was linked with 0.1 does not start with a later
# library that no longer has this node.
set(node BCF_${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
bcf_public_headers(${CMAKE_CURRENT_SOURCE_DIR} public_headers)
list(TRANSFORM public_headers PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE public_paths)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${public_paths})

set(symbols ${CMAKE_CURRENT_BINARY_DIR}/public_symbols.map)
add_custom_command(OUTPUT ${symbols}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${CMAKE_CURRENT_SOURCE_DIR} -DOUTPUT=${symbols} -DNODE=${node}
    -P ${CMAKE_CURRENT_SOURCE_DIR}/public_symbols.cmake
  DEPENDS ${public_paths} public_symbols.cmake public_headers.cmake
  COMMENT "What the public headers declare" VERBATIM)
add_custom_target(bcf_public_symbols DEPENDS ${symbols})
add_dependencies(bcf_shared bcf_public_symbols)
set_target_properties(bcf_shared PROPERTIES
  OUTPUT_NAME bcf
  EXPORT_NAME bcf
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}
  LINK_DEPENDS ${symbols})
set_target_properties(bcf PROPERTIES EXPORT_NAME static)
target_link_options(bcf_shared PRIVATE -Wl,--version-script=${symbols})
if(NOT BCF_SANITIZE AND NOT BCF_FUZZ) # whose own functions come with the program
  target_link_options(bcf_shared PRIVATE -Wl,-z,defs)
endif()

install(FILES ${public_paths} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bcf)
install(TARGETS bcf_shared EXPORT bcf-shared INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS bcf EXPORT bcf-static INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# find_package(bcf): what follows is found from where it lies, so the prefix may move.
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/bcf)
install(EXPORT bcf-shared NAMESPACE bcf:: DESTINATION ${package})
install(EXPORT bcf-static NAMESPACE bcf:: DESTINATION ${package})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/bcf-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES bcf-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/bcf-config-version.cmake
  DESTINATION ${package})

# pkg-config: the same.
file(RELATIVE_PATH pc_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" pc_prefix ${pc_prefix})
configure_file(bcf.pc.in bcf.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bcf.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
