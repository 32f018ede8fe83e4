/// Ends the run with a message if something that must always hold does not; libFuzzer then keeps the input.
func must(_ holds: Bool, _ message: @autoclosure () -> String) {
    guard !holds else { return }
    fatalError("a property does not hold: \(message())")
}
