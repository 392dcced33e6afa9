// SPDX-License-Identifier: BSL-1.0
// This file calls OpenSSL's SHA-1.
#define OPENSSL_SUPPRESS_DEPRECATED  // measures the low-level functions, which are deprecated
#include <openssl/opensslv.h>
#include <openssl/sha.h>

#include "peer.hpp"

namespace bench {
namespace {

void hash_low_level(std::string_view text, unsigned char* out) {
  SHA_CTX context;
  SHA1_Init(&context);
  SHA1_Update(&context, text.data(), text.size());
  SHA1_Final(out, &context);
}

void hash_at_once(std::string_view text, unsigned char* out) {
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out);
}

}  // namespace

const digest openssl_low_level = {"openssl_low_level", hash_low_level};
const digest openssl_sha1 = {"openssl_sha1", hash_at_once};
const char* const openssl_version = OPENSSL_VERSION_TEXT;

}  // namespace bench
