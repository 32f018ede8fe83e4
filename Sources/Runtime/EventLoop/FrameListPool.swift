/// Lists of frames that connections borrow for one turn, so that an idle connection has none of its own.
final class FrameListPool {
    private var lists: [[FrameBuffer]] = []
    private var free: [Int32] = []

    /// Borrows an empty list.
    func take() -> Int32 {
        if let list = free.popLast() { return list }
        lists.append([])
        return Int32(truncatingIfNeeded: lists.count - 1)
    }

    func append(_ frame: FrameBuffer, to list: Int32) { lists[Int(list)].append(frame) }

    func append(_ frames: ArraySlice<FrameBuffer>, to list: Int32) { lists[Int(list)].append(contentsOf: frames) }

    func count(_ list: Int32) -> Int { lists[Int(list)].count }

    /// Forgets what is in a list; gives how many frames that was.
    func clear(_ list: Int32) -> Int {
        let count = lists[Int(list)].count
        lists[Int(list)].removeAll(keepingCapacity: true)
        return count
    }

    /// Gives a list back and hands out what was in it.
    func drain(_ list: Int32, _ body: (ArraySlice<FrameBuffer>) -> Void) {
        var frames: [FrameBuffer] = []
        swap(&frames, &lists[Int(list)])
        body(frames[...])
        frames.removeAll(keepingCapacity: frames.count <= 1024)
        lists[Int(list)] = frames
        free.append(list)
    }
}
