/// What generated code can see of the runtime by name; a test holds the list to the runtime's sources.
enum RuntimeTypes {
    /// The public types, without those that other modules lend it.
    static let names: Set<String> = [
        "AcceptedFrames", "AdminSettings", "AnyHub", "AppSettings", "AsyncHubHandler", "AuthScheme", "Authentication",
        "ByteRate", "CalendarDate", "ChainSettings", "ClientCertificate", "CloseReason", "ContentSecurityPolicy",
        "CookieError", "Cookies", "CredentialSource", "CrossOrigin", "DecimalRules", "DecodingFailure", "DrainSettings",
        "Envelope", "EventSettings", "EventStream", "EventWriter", "FileBody", "FileOptions", "FormSettings",
        "FormattedText", "HTTP2Options", "HTTPError", "HTTPServer", "HandlerSettings", "Hub", "HubAdmission",
        "HubClient", "HubDrainCode", "HubHandler", "HubHistory", "HubMetrics", "HubProgram", "HubReceivable", "HubRoom",
        "HubSendable", "HubSettings", "Identity", "Indirect", "IntegerWidth", "InvalidMessagePolicy", "JSONCodable",
        "JSONDecodable", "JSONEncodable", "JSONKey", "JSONObjectEncodable", "JSONOptions", "JSONReader",
        "JSONSyntaxError", "JSONValue", "JSONWriter", "LengthBounds", "LimitSettings", "ListenAddress", "LogFormat",
        "LogSettings", "LogThreshold", "MessageRate", "MetricsSettings", "Middleware", "Next", "NumberRules",
        "OTLPTraces", "ObjectSchema", "ParameterForm", "Patch", "PathParameters", "Pattern", "PatternError", "Problem",
        "ProgramHubHandler", "ProxySettings", "QueryParameters", "RefusedUpgrade", "Request", "RequestBody",
        "RequestContext", "RequestRate", "RequestReader", "RequestSpan", "Response", "ResponseBody", "ResponseStream",
        "RoomInfo", "RouteError", "RouteInfo", "RouteKind", "RouteMethod", "RouteOptions", "RoutePattern", "Routes",
        "SecurityHeaders", "SelfChecking", "ServerAddress", "ServerError", "ServerSentEvent", "Service", "ServiceAPI",
        "ServiceConfig", "ServiceDescriptor", "ServiceHooks", "ServiceHubs", "ServiceSettings", "ServiceTransport",
        "SetCookie", "SettingError", "SlowClientPolicy", "SpanExporter", "SpanFile", "StringRules", "TLSSettings",
        "TemplateText", "TestClient", "TimeoutSettings", "TokenError", "TokenVerifier", "TraceContext", "TrustedPeer",
        "TypeSchema", "TypeTable", "UploadError", "UploadedFile", "ValidationFailure", "ValueTemplate", "Violation",
        "WebSocketCloseCode", "WebSocketDeflateSettings", "WebSocketMessage", "WebSocketMessageKind",
        "WebSocketOriginPolicy",
    ]
}
