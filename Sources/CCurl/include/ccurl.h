#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stddef.h>

// A thin door to libcurl, for two reasons:
//
// - libcurl and its some 30 shared libraries cost 5 ms at the start of every process that links them, and most
//   commands never speak HTTP. So the library is opened when it is first needed: `ccurl_open` comes before all others.
// - `curl_easy_setopt` and `curl_easy_getinfo` are variadic, which Swift can't call: here they have one function for
//   each type of argument.

/// Opens libcurl, once per process and from any thread. NULL when it is open, else the loader's reason, which stays valid.
const char *ccurl_open(void);

/// The library's name and version and those of what it uses: "libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13".
const char *ccurl_version(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *handle);
void ccurl_easy_reset(CURL *handle);
const char *ccurl_easy_strerror(CURLcode code);

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
/// libcurl copies the string, except for CURLOPT_POSTFIELDS.
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_buffer(CURL *handle, CURLoption option, char *buffer);
CURLcode ccurl_set_headers(CURL *handle, struct curl_slist *headers);

/// libcurl's write callback: the body's decompressed bytes come piece by piece, `size` is always 1. A result other than
/// `count` ends the transfer.
typedef size_t (*ccurl_receiver)(const char *bytes, size_t size, size_t count, void *context);
CURLcode ccurl_set_receiver(CURL *handle, ccurl_receiver receiver, void *context);

/// Asked at least once a second while a transfer is under way: a result other than 0 ends it.
typedef int (*ccurl_interrupter)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
CURLcode ccurl_set_interrupter(CURL *handle, ccurl_interrupter interrupter, void *context);

/// No file:, ftp: or other scheme, whatever a URL says. Uses the bit mask, which old and new versions of libcurl know.
CURLcode ccurl_allow_only_http(CURL *handle);

/// 0, 0 or NULL for what the library does not know.
long ccurl_get_long(CURL *handle, CURLINFO info);
curl_off_t ccurl_get_offset(CURL *handle, CURLINFO info);
const char *ccurl_get_string(CURL *handle, CURLINFO info);

/// NULL, with `list` untouched, when memory is short.
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

// Several transfers at the same time.

/// How a transfer ended.
struct ccurl_ending {
    int has_come;
    CURLcode code;
};

CURLM *ccurl_multi_init(void);
void ccurl_multi_cleanup(CURLM *multi);
/// Starts a transfer; `ending` stays valid until it is removed.
CURLcode ccurl_multi_add(CURLM *multi, CURL *handle, struct ccurl_ending *ending);
/// Ends a transfer, where it has not ended.
void ccurl_multi_remove(CURLM *multi, CURL *handle);
/// Goes on with all transfers until one has ended, and tells how.
CURLcode ccurl_multi_await(CURLM *multi, const struct ccurl_ending *ending);

#endif
