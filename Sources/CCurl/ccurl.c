#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// The library's functions, found by name when it is opened.
static struct {
    __typeof__(&curl_version) version;
    __typeof__(&curl_global_init) global_init;
    __typeof__(&curl_easy_init) easy_init;
    __typeof__(&curl_easy_cleanup) easy_cleanup;
    __typeof__(&curl_easy_reset) easy_reset;
    __typeof__(&curl_easy_strerror) easy_strerror;
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    __typeof__(&curl_slist_append) slist_append;
    __typeof__(&curl_slist_free_all) slist_free_all;
    __typeof__(&curl_multi_init) multi_init;
    __typeof__(&curl_multi_cleanup) multi_cleanup;
    __typeof__(&curl_multi_add_handle) multi_add_handle;
    __typeof__(&curl_multi_remove_handle) multi_remove_handle;
    __typeof__(&curl_multi_perform) multi_perform;
    __typeof__(&curl_multi_info_read) multi_info_read;
    __typeof__(&curl_multi_poll) multi_poll;
} curl;

static char failure[256];

static void *open_any(void) {
    static const char *const names[] = {
#ifdef __APPLE__
        "libcurl.4.dylib",
#else
        "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl-nss.so.4",
#endif
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library) return library;
        // The first name is the one to install: its reason is the one to tell.
        if (i == 0) snprintf(failure, sizeof failure, "%s", dlerror());
    }
    return NULL;
}

static int find(void *library, const char *name, void *slot) {
    void *symbol = dlsym(library, name);
    if (!symbol) snprintf(failure, sizeof failure, "libcurl lacks %s", name);
    // POSIX's way to turn dlsym's object pointer into a function pointer.
    *(void **)slot = symbol;
    return symbol != NULL;
}

static void open_once(void) {
    void *library = open_any();
    if (!library) return;
    failure[0] = 0;
    if (!(find(library, "curl_version", &curl.version) &&
          find(library, "curl_global_init", &curl.global_init) &&
          find(library, "curl_easy_init", &curl.easy_init) &&
          find(library, "curl_easy_cleanup", &curl.easy_cleanup) &&
          find(library, "curl_easy_reset", &curl.easy_reset) &&
          find(library, "curl_easy_strerror", &curl.easy_strerror) &&
          find(library, "curl_easy_setopt", &curl.easy_setopt) &&
          find(library, "curl_easy_getinfo", &curl.easy_getinfo) &&
          find(library, "curl_slist_append", &curl.slist_append) &&
          find(library, "curl_slist_free_all", &curl.slist_free_all) &&
          find(library, "curl_multi_init", &curl.multi_init) &&
          find(library, "curl_multi_cleanup", &curl.multi_cleanup) &&
          find(library, "curl_multi_add_handle", &curl.multi_add_handle) &&
          find(library, "curl_multi_remove_handle", &curl.multi_remove_handle) &&
          find(library, "curl_multi_perform", &curl.multi_perform) &&
          find(library, "curl_multi_info_read", &curl.multi_info_read) &&
          find(library, "curl_multi_poll", &curl.multi_poll))) {
        return;
    }
    CURLcode code = curl.global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) snprintf(failure, sizeof failure, "%s", curl.easy_strerror(code));
}

const char *ccurl_open(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_once);
    return failure[0] ? failure : NULL;
}

CURL *ccurl_easy_init(void) { return curl.easy_init(); }
void ccurl_easy_cleanup(CURL *handle) { curl.easy_cleanup(handle); }
void ccurl_easy_reset(CURL *handle) { curl.easy_reset(handle); }
const char *ccurl_version(void) { return curl.version(); }
const char *ccurl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl.easy_setopt(handle, option, value);
}

CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl.easy_setopt(handle, option, value);
}

CURLcode ccurl_set_buffer(CURL *handle, CURLoption option, char *buffer) {
    return curl.easy_setopt(handle, option, buffer);
}

CURLcode ccurl_set_headers(CURL *handle, struct curl_slist *headers) {
    return curl.easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

CURLcode ccurl_set_receiver(CURL *handle, ccurl_receiver receiver, void *context) {
    CURLcode code = curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, receiver);
    return code == CURLE_OK ? curl.easy_setopt(handle, CURLOPT_WRITEDATA, context) : code;
}

CURLcode ccurl_set_interrupter(CURL *handle, ccurl_interrupter interrupter, void *context) {
    CURLcode code = curl.easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    if (code == CURLE_OK) code = curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, interrupter);
    return code == CURLE_OK ? curl.easy_setopt(handle, CURLOPT_XFERINFODATA, context) : code;
}

CURLcode ccurl_allow_only_http(CURL *handle) {
    const long web = CURLPROTO_HTTP | CURLPROTO_HTTPS;
    CURLcode code = curl.easy_setopt(handle, CURLOPT_PROTOCOLS, web);
    return code == CURLE_OK ? curl.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, web) : code;
}

long ccurl_get_long(CURL *handle, CURLINFO info) {
    long value = 0;
    return curl.easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

curl_off_t ccurl_get_offset(CURL *handle, CURLINFO info) {
    curl_off_t value = 0;
    return curl.easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

const char *ccurl_get_string(CURL *handle, CURLINFO info) {
    const char *value = NULL;
    return curl.easy_getinfo(handle, info, &value) == CURLE_OK ? value : NULL;
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return curl.slist_append(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list) { curl.slist_free_all(list); }

CURLM *ccurl_multi_init(void) { return curl.multi_init(); }
void ccurl_multi_cleanup(CURLM *multi) { curl.multi_cleanup(multi); }
void ccurl_multi_remove(CURLM *multi, CURL *handle) { curl.multi_remove_handle(multi, handle); }

CURLcode ccurl_multi_add(CURLM *multi, CURL *handle, struct ccurl_ending *ending) {
    *ending = (struct ccurl_ending){0};
    CURLcode code = curl.easy_setopt(handle, CURLOPT_PRIVATE, ending);
    if (code != CURLE_OK) return code;
    return curl.multi_add_handle(multi, handle) == CURLM_OK ? CURLE_OK : CURLE_FAILED_INIT;
}

static void note_endings(CURLM *multi) {
    CURLMsg *message;
    int left;
    while ((message = curl.multi_info_read(multi, &left))) {
        struct ccurl_ending *ending = NULL;
        if (message->msg != CURLMSG_DONE) continue;
        if (curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &ending) != CURLE_OK || !ending) continue;
        *ending = (struct ccurl_ending){.has_come = 1, .code = message->data.result};
    }
}

CURLcode ccurl_multi_await(CURLM *multi, const struct ccurl_ending *ending) {
    // Long enough to cost nothing, and short enough for who asks whether to go on.
    const int milliseconds = 500;
    for (;;) {
        int running;
        if (curl.multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
        note_endings(multi);
        if (ending->has_come) return ending->code;
        if (running == 0) return CURLE_FAILED_INIT;
        if (curl.multi_poll(multi, NULL, 0, milliseconds, NULL) != CURLM_OK) return CURLE_FAILED_INIT;
    }
}
