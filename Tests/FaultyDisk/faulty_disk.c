#include "faulty_disk.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    const char *name;
    sqlite3_file *real;
} File;

static sqlite3_vfs vfs;
static sqlite3_vfs *usual;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char folder[4096];
static long changes, failing;
static int failure, is_lasting;

/* What xGetLastError tells the thread that met the failure. */
static _Thread_local int met;

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }

/* Whether this change fails: 0 no, 1 the first one, 2 one after it. */
static int fails(sqlite3_file *file) {
    const char *name = ((File *)file)->name;
    int result = 0;
    pthread_mutex_lock(&mutex);
    if (folder[0] && name && strncmp(name, folder, strlen(folder)) == 0) {
        changes++;
        if (failing > 0 && changes == failing) result = 1;
        if (failing > 0 && is_lasting && changes > failing) result = 2;
        if (result) met = failure;
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    int how = fails(file);
    if (how == 1) real(file)->pMethods->xWrite(real(file), bytes, count / 2, offset);
    if (how) return met == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    return fails(file) ? SQLITE_IOERR_TRUNCATE : real(file)->pMethods->xTruncate(real(file), size);
}

static int sync_file(sqlite3_file *file, int flags) {
    return fails(file) ? SQLITE_IOERR_FSYNC : real(file)->pMethods->xSync(real(file), flags);
}

static int close_file(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }
static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}
static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int check_lock(sqlite3_file *file, int *result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
static int control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
static int sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int characteristics(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }

static int map_shared(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
static int lock_shared(sqlite3_file *file, int offset, int n, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
static void barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int unmap_shared(sqlite3_file *file, int removes) {
    return real(file)->pMethods->xShmUnmap(real(file), removes);
}

/* Version 2: other tests of the same process, which this is installed in, have files with write-ahead logs. */
static const sqlite3_io_methods methods = {
    2,          close_file,  read_file, write_file,   truncate_file, sync_file,       file_size,
    lock,       unlock,      check_lock, control,     sector_size,   characteristics, map_shared,
    lock_shared, barrier,    unmap_shared, 0,         0,
};

static int open_file(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out) {
    File *mine = (File *)file;
    (void)self;
    mine->base.pMethods = 0;
    mine->name = name;
    mine->real = (sqlite3_file *)(mine + 1);
    int code = usual->xOpen(usual, name, mine->real, flags, out);
    if (mine->real->pMethods) mine->base.pMethods = &methods;
    return code;
}

static int last_error(sqlite3_vfs *self, int size, char *text) {
    (void)self;
    return met ? met : usual->xGetLastError(usual, size, text);
}

void faulty_disk_install(void) {
    pthread_mutex_lock(&mutex);
    if (!usual) {
        usual = sqlite3_vfs_find(0);
        vfs = *usual;
        vfs.pNext = 0;
        vfs.zName = "faulty-disk";
        vfs.szOsFile = (int)sizeof(File) + usual->szOsFile;
        vfs.xOpen = open_file;
        vfs.xGetLastError = last_error;
        sqlite3_vfs_register(&vfs, 1);
    }
    pthread_mutex_unlock(&mutex);
}

void faulty_disk_arm(const char *path, long n, int error, int lasting) {
    pthread_mutex_lock(&mutex);
    strncpy(folder, path, sizeof folder - 1);
    changes = 0;
    failing = n;
    failure = error;
    is_lasting = lasting;
    met = 0;
    pthread_mutex_unlock(&mutex);
}

long faulty_disk_disarm(void) {
    pthread_mutex_lock(&mutex);
    long result = changes;
    folder[0] = 0;
    met = 0;
    pthread_mutex_unlock(&mutex);
    return result;
}
