#include "cpostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Of libpq-fe.h, whose numbers are part of the library's interface.
enum { PGRES_POLLING_FAILED = 0, PGRES_POLLING_READING = 1, PGRES_POLLING_OK = 3 };
enum {
    PGRES_COMMAND_OK = 1,
    PGRES_TUPLES_OK = 2,
    PGRES_BAD_RESPONSE = 5,
    PGRES_FATAL_ERROR = 7,
    PGRES_PIPELINE_SYNC = 10,
    PGRES_PIPELINE_ABORTED = 11,
};
typedef struct {
    char *keyword, *environment, *compiled, *value, *label, *display;
    int size;
} PQconninfoOption;
enum { PG_DIAG_SQLSTATE = 'C', PG_DIAG_MESSAGE_PRIMARY = 'M' };

// The library's functions, found by name when it is opened.
static struct {
    int (*lib_version)(void);
    cpostgres_connection *(*connect_start)(const char *const *, const char *const *, int);
    int (*connect_poll)(cpostgres_connection *);
    PQconninfoOption *(*settings)(cpostgres_connection *);
    void (*free_settings)(PQconninfoOption *);
    void (*finish)(cpostgres_connection *);
    char *(*error_message)(const cpostgres_connection *);
    int (*socket)(const cpostgres_connection *);
    int (*server_version)(const cpostgres_connection *);
    int (*uses_tls)(cpostgres_connection *);
    char *(*host)(const cpostgres_connection *);
    char *(*address)(const cpostgres_connection *);
    char *(*port)(const cpostgres_connection *);
    char *(*user)(const cpostgres_connection *);
    void *(*set_notices)(cpostgres_connection *, void (*)(void *, const cpostgres_result *), void *);
    int (*set_nonblocking)(cpostgres_connection *, int);
    int (*enter_pipeline)(cpostgres_connection *);
    int (*send)(
        cpostgres_connection *, const char *, int, const unsigned *, const char *const *, const int *, const int *, int);
    int (*sync)(cpostgres_connection *);
    int (*flush)(cpostgres_connection *);
    int (*consume)(cpostgres_connection *);
    int (*is_busy)(cpostgres_connection *);
    cpostgres_result *(*get_result)(cpostgres_connection *);
    int (*result_status)(const cpostgres_result *);
    char *(*result_field)(const cpostgres_result *, int);
    int (*rows)(const cpostgres_result *);
    char *(*changed)(cpostgres_result *);
    int (*is_null)(const cpostgres_result *, int, int);
    int (*length)(const cpostgres_result *, int, int);
    char *(*value)(const cpostgres_result *, int, int);
    void (*clear)(cpostgres_result *);
} pq;

static char failure[256];

#ifdef __APPLE__
static const char library_name[] = "libpq.5.dylib";
#else
static const char library_name[] = "libpq.so.5";
#endif

static int find(void *library, const char *name, void *slot) {
    void *symbol = dlsym(library, name);
    if (!symbol) snprintf(failure, sizeof failure, "this libpq lacks %s: 14 or newer is needed", name);
    // POSIX's way to turn dlsym's object pointer into a function pointer.
    *(void **)slot = symbol;
    return symbol != NULL;
}

static int find_all(void *library) {
    return find(library, "PQlibVersion", &pq.lib_version) && find(library, "PQconnectStartParams", &pq.connect_start) &&
           find(library, "PQconnectPoll", &pq.connect_poll) && find(library, "PQconninfo", &pq.settings) &&
           find(library, "PQconninfoFree", &pq.free_settings) && find(library, "PQfinish", &pq.finish) &&
           find(library, "PQerrorMessage", &pq.error_message) && find(library, "PQsocket", &pq.socket) &&
           find(library, "PQserverVersion", &pq.server_version) && find(library, "PQsslInUse", &pq.uses_tls) &&
           find(library, "PQhost", &pq.host) && find(library, "PQhostaddr", &pq.address) &&
           find(library, "PQport", &pq.port) && find(library, "PQuser", &pq.user) &&
           find(library, "PQsetNoticeReceiver", &pq.set_notices) &&
           find(library, "PQsetnonblocking", &pq.set_nonblocking) &&
           find(library, "PQenterPipelineMode", &pq.enter_pipeline) &&
           find(library, "PQsendQueryParams", &pq.send) && find(library, "PQpipelineSync", &pq.sync) &&
           find(library, "PQflush", &pq.flush) && find(library, "PQconsumeInput", &pq.consume) &&
           find(library, "PQisBusy", &pq.is_busy) && find(library, "PQgetResult", &pq.get_result) &&
           find(library, "PQresultStatus", &pq.result_status) &&
           find(library, "PQresultErrorField", &pq.result_field) && find(library, "PQntuples", &pq.rows) &&
           find(library, "PQcmdTuples", &pq.changed) && find(library, "PQgetisnull", &pq.is_null) &&
           find(library, "PQgetlength", &pq.length) && find(library, "PQgetvalue", &pq.value) &&
           find(library, "PQclear", &pq.clear);
}

