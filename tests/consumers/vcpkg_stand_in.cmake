# cmake -Dport=FOLDER -Darchive=FILE -Dfolder=FOLDER -P vcpkg_stand_in.cmake: installs a port into FOLDER/packages.
#
# This script replaces vcpkg for the port in engine/packages. Its functions do the same as vcpkg's functions of the same
# names, but with a local archive instead of the archive on GitHub, and only for the release build. The script fails if
# the port does not install one of the files that the last loop of the script lists.
cmake_minimum_required(VERSION 3.21)

file(READ "${port}/vcpkg.json" manifest)
string(JSON PORT GET "${manifest}" name)
string(JSON VERSION GET "${manifest}" version)
set(CURRENT_PACKAGES_DIR "${folder}/packages")

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(vcpkg_from_github)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "OUT_SOURCE_PATH;REPO;REF;SHA512;HEAD_REF" "")
  if(NOT arg_REPO MATCHES "^[^/@]+/[^/@]+$" OR NOT arg_REF STREQUAL "v${VERSION}" OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "REPO ${arg_REPO}, REF ${arg_REF}, more: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  file(SHA512 "${archive}" hash)
  if(NOT hash STREQUAL arg_SHA512)
    message(FATAL_ERROR "the archive has another hash than the port names")
  endif()
  file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${folder}/source")
  file(GLOB unpacked "${folder}/source/*")
  set(${arg_OUT_SOURCE_PATH} "${unpacked}" PARENT_SCOPE)
endfunction()

function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  run("${CMAKE_COMMAND}" -G Ninja -S "${arg_SOURCE_PATH}" -B "${folder}/build"
    -DBUILD_SHARED_LIBS=OFF -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON  # a unity build saves time
    "-DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}" -DCMAKE_INSTALL_LIBDIR:STRING=lib
    ${arg_OPTIONS})
endfunction()

function(vcpkg_cmake_install)
  run("${CMAKE_COMMAND}" --build "${folder}/build" -j 2 --target install)
endfunction()

function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "CONFIG_PATH" "")
  set(share "${CURRENT_PACKAGES_DIR}/share/${PORT}")
  file(MAKE_DIRECTORY "${CURRENT_PACKAGES_DIR}/share")
  file(RENAME "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}" "${share}")
  file(GLOB rest "${CURRENT_PACKAGES_DIR}/lib/cmake/*")
  if(NOT rest)
    file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/lib/cmake")
  endif()
  # The path share/wshake has one folder less than lib/cmake/wshake, so wshakeTargets.cmake must go up one folder less
  # to the prefix.
  set(up "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n")
  file(READ "${share}/wshakeTargets.cmake" targets)
  string(REPLACE "${up}${up}" "${up}" targets "${targets}")
  file(WRITE "${share}/wshakeTargets.cmake" "${targets}")
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(INSTALL ${arg_FILE_LIST} DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}" RENAME copyright)
endfunction()

include("${port}/portfile.cmake")

foreach(wanted include/wshake/wshake.h lib/libwshake.a share/wshake/copyright share/wshake/usage)
  if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/${wanted}")
    message(FATAL_ERROR "the port installs no ${wanted}")
  endif()
endforeach()
