// corehop CORE_A CORE_B: how many nanoseconds a cache line takes from one core to the other and back (the median of 41
// stretches), and the CPU time of a fixed piece of work on core A. On a virtual machine both change when the host moves
// the virtual cores, and every figure over loopback changes with them; so each run notes them.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { STRETCHES = 41, TRIPS = 400 };

static _Atomic unsigned turn;

static void pin(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void *answer(void *core) {
  pin(*(int *)core);
  for (unsigned i = 0; i < STRETCHES * TRIPS; i++) {
    while (atomic_load_explicit(&turn, memory_order_acquire) != 2 * i + 1) {}
    atomic_store_explicit(&turn, 2 * i + 2, memory_order_release);
  }
  return NULL;
}

static int compare(const void *a, const void *b) { return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b); }

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int a = atoi(argv[1]), b = atoi(argv[2]);
  pin(a);
  pthread_t other;
  double stretches[STRETCHES];
  pthread_create(&other, NULL, answer, &b);
  unsigned i = 0;
  for (int s = 0; s < STRETCHES; s++) {
    double start = now(CLOCK_MONOTONIC);
    for (int t = 0; t < TRIPS; t++, i++) {
      atomic_store_explicit(&turn, 2 * i + 1, memory_order_release);
      while (atomic_load_explicit(&turn, memory_order_acquire) != 2 * i + 2) {}
    }
    stretches[s] = (now(CLOCK_MONOTONIC) - start) / TRIPS;
  }
  pthread_join(other, NULL);
  qsort(stretches, STRETCHES, sizeof *stretches, compare);
  double cpu = now(CLOCK_THREAD_CPUTIME_ID);
  volatile double x = 1;
  for (int n = 0; n < 2000000; n++) x *= 1.0000001;
  cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
  printf("{\"hop_ns\": %.1f, \"work_us\": %.0f}\n", stretches[STRETCHES / 2], cpu / 1e3);
  return 0;
}
