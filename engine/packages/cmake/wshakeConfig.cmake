# If CMake installed the library, find_package(wshake) reads this file, which defines the target wshake::wshake, for C++
# and for C.
include("${CMAKE_CURRENT_LIST_DIR}/wshakeTargets.cmake")

# The library needs no C++ library, so the C compiler can link a C program.
get_target_property(wshake_CONFIGURATIONS wshake::wshake IMPORTED_CONFIGURATIONS)
foreach(wshake_CONFIGURATION IN LISTS wshake_CONFIGURATIONS)
  set_property(TARGET wshake::wshake PROPERTY IMPORTED_LINK_INTERFACE_LANGUAGES_${wshake_CONFIGURATION})
endforeach()
