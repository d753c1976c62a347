# SPDX-License-Identifier: MIT
# find_package(bcf 0.1): bcf::bcf is the shared library. bcf::static is the static one, and is there
# where the libraries that bcf itself is made with can be linked, too.
include(${CMAKE_CURRENT_LIST_DIR}/bcf-shared.cmake)

find_package(LibXml2 QUIET)
find_package(PkgConfig QUIET)
find_library(BCF_CSV_LIBRARY csv)
mark_as_advanced(BCF_CSV_LIBRARY)
if(PkgConfig_FOUND)
  pkg_check_modules(GMP QUIET IMPORTED_TARGET gmp)
  pkg_check_modules(JANSSON QUIET IMPORTED_TARGET jansson)
  pkg_check_modules(NETTLE QUIET IMPORTED_TARGET nettle)
  pkg_check_modules(XSLT QUIET IMPORTED_TARGET libxslt)
  pkg_check_modules(ZIP QUIET IMPORTED_TARGET libzip)
  pkg_check_modules(XLSXWRITER QUIET IMPORTED_TARGET xlsxwriter)
endif()
if(LibXml2_FOUND AND GMP_FOUND AND JANSSON_FOUND AND NETTLE_FOUND AND XSLT_FOUND AND ZIP_FOUND
    AND XLSXWRITER_FOUND AND BCF_CSV_LIBRARY)
  include(${CMAKE_CURRENT_LIST_DIR}/bcf-static.cmake)
elseif(NOT bcf_FIND_QUIETLY)
  message(STATUS "bcf: there is no bcf::static, for want of a library that it needs")
endif()
