import Foundation
import GatewayRuntime

/// Decodes any bytes as a request, into types that gen has written, and holds the decoding to what must be true of all of them:
/// - the same request, its body cut elsewhere, is the same input or the same failure;
/// - an input that is accepted keeps the rules of `things.yaml`, and its JSON reads back as itself;
/// - a failure is 400, 413, 415 or 422, lists no more violations than it may, and says something;
/// - an urlencoded form that is sent as multipart means the same;
/// - no file is left where forms put them.
///
/// Input: a byte of settings, then a target, header lines, an empty line, and the body; lines end with a line feed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count >= 1 else { return 0 }
    let message = Message(UnsafeBufferPointer(start: start, count: count))
    guard let request = message.request(.put), let post = message.request(.post) else { return 0 }
    checkThing(request, message)
    checkForm(post, message)
    return 0
}

/// What came of a request.
enum Reading<Input: Hashable>: Hashable {
    case input(Input)
    case failure(ValidationFailure)
    case refusal(Int, String?)

    static func of(
        _ request: Request, _ chunks: [[UInt8]], _ message: Message, _ read: (inout RequestReader) throws -> Input
    ) -> Reading {
        do {
            return .input(
                try RequestReader.read(request, chunks: chunks, forms: Folder.settings, limits: message.limits, read))
        } catch let failure as ValidationFailure {
            must(failure.malformed == (failure.detail != nil), "a failure is malformed without a word, or the reverse")
            must(failure.malformed || !failure.violations.isEmpty, "a failure says nothing")
            must(failure.violations.count <= message.limits.violations, "too many violations")
            must([400, 422].contains(failure.problem.status), "a failure has status \(failure.problem.status)")
            return .failure(failure)
        } catch let error as HTTPError {
            must([400, 413, 415].contains(error.status.code), "a refusal has status \(error.status.code)")
            return .refusal(error.status.code, error.detail)
        } catch {
            must(false, "something unforeseen: \(error)")
            return .refusal(500, nil)
        }
    }
}

// MARK: JSON, with everything else that a request has

func checkThing(_ request: Request, _ message: Message) {
    let reading = Reading.of(request, [message.body], message) { try PutThing.Input(from: &$0) }
    let again = Reading.of(request, message.chunks, message) { try PutThing.Input(from: &$0) }
    must(reading == again, "cut elsewhere the request means something else")
    guard case .input(let input) = reading else { return }
    must(1...200 ~= input.limit && input.kinds.count <= 3, "a rule is broken: \(input)")
    must(input.min == nil || input.max == nil, "min and max exclude each other: \(input)")
    must((input.trace ?? "").unicodeScalars.count <= 20, "a rule is broken: \(input)")
    check(input.body)
    let written = JSONWriter.encode(input.body)
    do {
        let back = try JSONReader.decode(Thing.self, from: written)
        // Moments are written to the millisecond; after that nothing may change.
        must(JSONWriter.encode(back) == written, "what is written reads as \(back)")
    } catch {
        must(false, "what is written is refused: \(error)")
    }
}

func check(_ thing: Thing) {
    must(isName(thing.name) && (thing.tags ?? []).allSatisfy(isName), "a name breaks its rules: \(thing)")
    must(0...1000 ~= thing.count && -1...1 ~= thing.ratio ?? 0 && (thing.price ?? 0) >= 0, "out of range: \(thing)")
    must((thing.blob ?? []).count <= 16 && (thing.tags ?? []).count <= 4, "too long: \(thing)")
    must((thing.scores ?? [:]).count <= 4 && (thing.parts ?? []).count <= 3, "too many: \(thing)")
    must(thing.from == nil || thing.to != nil, "'from' requires 'to': \(thing)")
    must(thing.to == nil || thing.note == .absent, "'to' excludes 'note': \(thing)")
    for part in thing.parts ?? [] { check(part) }
}

func isName(_ text: String) -> Bool {
    1...16 ~= text.unicodeScalars.count && text.unicodeScalars.first != " " && text.unicodeScalars.last != " "
}

// MARK: Forms

func checkForm(_ request: Request, _ message: Message) {
    let reading = form(request, [message.body], message)
    must(reading == form(request, message.chunks, message), "cut elsewhere the form means something else")
    must(Folder.isEmpty, "a file is left behind")
    if case .input(let input) = reading {
        must(isName(input.name) && input.tags.allSatisfy(isName) && input.tags.count <= 4, "a rule is broken: \(input)")
        must((input.blob ?? []).count <= 8 && input.more.count <= 2 && input.id >= 1, "a rule is broken: \(input)")
        must(input.day == nil || input.at != nil, "'day' requires 'at': \(input)")
        must((input.note ?? "").isEmpty || input.count == nil, "'note' excludes 'count': \(input)")
    }
    guard message.isUrlencoded, let (other, body) = message.multipart() else { return }
    let multipart = form(other, [body], message)
    must(multipart == reading, "urlencoded it is \(reading), multipart \(multipart)")
}

func form(_ request: Request, _ chunks: [[UInt8]], _ message: Message) -> Reading<PostThing.Input> {
    .of(request, chunks, message) { reader in
        var input = try PostThing.Input(from: &reader)
        // Where a file lies is another place each time.
        input.picture = input.picture.map(unplaced)
        input.more = input.more.map(unplaced)
        return input
    }
}

func unplaced(_ file: UploadedFile) -> UploadedFile {
    must((try? file.bytes().count) == file.size, "a file of \(file.size) bytes has another size")
    must(!file.name.contains("/") && !file.name.contains("\\"), "a file's name is a path: \(file.name)")
    return UploadedFile(name: file.name, contentType: file.contentType, size: file.size, path: "")
}

/// Where files of forms lie: in memory, where the system has a place for that.
enum Folder {
    static let settings: FormSettings = {
        var settings = FormSettings()
        let root = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        settings.folder = "\(root)/request-fuzz-\(getpid())"
        settings.field = 256
        settings.parts = 20
        try? FileManager.default.createDirectory(atPath: settings.folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: Folder.settings.folder) }
        return settings
    }()

    static var isEmpty: Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: settings.folder).isEmpty) ?? true
    }
}
