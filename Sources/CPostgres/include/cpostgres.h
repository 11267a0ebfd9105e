#ifndef CPOSTGRES_H
#define CPOSTGRES_H

#include <stddef.h>

// A thin door to libpq, PostgreSQL's client library, opened when it is first needed: with it come some twenty libraries, and
// most archives are files. `cpostgres_open` comes before all others.
//
// What is declared here is libpq's stable interface (https://www.postgresql.org/docs/current/libpq.html), so that building
// needs no headers of it. Pipelines need libpq 14.

typedef struct pg_conn cpostgres_connection;
typedef struct pg_result cpostgres_result;

/// Opens libpq, once per process and from any thread. NULL when it is open, else the loader's reason, which stays valid.
const char *cpostgres_open(void);

/// As PQlibVersion: 150018 is 15.18.
int cpostgres_library_version(void);

// MARK: Connections

/// As PQconnectStartParams with `expand_dbname`. Never NULL but for lack of memory; notices are dropped.
cpostgres_connection *cpostgres_start(const char *const *keywords, const char *const *values);

enum cpostgres_progress {
    cpostgres_progress_failed,
    /// To go on when there is something to read from its socket.
    cpostgres_progress_reading,
    /// To go on when its socket takes something.
    cpostgres_progress_writing,
    cpostgres_progress_connected,
};

/// As PQconnectPoll: tries one host after the other, and waits for none.
enum cpostgres_progress cpostgres_go_on(cpostgres_connection *connection);
/// What a setting has come out as, wherever it was given; NULL where it was not. To be freed.
char *cpostgres_copy_setting(cpostgres_connection *connection, const char *keyword);
void cpostgres_finish(cpostgres_connection *connection);
/// Ends in a line feed.
const char *cpostgres_connection_message(const cpostgres_connection *connection);
int cpostgres_socket(const cpostgres_connection *connection);
/// 150018 is 15.18.
int cpostgres_server_version(const cpostgres_connection *connection);
int cpostgres_uses_tls(cpostgres_connection *connection);
/// Of several hosts the one that is tried, or was connected to.
const char *cpostgres_host(const cpostgres_connection *connection);
/// Its address; empty for a socket's.
const char *cpostgres_address(const cpostgres_connection *connection);
const char *cpostgres_port(const cpostgres_connection *connection);
const char *cpostgres_user(const cpostgres_connection *connection);

// MARK: Pipelines

/// 0 for failure, as in all that follow.
int cpostgres_begin_pipeline(cpostgres_connection *connection);
/// Sends a statement with parameters, and asks for its rows, in binary form. A NULL value is NULL.
int cpostgres_send(
    cpostgres_connection *connection, const char *sql, int count, const unsigned *types, const char *const *values,
    const int *lengths, const int *formats);
int cpostgres_sync(cpostgres_connection *connection);
/// 0 when all is sent, 1 when the socket takes no more, -1 for failure.
int cpostgres_flush(cpostgres_connection *connection);
int cpostgres_consume(cpostgres_connection *connection);
int cpostgres_is_busy(cpostgres_connection *connection);
/// NULL at the end of a statement's results.
cpostgres_result *cpostgres_next_result(cpostgres_connection *connection);

// MARK: Results

enum cpostgres_status {
    cpostgres_status_other,
    cpostgres_status_rows,
    cpostgres_status_failed,
    /// The end of what was sent before a `cpostgres_sync`.
    cpostgres_status_synced,
    /// Not done, because one before it has failed.
    cpostgres_status_aborted,
};

enum cpostgres_status cpostgres_result_status(const cpostgres_result *result);
/// Five characters; NULL for failures of the connection.
const char *cpostgres_result_state(const cpostgres_result *result);
/// Without detail and position, in the server's language.
const char *cpostgres_result_message(const cpostgres_result *result);
int cpostgres_row_count(const cpostgres_result *result);
/// How many rows the statement has changed.
long cpostgres_changed_rows(cpostgres_result *result);
int cpostgres_is_null(const cpostgres_result *result, int row, int column);
int cpostgres_length(const cpostgres_result *result, int row, int column);
const char *cpostgres_value(const cpostgres_result *result, int row, int column);
void cpostgres_clear(cpostgres_result *result);

#endif
