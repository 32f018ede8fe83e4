/// Spans in OpenTelemetry's protocol (OTLP 1.x), as JSON: what a collector takes at `/v1/traces` with
/// `Content-Type: application/json`, and its `otlpjsonfile` receiver reads line by line.
public enum OTLPTraces {
    /// An `ExportTraceServiceRequest`.
    ///
    /// - Parameter service: the resource's `service.name`.
    public static func encode(_ spans: [RequestSpan], service: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("resourceSpans")
            json.array { json in
                json.object { json in
                    json.field("resource") { json in
                        json.object { json in
                            attributes(&json) { add in add("service.name", .text(service)) }
                        }
                    }
                    json.key("scopeSpans")
                    json.array { json in
                        json.object { json in
                            json.field("scope") { json in json.object { $0.field("name", "http.server") } }
                            json.key("spans")
                            json.array { json in
                                for span in spans { write(span, to: &json) }
                            }
                        }
                    }
                }
            }
        }
        return json.bytes
    }

    private enum Value {
        case text(String)
        case number(Int)
    }

    private static func write(_ span: RequestSpan, to json: inout JSONWriter) {
        json.object { json in
            json.field("traceId", span.context.traceID)
            json.field("spanId", span.context.spanID)
            json.field("parentSpanId", span.context.parentID)
            json.field("traceState", span.context.state)
            json.field("name", span.name)
            // SPAN_KIND_SERVER
            json.field("kind", 2)
            // 64-bit numbers are texts in the JSON of Protocol Buffers.
            json.field("startTimeUnixNano", String(span.start))
            json.field("endTimeUnixNano", String(span.end))
            attributes(&json) { add in
                add("http.request.method", .text(span.method))
                if let route = span.route { add("http.route", .text(route)) }
                add("url.path", .text(span.path))
                add("http.response.status_code", .number(span.status))
                add("http.request.body.size", .number(span.received))
                add("http.response.body.size", .number(span.sent))
                add("client.address", .text(span.client))
                add("http.request.id", .text(span.requestID))
            }
            // STATUS_CODE_ERROR; a server's answers below 500 leave the status unset.
            if span.isError { json.field("status") { json in json.object { $0.field("code", 2) } } }
        }
    }

    private static func attributes(_ json: inout JSONWriter, _ fill: ((String, Value) -> Void) -> Void) {
        var pairs: [(String, Value)] = []
        fill { pairs.append(($0, $1)) }
        json.key("attributes")
        json.array { json in
            for (key, value) in pairs {
                json.object { json in
                    json.field("key", key)
                    json.field("value") { json in
                        json.object { json in
                            switch value {
                            case .text(let text): json.field("stringValue", text)
                            case .number(let number): json.field("intValue", String(number))
                            }
                        }
                    }
                }
            }
        }
    }
}
