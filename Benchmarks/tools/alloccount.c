// alloccount: counts a server's heap allocations in a page of shared memory, to be preloaded into it.
//
//   ALLOC_PAGE=FILE LD_PRELOAD=alloccount.so server …        FILE: 4,096 zero bytes, made by the one who reads it
//
// The page's words (u64): 0 malloc, 1 calloc, 2 realloc, 3 aligned (posix_memalign, aligned_alloc, memalign), 4 bytes
// asked for, 5 frees, 6 how many calls are still to be traced: whoever writes a number there gets that many call stacks
// in the file that ALLOC_TRACE names (allocs.py does it and counts them).
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

enum { MALLOC, CALLOC, REALLOC, ALIGNED, BYTES, FREES, TO_TRACE, WORDS };

static _Atomic unsigned long before_start[WORDS];
static _Atomic unsigned long *words = before_start;
static int trace_file = -1;
static __thread int tracing;

__attribute__((constructor)) static void begin(void) {
  void *frames[1];
  backtrace(frames, 1);  // loads the unwinder now, which allocates
  const char *trace = getenv("ALLOC_TRACE"), *path = getenv("ALLOC_PAGE");
  if (trace) trace_file = open(trace, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  int page = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (page < 0) return;
  void *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, page, 0);
  close(page);
  if (shared != MAP_FAILED) words = shared;
}

static void trace(void) {
  void *frames[40];
  tracing = 1;
  int n = backtrace(frames, 40);
  backtrace_symbols_fd(frames + 2, n > 2 ? n - 2 : 0, trace_file);
  ssize_t written = write(trace_file, "\n", 1);
  (void)written;
  tracing = 0;
}

static void count(int kind, size_t bytes) {
  atomic_fetch_add_explicit(&words[kind], 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&words[BYTES], bytes, memory_order_relaxed);
  if (trace_file < 0 || tracing || atomic_load_explicit(&words[TO_TRACE], memory_order_relaxed) == 0) return;
  unsigned long left = atomic_fetch_sub_explicit(&words[TO_TRACE], 1, memory_order_relaxed);
  if ((long)left > 0) trace();
  else atomic_store_explicit(&words[TO_TRACE], 0, memory_order_relaxed);
}

void *malloc(size_t size) {
  count(MALLOC, size);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count(CALLOC, number * size);
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count(REALLOC, size);
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count(ALIGNED, size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **out, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) || alignment & (alignment - 1) || alignment == 0) return EINVAL;
  void *block = memalign(alignment, size);
  if (!block) return ENOMEM;
  *out = block;
  return 0;
}

void free(void *block) {
  if (block) atomic_fetch_add_explicit(&words[FREES], 1, memory_order_relaxed);
  __libc_free(block);
}