static void open_once(void) {
    void *library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (library) {
        (void)find_all(library);
    } else {
        snprintf(failure, sizeof failure, "%s", dlerror());
    }
}

const char *cpostgres_open(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_once);
    return failure[0] ? failure : NULL;
}

int cpostgres_library_version(void) { return pq.lib_version(); }

// Without a receiver libpq prints notices to stderr.
static void drop_notice(void *unused, const cpostgres_result *notice) {
    (void)unused;
    (void)notice;
}

cpostgres_connection *cpostgres_start(const char *const *keywords, const char *const *values) {
    cpostgres_connection *connection = pq.connect_start(keywords, values, 1);
    if (connection) pq.set_notices(connection, drop_notice, NULL);
    return connection;
}

enum cpostgres_progress cpostgres_go_on(cpostgres_connection *connection) {
    switch (pq.connect_poll(connection)) {
    case PGRES_POLLING_OK: return cpostgres_progress_connected;
    case PGRES_POLLING_FAILED: return cpostgres_progress_failed;
    case PGRES_POLLING_READING: return cpostgres_progress_reading;
    default: return cpostgres_progress_writing;
    }
}

char *cpostgres_copy_setting(cpostgres_connection *connection, const char *keyword) {
    char *value = NULL;
    PQconninfoOption *settings = pq.settings(connection);
    for (PQconninfoOption *setting = settings; setting && setting->keyword; setting++) {
        if (strcmp(setting->keyword, keyword) == 0 && setting->value) value = strdup(setting->value);
    }
    if (settings) pq.free_settings(settings);
    return value;
}

void cpostgres_finish(cpostgres_connection *connection) { pq.finish(connection); }

const char *cpostgres_connection_message(const cpostgres_connection *connection) {
    return pq.error_message(connection);
}

int cpostgres_socket(const cpostgres_connection *connection) { return pq.socket(connection); }
int cpostgres_server_version(const cpostgres_connection *connection) { return pq.server_version(connection); }
int cpostgres_uses_tls(cpostgres_connection *connection) { return pq.uses_tls(connection); }
const char *cpostgres_host(const cpostgres_connection *connection) { return pq.host(connection); }
const char *cpostgres_address(const cpostgres_connection *connection) { return pq.address(connection); }
const char *cpostgres_port(const cpostgres_connection *connection) { return pq.port(connection); }
const char *cpostgres_user(const cpostgres_connection *connection) { return pq.user(connection); }

int cpostgres_begin_pipeline(cpostgres_connection *connection) {
    return pq.set_nonblocking(connection, 1) == 0 && pq.enter_pipeline(connection);
}

int cpostgres_send(
    cpostgres_connection *connection, const char *sql, int count, const unsigned *types, const char *const *values,
    const int *lengths, const int *formats) {
    return pq.send(connection, sql, count, types, values, lengths, formats, 1);
}

int cpostgres_sync(cpostgres_connection *connection) { return pq.sync(connection); }
int cpostgres_flush(cpostgres_connection *connection) { return pq.flush(connection); }
int cpostgres_consume(cpostgres_connection *connection) { return pq.consume(connection); }
int cpostgres_is_busy(cpostgres_connection *connection) { return pq.is_busy(connection); }
cpostgres_result *cpostgres_next_result(cpostgres_connection *connection) { return pq.get_result(connection); }

enum cpostgres_status cpostgres_result_status(const cpostgres_result *result) {
    switch (pq.result_status(result)) {
    case PGRES_TUPLES_OK: return cpostgres_status_rows;
    case PGRES_BAD_RESPONSE:
    case PGRES_FATAL_ERROR: return cpostgres_status_failed;
    case PGRES_PIPELINE_SYNC: return cpostgres_status_synced;
    case PGRES_PIPELINE_ABORTED: return cpostgres_status_aborted;
    default: return cpostgres_status_other;
    }
}

const char *cpostgres_result_state(const cpostgres_result *result) {
    return pq.result_field(result, PG_DIAG_SQLSTATE);
}

const char *cpostgres_result_message(const cpostgres_result *result) {
    return pq.result_field(result, PG_DIAG_MESSAGE_PRIMARY);
}

int cpostgres_row_count(const cpostgres_result *result) { return pq.rows(result); }
long cpostgres_changed_rows(cpostgres_result *result) { return strtol(pq.changed(result), NULL, 10); }

int cpostgres_is_null(const cpostgres_result *result, int row, int column) {
    return pq.is_null(result, row, column);
}

int cpostgres_length(const cpostgres_result *result, int row, int column) { return pq.length(result, row, column); }

const char *cpostgres_value(const cpostgres_result *result, int row, int column) {
    return pq.value(result, row, column);
}

void cpostgres_clear(cpostgres_result *result) { pq.clear(result); }
