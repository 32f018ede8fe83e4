#ifdef __linux__
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#endif

#include <time.h>

#include "CEpoll.h"

static _Thread_local void *current;

void *cepoll_current(void) { return current; }

void cepoll_set_current(void *pointer) { current = pointer; }

int cepoll_usable_cores(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return 0;
}

void cepoll_prepare_thread(const char *name) {
#ifdef __linux__
  pthread_setname_np(pthread_self(), name);
  prctl(PR_SET_TIMERSLACK, 1000ul, 0ul, 0ul, 0ul);
#endif
}

void cepoll_sleep(uint64_t nanoseconds) {
  struct timespec time = {0, (long)(nanoseconds % 1000000000u)};
  nanosleep(&time, NULL);
}

#ifdef __linux__
extern void __tsan_init(void) __attribute__((weak));
int cepoll_is_race_checked(void) { return __tsan_init != 0; }
#else
int cepoll_is_race_checked(void) { return 1; }
#endif

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t cepoll_monotonic(void) { return nanoseconds(CLOCK_MONOTONIC); }

uint64_t cepoll_realtime(void) { return nanoseconds(CLOCK_REALTIME); }
