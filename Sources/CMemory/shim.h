#ifndef CMEMORY_SHIM_H
#define CMEMORY_SHIM_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Swift's module of the C library leaves malloc.h out. Other C libraries than glibc have no such call, and no need of it. */
static inline void cmemory_give_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

#endif
