#ifndef CDEFLATE_H
#define CDEFLATE_H
#include <zlib.h>
#endif
