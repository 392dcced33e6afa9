// SPDX-License-Identifier: BSL-1.0
// Attributes and pragmas that only some compilers know. Not for users.
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

// WSHAKE_API marks a function that a shared library exports. The builds of shared libraries define
// WSHAKE_BUILDS_SHARED.
#if !defined(WSHAKE_BUILDS_SHARED)
#define WSHAKE_API
#elif defined(_WIN32)
#define WSHAKE_API __declspec(dllexport)
#else
#define WSHAKE_API __attribute__((__visibility__("default")))
#endif

// WSHAKE_BEGIN_VIEW_OF_BRACES and WSHAKE_END_VIEW_OF_BRACES enclose a constructor that makes a view of a list in
// braces. Between the two macros g++ does not warn that the view may outlive the list: a view that is a function's
// argument does not outlive the list.
#if defined(__GNUC__) && !defined(__clang__)
#define WSHAKE_BEGIN_VIEW_OF_BRACES \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Winit-list-lifetime\"")
#define WSHAKE_END_VIEW_OF_BRACES _Pragma("GCC diagnostic pop")
#else
#define WSHAKE_BEGIN_VIEW_OF_BRACES
#define WSHAKE_END_VIEW_OF_BRACES
#endif
