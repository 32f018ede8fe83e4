#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a program says to who started it.
enum Console {
    /// Writes text to standard output.
    static func print(_ text: String) {
        write(text, to: 1)
    }

    /// Writes a line to standard error.
    static func error(_ line: String) {
        write(line + "\n", to: 2)
    }

    private static func write(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { bytes in
            LogOutput(descriptor: descriptor).line(UnsafeRawBufferPointer(bytes))
        }
    }
}
