# SPDX-License-Identifier: MIT
# Run by CPack on the tree before it becomes a package: what Debian wants beside the files.
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
file(GLOB_RECURSE pages ${root}/share/man/*.1)
set(documents ${root}/share/doc/bcf)
file(MAKE_DIRECTORY ${documents})
file(COPY ${CPACK_BCF_DEBIAN}/copyright ${CPACK_BCF_DEBIAN}/changelog DESTINATION ${documents}
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(COPY ${CPACK_BCF_DEBIAN}/lintian-overrides DESTINATION ${root}/share/lintian/overrides
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(RENAME ${root}/share/lintian/overrides/lintian-overrides
  ${root}/share/lintian/overrides/bcf)
execute_process(COMMAND gzip -9n ${pages} ${documents}/changelog COMMAND_ERROR_IS_FATAL ANY)
# A shared library is not run.
file(GLOB_RECURSE libraries ${root}/lib/*.so.*)
foreach(library IN LISTS libraries)
  if(NOT IS_SYMLINK ${library})
    file(CHMOD ${library} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  endif()
endforeach()
# CPack strips what is run and what is shared; this is neither.
file(GLOB_RECURSE archives ${root}/lib/*.a)
execute_process(COMMAND strip --strip-debug --enable-deterministic-archives ${archives}
  COMMAND_ERROR_IS_FATAL ANY)
