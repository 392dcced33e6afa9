// SPDX-License-Identifier: BSL-1.0
// The C functions for header lists, for requests and answers that are written as fields, for answers that the caller's
// own HTTP code has read, and for gateways.
#include "config.hpp"
#include "convert.hpp"
#include "options.hpp"

namespace wshake::c {

namespace {

// The results of functions whose options have the invalid member `member`.
wshake_field_answer not_answered(octets member) noexcept { return {{}, {}, 0, bad_argument(member)}; }
wshake_field_request not_asked(octets member) noexcept { return {{}, 0, bad_argument(member)}; }
wshake_forwarded_answer not_passed(octets member) noexcept {
  return {{}, 0, bad_argument(member), WSHAKE_CLIENT_FAILED, false, {}};
}
wshake_forwarded_fields not_passed_fields(octets member) noexcept {
  return {{}, 0, bad_argument(member), WSHAKE_CLIENT_FAILED, {}};
}

}  // namespace

extern "C" {

WSHAKE_C_API wshake_request_list_reading wshake_read_request_list(const wshake_field* list, size_t count,
                                                                  unsigned version) noexcept {
  const request_list_reading read = read_request_list(from_c(list, count), version);
  return {to_c(read.error), to_c(read.head)};
}

WSHAKE_C_API wshake_response_list_reading wshake_read_response_list(const wshake_field* list, size_t count,
                                                                    unsigned version) noexcept {
  const response_list_reading read = read_response_list(from_c(list, count), version);
  return {to_c(read.error), to_c(read.head)};
}

WSHAKE_C_API bool wshake_is_malformed(wshake_errc code) noexcept { return is_malformed(from_c(code)); }

WSHAKE_C_API wshake_field_answer wshake_server_accept_fields(wshake_server* role, wshake_mutable_octets out,
                                                             const wshake_accept_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_answered(member);
  return to_c(from_c(role).accept_fields(from_c(out), from_c(options)));
}

WSHAKE_C_API wshake_field_answer wshake_server_respond_fields(wshake_server* role, wshake_mutable_octets out,
                                                              const wshake_response_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_answered(member);
  return to_c(from_c(role).respond_fields(from_c(out), from_c(options)));
}

WSHAKE_C_API wshake_field_request wshake_client_start_fields(wshake_client* role, wshake_mutable_octets out,
                                                             const wshake_client_request* request, unsigned version,
                                                             bool allowed) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_asked(member);
  return to_c(from_c(role).start_fields(from_c(out), from_c(request), version, allowed));
}

WSHAKE_C_API wshake_field_answer wshake_accept_fields(wshake_mutable_octets out, const wshake_request_view* request,
                                                      const wshake_agreement* agreed, const wshake_server_config* config,
                                                      const wshake_accept_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_answered(member);
  return to_c(accept_fields(from_c(out), from_c(*request), agreed != nullptr ? from_c(*agreed) : agreement{},
                            from_c(config), from_c(options)));
}

WSHAKE_C_API wshake_field_answer wshake_respond_fields(wshake_mutable_octets out, const wshake_request_view* request,
                                                       const wshake_server_config* config,
                                                       const wshake_response_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_answered(member);
  return to_c(respond_fields(from_c(out), from_c(*request), from_c(config), from_c(options)));
}

WSHAKE_C_API wshake_field_request wshake_request_fields(wshake_mutable_octets out, const wshake_client_request* request,
                                                        unsigned version, bool allowed,
                                                        const wshake_client_config* config) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_asked(member);
  return to_c(request_fields(from_c(out), from_c(request), version, allowed, from_c(config)));
}

WSHAKE_C_API wshake_answer_result wshake_check_answer(const wshake_response_view* response,
                                                      const wshake_request_view* request,
                                                      const wshake_client_config* config) noexcept {
  const answer_result result = check_answer(from_c(*response), from_c(*request), from_c(config));
  return {to_c(result.event), to_c(result.error), to_c(result.agreed)};
}

WSHAKE_C_API wshake_forwarded_request wshake_forward_request(wshake_mutable_octets out,
                                                             const wshake_request_view* request, const uint8_t* random,
                                                             const wshake_server_config* config,
                                                             const wshake_field* header, size_t header_count) noexcept {
  const forwarded_request sent =
      forward_request(from_c(out), from_c(*request), nonce_from_c(random), from_c(config), from_c(header, header_count));
  return {to_c(sent.head), to_c(sent.written), sent.needed, to_c(sent.error)};
}

WSHAKE_C_API wshake_field_request wshake_forward_request_fields(
    wshake_mutable_octets out, const wshake_request_view* request, unsigned version, bool allowed, wshake_octets scheme,
    const wshake_server_config* config, const wshake_field* header, size_t header_count) noexcept {
  return to_c(forward_request_fields(from_c(out), from_c(*request), version, allowed, from_c(scheme), from_c(config),
                                     from_c(header, header_count)));
}

WSHAKE_C_API wshake_forwarded_answer wshake_forward_answer(wshake_mutable_octets out, const wshake_response_view* answer,
                                                           const wshake_request_view* front,
                                                           const wshake_request_view* forwarded,
                                                           const wshake_forward_options* options,
                                                           const wshake_field* header, size_t header_count) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_passed(member);
  const forwarded_answer passed = forward_answer(from_c(out), from_c(*answer), from_c(*front), from_c(*forwarded),
                                                 from_c(options), from_c(header, header_count));
  return {to_c(passed.written), passed.needed, to_c(passed.error),
          to_c(passed.event),   passed.close,  to_c(passed.agreed)};
}

WSHAKE_C_API wshake_forwarded_fields wshake_forward_answer_fields(
    wshake_mutable_octets out, const wshake_response_view* answer, const wshake_request_view* front,
    const wshake_request_view* forwarded, const wshake_forward_options* options, const wshake_field* header,
    size_t header_count) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_passed_fields(member);
  const forwarded_fields passed = forward_answer_fields(
      from_c(out), from_c(*answer), from_c(*front), from_c(*forwarded), from_c(options), from_c(header, header_count));
  return {to_c(passed.head), passed.needed, to_c(passed.error), to_c(passed.event), to_c(passed.agreed)};
}

}  // extern "C"

}  // namespace wshake::c
