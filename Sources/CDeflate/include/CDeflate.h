#ifndef CDEFLATE_H
#define CDEFLATE_H

#include <string.h>
#include <zlib.h>

// zlib's init calls are macros over the library's version, which Swift cannot import. Raw deflate (RFC 1951: no header,
// no checksum) is what permessage-deflate (RFC 7692) sends, hence the negative window bits.

static inline int cdeflate_deflate_init(z_stream *stream, int level, int windowBits, int memLevel) {
    memset(stream, 0, sizeof *stream);
    return deflateInit2(stream, level, Z_DEFLATED, -windowBits, memLevel, Z_DEFAULT_STRATEGY);
}

static inline int cdeflate_inflate_init(z_stream *stream, int windowBits) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, -windowBits);
}

#endif
