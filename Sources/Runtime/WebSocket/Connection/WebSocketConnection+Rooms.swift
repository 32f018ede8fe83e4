extension WebSocketConnection {
    /// Enters a room; on the loop.
    final func join(_ name: String) {
        guard phase == .open, membership?.room.name != name, !others.contains(where: { $0.room.name == name }) else {
            return
        }
        let count = others.count + (membership == nil ? 0 : 1)
        guard count < shard.settings.roomsPerConnection else {
            shard.counters.roomLimited.bump()
            return close(.tooManyRooms)
        }
        let room = shard.core.room(name)
        shard.core.join(self, room, loop: loop)
        others.append(add(to: room))
        if flags.contains(.lagging) { room.lagged(by: 1) }
    }

    /// Leaves a room; on the loop.
    final func leave(named name: String) {
        guard phase == .open else { return }
        if let place = membership, place.room.name == name {
            leave(place)
            membership = nil
            _ = shard.core.leave(self, place.room, loop: loop)
        } else if let position = others.firstIndex(where: { $0.room.name == name }) {
            let place = others[position]
            leave(place)
            others.remove(at: position)
            _ = shard.core.leave(self, place.room, loop: loop)
        }
    }
}
