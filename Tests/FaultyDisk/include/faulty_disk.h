#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

/* A disk that fails on command, for SQLite: a VFS around the usual one that counts what changes files (writes, fsyncs and
 * truncations) in one folder, and lets the n-th fail. Of a write that fails the first half arrives, as after a power cut.
 * All other folders are left alone, so that it may be the default for a whole process. */

/* Makes it SQLite's default; once is enough, again does nothing. */
void faulty_disk_install(void);

/* From now on the n-th change (from 1; 0 for none) in a folder fails with `error`, ENOSPC or EIO, and with `lasting` all
 * that come after it as well: that is what a kill at that moment leaves. */
void faulty_disk_arm(const char *folder, long n, int error, int lasting);

/* Nothing fails any more. How many changes there were since it was armed. */
long faulty_disk_disarm(void);

#endif
