// What the Swift modules of the C library leave out, or cannot offer to an optimized build: epoll and eventfd, clocks,
// and a thread's own pointer.
#ifndef GATEWAY_CEPOLL_H
#define GATEWAY_CEPOLL_H

#include <stdint.h>

#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif

/// The pointer that `cepoll_set_current` stored for the calling thread, or null.
void *cepoll_current(void);

/// Stores a pointer for the calling thread alone.
void cepoll_set_current(void *pointer);

/// How many cores the process may run on, by its affinity; 0 if that cannot be known.
int cepoll_usable_cores(void);

/// Whether the thread sanitizer watches the process.
int cepoll_is_race_checked(void);

/// Nanoseconds of a clock that never jumps.
uint64_t cepoll_monotonic(void);

/// Nanoseconds since 1970.
uint64_t cepoll_realtime(void);

/// Names the calling thread, with at most 15 characters, and has its short sleeps end on time, where that is possible.
void cepoll_prepare_thread(const char *name);

/// Sleeps for less than a second.
void cepoll_sleep(uint64_t nanoseconds);

#endif
