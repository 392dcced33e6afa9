// SPDX-License-Identifier: BSL-1.0
// Attributes that only some compilers know. Not for users.
#pragma once

// WSHAKE_POINTER marks a class of views: clang warns if a view is made from a temporary that owns its memory.
// WSHAKE_LIFETIMEBOUND marks an argument that the result refers to.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(gsl::Pointer)
#define WSHAKE_POINTER [[gsl::Pointer]]
#endif
#if __has_cpp_attribute(clang::lifetimebound)
#define WSHAKE_LIFETIMEBOUND [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#define WSHAKE_LIFETIMEBOUND [[msvc::lifetimebound]]
#endif
#endif
#if !defined(WSHAKE_POINTER)
#define WSHAKE_POINTER
#endif
#if !defined(WSHAKE_LIFETIMEBOUND)
#define WSHAKE_LIFETIMEBOUND
#endif
