/// What people who know other tools write, and what this language calls it.
enum OtherNames {
    /// The key of the place that another tool's key means.
    static func meaning(of name: String, in place: Place) -> String? {
        guard let meanings = table[name] else { return nil }
        return meanings.first { place.row($0) != nil }
    }

    /// What to do instead where no single key is meant.
    static func advice(for name: String, in place: Place) -> String? {
        switch (place, name) {
        case (.field, "required"), (.parameter, "required"), (.formField, "required"):
            "it is required unless it says `optional: true`"
        case (.pathParameter, "optional"), (.pathParameter, "default"):
            "a path parameter is never absent; declare a second route without it"
        case (.nested, "optional"), (.alias, "optional"): "only fields and parameters can be optional"
        case (.route, "method"), (.route, "methods"): "the method stands in the route's key: `GET /path`"
        case (.route, "prefix"): "a prefix belongs to a group"
        case (.imported, _) where Place.root.row(name) != nil: "it stands in the main file alone"
        case (.parameter, "nullable"), (.formField, "nullable"): "only JSON fields know null"
        case (.root, "prefix"): "a prefix belongs to a group"
        default: nil
        }
    }

    private static let table: [String: [String]] = [
        "description": ["doc"], "desc": ["doc"], "summary": ["doc"], "comment": ["doc"],
        "min": ["range"], "max": ["range"], "minimum": ["range"], "maximum": ["range"],
        "minLength": ["length"], "maxLength": ["length"], "minItems": ["items"], "maxItems": ["items"],
        "enum": ["oneOf", "enums"], "options": ["oneOf"], "regex": ["pattern"], "regexp": ["pattern"],
        "response": ["returns"], "responses": ["returns"], "result": ["returns"], "request": ["body"],
        "requestBody": ["body"], "params": ["path"], "parameters": ["query"], "sse": ["streams"],
        "middlewares": ["middleware", "use"], "maxBytes": ["maxBody"], "jwt": ["auth"], "security": ["auth"],
        "authentication": ["auth"], "websocket": ["hub"], "ws": ["hub"], "upstream": ["proxy"], "backend": ["proxy"],
        "file": ["static"], "redirectTo": ["redirect"], "url": ["to"], "location": ["to"], "code": ["status"],
        "servers": ["upstreams", "targets"], "services": ["service"], "name": ["service"], "paths": ["routes"],
        "endpoints": ["routes"], "models": ["types"], "schemas": ["types"], "messages": ["types"],
        "imports": ["import"], "include": ["import"], "version": ["spec"], "syntax": ["spec"],
        "input": ["receives"], "output": ["sends"], "maxMessage": ["message"], "maxConnections": ["connections"],
        "buffer": ["queue"], "pingInterval": ["ping"], "pongTimeout": ["timeout"], "origin": ["origins"],
        "discriminator": ["by"], "members": ["of"], "cases": ["values"], "hosts": ["targets"], "lb": ["balance"],
    ]
}
