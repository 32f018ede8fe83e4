/// Joins frames into runs, and uses a run's memory again when no slow connection holds on to it.
struct RunPool {
    private var spare: FrameBuffer?

    /// Frames longer than this are sent by themselves: copying them costs more than a system call saves.
    private static let longFrame = 32 * 1024
    /// A run is at most this long.
    private static let runSize = 256 * 1024

    /// Hands out the frames in order: joined, or by themselves.
    mutating func join(_ frames: ArraySlice<FrameBuffer>, _ body: (FrameBuffer, Int) -> Void) {
        var index = frames.startIndex
        while index < frames.endIndex {
            var total = frames[index].count
            var end = index + 1
            if total <= Self.longFrame {
                while end < frames.endIndex, frames[end].count <= Self.longFrame,
                    total + frames[end].count <= Self.runSize
                {
                    total += frames[end].count
                    end += 1
                }
            }
            if end == index + 1 {
                body(frames[index], 1)
            } else {
                let run = take(total)
                for frame in frames[index..<end] { run.append(frame.bytes) }
                body(run, end - index)
                keep(run)
            }
            index = end
        }
    }

    private mutating func take(_ size: Int) -> FrameBuffer {
        if var run = spare {
            spare = nil
            if run.isUnshared() {
                run.clear()
                if run.room >= size { return run }
            }
        }
        var capacity = 4096
        while capacity < size { capacity *= 2 }
        return FrameBuffer.allocate(payload: capacity)
    }

    private mutating func keep(_ run: FrameBuffer) { spare = run }
}
