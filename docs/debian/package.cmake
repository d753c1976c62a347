# SPDX-License-Identifier: MIT
# The Debian package, by CPack: cmake --build build --target package. One package for the program,
# the libraries and the headers. Configure with -DCMAKE_INSTALL_PREFIX=/usr
# -DBCF_RUNS_UNINSTALLED=OFF, as tests/package.sh does.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bcf)
set(CPACK_PACKAGE_VENDOR "The founders of bcf")
set(CPACK_PACKAGE_CONTACT "The founders of bcf <bcf@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "compute England's Better Care Fund, to the penny")
set(CPACK_PACKAGE_DESCRIPTION
  "bcf shares out the Better Care Fund among Health and Wellbeing Boards, scores
the metrics of their plans and works out the performance payments. Every penny
adds up, and every figure says where it comes from and how real it is.
.
This package has the program, the library for other programs with its headers,
the formulas of each year and the datasets.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "pkg-config, libgmp-dev, libxml2-dev, libxslt1-dev, \
libcsv-dev, libjansson-dev, nettle-dev, libzip-dev, libxlsxwriter-dev")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_LIST_DIR}/triggers)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/tidy.cmake)
set(CPACK_BCF_DEBIAN ${CMAKE_CURRENT_LIST_DIR})
include(CPack)
