#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Takes as many of some bytes as the processor takes at once into the running CRC-32 of zip, which begins with all bits set
/// and is inverted at the end.
///
/// Returns how many it took: all but the last few, or none, where there are too few or the processor can't.
size_t cchecksum_crc32(const void *bytes, size_t count, uint32_t *crc);

#endif
