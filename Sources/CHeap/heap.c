#define _GNU_SOURCE
#include "CHeap.h"

#include <stdlib.h>

#ifdef __GLIBC__

#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// The size of a huge page where they are any use.
#define HUGE_PAGE ((uintptr_t)2 << 20)
// The greatest threshold that glibc takes on 64 bits.
#define LARGEST_THRESHOLD (32 << 20)

void cheap_reserve(size_t bytes) {
    if (bytes > INT_MAX) bytes = INT_MAX;
    if (mallopt(M_MMAP_THRESHOLD, LARGEST_THRESHOLD) != 1) return;
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, (int)bytes);
    // More than what is left of the heap: now it grows.
    void *first = malloc(1 << 20);
    if (first == NULL) return;
    uintptr_t start = ((uintptr_t)first + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
    uintptr_t end = (uintptr_t)sbrk(0) & ~(HUGE_PAGE - 1);
#ifdef MADV_HUGEPAGE
    // A system without them says so, and that is all right. The bounds are checked: another allocator may stand in.
    if (end > start && end - start <= bytes + HUGE_PAGE) madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
    free(first);
}

#else

void cheap_reserve(size_t bytes) { (void)bytes; }

#endif
