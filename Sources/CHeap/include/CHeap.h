// What the C library's Swift module leaves out: how its allocator takes memory from the system.
#ifndef GATEWAY_CHEAP_H
#define GATEWAY_CHEAP_H

#include <stddef.h>

/// Has the heap grow by so many bytes at once, in huge pages where the system has them, and keep what is freed.
///
/// For a program that builds much, ends, and has no other threads yet. Does nothing where it can't.
void cheap_reserve(size_t bytes);

#endif
